import json
from pathlib import Path

import pytest
from commands.test_commands_build import declaim, edit, make_book
from commands.test_commands_sharing import git


def status_of(projects: Path, capsys) -> dict[str, object]:
    capsys.readouterr()
    declaim(projects, "status", "--json")
    return json.loads(capsys.readouterr().out.splitlines()[0])


def told(row: dict[str, object], *names: str) -> tuple[object, ...]:
    return tuple(row[name] for name in names)


PROGRESS = ("lines", "recorded", "stale", "waiting", "missing", "locked")


def test_a_book_is_told_from_nothing_recorded_to_released(tmp_path, capsys):
    projects = tmp_path / "projects"
    folder = make_book(projects)
    new = status_of(projects, capsys)
    assert told(new, "words", *PROGRESS) == (50, 7, 0, 0, 0, 0, 0)
    assert told(new, "hours", "credits", "release") == (0.0, 0.0, None)
    declaim(projects, "build", "gate", "--workers", "1")
    built = status_of(projects, capsys)
    assert told(built, *PROGRESS) == (7, 7, 0, 0, 0, 0)
    assert built["release"] == {"version": "", "tag": None, "files": 3, "is_current": True}
    manifest = json.loads((folder / "build" / "release" / "manifest.json").read_text())
    finished_h = sum(chapter["duration_s"] for chapter in manifest["chapters"]) / 3600
    assert built["hours"] == pytest.approx(finished_h, abs=0.001), "pauses and room tone are finished audio, too"

    declaim(projects, "takes", "lock", "gate", "c02-p001")
    edit(folder / "script" / "c01.txt", "a long time", "one long time")
    stale = status_of(projects, capsys)
    assert told(stale, *PROGRESS) == (7, 6, 1, 0, 0, 1)
    assert stale["release"]["is_current"] is False, "a line that it holds stands no longer"
    assert 0 < stale["hours"] < built["hours"], "a chapter that is not recorded to its end is not finished"

    edit(folder / "script" / "c02.txt", "@c02-p002", "@c02-p002 skip")
    assert status_of(projects, capsys)["words"] == 50 - 9, "words that nobody hears are not counted"
    next((folder / "takes" / "objects").glob("*/*")).unlink()
    assert status_of(projects, capsys)["missing"] <= 1
    capsys.readouterr()
    declaim(projects, "status")
    assert capsys.readouterr().out.splitlines()[1].endswith("3 files, behind")


def test_credits_are_what_the_ledger_sums_up_to(tmp_path, capsys):
    projects = tmp_path / "projects"
    folder = make_book(projects)
    attempt = {"time": "2026-11-22T10:00:00Z", "paragraph": "c01-p001", "line": 0, "engine": "elevenlabs"}
    rows = [
        {**attempt, "id": "a1", "characters": 59, "credits": 59.0, "outcome": "kept", "take": "t1"},
        {**attempt, "id": "a2", "characters": 59, "credits": 29.5, "outcome": "sent", "estimate": 59.0},
        {**attempt, "id": "a2", "characters": 59, "credits": 29.5, "outcome": "rejected on arrival"},
    ]
    (folder / "takes").mkdir()
    (folder / "takes" / "ledger.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert status_of(projects, capsys)["credits"] == 88.5


def test_a_clone_that_has_built_nothing_knows_the_last_release_by_its_tag(tmp_path, capsys):
    projects = tmp_path / "projects"
    make_book(projects)
    git(projects, "init", "-b", "main")
    git(projects, "add", "gate/book.toml", "gate/script")
    for version in ("0.9", "1.0", "0.10"):
        git(projects, "commit", "--allow-empty", "-m", version)
        git(projects, "tag", f"gate-v{version}")
    git(projects, "commit", "--allow-empty", "-m", "after")
    row = status_of(projects, capsys)
    assert row["release"] == {"version": "1.0", "tag": "gate-v1.0", "files": 0, "is_current": None}
    capsys.readouterr()
    declaim(projects, "status")
    assert "gate-v1.0, not built here" in capsys.readouterr().out


def test_a_book_that_cannot_be_read_has_a_line_that_says_why(tmp_path, capsys):
    projects = tmp_path / "projects"
    folder = make_book(projects)
    edit(folder / "book.toml", "title = ", "titel = ")
    capsys.readouterr()
    assert declaim(projects, "status") == 1
    assert "gate: " in capsys.readouterr().out


def test_the_plan_is_a_table_for_a_pull_request(tmp_path, capsys):
    projects = tmp_path / "projects"
    make_book(projects)
    capsys.readouterr()
    assert declaim(projects, "plan", "gate", "--markdown") == 0
    text = capsys.readouterr().out
    assert text.startswith("### The Lamp\n\n7 lines to record: ")
    assert "| c01-p001 | 0 | new |  | 59 | 0 |" in text
