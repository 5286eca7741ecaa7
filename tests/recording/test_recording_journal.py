"""The journal by places: what is kept of it between two runs."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st
from recording_lines import lines_of, take_of

from pipeline.errors import TakesError
from pipeline.model import ChosenTake, ChosenTakes, Timing
from pipeline.recording.journal import JournalFold, format_fold, index_of, parse_fold
from pipeline.recording.records import choose_line, fold_journal, reject_line, take_line

LINE = lines_of("p001", "It was a dark night.")
TIMES = (
    Timing(start=0, stop=2, begin_s=0.1, end_s=0.3),
    Timing(start=3, stop=6, begin_s=0.3, end_s=0.9),
)


def take(name, at="2026-11-22T10:00:00.000Z"):
    return dataclasses.replace(take_of(LINE, name=name), recorded_at=at, timings=TIMES)


def choice(*names):
    entries = tuple(ChosenTake(take=name, key="k", object="o") for name in names)
    return ChosenTakes(paragraph="p001", source_key="s", takes=entries)


def folded(lines):
    fold = JournalFold()
    fold.add(line.encode() for line in lines)
    return fold


def reader(lines):
    data = "".join(f"{line}\n" for line in lines).encode()
    return lambda place: data[place[1] : place[2]]


NAMES = ("t0", "t1", "t2", "t3")
N = st.integers(0, 3)
WHEN = st.sampled_from(["", *(f"2026-11-22T10:00:0{second}.500Z" for second in range(4))])
EVENTS = st.lists(
    st.one_of(
        st.builds(lambda number, second: take_line(take(NAMES[number], f"2026-11-22T10:00:0{second}.000Z")), N, N),
        st.builds(lambda number, at: choose_line(choice(NAMES[number]), at=at), N, WHEN),
        st.builds(lambda number, at: reject_line(NAMES[number], at=at), N, WHEN),
    ),
    max_size=12,
)  # fmt: skip


@given(lines=EVENTS, cut=st.integers(0, 12))
def test_a_journal_folded_in_two_parts_and_kept_between_is_the_journal_folded_at_once(lines, cut):
    first = parse_fold(format_fold(folded(lines[:cut])))
    first.add(line.encode() for line in lines[cut:])
    index, whole = index_of(first, reader(lines)), fold_journal(lines)
    assert dict(index.takes) == dict(whole.takes)
    assert dict(index.by_key) == dict(whole.by_key)
    assert dict(index.choices) == dict(whole.choices)
    assert index.noted == whole.noted
    assert (index.rejected, index.ever_chosen) == (whole.rejected, whole.ever_chosen)


def test_the_times_of_a_take_are_read_only_when_they_are_asked_for():
    lines = [take_line(take("t1"))]
    asked = []

    def read(place):
        asked.append(place)
        return reader(lines)(place)

    index = index_of(folded(lines), read)
    assert asked == []
    heard = index.takes["t1"]
    assert (len(heard.timings), heard.timed_until_s, len(asked)) == (2, 0.9, 1)
    assert (tuple(heard.timings), heard.timings[1], len(asked)) == (TIMES, TIMES[1], 3)
    assert take_line(heard) == lines[0]


@pytest.mark.parametrize("line", ["{", '{"event":"take"}', '{"event":"sing"}', "[]"])
def test_a_line_that_is_none_of_ours_is_named(line):
    with pytest.raises(TakesError, match="line 2"):
        folded([take_line(take("t1")), line])


def test_a_take_that_is_none_of_ours_is_named_when_it_is_asked_for():
    line = take_line(take("t1")).replace('"paragraph":"p001"', '"paragraph":7')
    with pytest.raises(TakesError, match="line 1"):
        index_of(folded([line]), reader([line])).takes["t1"]


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"lines": 1}'])
def test_a_kept_fold_that_is_none_of_ours_is_no_fold(text):
    assert parse_fold(text) is None
