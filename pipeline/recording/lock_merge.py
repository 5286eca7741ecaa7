"""Three versions of takes.lock -> one: what a git merge driver does, a paragraph at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.model import ChosenTakes


def merge_locks(
    base: Sequence[ChosenTakes], ours: Sequence[ChosenTakes], theirs: Sequence[ChosenTakes]
) -> tuple[ChosenTakes, ...]:
    """Return both sides' choices over their common base, in the order of ours with theirs' new ones in their places.

    Where both sides changed one paragraph, a locked choice goes before an open one, then the one with the younger take
    (ids of takes sort by time): that is the last pickup. The other take is in the store and can be chosen again.
    """
    before, mine, yours = (_by_paragraph(entries) for entries in (base, ours, theirs))
    merged = {
        paragraph: entry
        for paragraph in _order([e.paragraph for e in ours], [e.paragraph for e in theirs])
        if (entry := _merged(before.get(paragraph), mine.get(paragraph), yours.get(paragraph))) is not None
    }
    return tuple(merged.values())


def _by_paragraph(entries: Sequence[ChosenTakes]) -> Mapping[str, ChosenTakes]:
    return {entry.paragraph: entry for entry in entries}


def _merged(base: ChosenTakes | None, ours: ChosenTakes | None, theirs: ChosenTakes | None) -> ChosenTakes | None:
    if ours == theirs or theirs == base:
        return ours
    if ours == base:
        return theirs
    if ours is None or theirs is None:
        return ours or theirs
    return max(ours, theirs, key=_precedence)


def _precedence(entry: ChosenTakes) -> tuple[bool, str]:
    return entry.is_locked, max((take.take for take in entry.takes), default="")


def _order(ours: Sequence[str], theirs: Sequence[str]) -> tuple[str, ...]:
    """Return all paragraphs: those that only theirs has come after the one they follow there."""
    order = list(ours)
    known = set(ours)
    previous = ""
    for paragraph in theirs:
        if paragraph not in known:
            order.insert(order.index(previous) + 1 if previous else 0, paragraph)
            known.add(paragraph)
        previous = paragraph
    return tuple(order)
