"""Lines to record and a budget -> the lines that may be recorded."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model import Budget
from pipeline.recording.plan import ToRecord


def affordable(lines: Sequence[ToRecord], *, budget: Budget, spent: float) -> tuple[ToRecord, ...]:
    """Return the lines, in order, up to the first that would pass the budget of the run or of the book.

    spent is what the ledger says the book has cost so far, in credits. A line that costs nothing always fits.
    """
    this_run = 0.0
    for count, line in enumerate(lines):
        this_run += line.credits
        passes_run = budget.run is not None and this_run > budget.run
        passes_book = budget.book is not None and spent + this_run > budget.book
        if line.credits and (passes_run or passes_book):
            return tuple(lines[:count])
    return tuple(lines)
