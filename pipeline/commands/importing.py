"""A manuscript and the script as edited -> the script after the import, on disk: what `new` and `ingest` share."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from pipeline.adapters.book_file import write_chapters
from pipeline.adapters.confinement import run_confined
from pipeline.adapters.disk import read_file, write_file
from pipeline.adapters.project import BOOK_FILE
from pipeline.commands.choosing import NO_CHOICES, Choices, choose_chapters
from pipeline.errors import ConservationError, ManuscriptError, StorageError
from pipeline.manuscript.read import read_book
from pipeline.model import READING_VALUES, Book, Chapter, ChapterEntry, ReadingPolicy
from pipeline.script.import_lock import ImportLock, format_import_lock, parse_import_lock
from pipeline.script.merge import Merged, merge_import

UNLOCK_VARIABLE = "DECLAIM_PDF_PASSWORD"
"""Environment variable with the password of a locked PDF."""
FILE_LIMIT = 512 * 2**20
"""Bytes of a manuscript; scans of a thousand pages have less."""
MEMORY_LIMIT = 2**30 - 2**26
"""Bytes that reading a manuscript may take: a gigabyte without what the program itself needs."""
TIME_LIMIT_S = 60.0
"""Seconds that reading a manuscript may take; a novel takes one or two."""

SCRIPT_FOLDER = "script"
LOCK_FILE = "import.lock"


def add_password(parser: argparse.ArgumentParser) -> None:
    """Declare `--password` for verbs that read a manuscript."""
    parser.add_argument(
        "--password",
        default="",
        metavar="TEXT",
        help=f"opens a locked PDF; better in the environment as {UNLOCK_VARIABLE}",
    )


def add_reading(parser: argparse.ArgumentParser) -> None:
    """Declare `--reading` for verbs that read a manuscript without a book.toml."""
    parser.add_argument(
        "--reading",
        action="append",
        default=[],
        type=reading_choice,
        metavar="KEY=VALUE",
        help="as in [reading] of book.toml, such as notes=chapter-end; can be given again",
    )


def reading_choice(text: str) -> tuple[str, str]:
    """Return key and value of `KEY=VALUE`. Raises ArgumentTypeError for what `[reading]` does not have."""
    key, _, value = text.partition("=")
    values = READING_VALUES.get(key)
    if values is None:
        raise argparse.ArgumentTypeError(f"{key!r} is not one of {', '.join(READING_VALUES)}")
    if value not in values:
        raise argparse.ArgumentTypeError(f"{key} is one of {', '.join(values)}, not {value!r}")
    return key, value


def read_manuscript(path: Path, *, password: str = "", reading: ReadingPolicy | None = None) -> Book:
    """Return a manuscript file as a book, every word accounted for. Raises ManuscriptError, ConservationError."""
    book = open_manuscript(path, password=password, reading=reading)
    check_account(book, path.name)
    return book


def open_manuscript(
    path: Path, *, password: str = "", reading: ReadingPolicy | None = None, shows_cover: bool = False
) -> Book:
    """Return a manuscript file as a book, its account unchecked. Raises ManuscriptError.

    It is read in a process of its own with limits: parsers in C go over bytes that nobody checked. `shows_cover` as
    in `read_book`.
    """
    data = read_bytes(path)
    password = password or os.environ.get(UNLOCK_VARIABLE, "")
    read = partial(read_book, name=path.name, password=password, reading=reading, shows_cover=shows_cover)
    return run_confined(read, data, name=path.name, memory_bytes=MEMORY_LIMIT, time_s=TIME_LIMIT_S)


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a manuscript file. Raises ManuscriptError where it is not there, no file, or too large."""
    try:
        if path.exists() and not path.is_file():
            raise ManuscriptError(f"{path}: this is not a file; give the manuscript itself")
        if path.stat().st_size > FILE_LIMIT:
            raise ManuscriptError(f"{path}: the file has more than {FILE_LIMIT // 2**20} MB; reduce its pictures")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise ManuscriptError(f"{path}: there is no such file; check the name") from error
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise ManuscriptError(f"{path}: the file cannot be read ({reason}); check its rights") from error


def check_account(book: Book, name: str) -> None:
    """Raise ConservationError where a word of the source is neither imported nor under a skip rule."""
    missing = book.conservation.unaccounted_words
    if missing:
        kind = "are unaccounted for" if missing > 0 else "were imported that the source does not have"
        raise ConservationError(
            f"{name}: {abs(missing)} words {kind}; this is a fault of Declaim: please report it with the manuscript"
        )


def import_book(
    folder: Path, book: Book, *, entries: tuple[ChapterEntry, ...], language: str, choices: Choices = NO_CHOICES
) -> Merged:
    """Merge a book into the script of a project folder and write script files, import.lock and book.toml.

    What people edited stays; see `merge_import`. A killed import is finished by the next one. Raises ProjectError for
    a choice of a chapter that there is not.
    """
    merged = _merge(folder, book, entries, language)
    if choices.is_any:
        entries = choose_chapters(_entries(merged, entries), book, choices)
        merged = _merge(folder, book, entries, language)
    for path, text in _files(folder, merged, entries):
        if read_file(path) != text.encode():
            write_file(path, text.encode())
    for chapter in merged.removed_scripts:
        (folder / SCRIPT_FOLDER / f"{chapter}.txt").unlink(missing_ok=True)
    return merged


def _merge(folder: Path, book: Book, entries: tuple[ChapterEntry, ...], language: str) -> Merged:
    return merge_import(
        book.chapters, lock=_read_lock(folder), scripts=_read_scripts(folder), entries=entries, language=language
    )


def _files(folder: Path, merged: Merged, entries: tuple[ChapterEntry, ...]) -> Iterator[tuple[Path, str]]:
    """Yield every file an import writes; the lock after the script it speaks of."""
    for chapter, text in merged.scripts:
        yield folder / SCRIPT_FOLDER / f"{chapter}.txt", text
    yield folder / SCRIPT_FOLDER / LOCK_FILE, format_import_lock(merged.lock)
    book_file = folder / BOOK_FILE
    yield book_file, write_chapters(_text(book_file) or "", _entries(merged, entries))


def _entries(merged: Merged, entries: tuple[ChapterEntry, ...]) -> tuple[ChapterEntry, ...]:
    """Return `[[chapters]]` after an import; what people set for a chapter stays."""
    typed = {entry.id: entry for entry in entries}
    imported = {chapter.id: _entry(chapter) for chapter in merged.chapters}
    return tuple(typed.get(chapter) or imported[chapter] for chapter in merged.order)


def _entry(chapter: Chapter) -> ChapterEntry:
    return ChapterEntry(
        id=chapter.id,
        title=chapter.title,
        matter=chapter.matter,
        is_read_aloud=chapter.is_read_aloud,
        rule=chapter.rule,
        depth=chapter.depth,
    )


def _read_lock(folder: Path) -> ImportLock:
    text = _text(folder / SCRIPT_FOLDER / LOCK_FILE)
    return ImportLock() if text is None else parse_import_lock(text, name=f"{SCRIPT_FOLDER}/{LOCK_FILE}")


def _read_scripts(folder: Path) -> Mapping[str, str]:
    files = sorted((folder / SCRIPT_FOLDER).glob("*.txt"))
    return {file.stem: _text(file) or "" for file in files}


def _text(path: Path) -> str | None:
    data = read_file(path)
    try:
        return None if data is None else data.decode()
    except UnicodeDecodeError as error:
        raise StorageError(f"{path}: this is not UTF-8; save the file in that encoding") from error
