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
    callers: Callers[int] = Callers()
    gate = threading.Barrier(3)

    def fails() -> int:
        gate.wait(5)
        raise ZeroDivisionError

    def works() -> int:
        gate.wait(5)
        return 1

    callers.start(fails)
    callers.start(works)
    gate.wait(5)
    came: list[int] = []
    with pytest.raises(ZeroDivisionError):
        for _ in range(3):
            came += callers.wait(5)
    assert came == [1] or callers._back.get(timeout=5).values == (1,)
