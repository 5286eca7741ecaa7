from __future__ import annotations

import pytest

from pipeline.model import Budget, PlanPrice
from pipeline.recording.forecast import measure_pace, price_of, time_left
from pipeline.recording.plan import ToRecord
from pipeline.recording.reasons import Reason

PRICES = {
    "starter": PlanPrice(plan="starter", month=5.0, credits=30_000, currency="USD", read="2026-11-22"),
    "creator": PlanPrice(plan="creator", month=22.0, credits=100_000, extra=0.3, currency="USD", read="2026-11-22"),
}


@pytest.mark.parametrize(
    ("credit_count", "budget", "amount"),
    [
        (100_000, Budget(plan="creator"), 22.0),
        (50_000, Budget(plan="creator"), 11.0),
        (101_000, Budget(plan="creator"), 22.3),
        (60_000, Budget(plan="starter"), 10.0),
        (60_000, Budget(price=0.5, currency="EUR", plan="creator"), 30.0),
        (100_000, Budget(), 22.0),
        (0, Budget(), 0.0),
    ],
)
def test_credits_cost_their_share_of_the_month_and_beyond_it_what_more_cost(credit_count, budget, amount):
    assert price_of(credit_count, budget, PRICES).amount == pytest.approx(amount)


def test_an_assumed_plan_says_so():
    assert price_of(1, Budget(), PRICES).by.endswith("assumed; set budget.plan or budget.price")
    assert price_of(1, Budget(plan="creator"), PRICES).by == "plan creator, read 2026-11-22"
    assert price_of(1, Budget(price=1.0, currency="EUR"), PRICES).currency == "EUR"


def test_the_pace_is_that_of_the_last_run():
    slow = [(float(second), 10) for second in range(0, 100, 10)]
    fast = [(5000.0 + second, 100) for second in range(11)]
    assert measure_pace([*slow, *fast]) == pytest.approx(100.0)
    assert measure_pace(slow) == pytest.approx(1.0)


@pytest.mark.parametrize("attempts", [[], [(0.0, 10)], [(0.0, 1)] * 20, [(float(n), 9) for n in range(4)]])
def test_a_run_too_short_has_no_pace(attempts):
    assert measure_pace(attempts) is None


def test_time_left_goes_by_the_pace_measured_else_by_the_lines_at_once():
    lines = [
        ToRecord(paragraph="p", line=number, reason=Reason.NEW, characters=100, credits=0.0) for number in range(4)
    ]
    assert time_left(lines, pace=50.0, assumed_s=[], at_once=2).seconds == 8.0
    assert time_left(lines, pace=None, assumed_s=[10.0] * 4, at_once=2).seconds == 20.0
    assert time_left(lines, pace=None, assumed_s=[10.0] * 4, at_once=30).seconds == 10.0
