"""`declaim doctor`, `ledger`, `voices` and `trace` on a book that the service speaks."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from remote_studio import GEORGE, KEY, Press
from test_commands_build import edit, make_book

from pipeline.cli import run_verb
from pipeline.commands.ledger import sum_by


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    projects = tmp_path_factory.mktemp("made") / "projects"
    folder = make_book(projects)
    edit(folder / "book.toml", '"tone"', '"elevenlabs"')
    edit(folder / "book.toml", '"middle"', f'"{GEORGE}"')
    return folder


@pytest.fixture
def folder(made_once: Path, tmp_path: Path, press: Press) -> Path:
    """The book `gate` in the folder `projects`, which is the working folder's."""
    press.tell("options", {"characters_per_second": 15})
    shutil.copytree(made_once, tmp_path / "projects" / "gate")
    return tmp_path / "projects" / "gate"


def found(capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    run_verb(["doctor", *words, "--json"])
    return [row["code"] for row in json.loads(capsys.readouterr().out)]


def test_a_sound_machine_and_account_have_no_findings(folder, capsys):
    assert run_verb(["doctor", "gate"]) == 0
    assert capsys.readouterr().out == "nothing was found that would stop the work\n"
    assert run_verb(["doctor"]) == 0


def test_an_engine_of_the_cast_that_is_not_there_is_found(folder, capsys):
    edit(folder / "book.toml", '"elevenlabs"', '"organ"')
    assert found(capsys, "gate") == ["doctor.engine"]


def test_the_doctor_speaks_nothing_and_costs_nothing(folder, press):
    run_verb(["doctor", "gate"])
    assert press.calls == []
    assert press.billed == 0


def test_without_a_key_or_with_a_wrong_one_the_doctor_says_so(folder, capsys, monkeypatch):
    monkeypatch.setenv("ELEVENLABS_API_KEY", "wrong")
    assert found(capsys, "gate") == ["doctor.key"]
    monkeypatch.delenv("ELEVENLABS_API_KEY")
    assert found(capsys, "gate") == ["doctor.key"]
    assert found(capsys) == []


def test_a_key_without_scopes_is_told_each_of_them(folder, capsys, press, monkeypatch):
    press.tell("keys", {"key": "narrow", "scopes": ["text_to_speech"]})
    monkeypatch.setenv("ELEVENLABS_API_KEY", "narrow")
    assert found(capsys, "gate") == ["doctor.scope", "doctor.history", "doctor.voice", "doctor.scope"]


def test_too_few_credits_are_found_before_the_run(folder, capsys, press):
    press.tell("options", {"credits": 100})
    assert found(capsys, "gate") == ["doctor.quota"]


def test_a_voice_that_the_account_has_not_is_found(folder, capsys):
    edit(folder / "book.toml", GEORGE, "AAAAAAAAAAAAAAAAAAAA")
    assert found(capsys, "gate") == ["doctor.voice"]
    edit(folder / "book.toml", "AAAAAAAAAAAAAAAAAAAA", "George")
    assert found(capsys, "gate")[0] == "doctor.voice"


def test_a_format_beyond_the_plan_and_a_model_that_is_not_there_are_found(folder, capsys, press):
    text = (folder / "book.toml").read_text()
    (folder / "book.toml").write_text(text + '\n[elevenlabs]\nformat = "pcm_44100"\n')
    edit(folder / "book.toml", f'voice = "{GEORGE}"', f'voice = "{GEORGE}"\nmodel = "eleven_v9"')
    assert found(capsys, "gate") == ["doctor.model", "doctor.format"]


def test_a_book_is_built_through_the_service_and_its_ledger_agrees_with_the_account(folder, capsys, press):
    assert run_verb(["build", "gate"]) == 0
    capsys.readouterr()
    assert run_verb(["ledger", "gate", "--json"]) == 0
    row = json.loads(capsys.readouterr().out)
    assert row["total"]["credits"] == row["account"]["used"] == press.billed
    assert [chapter["name"] for chapter in row["chapters"]] == ["c01", "c02"]
    assert [voice["name"] for voice in row["voices"]] == [f"elevenlabs/{GEORGE}"]
    assert sum(chapter["credits"] for chapter in row["chapters"]) == press.billed
    assert run_verb(["ledger", "gate"]) == 0
    assert f"{press.billed} credits for" in capsys.readouterr().out
    secrets = [path for path in folder.rglob("*") if path.is_file() and KEY.encode() in path.read_bytes()]
    assert secrets == []


def test_a_trace_shows_what_was_sent_with_a_line(folder, capsys):
    assert run_verb(["record", "gate"]) == 0
    capsys.readouterr()
    assert run_verb(["trace", "gate", "c01-p001"]) == 0
    told = capsys.readouterr().out
    assert "context before: ids (a2)" in told
    assert "context after: text (a2)" in told
    assert "request-id" in told


def test_voices_of_the_account_and_of_this_machine_are_listed_found_and_shown(folder, capsys):
    assert run_verb(["voices", "list", "--json"]) == 0
    assert {row["engine"] for row in json.loads(capsys.readouterr().out)} >= {"hibari", "tone"}
    assert run_verb(["voices", "search", "british", "--engine", "elevenlabs", "--json"]) == 0
    assert "George" in {row["name"] for row in json.loads(capsys.readouterr().out)}
    assert run_verb(["voices", "show", GEORGE, "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)[0]
    assert (shown["stability"], shown["speaker-boost"]) == (0.5, True)
    assert run_verb(["voices", "search", "nobody-has-this"]) == 1
    assert run_verb(["voices", "show", "AAAAAAAAAAAAAAAAAAAA"]) == 7


def test_a_ledger_without_entries_is_empty():
    assert sum_by((), lambda entry: entry.paragraph) == ()
