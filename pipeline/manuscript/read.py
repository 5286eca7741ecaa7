"""Bytes of a manuscript -> Book: finds the format by its first bytes and calls its reader."""

from __future__ import annotations

import zipfile
from io import BytesIO

from pipeline.errors import ManuscriptError
from pipeline.manuscript.epub.reader import read_epub
from pipeline.model import Book


def read_book(data: bytes, *, name: str, password: str = "") -> Book:
    """Return the book that a manuscript holds.

    `name` is the file's, for messages; the format is told by the bytes, never by the name. `password` opens a PDF that
    is locked with one. The account of words is in
    `Book.conservation`; a difference is reported there and never hidden. Raises ManuscriptError for what cannot be
    read.
    """
    if not data:
        raise ManuscriptError(f"{name}: the file is empty (0 bytes); fetch or export it again")
    if is_pdf(data):
        from pipeline.manuscript.pdf.reader import read_pdf  # its parser takes a second to load

        return read_pdf(data, name=name, password=password)
    if not zipfile.is_zipfile(BytesIO(data)):
        raise ManuscriptError(
            f"{name}: this is {_described(data)}, not an EPUB or a PDF; give one of these, or convert it to one"
        )
    return read_epub(data, name=name)


def is_pdf(data: bytes) -> bool:
    """Whether the mark of a PDF stands where viewers look for it: in the first 1024 bytes (ISO 32000-1, annex H).

    Behind anything but white space it counts only where the end of the file is a PDF's, too.
    """
    head = data[:1024]
    is_inside = b"%PDF-" in head and not head.startswith(b"PK") and b"startxref" in data[-2048:]
    return head.lstrip(b"\xef\xbb\xbf\x00\t\n\f\r ").startswith(b"%PDF-") or is_inside


def _described(data: bytes) -> str:
    """Return what a file that no reader takes seems to be."""
    signs = (
        (b"PK", "a damaged zip"),
        (b"\xd0\xcf\x11\xe0", "an old Word document"),
        (b"{\\rtf", "a rich text file"),
        (b"\x89PNG", "a PNG picture"),
        (b"\xff\xd8\xff", "a JPEG picture"),
    )
    return next(
        (kind for sign, kind in signs if data.startswith(sign)),
        "a text file" if b"\0" not in data[:1024] else "a binary file",
    )
