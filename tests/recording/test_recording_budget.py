from __future__ import annotations

import pytest

from pipeline.model import Budget
from pipeline.recording.budget import affordable
from pipeline.recording.plan import ToRecord
from pipeline.recording.reasons import Reason


def lines(*prices):
    return [
        ToRecord(paragraph=f"p{number:03d}", line=0, reason=Reason.NEW, characters=10, credits=float(price))
        for number, price in enumerate(prices)
    ]


@pytest.mark.parametrize(
    ("budget", "spent", "fitting"),
    [
        (Budget(), 10**9, 3),
        (Budget(run=30.0), 1000.0, 3),
        (Budget(run=29.9), 0.0, 2),
        (Budget(run=9.9), 0.0, 0),
        (Budget(book=130.0), 100.0, 3),
        (Budget(book=120.0), 100.0, 2),
        (Budget(run=10.0, book=1000.0), 0.0, 1),
        (Budget(book=50.0), 60.0, 0),
    ],
)
def test_lines_fit_up_to_the_first_that_would_pass_a_budget(budget, spent, fitting):
    assert len(affordable(lines(10, 10, 10), budget=budget, spent=spent)) == fitting


def test_what_costs_nothing_fits_a_budget_that_is_used_up():
    assert len(affordable(lines(0, 0), budget=Budget(run=0.0, book=1.0), spent=5.0)) == 2
