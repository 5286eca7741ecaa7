"""A rendered chapter: exact length, level, ceiling, room tone, no clicks."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from synthetic_voice import make_take, speech, with_silence

from pipeline.errors import AudioError
from pipeline.mastering.levels import LevelMeter
from pipeline.mastering.limiter import CEILING_DB, limit
from pipeline.mastering.render import plan_chapter, render_chapter
from pipeline.mastering.tone import TABLE_FRAMES, TONE_RMS_DB, room_tone, tone_peak
from pipeline.mastering.treatment import high_pass
from pipeline.mastering.true_peak import peaks_between
from pipeline.model import Piece

RATE = 44_100
CEILING = 10 ** (CEILING_DB / 20)
ROOM_TONE_BEGINS = [1, 12, 13, 6, 5, 14, 16, 12]


def render(takes, gaps, *, gain_db=0.0, head_s=0.75, blocks=False):
    """takes: (take, samples, rate)."""
    audio = {take.object: (samples, rate) for take, samples, rate in takes}
    pieces = [Piece(take=take, gap_after_s=gap) for (take, _, _), gap in zip(takes, gaps, strict=True)]
    plan = plan_chapter(pieces, head_s=head_s, gains_db={"tone/heart": gain_db}, sample_rate_hz=RATE)
    made = list(render_chapter(plan, decode=lambda take: audio[take.object]))
    return plan, made if blocks else np.concatenate(made)


def one(samples, *, rate=24_000, name="p", begin_s=0.0, end_s=None):
    return make_take(name, samples, begin_s=begin_s, end_s=end_s, rate_hz=rate), samples, rate


def rms_db(samples):
    return 10 * np.log10((samples.astype(np.float64) ** 2).mean() / 32768**2)


@st.composite
def chapters(draw):
    takes = []
    for number in range(draw(st.integers(1, 4))):
        rate = draw(st.sampled_from([16_000, 22_050, 24_000, 44_100]))
        seconds = draw(st.floats(0.03, 0.6))
        sound = speech(seconds, level_db=draw(st.floats(-45, -3)), rate_hz=rate, seed=draw(st.integers(0, 9)))
        before_s, after_s = draw(st.floats(0, 0.3)), draw(st.floats(0, 0.3))
        whole = with_silence(sound, before_s=before_s, after_s=after_s, rate_hz=rate)
        end_s = min(before_s + seconds, len(whole) / rate)
        takes.append(one(whole, rate=rate, name=f"p{number}", begin_s=before_s, end_s=end_s))
    gaps = draw(st.lists(st.floats(0, 1.2), min_size=len(takes), max_size=len(takes)))
    return takes, gaps, draw(st.floats(-6, 24)), draw(st.floats(0, 1))


@settings(max_examples=40, deadline=None)
@given(chapters())
def test_any_takes_and_pauses_give_the_frames_of_the_timeline_under_the_ceiling_over_room_tone(chapter):
    takes, gaps, gain_db, head_s = chapter
    plan, samples = render(takes, gaps, gain_db=gain_db, head_s=head_s)
    assert len(samples) == plan.frames
    assert len(samples) % 1024 == 0
    assert np.array_equal(samples[:1024], room_tone(0, 1024))
    assert samples.dtype == np.int16
    assert np.abs(samples.astype(int)).max() <= round(CEILING * 32768)
    place = 0.0
    for planned, entry in zip(plan.takes, plan.timeline, strict=True):
        assert place <= entry.begin_s <= entry.end_s <= plan.frames / RATE + 1e-6
        place = entry.end_s
        gap = samples[planned.begin + planned.frames :][: planned.gap_frames]
        assert np.array_equal(gap, room_tone(planned.begin + planned.frames, planned.gap_frames))


def test_pauses_run_from_the_end_of_speech_to_the_begin_of_speech():
    sound = with_silence(speech(0.5), before_s=0.3, after_s=0.4)
    takes = [one(sound, name=name, begin_s=0.3, end_s=0.8) for name in ("a", "b")]
    plan, samples = render(takes, [0.75, 2.5])
    entries = [(entry.begin_s, entry.end_s) for entry in plan.timeline]
    assert entries == [
        (pytest.approx(0.75, abs=0.001), pytest.approx(1.25, abs=0.001)),
        (pytest.approx(2.0, abs=0.001), pytest.approx(2.5, abs=0.001)),
    ]
    assert len(samples) / RATE == pytest.approx(5.0, abs=0.024)
    assert len(samples) % 1024 == 0


def test_the_silence_of_the_engine_is_replaced_by_room_tone():
    sound = with_silence(speech(0.5), before_s=0.3, after_s=0.4)
    _, samples = render([one(sound, begin_s=0.3, end_s=0.8)], [1.0])
    assert rms_db(samples[: int(0.7 * RATE)]) == pytest.approx(TONE_RMS_DB, abs=0.5)
    assert rms_db(samples[-int(0.9 * RATE) :]) == pytest.approx(TONE_RMS_DB, abs=0.5)
    assert np.count_nonzero(samples[: RATE // 2]) > RATE // 4


def test_a_take_that_is_cut_in_the_middle_of_a_wave_joins_without_a_click():
    loud = (0.5 * np.cos(np.arange(24_000) / 24_000 * 2 * np.pi * 200)).astype(np.float32)
    plan, samples = render([one(loud), one(loud, name="q")], [0.0, 1.0])
    steepest_of_the_wave = 0.5 * 32768 * 2 * np.pi * 200 / RATE
    assert np.abs(np.diff(samples.astype(int))).max() <= 1.1 * steepest_of_the_wave + 2 * tone_peak()
    joint = plan.takes[1].begin
    assert np.abs(samples[joint - 2 : joint + 2]).max() <= tone_peak() + 2


def test_an_offset_makes_no_click_and_is_gone():
    offset = np.full(24_000, 0.25, np.float32)
    _, samples = render([one(offset)], [0.5])
    assert np.abs(samples).max() <= tone_peak() + 1


def test_gain_moves_the_level_and_nothing_else():
    take = one(speech(1.0, level_db=-40))
    _, plain = render([take], [1.0])
    _, louder = render([take], [1.0], gain_db=12.0)
    assert rms_db(louder) - rms_db(plain) == pytest.approx(12.0, abs=0.1)


def test_loud_speech_is_held_under_the_ceiling_between_the_samples_too():
    _, samples = render([one(speech(2.0, level_db=-10))], [1.0], gain_db=6.0)
    meter = LevelMeter(RATE)
    meter.add(samples)
    assert meter.levels().true_peak_db == pytest.approx(CEILING_DB, abs=0.05)


def test_the_same_chapter_is_the_same_bytes_and_its_key_the_same():
    takes = [one(speech(0.5))]
    first, second = render(takes, [1.0]), render(takes, [1.0])
    assert first[0].key == second[0].key
    assert np.array_equal(first[1], second[1])


def test_every_input_of_the_samples_is_in_the_key_and_the_title_is_not():
    take = make_take("p", speech(0.5))

    def key(*, take=take, gap_s=1.0, head_s=0.75, gain_db=1.0, correction_db=0.0, rate=RATE):
        pieces = [Piece(take=take, gap_after_s=gap_s)]
        return plan_chapter(
            pieces,
            head_s=head_s,
            gains_db={"tone/heart": gain_db},
            correction_db=correction_db,
            sample_rate_hz=rate,
        ).key

    keys = [
        key(),
        key(take=make_take("p", speech(0.5, seed=2))),
        key(take=make_take("p", speech(0.5), begin_s=0.1)),
        key(gap_s=1.1),
        key(head_s=0.8),
        key(gain_db=1.01),
        key(correction_db=-0.1),
        key(rate=48_000),
    ]
    assert len(set(keys)) == len(keys)
    assert key(take=make_take("another-paragraph", speech(0.5))) == keys[0]


def test_a_take_that_is_not_what_its_record_says_is_named():
    take, samples, rate = one(speech(0.5), name="c03-p017")
    plan = plan_chapter(
        [Piece(take=take, gap_after_s=1.0)], head_s=0.5, gains_db={"tone/heart": 0.0}, sample_rate_hz=RATE
    )
    with pytest.raises(AudioError, match=r"c03-p017: take t-c03-p017-0 holds 11999 frames at 24000 Hz, its record"):
        list(render_chapter(plan, decode=lambda _: (samples[:-1], rate)))


def test_a_silent_take_is_silence_of_no_length():
    plan, samples = render([one(np.zeros(24_000, np.float32), begin_s=0.4, end_s=0.4)], [1.0])
    assert len(samples) == plan.frames == 76 * 1024
    assert plan.timeline[0].begin_s == plan.timeline[0].end_s == 0.75


def test_a_chapter_without_pieces_is_its_head():
    plan, samples = render([], [], head_s=0.5)
    assert plan.frames == len(samples) == 22 * 1024


def test_blocks_are_no_longer_than_the_longest_take_or_pause():
    takes = [one(speech(0.5), name=f"p{n}") for n in range(6)]
    _, blocks = render(takes, [0.5] * 6, blocks=True)
    assert max(map(len, blocks)) <= RATE


def test_room_tone_has_its_level_and_no_seam_and_depends_on_its_place_alone():
    whole = room_tone(0, TABLE_FRAMES)
    assert rms_db(whole) == pytest.approx(TONE_RMS_DB, abs=0.05)
    assert abs(whole.mean()) < 0.1
    assert np.array_equal(room_tone(TABLE_FRAMES - 100, 200), np.concatenate((whole[-100:], whole[:100])))
    assert np.array_equal(room_tone(12_345, 67), whole[12_345 : 12_345 + 67])
    assert tone_peak() < 64
    quietest = min(rms_db(whole[n : n + 22_050]) for n in range(0, TABLE_FRAMES - 22_050, 22_050))
    assert quietest > TONE_RMS_DB - 1


def test_the_room_tone_is_this_one():
    assert room_tone(0, 8).tolist() == ROOM_TONE_BEGINS


@pytest.mark.parametrize(
    ("hz", "least_db", "most_db"), [(20, -99, -12), (70, -3.5, -2.5), (150, -1, 0.5), (1000, -0.2, 0.2)]
)
def test_the_high_pass_takes_rumble_and_leaves_the_voice(hz, least_db, most_db):
    wave = (0.5 * np.sin(np.arange(48_000) / 24_000 * 2 * np.pi * hz)).astype(np.float32)
    passed = high_pass(wave, (12_000, 36_000), gain=1.0, sample_rate_hz=24_000)
    change_db = 10 * np.log10((passed**2).mean() / (wave[12_000:36_000] ** 2).mean())
    assert least_db <= change_db <= most_db


def test_quiet_samples_pass_the_limiter_untouched():
    quiet = speech(1.0, level_db=-30, rate_hz=RATE)
    assert limit(quiet, CEILING, RATE) is quiet


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 99), st.floats(-20, 6), st.integers(1, 4000))
def test_the_limiter_only_turns_down_and_never_lets_a_sample_or_a_peak_between_pass(seed, level_db, frames):
    noise = np.random.Generator(np.random.PCG64(seed)).standard_normal(frames)
    samples = (noise * 10 ** (level_db / 20)).astype(np.float32)
    limited = limit(samples, CEILING, RATE)
    assert np.abs(limited).max() <= np.float32(CEILING)
    assert (np.abs(limited) <= np.abs(samples)).all()
    assert (limited * samples >= 0).all()


def test_a_peak_between_two_samples_is_found():
    """A sine at a quarter of the rate, sampled 45 degrees off its crests, peaks 3.01 dB over its samples."""
    wave = np.sin(np.pi / 2 * np.arange(200) + np.pi / 4).astype(np.float32)
    between = peaks_between(wave, np.arange(80, 120))
    assert 20 * np.log10(between.max() / np.abs(wave).max()) == pytest.approx(3.01, abs=0.05)


@pytest.mark.parametrize("off_db", [-4.4, -2.0, 0.0, 2.0, 4.4])
def test_a_pickup_at_another_level_sits_beside_its_neighbours_without_a_jump(off_db):
    levels_db = (-24.0, -24.0 + off_db, -24.0)
    sounds = [speech(3.0, level_db=level_db, seed=seed) for seed, level_db in enumerate(levels_db)]
    takes = [one(sound, name=f"p{number}") for number, sound in enumerate(sounds)]
    audio = {take.object: (samples, rate) for take, samples, rate in takes}
    plan = plan_chapter(
        [Piece(take=take, gap_after_s=0.75) for take, _, _ in takes],
        head_s=0.75,
        gains_db={"tone/heart": 0.0},
        active_level_db=takes[0][0].sound.active_rms_db,
        sample_rate_hz=RATE,
    )
    made = np.concatenate(list(render_chapter(plan, decode=lambda take: audio[take.object])))
    before_db, pickup_db, after_db = (
        rms_db(made[round(entry.begin_s * RATE) : round(entry.end_s * RATE)]) for entry in plan.timeline
    )
    step_db = max(abs(pickup_db - before_db), abs(pickup_db - after_db))
    assert step_db <= min(abs(off_db), 1.5) + 0.1
    pauses = [made[round((entry.end_s + 0.1) * RATE) :][: round(0.5 * RATE)] for entry in plan.timeline]
    assert [rms_db(pause) for pause in pauses] == pytest.approx([TONE_RMS_DB] * 3, abs=0.5)
