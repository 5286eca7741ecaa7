"""Chapters to be heard before anything is spent."""

from __future__ import annotations

import json
import shutil

import pytest
from commands.test_commands_build import declaim, edit, make_book, takes_of
from commands.test_commands_sharing import git


@pytest.fixture(scope="module")
def built_once(tmp_path_factory):
    projects = tmp_path_factory.mktemp("preview") / "projects"
    folder = make_book(projects)
    (projects / ".gitignore").write_text("*/takes/\n*/build/\n")
    edit(folder / "book.toml", 'formats = ["mp3", "m4b"]', 'formats = ["mp3"]')
    assert declaim(projects, "build", "gate", "--workers", "1") == 0
    git(projects, "init", "-b", "main")
    git(projects, "add", ".")
    git(projects, "commit", "-m", "1.0")
    return folder


@pytest.fixture
def folder(built_once, tmp_path):
    shutil.copytree(built_once.parent, tmp_path / "projects")
    return tmp_path / "projects" / "gate"


def preview(folder, capsys, *words: str) -> list[str]:
    capsys.readouterr()
    assert declaim(folder.parent, "preview", "gate", "--workers", "1", *words) == 0
    return capsys.readouterr().out.splitlines()


def committed(folder) -> dict[str, bytes]:
    names = [path for path in folder.rglob("*") if path.is_file() and "build" not in path.parts]
    return {str(path): path.read_bytes() for path in names}


def test_a_changed_chapter_is_heard_from_its_takes_and_otherwise_from_the_embedded_voice(folder, capsys):
    edit(folder / "script" / "c01.txt", "Nobody answered", "No one answered")
    before = committed(folder)
    (row,) = preview(folder, capsys, "--since", "main")
    assert row.endswith("without a take: 1 of 4 paragraphs")
    assert [path.name for path in (folder / "build" / "preview" / "chapters").iterdir()] == ["c01.mp3"]
    assert committed(folder) == before, "no take of the book, no lock, nothing else that is kept"
    journal = (folder / "build" / "preview" / "takes" / "journal.jsonl").read_text().splitlines()
    assert [json.loads(line)["paragraph"] for line in journal if json.loads(line)["event"] == "take"] == ["c01-p003"]


def test_where_nothing_changed_nothing_is_made_and_the_last_preview_is_gone(folder, capsys):
    assert len(preview(folder, capsys, "--chapter", "2")) == 1
    assert preview(folder, capsys, "--since", "main") == []
    assert list((folder / "build" / "preview" / "chapters").iterdir()) == []


def test_a_chapter_all_of_whose_takes_are_here_is_heard_from_them(folder, capsys):
    (row,) = preview(folder, capsys, "--chapter", "2")
    assert row.endswith("takes")
    mastered = (folder / "build" / "mastered" / "c02.mp3").read_bytes()
    assert (folder / "build" / "preview" / "chapters" / "c02.mp3").read_bytes() == mastered, "as it will be released"


@pytest.mark.parametrize(
    ("old", "new"), [("@c02-p001", "@c02-p001 pause-after=3s"), ("sold for £12 10s.", "sold for £12 11s.")]
)
def test_a_pause_and_a_word_both_change_their_chapter_only(folder, capsys, old, new):
    edit(folder / "script" / "c02.txt", old, new)
    (row,) = preview(folder, capsys, "--since", "main")
    assert "c02.mp3" in row


def test_a_retake_changes_its_chapter(folder, capsys):
    assert declaim(folder.parent, "record", "gate", "--paragraph", "c02-p001", "--retake", "--workers", "1") == 0
    (row,) = preview(folder, capsys, "--since", "main")
    assert row.endswith("takes")
    assert "c02.mp3" in row


def test_a_voice_of_a_service_is_stood_in_for_without_a_key(folder, capsys, monkeypatch):
    monkeypatch.delenv("ELEVENLABS_API_KEY", raising=False)
    edit(folder / "book.toml", 'engine = "tone"', 'engine = "elevenlabs"\nmodel = "eleven_multilingual_v2"')
    edit(folder / "book.toml", 'voice = "middle"', 'voice = "JBFqnCBsd6RMkjVDRZzb"')
    takes = takes_of(folder)
    rows = preview(folder, capsys, "--since", "main", "--voice", "tone/low")
    assert [row.rsplit("  ", 1)[1] for row in rows] == [
        "without a take: 4 of 4 paragraphs",
        "without a take: 3 of 3 paragraphs",
    ]
    assert takes_of(folder) == takes


def test_a_chapter_or_a_commit_that_is_not_there_is_named(folder, capsys):
    assert declaim(folder.parent, "preview", "gate", "--chapter", "3") == 3
    assert "there is no chapter 3" in capsys.readouterr().err
    assert declaim(folder.parent, "preview", "gate", "--since", "nowhere") == 3
    assert "--since nowhere: there is no such branch" in capsys.readouterr().err
