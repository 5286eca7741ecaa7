"""Takes and choices <-> lines of the journal.

The journal is JSON Lines, append-only. Three events: `take` (a recording, whole), `choose` (the takes that stand for
a paragraph, whole, so that takes.lock can be rebuilt from the last of each) and `reject` (a person refused a take).
A field at its default is left out, so that a journal written by an older Declaim reads the same.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from pipeline.errors import TakesError
from pipeline.model import ChosenTakes, Take
from pipeline.recording.rows import Row, row_of, value_of

V = TypeVar("V")

FINGERPRINT_BYTES = 12
"""Of a choice among those for one paragraph."""


class Event(StrEnum):
    """What a line of the journal tells."""

    TAKE = "take"
    CHOOSE = "choose"
    REJECT = "reject"


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeIndex:
    """The journal, folded: what was recorded, what was refused, what was chosen last."""

    takes: Mapping[str, Take]
    """By id."""
    by_key: Mapping[str, tuple[Take, ...]]
    """Takes by the key they were made for, oldest first."""
    rejected: frozenset[str]
    """Ids of takes that a person refused and has not chosen since."""
    choices: Mapping[str, ChosenTakes]
    """The last choice for each paragraph."""
    noted: Mapping[str, str]
    """The fingerprint of the last choice for each paragraph (`fingerprint_choice`)."""
    ever_chosen: frozenset[str]
    """Ids that any choice has ever named."""

    def is_passing(self, take: Take) -> bool:
        """Return whether a take may count without a person's choice: nothing found, not refused."""
        return not take.findings and take.id not in self.rejected


def take_line(take: Take) -> str:
    """Return the journal's line for a recording; `fold_journal` gives back an equal take."""
    return _line(Event.TAKE, row_of(take))


def choose_line(chosen: ChosenTakes, *, at: str = "") -> str:
    """Return the journal's line for a choice that was made at that time (ISO 8601, UTC)."""
    return _line(Event.CHOOSE, {**row_of(chosen), **_when(at)})


def reject_line(take_id: str, *, at: str = "") -> str:
    """Return the journal's line for a refusal at that time (ISO 8601, UTC)."""
    return _line(Event.REJECT, {"take": take_id, **_when(at)})


def fingerprint_choice(source_key: str, takes: Iterable[tuple[str, str, str]], *, is_locked: bool) -> str:
    """Return what tells a choice for a paragraph from another, of its takes by (take, key, object).

    A long book has ten thousand choices; to compare them by what they hold would read each from the journal.
    """
    parts = (source_key, str(is_locked), *(part for take in takes for part in take))
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=FINGERPRINT_BYTES).hexdigest()


def fingerprint_of(chosen: ChosenTakes) -> str:
    """Return the fingerprint of a choice."""
    takes = ((entry.take, entry.key, entry.object) for entry in chosen.takes)
    return fingerprint_choice(chosen.source_key, takes, is_locked=chosen.is_locked)


def fold_journal(lines: Iterable[str]) -> TakeIndex:
    """Return what the lines of a journal come to. Raises TakesError naming the line that is none of ours.

    Of two decisions the later one counts, whatever the order of the lines: a shelf gives other machines' lines back in
    any order. A line from before decisions had a time counts with the latest line before it.
    """
    takes: dict[str, Take] = {}
    choices: dict[str, tuple[str, ChosenTakes]] = {}
    refusals: dict[str, tuple[str, bool]] = {}
    ever_chosen: set[str] = set()
    latest = ""
    for number, line in enumerate(lines, start=1):
        told, entry = _parse(line, number)
        latest = max(latest, told)
        at = told or latest
        match entry:
            case Take() as take:
                takes[take.id] = take
            case ChosenTakes() as chosen:
                ids = {each.take for each in chosen.takes}
                ever_chosen |= ids
                keep_later(choices, chosen.paragraph, (at, chosen))
                for take_id in ids:
                    keep_later(refusals, take_id, (at, False))
            case str() as take_id:
                keep_later(refusals, take_id, (at, True))
    return TakeIndex(
        takes=MappingProxyType(takes),
        by_key=MappingProxyType(_by_key(takes.values())),
        rejected=frozenset(take_id for take_id, (_, is_refused) in refusals.items() if is_refused),
        choices=MappingProxyType({paragraph: chosen for paragraph, (_, chosen) in choices.items()}),
        noted=MappingProxyType({paragraph: fingerprint_of(chosen) for paragraph, (_, chosen) in choices.items()}),
        ever_chosen=frozenset(ever_chosen),
    )


def unreadable(number: int, error: Exception) -> TakesError:
    """Return the error for a line of the journal that is none of ours."""
    return TakesError(
        f"takes/journal.jsonl, line {number}: not a record of ours ({error!r}); restore the file from a copy of "
        "the take store, or take the line out if you know what it was"
    )


def keep_later(known: dict[str, tuple[str, V]], name: str, new: tuple[str, V]) -> None:
    """Keep a decision unless a later one is known; of two at the same time the later line."""
    if name not in known or known[name][0] <= new[0]:
        known[name] = new


def _parse(line: str, number: int) -> tuple[str, Take | ChosenTakes | str]:
    """Return a take, a choice, or the id of a take that was refused, each with its time, if it has one."""
    try:
        row = json.loads(line)
        match Event(row["event"]):
            case Event.TAKE:
                take = value_of(Take, row)
                return take.recorded_at, take
            case Event.CHOOSE:
                return str(row.get("at", "")), value_of(ChosenTakes, row)
            case Event.REJECT:
                return str(row.get("at", "")), str(row["take"])
    except (KeyError, TypeError, ValueError) as error:
        raise unreadable(number, error) from error


def _by_key(takes: Iterable[Take]) -> dict[str, tuple[Take, ...]]:
    """Group by key; the oldest first whatever the order of the lines, so that two merged journals are one."""
    groups: dict[str, list[Take]] = {}
    for take in sorted(takes, key=lambda take: (take.recorded_at, take.id)):
        groups.setdefault(take.key, []).append(take)
    return {key: tuple(group) for key, group in groups.items()}


def _when(at: str) -> Row:
    return {"at": at} if at else {}


def _line(event: Event, row: Row) -> str:
    return json.dumps({"event": event, **row}, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
