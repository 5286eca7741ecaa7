"""The plan and the journal -> takes that were made beside other neighbours than stand there now.

No take is wrong for that, and none is recorded again unasked: re-stitching is a choice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from pipeline.model import Line, Take
from pipeline.recording.plan import Plan, PlannedParagraph
from pipeline.recording.provenance import RecordedSide, hash_text, recall_sides, request_id_of
from pipeline.recording.records import TakeIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedNeighbour:
    """A take that stands, and the line beside it that another take or text stands for now."""

    paragraph: str
    line: int
    take: str
    neighbour: str
    """The paragraph of the line beside it."""
    side: str
    """`before` or `after`."""


@dataclass(frozen=True, slots=True)
class _Heard:
    line: Line
    take: Take | None
    is_locked: bool


def find_changed_neighbours(plan: Plan, index: TakeIndex, *, engines: Collection[str]) -> tuple[ChangedNeighbour, ...]:
    """Return every take that stands, is not locked, and whose nearest neighbour has changed, in script order.

    engines are those that condition on neighbours; no take is looked up for a line of another. A take beside a line
    that is still to be recorded is not among them.
    """
    chapters = groupby(plan.paragraphs, key=lambda paragraph: paragraph.lines.chapter)
    return tuple(found for _, chapter in chapters for found in _in_chapter([*_heard(chapter, index, engines)]))


def beside(changed: Iterable[ChangedNeighbour], paragraphs: Collection[str] | None) -> frozenset[str]:
    """Return the paragraphs of the takes whose changed neighbour is one of these; of all where paragraphs is None."""
    return frozenset(each.paragraph for each in changed if paragraphs is None or each.neighbour in paragraphs)


def _heard(paragraphs: Iterable[PlannedParagraph], index: TakeIndex, engines: Collection[str]) -> Iterator[_Heard]:
    for planned in paragraphs:
        for place, line in enumerate(planned.lines.lines):
            entry = planned.entry_of(place) if line.voice.engine in engines else None
            yield _Heard(line, index.takes.get(entry.take) if entry else None, planned.is_locked)


def _in_chapter(heard: Sequence[_Heard]) -> Iterator[ChangedNeighbour]:
    for place, each in enumerate(heard):
        if each.take is None or each.is_locked:
            continue
        before, after = recall_sides(each.take)
        if place > 0 and _is_other(before, heard[place - 1]):
            yield _changed(each, each.take, heard[place - 1], "before")
        if place + 1 < len(heard) and _is_other(after, heard[place + 1]):
            yield _changed(each, each.take, heard[place + 1], "after")


def _is_other(recorded: RecordedSide, neighbour: _Heard) -> bool:
    if neighbour.take is None:
        return False
    if recorded.request_id:
        return request_id_of(neighbour.take) != recorded.request_id
    # A take that stands although it would be read otherwise now is what is heard, and so no change.
    said = {hash_text(neighbour.line.spoken.text), hash_text(neighbour.take.spoken.text)}
    return bool(recorded.text_sha256) and recorded.text_sha256 not in said


def _changed(each: _Heard, take: Take, neighbour: _Heard, side: str) -> ChangedNeighbour:
    return ChangedNeighbour(
        paragraph=each.line.paragraph,
        line=each.line.number,
        take=take.id,
        neighbour=neighbour.line.paragraph,
        side=side,
    )
