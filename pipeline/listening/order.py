"""Lines written and words heard in a whole chapter -> which line is heard where, in order or out of it."""

from __future__ import annotations

import itertools
import statistics
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

Pair = tuple[str, str]

FEWEST_WORDS = 4
"""A shorter line may be heard anywhere: *Yes, he said.* It is placed by what is around it."""
HEARD_FROM = 0.5
"""Share of a line's pairs of neighbouring words that must be heard near each other. In a sound take of the worst voice
that was listened to (Piper's joe, one word in sixteen misheard) it is 0.8."""
SLACK = 8
"""Words that may be heard too many or too few inside a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """A line where it is heard."""

    line: int
    first: int
    """The range of heard words that it takes, as far as they agree."""
    last: int
    hits: tuple[tuple[int, int], ...]
    """Word of the line and word heard, of each pair of neighbours that is the same."""

    @property
    def middle(self) -> int:
        """The heard word in the middle of it."""
        return self.hits[len(self.hits) // 2][1]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterOrder:
    """Where the lines of a chapter are heard."""

    chain: tuple[Occurrence, ...]
    """The lines that are heard in order, as many words of them as can be."""
    strays: tuple[Occurrence, ...]
    """Lines that are heard besides: moved where they are not in the chain, else said again."""


def find_order(lines: Sequence[Sequence[str]], heard: Sequence[str]) -> ChapterOrder:
    """Return which lines (each its bare words) are heard where in a chapter."""
    places: dict[Pair, list[int]] = defaultdict(list)
    for place, pair in enumerate(itertools.pairwise(heard)):
        places[pair].append(place)
    found = [one for number, words in enumerate(lines) for one in _occurrences(number, words, places)]
    chain = _heaviest_chain(sorted(found, key=lambda one: (one.first, one.line)))
    taken = [(one.first, one.last) for one in chain]
    strays: list[Occurrence] = []
    for one in sorted(found, key=lambda one: -len(one.hits)):
        if one not in chain and not any(_overlap(one, span) for span in taken):
            strays.append(one)
            taken.append((one.first, one.last))
    return ChapterOrder(chain=chain, strays=tuple(sorted(strays, key=lambda one: one.first)))


def _occurrences(number: int, words: Sequence[str], places: Mapping[Pair, Sequence[int]]) -> Iterator[Occurrence]:
    """Yield the places where most of a line is heard, the surest first."""
    if len(words) < FEWEST_WORDS:
        return
    hits = [(at, place) for at, pair in enumerate(itertools.pairwise(words)) for place in places.get(pair, ())]
    while hits:
        by_offset: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for at, place in hits:
            offset = (place - at) // SLACK
            by_offset[offset].append((at, place))
            by_offset[offset + 1].append((at, place))
        best = max(by_offset.values(), key=lambda group: (len({at for at, _ in group}), -group[0][1]))
        if len({at for at, _ in best}) < HEARD_FROM * (len(words) - 1):
            return
        near = _nearest(best)
        first, last = min(place for _, place in near), max(place for _, place in near) + 2
        yield Occurrence(line=number, first=first, last=last, hits=near)
        hits = [(at, place) for at, place in hits if not first <= place < last]


def _nearest(hits: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return for each word of a line the hit that is least out of step with the others."""
    offset = statistics.median_low([place - at for at, place in hits])
    chosen: dict[int, int] = {}
    for at, place in sorted(hits, key=lambda hit: abs(hit[1] - hit[0] - offset)):
        if abs(place - at - offset) <= SLACK:
            chosen.setdefault(at, place)
    return tuple(sorted(chosen.items()))


def _heaviest_chain(found: Sequence[Occurrence]) -> tuple[Occurrence, ...]:
    """Return the occurrences, rising in line and in place, that have the most hits together."""
    weights: list[int] = []
    before: list[int] = []
    for place, one in enumerate(found):
        best, best_at = 0, -1
        for earlier in range(place):
            other = found[earlier]
            if weights[earlier] > best and other.line < one.line and other.middle < one.middle:
                best, best_at = weights[earlier], earlier
        weights.append(best + len(one.hits))
        before.append(best_at)
    chain: list[Occurrence] = []
    at = max(range(len(found)), key=lambda place: weights[place], default=-1)
    while at >= 0:
        chain.append(found[at])
        at = before[at]
    return tuple(chain[::-1])


def _overlap(one: Occurrence, span: tuple[int, int]) -> bool:
    """Return whether most of an occurrence lies in a range of heard words that is another's."""
    return min(one.last, span[1]) - max(one.first, span[0]) > (one.last - one.first) / 2
