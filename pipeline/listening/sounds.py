"""Two rows of words -> how far apart they sound, and which sounds of each have no partner.

A transcriber writes what it hears in its own spelling: *Philby* for *Filby*, *plow* for *plough*, *in differently* for
*indifferently*. What differs in letters only is no error of a take, so words are compared by their phonemes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

SoundsOf: TypeAlias = Callable[[str], str]
"""A bare word -> its phonemes, one character each; stress marks and spaces are passed over."""

VOWELS = "aeiouyæɑɒɔəɚɛɜɝɪᵻʊʌᵊɐAIOQWYøœ"
WEAK = "əᵊɚɪᵻɹrh"
"""Sounds that come and go between two ways to say a word."""
_VOICE_PAIRS = ("pb", "td", "kɡ", "fv", "sz", "θð", "ʃʒ", "ʧʤ", "ʦʣ", "tɾ", "dɾ", "sʃ", "zʒ", "tʔ")
_NEAR_PAIRS = ("θf", "ðv", "ðd", "θt", "mn", "nŋ", "lɹ", "wv", "wɹ", "kh", "tʧ", "dʤ", "ʃʧ", "ʒʤ", "wʍ", "rɹ", "gɡ")
_PAIR_COSTS = {frozenset(pair): cost for pairs, cost in ((_VOICE_PAIRS, 0.25), (_NEAR_PAIRS, 0.5)) for pair in pairs}
_SILENT = re.compile(r"[ˈˌː\s.,\-'|‖͡]")
_BOTH_VOWELS = 0.35
_WEAK_COST = 0.35
_COST = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundMatch:
    """How two rows of words fit together by sound."""

    cost: float
    """Sum over all sounds: 0 is the same, 1 for each sound that has no partner."""
    sounds: int
    """Of the longer row."""
    written_fit: tuple[float, ...]
    """For each written word the share of its sounds that have a partner, 0 to 1."""
    heard_fit: tuple[float, ...]

    @property
    def distance(self) -> float:
        """Cost for each sound: 0 is the same, 1 nothing in common."""
        return self.cost / max(1, self.sounds)


def bare_sounds(phonemes: str) -> str:
    """Return phonemes without stress, length and spaces."""
    return _SILENT.sub("", phonemes)


def match_sounds(written: Sequence[str], heard: Sequence[str], sounds_of: SoundsOf) -> SoundMatch:
    """Return how words written and words heard fit together by sound, at the least cost."""
    left, left_words = _spread(written, sounds_of)
    right, right_words = _spread(heard, sounds_of)
    steps, cost = _align(left, right)
    lost_left, lost_right = [0.0] * len(written), [0.0] * len(heard)
    for place, other in steps:
        lost = _step_cost(left[place] if place is not None else "", right[other] if other is not None else "")
        if place is not None:
            lost_left[left_words[place]] += min(1.0, lost if other is not None else _COST)
        if other is not None:
            lost_right[right_words[other]] += min(1.0, lost if place is not None else _COST)
    return SoundMatch(
        cost=cost,
        sounds=max(len(left), len(right)),
        written_fit=_fits(lost_left, left_words),
        heard_fit=_fits(lost_right, right_words),
    )


def _fits(lost: Sequence[float], owners: Sequence[int]) -> tuple[float, ...]:
    counts = [max(1, owners.count(word)) for word in range(len(lost))]
    return tuple(max(0.0, 1 - amount / count) for amount, count in zip(lost, counts, strict=True))


def _spread(words: Sequence[str], sounds_of: SoundsOf) -> tuple[str, list[int]]:
    spelled = [bare_sounds(sounds_of(word)) for word in words]
    return "".join(spelled), [index for index, sounds in enumerate(spelled) for _ in sounds]


def _align(left: str, right: str) -> tuple[list[tuple[int | None, int | None]], float]:
    """Return the cheapest pairing of two rows of sounds, by dynamic programming, and its cost."""
    rows = [[0.0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for place, sound in enumerate(left):
        rows[place + 1][0] = rows[place][0] + _step_cost(sound, "")
    for place, sound in enumerate(right):
        rows[0][place + 1] = rows[0][place] + _step_cost("", sound)
    for place, sound in enumerate(left):
        before, row = rows[place], rows[place + 1]
        alone = _step_cost(sound, "")
        for other, heard in enumerate(right):
            row[other + 1] = min(
                before[other] + _step_cost(sound, heard), before[other + 1] + alone, row[other] + _step_cost("", heard)
            )
    return _trace(rows, left, right), rows[-1][-1]


def _trace(rows: list[list[float]], left: str, right: str) -> list[tuple[int | None, int | None]]:
    steps: list[tuple[int | None, int | None]] = []
    place, other = len(left), len(right)
    while place or other:
        here = rows[place][other]
        if place and other and _same(here, rows[place - 1][other - 1] + _step_cost(left[place - 1], right[other - 1])):
            place, other = place - 1, other - 1
            steps.append((place, other))
        elif place and _same(here, rows[place - 1][other] + _step_cost(left[place - 1], "")):
            place -= 1
            steps.append((place, None))
        else:
            other -= 1
            steps.append((None, other))
    return steps[::-1]


def _same(one: float, two: float) -> bool:
    return abs(one - two) < 1e-9


@cache
def _step_cost(left: str, right: str) -> float:
    """Return what it costs to hear one sound for another; an empty one is none at all."""
    if left == right:
        return 0.0
    if not left or not right:
        return _WEAK_COST if (left or right) in WEAK else _COST
    if left in VOWELS and right in VOWELS:
        return _BOTH_VOWELS
    return _PAIR_COSTS.get(frozenset((left, right)), 1.2)
