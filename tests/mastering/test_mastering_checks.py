"""Each limit of each profile, from both sides."""

from dataclasses import replace

import pytest

from pipeline.errors import ProjectError
from pipeline.mastering.checks import (
    check_chapter_file,
    check_codec,
    check_levels,
    check_sample,
    check_together,
    longest_gap,
)
from pipeline.mastering.profiles import ACX, PROFILES, Limit, find_profile
from pipeline.model import Encoding, Levels, MasteredChapter, ProfileName, TimelineEntry

GOOD = Levels(
    duration_s=600.0,
    rms_db=-20.5,
    peak_db=-3.5,
    true_peak_db=-3.4,
    noise_floor_db=-72.0,
    head_s=0.75,
    tail_s=2.5,
    clipped_frames=0,
    loudness_lufs=-18.5,
)
MP3 = Encoding(codec="mp3", sample_rate_hz=44_100, channels=1, bit_rate_kbps=192, is_constant_bit_rate=True)


def codes(levels=GOOD, encoding=MP3):
    return [finding.code for finding in check_chapter_file(levels, encoding, ACX, where="01.mp3")]


@pytest.mark.parametrize(
    ("field", "inside", "outside", "code"),
    [
        ("rms_db", -23.0, -23.01, "level.rms-low"),
        ("rms_db", -18.0, -17.99, "level.rms-high"),
        ("peak_db", -3.0, -2.99, "level.peak"),
        ("noise_floor_db", -60.0, -59.9, "level.noise-floor"),
        ("head_s", 0.5, 0.49, "silence.head-short"),
        ("head_s", 1.0, 1.01, "silence.head-long"),
        ("tail_s", 1.0, 0.99, "silence.tail-short"),
        ("tail_s", 5.0, 5.01, "silence.tail-long"),
        ("duration_s", 7200.0, 7200.1, "format.length"),
        ("clipped_frames", 0, 1, "level.clipped"),
    ],
)
def test_each_level_of_acx_passes_at_its_limit_and_fails_beyond(field, inside, outside, code):
    assert codes(replace(GOOD, **{field: inside})) == []
    assert codes(replace(GOOD, **{field: outside})) == [code]


@pytest.mark.parametrize(
    ("field", "inside", "outside", "code"),
    [
        ("sample_rate_hz", 44_100, 48_000, "format.sample-rate"),
        ("sample_rate_hz", 44_100, 22_050, "format.sample-rate"),
        ("bit_rate_kbps", 192, 191.9, "format.bit-rate"),
        ("bit_rate_kbps", 320, 128, "format.bit-rate"),
        ("is_constant_bit_rate", True, False, "format.bit-rate-varies"),
        ("channels", 2, 3, "format.channels"),
    ],
)
def test_each_format_limit_of_acx_passes_inside_and_fails_outside(field, inside, outside, code):
    assert codes(encoding=replace(MP3, **{field: inside})) == []
    assert codes(encoding=replace(MP3, **{field: outside})) == [code]


def test_all_findings_are_told_sorted_and_say_what_is_allowed():
    bad = replace(GOOD, rms_db=-30.0, peak_db=-1.0, tail_s=0.2)
    findings = check_chapter_file(bad, MP3, ACX, where="01.mp3")
    assert [finding.code for finding in findings] == ["level.peak", "level.rms-low", "silence.tail-short"]
    assert findings[1].message == "RMS -30.00 dB; -23 to -18 is allowed"
    assert {finding.where for finding in findings} == {"01.mp3"}


def test_silence_fails_by_its_rms_alone():
    silent = replace(GOOD, rms_db=float("-inf"), peak_db=float("-inf"), noise_floor_db=float("-inf"))
    assert [finding.code for finding in check_levels(silent, ACX, where="c01")] == ["level.rms-low"]


def test_a_book_in_one_file_is_held_to_its_levels_only():
    book = Encoding(codec="aac", sample_rate_hz=44_100, channels=1, bit_rate_kbps=96)
    assert codes(replace(GOOD, duration_s=90_000.0, head_s=0.1), book) == []
    assert codes(replace(GOOD, peak_db=-1.0), book) == ["level.peak"]


def test_a_file_for_others_is_held_to_its_sound_and_not_to_the_format_of_the_shop():
    flac = Encoding(codec="flac", sample_rate_hz=48_000, channels=1)
    opus = Encoding(codec="opus", sample_rate_hz=48_000, channels=1, bit_rate_kbps=32.0)
    assert codes(GOOD, flac) == codes(GOOD, opus) == []
    bad = replace(GOOD, rms_db=-30.0, head_s=0.1, peak_db=-2.0, clipped_frames=1)
    assert codes(bad, flac) == ["level.clipped", "level.peak", "level.rms-low", "silence.head-short"]
    assert codes(bad, opus) == ["level.clipped", "level.rms-low", "silence.head-short"]


def test_a_file_to_be_handed_in_has_a_codec_that_the_shop_takes():
    flac = Encoding(codec="flac", sample_rate_hz=44_100, channels=1)
    assert check_codec(MP3, ACX, where="x") == ()
    assert [(found.code, found.message) for found in check_codec(flac, ACX, where="x")] == [
        ("format.codec", "flac, not mp3")
    ]
    assert check_codec(flac, PROFILES["google-play"], where="x") == ()


def test_a_pause_that_the_book_asks_for_is_not_too_long():
    paused = replace(GOOD, gap_s=13.4)
    assert [found.code for found in check_levels(paused, ACX, where="x")] == ["silence.gap-long"]
    assert check_levels(paused, ACX, where="x", asked_gap_s=12.0) == ()
    assert [found.code for found in check_levels(paused, ACX, where="x", asked_gap_s=11.3)] == ["silence.gap-long"]


def test_the_longest_pause_of_a_chapter_is_between_two_speeches_or_its_tail():
    def entry(begin_s, end_s):
        return TimelineEntry(paragraph="p", line=0, take="t", begin_s=begin_s, end_s=end_s)

    def chapter(*timeline):
        return MasteredChapter(
            chapter="c", title="", frames=44_100 * 20, sample_rate_hz=44_100, timeline=timeline, key=""
        )

    assert longest_gap(chapter(entry(0.75, 2.0), entry(10.0, 18.0))) == 8.0
    assert longest_gap(chapter(entry(0.75, 2.0), entry(3.0, 4.0))) == 16.0
    assert longest_gap(chapter()) == 0.0


def test_a_retail_sample_has_five_minutes_at_most_for_acx_and_any_length_elsewhere():
    assert check_sample(replace(GOOD, duration_s=300.0), ACX, where="x") == ()
    assert [found.code for found in check_sample(replace(GOOD, duration_s=300.1), ACX, where="x")] == ["sample.length"]
    assert check_sample(replace(GOOD, duration_s=3000.0), PROFILES["kobo"], where="x") == ()


def test_mono_and_stereo_files_do_not_go_together():
    stereo = replace(MP3, channels=2)
    findings = check_together({"01.mp3": MP3, "02.mp3": stereo, "03.mp3": MP3}, ACX)
    assert [(finding.code, finding.where) for finding in findings] == [("format.channels-differ", "02.mp3")]
    assert check_together({"01.mp3": stereo, "02.mp3": stereo}, ACX) == ()
    assert check_together({}, ACX) == ()


def test_every_number_of_every_profile_says_where_and_when_it_was_read():
    assert set(PROFILES) == set(ProfileName)
    for profile in PROFILES.values():
        limits = [value for name in profile.__slots__ if isinstance(value := getattr(profile, name), Limit)]
        assert len(limits) == 13
        for limit in (*limits, profile.synthetic):
            assert limit.source.startswith("https://")
            assert limit.read_on == "2026-11-22"


FIELDS = {
    "rms_db": ("rms_db", "level.rms"),
    "loudness_lufs": ("loudness_lufs", "level.loudness"),
    "peak_db": ("peak_db", "level.peak"),
    "true_peak_db": ("true_peak_db", "level.true-peak"),
    "noise_floor_db": ("noise_floor_db", "level.noise-floor"),
    "head_s": ("head_s", "silence.head"),
    "tail_s": ("tail_s", "silence.tail"),
    "length_s": ("duration_s", "format.length"),
    "sample_rate_hz": ("sample_rate_hz", "format.sample-rate"),
    "bit_rate_kbps": ("bit_rate_kbps", "format.bit-rate"),
    "channels": ("channels", "format.channels"),
}
EDGES = [
    (profile.name, name, edge, sign)
    for profile in PROFILES.values()
    for name in FIELDS
    for edge, sign in ((getattr(profile, name).least, -1), (getattr(profile, name).most, 1))
    if edge is not None
]


@pytest.mark.parametrize(("profile_name", "name", "edge", "sign"), EDGES)
def test_each_limit_of_each_profile_passes_at_its_edge_and_fails_beyond(profile_name, name, edge, sign):
    profile = PROFILES[profile_name]
    measured, code = FIELDS[name]

    def found(value):
        levels, encoding = GOOD, replace(MP3, bit_rate_kbps=profile.encode_kbps)
        if measured in GOOD.__slots__:
            levels = replace(GOOD, **{measured: value})
        else:
            encoding = replace(encoding, **{measured: value})
        findings = check_chapter_file(levels, encoding, profile, where="01.mp3")
        return [finding.code for finding in findings if finding.code.startswith(code)]

    beyond = 0.01 if name not in ("sample_rate_hz", "channels") else 1
    assert found(edge) == []
    assert len(found(edge + sign * beyond)) == 1


def test_a_podcast_is_held_to_its_loudness_and_not_to_an_rms():
    podcast = PROFILES["podcast"]
    loud = replace(GOOD, rms_db=-12.0, loudness_lufs=-16.0)
    assert check_levels(loud, podcast, where="01.mp3") == ()
    assert [finding.code for finding in check_levels(replace(loud, loudness_lufs=-19.0), podcast, where="x")] == [
        "level.loudness-low"
    ]
    assert podcast.is_by_loudness
    assert podcast.ceiling_db == -1.6
    assert ACX.ceiling_db == -3.6


@pytest.mark.parametrize(
    ("field", "inside", "outside", "code"),
    [
        ("dc_offset", 0.001, 0.0011, "level.dc-offset"),
        ("dc_offset", -0.001, -0.0011, "level.dc-offset"),
        ("dropout_s", 0.1, 0.11, "silence.dropout"),
        ("gap_s", 10.0, 10.1, "silence.gap-long"),
    ],
)
def test_what_every_listener_hears_is_checked_for_every_profile(field, inside, outside, code):
    for profile in PROFILES.values():
        levels = replace(GOOD, loudness_lufs=-18.5 if profile.name != "podcast" else -16.0)
        assert check_levels(replace(levels, **{field: inside}), profile, where="x") == ()
        assert [found.code for found in check_levels(replace(levels, **{field: outside}), profile, where="x")] == [code]


def test_an_unknown_profile_is_an_error_that_names_those_there_are():
    assert find_profile("acx") is ACX
    with pytest.raises(ProjectError, match=r"no delivery profile 'acs'; book\.toml can name: acx, archive"):
        find_profile("acs")
