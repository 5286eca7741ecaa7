"""A chapter as it was written and as it is heard in its file -> what is out of order, dropped, cut or too much.

The takes were listened to before; here it is their joins. So a word that is misheard inside a line is passed over, and
the line in order before and after it is what the rest is measured against.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.listening.compare import Deviation, Difference, compare_words
from pipeline.listening.evidence import HeardLine
from pipeline.listening.order import ChapterOrder, Occurrence, find_order
from pipeline.listening.presence import is_borne_out
from pipeline.listening.sounds import SoundsOf, bare_sounds
from pipeline.listening.words import BareWord, heard_words, written_words
from pipeline.model import HeardWord, ReleaseCode, ReleaseFault, SpokenLine, TakeSound

LEAST_INSIDE = 12
"""Sounds, three to four words: fewer inside a line are the take's, which was listened to."""
LEAST_CUT = 3
"""Sounds of a word at a join: a *the* that is lost is one that was not spoken clearly."""
LEAST_EXTRA = 8
MOST_SHOWN = 12
"""Words that a fault quotes."""
CUT_BELOW = 0.6
"""Of the sounds of a line's first or last words: with fewer heard they were cut, with as many they were misheard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chapter:
    """What is written of a chapter and what is heard, without what is heard out of order."""

    spans: tuple[tuple[int, int], ...]
    """The range of each line's words."""
    lines: tuple[SpokenLine, ...]
    whole: HeardLine

    def line_at(self, word: int) -> int:
        return max(0, bisect_right([first for first, _ in self.spans], word) - 1)


def compare_chapter(
    lines: Sequence[SpokenLine],
    heard: Sequence[HeardWord],
    sound: TakeSound,
    *,
    sounds_of: SoundsOf,
    language: str = "en",
) -> tuple[ReleaseFault, ...]:
    """Return what is wrong with a chapter in the order of time.

    lines are those of the script, in its order; heard and sound are of all its audio.
    """
    written = [written_words(line.text) for line in lines]
    words = heard_words(heard)
    order = find_order([[word.text for word in line] for line in written], [word.text for word in words])
    faults = [_stray_fault(one, order, lines, words) for one in order.strays]
    moved = {one.line for one in order.strays} - {one.line for one in order.chain}
    kept = [place for place, is_stray in enumerate(_is_stray(len(words), order, written)) if not is_stray]
    rest = [place for place in range(len(lines)) if place not in moved]
    chapter = _lay_out([lines[place] for place in rest], [written[place] for place in rest],
                       [words[place] for place in kept], sound, sounds_of)  # fmt: skip
    anchors = _anchors(chapter, order, rest, kept)
    differences = _differences(chapter, anchors, sounds_of, language)
    rate = sum(chapter.whole.heard_sounds) / (sound.speech_s or 1.0)
    faults += [
        fault
        for difference in differences
        if is_borne_out(chapter.whole, difference, rate=rate)
        for fault in _tell(chapter, difference)
    ]
    return tuple(sorted(faults, key=lambda fault: (fault.begin_s, fault.code)))


def confirm_faults(faults: Iterable[ReleaseFault], others: Sequence[ReleaseFault]) -> tuple[ReleaseFault, ...]:
    """Return the faults that another hearing of the same chapter has at the same paragraph, too."""
    near = {(fault.paragraph, fault.line) for fault in others}
    return tuple(
        fault
        for fault in faults
        if any((fault.paragraph, line) in near for line in range(fault.line - 1, fault.line + 2))
    )


def _lay_out(
    lines: Sequence[SpokenLine],
    written: Sequence[Sequence[BareWord]],
    heard: Sequence[BareWord],
    sound: TakeSound,
    sounds_of: SoundsOf,
) -> _Chapter:
    ends = list(itertools.accumulate(len(words) for words in written))
    words = tuple(word for line in written for word in line)
    whole = HeardLine(
        chapter="",
        paragraph="",
        line=0,
        take="",
        voice="",
        written=words,
        heard=tuple(heard),
        differences=(),
        written_sounds=tuple(len(bare_sounds(sounds_of(word.text))) for word in words),
        heard_sounds=tuple(len(bare_sounds(sounds_of(word.text))) for word in heard),
        sound=sound,
    )
    return _Chapter(spans=tuple(zip([0, *ends], ends, strict=False)), lines=tuple(lines), whole=whole)


def _is_stray(count: int, order: ChapterOrder, written: Sequence[Sequence[BareWord]]) -> list[bool]:
    """Return for each heard word whether it belongs to a line that is heard out of order."""
    is_stray = [False] * count
    for one in order.strays:
        before, after = one.hits[0][0], len(written[one.line]) - 2 - one.hits[-1][0]
        first, last = max(0, one.first - before), min(count, one.last + after)
        is_stray[first:last] = [True] * (last - first)
    for one in order.chain:
        is_stray[one.first : one.last] = [False] * (one.last - one.first)
    return is_stray


def _anchors(chapter: _Chapter, order: ChapterOrder, rest: Sequence[int], kept: Sequence[int]) -> list[tuple[int, int]]:
    """Return a written and a heard word that surely are each other, from the middle of each line in order."""
    places = {place: at for at, place in enumerate(kept)}
    numbers = {line: at for at, line in enumerate(rest)}
    anchors: list[tuple[int, int]] = []
    for one in order.chain:
        at, place = one.hits[len(one.hits) // 2]
        anchor = chapter.spans[numbers[one.line]][0] + at, places.get(place, -1)
        if anchor[1] >= 0 and (not anchors or (anchor[0] > anchors[-1][0] and anchor[1] > anchors[-1][1])):
            anchors.append(anchor)
    return anchors


def _differences(
    chapter: _Chapter, anchors: Sequence[tuple[int, int]], sounds_of: SoundsOf, language: str
) -> Iterator[Difference]:
    """Yield the differences of the whole, compared from anchor to anchor."""
    whole = chapter.whole
    edges = [(0, 0), *anchors, (len(whole.written), len(whole.heard))]
    for (one, two), (next_one, next_two) in itertools.pairwise(edges):
        found = compare_words(whole.written[one:next_one], whole.heard[two:next_two], sounds_of, language=language)
        for difference in found:
            yield Difference(
                deviation=difference.deviation,
                written=(difference.written[0] + one, difference.written[1] + one),
                heard=(difference.heard[0] + two, difference.heard[1] + two),
                sounds=difference.sounds,
            )


def _stray_fault(
    one: Occurrence, order: ChapterOrder, lines: Sequence[SpokenLine], words: Sequence[BareWord]
) -> ReleaseFault:
    line = lines[one.line]
    is_again = any(other.line == one.line for other in order.chain)
    before = [other for other in order.chain if other.first < one.first]
    behind = f"behind {lines[before[-1].line].paragraph}" if before else "at the beginning"
    return ReleaseFault(
        code=ReleaseCode.REPEATED if is_again else ReleaseCode.ORDER,
        paragraph=line.paragraph,
        line=line.number,
        begin_s=words[one.first].begin_s,
        end_s=words[one.last - 1].end_s,
        message=f"is heard again {behind}" if is_again else f"is heard {behind}, where it does not belong",
    )


def _tell(chapter: _Chapter, difference: Difference) -> Iterator[ReleaseFault]:
    if difference.deviation is Deviation.ADDED:
        if difference.sounds >= LEAST_EXTRA:
            yield _fault(
                chapter, difference, ReleaseCode.EXTRA, difference.written[0], "words are heard that are not written"
            )
        return
    gone = range(*difference.written)
    whole = [
        at for at, (first, last) in enumerate(chapter.spans) if last > first and first in gone and last - 1 in gone
    ]
    if whole:
        names = list(dict.fromkeys(chapter.lines[at].paragraph for at in whole))
        told = "is not heard" if len(names) == 1 else f"to {names[-1]} are not heard"
        yield _fault(chapter, difference, ReleaseCode.MISSING, chapter.spans[whole[0]][0], told)
        return
    for first, last in chapter.spans:
        if last > first and (first in gone or last - 1 in gone) and _is_cut(chapter, difference):
            at_end = last - 1 in gone
            told = "the last words of the line are not heard" if at_end else "the first words of the line are not heard"
            yield _fault(chapter, difference, ReleaseCode.CUT, last - 1 if at_end else first, told)
            return
    if difference.sounds >= LEAST_INSIDE:
        yield _fault(
            chapter, difference, ReleaseCode.DROPPED, difference.written[0], "words inside the line are not heard"
        )


def _is_cut(chapter: _Chapter, difference: Difference) -> bool:
    """Return whether so little is heard of a line's end that it was cut, not misheard."""
    lost = sum(chapter.whole.written_sounds[slice(*difference.written)])
    left = sum(chapter.whole.heard_sounds[slice(*difference.heard)])
    return lost >= LEAST_CUT and left <= CUT_BELOW * lost


def _fault(chapter: _Chapter, difference: Difference, code: ReleaseCode, word: int, told: str) -> ReleaseFault:
    whole = chapter.whole
    line = chapter.lines[chapter.line_at(min(word, len(whole.written) - 1))]
    first, last = difference.heard
    if last > first:
        begin_s, end_s = whole.heard[first].begin_s, whole.heard[last - 1].end_s
    else:
        begin_s = whole.heard[first - 1].end_s if first else whole.sound.speech_begin_s
        end_s = whole.heard[first].begin_s if first < len(whole.heard) else whole.sound.speech_end_s
    return ReleaseFault(
        code=code,
        paragraph=line.paragraph,
        line=line.number,
        begin_s=begin_s,
        end_s=max(begin_s, end_s),
        message=told,
        written=" ".join(each.text for each in whole.written[slice(*difference.written)][:MOST_SHOWN]),
        heard=" ".join(each.text for each in whole.heard[first:last][:MOST_SHOWN]),
    )
