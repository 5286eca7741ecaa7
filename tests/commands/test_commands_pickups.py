"""What a proof-listener sends, to the takes that mend it; the `tone` engine speaks."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from commands.test_commands_build import declaim, edit, make_book, takes_of

from pipeline.recording.pickup_list import parse_pickups


@pytest.fixture(scope="module")
def built_once(tmp_path_factory):
    projects = tmp_path_factory.mktemp("pickups") / "projects"
    make_book(projects)
    assert declaim(projects, "build", "gate", "--workers", "1") == 0
    return projects / "gate"


@pytest.fixture
def folder(built_once, tmp_path):
    shutil.copytree(built_once, tmp_path / "projects" / "gate")
    return tmp_path / "projects" / "gate"


def pickups(folder: Path, action: str, *words: str) -> int:
    return declaim(folder.parent, "pickups", action, "gate", *words)


def send(folder: Path, text: str) -> str:
    file = folder.parent.parent / "listener.csv"
    file.write_text(text, encoding="utf-8-sig")
    return str(file)


def rows(folder: Path) -> list[tuple[str, str, str]]:
    listed = parse_pickups((folder / "pickups.csv").read_text(), name="pickups.csv")
    return [(pickup.paragraph, str(pickup.remedy), str(pickup.state)) for pickup in listed]


def begin_of(folder: Path, chapter: str, paragraph: str) -> float:
    timeline = json.loads((folder / "build" / "mastered" / f"{chapter}.json").read_text())["timeline"]
    return next(entry["begin_s"] for entry in timeline if entry["paragraph"] == paragraph)


def stands(folder: Path, paragraph: str) -> list[str]:
    lines = (folder / "takes.lock").read_text().splitlines()
    return next(
        [take["take"] for take in row["takes"]] for row in map(json.loads, lines) if row["paragraph"] == paragraph
    )


def test_a_list_with_files_and_times_is_resolved_recorded_again_and_marked_done(folder, capsys):
    first, second = begin_of(folder, "c01", "c01-p002"), begin_of(folder, "c02", "c02-p001")
    table = (
        "Audio File;Time;Type;Comment\n"
        f"01 - I. The Gate.mp3;{first + 0.2:.1f};misread;said too fast\n"
        f"c02;0:{second + 0.1:04.1f};noise;click\n"
        "II. The House;00:00:01;Mispronunciation;Brown\n"
    )
    assert pickups(folder, "import", send(folder, table)) == 0
    assert capsys.readouterr().out == "3 rows: 3 new in pickups.csv, 0 without a paragraph\n"
    before, old = len(takes_of(folder)), stands(folder, "c01-p002")
    assert pickups(folder, "work", "--workers", "1") == 1, "a lexicon is a person's work"
    told = capsys.readouterr().out
    assert {take["paragraph"] for take in takes_of(folder)[before:]} == {"c01-p002", "c02-p001"}
    assert sorted(rows(folder)) == [
        ("c01-p002", "retake", "done"),
        ("c02", "lexicon", "open"),
        ("c02-p001", "retake", "done"),
    ]
    assert stands(folder, "c01-p002") != old
    assert f"c01-p002 line 0: {stands(folder, 'c01-p002')[0]}" in told
    assert "(+0 %), level +0.0 dB" in told, "a tone is the same each time"
    assert "2 pickups done, 1 open" in told


def test_a_list_that_is_imported_again_adds_nothing_and_working_again_records_nothing(folder, capsys):
    table = send(folder, "paragraph,note\nc01-p002,click\n")
    assert pickups(folder, "import", table) == 0
    assert pickups(folder, "work", "--workers", "1") == 0
    takes = len(takes_of(folder))
    assert pickups(folder, "import", table) == 0
    assert "1 rows: 0 new" in capsys.readouterr().out
    assert pickups(folder, "work") == 0
    assert (len(takes_of(folder)), rows(folder)) == (takes, [("c01-p002", "retake", "done")])


def test_a_row_without_a_paragraph_is_kept_says_why_and_is_one(folder, capsys):
    assert pickups(folder, "import", send(folder, "file,time,note\n09 - X.mp3,1:23,click\n")) == 1
    assert "row 1 has no paragraph: no chapter that is mastered has the file, id or title '09 - X.mp3'" in (
        capsys.readouterr().out
    )
    assert rows(folder) == [("", "retake", "open")]
    takes = len(takes_of(folder))
    assert pickups(folder, "work") == 1
    assert len(takes_of(folder)) == takes
    text = (folder / "pickups.csv").read_text().replace("09 - X.mp3,0:01:23,,", ",,c01-p002,")
    (folder / "pickups.csv").write_text(text)
    assert pickups(folder, "work", "--workers", "1") == 0, "a person gave it one"


def test_rows_are_dismissed_or_done_by_number_or_paragraph(folder, capsys):
    pickups(folder, "import", send(folder, "paragraph,note\nc01-p002,a\nc02-p001,b\nc02-p001,c\n"))
    capsys.readouterr()
    assert pickups(folder, "list") == 0
    assert [line.split()[:2] for line in capsys.readouterr().out.splitlines()] == [
        ["1", "c01-p002"],
        ["2", "c02-p001"],
        ["3", "c02-p001"],
    ]
    assert pickups(folder, "dismiss", "1") == 0
    assert pickups(folder, "done", "c02-p001") == 0
    assert [state for _, _, state in rows(folder)] == ["dismissed", "done", "done"]
    assert pickups(folder, "dismiss", "7") == 3
    assert "no open pickup is called 7" in capsys.readouterr().err


def test_a_locked_paragraph_is_not_recorded_and_its_pickup_stays_open(folder, capsys):
    declaim(folder.parent, "takes", "lock", "gate", "c01-p002")
    pickups(folder, "import", send(folder, "paragraph,note\nc01-p002,click\n"))
    takes = len(takes_of(folder))
    assert pickups(folder, "work") == 1
    assert (len(takes_of(folder)), rows(folder)) == (takes, [("c01-p002", "retake", "open")])
    assert "c01-p002: another take is asked for, but its takes are locked" in capsys.readouterr().out


def test_what_a_killed_run_had_recorded_is_not_recorded_again(folder):
    pickups(folder, "import", send(folder, "paragraph,note\nc01-p002,click\n"))
    untouched, old = (folder / "pickups.csv").read_bytes(), stands(folder, "c01-p002")
    assert pickups(folder, "work", "--workers", "1") == 0
    takes = len(takes_of(folder))
    (folder / "pickups.csv").write_bytes(untouched)
    (folder / "build" / "pickups-begun.json").write_text(json.dumps({"c01-p002": old}))
    assert pickups(folder, "work", "--workers", "1") == 0
    assert (len(takes_of(folder)), rows(folder)) == (takes, [("c01-p002", "retake", "done")])
    assert not (folder / "build" / "pickups-begun.json").exists()


def test_times_of_a_chapter_that_was_mastered_since_the_release_are_doubted(folder, capsys):
    edit(folder / "script" / "c02.txt", "never asked", "always asked")
    declaim(folder.parent, "record", "gate", "--workers", "1")
    declaim(folder.parent, "master", "gate")
    pickups(folder, "import", send(folder, "file,time\nc01,1\nc02,1\n"))
    said = capsys.readouterr().err
    assert "c02 was mastered again since the release" in said
    assert "c01 was" not in said


def test_without_a_file_or_a_header_nothing_is_written(folder, capsys):
    assert pickups(folder, "import", "nowhere.csv") == 3
    assert pickups(folder, "import", send(folder, "hello\n")) == 3
    assert not (folder / "pickups.csv").exists()
    assert pickups(folder, "list") == 0
