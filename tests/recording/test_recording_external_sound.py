from __future__ import annotations

import numpy as np

from pipeline.model import Timing
from pipeline.recording.external_sound import inspect_recording, time_sentences
from pipeline.recording.quiet import quiet_ranges

RATE = 44100
TEXT = "It was a dark night in the town, and the rain fell on it."


def sounding(*ranges, length_s=5.0, floor=0.0):
    """A tone in each range (begin, end, level) over noise of that level."""
    samples = floor * np.random.default_rng(1).standard_normal(round(length_s * RATE)).astype(np.float32)
    for begin_s, end_s, level in ranges:
        begin, stop = round(begin_s * RATE), round(end_s * RATE)
        samples[begin:stop] += np.float32(level) * np.sin(np.arange(stop - begin) * 0.05).astype(np.float32)
    return samples.astype(np.float32)


def codes(samples, text=TEXT, timings=()):
    return [finding.code for finding in inspect_recording(samples, RATE, text, timings)[1]]


def test_a_recording_is_checked_like_any_take():
    assert codes(sounding((0.5, 4.0, 0.3))) == []
    assert codes(sounding()) == ["take.silent"]
    assert codes(np.clip(sounding((0.5, 4.0, 3.0)), -1, 1)) == ["take.clipped"]
    assert codes(sounding((0.5, 1.2, 0.3))) == ["take.too-short"]
    assert codes(sounding((0.5, 4.5, 0.3)), text="No.") == ["take.too-long"]


def test_a_breath_and_a_chair_around_the_words_are_no_speech_where_the_words_have_times():
    samples = sounding((0.1, 0.4, 0.02), (1.0, 3.5, 0.3), (4.5, 4.8, 0.05))
    words = (Timing(start=0, stop=2, begin_s=1.0, end_s=1.2), Timing(start=3, stop=57, begin_s=1.3, end_s=3.5))
    heard, _ = inspect_recording(samples, RATE, TEXT, words)
    assert (heard.speech_begin_s, heard.speech_end_s) == (1.0, 3.5)
    bare, _ = inspect_recording(samples, RATE, TEXT)
    assert (bare.speech_begin_s, bare.speech_end_s) == (0.1, 4.8)
    assert heard.frames == bare.frames == len(samples)


def test_sentences_are_timed_by_the_pauses_near_where_they_should_end():
    samples = sounding((0.2, 1.9, 0.3), (2.3, 3.0, 0.3), (3.1, 4.0, 0.3), floor=0.0005)
    sound, _ = inspect_recording(samples, RATE, TEXT)
    first, second = time_sentences(samples, RATE, [(0, 20), (21, 41)], sound)
    assert (first.start, first.stop, second.start, second.stop) == (0, 20, 21, 41)
    times = [first.begin_s, first.end_s, second.begin_s, second.end_s]
    np.testing.assert_allclose(times, [0.2, 1.9, 2.3, 4.0], atol=0.011)


def test_without_a_pause_sentences_share_the_speech_by_their_length_and_silence_has_none():
    samples = sounding((1.0, 4.0, 0.3))
    sound, _ = inspect_recording(samples, RATE, TEXT)
    assert [(one.begin_s, one.end_s) for one in time_sentences(samples, RATE, [(0, 20), (21, 31)], sound)] == [
        (1.0, 3.0),
        (3.0, 4.0),
    ]
    silent, _ = inspect_recording(sounding(), RATE, TEXT)
    assert time_sentences(sounding(), RATE, [(0, 20)], silent) == ()


def test_quiet_is_found_to_the_window_after_half_a_minute_at_a_rate_that_5_ms_do_not_divide():
    samples = sounding((0.0, 30.0, 0.3), (30.1, 31.0, 0.3), length_s=31.0)
    ((begin_s, end_s),) = quiet_ranges(samples, RATE, below_loudest_db=30.0, least_s=0.06)
    np.testing.assert_allclose([begin_s, end_s], [30.0, 30.1], atol=0.006)
