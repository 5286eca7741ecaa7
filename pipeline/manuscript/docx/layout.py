"""Runs of a paragraph -> how it is set on the page: what a heading without a style is told by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_LARGER: Final = 1.15
"""Times the size of the text from which type is larger."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How a passage is set."""

    is_centred: bool
    is_bold: bool
    """All of it."""
    is_caps: bool
    """All letters are capitals, typed or set."""
    size: int
    """Half points, of the largest letters."""
    starts_page: bool
    is_title: bool
    """In the style for the title of the document."""


@dataclass(slots=True)
class Setting:
    """How a passage is set, while its runs are read."""

    is_centred: bool = False
    is_title: bool = False
    has_text: bool = False
    is_bold: bool = True
    is_caps: bool = True
    size: int = 0
    rule: str = ""
    """The rule of the table of contents or index that the passage is in."""

    def add(self, text: str, *, is_bold: bool, is_caps: bool, size: int) -> None:
        """Take in a run."""
        self.has_text = True
        self.is_bold = self.is_bold and is_bold
        self.is_caps = self.is_caps and (is_caps or text == text.upper())
        self.size = max(self.size, size)

    def layout(self, *, starts_page: bool, default_size: int) -> Layout:
        """Return how the passage was set."""
        return Layout(
            is_centred=self.is_centred,
            is_bold=self.has_text and self.is_bold,
            is_caps=self.has_text and self.is_caps,
            size=self.size or default_size,
            starts_page=starts_page,
            is_title=self.is_title,
        )


def is_larger(layout: Layout, size: int) -> bool:
    """Whether type is larger than the size of the text."""
    return layout.size >= size * _LARGER
