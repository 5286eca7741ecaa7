"""Words heard in a take -> the line of the book that has them, where the take says another line than its own."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from pipeline.listening.evidence import HeardLine
from pipeline.listening.words import BareWord

OTHER_FROM = 0.5
"""Share of the heard pairs of words that another line must have."""
OWN_BELOW = 0.3
"""Share of a line's own words that may be heard in a take of another one: *the*, *and*."""
FEWEST_WORDS = 4

Pair = tuple[str, str]


class WordIndex:
    """The pairs of neighbouring words of every line."""

    def __init__(self, lines: Sequence[HeardLine]) -> None:
        self._lines = lines
        self._places: dict[Pair, list[int]] = defaultdict(list)
        for place, line in enumerate(lines):
            for pair in set(_pairs(line.written)):
                self._places[pair].append(place)

    def find_other(self, line: HeardLine) -> HeardLine | None:
        """Return the line that the take of this line says instead of its own; None where it says its own, or none."""
        pairs = set(_pairs(line.heard))
        if len(line.heard) < FEWEST_WORDS or not pairs:
            return None
        own = set(_pairs(line.written))
        if len(pairs & own) > OWN_BELOW * min(len(pairs), len(own)):
            return None
        votes = Counter(place for pair in pairs for place in self._places.get(pair, ()))
        place, count = max(votes.items(), key=lambda vote: (vote[1], -vote[0]), default=(0, 0))
        return self._lines[place] if count >= OTHER_FROM * len(pairs) else None


def _pairs(words: Iterable[BareWord]) -> Iterator[Pair]:
    texts = [word.text for word in words]
    yield from itertools.pairwise(texts)
