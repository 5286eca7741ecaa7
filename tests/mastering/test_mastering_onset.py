"""The begin of the next line at the tail of a take, and everything that only looks like it."""

import math
from dataclasses import replace

import numpy as np
import pytest
from synthetic_voice import make_take, speech

from pipeline.mastering.onset import find_end, spoken_until
from pipeline.mastering.render import plan_chapter, render_chapter
from pipeline.model import Piece, Timing, TimingUnit

RATE = 24_000
SPEECH = speech(1.0, level_db=-20)[: int(0.95 * RATE)]


def tail(gap_s, onset_s, *, onset_db=-24.0):
    """Speech that ends loud, a gap, and a sound of some length."""
    loud = SPEECH.copy()
    loud[-2400:] = speech(0.1, level_db=-20)[:2400] + np.float32(0.05)
    onset = speech(onset_s, level_db=onset_db, seed=5) + np.float32(0.03) if onset_s else np.zeros(0, np.float32)
    return np.concatenate((loud, np.zeros(round(gap_s * RATE), np.float32), onset.astype(np.float32)))


@pytest.mark.parametrize("onset_s", [0.03, 0.08, 0.12])
def test_a_short_sound_behind_a_gap_is_cut_off(onset_s):
    samples = tail(0.3, onset_s)
    end = find_end(samples, (0, len(samples)), RATE)
    assert len(SPEECH) <= end <= len(SPEECH) + 0.06 * RATE


@pytest.mark.parametrize(("gap_s", "onset_s"), [(0.0, 0.1), (0.1, 0.03), (0.3, 0.25), (0.3, 0.0)])
def test_the_burst_of_a_consonant_a_last_word_and_mere_silence_stay(gap_s, onset_s):
    samples = tail(gap_s, onset_s)
    assert find_end(samples, (0, len(samples)), RATE) == len(samples)


def test_silence_and_takes_of_a_few_samples_keep_their_end():
    assert find_end(np.zeros(RATE, np.float32), (0, RATE), RATE) == RATE
    assert find_end(np.ones(3, np.float32), (0, 3), RATE) == 3


def test_timings_finer_than_a_sentence_say_when_a_line_is_over():
    take = make_take("p", SPEECH)
    timings = (Timing(start=0, stop=1, begin_s=0.0, end_s=0.4),)
    assert spoken_until(replace(take, timings=timings, timing_unit=TimingUnit.CHARACTER)) == pytest.approx(0.75)
    assert spoken_until(replace(take, timings=timings, timing_unit=TimingUnit.SENTENCE)) == math.inf
    assert spoken_until(replace(take, timing_unit=TimingUnit.WORD)) == math.inf


def test_in_a_chapter_there_is_room_tone_where_the_onset_was():
    samples = tail(0.3, 0.08)
    take = make_take("p", samples)
    plan = plan_chapter(
        [Piece(take=take, gap_after_s=1.0)], head_s=0.5, gains_db={"tone/heart": 0.0}, sample_rate_hz=44_100
    )
    made = np.concatenate(list(render_chapter(plan, decode=lambda _: (samples, RATE))))
    assert len(made) == plan.frames
    after_speech = plan.takes[0].begin + round((0.95 + 0.1) * 44_100)
    assert np.abs(made[after_speech:]).max() < 64
