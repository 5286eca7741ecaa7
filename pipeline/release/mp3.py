"""Mastered chapters -> the plan of one file each: MP3 to deliver, Opus or FLAC by choice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.model import MasteredChapter, Tags
from pipeline.release.manifest import fingerprint
from pipeline.release.names import chapter_file_name

VERSION = 3
"""Goes up with every change of encoder or tags that moves a byte."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterFile:
    """A file of one chapter to be written."""

    name: str
    chapter: MasteredChapter
    tags: Tags
    bit_rate_kbps: int
    """0 where the codec is lossless."""
    made_from: str
    """Hash of everything its bytes depend on."""
    codec: str = "mp3"
    """`mp3`, `opus` or `flac`; the suffix of its name as well."""


def plan_chapter_files(
    chapters: Sequence[MasteredChapter], tags: Tags, *, bit_rate_kbps: int, codec: str = "mp3"
) -> tuple[ChapterFile, ...]:
    """Return a file for each chapter, in the order of the book, numbered from 1. `tags` are the book's."""
    total = len(chapters)
    planned = []
    for number, chapter in enumerate(chapters, start=1):
        own = replace(tags, title=chapter.title or f"Chapter {number}", track=(number, total))
        planned.append(
            ChapterFile(
                name=chapter_file_name(number, total, chapter.title, f".{codec}"),
                chapter=chapter,
                tags=own,
                bit_rate_kbps=bit_rate_kbps,
                made_from=fingerprint((codec, VERSION, chapter.key, bit_rate_kbps), own),
                codec=codec,
            )
        )
    return tuple(planned)
