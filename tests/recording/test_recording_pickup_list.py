from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ProjectError
from pipeline.model import Pickup, PickupState, Remedy
from pipeline.recording.pickup_list import COLUMNS, format_clock, format_pickups, parse_clock, parse_pickups

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=12)
PICKUPS = st.builds(
    Pickup,
    chapter=WORDS,
    time_s=st.none() | st.integers(0, 9_000_000).map(lambda milliseconds: milliseconds / 1000),
    paragraph=WORDS.map(lambda text: text.lstrip("@")),
    kind=WORDS,
    note=WORDS,
    heard=WORDS,
    written=WORDS.map(lambda text: f"the {text}".strip()),
    remedy=st.sampled_from(Remedy),
    state=st.sampled_from(PickupState),
)


def only(text: str) -> Pickup:
    (pickup,) = parse_pickups(text, name="list.csv")
    return pickup


@given(st.lists(PICKUPS, max_size=5))
def test_what_is_written_is_read_back_equal(pickups):
    assert parse_pickups(format_pickups(pickups), name="pickups.csv") == tuple(pickups)


def test_the_columns_are_those_of_the_project_file():
    assert format_pickups([]) == ",".join(COLUMNS) + "\n"
    assert format_pickups(
        [Pickup(chapter="c03", time_s=83.5, paragraph="c03-p017", kind="noise", note="click, loud")]
    ) == (
        "chapter,time,paragraph,kind,note,heard,written,remedy,state,take\n"
        'c03,0:01:23.5,c03-p017,noise,"click, loud",,,retake,open,\n'
    )


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("1:23.5", 83.5),
        ("83.5", 83.5),
        ("83,5", 83.5),
        ("00:01:23", 83.0),
        ("1:02:03.25", 3723.25),
        ("00:01:23:12", 83.0),
        ("1m23s", 83.0),
        ("1h 2m", 3720.0),
        ("1'23\"", 83.0),
        ("12 s", 12.0),
        ("1:23 - 1:25", 83.0),
        ("1:23–1:25", 83.0),
        ("", None),
        ("near the end", None),
    ],
)
def test_a_time_is_read_as_people_write_it(written, seconds):
    assert parse_clock(written) == seconds


@pytest.mark.parametrize(
    ("seconds", "clock"), [(0.0, "0:00:00"), (83.5, "0:01:23.5"), (3723.0, "1:02:03"), (59.9996, "0:01:00")]
)
def test_a_time_is_written_in_one_way(seconds, clock):
    assert format_clock(seconds) == clock


@pytest.mark.parametrize(
    "text",
    [
        "Time Stamp,File Name,Comments\n1:23,03 - II.mp3,click\n",
        "comment;FILE;timecode\nclick;03 - II.mp3;1:23\n",
        "note\ttrack\tat\r\nclick\t03 - II.mp3\t00:01:23\r\n",
        "Proof of The Lamp;;\n2026-11-20;;\nIssue;Audio File;Start\nclick;03 - II.mp3;83\n;;\n",
        "sep=;\nnotes;chapter;time\n click ;03 - II.mp3;1m23s\n",
    ],
)
def test_every_table_of_a_listener_says_the_same(text):
    assert only(text) == Pickup(chapter="03 - II.mp3", time_s=83.0, note="click")


def test_a_paragraph_is_enough():
    assert only("ID;Kind\n@c03-p017;pace\n") == Pickup(paragraph="c03-p017", kind="pace")


def test_without_a_header_that_says_where_the_list_is_refused():
    with pytest.raises(ProjectError, match=r"list.csv: no line in the first 10 names the columns"):
        parse_pickups("03 - II.mp3,1:23,click\n", name="list.csv")


def test_what_cannot_be_read_stays_in_the_note():
    read = only("chapter,time,note,remedy\nc03,near the end,click,cut it out\n")
    assert (read.time_s, read.note) == (None, "click; time: near the end; remedy: cut it out")


@pytest.mark.parametrize(
    ("kind", "remedy", "expected"),
    [
        ("misread", "", Remedy.RETAKE),
        ("Mispronunciation", "", Remedy.LEXICON),
        ("typo", "", Remedy.SCRIPT),
        ("misread", "Re-record", Remedy.RETAKE),
        ("misread", "text", Remedy.SCRIPT),
    ],
)
def test_where_the_list_names_no_remedy_the_kind_does(kind, remedy, expected):
    assert only(f"paragraph,kind,remedy\np1,{kind},{remedy}\n").remedy is expected


@pytest.mark.parametrize(
    ("word", "state"), [("", "open"), ("Done", "done"), ("fixed", "done"), ("ignore", "dismissed"), ("new", "open")]
)
def test_the_state_is_read_as_people_write_it(word, state):
    assert only(f"paragraph,status\np1,{word}\n").state == state
