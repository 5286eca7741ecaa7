"""Mastered chapters, their lines and takes -> when each word and each sentence is heard in its chapter.

The chain of docs/design.md, section 3: an engine's times count in the request's text (spoken); `Spoken` maps it to the
written text of the line; the line knows its range of the paragraph; the timeline knows where the take's speech begins.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias

from pipeline.model import (
    Boundary,
    Kind,
    Line,
    Mark,
    MasteredChapter,
    ParagraphLines,
    Spoken,
    Take,
    TimelineEntry,
    Timing,
    TimingUnit,
)

Range: TypeAlias = tuple[int, int]
Aligned: TypeAlias = Mapping[str, tuple[Timing, ...]]
"""Word times found by forced alignment, by take id: offsets in the take's request text, seconds in the take."""

_WORD = re.compile(r"\S+")


class TimeSource(StrEnum):
    """Where the times of a word come from, the finest first."""

    CHARACTER = "engine-character"
    WORD = "engine-word"
    ALIGNED = "aligned"
    SENTENCE = "engine-sentence"
    """The engine times sentences; inside one, words share its time by their length."""
    LINE = "line"
    """The engine times nothing; the words of a line share the time of its speech by their length."""

    @property
    def times_words(self) -> bool:
        """Whether words were timed, not only stretches that hold many of them."""
        return self in {TimeSource.CHARACTER, TimeSource.WORD, TimeSource.ALIGNED}


@dataclass(frozen=True, slots=True, kw_only=True)
class NarratedParagraph:
    """A paragraph with the takes that are heard for it."""

    lines: ParagraphLines
    takes: tuple[Take, ...]
    """In the order they are heard; empty where nothing is spoken."""
    sentences: tuple[Range, ...]
    """Of the paragraph's text, sorted, without the space around them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NarratedChapter:
    """A mastered chapter with everything that is heard in it, in order."""

    chapter: MasteredChapter
    paragraphs: tuple[NarratedParagraph, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedWord:
    """A word as written (with the signs that cling to it) and when it is heard."""

    start: int
    """Range in the paragraph's text."""
    stop: int
    begin_s: float
    """Seconds from the begin of the chapter; never before the word before it."""
    end_s: float
    source: TimeSource
    is_spread: bool
    """Whether the word shares a longer stretch's time by its length, because nobody timed it alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedSentence:
    """A sentence as written and when it is heard."""

    start: int
    stop: int
    text: str
    words: tuple[TimedWord, ...]
    """Never empty."""

    @property
    def begin_s(self) -> float:
        """When its first word begins."""
        return self.words[0].begin_s

    @property
    def end_s(self) -> float:
        """When its last word ends."""
        return self.words[-1].end_s


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedParagraph:
    """A paragraph with its sentences; none where nothing of it is heard."""

    id: str
    kind: Kind
    text: str
    marks: tuple[Mark, ...]
    ends: Boundary
    sentences: tuple[TimedSentence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedChapter:
    """A chapter whose words have times."""

    id: str
    title: str
    duration_s: float
    paragraphs: tuple[TimedParagraph, ...]

    @property
    def sentences(self) -> tuple[TimedSentence, ...]:
        """Every sentence that is heard, in order."""
        return tuple(sentence for paragraph in self.paragraphs for sentence in paragraph.sentences)

    @property
    def sources(self) -> tuple[TimeSource, ...]:
        """Where its times come from, the finest first."""
        found = {word.source for sentence in self.sentences for word in sentence.words}
        return tuple(source for source in TimeSource if source in found)


def deal_paragraphs(
    paragraphs: Sequence[NarratedParagraph], chapters: Sequence[MasteredChapter]
) -> tuple[NarratedChapter, ...]:
    """Return the parts that a chapter was mastered in, each with its paragraphs; mostly one with all of them.

    A paragraph that had to be cut stands in both parts, with its own takes in each. Raises ValueError where the
    timelines hold fewer takes than the paragraphs.
    """
    left = [len(chapter.timeline) for chapter in chapters]
    dealt: list[list[NarratedParagraph]] = [[] for _ in chapters]
    part = 0
    for paragraph in paragraphs:
        takes = paragraph.takes
        while len(takes) > left[part] and part + 1 < len(chapters):
            if left[part]:
                dealt[part].append(replace(paragraph, takes=takes[: left[part]]))
            takes, part = takes[left[part] :], part + 1
        dealt[part].append(replace(paragraph, takes=takes))
        left[part] -= len(takes)
    return tuple(
        NarratedChapter(chapter=chapter, paragraphs=tuple(own)) for chapter, own in zip(chapters, dealt, strict=True)
    )


def time_chapter(narrated: NarratedChapter, *, aligned: Aligned | None = None) -> TimedChapter:
    """Return the chapter with the time of every word that is heard.

    `aligned` replaces the times of takes whose engine does not time words. Raises ValueError where the timeline is not
    that of these takes.
    """
    chapter = narrated.chapter
    entries = iter(chapter.timeline)
    if len(chapter.timeline) != sum(len(paragraph.takes) for paragraph in narrated.paragraphs):
        raise ValueError(f"{chapter.chapter}: the timeline has other takes than the paragraphs")
    return TimedChapter(
        id=chapter.chapter,
        title=chapter.title,
        duration_s=chapter.frames / chapter.sample_rate_hz,
        paragraphs=tuple(_time_paragraph(paragraph, entries, aligned or {}) for paragraph in narrated.paragraphs),
    )


def _time_paragraph(narrated: NarratedParagraph, entries: Iterator[TimelineEntry], aligned: Aligned) -> TimedParagraph:
    paragraph = narrated.lines
    words: list[TimedWord] = []
    for heard, take in zip(_parts(paragraph, narrated.takes), narrated.takes, strict=True):
        words += _time_words(paragraph.text, heard, take, next(entries), aligned)
    return TimedParagraph(
        id=paragraph.paragraph,
        kind=paragraph.kind,
        text=paragraph.text,
        marks=paragraph.marks,
        ends=paragraph.ends,
        sentences=tuple(_sentences(paragraph.text, narrated.sentences, words)),
    )


def _parts(paragraph: ParagraphLines, takes: Sequence[Take]) -> Sequence[Line | Take]:
    """Return what knows the written range of each take: today's lines, or the takes where a reading has changed."""
    return paragraph.lines if len(paragraph.lines) == len(takes) else takes


def _sentences(text: str, ranges: Sequence[Range], words: Sequence[TimedWord]) -> Iterator[TimedSentence]:
    starts = [word.start for word in words]
    for start, stop in ranges:
        inside = tuple(words[bisect_left(starts, start) : bisect_left(starts, stop)])
        if inside:
            yield TimedSentence(start=start, stop=stop, text=text[start:stop], words=inside)


def _time_words(
    text: str, heard: Line | Take, take: Take, entry: TimelineEntry, aligned: Aligned
) -> Iterator[TimedWord]:
    timings, source = _times_of(take, aligned)
    clock = _Clock(timings)
    earliest = entry.begin_s
    for match in _WORD.finditer(text, heard.start, min(heard.stop, len(text))):
        spoken = [_spoken_offset(take.spoken, offset - heard.start) for offset in match.span()]
        begin, end = clock.begin(spoken[0]), clock.end(spoken[1])
        begin_s = _in_chapter(begin.time_s, take, entry, earliest)
        end_s = _in_chapter(end.time_s, take, entry, begin_s)
        earliest = end_s
        is_spread = begin.is_inside or end.is_inside
        yield TimedWord(
            start=match.start(),
            stop=match.end(),
            begin_s=begin_s,
            end_s=end_s,
            source=source,
            is_spread=is_spread or not source.times_words,
        )


def _times_of(take: Take, aligned: Aligned) -> tuple[Sequence[Timing], TimeSource]:
    own = {
        TimingUnit.CHARACTER: TimeSource.CHARACTER,
        TimingUnit.WORD: TimeSource.WORD,
        TimingUnit.SENTENCE: TimeSource.SENTENCE,
    }[take.timing_unit]
    if own.times_words and take.request.voice.is_human:
        own = TimeSource.ALIGNED
    timings = _usable(take.timings)
    if timings and own.times_words:
        return timings, own
    if found := _usable(aligned.get(take.id, ())):
        return found, TimeSource.ALIGNED
    if timings:
        return timings, own
    sound = take.sound
    whole = Timing(
        start=0, stop=max(1, len(take.request.narrated_text)), begin_s=sound.speech_begin_s, end_s=sound.speech_end_s
    )
    return (whole,), TimeSource.LINE


def _usable(timings: Sequence[Timing]) -> list[Timing]:
    return sorted((one for one in timings if one.stop > one.start), key=lambda one: one.start)


def _in_chapter(time_s: float, take: Take, entry: TimelineEntry, earliest_s: float) -> float:
    """Return a time inside a take as a time in the chapter, inside the take's speech and not before `earliest_s`."""
    in_chapter = entry.begin_s + time_s - take.sound.speech_begin_s
    return round(max(earliest_s, min(in_chapter, entry.end_s)), 6)


def _spoken_offset(spoken: Spoken, written: int) -> float:
    """Return the offset in the spoken text for one in the written text; inside a change, by its share of the change."""
    shift = 0
    for span in spoken.spans:
        if written <= span.start:
            break
        if written < span.stop:
            share = (written - span.start) / (span.stop - span.start)
            return span.spoken_start + share * (span.spoken_stop - span.spoken_start)
        shift = span.spoken_stop - span.stop
    return written + shift


@dataclass(frozen=True, slots=True)
class _Moment:
    time_s: float
    is_inside: bool = False
    """Whether it lies inside a timed stretch, and not at its edge."""


class _Clock:
    """Tells when an offset of the spoken text is heard; between two stretches it is the edge of the nearer one."""

    def __init__(self, timings: Sequence[Timing]) -> None:
        self._timings = timings
        self._starts = [timing.start for timing in timings]

    def begin(self, offset: float) -> _Moment:
        """Return when what begins at an offset is first heard."""
        place = bisect_right(self._starts, offset) - 1
        if place >= 0 and offset < self._timings[place].stop:
            return self._inside(self._timings[place], offset)
        following = min(place + 1, len(self._timings) - 1)
        is_last = place + 1 >= len(self._timings)
        edge = self._timings[following]
        return _Moment(edge.end_s if is_last else edge.begin_s)

    def end(self, offset: float) -> _Moment:
        """Return when what ends at an offset was last heard."""
        place = bisect_left(self._starts, offset) - 1
        if place < 0:
            return _Moment(self._timings[0].begin_s)
        timing = self._timings[place]
        return _Moment(timing.end_s) if offset >= timing.stop else self._inside(timing, offset)

    def _inside(self, timing: Timing, offset: float) -> _Moment:
        share = (offset - timing.start) / (timing.stop - timing.start)
        return _Moment(timing.begin_s + share * (timing.end_s - timing.begin_s), is_inside=0 < share < 1)
