"""Every other format of a release, planned from one finished book."""

import json
import re
from dataclasses import replace
from email.utils import parsedate_to_datetime

import pytest
from finished_books import AUDIO, COVER, HASHES, make_book
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pipeline.adapters.project import FORMATS
from pipeline.adapters.project import HIGHLIGHTS as KNOWN_HIGHLIGHTS
from pipeline.errors import ProjectError
from pipeline.model import ChapterEntry, ChapterFormat, MasteredChapter, Metadata, ReleaseChoices, Tags
from pipeline.release.audiobookshelf import plan_metadata
from pipeline.release.credits import credit_fields, fill_credits
from pipeline.release.epub_parts import HIGHLIGHTS
from pipeline.release.formats import (
    COMPANIONS,
    ENCODED,
    MADE_OF_MP3,
    Encoded,
    chapter_formats,
    plan_companions,
    plan_encoded,
)
from pipeline.release.m4b import MOST_CHAPTERS, MOST_FRAMES, plan_book_files, split_book
from pipeline.release.manifest import Origin, ReleasedFile, format_manifest
from pipeline.release.plans import Member, plan_archive
from pipeline.release.podcast import plan_podcast, published
from pipeline.release.sample import HEAD_S, TAIL_S, plan_sample
from pipeline.release.titles import flat_titles, with_flat_title
from pipeline.release.w3c import format_publication

ENCODED_FILES = Encoded(
    files=tuple(
        ReleasedFile(name=name, size=10, sha256=HASHES[name], made_from="x", chapter=chapter)
        for chapter, name in AUDIO.items()
    )
)


def with_formats(*formats, book=None):
    book = book or make_book(ReleaseChoices(url="https://example.org/lamp/"))
    return replace(book, project=replace(book.project, formats=formats))


def test_every_format_that_book_toml_may_name_has_a_planner_and_no_other():
    assert set(FORMATS) == {*ENCODED, *COMPANIONS}
    assert KNOWN_HIGHLIGHTS == HIGHLIGHTS


@pytest.mark.parametrize("name", sorted(MADE_OF_MP3))
def test_what_is_made_of_the_mp3_files_brings_them_along(name):
    assert [plan.name for plan in plan_encoded(with_formats(name))] == ["01 - One.mp3", "02 - Two.mp3"]


def test_chapters_are_mastered_as_their_formats_need_them():
    assert chapter_formats(("mp3", "m4b")) == (ChapterFormat.MP3, ChapterFormat.AAC)
    assert chapter_formats(("epub", "sample")) == (ChapterFormat.MP3, ChapterFormat.FLAC)
    assert chapter_formats(("vtt",)) == (ChapterFormat.FLAC,)


def test_all_formats_together_have_names_of_their_own():
    book = with_formats(*FORMATS)
    names = [plan.name for plan in (*plan_encoded(book), *plan_companions(book, ENCODED_FILES))]
    assert len(names) == len({name.lower() for name in names})
    assert {name.rpartition(".")[2] for name in names} == {
        "mp3", "m4b", "opus", "flac", "zip", "epub", "lpf", "vtt", "srt", "lrc", "json", "xml", "png"
    }  # fmt: skip


def test_planning_twice_gives_the_same_bytes():
    book = with_formats(*FORMATS)
    assert plan_companions(book, ENCODED_FILES) == plan_companions(book, ENCODED_FILES)


def test_an_archive_follows_its_members_and_their_names():
    members = [Member(path="a", data=b"1"), Member(path="b", file="x")]
    first = plan_archive("z.zip", members, {"x": "h"})
    assert plan_archive("z.zip", members, {"x": "i"}).made_from != first.made_from
    assert plan_archive("z.zip", [replace(members[0], path="c"), members[1]], {"x": "h"}).made_from != first.made_from


def chapters(*frames, rate=44_100):
    return [
        MasteredChapter(
            chapter=f"c{number:03}", title=str(number), frames=one, sample_rate_hz=rate, timeline=(), key=str(number)
        )
        for number, one in enumerate(frames, start=1)
    ]


def test_a_book_within_the_limits_of_players_is_one_file_and_one_beyond_them_is_not():
    assert len(split_book(chapters(*[1000] * MOST_CHAPTERS))) == 1
    assert [len(part) for part in split_book(chapters(*[1000] * (MOST_CHAPTERS + 1)))] == [128, 128]
    assert len(split_book(chapters(MOST_FRAMES - 1, 1))) == 1
    assert [len(part) for part in split_book(chapters(MOST_FRAMES - 1, 2))] == [1, 1]


def test_parts_of_a_book_say_which_they_are():
    hour = 3600 * 44_100
    files = plan_book_files(chapters(hour, hour, hour), Tags(title="Big", album="Big"), slug="big", longest_hours=2.0)
    assert [file.name for file in files] == ["Big (1 of 2).m4b", "Big (2 of 2).m4b"]
    assert [file.tags.track for file in files] == [(1, 2), (2, 2)]
    assert [[mark.begin_frame for mark in file.marks] for file in files] == [[0], [0, hour]]


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=300), st.floats(0.5, 20))
def test_splitting_keeps_every_chapter_in_its_order(frames, hours):
    book = chapters(*frames)
    parts = split_book(book, longest_hours=hours)
    assert [chapter for part in parts for chapter in part] == book
    for part in parts:
        assert len(part) == 1 or sum(chapter.frames for chapter in part) <= hours * 3600 * 44_100


def test_chapters_of_the_same_title_are_told_apart_by_their_part():
    entries = [
        ChapterEntry(id="c01", title="Part One"),
        ChapterEntry(id="c02", title="Chapter 1", depth=2),
        ChapterEntry(id="c03", title="Part Two"),
        ChapterEntry(id="c04", title="Chapter 1", depth=2),
        ChapterEntry(id="c05", title="The End", depth=2),
    ]
    assert list(flat_titles(entries).values()) == [
        "Part One", "Part One: Chapter 1", "Part Two", "Part Two: Chapter 1", "The End"
    ]  # fmt: skip


def test_a_part_of_a_chapter_keeps_its_number_behind_the_title_that_players_show():
    entries = [
        ChapterEntry(id="a", title="Part One"),
        ChapterEntry(id="a1", title="Chapter 1", depth=2),
        ChapterEntry(id="b", title="Part Two"),
        ChapterEntry(id="b1", title="Chapter 1", depth=2),
    ]
    part = MasteredChapter(
        chapter="b1.2", title="Chapter 1, part 2", frames=1024, sample_rate_hz=44_100, timeline=(), key="", part_of="b1"
    )
    assert with_flat_title(part, entries).title == "Part Two: Chapter 1, part 2"
    opening = replace(part, chapter="opening", title="Opening Credits", part_of="")
    assert with_flat_title(opening, entries).title == "Opening Credits"


def test_the_sample_begins_with_the_body_and_ends_with_a_paragraph():
    sample = plan_sample(make_book(ReleaseChoices(sample_minutes=4.0)))
    head, speech, tail = [((end - begin) / 44_100) for begin, end in sample.ranges]
    assert sample.chapter == "c01"
    assert head + 0.25 == pytest.approx(HEAD_S, abs=0.01)
    assert speech == pytest.approx(0.25 + 0.4 + 1.0 + 4.4 + 0.25, abs=0.01)
    assert 0.25 + tail == pytest.approx(TAIL_S, abs=0.3)


def test_the_sample_may_begin_at_a_paragraph_and_a_wrong_one_is_named():
    assert plan_sample(make_book(ReleaseChoices(sample_from="c02-p001"))).chapter == "c02"
    with pytest.raises(ProjectError, match="no paragraph c09-p001 is heard"):
        plan_sample(make_book(ReleaseChoices(sample_from="c09-p001")))
    with pytest.raises(ProjectError, match="c01-p001 alone is longer than the sample"):
        plan_sample(make_book(ReleaseChoices(sample_from="c01-p001", sample_minutes=0.1)))


def test_a_w3c_audiobook_names_its_files_in_order_with_their_lengths():
    told = json.loads(format_publication(make_book()))
    assert told["conformsTo"] == "https://www.w3.org/TR/audiobooks/"
    assert [(row["url"], row["name"], row["duration"]) for row in told["readingOrder"]] == [
        ("audio/c01.mp3", "One", "PT8.800S"),
        ("audio/c02.mp3", "Two", "PT5.900S"),
    ]
    assert told["duration"] == "PT14.700S"
    assert told["readBy"] == "Heart"
    assert told["resources"][0]["rel"] == "cover"


def test_audiobookshelf_reads_chapters_through_the_whole_book():
    told = json.loads(plan_metadata(make_book()).data)
    assert [(row["start"], row["end"], row["title"]) for row in told["chapters"]] == [
        (0, 8.8, "One"),
        (8.8, 14.7, "Two"),
    ]
    assert told["series"] == ["Lights #2"]
    assert told["narrators"] == ["Heart"]
    assert "synthetic voice" in told["description"]


def test_a_feed_has_an_episode_a_chapter_with_its_address_and_size():
    book = with_formats("podcast", "vtt")
    files = {file.name: file for file in plan_companions(book, ENCODED_FILES)}
    feed = etree.fromstring(files["podcast.xml"].data)
    assert feed.findtext("channel/title") == "The Lamp & Co."
    enclosures = [dict(one.attrib) for one in feed.iter("enclosure")]
    assert enclosures[0] == {"url": "https://example.org/lamp/01%20-%20One.mp3", "length": "10", "type": "audio/mpeg"}
    podcast = "{https://podcastindex.org/namespace/1.0}"
    assert len(list(feed.iter(f"{podcast}transcript"))) == len(list(feed.iter(f"{podcast}chapters"))) == 2
    assert files["cover.png"].data == COVER.data
    assert json.loads(files["01 - One.chapters.json"].data)["chapters"] == [{"startTime": 0, "title": "One"}]


def test_a_feed_without_an_address_is_refused():
    with pytest.raises(ProjectError, match=r"set release\.url"):
        plan_podcast(make_book(), AUDIO, {}, [])


def test_episodes_are_dated_by_the_book_in_the_order_they_are_heard():
    first, second = (parsedate_to_datetime(published("2026-03-01", number)) for number in (1, 2))
    assert first < second
    assert published("2026-03-01", 1) == first.strftime("%a, %d %b %Y %H:%M:%S GMT")
    assert published("", 1) == "Sat, 01 Jan 2000 00:00:00 GMT"


def test_credits_name_what_the_book_is_and_leave_out_lines_without_a_value():
    fields = credit_fields(Metadata(title="The Lamp", authors=("A", "B", "C")), "Heart")
    template = "{title}.\nWritten by {authors}.\nTranslated by {translators}.\n\nNarrated by {narrator}."
    assert fill_credits(template, fields, where="x") == ("The Lamp.", "Written by A, B and C.", "Narrated by Heart.")
    assert fill_credits("", fields, where="x") == ()


@pytest.mark.parametrize(("template", "problem"), [("{titel}", r"\{titel\} is not known"), ("a { b", "a brace alone")])
def test_a_template_that_names_what_there_is_not_is_refused(template, problem):
    with pytest.raises(ProjectError, match=problem):
        fill_credits(template, credit_fields(Metadata(title="x"), ""), where="book.toml: credits.opening")


def test_the_manifest_says_what_the_release_was_made_of_and_no_path_of_this_machine():
    book = make_book()
    origin = Origin(source_sha256="ee", commit="abc-dirty", lexicons=(("lexicon.pls", "ff"),))
    text = format_manifest(
        book.project,
        (),
        book.chapters,
        voices=[book.project.cast.narrator],
        origin=origin,
        disclosure="Synthetic.",
        pauses_s={chapter.chapter: 1.3 for chapter in book.chapters},
    )
    told = json.loads(text)
    assert told["commit"] == "abc-dirty"
    assert told["lexicons"] == [{"name": "lexicon.pls", "sha256": "ff"}]
    assert told["voices"] == [{"engine": "tone", "model": "", "voice": "middle", "settings": {}}]
    assert told["disclosure"] == "Synthetic."
    assert told["cover"] is None
    assert {chapter["longest_pause_s"] for chapter in told["chapters"]} == {1.3}
    assert not re.search(r'"(?:/|[A-Z]:\\)', text)
