"""Every manuscript of the corpora -> the account of its words, with time and memory, one row a file.

    DECLAIM_CORPORA=.../corpora PYTHONPATH=. python bench/accounts.py [NAME] > accounts.md

Each is read as the product reads it: in a process of its own with its limits. NAME takes only files with that text in
their path. Rows are Markdown, for docs/benchmarks.md. The exit code is 1 where a word is unaccounted for, or where a
file ends in anything but its text or a clear refusal.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from pathlib import Path

from pipeline.adapters.confinement import run_confined
from pipeline.commands.importing import MEMORY_LIMIT, TIME_LIMIT_S
from pipeline.errors import ManuscriptError
from pipeline.manuscript.extract import words_by_rule
from pipeline.manuscript.read import read_book
from pipeline.model import Book

FORMATS = (".epub", ".docx", ".pdf", ".html", ".htm", ".txt", ".md")
FOLDERS = ("epub/", "docx/", "pdf/", "txt_html/", "hostile/")
LONGEST_REASON = 90


def read_measured(path: str) -> tuple[Book, float, float]:
    """Return a book with the CPU seconds and the megabytes that reading it took, all of this process included."""
    begin = time.process_time()
    book = read_book(Path(path).read_bytes(), name=Path(path).name)
    return book, time.process_time() - begin, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def row_of(corpora: Path, name: str) -> tuple[str, bool]:
    """Return the row of a file, and whether all its words are accounted for."""
    try:
        book, spent_s, used_mb = run_confined(
            read_measured, str(corpora / name), name=Path(name).name, memory_bytes=MEMORY_LIMIT, time_s=TIME_LIMIT_S
        )
    except ManuscriptError as error:
        reason = error.message.removeprefix(f"{Path(name).name}: ")
        return f"| {name} | refused: {reason[:LONGEST_REASON]} | | | | | |", True
    account = book.conservation
    total = max(1, account.source_words)
    rules = ", ".join(f"{rule} {words / total:.2%}" for rule, words in words_by_rule(book) if words)
    cells = (
        name,
        f"{account.source_words:,}",
        f"{account.imported_words:,}",
        rules,
        f"{account.unaccounted_words}",
        f"{spent_s:.2f}",
        f"{used_mb:.0f}",
    )
    return f"| {' | '.join(cells)} |", account.unaccounted_words == 0


def main(corpora: Path, wanted: str) -> bool:
    """Print the table and return whether every word of every file is accounted for."""
    manifest = json.loads((corpora / "manifest.json").read_text(encoding="utf-8"))
    names = sorted({row["file"] for row in manifest})
    print("| file | words | imported | skipped, share of the words by rule | unaccounted | CPU s | MB |")
    print("|---|--:|--:|---|--:|--:|--:|")
    is_good = True
    for name in names:
        if name.startswith(FOLDERS) and name.endswith(FORMATS) and wanted in name:
            row, is_whole = row_of(corpora, name)
            is_good = is_good and is_whole
            print(row, flush=True)
    return is_good


if __name__ == "__main__":
    if "DECLAIM_CORPORA" not in os.environ:
        sys.exit("set DECLAIM_CORPORA to the folder of the test corpora")
    sys.exit(0 if main(Path(os.environ["DECLAIM_CORPORA"]), sys.argv[1] if len(sys.argv) > 1 else "") else 1)
