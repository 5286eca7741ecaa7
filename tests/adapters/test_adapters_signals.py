from __future__ import annotations

import os
import signal

import pytest

from pipeline.adapters.signals import stopping_cleanly, uninterrupted


def terminate():
    with stopping_cleanly():
        os.kill(os.getpid(), signal.SIGTERM)
        signal.pause()


def test_sigterm_stops_as_ctrl_c_does():
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(KeyboardInterrupt):
        terminate()
    assert signal.getsignal(signal.SIGTERM) is before


def keep_while_stopped_by(number, done):
    with stopping_cleanly(), uninterrupted():
        os.kill(os.getpid(), number)
        done.append("kept")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_waits_until_what_was_delivered_is_kept(number):
    done = []
    with pytest.raises(KeyboardInterrupt):
        keep_while_stopped_by(number, done)
    assert done == ["kept"]


def test_without_a_signal_nothing_stops():
    with stopping_cleanly(), uninterrupted():
        pass
