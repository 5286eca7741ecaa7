"""Paragraphs of two imports -> which new one continues which old one.

First what is equal: texts that occur once on each side, then their equal neighbours, then other repetitions, nearest
first. Then what is very similar, wherever rare words lead; then what is similar between neighbours found already.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

NEAR_LIKENESS = 0.5
"""Half of the words are the same: enough between neighbours that are known to belong together. Ours."""
FAR_LIKENESS = 0.7
"""Enough to find a paragraph that was moved and changed. Ours."""

_TOKEN = re.compile(r"[^\W\u2e80-\U0010ffff]+|\w")
_MOST_CELLS = 10_000
"""Of the table that aligns a stretch of old and new paragraphs; longer stretches are found by their rare words."""
_MOST_PAIRS = 100_000
"""Of equal texts that are compared by distance; more are paired in order."""
_RARE = 20
"""A word in more old paragraphs than these leads nowhere."""
_LEADS = 8
"""So many of the rarest words of a paragraph are followed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What of a paragraph is compared: `key` where it has to be equal, `text` where it may be similar."""

    key: str
    text: str


def match_paragraphs(old: Sequence[Sample], new: Sequence[Sample]) -> tuple[int | None, ...]:
    """Return for each new paragraph the place of the old one that it continues, or None; no old one twice."""
    matching = _Matching(len(old), len(new))
    _pair_equal(matching, [sample.key for sample in old], [sample.key for sample in new])
    tokens = _Tokens(old, new)
    _pair_equal(matching, tokens.folded_old(), tokens.folded_new())
    _pair_far(matching, tokens)
    _pair_near(matching, tokens)
    return tuple(matching.old_of)


class _Matching:
    """The pairs found up to now, from both sides."""

    def __init__(self, old_count: int, new_count: int) -> None:
        self.old_of: list[int | None] = [None] * new_count
        self.new_of: list[int | None] = [None] * old_count

    def pair(self, old: int, new: int) -> None:
        self.old_of[new], self.new_of[old] = old, new

    def is_open(self, old: int, new: int) -> bool:
        return (
            0 <= old < len(self.new_of)
            and 0 <= new < len(self.old_of)
            and self.new_of[old] is None
            and self.old_of[new] is None
        )

    def open_old(self) -> list[int]:
        return [place for place, other in enumerate(self.new_of) if other is None]

    def open_new(self) -> list[int]:
        return [place for place, other in enumerate(self.old_of) if other is None]

    def expected_old(self) -> list[int]:
        """Return for each new paragraph where it would stand if it followed the pair before it."""
        expected, last = [], -1
        for old in self.old_of:
            last = last + 1 if old is None else old
            expected.append(last)
        return expected


def _pair_equal(matching: _Matching, old_keys: list[str], new_keys: list[str]) -> None:
    places = _places(matching, old_keys, new_keys)
    for olds, news in places.values():
        if len(olds) == len(news) == 1:
            matching.pair(olds[0], news[0])
    _spread(matching, old_keys, new_keys, step=1)
    _spread(matching, old_keys, new_keys, step=-1)
    expected = matching.expected_old()
    for olds, news in _places(matching, old_keys, new_keys).values():
        for old, new in _nearest_pairs(olds, news, expected):
            matching.pair(old, new)


def _places(matching: _Matching, old_keys: list[str], new_keys: list[str]) -> dict[str, tuple[list[int], list[int]]]:
    """Return the open places of each key that stands on both sides; the empty key stands for nothing."""
    places: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for old in matching.open_old():
        places[old_keys[old]][0].append(old)
    for new in matching.open_new():
        places[new_keys[new]][1].append(new)
    return {key: (olds, news) for key, (olds, news) in places.items() if key and olds and news}


def _spread(matching: _Matching, old_keys: list[str], new_keys: list[str], *, step: int) -> None:
    """Pair the equal neighbours of what is paired, in one direction."""
    count = len(new_keys)
    for new in range(count) if step > 0 else range(count - 1, -1, -1):
        old = matching.old_of[new]
        if (
            old is not None
            and matching.is_open(old + step, new + step)
            and old_keys[old + step] == new_keys[new + step]
        ):
            matching.pair(old + step, new + step)


def _nearest_pairs(olds: list[int], news: list[int], expected: list[int]) -> list[tuple[int, int]]:
    if len(olds) == len(news) or len(olds) * len(news) > _MOST_PAIRS:
        return list(zip(olds, news, strict=False))
    pairs: dict[int, int] = {}
    for _, new, old in sorted((abs(expected[new] - old), new, old) for old, new in product(olds, news)):
        if old not in pairs and new not in pairs.values():
            pairs[old] = new
    return list(pairs.items())


class _Tokens:
    """The words of paragraphs, counted when they are asked for."""

    def __init__(self, old: Sequence[Sample], new: Sequence[Sample]) -> None:
        self._texts = [sample.text for sample in old], [sample.text for sample in new]
        self._counted: tuple[dict[int, Counter[str]], dict[int, Counter[str]]] = ({}, {})

    def folded_old(self) -> list[str]:
        return [_folded(text) for text in self._texts[0]]

    def folded_new(self) -> list[str]:
        return [_folded(text) for text in self._texts[1]]

    def old(self, place: int) -> Counter[str]:
        return self._count(0, place)

    def new(self, place: int) -> Counter[str]:
        return self._count(1, place)

    def _count(self, side: int, place: int) -> Counter[str]:
        counted = self._counted[side]
        if place not in counted:
            counted[place] = Counter(_TOKEN.findall(self._texts[side][place].lower()))
        return counted[place]

    def likeness(self, old: int, new: int, least: float) -> float:
        """Return the share of words that both have (Dice), 0.0 where it is under `least`."""
        ours, theirs = self.old(old), self.new(new)
        sizes = ours.total(), theirs.total()
        if not all(sizes) or 2 * min(sizes) < least * sum(sizes):
            return 0.0
        both = sum(min(count, theirs[word]) for word, count in ours.items() if word in theirs)
        likeness = 2 * both / sum(sizes)
        return likeness if likeness >= least else 0.0


def _folded(text: str) -> str:
    return " ".join(_TOKEN.findall(text.lower()))


def _pair_near(matching: _Matching, tokens: _Tokens) -> None:
    """Pair what is similar and stands between the same neighbours, in order."""
    for news in _open_runs(matching):
        before = matching.old_of[news[0] - 1] if news[0] else -1
        after = matching.old_of[news[-1] + 1] if news[-1] + 1 < len(matching.old_of) else len(matching.new_of)
        olds = sorted({*_open_from(matching, before, 1), *_open_from(matching, after, -1)})
        if 0 < len(olds) * len(news) <= _MOST_CELLS:
            for old, new in _best_alignment(olds, news, tokens):
                matching.pair(old, new)


def _open_runs(matching: _Matching) -> list[list[int]]:
    runs: list[list[int]] = []
    for new in matching.open_new():
        if runs and runs[-1][-1] == new - 1:
            runs[-1].append(new)
        else:
            runs.append([new])
    return runs


def _open_from(matching: _Matching, old: int | None, step: int) -> list[int]:
    if old is None:
        return []
    found: list[int] = []
    old += step
    while 0 <= old < len(matching.new_of) and matching.new_of[old] is None and len(found) < _MOST_CELLS:
        found.append(old)
        old += step
    return found


def _best_alignment(olds: list[int], news: list[int], tokens: _Tokens) -> list[tuple[int, int]]:
    """Return the pairs, in order on both sides, whose likenesses have the greatest sum."""
    table = [[tokens.likeness(old, new, NEAR_LIKENESS) for new in news] for old in olds]
    best = [[0.0] * (len(news) + 1) for _ in range(len(olds) + 1)]
    for row, column in product(range(len(olds) - 1, -1, -1), range(len(news) - 1, -1, -1)):
        paired = table[row][column] and table[row][column] + best[row + 1][column + 1]
        best[row][column] = max(best[row + 1][column], best[row][column + 1], paired)
    return _traced(olds, news, best)


def _traced(olds: list[int], news: list[int], best: list[list[float]]) -> list[tuple[int, int]]:
    pairs, row, column = [], 0, 0
    while row < len(olds) and column < len(news):
        if best[row][column] == best[row + 1][column]:
            row += 1
        elif best[row][column] == best[row][column + 1]:
            column += 1
        else:
            pairs.append((olds[row], news[column]))
            row, column = row + 1, column + 1
    return pairs


def _pair_far(matching: _Matching, tokens: _Tokens) -> None:
    """Pair what is very similar wherever it stands, the most similar first, the nearer first."""
    leads: dict[str, list[int]] = defaultdict(list)
    for old in matching.open_old():
        for word in tokens.old(old):
            leads[word].append(old)
    expected = matching.expected_old()
    found = []
    for new in matching.open_new():
        for old in _candidates(tokens.new(new), leads):
            likeness = tokens.likeness(old, new, FAR_LIKENESS)
            if likeness:
                found.append((-likeness, abs(expected[new] - old), new, old))
    for _, _, new, old in sorted(found):
        if matching.is_open(old, new):
            matching.pair(old, new)


def _candidates(words: Counter[str], leads: dict[str, list[int]]) -> list[int]:
    known = sorted((word for word in words if 0 < len(leads.get(word, ())) <= _RARE), key=lambda word: len(leads[word]))
    votes = Counter(old for word in known[:_LEADS] for old in leads[word])
    return [old for old, _ in votes.most_common(5)]
