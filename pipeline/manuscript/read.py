"""Bytes of a manuscript -> Book: finds the format by its first bytes and calls its reader."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from io import BytesIO
from typing import Final

from pipeline.errors import ManuscriptError
from pipeline.manuscript.archive import Archive
from pipeline.manuscript.decoding import decode, is_text
from pipeline.manuscript.docx.package import is_docx
from pipeline.manuscript.docx.reader import read_docx
from pipeline.manuscript.epub.reader import read_epub
from pipeline.manuscript.html import is_html, read_html
from pipeline.manuscript.imprint import with_imprint
from pipeline.manuscript.markdown import is_markdown, read_markdown
from pipeline.manuscript.pictures import show_cover
from pipeline.manuscript.plain.reader import read_plain
from pipeline.model import Book, ReadingPolicy

TEXT_LIMIT: Final = 12 * 2**20
"""Bytes of a file that is nothing but text; the longest novels have 5 MB of it."""
HTML_LIMIT: Final = 32 * 2**20
"""Bytes of an HTML file, which may hold pictures."""
_SIGNS: Final = (
    (b"PK", "a damaged zip"),
    (b"\xd0\xcf\x11\xe0", "an old Word document (.doc)"),
    (b"{\\rtf", "a rich text file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
)
_PACKED: Final = (".epub", ".docx", ".pdf")
"""Names of what is never plain text: a page saved under such a name is a failed download, no manuscript."""
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
"""The stream that holds an Office document protected by a password ([MS-OFFCRYPTO] 2.3.4)."""


def read_book(
    data: bytes, *, name: str, password: str = "", reading: ReadingPolicy | None = None, shows_cover: bool = True
) -> Book:
    """Return the book that a manuscript holds.

    `name` is the file's, for messages; the format is told by the bytes, and only between texts that could be Markdown,
    HTML or plain by the name. `password` opens a PDF that is locked with one. `reading` says what is read beside
    the running text; without it the defaults of book.toml hold. `shows_cover` makes the cover a JPEG or PNG. The
    account of words is in `Book.conservation`; a difference is reported there and never hidden. Raises ManuscriptError
    for what cannot be read.
    """
    book = with_imprint(_read_format(data, reading or ReadingPolicy(), name=name, password=password))
    return replace(book, cover=show_cover(book.cover)) if shows_cover else book


def _read_format(data: bytes, reading: ReadingPolicy, *, name: str, password: str) -> Book:
    if not data:
        raise ManuscriptError(f"{name}: the file is empty (0 bytes); fetch or export it again")
    if is_pdf(data):
        from pipeline.manuscript.pdf.reader import read_pdf  # its parser is loaded where it is needed

        return read_pdf(data, reading, name=name, password=password)
    if zipfile.is_zipfile(BytesIO(data)):
        archive = Archive(data, name=name, kind="DOCX" if name.lower().endswith(".docx") else "EPUB")
        return read_docx(archive, reading) if is_docx(archive) else read_epub(archive, reading)
    sign = next((kind for sign, kind in _SIGNS if data.startswith(sign)), "")
    is_misnamed = name.lower().endswith(_PACKED)
    if sign or is_misnamed or not is_text(data):
        raise ManuscriptError(f"{name}: this is {_described(data, sign)}, not {_expected(name)}; {_advice(data, sign)}")
    return _read_text(data, reading, name=name)


def is_pdf(data: bytes) -> bool:
    """Whether the mark of a PDF stands where viewers look for it: in the first 1024 bytes (ISO 32000-1, annex H).

    Behind anything but white space it counts only where the end of the file is a PDF's, too.
    """
    head = data[:1024]
    is_inside = b"%PDF-" in head and not head.startswith(b"PK") and b"startxref" in data[-2048:]
    return head.lstrip(b"\xef\xbb\xbf\x00\t\n\f\r ").startswith(b"%PDF-") or is_inside


def _read_text(data: bytes, reading: ReadingPolicy, *, name: str) -> Book:
    """Return the book in a text, by the mark-up it has."""
    is_marked_up = is_html(data, name=name)
    limit = HTML_LIMIT if is_marked_up else TEXT_LIMIT
    if len(data) > limit:
        raise ManuscriptError(f"{name}: the file has more than {limit // 2**20} MB; this is no book, or split it")
    if is_marked_up:
        return read_html(data, reading, name=name)
    decoded = decode(data)
    if is_markdown(decoded.text, name=name):
        return read_markdown(decoded, reading, name=name)
    return read_plain(decoded, reading, name=name)


def _described(data: bytes, sign: str) -> str:
    """Return what a file that no reader takes seems to be."""
    if _ENCRYPTED in data:
        return "a DOCX protected by a password"
    return sign or ("a text file" if is_text(data) else "a binary file")


def _expected(name: str) -> str:
    """Return what the name of a file promises."""
    suffix = name.rpartition(".")[2].lower()
    return {"epub": "an EPUB", "docx": "a DOCX", "pdf": "a PDF"}.get(suffix, "a manuscript that can be read")


def _advice(data: bytes, sign: str) -> str:
    """Return what to do about a file that no reader takes."""
    if _ENCRYPTED in data:
        return "open it in Word and save it without the password"
    if data.startswith(b"PK"):
        return "fetch or export it again"
    if not sign and is_text(data):
        return "fetch it again, or name it .txt, .md or .html if the text is what you want"
    return "give an EPUB, PDF, DOCX, HTML, Markdown or plain text"
