"""Marks of any shape -> marks that a script file can hold: nested, in order, none without effect."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from pipeline.model import Mark, MarkName

POINT_NAMES = frozenset({MarkName.NOTE, MarkName.SAY, MarkName.CUE, MarkName.BREAK})
"""What may be said of an empty range; the others say something about words."""
_RANK = {name: rank for rank, name in enumerate(MarkName)}
_CUT_LAST = {MarkName.EMPHASIS: 2, MarkName.LANG: 1}
"""Two emphasised halves are the whole; `say` in two halves would be said twice. So emphasis is cut first."""


def normal_marks(text: str, marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """Return the marks as a script file holds them, in the order of `mark_order`.

    Emphasis loses blanks at its ends and overlaps, empty ranges that say nothing go, and of two ranges that cross
    one is cut at the other's end: emphasis before language before the rest.
    Raises ValueError for a range outside the text and for a break with text in it.
    """
    nested: list[Mark] = []
    for mark in sorted(_effective(text, marks), key=lambda mark: (_CUT_LAST.get(mark.name, 0), mark_order(mark))):
        pieces = _fitted(text, mark, nested)
        nested.extend(piece for piece in pieces if not _is_repeated(piece, nested))
    return tuple(sorted(nested, key=mark_order))


def mark_order(mark: Mark) -> tuple[int, bool, int, int]:
    """Return the sort key of the normal order: by start, points first, then the longer first, then by name."""
    return mark.start, mark.start < mark.stop, -mark.stop, _RANK[mark.name]


def _effective(text: str, marks: Iterable[Mark]) -> list[Mark]:
    found = list(marks)
    for mark in found:
        _refuse_impossible(text, mark)
    trimmed = [mark for mark in (_trimmed(text, mark) for mark in found) if _is_effective(mark)]
    emphasis = [mark for mark in trimmed if mark.name is MarkName.EMPHASIS]
    return _united(emphasis) + [mark for mark in trimmed if mark.name is not MarkName.EMPHASIS]


def _is_effective(mark: Mark) -> bool:
    return mark.start < mark.stop or mark.name in POINT_NAMES


def _is_repeated(mark: Mark, nested: list[Mark]) -> bool:
    return mark.start < mark.stop and mark in nested


def _refuse_impossible(text: str, mark: Mark) -> None:
    if not 0 <= mark.start <= mark.stop <= len(text):
        raise ValueError(f"{mark} is not a range of a text of {len(text)} characters")
    if mark.name is MarkName.BREAK and mark.start < mark.stop:
        raise ValueError(f"{mark}: a break is a point")


def _trimmed(text: str, mark: Mark) -> Mark:
    """Return emphasis without the blanks at its ends, any other mark as it is."""
    if mark.name is not MarkName.EMPHASIS:
        return mark
    inner = text[mark.start : mark.stop]
    start = mark.start + len(inner) - len(inner.lstrip(" \n"))
    return Mark(start=start, stop=max(start, mark.start + len(inner.rstrip(" \n"))), name=mark.name)


def _united(emphasis: list[Mark]) -> list[Mark]:
    united: list[Mark] = []
    for mark in sorted(emphasis, key=mark_order):
        if united and mark.start < united[-1].stop:
            united[-1] = Mark(start=united[-1].start, stop=max(united[-1].stop, mark.stop), name=mark.name)
        else:
            united.append(mark)
    return united


def _fitted(text: str, mark: Mark, placed: list[Mark]) -> list[Mark]:
    """Return what of a mark fits between the placed ones; a piece that lost blanks at its end may cross anew."""
    pieces = [_trimmed(text, piece) for piece in _pieces(mark, placed)]
    if pieces == [mark]:
        return pieces
    return [fitted for piece in pieces if _is_effective(piece) for fitted in _fitted(text, piece, placed)]


def _pieces(mark: Mark, placed: list[Mark]) -> list[Mark]:
    cuts = {cut for other in placed for cut in _crossing(mark, other)}
    bounds = [mark.start, *sorted(cuts), mark.stop]
    return [Mark(start=start, stop=stop, name=mark.name, value=mark.value) for start, stop in pairwise(bounds)]


def _crossing(mark: Mark, other: Mark) -> tuple[int, ...]:
    if other.start < mark.start < other.stop < mark.stop:
        return (other.stop,)
    if mark.start < other.start < mark.stop < other.stop:
        return (other.start,)
    return ()
