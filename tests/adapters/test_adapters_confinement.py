"""A function in a process with limits."""

import faulthandler
import os
import resource
import signal
import threading
import time

import pytest

from pipeline.adapters.confinement import run_confined
from pipeline.errors import ManuscriptError

LIMITS = {"name": "lamp.pdf", "memory_bytes": 2**30, "time_s": 60.0}


def double(number):
    return 2 * number


def refuse():
    raise ManuscriptError("lamp.pdf: no", problems=("page 2",))


def hang():
    time.sleep(600)


def crash():
    faulthandler.disable()
    os.kill(os.getpid(), signal.SIGSEGV)


def fill():
    return len(bytearray(2**31))


def spin():
    while True:
        pass


def size_of_limit():
    return resource.getrlimit(resource.RLIMIT_CPU)[0]


def test_a_result_comes_back():
    assert run_confined(double, 21, **LIMITS) == 42


def test_our_own_errors_come_back_with_what_they_say():
    with pytest.raises(ManuscriptError, match=r"lamp\.pdf: no") as caught:
        run_confined(refuse, **LIMITS)
    assert caught.value.problems == ("page 2",)


@pytest.mark.parametrize(
    ("function", "limits", "message"),
    [
        (hang, {"time_s": 0.5}, "takes more than 0.5 seconds"),
        (crash, {}, "the parser crashed on the file"),
        (fill, {}, "takes more than 1024 MB of memory"),
    ],
)
def test_what_would_harm_this_process_becomes_an_error(function, limits, message):
    with pytest.raises(ManuscriptError, match=rf"lamp\.pdf: .*{message}"):
        run_confined(function, **{**LIMITS, **limits})


def test_what_spins_ends_by_its_own_limit_too_should_nobody_be_left_to_end_it():
    assert run_confined(size_of_limit, **{**LIMITS, "time_s": 2.5}) == 3
    with pytest.raises(ManuscriptError, match="takes more than 1 seconds"):
        run_confined(spin, **{**LIMITS, "time_s": 1.0})


def test_beside_other_threads_the_process_begins_afresh():
    waiting = threading.Event()
    thread = threading.Thread(target=waiting.wait)
    thread.start()
    try:
        assert run_confined(double, 21, **LIMITS) == 42
    finally:
        waiting.set()
        thread.join()
