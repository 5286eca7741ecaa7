"""How far a run is -> stderr: a bar with the time left on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO, TypeAlias

Advance: TypeAlias = Callable[[int], None]
"""Called with how much was done since the last call."""

LINE_EVERY_S = 10.0
LINE_EVERY_SHARE = 0.05


@contextmanager
def show_progress(title: str, total: int, *, stream: TextIO | None = None) -> Iterator[Advance]:
    """Show how much of a total (characters, frames, ...) is done, on stderr; nothing at all where it is 0."""
    stream = stream or sys.stderr
    if not total:
        yield lambda _: None
    elif stream.isatty():
        with _bar(title, total, stream) as advance:
            yield advance
    else:
        yield _Lines(title, total, stream, time.monotonic).advance


@contextmanager
def _bar(title: str, total: int, stream: TextIO) -> Iterator[Advance]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(compact=True),
    )
    with Progress(*columns, console=Console(file=stream)) as progress:
        task = progress.add_task(title, total=total)
        yield lambda amount: progress.update(task, advance=amount)


class _Lines:
    """A line every ten seconds at most, and only where a twentieth more is done."""

    def __init__(self, title: str, total: int, stream: TextIO, clock: Callable[[], float]) -> None:
        self._title = title
        self._total = total
        self._stream = stream
        self._clock = clock
        self._done = 0
        self._told = 0.0
        self._began_s = self._told_s = clock()

    def advance(self, amount: int) -> None:
        self._done += amount
        share, now_s = self._done / self._total, self._clock()
        is_due = share - self._told >= LINE_EVERY_SHARE and now_s - self._told_s >= LINE_EVERY_S
        if is_due or share >= 1.0 > self._told:
            self._told, self._told_s = share, now_s
            left_s = (now_s - self._began_s) * (1 - share) / share
            print(f"{self._title}: {share:.0%}, {_as_clock(left_s)} left", file=self._stream, flush=True)


def _as_clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"
