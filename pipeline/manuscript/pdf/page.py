"""The nouns of a printed page: spans of one style, fragments of a line, rows in reading order.

Lengths are points (1/72 inch). Coordinates are the reader's: x grows along the line, y from line to line, whatever way
the page is turned.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Text in one font and size."""

    text: str
    size: float
    is_bold: bool = False
    is_italic: bool = False
    is_raised: bool = False
    """Stands above the base line, as the call of a note does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    """What the file draws in one go along one base line; a printed line has one or several."""

    page: int
    """From 1, as viewers count."""
    start: int
    """Where it begins in the page's text: the fragments in the order of the file, a line feed after each."""
    spans: tuple[Span, ...]
    x0: float
    x1: float
    y0: float
    """Upper edge."""
    base: float
    """The base line."""
    size: float
    """Of most of its characters."""
    is_sideways: bool = False
    """Runs another way than most of the page."""

    @property
    def text(self) -> str:
        """The characters as the file has them."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page with its fragments in the order of the file."""

    number: int
    fragments: tuple[Fragment, ...]
    has_picture: bool = False
    """Whether a page without text shows a picture."""
    is_readable: bool = True

    @property
    def part(self) -> str:
        """The name of the page as a `Place` has it."""
        return part_of(self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A printed line of one column: fragments side by side."""

    pieces: tuple[Fragment, ...]
    column: str
    """`single`, `left` or `right`."""
    region: int
    """Rows of one region stand below each other without anything between them; a number unique in the book."""
    left: float = 0.0
    """The edges of the column, measured over the book."""
    right: float = 0.0
    level: int = 0
    """Of a heading; 0 for what is none."""
    is_initial: bool = False
    """A drop cap: the first letter of the row that follows it."""
    cells: tuple[int, ...] = ()
    """The pieces that begin a cell of a table, but for the first."""

    @property
    def page(self) -> int:
        """The number of its page."""
        return self.pieces[0].page

    @property
    def text(self) -> str:
        """Its text, fragments apart by a space."""
        return " ".join(piece.text.strip() for piece in self.pieces)

    @property
    def x0(self) -> float:
        """Its left end."""
        return self.pieces[0].x0

    @property
    def x1(self) -> float:
        """Its right end."""
        return self.pieces[-1].x1

    @property
    def base(self) -> float:
        """Its base line."""
        return self.pieces[0].base

    @property
    def size(self) -> float:
        """The size of its longest fragment."""
        return max(self.pieces, key=lambda piece: len(piece.text)).size

    @property
    def indent(self) -> float:
        """How far it begins inside its column."""
        return self.x0 - self.left

    @property
    def spans(self) -> tuple[Span, ...]:
        """All its spans that show something."""
        return tuple(span for piece in self.pieces for span in piece.spans if span.text.strip())


def part_of(number: int) -> str:
    """Return how a page is named in places and messages."""
    return f"page {number}"
