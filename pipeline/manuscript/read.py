"""Bytes of a manuscript -> Book: finds the format by its first bytes and calls its reader."""

from __future__ import annotations

import zipfile
from io import BytesIO

from pipeline.errors import ManuscriptError
from pipeline.manuscript.archive import Archive
from pipeline.manuscript.docx.package import is_docx
from pipeline.manuscript.docx.reader import read_docx
from pipeline.manuscript.epub.reader import read_epub
from pipeline.model import Book


def read_book(data: bytes, *, name: str) -> Book:
    """Return the book that a manuscript holds.

    `name` is the file's, for messages; the format is told by the bytes, never by the name. The account of words is in
    `Book.conservation`; a difference is reported there and never hidden. Raises ManuscriptError for what cannot be
    read.
    """
    if not data:
        raise ManuscriptError(f"{name}: the file is empty (0 bytes); fetch or export it again")
    if not zipfile.is_zipfile(BytesIO(data)):
        raise ManuscriptError(f"{name}: this is {_described(data)}, not an EPUB; give an EPUB, or convert it to one")
    archive = Archive(data, name=name, kind="DOCX" if name.lower().endswith(".docx") else "EPUB")
    return read_docx(archive) if is_docx(archive) else read_epub(archive)


def _described(data: bytes) -> str:
    """Return what a file that no reader takes seems to be."""
    signs = (
        (b"PK", "a damaged zip"),
        (b"%PDF", "a PDF"),
        (b"\xd0\xcf\x11\xe0", "an old Word document (.doc)"),
        (b"{\\rtf", "a rich text file"),
        (b"\x89PNG", "a PNG picture"),
        (b"\xff\xd8\xff", "a JPEG picture"),
    )
    return next(
        (kind for sign, kind in signs if data.startswith(sign)),
        "a text file" if b"\0" not in data[:1024] else "a binary file",
    )
