import json
from pathlib import Path

from commands.test_commands_build import declaim, edit, make_book


def status_of(projects: Path, capsys) -> dict[str, object]:
    capsys.readouterr()
    declaim(projects, "status", "--json")
    return json.loads(capsys.readouterr().out.splitlines()[0])


def test_a_book_is_told_from_nothing_recorded_to_released(tmp_path, capsys):
    projects = tmp_path / "projects"
    folder = make_book(projects)
    new = status_of(projects, capsys)
    assert (new["words"], new["lines"], new["recorded"], new["release"]) == (50, 7, 0, "")
    declaim(projects, "build", "gate", "--workers", "1")
    built = status_of(projects, capsys)
    assert (built["recorded"], built["stale"], built["missing"], built["credits"]) == (7, 0, 0, 0.0)
    assert built["release"] == "3 files"
    edit(folder / "script" / "c01.txt", "a long time", "one long time")
    stale = status_of(projects, capsys)
    assert (stale["recorded"], stale["stale"]) == (6, 1)


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
    assert "| c01-p001 | 0 | new | 59 | 0 |" in text
