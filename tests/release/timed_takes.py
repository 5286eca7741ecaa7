"""Narrated chapters for tests of times: two words a second, one take a line."""

from __future__ import annotations

import hashlib

from pipeline.model import (
    Boundary,
    Kind,
    Line,
    MasteredChapter,
    ParagraphLines,
    Request,
    SoundMeasure,
    Spoken,
    SpokenSpan,
    Take,
    TimelineEntry,
    Timing,
    TimingUnit,
    Voice,
)
from pipeline.release.timing import NarratedChapter, NarratedParagraph

VOICE = Voice(engine="tone", voice="middle")
LEAD_S = 0.2
"""Silence before the speech of each take."""
WORD_S = 0.5
GAP_S = 1.0


def word_timings(text: str) -> tuple[Timing, ...]:
    found, place = [], 0
    for number, word in enumerate(text.split()):
        start = text.index(word, place)
        place = start + len(word)
        begin_s = LEAD_S + WORD_S * number
        found.append(Timing(start=start, stop=place, begin_s=begin_s, end_s=begin_s + 0.4))
    return tuple(found)


def make_take(
    paragraph: str,
    written: str,
    *,
    start: int = 0,
    line: int = 0,
    spoken: Spoken | None = None,
    timings: tuple[Timing, ...] | None = None,
    unit: TimingUnit = TimingUnit.WORD,
) -> Take:
    said = spoken or Spoken(text=written)
    given = word_timings(said.text) if timings is None else timings
    speech_s = WORD_S * len(said.text.split()) - 0.1
    return Take(
        id=f"t-{paragraph}-{line}",
        paragraph=paragraph,
        line=line,
        start=start,
        stop=start + len(written),
        ends=Boundary.PARAGRAPH,
        key="key",
        source_key="source",
        object=hashlib.sha256(said.text.encode()).hexdigest(),
        request=Request(voice=VOICE, text=said.text, language="en", audio_format="flac_24000"),
        spoken=said,
        sound=SoundMeasure(
            frames=round((speech_s + 2 * LEAD_S) * 24_000),
            sample_rate_hz=24_000,
            speech_begin_s=LEAD_S,
            speech_end_s=LEAD_S + speech_s,
            rms_db=-20.0,
            active_rms_db=-20.0,
            peak_db=-6.0,
            clipped_frames=0,
        ),
        timings=given,
        timing_unit=unit,
        recorded_at="2026-01-01T00:00:00Z",
    )


def make_paragraph(
    name: str,
    text: str,
    *takes: Take,
    kind: Kind = Kind.PARAGRAPH,
    ends: Boundary = Boundary.PARAGRAPH,
    sentences: tuple[tuple[int, int], ...] | None = None,
    marks=(),
) -> NarratedParagraph:
    lines = tuple(
        Line(
            paragraph=name,
            number=number,
            start=take.start,
            stop=take.stop,
            spoken=take.spoken,
            voice=VOICE,
            language="en",
            ends=Boundary.PARAGRAPH,
        )
        for number, take in enumerate(takes)
    )
    return NarratedParagraph(
        lines=ParagraphLines(
            paragraph=name,
            chapter="c01",
            kind=kind,
            lines=lines,
            source_key="source",
            text=text,
            ends=ends,
            marks=marks,
        ),
        takes=takes,
        sentences=((0, len(text)),) if sentences is None else sentences,
    )


def make_chapter(*paragraphs: NarratedParagraph, title: str = "One", name: str = "c01") -> NarratedChapter:
    """Speech begins at 1 s; a second lies between two takes, and two after the last."""
    timeline, place = [], 1.0
    for paragraph in paragraphs:
        for take in paragraph.takes:
            end = round(place + take.sound.speech_end_s - take.sound.speech_begin_s, 6)
            timeline.append(
                TimelineEntry(paragraph=take.paragraph, line=take.line, take=take.id, begin_s=place, end_s=end)
            )
            place = end + GAP_S
    chapter = MasteredChapter(
        chapter=name,
        title=title,
        frames=round((place + 1.0) * 44_100),
        sample_rate_hz=44_100,
        timeline=tuple(timeline),
        key=f"key of {name}",
    )
    return NarratedChapter(chapter=chapter, paragraphs=paragraphs)


def spoken_as(written: str, *changes: tuple[str, str]) -> Spoken:
    """Each change replaces the first place of a written text."""
    text, spans, shift = written, [], 0
    for old, new in changes:
        start = written.index(old)
        spans.append(
            SpokenSpan(
                start=start,
                stop=start + len(old),
                spoken_start=start + shift,
                spoken_stop=start + shift + len(new),
                rule="x",
            )
        )
        text = text.replace(old, new, 1)
        shift += len(new) - len(old)
    return Spoken(text=text, spans=tuple(spans))
