"""Fragments of a page -> rows in reading order: columns, bands, lines.

The order of the file is kept inside a column, because it is right in nearly every file and keeps the cells of a table
together; where it jumps about, the rows are sorted. Two columns are told from a table by their left side: a column of
prose is full of lines, the first column of a table is not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import count, pairwise
from statistics import median
from typing import Final

from pipeline.manuscript.pdf.page import Fragment, Row

_CROSSING_SHARE: Final = 0.25
"""Share of a page's fragments that may run across the gutter: titles, pictures' captions, footnotes."""
_FULL_COLUMN: Final = 0.6
"""Share of the column's width that a middling line of prose fills."""
_CELL_GAP: Final = 2.2
"""Sizes of white space inside a line from which it may part the cells of a table."""
_ALIGNED_CELLS: Final = 2
"""Rows of a region that have a cell at the same place at least."""
_WIDEST_GUTTER: Final = 0.4
"""Share of a column's width that the white space between two columns has at most."""
_UNEVEN: Final = 1.5
"""Times the width of the narrower column that the other has at most."""
_FEWEST_LINES: Final = 5
_FEW_PAGES: Final = 3
_UPWARD_SHARE: Final = 0.15
"""Share of steps from line to line that may lead upwards before the order of the file is given up."""


class RowMaker:
    """Numbers the regions of a book while its pages become rows."""

    def __init__(self, pages: Sequence[tuple[Fragment, ...]]) -> None:
        """Find the gutters of a book: one that a single page of many has is white space inside a table."""
        self._regions = count(1)
        found = [_gutter(fragments) for fragments in pages]
        alike = Counter(round(gutter / 12) for gutter in found if gutter is not None)
        fewest = 1 if len(pages) <= _FEW_PAGES else 2
        self._gutters = [
            gutter
            if gutter is not None and sum(alike[round(gutter / 12) + step] for step in (-1, 0, 1)) >= fewest
            else None
            for gutter in found
        ]

    def rows_of(self, fragments: tuple[Fragment, ...], index: int) -> list[Row]:
        """Return the rows of a page, the `index`th from 0, in reading order."""
        gutter = self._gutters[index]
        if gutter is None:
            return self._region(_in_order(list(fragments)), "single")
        crossing = [fragment for fragment in fragments if _crosses(fragment, gutter)]
        edges = [float("-inf"), *sorted(fragment.base for fragment in crossing), float("inf")]
        rows: list[Row] = []
        for top, bottom in pairwise(edges):
            band = [one for one in fragments if one not in crossing and top <= one.base < bottom]
            rows += self._region([one for one in crossing if one.base == top], "single")
            rows += self._region(_in_order([one for one in band if one.x0 < gutter]), "left")
            rows += self._region(_in_order([one for one in band if one.x0 >= gutter]), "right")
        return self._joined(rows)

    def _region(self, fragments: list[Fragment], column: str) -> list[Row]:
        region = next(self._regions)
        rows: list[list[Fragment]] = []
        for fragment in fragments:
            if rows and _is_beside(rows[-1][-1], fragment):
                rows[-1].append(fragment)
            else:
                rows.append([fragment])
        return with_cells([Row(pieces=tuple(pieces), column=column, region=region) for pieces in rows])

    @staticmethod
    def _joined(rows: list[Row]) -> list[Row]:
        """Return rows where lines across both columns that follow one another are one region."""
        joined: list[Row] = []
        for row in rows:
            previous = joined[-1] if joined else None
            if previous is not None and previous.column == row.column == "single":
                row = Row(pieces=row.pieces, column=row.column, region=previous.region)
            joined.append(row)
        return joined


def with_cells(rows: list[Row]) -> list[Row]:
    """Return the rows of a region with the pieces that begin a cell of a table.

    White space makes a cell only where several rows have it at the same place; elsewhere it is that of a justified
    line, or stands before the number of a page.
    """
    gaps = [
        [index for index in range(1, len(row.pieces)) if _is_wide(row.pieces[index - 1], row.pieces[index])]
        for row in rows
    ]
    places = Counter(round(row.pieces[index].x0 / 2) for row, found in zip(rows, gaps, strict=True) for index in found)
    placed = []
    for row, found in zip(rows, gaps, strict=True):
        near = (round(row.pieces[index].x0 / 2) for index in found)
        cells = tuple(
            index
            for index, place in zip(found, near, strict=True)
            if places[place - 1] + places[place] + places[place + 1] >= _ALIGNED_CELLS
        )
        placed.append(replace(row, cells=cells))
    return placed


def _is_wide(one: Fragment, other: Fragment) -> bool:
    is_sign = len(one.text.strip()) == 1 and not one.text.strip().isalnum()
    return other.x0 - one.x1 > _CELL_GAP * other.size and not is_sign


def _crosses(fragment: Fragment, x: float) -> bool:
    return fragment.x0 < x - 1 and fragment.x1 > x + 1


def _gutter(fragments: tuple[Fragment, ...]) -> float | None:
    """Return where the white space between two columns of prose is, or None."""
    if len(fragments) < 2 * _FEWEST_LINES:
        return None
    left, right = min(one.x0 for one in fragments), max(one.x1 for one in fragments)
    width = right - left
    places = [left + width * share / 100 for share in range(35, 66)]
    best = min(places, key=lambda x: (sum(_crosses(one, x) for one in fragments), abs(x - left - width / 2)))
    sides = (
        [one for one in fragments if one.x1 <= best + 1],
        [one for one in fragments if one.x0 >= best - 1],
    )
    crossing = len(fragments) - len(sides[0]) - len(sides[1])
    if crossing > len(fragments) * _CROSSING_SHARE or min(map(len, sides)) < _FEWEST_LINES:
        return None
    begins = Counter(round(one.x0) for one in sides[1])
    edges = (max(one.x1 for one in sides[0]), float(begins.most_common(1)[0][0]))
    gap = edges[1] - edges[0]
    widths = (edges[0] - left, right - edges[1])
    is_apart = gap >= 0.5 * median(one.size for one in fragments) and gap <= _WIDEST_GUTTER * min(widths)
    is_even = max(widths) <= _UNEVEN * min(widths)
    is_prose = all(
        median(_line_widths(side)) >= _FULL_COLUMN * column for side, column in zip(sides, widths, strict=True)
    )
    return (edges[0] + edges[1]) / 2 if is_apart and is_even and is_prose else None


def _line_widths(fragments: list[Fragment]) -> list[float]:
    """Return the widths of printed lines, from the begin of the first to the end of the last fragment of each."""
    ends: dict[int, tuple[float, float]] = {}
    for fragment in fragments:
        x0, x1 = ends.get(round(fragment.base), (fragment.x0, fragment.x1))
        ends[round(fragment.base)] = (min(x0, fragment.x0), max(x1, fragment.x1))
    return [x1 - x0 for x0, x1 in ends.values()]


def _in_order(fragments: list[Fragment]) -> list[Fragment]:
    """Return fragments of a column in the order of the file, or from top to bottom where that jumps about."""
    steps = [(one, other) for one, other in pairwise(fragments) if _is_under(one, other)]
    upward = sum(other.base < one.base - 0.8 * one.size for one, other in steps)
    if upward <= max(1, len(steps) * _UPWARD_SHARE):
        return fragments
    ordered: list[Fragment] = []
    for fragment in sorted(fragments, key=lambda one: one.base):
        index = len(ordered)
        while (
            index
            and ordered[index - 1].base > fragment.base - 0.4 * fragment.size
            and (ordered[index - 1].x0 > fragment.x0)
        ):
            index -= 1
        ordered.insert(index, fragment)
    return ordered


def _is_under(one: Fragment, other: Fragment) -> bool:
    """Whether two fragments stand one under the other."""
    return min(one.x1, other.x1) > max(one.x0, other.x0)


def _is_beside(one: Fragment, other: Fragment) -> bool:
    """Whether a fragment goes on the line of another one."""
    return abs(one.base - other.base) <= 0.35 * max(one.size, other.size) and other.x0 >= one.x1 - 0.5 * one.size
