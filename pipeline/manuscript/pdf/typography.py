"""Rows of the book -> how it is set: size of the text, distance of lines, edges of columns, indent of paragraphs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from pipeline.manuscript.pdf.page import Row

_TIGHT_SHARE: Final = 0.5
"""Share of equal distances between lines from which they are exact, as in digital typesetting."""
_EDGE_SHARE: Final = 0.04
"""Share of the rows of a column that begin at its left edge at least."""
_INDENT_SHARE: Final = 0.02
"""Share of rows with the same small indent from which paragraphs begin with one."""
_ENDED_LINES: Final = 3
"""Lines missing at the foot of a page that is not full."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typography:
    """The measures of a book, in points."""

    size: float
    """Of the text."""
    pitch: float
    """From line to line."""
    widest_pitch: float
    """The distance from which two lines are set apart."""
    paragraph_pitch: float
    """From the last line of a paragraph to the next paragraph, where they are set apart; else `pitch`."""
    indent: float
    """Of the first line of a paragraph; 0 where paragraphs are not indented."""
    ended_pages: frozenset[int]
    """Pages that are not full: what stands last on them seldom goes on."""


def measure(rows: list[Row]) -> tuple[list[Row], Typography]:
    """Return the rows with the edges of their columns, and how the book is set."""
    size = _text_size(rows)
    rows = _with_edges(rows, size)
    body = [(one, other) for one, other in pairwise(rows) if _is_text_pair(one, other, size)]
    steps = Counter(round((other.base - one.base) * 2) / 2 for one, other in body if other.base > one.base)
    near = {step: hits for step, hits in steps.items() if 0.8 * size <= step <= 2.6 * size}
    pitch = max(near, key=lambda step: (near[step], -step), default=1.2 * size)
    close = sum(hits for step, hits in near.items() if abs(step - pitch) <= 0.6)
    is_tight = close >= _TIGHT_SHARE * max(1, sum(near.values()))
    widest = pitch * (1.15 if is_tight else 1.4)
    wider = {step: hits for step, hits in near.items() if step > widest}
    apart = max(wider, key=lambda step: (wider[step], -step), default=pitch)
    return rows, Typography(
        size=size,
        pitch=pitch,
        widest_pitch=widest,
        paragraph_pitch=apart if wider and wider[apart] >= 0.02 * len(body) else pitch,
        indent=_indent(rows, size),
        ended_pages=_ended_pages(rows, pitch),
    )


def is_text_size(size: float, typography: Typography) -> bool:
    """Whether text of a size can be of the body."""
    return abs(size - typography.size) <= 0.08 * typography.size


def _text_size(rows: Iterable[Row]) -> float:
    """Return the size that most characters have, to half a point."""
    counts: Counter[float] = Counter()
    for row in rows:
        counts[round(row.size * 2) / 2] += len(row.text)
    rough = counts.most_common(1)[0][0] if counts else 10.0
    exact: Counter[float] = Counter(row.size for row in rows if abs(row.size - rough) <= 0.3)
    return exact.most_common(1)[0][0] if exact else rough


def _is_text_pair(one: Row, other: Row, size: float) -> bool:
    is_text = abs(one.size - size) <= 0.08 * size and abs(other.size - size) <= 0.08 * size
    return one.region == other.region and is_text


def _with_edges(rows: list[Row], size: float) -> list[Row]:
    """Return rows with the left and right edge of their column.

    Edges are measured over the left or the right pages of the book; where scans make them jitter, page by page.
    """
    groups: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.column, row.page % 2].append(row)
    edges = {
        key: _edges([row for row in group if abs(row.size - size) <= 0.08 * size] or group)
        for key, group in groups.items()
    }
    placed = []
    by_page: dict[tuple[int, str], list[Row]] = defaultdict(list)
    for row in rows:
        by_page[row.page, row.column].append(row)
    for row in rows:
        found = edges[row.column, row.page % 2] or _rough_edges(by_page[row.page, row.column])
        placed.append(replace(row, left=found[0], right=found[1]))
    return placed


def _edges(rows: list[Row]) -> tuple[float, float] | None:
    """Return the leftmost begin and the rightmost end that many rows share, or None where they share none."""
    begins = _shared([round(row.x0) for row in rows])
    ends = _shared([round(row.x1) for row in rows])
    if not begins:
        return None
    return float(min(begins)), float(max(ends)) if ends else max(row.x1 for row in rows)


def _shared(places: list[int]) -> list[int]:
    """Return the places at which, within a point, many rows begin or end."""
    counts = Counter(places)
    least = max(3, len(places) * _EDGE_SHARE)
    return [place for place in counts if counts[place] + counts[place - 1] + counts[place + 1] >= least]


def _rough_edges(rows: list[Row]) -> tuple[float, float]:
    begins, ends = sorted(row.x0 for row in rows), sorted(row.x1 for row in rows)
    return begins[len(begins) // 10], ends[-1 - len(ends) // 10]


def _indent(rows: list[Row], size: float) -> float:
    """Return the indent of first lines, or 0: the most frequent one of rows with a flush row below them."""
    indents = Counter(
        round(row.indent)
        for row, below in pairwise(rows)
        if 0.5 * size < row.indent <= 4.5 * size
        and row.region == below.region
        and abs(below.indent) <= 0.4 * size
        and _is_text_pair(row, below, size)
    )
    place, hits = indents.most_common(1)[0] if indents else (0, 0)
    return float(place) if hits >= max(2, _INDENT_SHARE * len(rows)) else 0.0


def _ended_pages(rows: list[Row], pitch: float) -> frozenset[int]:
    """Return the pages whose last line stands well above where lines of the book usually end."""
    lowest: dict[int, float] = {}
    for row in rows:
        lowest[row.page] = max(row.base, lowest.get(row.page, row.base))
    feet = sorted(lowest.values())
    foot = feet[-1 - len(feet) // 20] if feet else 0.0
    return frozenset(page for page, base in lowest.items() if base < foot - _ENDED_LINES * pitch)
