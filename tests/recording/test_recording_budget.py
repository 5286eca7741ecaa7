from __future__ import annotations

import pytest

from pipeline.model import Budget
from pipeline.recording.budget import Spent, affordable, passed_limit, sum_spent
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
    assert len(affordable(lines(10, 10, 10), budget=budget, spent=Spent(book=spent))) == fitting


def test_what_costs_nothing_fits_a_budget_that_is_used_up():
    assert len(affordable(lines(0, 0), budget=Budget(run=0.0, book=1.0), spent=Spent(book=5.0))) == 2


def test_a_month_counts_what_the_ledger_dates_into_it_and_no_other_month():
    attempts = [("2026-10-31T23:59:59.999Z", 70.0), ("2026-11-01T00:00:00.000Z", 20.0), ("2026-11-22T08:00:00Z", 5.0)]
    assert sum_spent(attempts, now="2026-11-30T23:59:59Z") == Spent(book=95.0, month=25.0)
    assert sum_spent(attempts, now="2025-11-30T23:59:59Z") == Spent(book=95.0, month=0.0)


@pytest.mark.parametrize(("most", "fitting"), [(34.9, 0), (35.0, 1), (44.9, 1), (45.0, 2), (55.0, 3), (None, 3)])
def test_lines_fit_up_to_the_first_that_would_pass_the_month(most, fitting):
    spent = Spent(book=900.0, month=25.0)
    assert len(affordable(lines(10, 10, 10), budget=Budget(month=most), spent=spent)) == fitting


def test_the_limit_that_is_passed_is_named():
    spent = Spent(book=50.0, month=10.0)
    budget = Budget(run=10.0, month=20.0, book=100.0)
    assert passed_limit(budget, spent=spent, run=10.0) == ""
    assert passed_limit(budget, spent=spent, run=10.1) == "budget.run"
    assert passed_limit(Budget(month=20.0, book=59.0), spent=spent, run=10.1) == "budget.month"
    assert passed_limit(Budget(book=60.0), spent=spent, run=10.1) == "budget.book"
