"""The record beside a mastered chapter."""

import math

from pipeline.mastering.record import MasteredRecord, format_record, parse_record
from pipeline.model import ChapterAudio, ChapterFormat, Contour, Encoding, Levels, MasteredChapter, TimelineEntry

LEVELS = Levels(
    duration_s=1.0,
    rms_db=-20.123,
    peak_db=-3.6,
    true_peak_db=-3.59,
    noise_floor_db=-math.inf,
    head_s=0.75,
    tail_s=0.1,
    clipped_frames=0,
    loudness_lufs=-19.9,
    gap_s=0.7,
)
RECORD = MasteredRecord(
    chapter=MasteredChapter(
        chapter="c01",
        title="Of Chips",
        frames=44_100,
        sample_rate_hz=44_100,
        timeline=(TimelineEntry(paragraph="c01-p001", line=0, take="t1", begin_s=0.75, end_s=0.9),),
        key="abc",
    ),
    files=(
        ChapterAudio(
            format=ChapterFormat.MP3,
            made_with="lame",
            size=1234,
            encoding=Encoding(codec="mp3", sample_rate_hz=44_100, channels=1, bit_rate_kbps=192.0),
            levels=LEVELS,
        ),
    ),
    contour=Contour(step_s=0.1, peaks=(0.1, 0.7), loudness_lufs=(-70.0, -19.5)),
)


def test_a_record_reads_back_as_it_was_written_with_todays_title():
    assert parse_record(format_record(RECORD), title="Of Chips") == RECORD
    assert parse_record(format_record(RECORD), title="Of Ships").chapter.title == "Of Ships"


def test_what_is_no_record_is_none():
    for text in ("", "{}", "[1]", "null", format_record(RECORD)[:-20], format_record(RECORD).replace("-20.123", '"x"')):
        assert parse_record(text, title="") is None
