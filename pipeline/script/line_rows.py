"""Lines of a chapter <-> the text they are kept in between two runs.

JSON by position, because a long book has ten thousand paragraphs and every command reads them all. What a paragraph
says of itself once (its id, its chapter) is not repeated in its lines, and voices stand in a table.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pipeline.model import (
    Boundary,
    Kind,
    Line,
    Mark,
    MarkName,
    ParagraphLines,
    Spoken,
    SpokenSpan,
    Voice,
)

_KINDS: Final = {str(kind): kind for kind in Kind}
_ENDS: Final = {str(end): end for end in Boundary}
_MARKS: Final = {str(name): name for name in MarkName}


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptChapter:
    """A chapter as it is kept: its lines, and every id that stands in its file."""

    ids: tuple[str, ...]
    """Of all blocks but proposals, those that are not spoken too: no other file may use them."""
    paragraphs: tuple[ParagraphLines, ...]


def format_chapter(chapter: KeptChapter) -> str:
    """Return the text of a chapter; `parse_chapter` gives back an equal one."""
    voices: dict[Voice, int] = {}
    rows = [_paragraph_row(paragraph, voices) for paragraph in chapter.paragraphs]
    table = [[voice.engine, voice.voice, voice.model, voice.settings] for voice in voices]
    content = {"ids": chapter.ids, "voices": table, "paragraphs": rows}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def parse_chapter(text: str, *, chapter: str) -> KeptChapter | None:
    """Return the chapter of that id that was kept, or None where the text is none of ours."""
    try:
        content = json.loads(text)
        voices = [
            Voice(engine=engine, voice=voice, model=model, settings=_pairs(settings))
            for engine, voice, model, settings in content["voices"]
        ]
        return KeptChapter(
            ids=tuple(content["ids"]),
            paragraphs=tuple(_paragraph(row, chapter, voices) for row in content["paragraphs"]),
        )
    except (ValueError, KeyError, TypeError, IndexError, AttributeError):
        return None


def _paragraph_row(paragraph: ParagraphLines, voices: dict[Voice, int]) -> list[object]:
    return [
        paragraph.paragraph,
        str(paragraph.kind),
        paragraph.source_key,
        paragraph.text,
        str(paragraph.ends),
        paragraph.pause_before_s,
        paragraph.pause_after_s,
        paragraph.volume_db,
        [[mark.start, mark.stop, str(mark.name), mark.value] for mark in paragraph.marks],
        [_line_row(line, voices.setdefault(line.voice, len(voices))) for line in paragraph.lines],
    ]


def _line_row(line: Line, voice: int) -> list[object]:
    return [
        line.start,
        line.stop,
        line.spoken.text,
        [[span.start, span.stop, span.spoken_start, span.spoken_stop, span.rule] for span in line.spoken.spans],
        voice,
        line.speaker,
        line.language,
        line.pronunciations,
        line.seed,
        line.cue,
        line.break_s,
        str(line.ends),
    ]


def _paragraph(row: Sequence[Any], chapter: str, voices: Sequence[Voice]) -> ParagraphLines:
    name, kind, source_key, text, ends, before_s, after_s, volume_db, marks, lines = row
    return ParagraphLines(
        paragraph=name,
        chapter=chapter,
        kind=_KINDS[kind],
        lines=tuple([_line(name, number, line, voices) for number, line in enumerate(lines)]),
        source_key=source_key,
        text=text,
        ends=_ENDS[ends],
        pause_before_s=before_s,
        pause_after_s=after_s,
        marks=tuple(
            [Mark(start=start, stop=stop, name=_MARKS[mark], value=value) for start, stop, mark, value in marks]
        ),
        volume_db=volume_db,
    )


def _line(paragraph: str, number: int, row: Sequence[Any], voices: Sequence[Voice]) -> Line:
    start, stop, text, spans, voice, speaker, language, pronunciations, seed, cue, break_s, ends = row
    return Line(
        paragraph=paragraph,
        number=number,
        start=start,
        stop=stop,
        spoken=Spoken(text=text, spans=tuple([_span(span) for span in spans])),
        voice=voices[voice],
        speaker=speaker,
        language=language,
        pronunciations=_pairs(pronunciations),
        seed=seed,
        cue=cue,
        break_s=break_s,
        ends=_ENDS[ends],
    )


def _span(row: Sequence[Any]) -> SpokenSpan:
    start, stop, spoken_start, spoken_stop, rule = row
    return SpokenSpan(start=start, stop=stop, spoken_start=spoken_start, spoken_stop=spoken_stop, rule=rule)


def _pairs(rows: Sequence[Sequence[Any]]) -> tuple[tuple[str, Any], ...]:
    return tuple([(name, value) for name, value in rows])


def find_shared(ids: Mapping[str, Sequence[str]]) -> bool:
    """Return whether an id stands in two chapters."""
    return len({name for own in ids.values() for name in own}) < sum(len(set(own)) for own in ids.values())
