"""A manuscript file -> what would be narrated, on stdout."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from pipeline.commands.importing import add_password, check_account, open_manuscript
from pipeline.manuscript.extract import account_table, chapter_table, extracted
from pipeline.manuscript.review import review_book

EXAMPLE = """\
declaim extract alice.epub          chapters, what is read or skipped and by which rule, and the account of words
declaim extract alice.epub --json   the text of every chapter that would be narrated
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `declaim extract`."""
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="the manuscript: EPUB, PDF, DOCX, HTML, Markdown or plain text"
    )
    add_password(parser)
    parser.add_argument(
        "--json", action="store_true", help="chapters with their text and the account of words, as JSON"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the manuscript as it would be narrated. Raises ConservationError where a word is unaccounted for."""
    path: Path = arguments.file
    book = open_manuscript(path, password=arguments.password)
    if arguments.json:
        json.dump(extracted(book), sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
    else:
        sys.stdout.write(f"{chapter_table(book)}\n\n{account_table(book)}\n")
    for warning in review_book(book):
        print(f"{path.name}: {warning}", file=sys.stderr)
    check_account(book, path.name)
    return 0
