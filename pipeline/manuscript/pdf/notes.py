"""Rows of a region -> text and the notes at its foot: told by size, place and the marks they begin with."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from pipeline.manuscript.pdf.page import Row, Span

_SMALL: Final = 0.93
"""Share of the text's size up to which a row at the foot can be of a note."""
_MARK: Final = re.compile(r"[\[(]?(\d{1,3}|[*†‡§¶‖]{1,3}|[a-z](?=[.)]))[\])]?[.:)]?\s*(?=\S)")
_CALL: Final = re.compile(r"[\[(]?(?:\d{1,3}|[*†‡§¶‖]{1,3})(?:[,–-]\d{1,3})*[\])]?")
_ENDS: Final = (".", "!", "?", "”", "’", '"', ")", "]", ":")
_UNIT: Final = re.compile(r"(?:^|[\W\d])[a-zA-Z]$|\d$|\b[ckm]?m$")


@dataclass(slots=True)
class Note:
    """The body of a note: its mark and its rows, which may run on over pages."""

    mark: str
    rows: list[Row] = field(default_factory=list)


class NoteFinder:
    """Takes the notes from the regions of a book, in their order."""

    def __init__(self, *, text_size: float) -> None:
        self._text_size = text_size
        self._open: Note | None = None
        """The last note of the page before, if its text can go on."""

    def split(self, rows: list[Row]) -> tuple[list[Row], list[Note]]:
        """Return the text of a region and the notes at its foot.

        What goes on a note of the page before is added to that note.
        """
        first = len(rows)
        while first and rows[first - 1].size <= _SMALL * self._text_size:
            first -= 1
        foot = rows[first:]
        is_all = first == 0
        marked = next((index for index, row in enumerate(foot) if mark_of(row)), None)
        goes_on = self._open is not None and not self._open.rows[-1].text.rstrip().endswith(_ENDS)
        if not foot or (marked is None and not goes_on) or (is_all and not goes_on and not self._open):
            self._open = None
            return rows, []
        begin = 0 if goes_on else (marked or 0)
        notes: list[Note] = []
        for row in foot[begin:]:
            self._add(notes, row)
        return rows[: first + begin], notes

    def _add(self, notes: list[Note], row: Row) -> None:
        mark = mark_of(row)
        if mark or self._open is None:
            self._open = Note(mark=mark)
            notes.append(self._open)
        self._open.rows.append(row)


def mark_of(row: Row) -> str:
    """Return the mark of a note that a row begins with, or an empty text."""
    first = row.spans[0] if row.spans else None
    if first is not None and first.is_raised and _CALL.fullmatch(first.text.strip()):
        return first.text.strip("[]() .")
    found = _MARK.match(row.text)
    if not found:
        return ""
    is_divided = found[0].rstrip()[-1] in ".:)]" or not found[1].isdigit()
    is_small = first is not None and first.size < 0.8 * row.size
    return found[1] if is_divided or is_small else ""


def is_call(span: Span, before: str, *, marks: frozenset[str]) -> bool:
    """Whether a span is the call of a note: raised digits or signs, but not the power of a number or unit.

    `marks` are those of the notes on the same page; what is one of them is a call whatever stands before it.
    """
    text = span.text.strip()
    if not span.is_raised or not _CALL.fullmatch(text):
        return False
    return text.strip("[]()") in marks or not text[0].isdigit() or not _UNIT.search(before[-4:])
