"""A project folder -> the lines of its chapters: the part of every command that reads the script."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.adapters.project import ProjectFolder
from pipeline.model import ChapterEntry, ParagraphLines


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterLines:
    """A chapter that is read aloud, as lines."""

    entry: ChapterEntry
    paragraphs: tuple[ParagraphLines, ...]


def read_chapters(folder: ProjectFolder) -> tuple[ChapterLines, ...]:
    """Return every chapter that is read aloud, in the order of book.toml. Raises ScriptError, LexiconError."""
    raise NotImplementedError
