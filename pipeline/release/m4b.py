"""Mastered chapters -> the plan of one M4B: one timeline of joined frames, chapter marks from frame counts."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.errors import AudioError
from pipeline.model import ChapterMark, MasteredChapter, Tags
from pipeline.release.manifest import fingerprint
from pipeline.release.names import book_file_name

VERSION = 3
"""Goes up with every change of encoder or tags that moves a byte."""
MOST_CHAPTERS = 255
"""The Nero list of chapters (`chpl`), which many players read, counts them in one byte."""
MOST_FRAMES = 2**31 - 1
"""ISO/IEC 14496-12: a version 0 header has 32 bits for the length in frames; a player that reads them with a sign
cannot go behind half of them, 13.5 hours at 44.1 kHz."""
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


def plan_book_files(
    chapters: Sequence[MasteredChapter], tags: Tags, *, slug: str, longest_hours: float | None = None
) -> tuple[BookFile, ...]:
    """Return the book as one file, or as parts of whole chapters where players could not take it whole.

    Raises AudioError where the chapters were mastered at different rates.
    """
    parts = split_book(chapters, longest_hours=longest_hours)
    if len(parts) == 1:
        return (plan_book_file(chapters, tags, slug=slug),)
    total = len(parts)
    return tuple(
        plan_book_file(part, _part_tags(tags, number, total), slug=f"{slug}-{number}")
        for number, part in enumerate(parts, start=1)
    )


def split_book(
    chapters: Sequence[MasteredChapter], *, longest_hours: float | None = None
) -> tuple[tuple[MasteredChapter, ...], ...]:
    """Return the chapters in parts inside the limits of players, of like length where that is possible.

    A chapter is never cut; one that is over the limit alone is a part of its own.
    """
    for count in range(1, len(chapters) + 1):
        parts = _in_parts(chapters, count)
        if all(_is_playable(part, longest_hours) or len(part) == 1 for part in parts):
            return parts
    return tuple(_filled(chapters, longest_hours))


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


def _in_parts(chapters: Sequence[MasteredChapter], count: int) -> tuple[tuple[MasteredChapter, ...], ...]:
    """Return the chapters in about `count` parts: each goes where its middle lies in the whole."""
    total = sum(chapter.frames for chapter in chapters)
    parts: dict[int, list[MasteredChapter]] = {}
    place = 0
    for chapter in chapters:
        middle = place + chapter.frames / 2
        parts.setdefault(min(count - 1, int(middle * count / max(1, total))), []).append(chapter)
        place += chapter.frames
    return tuple(tuple(parts[number]) for number in sorted(parts))


def _filled(chapters: Sequence[MasteredChapter], longest_hours: float | None) -> Iterator[tuple[MasteredChapter, ...]]:
    """Yield parts filled one after the other: the way that always works, though the last may be short."""
    part: list[MasteredChapter] = []
    for chapter in chapters:
        if part and not _is_playable([*part, chapter], longest_hours):
            yield tuple(part)
            part = []
        part.append(chapter)
    if part:
        yield tuple(part)


def _part_tags(tags: Tags, number: int, total: int) -> Tags:
    return replace(tags, title=f"{tags.title} ({number} of {total})", track=(number, total))


def _is_playable(part: Sequence[MasteredChapter], longest_hours: float | None) -> bool:
    frames = sum(chapter.frames for chapter in part)
    longest = MOST_FRAMES if longest_hours is None else longest_hours * 3600 * part[0].sample_rate_hz
    return len(part) <= MOST_CHAPTERS and frames <= min(MOST_FRAMES, longest)


def _escape(match: re.Match[str]) -> str:
    return f"\\{match[1]}"
