"""Lines to record, a budget and what was spent -> the lines that may be recorded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.model import Budget
from pipeline.recording.plan import ToRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What was spent before a run, in credits, by the ledger."""

    book: float = 0.0
    """On the book, ever."""
    month: float = 0.0
    """On the book in this calendar month (UTC, as the ledger's times are)."""

    def plus(self, credits_spent: float, *, time: str, now: str) -> Spent:
        """Return it with what an attempt cost more (or less), made at an ISO 8601 time; so is `now`, both in UTC."""
        of_month = credits_spent if is_same_month(time, now) else 0.0
        return Spent(book=self.book + credits_spent, month=self.month + of_month)


def is_same_month(time: str, now: str) -> bool:
    """Return whether two ISO 8601 times in UTC lie in the same calendar month."""
    return time[:7] == now[:7]


def sum_spent(attempts: Iterable[tuple[str, float]], *, now: str) -> Spent:
    """Return what attempts (time, credits) come to."""
    spent = Spent()
    for time, credits_spent in attempts:
        spent = spent.plus(credits_spent, time=time, now=now)
    return spent


def passed_limit(budget: Budget, *, spent: Spent, run: float) -> str:
    """Return the key of the limit that a run passes when it has cost so much, or nothing."""
    limits = (
        ("budget.run", budget.run, run),
        ("budget.month", budget.month, spent.month + run),
        ("budget.book", budget.book, spent.book + run),
    )
    return next((key for key, most, value in limits if most is not None and value > most), "")


def affordable(lines: Sequence[ToRecord], *, budget: Budget, spent: Spent) -> tuple[ToRecord, ...]:
    """Return the lines, in order, up to the first that would pass the budget of the run, the month or the book.

    A line that costs nothing always fits.
    """
    this_run = 0.0
    for count, line in enumerate(lines):
        this_run += line.credits
        if line.credits and passed_limit(budget, spent=spent, run=this_run):
            return tuple(lines[:count])
    return tuple(lines)
