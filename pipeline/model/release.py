"""Nouns of the release: what the tags of a file say, and where its chapters begin."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model.manuscript import Cover


@dataclass(frozen=True, slots=True, kw_only=True)
class Tags:
    """What a released file says of itself, in words; the codecs know the frame or atom of each."""

    title: str
    album: str
    """The book."""
    authors: tuple[str, ...] = ()
    narrator: str = ""
    publisher: str = ""
    year: str = ""
    """Four digits, or empty."""
    language: str = ""
    """ISO 639-2, three letters, or empty."""
    description: str = ""
    comment: str = ""
    """How the narration was made."""
    track: tuple[int, int] | None = None
    """This file's number and how many there are; None for a book in one file."""
    cover: Cover | None = None
    subtitle: str = ""
    translators: tuple[str, ...] = ()
    date: str = ""
    """ISO 8601, as exact as it is known."""
    series: str = ""
    series_position: str = ""
    isbn: str = ""
    subjects: tuple[str, ...] = ()
    language_tag: str = ""
    """BCP 47, or empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterMark:
    """A chapter inside a file that holds several, counted in frames of the one timeline."""

    title: str
    begin_frame: int
    end_frame: int
