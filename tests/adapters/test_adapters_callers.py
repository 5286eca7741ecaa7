from __future__ import annotations

import threading

import pytest

from pipeline.adapters.callers import Callers


def test_results_come_back_as_they_are_ready():
    callers: Callers[str] = Callers()
    gate = threading.Event()

    def slow() -> str:
        gate.wait(5)
        return "slow"

    callers.start(slow)
    callers.start(lambda: "quick")
    assert callers.wait(5) == ("quick",)
    assert callers.wait(0) == ()
    gate.set()
    assert callers.wait(5) == ("slow",)


def test_what_a_function_raises_is_raised_after_the_results_that_came_with_it():
    callers: Callers[float] = Callers()
    callers.start(lambda: 1 / 0)
    callers.start(lambda: 1.0)
    while callers._back.qsize() < 2:
        pass
    assert callers.wait(5) == (1.0,)
    with pytest.raises(ZeroDivisionError):
        callers.wait(5)
