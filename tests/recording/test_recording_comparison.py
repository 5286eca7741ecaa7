from __future__ import annotations

import math
from dataclasses import replace

import pytest
from recording_lines import SOUND, lines_of, take_of

from pipeline.model import PitchRange, Voice
from pipeline.recording.comparison import compare_takes, is_comparable, stand_outs, tell_comparison
from pipeline.recording.records import fold_journal, take_line

BEFORE = take_of(lines_of("p1", "Nobody came."), name="t1")
LOW, HIGH = (PitchRange(low_hz=hz - 20, median_hz=hz, high_hz=hz + 20) for hz in (120.0, 140.0))


def compared(*, seconds: float = 0.94, level_db: float = -20.0, pitch: PitchRange | None = LOW):
    sound = replace(SOUND, speech_end_s=0.03 + seconds, active_rms_db=level_db)
    return compare_takes(BEFORE, sound, pitch=pitch, pitch_before=LOW)


def test_a_comparison_tells_length_level_and_pitch_beside_those_before():
    assert tell_comparison(compared(seconds=1.0, level_db=-18.8)) == (
        "1.00 s (+6 %), level +1.2 dB, pitch 100-140 Hz, was 100-140 Hz"
    )


@pytest.mark.parametrize(
    ("fields", "heard"),
    [
        ({}, ()),
        ({"seconds": 1.17}, ()),
        ({"seconds": 1.2}, ("another pace",)),
        ({"seconds": 0.6}, ("another pace",)),
        ({"level_db": -17.0}, ()),
        ({"level_db": -16.9}, ("another level",)),
        ({"pitch": HIGH}, ("another pitch",)),
        ({"pitch": replace(LOW, median_hz=133.0)}, ()),
        ({"pitch": None}, ()),
    ],
)
def test_what_a_listener_will_hear_stands_out(fields, heard):
    assert stand_outs(compared(**fields)) == heard


def test_silence_has_no_level_to_compare():
    assert compared(level_db=-math.inf).level_db is None


def test_a_comparison_is_kept_in_the_record_of_the_take():
    take = replace(BEFORE, id="t2", reason="asked for", comparison=compared(pitch=None))
    assert fold_journal([take_line(take)]).takes["t2"] == take


def test_only_the_same_words_by_the_same_voice_are_compared():
    request = BEFORE.request
    slower = replace(request, voice=replace(request.voice, settings=(("speed", 0.9),)))
    assert is_comparable(request, slower)
    assert not is_comparable(request, replace(request, text="Nobody ever came."))
    assert not is_comparable(request, replace(request, voice=Voice(engine="tone", voice="high")))
