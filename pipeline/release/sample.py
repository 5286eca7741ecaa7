"""A finished book -> the retail sample: a few minutes that a shop lets people hear, cut from a mastered chapter.

At most 5 minutes: https://help.acx.com/s/article/what-are-the-acx-audio-submission-requirements (read 2026-11-22).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.errors import ProjectError
from pipeline.model import Matter, Tags
from pipeline.release.manifest import fingerprint
from pipeline.release.names import book_file_name
from pipeline.release.plans import FinishedBook
from pipeline.release.timing import TimedChapter, TimedParagraph

VERSION = 1
LONGEST_MINUTES = 5.0
HEAD_S = 0.75
TAIL_S = 2.0
"""Silence around the sample: in the middle of what shops ask of a chapter."""
_EDGE_S = 0.25
"""Kept of the pause at either side of the speech, with its breath and its last sound."""
_ONSET_S = 0.15
"""Before the first sound of a chapter, where the room tone may not be alone any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleFile:
    """An MP3 cut from one mastered chapter."""

    name: str
    chapter: str
    ranges: tuple[tuple[int, int], ...]
    """Frames of the chapter, one after the other: room tone, speech, room tone."""
    sample_rate_hz: int
    tags: Tags
    bit_rate_kbps: int
    made_from: str


def plan_sample(book: FinishedBook) -> SampleFile:
    """Return the sample: from the chosen paragraph or the begin of the first chapter of the body, to a paragraph's end.

    Raises ProjectError where the chosen paragraph is not heard, or one paragraph alone is longer than the sample.
    """
    choices = book.project.release
    chapter, first = _begin(book, choices.sample_from)
    heard = [paragraph for paragraph in chapter.paragraphs if paragraph.sentences]
    stop = _last_that_fits(heard, first, choices.sample_minutes * 60 - HEAD_S - TAIL_S)
    mastered = next(one for one in book.chapters if one.chapter == chapter.id)
    rate_hz = mastered.sample_rate_hz
    seconds = _ranges(chapter, heard, first, stop)
    ranges = tuple((round(begin_s * rate_hz), round(end_s * rate_hz)) for begin_s, end_s in seconds)
    tags = replace(book.tags, title=f"{book.tags.album} (sample)")
    return SampleFile(
        name=book_file_name(f"{book.tags.album} (sample)", f"{book.project.slug}-sample", ".mp3"),
        chapter=chapter.id,
        ranges=ranges,
        sample_rate_hz=rate_hz,
        tags=tags,
        bit_rate_kbps=book.bit_rate_kbps,
        made_from=fingerprint(("sample", VERSION, mastered.key, ranges, book.bit_rate_kbps), tags),
    )


def _begin(book: FinishedBook, chosen: str) -> tuple[TimedChapter, int]:
    """Return the chapter and which of its heard paragraphs the sample begins with."""
    if not chosen:
        matter = {entry.id: entry.matter for entry in book.project.chapters}
        body = [
            one
            for one, mastered in zip(book.timed, book.chapters, strict=True)
            if matter.get(mastered.entry) is Matter.BODY and one.sentences
        ]
        heard = [one for one in book.timed if one.sentences]
        return (body or heard)[0], 0
    for chapter in book.timed:
        names = [paragraph.id for paragraph in chapter.paragraphs if paragraph.sentences]
        if chosen in names:
            return chapter, names.index(chosen)
    raise ProjectError(
        f"release.sample-from: no paragraph {chosen} is heard in this book; ids stand above each block in script/*.txt"
    )


def _last_that_fits(heard: Sequence[TimedParagraph], first: int, longest_s: float) -> int:
    begin_s = heard[first].sentences[0].begin_s
    fitting = [
        number
        for number in range(first, len(heard))
        if heard[number].sentences[-1].end_s - begin_s + 2 * _EDGE_S <= longest_s
    ]
    if not fitting:
        raise ProjectError(
            f"release.sample-from: {heard[first].id} alone is longer than the sample;"
            " begin it elsewhere, or set release.sample-minutes higher"
        )
    return fitting[-1]


def _ranges(
    chapter: TimedChapter, heard: Sequence[TimedParagraph], first: int, stop: int
) -> tuple[tuple[float, float], ...]:
    """Return the stretches in seconds. Room tone is the chapter's own, of before its first and after its last word."""
    begin_s, end_s = heard[first].sentences[0].begin_s, heard[stop].sentences[-1].end_s
    quiet_s = max(0.0, heard[0].sentences[0].begin_s - _ONSET_S)
    before_s = begin_s - (heard[first - 1].sentences[-1].end_s if first else 0.0)
    after_s = (heard[stop + 1].sentences[0].begin_s if stop + 1 < len(heard) else chapter.duration_s) - end_s
    edges_s = (min(_EDGE_S, before_s / 2), min(_EDGE_S, after_s / 2))
    head_s = min(quiet_s, HEAD_S - edges_s[0])
    tail_s = min(TAIL_S, max(0.0, chapter.duration_s - heard[-1].sentences[-1].end_s - _EDGE_S))
    tail = (chapter.duration_s - tail_s, chapter.duration_s)
    return ((0.0, head_s), (begin_s - edges_s[0], end_s + edges_s[1]), tail)
