"""A manuscript file -> what would be narrated, on stdout."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from pipeline.commands.importing import add_password, add_reading, check_account, open_manuscript
from pipeline.manuscript.extract import account_table, chapter_table, extracted
from pipeline.manuscript.review import review_book
from pipeline.model import ReadingPolicy, with_choices

EXAMPLE = """\
declaim extract alice.epub          chapters, what is read or skipped and by which rule, and the account of words
declaim extract alice.epub --json   the text of every chapter that would be narrated
declaim extract alice.epub --reading notes=chapter-end --reading images=announce
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `declaim extract`."""
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="the manuscript: EPUB, PDF, DOCX, HTML, Markdown or plain text"
    )
    add_password(parser)
    add_reading(parser)
    parser.add_argument(
        "--json", action="store_true", help="chapters with their text and the account of words, as JSON"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the manuscript as it would be narrated. Raises ConservationError where a word is unaccounted for."""
    path: Path = arguments.file
    reading = with_choices(ReadingPolicy(), dict(arguments.reading))
    book = open_manuscript(path, password=arguments.password, reading=reading)
    if arguments.json:
        json.dump(extracted(book), sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
    else:
        sys.stdout.write(f"{chapter_table(book)}\n\n{account_table(book)}\n")
    for warning in review_book(book):
        print(f"{path.name}: {warning}", file=sys.stderr)
    check_account(book, path.name)
    return 0
