"""Nouns of the manuscript: a parsed book, and the account of its words."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias


class Kind(StrEnum):
    """What a block of text is, as script files name it (docs/design.md, section 3)."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    VERSE = "verse"
    QUOTE = "quote"
    ITEM = "item"
    ROW = "row"
    STAGE = "stage"
    NOTE = "note"
    CAPTION = "caption"


class Matter(StrEnum):
    """The part of a book a chapter belongs to (EPUB 3 Structural Semantics, document partitions)."""

    FRONT = "front"
    BODY = "body"
    BACK = "back"


class MarkName(StrEnum):
    """What a mark says about its range of text; in a script file `*...*` or `[...]{name=value}`."""

    EMPHASIS = "emphasis"
    """`*...*`; no value."""
    LANG = "lang"
    """A BCP 47 language tag: the range is in another language than the book."""
    NOTE = "note"
    """A note reference: an empty range where the call number stood; the value is where the note's body is."""
    AS = "as"
    """What the writing stands for, from the manuscript's markup: roman, ordinal, abbreviation, initialism, name."""
    SPEAKER = "speaker"
    """A name from `[cast]`: the range is spoken by that voice, as a line of its own."""
    SAY = "say"
    """The exact words to speak instead of the range."""
    SPEED = "speed"
    STABILITY = "stability"
    SIMILARITY = "similarity"
    STYLE = "style"
    SEED = "seed"
    CUE = "cue"
    """Words sent to steer the delivery and cut from the audio afterwards."""
    BREAK = "break"
    """An empty range: a pause of so many seconds (`<break time="0.8s"/>`), rendered in mastering."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One thing said about a range of a paragraph's text; an empty range is a point."""

    start: int
    stop: int
    name: MarkName
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in the source a text stood."""

    part: str
    """EPUB href, DOCX part, `page 12` of a PDF, or the name of a text file."""
    start: int
    """First code point of the range in the part's text content, in document order."""
    stop: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A block of text as the manuscript has it: white space collapsed, note calls and page numbers taken out."""

    kind: Kind
    text: str
    """Never empty. A line feed separates the lines of verse and the cells of a row."""
    marks: tuple[Mark, ...] = ()
    place: Place | None = None
    announced_words: int = 0
    """How many of its words the source does not have: `Table.`, by the policy of `[reading]`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneBreak:
    """A change of scene inside a chapter: silence, not text."""

    place: Place | None = None


Block: TypeAlias = Paragraph | SceneBreak


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A chapter in reading order, whether it will be narrated or not."""

    id: str
    """`c01`, ... over the chapters read at the first import, `x01`, ... over the rest; opaque afterwards."""
    title: str
    """As the table of contents or the heading gives it; empty where neither does."""
    depth: int = 1
    """Nesting in the table of contents: 1 for the outermost."""
    matter: Matter
    is_read_aloud: bool
    rule: str
    """The name of the rule that decided matter and reading, e.g. `semantics.copyright-page`, `name.contents`."""
    blocks: tuple[Block, ...]
    words: int
    """Words of the source in this chapter, by `count_words` of the manuscript stage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Skip:
    """Words that are not imported, under one rule at one place."""

    rule: str
    words: int
    where: str
    """Part and range as a person can find it: `text/endnotes.xhtml 120-380`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conservation:
    """The account of words: source = imported + skipped, or the difference is an error."""

    source_words: int
    imported_words: int
    skipped: tuple[Skip, ...]
    announced_words: int = 0
    """Words of the paragraphs beside the imported ones that the source does not have."""

    @property
    def unaccounted_words(self) -> int:
        """Source words that no chapter and no rule accounts for; not 0 is an error, of either sign."""
        return self.source_words - self.imported_words - sum(skip.words for skip in self.skipped)


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What the manuscript says of itself; empty where it says nothing."""

    title: str = ""
    subtitle: str = ""
    authors: tuple[str, ...] = ()
    translators: tuple[str, ...] = ()
    language: str = ""
    """BCP 47."""
    publisher: str = ""
    date: str = ""
    """ISO 8601, as exact as the source is."""
    isbn: str = ""
    description: str = ""
    subjects: tuple[str, ...] = ()
    series: str = ""
    series_position: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """The cover picture as it came."""

    name: str
    media_type: str
    """`image/jpeg` or `image/png`."""
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A parsed manuscript."""

    metadata: Metadata
    chapters: tuple[Chapter, ...]
    conservation: Conservation
    cover: Cover | None = None
    warnings: tuple[str, ...] = ()
    """What the reader had to guess, one sentence each: an encoding, letters that look garbled."""
