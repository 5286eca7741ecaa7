"""Calls -> slots: how many generations of a group run at a time, who waits, who is turned away."""

from __future__ import annotations

import asyncio
import heapq
from dataclasses import dataclass, field

from pipeline.emulator.catalogue import Group
from pipeline.emulator.options import Overflow

QUEUE_DELAY_S = 0.05
"""What waiting in the queue adds, by the models page of the docs."""


@dataclass(slots=True, kw_only=True)
class Lane:
    """One concurrency group: what is in flight and what was the most; `open` counts those that wait as well."""

    in_flight: int = 0
    peak: int = 0
    open: int = 0
    open_peak: int = 0
    rejected: int = 0
    waiting: list[tuple[int, int, asyncio.Future[None]]] = field(default_factory=list)


class Slots:
    """The slots of a workspace, one lane per group."""

    def __init__(self) -> None:
        self.lanes = {group: Lane() for group in Group}
        self._arrivals = 0

    async def take(self, group: Group, cap: int, *, overflow: Overflow, priority: int) -> bool:
        """Return True with a slot taken, at once or after waiting; False where the caller is turned away."""
        lane = self.lanes[group]
        if lane.in_flight >= cap and overflow is Overflow.REJECT:
            lane.rejected += 1
            return False
        lane.open += 1
        lane.open_peak = max(lane.open_peak, lane.open)
        if lane.in_flight >= cap or lane.waiting:
            await self._wait(lane, priority)
            self.wake(group, cap)
        else:
            self._count(lane)
        return True

    def give_back(self, group: Group, cap: int) -> None:
        """End a generation and let the next one begin."""
        lane = self.lanes[group]
        lane.in_flight -= 1
        lane.open -= 1
        self.wake(group, cap)

    def wake(self, group: Group, cap: int) -> None:
        """Let those begin who wait, as long as there is room: first by priority, then as they came."""
        lane = self.lanes[group]
        while lane.waiting and lane.in_flight < cap:
            _, _, turn = heapq.heappop(lane.waiting)
            if not turn.done():
                self._count(lane)
                turn.set_result(None)

    async def _wait(self, lane: Lane, priority: int) -> None:
        self._arrivals += 1
        turn = asyncio.get_running_loop().create_future()
        heapq.heappush(lane.waiting, (-priority, self._arrivals, turn))
        await turn
        await asyncio.sleep(QUEUE_DELAY_S)

    def _count(self, lane: Lane) -> None:
        lane.in_flight += 1
        lane.peak = max(lane.peak, lane.in_flight)
