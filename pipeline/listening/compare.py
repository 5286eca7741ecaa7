"""Words written and words heard -> the places where they differ, to the ear."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pipeline.listening.edits import find_edits, find_pairs
from pipeline.listening.numerals import readings
from pipeline.listening.sounds import SoundMatch, SoundsOf, bare_sounds, match_sounds
from pipeline.listening.words import BareWord

SAME_BELOW = 0.34
"""Two rows of words whose sounds are nearer than this differ in spelling. Of the first 60 takes of The Time Machine in
the voice heart, tiny.en heard 60 places in another spelling; the furthest were *is*/*as* and *our*/*or*."""
PRESENT_FROM = 0.45
"""A word with this share of its sounds in what was heard was said, well or badly."""
MOST_WORDS = 40
"""Longer places are not laid sound by sound: that is another text, not another word."""
MOST_READINGS = 24
MOST_UNLIKE = 3
"""Words for which others are heard differ in length by no more than so many times."""


class Deviation(StrEnum):
    """How heard words differ from written ones."""

    MISSING = "missing"
    ADDED = "added"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A place where other words are heard than are written."""

    deviation: Deviation
    written: tuple[int, int]
    """The range of written words; empty for added ones, and then where they are."""
    heard: tuple[int, int]
    """The range of heard words; empty for missing ones."""
    sounds: int
    """How many sounds are missing, added or other: how much it weighs."""


def compare_words(
    written: Sequence[BareWord], heard: Sequence[BareWord], sounds_of: SoundsOf, *, language: str = "en"
) -> tuple[Difference, ...]:
    """Return the differences that can be heard, in order; what only is spelled otherwise is none."""
    left, right = [word.text for word in written], [word.text for word in heard]
    found: list[Difference] = []
    for edit in find_edits(left, right):
        found += _differences(left, right, (edit.begin, edit.end), (edit.first, edit.last), sounds_of, language)
    return tuple(found)


def align_words(written: Sequence[BareWord], heard: Sequence[BareWord]) -> tuple[int | None, ...]:
    """Return for each written word the heard word that is letter for letter the same, or None."""
    pairs = dict(find_pairs([word.text for word in written], [word.text for word in heard]))
    return tuple(pairs.get(place) for place in range(len(written)))


def _differences(
    left: Sequence[str],
    right: Sequence[str],
    place: tuple[int, int],
    other: tuple[int, int],
    sounds_of: SoundsOf,
    language: str,
) -> Iterator[Difference]:
    """Yield the differences inside one place where the letters differ."""
    written, heard = left[slice(*place)], right[slice(*other)]
    if max(len(written), len(heard)) > MOST_WORDS:
        yield from _coarse(written, heard, place, other, sounds_of)
        return
    match, owners = min(
        (_match_reading(written, reading, sounds_of) for reading in _all_readings(heard, language)),
        key=lambda each: each[0].cost,
    )
    if match.distance <= SAME_BELOW:
        return
    heard_fit = [
        max((fit for fit, owner in zip(match.heard_fit, owners, strict=True) if owner == index), default=0.0)
        for index in range(len(heard))
    ]
    yield from _absent(written, match.written_fit, heard, heard_fit, place, other, sounds_of)


def _match_reading(
    written: Sequence[str], reading: Sequence[tuple[int, str]], sounds_of: SoundsOf
) -> tuple[SoundMatch, tuple[int, ...]]:
    match = match_sounds(written, [word for _, word in reading], sounds_of)
    return match, tuple(owner for owner, _ in reading)


def _all_readings(heard: Sequence[str], language: str) -> list[list[tuple[int, str]]]:
    """Return the ways to say what was heard: words with the index of the heard word each is of."""
    ways = [[[(index, part) for part in way] for way in readings(word, language=language)]
            for index, word in enumerate(heard)]  # fmt: skip
    combined = itertools.islice(itertools.product(*ways), MOST_READINGS)
    return [[part for way in chosen for part in way] for chosen in combined]


def _absent(
    written: Sequence[str],
    written_fit: Sequence[float],
    heard: Sequence[str],
    heard_fit: Sequence[float],
    place: tuple[int, int],
    other: tuple[int, int],
    sounds_of: SoundsOf,
) -> Iterator[Difference]:
    """Yield words of one side without a partner in sound on the other; where both have some, they are wrong words."""
    lost = [index for index, fit in enumerate(written_fit) if fit < PRESENT_FROM]
    new = [index for index, fit in enumerate(heard_fit) if fit < PRESENT_FROM]
    if len(written) == len(heard) == 1:
        lost = new = [0]
    lost_sounds = sum(_sounds(written[index], sounds_of) for index in lost)
    new_sounds = sum(_sounds(heard[index], sounds_of) for index in new)
    if lost and new and _is_exchange(lost_sounds, new_sounds):
        yield Difference(
            deviation=Deviation.WRONG,
            written=(place[0] + lost[0], place[0] + lost[-1] + 1),
            heard=(other[0] + new[0], other[0] + new[-1] + 1),
            sounds=max(lost_sounds, new_sounds),
        )
        return
    if lost and lost_sounds > new_sounds:
        for first, last in _runs(lost):
            yield _missing(place[0] + first, place[0] + last, other[0], written[first:last], sounds_of)
    elif new:
        for first, last in _runs(new):
            yield _added(other[0] + first, other[0] + last, place[0], heard[first:last], sounds_of)


def _coarse(
    written: Sequence[str], heard: Sequence[str], place: tuple[int, int], other: tuple[int, int], sounds_of: SoundsOf
) -> Iterator[Difference]:
    lost, new = (sum(_sounds(word, sounds_of) for word in words) for words in (written, heard))
    if lost and new and _is_exchange(lost, new):
        yield Difference(deviation=Deviation.WRONG, written=place, heard=other, sounds=max(lost, new))
    elif lost > new:
        yield Difference(deviation=Deviation.MISSING, written=place, heard=(other[0], other[0]), sounds=lost)
    else:
        yield Difference(deviation=Deviation.ADDED, written=(place[0], place[0]), heard=other, sounds=new)


def _is_exchange(lost_sounds: int, new_sounds: int) -> bool:
    """Whether what is heard may stand for what is not: a word for a word, not a sentence for an *a*."""
    return max(lost_sounds, new_sounds) <= MOST_UNLIKE * max(1, min(lost_sounds, new_sounds))


def _missing(first: int, last: int, at: int, words: Sequence[str], sounds_of: SoundsOf) -> Difference:
    weight = sum(_sounds(word, sounds_of) for word in words)
    return Difference(deviation=Deviation.MISSING, written=(first, last), heard=(at, at), sounds=weight)


def _added(first: int, last: int, at: int, words: Sequence[str], sounds_of: SoundsOf) -> Difference:
    weight = sum(_sounds(word, sounds_of) for word in words)
    return Difference(deviation=Deviation.ADDED, written=(at, at), heard=(first, last), sounds=weight)


def _runs(indices: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the half-open ranges of neighbours."""
    for _, group in itertools.groupby(enumerate(indices), key=lambda pair: pair[1] - pair[0]):
        members = [index for _, index in group]
        yield members[0], members[-1] + 1


def _sounds(word: str, sounds_of: SoundsOf) -> int:
    return max(1, len(bare_sounds(sounds_of(word))))
