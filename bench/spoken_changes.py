"""Eight whole books -> every distinct change that the reading makes, by rule, with its count and one context.

usage: python bench/spoken_changes.py [--contexts] [--write docs/spoken-changes.tsv]    (needs DECLAIM_CORPORA)

The table that is written keeps the judgements of the one that is there: columns rule, written, spoken, count, judged.
`judged` holds two readings of a row that were made apart, `right` or `wrong` each, for the 300 most frequent.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from pipeline.manuscript.read import read_book
from pipeline.model import Paragraph
from pipeline.script.spoken import find_spoken_changes

FOLDER = "epub/standardebooks"
HEADER = "rule\twritten\tspoken\tcount\tjudged"
AROUND = 28
"""Characters of context on each side."""
Row = tuple[str, str, str]


def read_paragraphs() -> Iterator[tuple[str, Paragraph]]:
    """Yield language and paragraph of everything in the eight books; exit with status 2 without the corpora."""
    if "DECLAIM_CORPORA" not in os.environ:
        sys.exit("the corpora are not here: set DECLAIM_CORPORA")
    for path in sorted((Path(os.environ["DECLAIM_CORPORA"]) / FOLDER).glob("*.epub")):
        book = read_book(path.read_bytes(), name=path.name)
        for chapter in book.chapters:
            yield from ((book.metadata.language, block) for block in chapter.blocks if isinstance(block, Paragraph))


def count_changes() -> tuple[Counter[Row], dict[Row, str]]:
    """Return how often each change is made, and one context of each; cleaning of invisible characters is left out."""
    counts: Counter[Row] = Counter()
    contexts: dict[Row, str] = {}
    for language, paragraph in read_paragraphs():
        changes = find_spoken_changes(paragraph.text, language=language, marks=paragraph.marks, kind=paragraph.kind)
        for change in changes:
            if change.rule in {"clean.invisible", "clean.space"}:
                continue
            row = (change.rule, _visible(paragraph.text[change.start : change.stop]), _visible(change.spoken))
            counts[row] += 1
            contexts.setdefault(row, _visible(paragraph.text[max(0, change.start - AROUND) : change.stop + AROUND]))
    return counts, contexts


def _visible(text: str) -> str:
    """Return a text without typesetters' characters, on one line."""
    return " ".join(text.replace("\u2060", "").replace("\u00a0", " ").replace("\u200a", "").split())


def read_judgements(path: Path) -> dict[Row, str]:
    """Return the judgements of a table that is there."""
    if not path.exists():
        return {}
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    return {(row[0], row[1], row[2]): row[4] for row in rows}


def main() -> None:
    """Print the changes, the most frequent first; with --write, write the table."""
    parser = argparse.ArgumentParser(description="every distinct change in eight books")
    parser.add_argument("--contexts", action="store_true", help="show one context of each")
    parser.add_argument("--write", type=Path, help="the table to write, its judgements kept")
    arguments = parser.parse_args()
    counts, contexts = count_changes()
    rows = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    judged = read_judgements(arguments.write) if arguments.write else {}
    for row, count in rows:
        print("\t".join([*row, str(count), *([contexts[row]] if arguments.contexts else [])]))
    if arguments.write:
        table = ["\t".join([*row, str(count), judged.get(row, "")]) for row, count in rows]
        arguments.write.write_text("\n".join([HEADER, *table]) + "\n", encoding="utf-8")
    print(f"{len(rows)} distinct changes, {sum(counts.values())} in all", file=sys.stderr)


if __name__ == "__main__":
    main()
