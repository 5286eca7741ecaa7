"""The lines of a chapter -> stretches to record, and the lanes they are cut into.

A stretch is a run of lines to record with nothing recorded between them; what is recorded before it needs no waiting. A
lane is a part of a stretch that is recorded in its order, one line at a time; lanes run side by side.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise

CALL_S = 0.7
CHARACTERS_PER_SECOND = 60.0
"""What a call and a character of it are expected to take. Our assumption, no figure of the service: only the proportion
of lines to each other matters, and the schedule measures the pace as it goes."""


def expected_service_s(characters: int) -> float:
    """Return how long the service is expected to take for a line of so many characters, in seconds."""
    return CALL_S + characters / CHARACTERS_PER_SECOND


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduledLine:
    """A line of a chapter, as far as its place in the schedule goes."""

    id: str
    """Unique in the schedule."""
    chapter: str
    expected_s: float
    """See expected_service_s; above 0."""
    group: str = ""
    """The group of models whose cap it counts for."""
    follows_scene_break: bool = False
    is_recorded: bool = False
    """Whether its take stands: nothing to record, and its neighbours need not wait for it."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive lines of a chapter that are all to be recorded."""

    lines: tuple[ScheduledLine, ...]
    scenes: tuple[int, ...]
    """Where its scenes begin; 0 is one of them."""
    sums_s: tuple[float, ...]
    """Expected seconds before each line, and of all."""

    def expected_s(self, start: int, stop: int) -> float:
        """Return the expected seconds of lines[start:stop]."""
        return self.sums_s[stop] - self.sums_s[start]


@dataclass(slots=True, eq=False)
class Lane:
    """lines[start:stop] of a stretch, recorded up to `at`; changes as its lines are recorded."""

    stretch: Stretch
    start: int
    stop: int
    at: int
    is_open: bool = False
    """Whether its first line has been started."""
    is_in_flight: bool = False
    idle_since_s: float = 0.0
    """When the line before `at` was finished."""
    retry_at_s: float | None = None
    """When the line at `at`, which failed, may be sent again."""

    def is_ready(self, now_s: float) -> bool:
        """Return whether its next line may start at now_s."""
        return not self.is_in_flight and (self.retry_at_s is None or self.retry_at_s <= now_s)

    @property
    def head(self) -> ScheduledLine:
        """The line that is in flight or comes next."""
        return self.stretch.lines[self.at]

    @property
    def remaining_s(self) -> float:
        """Expected seconds of what is not recorded."""
        return self.stretch.expected_s(self.at, self.stop)

    def scene_starts(self) -> tuple[int, ...]:
        """Where its remaining scenes begin: `at`, and each scene break after it."""
        scenes = self.stretch.scenes
        return (self.at, *scenes[bisect_right(scenes, self.at) : bisect_left(scenes, self.stop)])

    def scenes_s(self) -> tuple[float, ...]:
        """Expected seconds of its remaining scenes."""
        return tuple(self.stretch.expected_s(*borders) for borders in pairwise((*self.scene_starts(), self.stop)))


def find_stretches(lines: Iterable[ScheduledLine]) -> tuple[Stretch, ...]:
    """Return the stretches of the lines (chapter by chapter, in reading order)."""
    runs = groupby(lines, key=lambda line: (line.chapter, line.is_recorded))
    return tuple(_stretch(tuple(run)) for (_, is_recorded), run in runs if not is_recorded)


def _stretch(lines: tuple[ScheduledLine, ...]) -> Stretch:
    scenes = (0, *(place for place, line in enumerate(lines) if place and line.follows_scene_break))
    sums_s = tuple(accumulate((line.expected_s for line in lines), initial=0.0))
    return Stretch(lines, scenes, sums_s)


def join_lanes(lanes: Iterable[Lane]) -> list[Lane]:
    """Return lanes in reading order with each that is not open given back to the lane before it in its stretch."""
    joined: list[Lane] = []
    for lane in lanes:
        if joined and joined[-1].stretch is lane.stretch and not lane.is_open:
            joined[-1].stop = lane.stop
        else:
            joined.append(lane)
    return joined


def cut_lane(lane: Lane, longest_s: float) -> tuple[Lane, ...]:
    """Return the lane, shortened, and the fewest lanes after it that keep all to longest_s if scene breaks allow."""
    starts = lane.scene_starts()
    cuts = [starts[place] for place in choose_cuts(lane.scenes_s(), longest_s)]
    later = [Lane(lane.stretch, start, stop, start) for start, stop in pairwise((*cuts, lane.stop))]
    if cuts:
        lane.stop = cuts[0]
    return (lane, *later)


def choose_cuts(scenes_s: Sequence[float], longest_s: float) -> tuple[int, ...]:
    """Return before which scenes to cut so that no part is longer than longest_s, with the fewest cuts.

    Among those, the longest part is as short as it can be. A scene that is longer by itself is a part of its own.
    """
    fewest = _cuts_from_the_front(scenes_s, longest_s)
    if not fewest:
        return ()
    totals = (0.0, *accumulate(scenes_s))
    lengths = sorted({stop - start for place, start in enumerate(totals) for stop in totals[place + 1 :]})
    # Shorter parts never need fewer cuts, so the shortest length that needs no more is found by halving.
    enough = bisect_left(lengths, 1, key=lambda length: len(_cuts_from_the_front(scenes_s, length)) <= len(fewest))
    return _cuts_from_the_front(scenes_s, min(lengths[enough], longest_s))


def _cuts_from_the_front(scenes_s: Sequence[float], longest_s: float) -> tuple[int, ...]:
    """The fewest cuts: each part takes as many scenes as fit. A hair is allowed for sums that were rounded."""
    limit_s = longest_s * (1 + 1e-9)
    cuts: list[int] = []
    part_s = 0.0
    for place, scene_s in enumerate(scenes_s):
        if place and part_s + scene_s > limit_s:
            cuts.append(place)
            part_s = 0.0
        part_s += scene_s
    return tuple(cuts)
