"""Phonemes with their times, and the text they were read from -> when each word of the text is heard."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.model import Timing

_GAP, _OTHER = 2, 3
"""What it costs to leave a symbol out, and to take one for another: less than leaving out both."""
_WORD = re.compile(r"\S+")
_SPEECH = ("L", "M", "N")
"""Unicode categories of what is spoken: letters, marks of stress and length, tones. The rest is punctuation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phoneme:
    """One symbol of a reading, and where in the text the word begins that it is read from."""

    symbol: str
    place: int

    @property
    def is_speech(self) -> bool:
        """Whether it is spoken: not a space, not punctuation."""
        return is_speech(self.symbol)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One symbol as it was spoken."""

    symbol: str
    begin_s: float
    end_s: float


def is_speech(symbol: str) -> bool:
    """Return whether a symbol is spoken: not a space, not punctuation."""
    return unicodedata.category(symbol[0])[0] in _SPEECH


def times_of_words(text: str, read: Sequence[Phoneme], heard: Sequence[Heard]) -> tuple[Timing, ...]:
    """Return when each word of a text (what is between spaces and has a letter or digit) is heard, in order.

    read is what the text is expected to sound like, heard what was spoken: they may differ, because a voice runs
    words together and reads numbers its own way. They are aligned symbol by symbol; a word begins with its first
    symbol and ends with its last. One that nothing was heard of takes no time, after the word before it.
    """
    spoken = [phoneme for phoneme in read if phoneme.is_speech]
    sounds = [sound for sound in heard if is_speech(sound.symbol)]
    words = [word.span() for word in _WORD.finditer(text) if any(map(str.isalnum, word.group()))]
    if not spoken or not sounds or not words:
        return ()
    aligned = align_symbols([phoneme.symbol for phoneme in spoken], [sound.symbol for sound in sounds])
    begins = [start for start, _ in words]
    times: dict[int, tuple[float, float]] = {}
    for sound, place in zip(sounds, aligned, strict=True):
        word = max(0, bisect_right(begins, spoken[place].place) - 1)
        begin_s, end_s = times.get(word, (sound.begin_s, sound.end_s))
        times[word] = min(begin_s, sound.begin_s), max(end_s, sound.end_s)
    timings: list[Timing] = []
    for number, (start, stop) in enumerate(words):
        silent_s = timings[-1].end_s if timings else sounds[0].begin_s
        begin_s, end_s = times.get(number, (silent_s, silent_s))
        timings.append(Timing(start=start, stop=stop, begin_s=begin_s, end_s=end_s))
    return tuple(timings)


def align_symbols(first: Sequence[str], second: Sequence[str]) -> NDArray[np.intp]:
    """Return for each symbol of the second the index in the first it stands for; the indices never go down.

    It is the alignment with the fewest differences (Needleman and Wunsch); a symbol that only the second has stands
    where the one before it does. Raises ValueError where the first is empty.
    """
    if not first:
        raise ValueError("there is nothing to align with")
    numbers = {symbol: number for number, symbol in enumerate(dict.fromkeys((*first, *second)))}
    one, two = (np.array([numbers[symbol] for symbol in symbols], np.intp) for symbols in (first, second))
    costs = _costs(one, two)
    aligned = np.zeros(len(two), np.intp)
    row, column = len(one), len(two)
    while column:
        here = costs[row, column]
        if row and here == costs[row - 1, column - 1] + (_OTHER if one[row - 1] != two[column - 1] else 0):
            row, column = row - 1, column - 1
            aligned[column] = row
        elif row and here == costs[row - 1, column] + _GAP:
            row -= 1
        else:
            column -= 1
            aligned[column] = max(0, row - 1)
    return aligned


def _costs(one: NDArray[np.intp], two: NDArray[np.intp]) -> NDArray[np.int32]:
    """Return the least cost of aligning every beginning of one with every beginning of the other."""
    gaps = _GAP * np.arange(len(two) + 1, dtype=np.int32)
    costs = np.empty((len(one) + 1, len(two) + 1), np.int32)
    costs[0] = gaps
    for row, symbol in enumerate(one, start=1):
        before = costs[row - 1]
        best = before + _GAP
        np.minimum(best[1:], before[:-1] + np.where(two == symbol, 0, _OTHER), out=best[1:])
        # A gap in the first costs the same wherever it begins: the least over all beginnings is a running minimum.
        costs[row] = np.minimum.accumulate(best - gaps) + gaps
    return costs
