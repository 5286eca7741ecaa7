"""Pages -> which fragments are running heads and page numbers: told by position and repetition.

Only the outermost rows of a page are asked, from the edge inwards. Rows of many pages that stand at the same height
form a slot. A slot is furniture where most of its rows carry the number of their page (counting on with the pages), or
words that come back on other pages; body text does neither.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pipeline.manuscript.headings import number_of
from pipeline.manuscript.pdf.page import Fragment, Page
from pipeline.manuscript.words import word_key

RUNNING_HEAD: Final = "running-head"
PAGE_NUMBER: Final = "page-number"
SIDEWAYS: Final = "sideways-text"

_ROUNDS: Final = 3
"""Rows from an edge that can be furniture."""
_MOST: Final = 0.6
"""Share of the rows of a slot that have to count on or come back."""
_LONGEST_HEAD: Final = 16
"""Words of a running head at most."""
_NUMBER: Final = re.compile(r"\d{1,4}|[ivxlcdm]{1,7}", re.IGNORECASE)
_ONLY_NUMBER: Final = re.compile(r"[\W_]*(?:page|seite|p)?[\W_]*(?:\d{1,4}|[ivxlcdm]{1,7})[\W_]*", re.IGNORECASE)
_FEW_PAGES: Final = 3
"""Pages up to which repetition proves little: all rows of the slot have to agree and stand well apart."""
_FEW_GAP: Final = 2.0
_HEAD_GAP: Final = 1.4
"""Sizes of white space towards the text that a line without the number of its page has at least."""
_GAP: Final = 1.8
"""Sizes of white space towards the text from which the one row that differs belongs to the slot all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _EdgeRow:
    """The outermost row of a page at one edge."""

    page: int
    """From 0."""
    fragments: tuple[Fragment, ...]
    base: float
    gap: float
    """Distance to the next row inwards, in sizes of the row."""
    tokens: tuple[str, ...]
    """Its words; none where it is too long for a running head."""

    @property
    def offsets(self) -> frozenset[int]:
        """For each number in it, how far it is ahead of the count of pages."""
        numbers = (_number(token) for token in self.tokens)
        return frozenset(number - self.page for number in numbers if number is not None)

    def key(self, offset: int | None) -> str:
        """Return what comes back on other pages: its words without the number of the page."""
        return " ".join(token for token in self.tokens if offset is None or _number(token) != self.page + offset)


def find_furniture(pages: tuple[Page, ...]) -> dict[Fragment, str]:
    """Return the fragments that are not text of the book, each with the rule that leaves it out."""
    found = {fragment: SIDEWAYS for page in pages for fragment in page.fragments if fragment.is_sideways}
    remaining = [_baseline_rows(fragment for fragment in page.fragments if fragment not in found) for page in pages]
    for edge in (0, -1):
        for _ in range(_ROUNDS):
            taken = _outermost_furniture(remaining, edge)
            if not taken:
                break
            for index in taken:
                found.update((fragment, _rule(fragment)) for fragment in remaining[index].pop(edge))
    return found


def _baseline_rows(fragments: Iterable[Fragment]) -> list[list[Fragment]]:
    """Return fragments by base line, from the top of the page to its foot."""
    rows: list[list[Fragment]] = []
    for fragment in sorted(fragments, key=lambda one: (one.base, one.x0)):
        if rows and abs(rows[-1][0].base - fragment.base) <= 0.5 * fragment.size:
            rows[-1].append(fragment)
        else:
            rows.append([fragment])
    return rows


def _outermost_furniture(remaining: list[list[list[Fragment]]], edge: int) -> list[int]:
    """Return the pages whose outermost row at an edge is furniture."""
    rows = {index: _edge_row(rows, index, edge) for index, rows in enumerate(remaining) if rows}
    is_few = len(remaining) <= _FEW_PAGES
    taken: list[int] = []
    for slot in _slots(rows):
        members = [rows[index] for index in slot]
        good = _recurring(members, is_few=is_few)
        if is_few and (len(good) < len(slot) or min(row.gap for row in members) < _FEW_GAP):
            continue
        if good and _is_furniture(members, good):
            taken.extend(row.page for row in members if row in good or row.gap > _GAP)
    return taken


def _is_furniture(rows: list[_EdgeRow], good: list[_EdgeRow]) -> bool:
    """Whether most rows of a slot recur, or most of those on left or right pages: each side may have its own heads."""
    sides = [rows, *([row for row in rows if row.page % 2 == side] for side in (0, 1))]
    return any(
        len(side) >= (_FEW_PAGES if side is not rows else 1) and sum(row in good for row in side) >= _MOST * len(side)
        for side in sides
    )


def _recurring(rows: list[_EdgeRow], *, is_few: bool) -> list[_EdgeRow]:
    """Return the rows of a slot that count on with the pages, or whose words come back on another page."""
    counted = Counter(offset for row in rows for offset in row.offsets)
    offset, hits = counted.most_common(1)[0] if counted else (0, 0)
    if is_few and hits == 1 and offset == 1 and _ONLY_NUMBER.fullmatch(" ".join(rows[0].tokens)):
        return rows
    is_counted = hits > 1
    keys = Counter(row.key(offset if is_counted else None) for row in rows)
    return [
        row
        for row in rows
        if (is_counted and offset in row.offsets)
        or (row.tokens and row.gap > _HEAD_GAP and keys[row.key(offset if is_counted else None)] > 1)
    ]


def _edge_row(rows: list[list[Fragment]], page: int, edge: int) -> _EdgeRow:
    fragments = tuple(rows[edge])
    inner = rows[1 if edge == 0 else -2] if len(rows) > 1 else None
    size = max(fragment.size for fragment in fragments)
    tokens = word_key(" ".join(fragment.text for fragment in fragments)).split()
    return _EdgeRow(
        page=page,
        fragments=fragments,
        base=fragments[0].base,
        gap=abs(fragments[0].base - inner[0].base) / size if inner else 9.0,
        tokens=tuple(tokens) if len(tokens) <= _LONGEST_HEAD else (),
    )


def _number(token: str) -> int | None:
    return number_of(token) if _NUMBER.fullmatch(token) else None


def _slots(rows: dict[int, _EdgeRow]) -> list[list[int]]:
    """Return the pages whose rows stand at one height, for each height."""
    slots: dict[int, list[int]] = defaultdict(list)
    slot, last = 0, float("-inf")
    for index, row in sorted(rows.items(), key=lambda item: item[1].base):
        if row.base - last > 0.5 * row.fragments[0].size:
            slot += 1
        slots[slot].append(index)
        last = row.base
    return list(slots.values())


def _rule(fragment: Fragment) -> str:
    return PAGE_NUMBER if _ONLY_NUMBER.fullmatch(fragment.text.strip()) else RUNNING_HEAD
