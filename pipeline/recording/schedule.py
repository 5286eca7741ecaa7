"""Lines of chapters, and what finished and failed when -> which lines may start now.

Chapters run side by side, the lines of each in their order, because a line can only be stitched to a neighbour that is
finished. Recording all of it cannot take less than the whole divided by the cap, nor less than its longest scene; the
schedule comes close to the larger of both with as few weak seams as that takes:

- A slot that comes free continues an open chapter, the one that waits longest; it opens the longest of the others when
  none waits. A lane that could not end in time if it waited any longer goes first. Since lanes take turns line by line,
  seven equal chapters end together on five slots, and nothing is cut for it.
- A chapter is cut into lanes, at scene breaks only, where it would otherwise end later than the rest could by more than
  SEAM_WORTH of the whole, and then into the fewest lanes. A cut is real only once the first line of its lane has
  started: until then lanes are laid anew when the cap changes and as the work shrinks, since estimates err.

No clock inside: times are the caller's, in seconds, and never go back.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipeline.recording.concurrency import Concurrency
from pipeline.recording.lanes import Lane, ScheduledLine, cut_lane, find_stretches, join_lanes

SEAM_WORTH = 0.01
"""The part of the whole that a cut must save; the estimates cannot tell less."""
LAID_FOR = 0.95
"""Lanes are laid anew when this part of what remained then remains."""
URGENT_TURNS = 2.0
"""A lane is urgent when it cannot wait for this many of the longest lines."""


class Schedule:
    """What is to be recorded, what is in flight and what may start; it changes as the run goes on.

    Of a lane one line at a time is in flight: the next waits until `finished` says that this one was fully read and
    passed its check.
    """

    def __init__(self, lines: Iterable[ScheduledLine]) -> None:
        """Take the lines of all chapters, chapter by chapter in reading order, the recorded ones among them.

        Raises ValueError if an id is there twice or a line is expected to take no time.
        """
        self._lanes = [Lane(stretch, 0, len(stretch.lines), 0) for stretch in find_stretches(lines)]
        """All that are not finished, in reading order."""
        every = [line for lane in self._lanes for line in lane.stretch.lines]
        if len({line.id for line in every}) < len(every) or any(line.expected_s <= 0 for line in every):
            raise ValueError("a line is scheduled twice, or is expected to take no time")
        self._urgent_s = URGENT_TURNS * max((line.expected_s for line in every), default=0.0)
        self._remaining_s: dict[str, float] = defaultdict(float)
        for line in every:
            self._remaining_s[line.group] += line.expected_s
        self._open: list[Lane] = []
        self._unopened: list[Lane] = []
        """Longest first."""
        self._in_flight: dict[str, tuple[Lane, float]] = {}
        self._calls = Counter[str]()
        self._finished: set[str] = set()
        self._weak: set[str] = set()
        self._pace = _Pace()
        self._begun_s: float | None = None
        self._laid_for: Mapping[str, int] = {}
        self._laid_at_s = 0.0

    @property
    def in_flight(self) -> tuple[str, ...]:
        """The ids of the lines that were started and have neither finished nor failed, in the order of their start."""
        return tuple(self._in_flight)

    @property
    def is_done(self) -> bool:
        """Whether every line is finished or given up."""
        return not self._lanes

    @property
    def remaining_s(self) -> float:
        """Seconds of service still expected, at the pace measured so far; over the cap it is the time that is left."""
        return sum(self._remaining_s.values()) * self._pace.factor

    @property
    def weak_seams(self) -> tuple[str, ...]:
        """The ids of the lane heads that were started before the line before them was finished, sorted."""
        return tuple(sorted(self._weak))

    def wakes_at_s(self) -> float | None:
        """Return when the first of the lines that failed may be sent again; None where none waits for a time."""
        waiting = (lane.retry_at_s for lane in self._open if not lane.is_in_flight)
        return min((retry_at_s for retry_at_s in waiting if retry_at_s is not None), default=None)

    def next_lines(
        self, now_s: float, *, caps: Mapping[str, Concurrency], most: int | None = None
    ) -> tuple[ScheduledLine, ...]:
        """Return the lines to start now, perhaps none; they count as in flight from here on.

        caps has the concurrency of every group of the lines; most is how many may be in flight in all groups together
        (the breaker's word), None without limit. It may be asked at any time.
        """
        if self._begun_s is None:
            self._begun_s = now_s
        if self._is_to_be_laid(caps):
            self._lay(now_s, caps)
        return self._fill(now_s, caps, _Room.left(caps, self._calls, most))

    def finished(self, line: str, *, now_s: float) -> None:
        """Take note that an answer was read to the end and passed its check. Raises ValueError if not in flight."""
        lane, started_s = self._land(line)
        self._pace.add(took_s=now_s - started_s, expected_s=lane.head.expected_s)
        self._finished.add(line)
        self._go_on(lane, now_s)

    def failed(self, line: str, *, retry_at_s: float) -> None:
        """Take note that a call failed; its lane waits with it until a time. Raises ValueError if not in flight."""
        lane, _ = self._land(line)
        lane.retry_at_s = retry_at_s

    def gave_up(self, line: str, *, now_s: float) -> None:
        """Take note that a line failed for good; its lane goes on without it. Raises ValueError if not in flight."""
        lane, _ = self._land(line)
        self._go_on(lane, now_s)

    def _land(self, line: str) -> tuple[Lane, float]:
        if line not in self._in_flight:
            raise ValueError(f"{line} is not in flight")
        lane, started_s = self._in_flight.pop(line)
        lane.is_in_flight = False
        self._calls[lane.head.group] -= 1
        return lane, started_s

    def _go_on(self, lane: Lane, now_s: float) -> None:
        """Move a lane to its next line; at its end it goes on into the lane after it, if that is not open."""
        self._remaining_s[lane.head.group] -= lane.head.expected_s
        lane.at += 1
        lane.idle_since_s = now_s
        if lane.at < lane.stop:
            return
        place = self._lanes.index(lane)
        self._lanes[place : place + 2] = join_lanes(self._lanes[place : place + 2])
        if lane.at < lane.stop:
            self._unopened = [other for other in self._unopened if other in self._lanes]
        else:
            self._lanes.remove(lane)
            self._open.remove(lane)

    def _is_to_be_laid(self, caps: Mapping[str, Concurrency]) -> bool:
        return self._laid_for != _planned(caps) or sum(self._remaining_s.values()) < self._laid_at_s * LAID_FOR

    def _lay(self, now_s: float, caps: Mapping[str, Concurrency]) -> None:
        """Give the lanes that are not open back, and cut those that would end too late."""
        lanes = join_lanes(self._lanes)
        longest_s = self._longest_lane_s(lanes, now_s, caps)
        self._lanes = [part for lane in lanes for part in _cut_if_longer(lane, longest_s)]
        unopened = [lane for lane in self._lanes if not lane.is_open]
        self._unopened = sorted(unopened, key=lambda lane: lane.remaining_s, reverse=True)
        self._laid_for, self._laid_at_s = _planned(caps), sum(self._remaining_s.values())

    def _longest_lane_s(self, lanes: Iterable[Lane], now_s: float, caps: Mapping[str, Concurrency]) -> float:
        """How many expected seconds a lane may hold to end with the rest, or too little later for a cut."""
        longest_scene_s = max((scene_s for lane in lanes for scene_s in lane.scenes_s()), default=0.0)
        rest_s = max(self._rest_s(caps), longest_scene_s)
        begun_s = now_s if self._begun_s is None else self._begun_s
        return rest_s + SEAM_WORTH * ((now_s - begun_s) / self._pace.factor + rest_s)

    def _rest_s(self, caps: Mapping[str, Concurrency]) -> float:
        """Expected seconds until all is recorded, if every slot were always taken."""
        return max((left_s / caps[group].planned for group, left_s in self._remaining_s.items()), default=0.0)

    def _fill(self, now_s: float, caps: Mapping[str, Concurrency], room: _Room) -> tuple[ScheduledLine, ...]:
        """Start lines while there is room."""
        rest_s = self._rest_s(caps)
        started = []
        while room.is_left and (lane := self._choose(now_s, rest_s, room)) is not None:
            started.append(self._start(lane, now_s))
            room.take(lane.head.group)
        return tuple(started)

    def _choose(self, now_s: float, rest_s: float, room: _Room) -> Lane | None:
        """The lane that goes on: an urgent one, else the open one that waits longest, else the longest new one."""
        ready = [lane for lane in self._open if lane.is_ready(now_s) and room.has(lane.head.group)]
        fresh = next((lane for lane in self._unopened if room.has(lane.head.group)), None)
        candidates = ready if fresh is None else [*ready, fresh]
        if not candidates:
            return None
        longest = max(candidates, key=lambda lane: lane.remaining_s)
        rest_s = max(rest_s, *(lane.remaining_s for lane in (*self._open, *self._unopened[:1])))
        if longest.remaining_s + self._urgent_s >= rest_s:
            return longest
        return min(ready, key=lambda lane: lane.idle_since_s, default=fresh)

    def _start(self, lane: Lane, now_s: float) -> ScheduledLine:
        line = lane.head
        if not lane.is_open:
            lane.is_open = True
            self._open.append(lane)
            self._unopened.remove(lane)
        lane.is_in_flight, lane.retry_at_s = True, None
        self._calls[line.group] += 1
        self._in_flight[line.id] = (lane, now_s)
        is_head = 0 < lane.at == lane.start
        if is_head and lane.stretch.lines[lane.at - 1].id not in self._finished:
            self._weak.add(line.id)
        else:
            self._weak.discard(line.id)
        return line


@dataclass(slots=True)
class _Pace:
    """How long calls took for each second that was expected."""

    took_s: float = 0.0
    expected_s: float = 0.0

    def add(self, *, took_s: float, expected_s: float) -> None:
        self.took_s += took_s
        self.expected_s += expected_s

    @property
    def factor(self) -> float:
        return self.took_s / self.expected_s if self.took_s > 0 else 1.0


@dataclass(slots=True)
class _Room:
    """How many more calls may be in flight, in each group and together."""

    groups: dict[str, int]
    together: float

    @classmethod
    def left(cls, caps: Mapping[str, Concurrency], calls: Counter[str], most: int | None) -> _Room:
        groups = {group: cap.allowed - calls[group] for group, cap in caps.items()}
        return cls(groups, math.inf if most is None else most - calls.total())

    @property
    def is_left(self) -> bool:
        return self.together > 0 and any(free > 0 for free in self.groups.values())

    def has(self, group: str) -> bool:
        return self.groups[group] > 0

    def take(self, group: str) -> None:
        self.groups[group] -= 1
        self.together -= 1


def _planned(caps: Mapping[str, Concurrency]) -> dict[str, int]:
    return {group: cap.planned for group, cap in caps.items()}


def _cut_if_longer(lane: Lane, longest_s: float) -> tuple[Lane, ...]:
    return cut_lane(lane, longest_s) if lane.remaining_s > longest_s else (lane,)
