from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import TakesError
from pipeline.model import ChosenTake, ChosenTakes
from pipeline.recording.lock import format_lock, parse_lock
from pipeline.recording.rows import row_of

CHOSEN = (
    ChosenTakes(
        paragraph="c01-p002",
        source_key="a1",
        takes=(ChosenTake(take="t1", key="k1", object="o1"), ChosenTake(take="t2", key="k2", object="o2")),
    ),
    ChosenTakes(
        paragraph="c01-p001", source_key="b2", takes=(ChosenTake(take="t3", key="k3", object="o3"),), is_locked=True
    ),
)


def test_takes_lock_has_a_paragraph_a_line_with_sorted_keys_in_the_order_of_the_script():
    assert format_lock(CHOSEN) == (
        '{"paragraph": "c01-p002", "source_key": "a1", "takes": [{"key": "k1", "object": "o1", "take": "t1"}, '
        '{"key": "k2", "object": "o2", "take": "t2"}]}\n'
        '{"is_locked": true, "paragraph": "c01-p001", "source_key": "b2", '
        '"takes": [{"key": "k3", "object": "o3", "take": "t3"}]}\n'
    )


def test_a_person_may_have_saved_it_without_the_last_line_feed():
    assert parse_lock(format_lock(CHOSEN).rstrip("\n")) == CHOSEN


def test_every_line_that_cannot_be_read_is_named():
    text = format_lock(CHOSEN)
    with pytest.raises(TakesError) as caught:
        parse_lock(f"<<<<<<< ours\n{text}{text.splitlines()[0]}\n")
    assert caught.value.problems == (
        "line 1: not a choice of takes: <<<<<<< ours",
        "line 4: c01-p002 stands in an earlier line already",
    )


texts = st.text(max_size=10)
entries = st.builds(ChosenTake, take=texts, key=texts, object=texts)
choices = st.builds(
    ChosenTakes,
    paragraph=texts,
    source_key=texts,
    takes=st.lists(entries, max_size=3).map(tuple),
    is_locked=st.booleans(),
)


@given(choices)
def test_a_row_is_the_json_of_every_field_that_is_not_at_its_default(chosen):
    assert format_lock([chosen]) == json.dumps(row_of(chosen), sort_keys=True, ensure_ascii=False) + "\n"


@given(st.lists(choices, max_size=4, unique_by=lambda chosen: chosen.paragraph).map(tuple))
def test_takes_lock_reads_as_it_was_written(chosen):
    assert parse_lock(format_lock(chosen)) == chosen
