"""Text -> ranges: its sentences, and pieces of those that are too long to speak in one request.

sentencex keeps a quotation and its tag together (right for the sense, 2,000 characters at the longest in Sherlock
Holmes), so what is over the limit is cut a second time: at sentence ends inside the quotation, then at smaller joints.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final, TypeAlias

from sentencex import get_sentence_boundaries

from pipeline.script.normalize.languages import primary_language

Range: TypeAlias = tuple[int, int]
Measure: TypeAlias = Callable[[int, int], int]
"""The length of what is said for `text[start:stop]`."""

_QUOTES: Final = str.maketrans(dict.fromkeys('“”„«»‹›"‘', " "))
_QUOTES_AND_SPACE: Final = frozenset('“”„«»‹›"‘’ \u00a0\u200a\u2009\u202f\t')
_SMALL_BEGIN = re.compile(r"[\s“”„«»‹›\"‘’'(\[—–-]*[a-zà-öø-ÿ]")
_TAG = re.compile(r"[”»\"’']\s+$")
_ABBREVIATION = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|St|Messrs|Mme|Mlle|Rev|Capt|Col|Lieut|Lt|Gen|Maj|Sgt|Prof|Hon|No|[A-Z])\.?\s+$"
)
_TITLE = re.compile(r"(?:(?<!\w)(?:Mr|Mrs|Ms|Dr|Messrs|Mme|Mlle|Rev|Capt|Col|Lieut|Prof)|(?<=[—–“‘(\u2060])St)\.\s+$")
"""sentencex takes a title for a sentence's end behind a quotation mark or a dash: `“Mrs. Hudson`."""
_NAME_JOINT = re.compile(r"[A-Z][\w'’.-]*\s+$")
_JOINTS: Final = (
    re.compile(r"[;:]['\"”’)\]]*\s+|[—–]+(?=[^\s—–”’\"')\]]|\s+\S)"),
    re.compile(r",['\"”’)\]]*\s+"),
)
_ANY_SPACE = re.compile(r"\s")
_SPACE = re.compile(r"\s+")
_ITEM = re.compile(r"(?<!\S)(?:[•⁃·–-] ?)?(?:(?P<number>\d{1,2})|(?P<letter>[a-h]))(?:\.\)?|\))\s+")
"""The mark of an item in a list that runs on in one paragraph, with the space behind it."""
_FIRST_ITEM = re.compile(r"(?:[•⁃·–-] ?)?(?:\d{1,2}|a)[.)]")


def cut_sentences(
    text: str, *, language: str, limit: int, measure: Measure | None = None, whole: Sequence[Range] = ()
) -> tuple[Range, ...]:
    """Return the ranges of a paragraph's sentences, none over `limit`, sorted; they hold all that is not space.

    `measure` gives the length of a range where it is not that of the written text. No range in `whole` is cut; one that
    is itself over the limit makes the only pieces that are.
    """
    sentences = find_sentences(text, language=language, whole=whole)
    return tuple(
        piece
        for sentence in sentences
        for piece in cut_long(text, sentence, language=language, limit=limit, measure=measure, whole=whole)
    )


def find_sentences(text: str, *, language: str, whole: Sequence[Range] = ()) -> tuple[Range, ...]:
    """Return the ranges of a paragraph's sentences without the space around them; a line feed always ends one."""
    inside = _Whole(whole)
    cuts = [cut for cut in _sentence_starts(text, language) if not inside.holds(cut)]
    return tuple(_trimmed(text, [0, *cuts, len(text)]))


def cut_long(
    text: str, piece: Range, *, language: str, limit: int, measure: Measure | None = None, whole: Sequence[Range] = ()
) -> tuple[Range, ...]:
    """Return a range, or where it is over the limit its parts: cut at the largest joints that will do."""
    length = measure or _written_length
    if length(*piece) <= limit:
        return (piece,)
    return tuple(_Cutter(text=text, language=language, limit=limit, measure=length, whole=whole).cut(piece, 0))


def find_all_sentences(text: str, *, language: str, whole: Sequence[Range] = ()) -> tuple[Range, ...]:
    """Return the ranges of a paragraph's sentences, those inside a quotation apart too; its tag stays with the last."""
    cutter = _Cutter(text=text, language=language, limit=1, measure=_written_length, whole=whole)
    return tuple(
        part for sentence in find_sentences(text, language=language, whole=whole) for part in cutter.open(sentence)
    )


def _written_length(start: int, stop: int) -> int:
    return stop - start


def _sentence_starts(text: str, language: str) -> Iterator[int]:
    """Yield where sentences after the first begin; a piece that begins in lower case belongs to the one before."""
    begin = 0
    for line in text.split("\n"):
        if begin:
            yield begin
        items = {start for start, _ in _items_in(line)}
        for start in _starts_in(line, language):
            if start in items or not _SMALL_BEGIN.match(line, start):
                yield begin + start
        begin += len(line) + 1


def _starts_in(line: str, language: str) -> list[int]:
    # sentencex 1.0.32 panics at a space of several bytes behind an initial (`A.X\u00a0.`); offsets stay the same.
    boundaries = get_sentence_boundaries(primary_language(language), _ANY_SPACE.sub(" ", line))
    found = [boundary["start_index"] for boundary in boundaries if 0 < boundary["start_index"] < len(line)]
    starts = [at for at in found if not _TITLE.search(line, max(0, at - 10), at)]
    items = _items_in(line)
    if not items:
        return starts
    inside = [at for at in starts if not any(start < at <= stop for start, stop in items)]
    return sorted({*inside, *(start for start, _ in items if start)})


def _items_in(line: str) -> list[Range]:
    """Return the marks of a list's items (`1. The first 2. The second`): its numbers or letters follow each other."""
    if not _FIRST_ITEM.match(line):
        return []
    marks = list(_ITEM.finditer(line))
    values = [int(mark["number"]) if mark["number"] else ord(mark["letter"]) for mark in marks]
    is_list = len(marks) > 1 and all(after == before + 1 for before, after in pairwise(values))
    return [mark.span() for mark in marks] if is_list else []


def _trimmed(text: str, points: Sequence[int]) -> Iterator[Range]:
    for start, stop in pairwise(points):
        piece = text[start:stop]
        begin = start + len(piece) - len(piece.lstrip())
        end = begin + len(piece.strip())
        if begin < end:
            yield begin, end


class _Whole:
    """Ranges that no cut goes through."""

    def __init__(self, ranges: Sequence[Range]) -> None:
        self._ranges = sorted(ranges)
        self._starts = [start for start, _ in self._ranges]

    def holds(self, point: int) -> bool:
        """Return whether a cut at the point would go through one of the ranges."""
        at = bisect_left(self._starts, point)
        return at > 0 and self._ranges[at - 1][1] > point

    def end_of(self, point: int) -> int:
        """Return the end of the range that holds the point, or the point."""
        at = bisect_left(self._starts, point)
        return max(point, self._ranges[at - 1][1]) if at else point

    def start_of(self, point: int) -> int:
        """Return the start of the range that holds the point, or the point."""
        return self._ranges[bisect_left(self._starts, point) - 1][0] if self.holds(point) else point


class _Cutter:
    """Cuts ranges of one text: sentences in quotations, clauses, commas, spaces outside names, spaces, characters."""

    def __init__(self, *, text: str, language: str, limit: int, measure: Measure, whole: Sequence[Range]) -> None:
        self._text = text
        self._language = language
        self._limit = max(1, limit)
        self._measure = measure
        self._whole = _Whole(whole)
        self._levels: tuple[Callable[[int, int], Iterator[int]], ...] = (
            self._quoted_sentences,
            lambda start, stop: self._after_joint(_JOINTS[0], start, stop),
            lambda start, stop: self._after_joint(_JOINTS[1], start, stop),
            self._spaces_outside_names,
            self._spaces,
        )

    def cut(self, piece: Range, level: int) -> Iterator[Range]:
        """Yield the parts of a range from the joints of a level down."""
        if self._measure(*piece) <= self._limit:
            yield piece
            return
        if level == len(self._levels):
            yield from self._by_force(piece)
            return
        start, stop = piece
        points = sorted(
            {at for at in self._levels[level](start, stop) if start < at < stop and not self._whole.holds(at)}
        )
        for part in self._packed(list(_trimmed(self._text, [start, *points, stop]))):
            yield from self.cut(part, level + 1)

    def open(self, piece: Range) -> tuple[Range, ...]:
        """Return the sentences of a range, whatever the limit."""
        start, stop = piece
        points = [at for at in self._quoted_sentences(start, stop) if start < at < stop and not self._whole.holds(at)]
        return tuple(_trimmed(self._text, [start, *sorted(set(points)), stop]))

    def _packed(self, parts: Sequence[Range]) -> Iterator[Range]:
        start, stop = parts[0]
        for begin, end in parts[1:]:
            if self._measure(start, end) > self._limit:
                yield start, stop
                start = begin
            stop = end
        yield start, stop

    def _quoted_sentences(self, start: int, stop: int) -> Iterator[int]:
        """Sentences that sentencex finds once the quotation marks are gone."""
        blank = self._text[start:stop].translate(_QUOTES)
        for found in _starts_in(blank, self._language):
            at = self._before_opening_quotes(start + found, start)
            if not _SMALL_BEGIN.match(self._text, at, stop):
                yield at

    def _before_opening_quotes(self, at: int, start: int) -> int:
        """Closing quotes stay with the sentence before, opening ones go with the one after: the space is between."""
        begin = at
        while begin > start and self._text[begin - 1] in _QUOTES_AND_SPACE:
            begin -= 1
        space = _SPACE.search(self._text, begin, at)
        return space.end() if space else at

    def _after_joint(self, joint: re.Pattern[str], start: int, stop: int) -> Iterator[int]:
        for match in joint.finditer(self._text, start, stop):
            at = match.end()
            is_tag = _TAG.search(self._text, max(start, at - 4), at) and _SMALL_BEGIN.match(self._text, at, stop)
            if not is_tag:
                yield at

    def _spaces_outside_names(self, start: int, stop: int) -> Iterator[int]:
        for match in _SPACE.finditer(self._text, start, stop):
            at, back = match.end(), max(start, match.start() - 24)
            is_name = _NAME_JOINT.search(self._text, back, at) and self._text[at : at + 1].isupper()
            if not is_name and not _ABBREVIATION.search(self._text, back, at):
                yield at

    def _spaces(self, start: int, stop: int) -> Iterator[int]:
        return (match.end() for match in _SPACE.finditer(self._text, start, stop))

    def _by_force(self, piece: Range) -> Iterator[Range]:
        """A word longer than the limit: as much of it as fits, never through a range that is to stay whole."""
        start, stop = piece
        while start < stop:
            end = self._furthest(start, stop)
            yield start, end
            start = end

    def _furthest(self, start: int, stop: int) -> int:
        fits = bisect_right(range(start + 1, stop + 1), self._limit, key=lambda end: self._measure(start, end))
        end = self._whole.start_of(start + fits)
        return end if end > start else self._whole.end_of(start + 1)
