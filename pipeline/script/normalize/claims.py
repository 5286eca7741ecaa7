"""Ranges -> whether another range is still free."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable


class Claims:
    """The ranges of a text that somebody has already said; who comes first, speaks."""

    def __init__(self, ranges: Iterable[tuple[int, int]] = ()) -> None:
        self._ranges: list[tuple[int, int]] = []
        for start, stop in sorted(ranges):
            if self._ranges and start < self._ranges[-1][1]:
                self._ranges[-1] = (self._ranges[-1][0], max(stop, self._ranges[-1][1]))
            elif start < stop:
                self._ranges.append((start, stop))

    def take(self, start: int, stop: int) -> bool:
        """Claim a range that is not empty; return False, and claim nothing, where part of it is taken."""
        after = bisect_right(self._ranges, (start, start))
        if after < len(self._ranges) and self._ranges[after][0] < stop:
            return False
        if after and self._ranges[after - 1][1] > start:
            return False
        insort(self._ranges, (start, stop))
        return True
