"""Lines of the journal -> where each take and choice of them stands, and an index that reads them when they are asked.

A long book's journal is tens of megabytes, most of it times of words. What a plan asks of most takes is that they are
there; so the journal is folded once into places, the places are kept, and only new lines are folded again.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, TypeAlias, TypeVar, overload

from pipeline.model import ChosenTakes, Take, Timing
from pipeline.recording.records import Event, TakeIndex, fingerprint_choice, keep_later, unreadable
from pipeline.recording.rows import Row, value_of

V = TypeVar("V")

Place: TypeAlias = tuple[int, int, int]
"""Number of a line, from 1; where it begins and ends in the file, in bytes."""
ReadPlace: TypeAlias = Callable[[Place], bytes]
"""The bytes of a line, without its line feed."""


@dataclass(slots=True, kw_only=True)
class JournalFold:
    """What the lines of a journal come to, by places; it grows with each line."""

    lines: int = 0
    size: int = 0
    """Bytes of the lines folded."""
    takes: dict[str, Place] = field(default_factory=dict)
    keys: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Key and time of each take, by its id."""
    choices: dict[str, tuple[str, Place]] = field(default_factory=dict)
    """The latest choice for each paragraph, and its time."""
    refusals: dict[str, tuple[str, bool]] = field(default_factory=dict)
    """Of each take that was refused or chosen the time of the latest decision, and whether it was refused."""
    latest: str = ""
    """The latest time of any line: what a line from before decisions had a time counts with."""
    ever_chosen: dict[str, None] = field(default_factory=dict)
    noted: dict[str, str] = field(default_factory=dict)
    """The fingerprint of the latest choice for each paragraph."""

    def add(self, lines: Iterable[bytes]) -> None:
        """Fold the next lines of the journal. Raises TakesError naming the line that is none of ours."""
        for line in lines:
            self.lines += 1
            place = (self.lines, self.size, self.size + len(line))
            self.size += len(line) + 1
            try:
                self._add(json.loads(line), place)
            except (KeyError, TypeError, ValueError) as error:
                raise unreadable(self.lines, error) from error

    def copy(self) -> JournalFold:
        """Return a fold of the same lines that grows by itself."""
        return dataclasses.replace(
            self,
            takes=self.takes.copy(),
            keys=self.keys.copy(),
            choices=self.choices.copy(),
            refusals=self.refusals.copy(),
            ever_chosen=self.ever_chosen.copy(),
            noted=self.noted.copy(),
        )

    def _add(self, row: Mapping[str, Any], place: Place) -> None:
        match Event(row["event"]):
            case Event.TAKE:
                self.takes[row["id"]] = place
                self.keys[row["id"]] = (row["key"], row["recorded_at"])
                self.latest = max(self.latest, row["recorded_at"])
            case Event.CHOOSE:
                ids = [entry["take"] for entry in row["takes"]]
                at = self._time_of(row)
                keep_later(self.choices, row["paragraph"], (at, place))
                if self.choices[row["paragraph"]] == (at, place):
                    self.noted[row["paragraph"]] = _fingerprint(row)
                self.ever_chosen.update(dict.fromkeys(ids))
                for name in ids:
                    keep_later(self.refusals, name, (at, False))
            case Event.REJECT:
                keep_later(self.refusals, row["take"], (self._time_of(row), True))

    def _time_of(self, decision: Mapping[str, Any]) -> str:
        told = str(decision.get("at", ""))
        self.latest = max(self.latest, told)
        return told or self.latest


def format_fold(folded: JournalFold) -> str:
    """Return the text that a fold is kept in; `parse_fold` gives back an equal one."""
    content = {
        "lines": folded.lines,
        "size": folded.size,
        "takes": folded.takes,
        "keys": folded.keys,
        "choices": folded.choices,
        "refusals": folded.refusals,
        "latest": folded.latest,
        "ever_chosen": list(folded.ever_chosen),
        "noted": folded.noted,
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def parse_fold(text: str) -> JournalFold | None:
    """Return the fold that was kept, or None where the text is none of ours."""
    try:
        content = json.loads(text)
        return JournalFold(
            lines=content["lines"],
            size=content["size"],
            takes={name: _place(place) for name, place in content["takes"].items()},
            keys={name: (key, at) for name, (key, at) in content["keys"].items()},
            choices={name: (at, _place(place)) for name, (at, place) in content["choices"].items()},
            refusals={name: (at, is_refused) for name, (at, is_refused) in content["refusals"].items()},
            latest=content["latest"],
            ever_chosen=dict.fromkeys(content["ever_chosen"]),
            noted=dict(content["noted"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def index_of(folded: JournalFold, read: ReadPlace) -> TakeIndex:
    """Return the index of a journal, equal to what `fold_journal` makes of its lines.

    A take is read when it is asked for, which raises TakesError where its line is none of ours.
    """
    takes: Mapping[str, Take] = _Stored(folded.takes, lambda place: _read_take(place, read))
    groups: dict[str, list[str]] = {}
    for name, (key, _) in sorted(folded.keys.items(), key=lambda item: (item[1][1], item[0])):
        groups.setdefault(key, []).append(name)
    return TakeIndex(
        takes=takes,
        by_key=_Stored(groups, lambda names: tuple(takes[name] for name in names)),
        rejected=frozenset(name for name, (_, is_refused) in folded.refusals.items() if is_refused),
        choices=_Stored(folded.choices, lambda told: _value(ChosenTakes, _row(told[1], read), told[1])),
        ever_chosen=frozenset(folded.ever_chosen),
        noted=MappingProxyType(folded.noted),
    )


class StoredTimings(Sequence[Timing]):
    """The times of a take, read from the journal when they are asked for: of a long book they would fill the memory."""

    def __init__(self, place: Place, read: ReadPlace, count: int) -> None:
        self._place, self._read, self._count = place, read, count

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, at: int) -> Timing: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Timing, ...]: ...
    def __getitem__(self, at: int | slice) -> Timing | tuple[Timing, ...]:
        return self._load()[at]

    def __iter__(self) -> Iterator[Timing]:
        return iter(self._load())

    def __eq__(self, other: object) -> bool:
        return self._load() == (tuple(other) if isinstance(other, StoredTimings) else other)

    def __hash__(self) -> int:
        return hash(self._load())

    def __repr__(self) -> str:
        return repr(self._load())

    def _load(self) -> tuple[Timing, ...]:
        rows = _row(self._place, self._read).get("timings", [])
        if not isinstance(rows, list):
            raise unreadable(self._place[0], ValueError("timings are a list"))
        return tuple(_value(Timing, row, self._place) for row in rows)


class _Stored(Mapping[str, V]):
    """Values that are made when they are first asked for."""

    def __init__(self, sources: Mapping[str, Any], make: Callable[[Any], V]) -> None:
        self._sources, self._make = sources, make
        self._made: dict[str, V] = {}

    def __getitem__(self, name: str) -> V:
        if name not in self._made:
            self._made[name] = self._make(self._sources[name])
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in self._sources

    def __iter__(self) -> Iterator[str]:
        return iter(self._sources)

    def __len__(self) -> int:
        return len(self._sources)


def _read_take(place: Place, read: ReadPlace) -> Take:
    row = _row(place, read)
    timings = row.pop("timings", [])
    take = _value(Take, row, place)
    if not timings:
        return take
    try:
        until_s = max(float(timing["end_s"]) for timing in timings)
    except (KeyError, TypeError, ValueError) as error:
        raise unreadable(place[0], error) from error
    return dataclasses.replace(take, timings=StoredTimings(place, read, len(timings)), timed_until_s=until_s)


def _row(place: Place, read: ReadPlace) -> dict[str, Any]:
    try:
        return _as_object(json.loads(read(place)))
    except ValueError as error:
        raise unreadable(place[0], error) from error


def _as_object(row: dict[str, Any]) -> dict[str, Any]:
    return row


def _value(kind: type[V], row: Row, place: Place) -> V:
    try:
        return value_of(kind, row)
    except ValueError as error:
        raise unreadable(place[0], error) from error


def _fingerprint(choice: Mapping[str, Any]) -> str:
    takes = ((entry["take"], entry["key"], entry["object"]) for entry in choice["takes"])
    return fingerprint_choice(choice["source_key"], takes, is_locked=choice.get("is_locked", False))


def _place(row: Sequence[int]) -> Place:
    number, begin, end = row
    return number, begin, end
