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
    bold: int = 0
    caps: int = 0
    letters: int = 0
    size: int = 0
    rule: str = ""
    """The rule of the table of contents or index that the passage is in."""

    def add(self, text: str, *, is_bold: bool, is_caps: bool, size: int) -> None:
        """Take in a run."""
        letters = [character for character in text if character.isalnum()]
        self.letters += len(letters)
        self.bold += len(letters) if is_bold else 0
        self.caps += sum(is_caps or not character.islower() for character in letters)
        self.size = max(self.size, size)

    def layout(self, *, starts_page: bool, default_size: int) -> Layout:
        """Return how the passage was set."""
        return Layout(
            is_centred=self.is_centred,
            is_bold=0 < self.letters == self.bold,
            is_caps=0 < self.letters == self.caps,
            size=self.size or default_size,
            starts_page=starts_page,
            is_title=self.is_title,
        )


def is_larger(layout: Layout, size: int) -> bool:
    """Whether type is larger than the size of the text."""
    return layout.size >= size * _LARGER
