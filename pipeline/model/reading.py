"""Nouns of what is read of a page beside its running text: `[reading]` of book.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Reading(StrEnum):
    """What a listener hears of an element."""

    READ = "read"
    """Its words, and nothing else."""
    SKIP = "skip"
    """Nothing."""
    ANNOUNCE = "announce"
    """What it is, then its words: `Table.`, `Image: a map of the island`."""
    MENTION = "mention"
    """That it is there, instead of its words: `Code omitted.`"""


class NotePlace(StrEnum):
    """Where the bodies of notes are read."""

    NEVER = "never"
    AT_REFERENCE = "at-reference"
    """After the block that calls the note."""
    CHAPTER_END = "chapter-end"
    """After the last block of the chapter that calls it, in the order of the calls."""


class Ruby(StrEnum):
    """Which of two writings of the same word is read: the text, or the pronunciation printed over it."""

    BASE = "base"
    ANNOTATION = "annotation"
    BOTH = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingPolicy:
    """`[reading]` of book.toml: what is read of each element of a manuscript, what is left out, what is announced.

    The defaults are what trade audiobooks do: the text, its captions and tables, not its notes and pictures.
    """

    notes: NotePlace = NotePlace.NEVER
    note_numbers: Reading = Reading.ANNOUNCE
    """Whether `Note 3.` is said before a note that is read."""
    note_references: Reading = Reading.SKIP
    """Whether `(note 3)` is said where a note is called."""
    images: Reading = Reading.SKIP
    """The descriptions of pictures (alternative texts), where the manuscript has them."""
    captions: Reading = Reading.READ
    tables: Reading = Reading.READ
    lists: Reading = Reading.READ
    list_numbers: Reading = Reading.READ
    """Numbers and letters that are typed before the items of lists; announced: also those the page makes by itself."""
    code: Reading = Reading.READ
    formulas: Reading = Reading.READ
    """By the description that a formula brings along, else sign by sign."""
    ruby: Ruby = Ruby.BASE
    page_markers: Reading = Reading.SKIP
    speakers: Reading = Reading.READ
    """Names of who speaks, in plays."""
    stage_directions: Reading = Reading.READ
    epigraphs: Reading = Reading.READ
    quotes: Reading = Reading.READ
    letters: Reading = Reading.READ
    verse: Reading = Reading.READ
    language: str = ""
    """BCP 47, of what is announced; empty: the manuscript's."""
    words: tuple[tuple[str, str], ...] = ()
    """What is announced in other words than Declaim's, by name (`table`, `table-omitted`): `[reading.words]`."""


_ALL: Final = tuple(str(reading) for reading in Reading)
_PLAIN: Final = ("read", "skip")
READING_VALUES: Final[Mapping[str, tuple[str, ...]]] = {
    "notes": tuple(str(place) for place in NotePlace),
    "note-numbers": ("announce", "skip"),
    "note-references": ("skip", "announce"),
    "images": _ALL,
    "captions": _ALL,
    "tables": _ALL,
    "lists": _ALL,
    "list-numbers": (*_PLAIN, "announce"),
    "code": _ALL,
    "formulas": _ALL,
    "ruby": tuple(str(ruby) for ruby in Ruby),
    "page-markers": ("skip", "announce"),
    "speakers": _PLAIN,
    "stage-directions": _PLAIN,
    "epigraphs": _ALL,
    "quotes": _ALL,
    "letters": _ALL,
    "verse": _ALL,
}
"""The values each key of `[reading]` can have."""

ANNOUNCEMENTS: Final = (
    "image", "image-omitted", "caption", "caption-omitted", "table", "table-omitted", "list", "list-omitted",
    "code", "code-omitted", "formula", "formula-omitted", "epigraph", "epigraph-omitted", "quote", "quote-omitted",
    "letter", "letter-omitted", "verse", "verse-omitted", "page", "note", "note-reference",
)  # fmt: skip
"""The keys of `[reading.words]`: what can be announced; `{}` in its words is the description, page or number."""


def with_choices(policy: ReadingPolicy, choices: Mapping[str, str]) -> ReadingPolicy:
    """Return a policy with other choices, by the keys and values of book.toml.

    Raises ValueError for what READING_VALUES does not have.
    """
    for key, value in choices.items():
        if value not in READING_VALUES.get(key, ()):
            raise ValueError(f"{key}={value}")
    chosen = {**choices_of(policy), **choices}
    readings = {key: Reading(value) for key, value in chosen.items() if key not in ("notes", "ruby")}
    return ReadingPolicy(
        notes=NotePlace(chosen["notes"]),
        ruby=Ruby(chosen["ruby"]),
        note_numbers=readings["note-numbers"],
        note_references=readings["note-references"],
        images=readings["images"],
        captions=readings["captions"],
        tables=readings["tables"],
        lists=readings["lists"],
        list_numbers=readings["list-numbers"],
        code=readings["code"],
        formulas=readings["formulas"],
        page_markers=readings["page-markers"],
        speakers=readings["speakers"],
        stage_directions=readings["stage-directions"],
        epigraphs=readings["epigraphs"],
        quotes=readings["quotes"],
        letters=readings["letters"],
        verse=readings["verse"],
        language=policy.language,
        words=policy.words,
    )


def choices_of(policy: ReadingPolicy) -> dict[str, str]:
    """Return the choices of a policy by the keys of book.toml, in their order."""
    return {key: str(getattr(policy, key.replace("-", "_"))) for key in READING_VALUES}
