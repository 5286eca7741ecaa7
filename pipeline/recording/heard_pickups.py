"""The rows of a list and what listening has found now -> one list: new rows, rows that are done, what people wrote."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from pipeline.model import Pickup, PickupState, Take
from pipeline.recording.pickups import merge_pickups
from pipeline.recording.reasons import Reason
from pipeline.recording.records import TakeIndex


def merge_heard(
    known: Sequence[Pickup], found: Sequence[Pickup], *, is_settled: Callable[[str], bool], order: Sequence[str]
) -> tuple[Pickup, ...]:
    """Return the list with what listening has found now; rows that people listed stay as they are.

    found has one row a take, without what was dismissed. A row of a take that is found again keeps what a person wrote
    into it, takes the time and further codes, and is open; an open one that is not found any more is done where
    is_settled says that its take was heard now, or stands no longer. order are the paragraphs in script order.
    """
    by_take = {row.take: row for row in found}
    kept: list[Pickup] = []
    told: set[str] = set()
    for row in known:
        again = by_take.get(row.take) if row.take and row.state is not PickupState.DISMISSED else None
        if again is not None and {*_codes(row)} & {*_codes(again)}:
            kept.append(_refreshed(row, again))
            told.add(row.take)
        else:
            is_done = row.take and row.state is PickupState.OPEN and is_settled(row.take)
            kept.append(replace(row, state=PickupState.DONE) if is_done else row)
    return merge_pickups(kept, [row for row in found if row.take not in told], order=order)


def count_retakes(index: TakeIndex, take: Take) -> int:
    """Return how many takes of the same words listening has had recorded for the line of a take."""
    return sum(
        other.reason == Reason.LISTENING and (other.paragraph, other.line) == (take.paragraph, take.line)
        for other in index.by_key.get(take.key, ())
    )


def _refreshed(row: Pickup, found: Pickup) -> Pickup:
    kinds = dict.fromkeys((*_codes(row), *_codes(found)))
    return replace(row, chapter=found.chapter, time_s=found.time_s, kind=", ".join(kinds), state=PickupState.OPEN)


def _codes(row: Pickup) -> list[str]:
    return [code for code in row.kind.split(", ") if code]
