"""A manuscript -> a project folder with book.toml, script and the account of words."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from dataclasses import replace
from pathlib import Path

from pipeline.adapters.book_file import write_book_file
from pipeline.adapters.disk import make_folder, write_file
from pipeline.adapters.project import BOOK_FILE, SLUG
from pipeline.commands.importing import add_password, add_reading, import_book, open_manuscript
from pipeline.commands.reviewing import account_report, add_review, import_report
from pipeline.errors import ProjectError
from pipeline.manuscript.review import guess_language
from pipeline.model import Book, ReadingPolicy, with_choices
from pipeline.script.merge import Merged

EXAMPLE = """\
declaim new alice ~/books/alice.epub     makes projects/alice/ with book.toml and script/, and says what was left out
declaim build alice                      makes the audiobook"""

RESERVED = frozenset(
    {
        "actionlint",
        "align",
        "all",
        "check",
        "ci",
        "clean",
        "demo",
        "golden",
        "help",
        "kokoro",
        "listen",
        "listen-base",
        "piper",
        "sdks",
        "setup",
        "soak",
        "test",
    }
)
"""Targets of the Makefile: `make SLUG` has to mean the book."""

ENGINE, VOICE = "hibari", "heart"
"""The embedded voice: a new project can be built at once, offline."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument("slug", metavar="SLUG", help="short name of the book: small letters, digits, hyphens")
    parser.add_argument(
        "file", metavar="FILE", type=Path, help="the manuscript: EPUB, PDF, DOCX, HTML, Markdown or plain text"
    )
    add_review(parser)
    add_password(parser)
    add_reading(parser)


def run(arguments: argparse.Namespace) -> int:
    """Make the project; it is there complete or not at all. Return 1 where words are unaccounted for.

    Raises ProjectError, ManuscriptError, StorageError.
    """
    target = free_target(arguments.projects, arguments.slug)
    reading = with_choices(ReadingPolicy(), dict(arguments.reading))
    book = open_manuscript(arguments.file, password=arguments.password, reading=reading, shows_cover=True)
    missing = book.conservation.unaccounted_words
    if missing and arguments.strict:
        print(account_report(book, as_json=arguments.json))
        return 1
    make_folder(arguments.projects)
    draft = arguments.projects / f".{arguments.slug}.{os.getpid()}.partial"
    try:
        merged = fill_project(draft, book, manuscript=arguments.file, reading=reading)
        draft.rename(target)
    except FileExistsError as error:
        raise ProjectError(f"{target} is there already; choose another slug") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    print(import_report(book, merged, as_json=arguments.json))
    print(f"made {target}; next: look at {target / BOOK_FILE}, then `declaim build {arguments.slug}`", file=sys.stderr)
    return 1 if missing else 0


def free_target(projects: Path, slug: str) -> Path:
    """Return the folder a new project of that slug goes to. Raises ProjectError where the slug cannot be used."""
    if not SLUG.match(slug):
        raise ProjectError(f"{slug!r} cannot be a slug: use small letters, digits and hyphens, such as war-and-peace")
    if slug in RESERVED:
        raise ProjectError(f"{slug!r} cannot be a slug: `make {slug}` means something else; choose another")
    if (projects / slug).exists():
        raise ProjectError(
            f"{projects / slug} is there already; import its manuscript again with `declaim ingest {slug}`,"
            " or choose another slug"
        )
    return projects / slug


def fill_project(folder: Path, book: Book, *, manuscript: Path, reading: ReadingPolicy | None = None) -> Merged:
    """Write a whole new project into a folder and return what its import did.

    A book that does not say its title is called as its file is, one that does not say its language by what its text
    shows: a project can be built as it is made.
    """
    write_file(folder / "source" / manuscript.name, manuscript.read_bytes())
    cover = ""
    if book.cover is not None:
        cover = f"source/cover{'.png' if book.cover.media_type == 'image/png' else '.jpg'}"
        write_file(folder / cover, book.cover.data)
    metadata = replace(
        book.metadata,
        title=book.metadata.title or _title_of_file(manuscript),
        language=book.metadata.language or guess_language(book),
    )
    source = f"source/{manuscript.name}"
    text = write_book_file(metadata, source=source, cover=cover, engine=ENGINE, voice=VOICE, reading=reading)
    write_file(folder / BOOK_FILE, text.encode())
    return import_book(folder, book, entries=(), language=metadata.language or "en")


def _title_of_file(manuscript: Path) -> str:
    words = manuscript.stem.replace("_", " ").replace("-", " ").split()
    return " ".join(words).capitalize() or manuscript.name
