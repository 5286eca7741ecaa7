"""Every book -> a line: words, what is recorded, what is stale, hours, cost, last release."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipeline.adapters.disk import read_file
from pipeline.adapters.git import tags_before, tags_here
from pipeline.adapters.project import ProjectFolder, list_slugs, load_project
from pipeline.commands.editions import chapter_length
from pipeline.commands.mastered import TakesHeard
from pipeline.commands.reading import read_chapters
from pipeline.commands.recording_session import Desk, prepare_desk
from pipeline.commands.release_options import tag_prefix
from pipeline.errors import DeclaimError
from pipeline.recording.heard import HeardTakes
from pipeline.recording.plan import PlannedParagraph, chosen_after
from pipeline.recording.reasons import Reason
from pipeline.release.editions import fingerprint_audio, parse_edition
from pipeline.release.manifest import NAME as MANIFEST
from pipeline.release.manifest import parse_manifest

WAITING = frozenset({"take.needs-listening", "take.external-differs"})
"""Findings that keep a line from having a take until somebody decides."""

EXAMPLE = """\
declaim status           a line for each book in projects/
declaim status --json    the same for a program"""

WIDE = 120
"""Columns of text where the output is no terminal."""
COLUMNS = (
    "book", "words", "lines", "recorded", "stale", "waiting", "missing", "locked", "hours", "credits", "release"
)  # fmt: skip

Row = dict[str, object]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument("--json", action="store_true", help="print one JSON object a book")


def run(arguments: argparse.Namespace) -> int:
    """Print the table; return 1 where a book cannot be read (its line says why)."""
    rows = [describe_book(arguments.projects, slug) for slug in list_slugs(arguments.projects)]
    if arguments.json:
        for row in rows:
            print(json.dumps(row, ensure_ascii=False))
    else:
        _print_table(rows)
    return 1 if any("error" in row for row in rows) else 0


def describe_book(projects: Path, slug: str) -> Row:
    """Return the line of one book; with `error` where it cannot be read.

    words and lines are those that are read aloud; recorded are lines whose take stands; stale are lines that had one
    and need another, whatever changed; waiting are lines whose take somebody has to listen to; missing are takes whose
    audio is not here; locked are paragraphs; hours are the finished audio of chapters that are recorded to their end;
    credits are what the ledger says the book has cost.
    """
    try:
        folder = load_project(projects, slug)
        chapters = read_chapters(folder)
        desk = prepare_desk(folder, chapters)
        takes = _takes_that_stand(desk)
        lengths_s = [chapter_length(folder, chapter, takes) for chapter in chapters]
        release = _release(folder, takes)
    except DeclaimError as error:
        return {"book": slug, "error": error.message}
    hours = round(sum(length_s or 0.0 for length_s in lengths_s) / 3600, 3)
    return {"book": slug, **_progress(desk), "hours": hours, "credits": _cost(desk), "release": release}


def _progress(desk: Desk) -> Row:
    plan = desk.plan
    spoken = [paragraph for paragraph in plan.paragraphs if paragraph.keys]
    return {
        "words": sum(len(paragraph.lines.text.split()) for paragraph in spoken),
        "lines": sum(len(paragraph.keys) for paragraph in spoken),
        "recorded": sum(_standing(paragraph) for paragraph in spoken),
        "stale": sum(line.reason != Reason.NEW for line in plan.to_record),
        "waiting": sum(finding.code in WAITING for finding in plan.findings),
        "missing": len(plan.missing),
        "locked": sum(paragraph.before is not None and paragraph.before.is_locked for paragraph in spoken),
        "reading_changed": len(plan.reading_changed),
    }


def _standing(paragraph: PlannedParagraph) -> int:
    return len(paragraph.keys) if paragraph.stands_whole else sum(take is not None for take in paragraph.takes)


def _takes_that_stand(desk: Desk) -> TakesHeard:
    """Return the takes of every paragraph that has all of them, whether their audio is here or not."""
    chosen = {entry.paragraph: entry for entry in chosen_after(desk.plan, {})}
    whole = [each for each in desk.plan.paragraphs if each.keys and each.is_complete]
    known = [each for each in whole if all(one.take in desk.index.takes for one in chosen[each.lines.paragraph].takes)]
    return HeardTakes({each.lines.paragraph: each for each in known}, chosen, desk.index.takes)


def _cost(desk: Desk) -> float:
    return round(sum(entry.credits for entry in desk.store.ledger()), 2)


def _release(folder: ProjectFolder, takes: TakesHeard) -> Row | None:
    """Return the release that lies in build/, or the highest tag of the book where there is none; None for neither."""
    prefix = tag_prefix(folder)
    tags = (*tags_here(folder.path, prefix), *tags_before(folder.path, prefix))
    data = read_file(folder.release / MANIFEST)
    if data is None:
        version = tags[0].removeprefix(prefix) if tags else ""
        return {"version": version, "tag": tags[0], "files": 0, "is_current": None} if tags else None
    where = str(folder.release / MANIFEST)
    text = data.decode(errors="replace")
    edition = parse_edition(text, where=where)
    heard = {each.id: each.heard for chapter in edition.chapters for each in chapter.paragraphs or ()}
    stands = {name: fingerprint_audio([take.object for take in own]) for name, own in takes.items()}
    return {
        "version": edition.version,
        "tag": tags[0] if tags else None,
        "files": len(parse_manifest(text, where=where).files),
        "is_current": heard == stands,
    }


def _print_table(rows: Sequence[Row]) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in COLUMNS:
        is_text = name in {"book", "release"}
        table.add_column(name, justify="left" if is_text else "right", no_wrap=True, min_width=len(name))
    for row in rows:
        table.add_row(*_cells(row))
    Console(highlight=False, width=None if sys.stdout.isatty() else WIDE).print(table)
    for row in rows:
        if "error" in row:
            print(f"{row['book']}: {row['error']}")


def _cells(row: Row) -> Iterator[str]:
    for name in COLUMNS:
        value = row.get(name, "")
        if name == "release":
            yield escape(_told(value))
        else:
            yield f"{value:,}" if isinstance(value, int | float) else escape(str(value))


def _told(release: object) -> str:
    """Return the last release as a cell: its version, and whether it is what stands now."""
    if not isinstance(release, dict):
        return ""
    if release["is_current"] is None:
        return f"{release['tag']}, not built here"
    named = release["version"] or f"{release['files']} files"
    return str(named) if release["is_current"] else f"{named}, behind"
