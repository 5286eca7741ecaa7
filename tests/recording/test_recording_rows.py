from __future__ import annotations

import pytest

from pipeline.model import ChosenTake, Timing, Voice
from pipeline.recording.rows import row_of, value_of


def test_a_field_at_its_default_is_left_out():
    assert row_of(Voice(engine="tone", voice="low")) == {"engine": "tone", "voice": "low"}
    assert value_of(Voice, {"engine": "tone", "voice": "low"}) == Voice(engine="tone", voice="low")


def test_a_setting_keeps_its_kind():
    voice = Voice(engine="e", voice="v", settings=(("boost", True), ("speed", 1.0), ("style", "calm")))
    read = value_of(Voice, row_of(voice))
    assert read == voice
    assert [type(value) for _, value in read.settings] == [bool, float, str]


@pytest.mark.parametrize(
    "row",
    [
        None,
        [],
        {},
        {"take": "t", "key": "k"},
        {"take": "t", "key": "k", "object": 3},
        {"take": "t", "key": "k", "object": None},
    ],
)
def test_a_row_that_lacks_a_field_or_has_another_type_is_refused(row):
    with pytest.raises(ValueError, match=r"wanted|missing"):
        value_of(ChosenTake, row)


def test_a_number_is_not_read_from_true_or_text():
    with pytest.raises(ValueError, match="a number is wanted"):
        value_of(Timing, {"start": 0, "stop": 1, "begin_s": True, "end_s": 1.0})
    with pytest.raises(ValueError, match="a whole number is wanted"):
        value_of(Timing, {"start": "0", "stop": 1, "begin_s": 0.0, "end_s": 1.0})
