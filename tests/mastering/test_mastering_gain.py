"""One gain for each voice, frozen, and what a chapter's file will measure."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from synthetic_voice import HEART, JOE, make_take, speech

from pipeline.errors import ProjectError
from pipeline.mastering.gain import (
    TARGET_RMS_DB,
    ChapterSound,
    Correction,
    MasteringLock,
    active_levels,
    correct_chapter,
    decide_gains,
    format_lock,
    gain_factor,
    is_surely_inside,
    lower_ceiling,
    parse_lock,
    piece_gains,
    predict_rms,
    voice_name,
)
from pipeline.mastering.profiles import ACX, PROFILES
from pipeline.model import Levels, Piece, Voice


def chapter(*takes, gap_s=0.75):
    return ChapterSound(head_s=0.75, pieces=tuple(Piece(take=take, gap_after_s=gap_s) for take in takes))


LOUD = make_take("a", speech(4, level_db=-20), voice=HEART)
QUIET = make_take("b", speech(4, level_db=-31), voice=JOE)


def test_voices_of_different_level_are_brought_to_the_same():
    lock = decide_gains([chapter(LOUD, QUIET)], MasteringLock(), ACX)
    assert lock.voices["tone/joe"] - lock.voices["tone/heart"] == pytest.approx(11.0, abs=0.05)


def test_the_first_decision_puts_the_file_with_its_pauses_on_target():
    book = chapter(LOUD, QUIET)
    lock = decide_gains([book], MasteringLock(), ACX)
    assert predict_rms(book, lock.voices) == pytest.approx(TARGET_RMS_DB, abs=0.02)


def test_a_short_dedication_does_not_move_the_level_of_the_book():
    body = chapter(*[LOUD] * 20)
    dedication = chapter(make_take("d", speech(1.5, level_db=-20)), gap_s=2.5)
    lock = decide_gains([dedication, body], MasteringLock(), ACX)
    assert predict_rms(body, lock.voices) == pytest.approx(TARGET_RMS_DB, abs=0.02)
    assert predict_rms(dedication, lock.voices) < TARGET_RMS_DB - 3


def test_what_the_lock_holds_stays_and_a_new_voice_joins_at_the_same_level():
    first = decide_gains([chapter(LOUD)], MasteringLock(), ACX)
    louder_now = make_take("a", speech(4, level_db=-15), voice=HEART)
    second = decide_gains([chapter(louder_now, QUIET)], first, ACX)
    assert second.voices["tone/heart"] == first.voices["tone/heart"]
    assert second.active_level_db == first.active_level_db
    assert second.voices["tone/joe"] == pytest.approx(first.active_level_db + 31, abs=0.05)


def test_a_voice_that_is_silent_in_all_its_takes_gets_no_gain():
    silent = make_take("a", np.zeros(24000, np.float32))
    assert decide_gains([chapter(silent)], MasteringLock(), ACX).voices == {"tone/heart": 0.0}
    assert predict_rms(chapter(silent), {"tone/heart": 0.0}) == -math.inf


@pytest.mark.parametrize(
    ("measured_db", "before_db", "after_db"),
    [
        (-21.7, 0.0, None),
        (-21.71, 0.0, 0.11),
        (-19.0, 0.0, None),
        (-18.9, 0.0, -0.2),
        (-24.0, 1.0, 3.4),
        (-math.inf, 0.0, None),
    ],
)
def test_a_chapter_is_corrected_only_outside_the_window_and_only_to_its_edge(measured_db, before_db, after_db):
    corrected = correct_chapter(measured_db, before_db, ACX)
    assert corrected == (None if after_db is None else pytest.approx(after_db))


def test_the_lock_reads_back_as_it_was_written_and_is_sorted():
    lock = MasteringLock(
        active_level_db=-18.25, voices={"tone/joe": 9.5, 'x/"q" é': -1.0}, chapters={"c07": 0.4, "c02": -0.3}
    )
    text = format_lock(lock)
    assert parse_lock(text) == lock
    assert text.splitlines()[2:] == [
        "active_level_db = -18.25",
        "",
        "[voices]",
        '"tone/joe" = 9.50',
        r'"x/\"q\" é" = -1.00',
        "",
        "[chapters]",
        '"c02" = -0.30',
        '"c07" = 0.40',
    ]
    assert parse_lock(format_lock(MasteringLock())) == MasteringLock()


@pytest.mark.parametrize("text", ["voices = 3", "active_level_db = 'loud'", "[voices]\na = 'b'", "<<<<<<< ours"])
def test_a_broken_lock_says_what_to_do(text):
    with pytest.raises(ProjectError, match=r"mastering\.lock cannot be read: .*git"):
        parse_lock(text)


def test_a_voice_is_named_by_engine_model_and_voice_but_not_by_its_settings():
    assert voice_name(Voice(engine="e", model="m", voice="v", settings=(("speed", 1.2),))) == "e/m/v"
    assert voice_name(Voice(engine="hibari", voice="heart")) == "hibari/heart"


def test_a_gain_factor_is_a_whole_number_of_steps():
    assert gain_factor(0.0) == 1.0
    assert gain_factor(6.0) * 65536 == round(10 ** (6 / 20) * 65536)


def stray(level_db, *, seconds=4.0, volume_db=0.0, voice=HEART):
    return Piece(
        take=make_take("s", speech(seconds, level_db=level_db), voice=voice), gap_after_s=0.5, volume_db=volume_db
    )


@pytest.mark.parametrize(
    ("level_db", "gain_db"), [(-20.0, 0.0), (-21.5, 0.0), (-22.5, 1.0), (-30.0, 3.0), (-17.0, -1.5), (-10.0, -3.0)]
)
def test_a_stray_take_is_brought_towards_its_voice_gently_and_never_far(level_db, gain_db):
    assert piece_gains([stray(level_db)], {"tone/heart": 0.0}, -20.0) == pytest.approx((gain_db,), abs=0.03)


def test_a_short_take_is_left_as_it_is_and_without_a_level_nothing_is_matched():
    assert piece_gains([stray(-30.0, seconds=1.0)], {"tone/heart": 2.0}, -20.0) == (2.0,)
    assert piece_gains([stray(-30.0)] * 3, {"tone/heart": 2.0}) == (2.0, 2.0, 2.0)


def test_volume_is_on_top_of_gain_and_matching():
    assert piece_gains([stray(-20.0, volume_db=-12.5)], {"tone/heart": 1.0}, -19.0) == pytest.approx((-11.5,), abs=0.03)


@pytest.mark.parametrize(("level_db", "trim_db"), [(-20.09, 0.0), (-21.0, 0.9), (-19.5, -0.4), (-26.0, 4.5)])
def test_a_voice_that_is_off_in_a_whole_chapter_is_trimmed_by_one_gain(level_db, trim_db):
    pieces = [stray(level_db - 0.01), stray(level_db), stray(level_db + 0.01)]
    assert piece_gains(pieces, {"tone/heart": 0.0}, -20.0) == pytest.approx((trim_db,) * 3, abs=0.03)


def test_the_takes_of_a_voice_keep_how_they_differ_and_other_voices_keep_their_gain():
    pieces = [stray(-22.0, seconds=6), stray(-20.0, seconds=6, voice=JOE), stray(-21.0, seconds=6)]
    first, joe, second = piece_gains(pieces, {"tone/heart": 0.0, "tone/joe": 0.0}, -20.5)
    assert first == second == pytest.approx(0.87, abs=0.03)
    assert joe == 0.0


def test_a_cry_in_a_chapter_stays_a_cry():
    assert piece_gains([stray(-18.6, seconds=9.9)], {"tone/heart": 0.0}, -20.0) == (0.0,)


@given(
    levels_db=st.lists(st.floats(-34.0, -16.0), min_size=1, max_size=12),
    seconds=st.lists(st.floats(2.0, 8.0), min_size=12, max_size=12),
)
def test_in_any_chapter_a_voice_is_within_a_tenth_of_a_decibel_or_moved_as_far_as_it_may(levels_db, seconds):
    takes = [
        replace(QUIET, sound=replace(QUIET.sound, active_rms_db=level_db, speech_end_s=length_s))
        for level_db, length_s in zip(levels_db, seconds, strict=False)
    ]
    gains = piece_gains([Piece(take=take, gap_after_s=0.5) for take in takes], {"tone/joe": 0.0}, -20.0)
    gained = [
        replace(take, sound=replace(take.sound, active_rms_db=take.sound.active_rms_db + gain_db))
        for take, gain_db in zip(takes, gains, strict=True)
    ]
    off_db = abs(active_levels(gained)["tone/joe"] + 20.0)
    is_trimmed = sum(take.sound.speech_end_s for take in takes) >= 10.0
    assert all(abs(gain_db) <= 4.51 for gain_db in gains)
    assert off_db <= 0.11 or not is_trimmed or max(map(abs, gains)) >= 1.49


def test_another_profile_decides_the_level_anew_and_the_same_target_does_not():
    book = chapter(LOUD, QUIET)
    acx = decide_gains([book], MasteringLock(), ACX)
    podcast = decide_gains([book], acx, PROFILES["podcast"])
    assert podcast.profile == "podcast"
    assert podcast.active_level_db - acx.active_level_db == pytest.approx(3.9, abs=0.05)
    louder = replace(acx, active_level_db=-10.0)
    assert decide_gains([book], louder, PROFILES["archive"]).active_level_db == -10.0


def test_a_chapter_of_a_podcast_is_measured_before_it_is_trusted():
    assert is_surely_inside(-20.5, ACX)
    assert not is_surely_inside(-21.5, ACX)
    assert not is_surely_inside(-16.3, PROFILES["podcast"])
    assert correct_chapter(-18.0, 0.0, PROFILES["podcast"]) == pytest.approx(1.9)
    assert correct_chapter(-16.0, 0.0, PROFILES["podcast"]) is None
    assert correct_chapter(-99.0, 0.0, PROFILES["archive"]) is None


def peaking(peak_db):
    return Levels(
        duration_s=60.0,
        rms_db=-20.0,
        peak_db=peak_db,
        true_peak_db=peak_db + 0.1,
        noise_floor_db=-70.0,
        head_s=0.7,
        tail_s=2.0,
        clipped_frames=0,
    )


def test_the_ceiling_comes_down_by_what_encoded_peaks_are_over_and_a_little_more():
    assert lower_ceiling([peaking(-3.2), peaking(-3.0)], 0.0, ACX) is None
    assert lower_ceiling([peaking(-3.2), peaking(-2.47)], 0.0, ACX) == pytest.approx(-0.63)
    assert lower_ceiling([peaking(-2.9)], -0.63, ACX) == pytest.approx(-0.83)
    assert lower_ceiling([peaking(0.0)], 0.0, PROFILES["archive"]) is None


def test_a_lowered_ceiling_is_kept_in_the_lock_and_a_lock_without_one_reads_as_ever():
    lock = MasteringLock(active_level_db=-20.0, voices={"v": 1.0}, ceilings={"c01": -0.63})
    assert parse_lock(format_lock(lock)) == lock
    assert lock.correction("c01") == Correction(ceiling_db=-0.63)
    assert "ceilings" not in format_lock(replace(lock, ceilings={}))
