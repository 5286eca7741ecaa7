"""Lines to record, and what came of each call -> which lines to send now, and whether the run goes on.

It joins the schedule, the cap of every group of models, the breaker and the retry policy. No clock, no chance inside:
times are the caller's, in seconds, and never go back; so is the jitter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pipeline.model import FailureClass
from pipeline.recording.concurrency import Breaker, Concurrency
from pipeline.recording.lanes import ScheduledLine
from pipeline.recording.retry import RETRY_RULES, retry_delay
from pipeline.recording.schedule import Schedule

LONGEST_WAIT_FOR_A_SLOT_S = 900.0
"""How long a line is refused a slot before it is given up: others hold the account's calls. Our decision."""

_BREAKING = frozenset({FailureClass.SERVER, FailureClass.THROTTLE_BUSY})
_REFUSING = frozenset({FailureClass.THROTTLE_CONCURRENCY, FailureClass.THROTTLE_RATE})


class RecordingRun:
    """One run over the lines of a book; it changes as calls come back."""

    def __init__(self, lines: Iterable[ScheduledLine], *, most_in_flight: int) -> None:
        """Take the lines of all chapters, chapter by chapter in reading order, the recorded ones among them.

        most_in_flight is how many calls of one group the producer allows. Raises ValueError as `Schedule` does.
        """
        lines = tuple(lines)
        self._schedule = Schedule(lines)
        self._groups = {line.id: line.group for line in lines}
        self._caps = {group: Concurrency.begin(most_in_flight) for group in self._groups.values()}
        self._breaker = Breaker()
        self._failures: Counter[tuple[str, FailureClass]] = Counter()
        self._refused_since_s: dict[str, float] = {}
        self._is_stopped = False

    @property
    def in_flight(self) -> tuple[str, ...]:
        """The ids of the lines that were started and have not come back."""
        return self._schedule.in_flight

    @property
    def is_stopped(self) -> bool:
        """Whether nothing is started any more."""
        return self._is_stopped

    @property
    def is_done(self) -> bool:
        """Whether nothing is in flight and nothing will be started."""
        return self._schedule.is_done or (self._is_stopped and not self._schedule.in_flight)

    @property
    def weak_seams(self) -> tuple[str, ...]:
        """The ids of the lines that began a lane before the line before them was recorded."""
        return self._schedule.weak_seams

    def next_lines(self, now_s: float) -> tuple[ScheduledLine, ...]:
        """Return the lines to start now, perhaps none; they count as in flight from here on."""
        if self._is_stopped:
            return ()
        return self._schedule.next_lines(now_s, caps=self._caps, most=self._breaker.most_in_flight(now_s))

    def wakes_at_s(self, now_s: float) -> float | None:
        """Return when there may be something to start though no call comes back; None where only a call helps."""
        times = (self._schedule.wakes_at_s(), self._breaker.resting_until_s)
        return min((at_s for at_s in times if at_s is not None and at_s > now_s), default=None)

    def stop(self) -> None:
        """Start nothing from here on; what is in flight may come back."""
        self._is_stopped = True

    def delivered(self, line: str, *, now_s: float, maximum: int | None = None) -> None:
        """Take note that a line is recorded: its answer was read to the end, and its take is durable."""
        self._caps[self._groups[line]] = self._caps[self._groups[line]].succeeded(maximum=maximum)
        self._breaker = self._breaker.succeeded(now_s)
        self._schedule.finished(line, now_s=now_s)

    def found(self, line: str, *, now_s: float) -> None:
        """Take note that a line is recorded without a call: its answer was in the history."""
        self._schedule.finished(line, now_s=now_s)

    def failed(
        self,
        line: str,
        failure: FailureClass,
        *,
        sent_at_s: float,
        now_s: float,
        jitter: float,
        retry_after_s: float | None = None,
        maximum: int | None = None,
    ) -> bool:
        """Return whether a line whose call failed will be sent again; if not, it is given up, or the run stops."""
        self._hear(line, failure, sent_at_s=sent_at_s, now_s=now_s, maximum=maximum)
        if RETRY_RULES[failure].stops_run:
            self.stop()
        self._failures[line, failure] += 1
        delay_s = retry_delay(failure, self._failures[line, failure], jitter=jitter, retry_after_s=retry_after_s)
        if delay_s is None or self._waits_too_long(line, failure, now_s):
            self._schedule.gave_up(line, now_s=now_s)
            return False
        self._schedule.failed(line, retry_at_s=now_s + delay_s)
        return True

    def postponed(self, line: str, *, until_s: float) -> None:
        """Take note that nothing was sent for a line yet, and when to come back to it."""
        self._schedule.failed(line, retry_at_s=until_s)

    def gave_up(self, line: str, *, now_s: float) -> None:
        """Take note that a line cannot be recorded in this run."""
        self._schedule.gave_up(line, now_s=now_s)

    def failures(self, line: str, failure: FailureClass) -> int:
        """Return how often calls for a line have failed so."""
        return self._failures[line, failure]

    def _hear(self, line: str, failure: FailureClass, *, sent_at_s: float, now_s: float, maximum: int | None) -> None:
        """Let cap and breaker know; only a refusal for want of a slot says that the cap was too high."""
        group = self._groups[line]
        if failure is FailureClass.THROTTLE_CONCURRENCY:
            self._caps[group] = self._caps[group].throttled(sent_at_s=sent_at_s, now_s=now_s, maximum=maximum)
        if failure in _BREAKING:
            self._breaker = self._breaker.failed(now_s)
        if failure not in _REFUSING:
            self._refused_since_s.pop(line, None)

    def _waits_too_long(self, line: str, failure: FailureClass, now_s: float) -> bool:
        if failure not in _REFUSING:
            return False
        return now_s - self._refused_since_s.setdefault(line, now_s) > LONGEST_WAIT_FOR_A_SLOT_S
