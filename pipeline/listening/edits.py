"""Two rows of words -> the fewest edits that turn one into the other, letter for letter."""

from __future__ import annotations

import difflib
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

EXCHANGE_COST = 1.5
"""Of one word for another, where leaving one out or putting one in costs 1: two words that have nothing to do with each
other are no pair, if there is a way around it."""
MOST_CELLS = 40_000
"""Larger tables would take a fifth of a second: then the longest common stretches are laid against each other."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A place where the rows differ: ranges of both, either may be empty."""

    begin: int
    end: int
    first: int
    last: int


def find_edits(left: Sequence[str], right: Sequence[str]) -> tuple[Edit, ...]:
    """Return the places where two rows differ, in order; between them they are the same."""
    edges: list[tuple[int, int]] = [(-1, -1), *find_pairs(left, right), (len(left), len(right))]
    return tuple(
        Edit(one + 1, next_one, two + 1, next_two)
        for (one, two), (next_one, next_two) in itertools.pairwise(edges)
        if next_one - one > 1 or next_two - two > 1
    )


def find_pairs(left: Sequence[str], right: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Return the places in both rows of the words that are the same, in order."""
    head = _alike(left, right)
    tail = _alike(left[head:][::-1], right[head:][::-1])
    middle = _pair(left[head : len(left) - tail], right[head : len(right) - tail])
    ends = ((len(left) - tail + step, len(right) - tail + step) for step in range(tail))
    return (*((step, step) for step in range(head)), *((head + one, head + two) for one, two in middle), *ends)


def _alike(left: Sequence[str], right: Sequence[str]) -> int:
    """Return how many words are the same from the front on."""
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(left, right, strict=False)))


def _pair(left: Sequence[str], right: Sequence[str]) -> Iterator[tuple[int, int]]:
    if not left or not right:
        return
    if len(left) * len(right) > MOST_CELLS:
        for block in difflib.SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks():
            yield from ((block.a + step, block.b + step) for step in range(block.size))
        return
    costs = _costs(left, right)
    one = two = 0
    while one < len(left) and two < len(right):
        if left[one] == right[two] and costs[one][two] == costs[one + 1][two + 1]:
            yield one, two
            one, two = one + 1, two + 1
        elif costs[one][two] == costs[one + 1][two] + 1:
            one += 1
        elif costs[one][two] == costs[one][two + 1] + 1:
            two += 1
        else:
            one, two = one + 1, two + 1


def _costs(left: Sequence[str], right: Sequence[str]) -> list[list[float]]:
    """Return what it costs to turn the rest of one row into the rest of the other, from each pair of places on."""
    costs = [[0.0] * (len(right) + 1) for _ in range(len(left) + 1)]
    costs[-1] = [float(len(right) - two) for two in range(len(right) + 1)]
    for one in reversed(range(len(left))):
        below, row = costs[one + 1], costs[one]
        row[-1] = float(len(left) - one)
        for two in reversed(range(len(right))):
            exchange = 0.0 if left[one] == right[two] else EXCHANGE_COST
            row[two] = min(below[two + 1] + exchange, below[two] + 1, row[two + 1] + 1)
    return costs
