"""Mastered chapters -> the plan of one M4B: one timeline of joined frames, chapter marks from frame counts."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.errors import AudioError
from pipeline.model import ChapterMark, MasteredChapter, Tags
from pipeline.release.manifest import fingerprint
from pipeline.release.names import book_file_name

VERSION = 2
"""Goes up with every change of encoder or tags that moves a byte."""
# https://ffmpeg.org/ffmpeg-formats.html#Metadata-2: these and the line feed are escaped with a backslash.
_SPECIAL = re.compile(r"([=;#\\\n])")


@dataclass(frozen=True, slots=True, kw_only=True)
class BookFile:
    """An M4B to be written."""

    name: str
    chapters: tuple[MasteredChapter, ...]
    sample_rate_hz: int
    marks: tuple[ChapterMark, ...]
    tags: Tags
    made_from: str
    """Hash of everything its bytes depend on."""


def plan_book_file(chapters: Sequence[MasteredChapter], tags: Tags, *, slug: str) -> BookFile:
    """Return the one file of the book. Raises AudioError where the chapters were mastered at different rates."""
    rates = {chapter.sample_rate_hz for chapter in chapters}
    if len(rates) != 1:
        raise AudioError(f"An M4B needs chapters of one sample rate, these have {sorted(rates)}; master them again.")
    content = ("m4b", VERSION, [(chapter.key, chapter.title) for chapter in chapters])
    return BookFile(
        name=book_file_name(tags.title, slug, ".m4b"),
        chapters=tuple(chapters),
        sample_rate_hz=rates.pop(),
        marks=mark_chapters(chapters),
        tags=tags,
        made_from=fingerprint(content, tags),
    )


def mark_chapters(chapters: Sequence[MasteredChapter]) -> tuple[ChapterMark, ...]:
    """Return where each chapter begins and ends in the timeline of all, in frames; none is without a title."""
    ends = list(itertools.accumulate(chapter.frames for chapter in chapters))
    return tuple(
        ChapterMark(title=chapter.title or f"Chapter {number}", begin_frame=end - chapter.frames, end_frame=end)
        for number, (chapter, end) in enumerate(zip(chapters, ends, strict=True), start=1)
    )


def format_chapters(marks: Sequence[ChapterMark], sample_rate_hz: int) -> str:
    """Return the marks as an ffmetadata text, counted in frames."""
    parts = [";FFMETADATA1"]
    for mark in marks:
        parts += ["[CHAPTER]", f"TIMEBASE=1/{sample_rate_hz}"]
        parts += [f"START={mark.begin_frame}", f"END={mark.end_frame}", f"title={_SPECIAL.sub(_escape, mark.title)}"]
    return "\n".join(parts) + "\n"


def _escape(match: re.Match[str]) -> str:
    return f"\\{match[1]}"
