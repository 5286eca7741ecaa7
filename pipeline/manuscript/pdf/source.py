"""Bytes of a PDF -> pages, outline and properties; the one module that knows the parser (MuPDF through PyMuPDF).

Measured on the PDFs with truth of our corpora (docs/benchmarks.md): of four parsers MuPDF is the fastest that gives
fonts, sizes and base lines of spans, and loses no word; pypdf loses fonts with embedded CMaps. MuPDF reads outline,
encryption and properties too, so one parser does it all. A broken file is repaired as far as MuPDF can.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pymupdf

from pipeline.errors import ManuscriptError
from pipeline.manuscript.pdf.page import Fragment, Page, Span, part_of
from pipeline.manuscript.words import clean_text, count_words

FILE_LIMIT: Final = 512 * 2**20
"""Bytes; scans of a thousand pages have less."""
PAGE_LIMIT: Final = 10_000
TEXT_LIMIT: Final = 16_000_000
"""Characters of a book; the longest novels have 5 million."""
PAGE_TEXT_LIMIT: Final = 400_000
"""Characters of a page; a page of a dictionary has 10,000."""
COVER_SHARE: Final = 0.6
"""Share of the first page that a picture covers where it is a cover."""
COVER_WORDS: Final = 40
"""Words on such a page at most: title, names, a line of praise."""
COVER_SIDE: Final = 1600
"""Pixels of the longer side of a cover."""
_DAMAGE: Final = (RuntimeError, ValueError, TypeError, KeyError, IndexError, AttributeError, pymupdf.mupdf.FzErrorBase)
"""What PyMuPDF raises for a file it cannot read; MemoryError is not among them."""
_FLAGS: Final = (
    pymupdf.TEXT_PRESERVE_LIGATURES
    | pymupdf.TEXT_PRESERVE_WHITESPACE
    | pymupdf.TEXT_MEDIABOX_CLIP
    | pymupdf.TEXT_CID_FOR_UNKNOWN_UNICODE
)
_BOLD_WORDS: Final = ("bold", "black", "heavy", "cmbx", "semibold", "demi")
_ITALIC_WORDS: Final = ("italic", "oblique", "cmti", "cmsl", "kursiv", "slanted")
_SMALL_RAISED: Final = 0.85
"""Share of the line's size up to which a raised span is a superscript."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlineItem:
    """One entry of the outline (bookmarks)."""

    title: str
    depth: int
    page: int
    """From 1."""
    y: float | None
    """How far down the page it points; None for its top."""


class Source:
    """An opened PDF, read page by page."""

    def __init__(self, data: bytes, *, name: str, password: str = "") -> None:
        """Open a PDF. Raises ManuscriptError where it is damaged, too large, or its password is not given."""
        self.name = name
        if len(data) > FILE_LIMIT:
            raise ManuscriptError(f"{name}: the PDF has more than {FILE_LIMIT // 2**20} MB; reduce its pictures")
        pymupdf.TOOLS.mupdf_display_errors(False)  # noqa: FBT003 - the parser's own signature
        pymupdf.TOOLS.mupdf_display_warnings(False)  # noqa: FBT003
        try:
            self._document = pymupdf.open(stream=data, filetype="pdf")
            self._unlock(password)
            self.page_count = int(self._document.page_count)
        except _DAMAGE as error:
            raise ManuscriptError(
                f"{name}: the PDF is damaged ({_reason(error)}); fetch it again, or print it to a new PDF"
            ) from error
        if not 0 < self.page_count <= PAGE_LIMIT:
            raise ManuscriptError(
                f"{name}: the PDF says it has {self.page_count} pages; a book has 1 to {PAGE_LIMIT}: split it"
            )

    def pages(self) -> Iterator[Page]:
        """Yield the pages in order; one that is damaged has no fragments and is not readable."""
        characters = 0
        for number in range(1, self.page_count + 1):
            page = self._page(number)
            characters += sum(len(fragment.text) for fragment in page.fragments)
            if characters > TEXT_LIMIT:
                raise ManuscriptError(f"{self.name}: more than {TEXT_LIMIT} characters by {page.part}; split the book")
            yield page

    def count_words(self) -> int:
        """Return the words of the pages' plain text, counted line by line: the second witness of the account.

        It asks the parser for nothing but text, and knows nothing of spans, columns, running heads or paragraphs. A
        word divided at a line end counts as the two words that it is in print; the rule `line-division` stands for
        the join.
        """
        total = 0
        for number in range(1, self.page_count + 1):
            try:
                text = self._document[number - 1].get_text("text", flags=_FLAGS)
            except _DAMAGE:
                continue
            total += sum(count_words(clean_text(line)) for line in str(text).split("\n"))
        return total

    def outline(self) -> tuple[OutlineItem, ...]:
        """Return the entries of the outline that point to a page; empty where there is none or it is damaged."""
        try:
            rows = self._document.get_toc(simple=False)
        except _DAMAGE:
            return ()
        items = (self._outline_item(row) for row in rows)
        return tuple(item for item in items if item is not None)

    def properties(self) -> Mapping[str, str]:
        """Return what the file says of itself: `title`, `author`, `subject`, `language`, and `xmp` as XML."""
        found = {key: str(value) for key, value in (self._document.metadata or {}).items() if value}
        try:
            found["xmp"] = str(self._document.get_xml_metadata() or "")
            kind, language = self._document.xref_get_key(self._document.pdf_catalog(), "Lang")
        except _DAMAGE:
            return found
        if kind == "string":
            found["language"] = str(language)
        return found

    def cover(self) -> bytes:
        """Return the first page as a JPEG where a picture covers it and few words are on it; else nothing."""
        try:
            page = self._document[0]
            whole = abs(page.rect)
            shares = [abs(pymupdf.Rect(picture["bbox"]) & page.rect) / whole for picture in page.get_image_info()]
            if not whole or max(shares, default=0.0) < COVER_SHARE or count_words(page.get_text()) > COVER_WORDS:
                return b""
            scale = COVER_SIDE / max(page.rect.width, page.rect.height)
            pixels = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), alpha=False)
            return bytes(pixels.tobytes("jpg", jpg_quality=90))
        except _DAMAGE:
            return b""

    def _unlock(self, password: str) -> None:
        """Open an encrypted file; the empty password opens one that is only locked against changes."""
        if not self._document.needs_pass or self._document.authenticate(password):
            return
        said = "the password is wrong" if password else "it is locked with a password"
        raise ManuscriptError(
            f"{self.name}: the PDF cannot be opened: {said}; give the right one with --password,"
            " or in the environment as DECLAIM_PDF_PASSWORD"
        )

    def _page(self, number: int) -> Page:
        try:
            page = self._document[number - 1]
            blocks = page.get_text("dict", flags=_FLAGS)["blocks"]
            fragments = _fragments(blocks, number=number)
            has_picture = not fragments and bool(page.get_image_info() or page.get_images())
        except _DAMAGE as error:
            if "malloc" in str(error):
                raise MemoryError from error
            return Page(number=number, fragments=(), is_readable=False)
        if sum(len(fragment.text) for fragment in fragments) > PAGE_TEXT_LIMIT:
            raise ManuscriptError(
                f"{self.name}: {part_of(number)} has more than {PAGE_TEXT_LIMIT} characters; this is no page of a book"
            )
        return Page(number=number, fragments=fragments, has_picture=has_picture)

    def _outline_item(self, row: list[Any]) -> OutlineItem | None:
        depth, title, number = int(row[0]), clean_text(str(row[1])).strip(), int(row[2])
        if not 0 < number <= self.page_count:
            return None
        target = row[3] if isinstance(row[3], dict) else {}
        point = target.get("to")
        y = float(point.y) if point is not None else None
        if y is not None and target.get("kind") == pymupdf.LINK_NAMED:
            y = float(self._document[number - 1].rect.height) - y  # the parser leaves named targets in file coordinates
        return OutlineItem(title=title, depth=depth, page=number, y=y)


def _fragments(blocks: list[dict[str, Any]], *, number: int) -> tuple[Fragment, ...]:
    """Return the fragments of a page that show something, turned so that most of them run from left to right."""
    lines = [line for block in blocks for line in block.get("lines", ())]
    texts = ["".join(span["text"] for span in line["spans"]) for line in lines]
    directions = [_direction(line["dir"]) for line in lines]
    counts: Counter[tuple[int, int]] = Counter()
    for direction, text in zip(directions, texts, strict=True):
        counts[direction] += len(text)
    main = counts.most_common(1)[0][0] if counts else (1, 0)
    fragments = []
    start = 0
    for line, text, direction in zip(lines, texts, directions, strict=True):
        if text.strip():
            is_sideways = direction != main and counts[direction] < counts[main] / 4
            fragments.append(_fragment(line, direction, number=number, start=start, is_sideways=is_sideways))
        start += len(text) + 1
    return tuple(fragments)


def _direction(direction: tuple[float, float]) -> tuple[int, int]:
    """Return the nearest of the four ways a line can run."""
    x, y = direction
    return (1 if x >= 0 else -1, 0) if abs(x) >= abs(y) else (0, 1 if y >= 0 else -1)


def _fragment(
    line: dict[str, Any], direction: tuple[int, int], *, number: int, start: int, is_sideways: bool
) -> Fragment:
    dx, dy = direction
    left, top, right, bottom = line["bbox"]
    xs = sorted((left * dx + top * dy, right * dx + bottom * dy))
    ys = sorted((top * dx - left * dy, bottom * dx - right * dy))
    sizes: Counter[float] = Counter()
    for span in line["spans"]:
        sizes[round(span["size"], 1)] += len(span["text"].strip())
    size = sizes.most_common(1)[0][0]
    largest = next(span for span in line["spans"] if round(span["size"], 1) == size)
    base_x, base_y = largest["origin"]
    base = base_y * dx - base_x * dy
    spans = tuple(_span(span, base=base, size=size, direction=direction) for span in line["spans"] if span["text"])
    return Fragment(
        page=number,
        start=start,
        spans=spans,
        x0=xs[0],
        x1=xs[1],
        y0=ys[0],
        base=base,
        size=size,
        is_sideways=is_sideways,
    )


def _span(span: dict[str, Any], *, base: float, size: float, direction: tuple[int, int]) -> Span:
    font, flags = span["font"].lower(), span["flags"]
    dx, dy = direction
    rise = base - (span["origin"][1] * dx - span["origin"][0] * dy)
    is_raised = span["size"] <= size * _SMALL_RAISED and rise > size * 0.15
    return Span(
        text=span["text"],
        size=round(span["size"], 1),
        is_bold=bool(flags & pymupdf.TEXT_FONT_BOLD) or any(word in font for word in _BOLD_WORDS),
        is_italic=bool(flags & pymupdf.TEXT_FONT_ITALIC) or any(word in font for word in _ITALIC_WORDS),
        is_raised=is_raised or bool(flags & pymupdf.TEXT_FONT_SUPERSCRIPT),
    )


def _reason(error: BaseException) -> str:
    """Return what the parser says, without its codes."""
    text = clean_text(str(error.__cause__ or error)).strip()
    return text.partition(": ")[2] or text or type(error).__name__
