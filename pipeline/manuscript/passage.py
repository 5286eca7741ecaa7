"""Passages: what every reader hands on, a book's blocks before they are chapters."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.manuscript.features import Aside, Inside, NoteCall
from pipeline.model import Block, Skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A block of the source with what is known of its surroundings."""

    block: Block | Aside
    words: int
    """By `count_words`; 0 for a scene break."""
    level: int = 0
    """Of a heading: 1 for the outermost, 7 where the manuscript gives none; 0 for what is no heading."""
    rule: str = ""
    """The rule by which the passage is never narrated; empty where the chapter decides."""
    types: tuple[str, ...] = ()
    """Semantic types around the passage, outermost first."""
    linked_words: int = 0
    """How many of the words stand in links."""
    is_blank_line: bool = False
    """A scene break that is nothing but a paragraph with a no-break space in it."""
    inside: tuple[Inside, ...] | None = None
    """The features that the passage stands in, outermost first; None where its kind says it."""
    notes: tuple[str, ...] = ()
    """`part#id` of the note whose body the passage is of, by every id that a call may name."""
    calls: tuple[NoteCall, ...] = ()

    @property
    def source_words(self) -> int:
        """The words that the account counts for it: also of a description that is read."""
        return self.block.words if isinstance(self.block, Aside) else self.words


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One file of the source in reading order, as passages."""

    part: str
    passages: tuple[Passage, ...]
    skips: tuple[Skip, ...] = ()
    """What was left out inside the passages."""
    anchors: dict[str, int]
    """For each id a link may point to, the passage before which a cut there falls."""
    is_linear: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A run of passages that will be one chapter."""

    title: str
    """From the table of contents; empty where it does not list the section."""
    depth: int
    part: str
    """The file it begins in."""
    passages: tuple[Passage, ...]
    types: tuple[str, ...] = ()
    """Semantic types that links to its begin give (landmarks, guide)."""
    is_whole_file: bool = False
    is_linear: bool = True
