"""A manuscript file -> what would be narrated, on stdout."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from pipeline.errors import ConservationError, ManuscriptError
from pipeline.manuscript.extract import account_table, chapter_table, extracted
from pipeline.manuscript.read import read_book
from pipeline.model import Book

HELP = "show what would be narrated of a manuscript, without a project"
EXAMPLE = """\
declaim extract alice.epub          chapters, what is read or skipped and by which rule, and the account of words
declaim extract alice.epub --json   the text of every chapter that would be narrated
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `declaim extract`."""
    parser.add_argument("file", type=Path, metavar="FILE", help="the manuscript: an EPUB")
    parser.add_argument(
        "--json", action="store_true", help="chapters with their text and the account of words, as JSON"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the manuscript as it would be narrated. Raises ConservationError where a word is unaccounted for."""
    path: Path = arguments.file
    book = read_book(_read(path), name=path.name)
    if arguments.json:
        json.dump(extracted(book), sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
    else:
        sys.stdout.write(f"{chapter_table(book)}\n\n{account_table(book)}\n")
    _check_account(book, path.name)
    return 0


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise ManuscriptError(f"{path}: there is no such file; check the name") from error
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise ManuscriptError(f"{path}: the file cannot be read ({reason}); check its rights") from error


def _check_account(book: Book, name: str) -> None:
    missing = book.conservation.unaccounted_words
    if missing:
        kind = "are unaccounted for" if missing > 0 else "were imported that the source does not have"
        raise ConservationError(
            f"{name}: {abs(missing)} words {kind}; this is a fault of Declaim: please report it with the manuscript"
        )
