"""Functions that wait for the network -> their results, in the order in which they come back.

A thread a call: a call lasts seconds, and as many run as the service allows. The threads are daemons, so that a run
that is told to end at once need not wait for answers; what those calls bought is found again by the next run.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(slots=True)
class _Outcome(Generic[T]):
    """What a function returned or raised; as a context it holds what is raised inside, for another thread to raise."""

    values: tuple[T, ...] = ()
    error: BaseException | None = None

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> bool:
        self.error = error
        return True


class Callers(Generic[T]):
    """The calls that are under way."""

    def __init__(self) -> None:
        self._back: queue.SimpleQueue[_Outcome[T]] = queue.SimpleQueue()
        self._error: BaseException | None = None

    def start(self, function: Callable[[], T]) -> None:
        """Run a function in a thread of its own."""
        threading.Thread(target=self._run, args=(function,), daemon=True).start()

    def wait(self, timeout_s: float) -> tuple[T, ...]:
        """Return the results of all that came back, at least one if one comes in time.

        What a function raised is raised here, but only once the results that came with it have been returned: they
        may have cost money.
        """
        if self._error is not None:
            raise self._error
        outcomes: list[_Outcome[T]] = []
        try:
            outcomes.append(self._back.get(timeout=max(timeout_s, 0.0)))
            while True:
                outcomes.append(self._back.get_nowait())
        except queue.Empty:
            pass
        self._error = next((outcome.error for outcome in outcomes if outcome.error is not None), None)
        values = tuple(value for outcome in outcomes for value in outcome.values)
        if self._error is not None and not values:
            raise self._error
        return values

    def _run(self, function: Callable[[], T]) -> None:
        outcome: _Outcome[T] = _Outcome()
        with outcome:
            outcome.values = (function(),)
        self._back.put(outcome)
