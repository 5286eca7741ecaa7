from __future__ import annotations

import io

from pipeline.adapters.progress import _Lines, show_progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_elsewhere_than_on_a_terminal_there_is_a_line_every_ten_seconds_at_most():
    stream, times = io.StringIO(), iter([0.0, 5.0, 11.0, 12.0, 21.5, 40.0])
    lines = _Lines("recording", 100, stream, lambda: next(times))
    for amount in (10, 10, 10, 20, 50):
        lines.advance(amount)
    assert stream.getvalue().splitlines() == [
        "recording: 20%, 0:44 left",
        "recording: 50%, 0:22 left",
        "recording: 100%, 0:00 left",
    ]


def test_lines_say_that_all_is_done_once():
    stream = io.StringIO()
    with show_progress("recording", 10, stream=stream) as advance:
        advance(10)
    assert stream.getvalue() == "recording: 100%, 0:00 left\n"


def test_on_a_terminal_there_is_a_bar():
    stream = Terminal()
    with show_progress("recording", 10, stream=stream) as advance:
        advance(10)
    assert "recording" in stream.getvalue()
    assert "100%" in stream.getvalue()


def test_where_there_is_nothing_to_do_nothing_is_said():
    stream = io.StringIO()
    with show_progress("recording", 0, stream=stream) as advance:
        advance(0)
    assert stream.getvalue() == ""
