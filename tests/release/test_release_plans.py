"""Names, tags, chapter marks and manifest of a release."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import AudioError, ProjectError
from pipeline.model import Cast, ChapterMark, Cover, Encoding, Levels, MasteredChapter, Metadata, Project, Tags, Voice
from pipeline.release.m4b import format_chapters, mark_chapters, plan_book_file
from pipeline.release.manifest import Origin, ReleasedFile, format_manifest, parse_manifest
from pipeline.release.mp3 import plan_chapter_files
from pipeline.release.names import LONGEST_BYTES, book_file_name, chapter_file_name, legal_name
from pipeline.release.wording import book_tags, language_code

VOICE = Voice(engine="hibari", voice="heart")
PROJECT = Project(
    slug="lamp",
    metadata=Metadata(
        title="The Lamp",
        authors=("A. Author",),
        language="en-GB",
        publisher="Press",
        date="2026-03-01",
        description="A story.",
    ),
    narrator_name="Heart",
    source="source/lamp.epub",
    chapters=(),
    cast=Cast(narrator=VOICE),
)
TAGS = book_tags(PROJECT, [VOICE], None)


def chapter(name, title, frames=44_100, key=None, rate=44_100):
    return MasteredChapter(
        chapter=name, title=title, frames=frames, sample_rate_hz=rate, timeline=(), key=key or f"key of {name}"
    )


CHAPTERS = [chapter("c01", "One", 10), chapter("c02", "", 20), chapter("c03", "Three", 30)]


def test_numbers_are_as_wide_as_the_last_and_names_sort_in_the_order_of_the_book():
    assert chapter_file_name(2, 12, "The Machine", ".mp3") == "02 - The Machine.mp3"
    assert chapter_file_name(2, 120, "The Machine", ".mp3") == "002 - The Machine.mp3"
    assert chapter_file_name(1, 1, "", ".mp3") == "01.mp3"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Who?", "Who"),
        ('a/b\\c:d*e"f<g>h|i', "a b c d e f g h i"),
        ("  Trailing dots... ", "Trailing dots"),
        ("line\nfeed\ttab", "line feed tab"),
        ("e\u0301t\u00e9", "\u00e9t\u00e9"),
        ("zero\u200bwidth", "zerowidth"),
        ("con", "con_"),
        ("NUL.txt", "NUL.txt_"),
        ("“Quoted” – dash", "“Quoted” – dash"),
        ("???", ""),
    ],
)
def test_a_title_becomes_a_name_that_every_system_takes(title, name):
    assert legal_name(title) == name


@given(st.text())
def test_any_title_gives_a_legal_name_and_naming_it_again_changes_nothing(title):
    name = legal_name(title)
    assert not set(name) & set('<>:"/\\|?*\n\r\t\x00')
    assert len(name.encode()) <= LONGEST_BYTES + 1
    assert name == name.strip()
    assert not name.endswith(".")
    assert legal_name(name) == name


def test_a_book_without_a_legal_title_is_named_by_its_slug():
    assert book_file_name("The Lamp", "lamp", ".m4b") == "The Lamp.m4b"
    assert book_file_name("???", "lamp", ".m4b") == "lamp.m4b"


def test_the_tags_say_who_wrote_and_who_reads_and_that_the_voice_is_synthetic():
    expected = Tags(
        title="The Lamp",
        album="The Lamp",
        authors=("A. Author",),
        narrator="Heart",
        publisher="Press",
        year="2026",
        language="eng",
        description="A story.",
        comment="Narrated by a synthetic voice (hibari).",
        date="2026-03-01",
        language_tag="en-GB",
    )
    assert expected == TAGS


@pytest.mark.parametrize(
    ("tag", "code"), [("en-US", "eng"), ("fr", "fra"), ("DE", "deu"), ("gsw-CH", "gsw"), ("xx", ""), ("", "")]
)
def test_languages_are_told_in_three_letters(tag, code):
    assert language_code(tag) == code


def test_every_chapter_is_a_file_with_its_number_and_a_title():
    files = plan_chapter_files(CHAPTERS, TAGS, bit_rate_kbps=192)
    assert [file.name for file in files] == ["01 - One.mp3", "02.mp3", "03 - Three.mp3"]
    assert [file.tags.track for file in files] == [(1, 3), (2, 3), (3, 3)]
    assert [file.tags.title for file in files] == ["One", "Chapter 2", "Three"]
    assert {file.tags.album for file in files} == {"The Lamp"}


def test_a_file_is_made_again_when_its_samples_tags_cover_or_rate_change_and_only_then():
    def made_from(chapters=CHAPTERS, tags=TAGS, kbps=192):
        return [file.made_from for file in plan_chapter_files(chapters, tags, bit_rate_kbps=kbps)]

    before = made_from()
    assert made_from() == before
    other_samples = [chapter("c01", "One", 10, key="new"), *CHAPTERS[1:]]
    assert [old == new for old, new in zip(before, made_from(other_samples), strict=True)] == [False, True, True]
    for changed in (
        made_from(kbps=256),
        made_from(tags=book_tags(PROJECT, [VOICE], Cover(name="c", media_type="image/png", data=b"1"))),
    ):
        assert not set(before) & set(changed)


def test_chapter_marks_are_counted_in_frames_without_gap_or_overlap():
    assert mark_chapters(CHAPTERS) == (
        ChapterMark(title="One", begin_frame=0, end_frame=10),
        ChapterMark(title="Chapter 2", begin_frame=10, end_frame=30),
        ChapterMark(title="Three", begin_frame=30, end_frame=60),
    )


def test_marks_are_written_with_their_special_signs_escaped():
    marks = [ChapterMark(title="a=b;c#d\\e\nf", begin_frame=0, end_frame=10)]
    assert format_chapters(marks, 44_100) == (
        ";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/44100\nSTART=0\nEND=10\ntitle=a\\=b\\;c\\#d\\\\e\\\nf\n"
    )


def test_the_book_in_one_file_depends_on_every_chapter_and_title():
    book = plan_book_file(CHAPTERS, TAGS, slug="lamp")
    assert book.name == "The Lamp.m4b"
    renamed = [*CHAPTERS[:2], chapter("c03", "3", 30)]
    assert plan_book_file(renamed, TAGS, slug="lamp").made_from != book.made_from
    assert plan_book_file(CHAPTERS, TAGS, slug="lamp").made_from == book.made_from


def test_chapters_of_different_rates_are_no_book():
    with pytest.raises(AudioError, match=r"one sample rate, these have \[44100, 48000\]"):
        plan_book_file([*CHAPTERS, chapter("c04", "Four", rate=48_000)], TAGS, slug="lamp")


FILES = (
    ReleasedFile(
        name="01 - One.mp3",
        size=10,
        sha256="aa",
        made_from="bb",
        chapter="c01",
        levels=Levels(
            duration_s=1.0,
            rms_db=-20.5,
            peak_db=-3.5,
            true_peak_db=-3.4,
            noise_floor_db=-math.inf,
            head_s=0.7,
            tail_s=2.5,
            clipped_frames=0,
        ),
        encoding=Encoding(
            codec="mp3", sample_rate_hz=44_100, channels=1, bit_rate_kbps=192.0, is_constant_bit_rate=True
        ),
    ),
    ReleasedFile(name="The Lamp.m4b", size=20, sha256="cc", made_from="dd"),
)


def manifest(files=FILES):
    return format_manifest(
        PROJECT,
        files,
        CHAPTERS,
        voices=[VOICE, VOICE],
        origin=Origin(source_sha256="ee", cover_px=(2400, 2400)),
        disclosure="Narrated by a synthetic voice.",
        pauses_s={chapter.chapter: 12.0 + number for number, chapter in enumerate(CHAPTERS)},
    )


def test_a_manifest_lists_every_file_and_reads_back():
    listed = parse_manifest(manifest(), where="manifest.json")
    assert listed.files == FILES
    assert (listed.profile, listed.disclosure) == ("acx", "Narrated by a synthetic voice.")
    assert listed.cover_px == (2400, 2400)


def test_a_manifest_knows_the_longest_pause_that_each_file_was_asked_for():
    listed = parse_manifest(manifest(), where="manifest.json")
    longest_s = 11.0 + len(CHAPTERS)
    assert listed.asked_gap(FILES[0]) == listed.pauses_s[FILES[0].chapter]
    assert listed.asked_gap(FILES[1]) == longest_s


def test_a_manifest_is_the_same_whatever_the_order_of_the_files():
    assert manifest(FILES[::-1]) == manifest()


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"format": 1, "files": [{"name": "x"}]}', '{"format": 1, "files": 3}']
)
def test_a_broken_manifest_says_what_to_do(text):
    with pytest.raises(ProjectError, match="delete it and release again"):
        parse_manifest(text, where="manifest.json")


def test_a_manifest_of_another_format_is_refused():
    with pytest.raises(ProjectError, match="a manifest of format 2"):
        parse_manifest(manifest().replace('"format": 1', '"format": 2'), where="manifest.json")
