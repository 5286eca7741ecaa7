"""Rows -> rows that are headings, with their level: told by size, weight, place, white space and numbering."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from pipeline.manuscript.headings import parse_head
from pipeline.manuscript.pdf.page import Row
from pipeline.manuscript.pdf.typography import Typography, is_text_size
from pipeline.manuscript.rules import partition_of_title
from pipeline.manuscript.words import split_words

_LARGE: Final = 1.14
"""Times the size of the text, from which a row is set as a heading."""
_LONGEST: Final = 25
"""Words of a heading's row at most."""
_INITIAL: Final = re.compile(r"[\W_]{0,2}\w{1,2}['’]?")
_INITIAL_SIZE: Final = 1.6
LISTING: Final = re.compile(r".*(?:\.[ .]{2,}|…[ .…]*|[ \t\xa0]{3,}|\D  )\s*(?:\d{1,4}|[ivxlc]{1,7})\s*")
"""A line of a table of contents: words, a leader or white space, the number of a page."""
_DEEPEST: Final = 6
_PARTS: Final = frozenset(
    {"part", "book", "volume", "vol", "teil", "buch", "band", "partie", "livre", "tome", "parte", "libro"}
)


def is_listing(row: Row) -> bool:
    """Whether a row is a line of a table of contents or an index of plates."""
    texts = ("".join(span.text for span in piece.spans if not span.is_raised) for piece in row.pieces)
    if LISTING.fullmatch(" ".join(text.strip() for text in texts)):
        return True
    last = row.pieces[-1]
    return len(row.pieces) > 1 and last.text.strip().isdigit() and last.x0 - row.pieces[-2].x1 > 1.5 * row.size


def find_headings(rows: list[Row], typography: Typography) -> list[Row]:
    """Return the rows with the level of those that are headings, and drop caps marked as such."""
    styles: dict[int, tuple[float, bool, bool]] = {}
    is_bold_book = sum(_is_bold(row) for row in rows) > 0.3 * len(rows)
    initials = set()
    for index, row in enumerate(rows):
        following = rows[index + 1] if index + 1 < len(rows) else None
        if _is_initial(row, following, typography):
            initials.add(index)
        elif _is_heading(rows, index, typography, is_bold_book=is_bold_book):
            styles[index] = _style(row, typography)
    ranks = {style: min(rank, _DEEPEST) for rank, style in enumerate(sorted(set(styles.values()), reverse=True), 1)}
    return [
        replace(row, level=ranks[styles[index]] if index in styles else 0, is_initial=index in initials)
        for index, row in enumerate(rows)
    ]


def _style(row: Row, typography: Typography) -> tuple[float, bool, bool]:
    """Return what ranks a heading: size first, then whether it names a part of the book, then weight."""
    size = round(row.size * 2) / 2 if not is_text_size(row.size, typography) else typography.size
    head = parse_head(row.text)
    return size, bool(head and head.label in _PARTS), _is_bold(row)


def _is_heading(rows: list[Row], index: int, typography: Typography, *, is_bold_book: bool) -> bool:
    row = rows[index]
    words = split_words(row.text)
    if not 0 < len(words) <= _LONGEST or is_listing(row):
        return False
    if row.size >= _LARGE * typography.size:
        return True
    if row.size < 0.92 * typography.size:
        return False
    before, after = _space_before(rows, index), _space_after(rows, index)
    is_apart = before > 1.15 * typography.pitch and after > 1.1 * typography.pitch
    if _is_bold(row) and not is_bold_book:
        return (is_apart or before > typography.widest_pitch) and not row.text.rstrip().endswith((",", ";"))
    text = row.text.strip()
    head = parse_head(text)
    named = partition_of_title(text) is not None and len(words) <= 4 and not text.endswith((".", ",", ";"))
    is_numbered = head is not None and (bool(head.label) or not head.rest) and not text.endswith((",", ";"))
    if _is_centred(row):
        is_capital = len(text) > 3 and text.upper() == text and text.lower() != text
        is_alone = before == float("inf") and 1.8 * typography.pitch < after < float("inf") and len(words) <= 10
        is_title = is_alone and text[-1] not in ".,;:" and text[:1].isupper()
        return before > typography.widest_pitch and (is_numbered or named or is_capital or is_title)
    is_labelled = head is not None and bool(head.label) and len(words) <= 12
    return is_apart and (is_labelled or named) and row.x1 < row.right - 2 * typography.size


def _is_initial(row: Row, following: Row | None, typography: Typography) -> bool:
    """Whether a row is nothing but the large first letter of the text beside it."""
    text = row.text.strip()
    if row.size < _INITIAL_SIZE * typography.size or not _INITIAL.fullmatch(text):
        return False
    if following is None or following.page != row.page or following.size > 1.3 * typography.size:
        return False
    top = row.pieces[0].base - row.size
    return following.x0 >= row.x1 - 0.5 * typography.size and top <= following.base <= row.base + typography.pitch


def _is_bold(row: Row) -> bool:
    return all(span.is_bold for span in row.spans)


def _is_centred(row: Row) -> bool:
    before, after = row.x0 - row.left, row.right - row.x1
    width = max(1.0, row.right - row.left)
    return abs(before - after) <= 0.06 * width and before > 0.08 * width


def _space_before(rows: list[Row], index: int) -> float:
    """Return the distance to the row above; without one above, more than any."""
    row = rows[index]
    above = rows[index - 1] if index else None
    return row.base - above.base if above is not None and above.region == row.region else float("inf")


def _space_after(rows: list[Row], index: int) -> float:
    row = rows[index]
    below = rows[index + 1] if index + 1 < len(rows) else None
    return below.base - row.base if below is not None and below.region == row.region else float("inf")
