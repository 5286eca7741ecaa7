"""Script paragraphs, cast, lexicons -> lines: what is spoken, by whom, in which requests."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Final, TypeAlias

from pipeline.model import (
    Boundary,
    Cast,
    Change,
    HouseRules,
    Kind,
    Line,
    MarkName,
    ParagraphLines,
    SceneBreak,
    ScriptParagraph,
)
from pipeline.script.casting import Stretch, cast_paragraph, is_skipped, read_pause, read_volume
from pipeline.script.lexicon import LexiconHit, Lexicons, find_entries
from pipeline.script.pronunciation.saying import Abilities, say_hits, without_phonemes
from pipeline.script.sentences import Range, cut_long, find_sentences
from pipeline.script.source_key import source_key
from pipeline.script.spoken import (
    find_engine_rules,
    find_house_effects,
    find_said,
    find_spoken_changes,
    make_spoken,
)

Item: TypeAlias = ScriptParagraph | SceneBreak
_NO_HOUSE_RULES: Final = HouseRules()


def lines_of_chapter(
    items: Sequence[Item],
    *,
    chapter: str,
    cast: Cast,
    lexicons: Lexicons,
    language: str,
    line_limit: int,
    abilities: Abilities = without_phonemes,
    house: HouseRules = _NO_HOUSE_RULES,
) -> tuple[ParagraphLines, ...]:
    """Return the lines of a chapter's paragraphs, in order; every letter and digit of a paragraph is in one line.

    A line has one voice, one direction, and at most `line_limit` characters of spoken text, cut at sentence ends; the
    sentences of a paragraph share a line as far as they fit. Only one change that is itself over the limit (a `say` of
    a thousand characters) makes a longer line. `abilities` tells how a voice takes phonemes.
    Raises ScriptError for what a paragraph asks and the cast has not.
    """
    setting = _Setting(
        chapter=chapter,
        cast=cast,
        lexicons=lexicons,
        language=language,
        line_limit=line_limit,
        abilities=abilities,
        house=house,
    )
    paragraphs = [_lines_of(item, setting) if isinstance(item, ScriptParagraph) else None for item in items]
    ends = _boundaries(paragraphs)
    return tuple(
        replace(paragraph, ends=end) for paragraph, end in zip(paragraphs, ends, strict=True) if paragraph is not None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Setting:
    """What is the same for every paragraph of a chapter."""

    chapter: str
    cast: Cast
    lexicons: Lexicons
    language: str
    line_limit: int
    abilities: Abilities
    house: HouseRules


def _boundaries(paragraphs: Sequence[ParagraphLines | None]) -> list[Boundary]:
    """Return what follows each paragraph (None is a scene break), seen from the next one that is heard."""
    boundaries: list[Boundary] = []
    is_last, breaks_scene = True, False
    for paragraph in reversed(paragraphs):
        boundaries.append(_boundary(paragraph, is_last=is_last, breaks_scene=breaks_scene))
        if paragraph is None:
            breaks_scene = True
        elif paragraph.lines:
            is_last, breaks_scene = False, False
    return boundaries[::-1]


def _boundary(paragraph: ParagraphLines | None, *, is_last: bool, breaks_scene: bool) -> Boundary:
    if is_last:
        return Boundary.CHAPTER_END
    if breaks_scene:
        return Boundary.SCENE_BREAK
    return Boundary.HEADING if paragraph and paragraph.kind is Kind.HEADING else Boundary.PARAGRAPH


def _lines_of(paragraph: ScriptParagraph, setting: _Setting) -> ParagraphLines:
    language = setting.language
    said = [(change.start, change.stop) for change in find_said(paragraph.text, paragraph.marks)]
    cast_text = cast_paragraph(paragraph, cast=setting.cast, said=said)
    hits = _find_hits(paragraph, cast_text.stretches, setting)
    said_hits = say_hits(
        paragraph.text,
        hits,
        ability_at=lambda hit: setting.abilities(_stretch_at(cast_text.stretches, hit.start).voice),
    )
    reading = _Reading.of(
        paragraph, stretches=cast_text.stretches, hits=said_hits, language=language, house=setting.house
    )
    lines: tuple[Line, ...] = ()
    if not is_skipped(paragraph):
        lines = tuple(_lines(reading, cast_text.stretches, line_limit=setting.line_limit))
    pause_before_s = read_pause(paragraph, "pause-before")
    return ParagraphLines(
        paragraph=paragraph.id,
        chapter=setting.chapter,
        kind=paragraph.kind,
        lines=lines,
        source_key=source_key(
            paragraph,
            language=language,
            stretches=cast_text.stretches,
            hits=hits,
            house=find_house_effects(
                paragraph.text,
                language=language,
                marks=paragraph.marks,
                kind=paragraph.kind,
                hits=hits,
                house=setting.house,
            ),
        ),
        text=paragraph.text,
        ends=Boundary.PARAGRAPH,
        pause_before_s=cast_text.pause_before_s if pause_before_s is None else pause_before_s,
        pause_after_s=read_pause(paragraph, "pause-after"),
        marks=paragraph.marks,
        volume_db=read_volume(paragraph),
    )


def _find_hits(paragraph: ScriptParagraph, stretches: Sequence[Stretch], setting: _Setting) -> tuple[LexiconHit, ...]:
    """Return where the lexicons apply, each hit found among the lexicons of the engine that speaks there."""
    engines = dict.fromkeys(stretch.voice.engine for stretch in stretches)
    found = {
        engine: find_entries(
            paragraph.text, setting.lexicons, language=setting.language, marks=paragraph.marks, engine=engine
        )
        for engine in engines
    }
    hits = [
        hit
        for engine, own in found.items()
        for hit in own
        if len(engines) == 1 or _stretch_at(stretches, hit.start).voice.engine == engine
    ]
    return tuple(sorted(hits, key=lambda hit: hit.start))


def _stretch_at(stretches: Sequence[Stretch], offset: int) -> Stretch:
    return next((stretch for stretch in stretches if offset < stretch.stop), stretches[-1])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """A paragraph with everything that is said otherwise than written, and the length of what is said of a range."""

    paragraph: ScriptParagraph
    language: str
    changes: tuple[Change, ...]
    starts: tuple[int, ...]
    """Where each change begins."""
    growth: tuple[int, ...]
    """How much longer the spoken text is than the written one, before each change."""
    hits: tuple[LexiconHit, ...]

    @classmethod
    def of(
        cls,
        paragraph: ScriptParagraph,
        *,
        stretches: Sequence[Stretch],
        hits: tuple[LexiconHit, ...],
        language: str,
        house: HouseRules,
    ) -> _Reading:
        """Return the reading; a change that would go over from one voice into another is not made."""
        found = find_spoken_changes(
            paragraph.text, language=language, marks=paragraph.marks, kind=paragraph.kind, hits=hits, house=house
        )
        borders = [stretch.stop for stretch in stretches]
        changes = tuple(change for change in found if not _crosses(change, borders))
        growth = accumulate((len(c.spoken) - (c.stop - c.start) for c in changes), initial=0)
        return cls(
            paragraph=paragraph,
            language=language,
            changes=changes,
            starts=tuple(change.start for change in changes),
            growth=tuple(growth),
            hits=hits,
        )

    def changes_in(self, start: int, stop: int) -> tuple[Change, ...]:
        """Return the changes of a range."""
        first, last = self._between(start, stop)
        return self.changes[first:last]

    def length(self, start: int, stop: int) -> int:
        """Return how many characters are spoken for a range; a change at its end counts only if it is all inside."""
        first, last = self._between(start, stop)
        return stop - start + self.growth[last] - self.growth[first]

    def is_speech(self, start: int, stop: int) -> bool:
        """Return whether a letter or a digit is spoken for a range."""
        return any(sign.isalnum() for sign in self.spoken_text(start, stop))

    def spoken_text(self, start: int, stop: int) -> str:
        """Return what is said for a range."""
        return make_spoken(self.paragraph.text, self.changes_in(start, stop), start=start, stop=stop).text

    def _between(self, start: int, stop: int) -> tuple[int, int]:
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, stop)
        return first, last - 1 if last > first and self.changes[last - 1].stop > stop else last


def _crosses(change: Change, borders: Sequence[int]) -> bool:
    after = bisect_left(borders, change.start + 1)
    return after < len(borders) and borders[after] < change.stop


def _lines(reading: _Reading, stretches: Sequence[Stretch], *, line_limit: int) -> Iterator[Line]:
    whole = [(change.start, change.stop) for change in reading.changes if change.stop - change.start > 1]
    sentences = find_sentences(reading.paragraph.text, language=reading.language, whole=whole)
    ends = {stop for _, stop in sentences}
    spoken = _joined(reading, stretches)
    pieces = [
        (replace(stretch, start=start, stop=stop, break_s=stretch.break_s if is_last else None), stop in ends)
        for stretch in spoken
        for start, stop, is_last in _requests(reading, stretch, sentences, whole=whole, line_limit=line_limit)
    ]
    for number, (piece, ends_sentence) in enumerate(pieces):
        ends_paragraph = number == len(pieces) - 1
        inside = Boundary.SENTENCE if ends_sentence else Boundary.PIECE
        yield _line(reading, piece, number=number, ends=Boundary.PARAGRAPH if ends_paragraph else inside)


def _line(reading: _Reading, piece: Stretch, *, number: int, ends: Boundary) -> Line:
    text = reading.paragraph.text
    changes = reading.changes_in(piece.start, piece.stop)
    return Line(
        paragraph=reading.paragraph.id,
        number=number,
        start=piece.start,
        stop=piece.stop,
        spoken=make_spoken(text, changes, start=piece.start, stop=piece.stop),
        voice=piece.voice,
        speaker=piece.speaker,
        language=_language_of(reading, piece),
        pronunciations=find_engine_rules(reading.hits, piece.start, piece.stop),
        seed=piece.seed,
        cue=piece.cue,
        break_s=piece.break_s,
        ends=ends,
    )


def _language_of(reading: _Reading, piece: Stretch) -> str:
    """Return the innermost `lang` mark's language that covers the whole line, else the paragraph's, else the book's."""
    covering = [
        mark
        for mark in reading.paragraph.marks
        if mark.name is MarkName.LANG and mark.start <= piece.start and piece.stop <= mark.stop
    ]
    innermost = min(covering, key=lambda mark: mark.stop - mark.start, default=None)
    return innermost.value if innermost else reading.paragraph.directed("lang", reading.language)


def _joined(reading: _Reading, stretches: Sequence[Stretch]) -> list[Stretch]:
    """Return the stretches that speak; one without a letter or digit (a lone quote) joins its neighbour."""
    spoken: list[Stretch] = []
    waiting: int | None = None
    for stretch in stretches:
        start = stretch.start if waiting is None else waiting
        if reading.is_speech(stretch.start, stretch.stop):
            spoken.append(replace(stretch, start=start))
            waiting = None
        elif spoken and waiting is None and not _opens(reading.paragraph.text[stretch.start : stretch.stop]):
            pause = stretch.break_s if stretch.break_s is not None else spoken[-1].break_s
            spoken[-1] = replace(spoken[-1], stop=stretch.stop, break_s=pause)
        else:
            waiting = start
    if spoken and waiting is not None:
        spoken[-1] = replace(spoken[-1], stop=stretches[-1].stop)
    return spoken


def _opens(written: str) -> bool:
    """Return whether punctuation belongs to what follows: `“`, `(`."""
    return written.rstrip()[-1:] in {"“", "‘", "„", "«", "(", "["}


def _requests(
    reading: _Reading, stretch: Stretch, sentences: Sequence[Range], *, whole: Sequence[Range], line_limit: int
) -> list[tuple[int, int, bool]]:
    """Return the ranges of a stretch that make a request each, and whether it is the stretch's last."""
    text = reading.paragraph.text
    pieces = [
        piece
        for clipped in _clipped(text, sentences, stretch)
        for piece in cut_long(
            text, clipped, language=reading.language, limit=line_limit, measure=reading.length, whole=whole
        )
    ]
    packed = _packed(reading, pieces, line_limit)
    return [(start, stop, stop == packed[-1][1]) for start, stop in packed]


def _clipped(text: str, sentences: Sequence[Range], stretch: Stretch) -> Iterator[Range]:
    inside = [start for start, _ in sentences if stretch.start < start < stretch.stop]
    for start, stop in pairwise([stretch.start, *inside, stretch.stop]):
        piece = text[start:stop]
        if piece.strip():
            begin = start + len(piece) - len(piece.lstrip())
            yield begin, begin + len(piece.strip())


def _packed(reading: _Reading, pieces: Sequence[Range], limit: int) -> list[Range]:
    """Return the pieces joined as far as the limit allows; signs nobody speaks are left out where there is no room."""
    packed: list[Range] = []
    for piece in pieces:
        last = packed[-1] if packed else None
        if last and (reading.length(last[0], piece[1]) <= limit or _must_join(reading, last, piece)):
            packed[-1] = (last[0], piece[1])
        elif last is None or reading.is_speech(*last):
            packed += [piece] if last is None or reading.is_speech(*piece) else []
        else:
            packed[-1] = piece
    return packed


def _must_join(reading: _Reading, first: Range, second: Range) -> bool:
    """Return whether a rule made one of the pieces silent (`[3]`): its place stays in a line, so that none is lost."""
    return any(
        not reading.is_speech(start, stop) and any(map(str.isalnum, reading.paragraph.text[start:stop]))
        for start, stop in (first, second)
    )
