"""What a producer sees when something is wrong: a message that says what, where and what to do, and the right code."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from commands.test_commands_build import BOTH, declaim, edit, make_book, takes_of
from manuscript.epub_builder import epub

from pipeline.adapters.run_lock import hold_project


@pytest.fixture
def projects(tmp_path: Path) -> Path:
    return tmp_path / "projects"


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[Path]:
    """A small file system of memory at a folder; skips where the system does not allow it."""
    folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("mounting a tmpfs is not allowed here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def new(projects: Path, manuscript: bytes | None, name: str = "gate.epub") -> int:
    projects.parent.mkdir(parents=True, exist_ok=True)
    source = projects.parent / name
    if manuscript is not None:
        source.write_bytes(manuscript)
    return declaim(projects, "new", "gate", str(source))


@pytest.mark.parametrize(
    ("manuscript", "message"),
    [
        (None, "there is no such file; check the name"),
        (b"It was a dark and stormy night.\n", "not an EPUB"),
        (b"", "the file is empty (0 bytes)"),
        (epub({"one.xhtml": "<div></div>"}), "has no text to read"),
    ],
    ids=["missing", "text named .epub", "zero bytes", "empty EPUB"],
)
def test_a_manuscript_that_cannot_be_read_leaves_no_project(projects, capsys, manuscript, message):
    assert new(projects, manuscript) == 4
    said = capsys.readouterr().err
    assert message in said
    assert "gate.epub" in said
    assert "Traceback" not in said
    assert not (projects / "gate").exists()
    assert [path.name for path in projects.glob("*")] == []


@pytest.mark.parametrize("slug", ["Gate", "the gate", "../gate", "test", "demo", "", "gate.plan"])
def test_a_slug_that_make_or_a_file_system_would_misread_is_refused(projects, capsys, slug):
    source = projects.parent / "gate.epub"
    source.write_bytes(BOTH)
    assert declaim(projects, "new", slug, str(source)) == 3
    assert "cannot be a slug" in capsys.readouterr().err


def test_every_target_of_the_makefile_is_refused_as_a_slug():
    from pipeline.commands.new import RESERVED

    makefile = (Path(__file__).parents[2] / "Makefile").read_text()
    targets = {
        line.partition(":")[0] for line in makefile.splitlines() if line[:1].isalpha() and ":" in line.split()[0]
    }
    assert {target for target in targets if target.isalpha()} <= RESERVED


def test_three_mistakes_in_book_toml_are_reported_at_once(projects, capsys):
    folder = make_book(projects)
    edit(folder / "book.toml", "sentence = 0.42", 'sentence = "long"')
    edit(folder / "book.toml", 'profile = "acx"', 'profile = "axc"')
    edit(folder / "book.toml", "title = ", "titel = ")
    capsys.readouterr()
    assert declaim(projects, "build", "gate") == 3
    said = capsys.readouterr().err
    assert "book.toml has 4 mistakes" in said
    assert "book.titel: is not known here; did you mean 'title'?" in said
    assert "book.title: is needed" in said
    assert "mastering.profile: 'axc' is not known; it is one of acx, " in said
    assert "did you mean 'acx'?" in said
    assert "pauses.sentence: is a number, not 'long'" in said


def test_mistakes_in_script_files_are_reported_all_at_once_with_their_lines(projects, capsys):
    folder = make_book(projects)
    edit(folder / "script" / "c01.txt", "at last.", "at [last.")
    edit(folder / "script" / "c02.txt", "@c02-p001", "@c02-p001 kind=sonnet")
    capsys.readouterr()
    assert declaim(projects, "build", "gate") == 5
    said = capsys.readouterr().err
    assert "c01.txt:5:" in said
    assert "c02.txt:4:" in said


def test_a_speaker_who_is_not_in_the_cast_is_named(projects, capsys):
    folder = make_book(projects)
    edit(folder / "script" / "c01.txt", "@c01-p002", "@c01-p002 speaker=brwon")
    capsys.readouterr()
    assert declaim(projects, "plan", "gate") == 5
    assert "brwon" in capsys.readouterr().err


def test_an_engine_or_voice_that_is_not_there_is_an_error_before_anything_is_recorded(projects, capsys):
    folder = make_book(projects)
    edit(folder / "book.toml", '"tone"', '"tune"')
    assert declaim(projects, "build", "gate") == 7
    assert "tune" in capsys.readouterr().err
    edit(folder / "book.toml", '"tune"', '"hibari"')
    edit(folder / "book.toml", '"middle"', '"emma"')
    assert declaim(projects, "build", "gate") == 7
    assert "emma" in capsys.readouterr().err
    assert not (folder / "takes" / "journal.jsonl").exists()


def test_a_second_build_while_one_runs_is_refused_with_a_clear_message(projects, capsys):
    folder = make_book(projects)
    capsys.readouterr()
    with hold_project(folder, verb="record"):
        assert declaim(projects, "build", "gate") == 9
    assert f"process {os.getpid()}" in capsys.readouterr().err
    assert declaim(projects, "build", "gate", "--workers", "1") == 0


def test_a_full_disk_stops_with_a_message_and_the_build_goes_on_when_there_is_space(tmp_path, capsys):
    with mounted(tmp_path / "small", "size=260k") as small:
        projects = small / "projects"
        make_book(projects)
        capsys.readouterr()
        assert declaim(projects, "build", "gate", "--workers", "1") == 10
        said = capsys.readouterr().err
        assert "the disk is full; free some space and run the same command again" in said
        before = takes_of(projects / "gate")
        subprocess.run(["mount", "-o", "remount,size=40m", str(small)], check=True)
        assert declaim(projects, "build", "gate", "--workers", "1") == 0
        after = takes_of(projects / "gate")
        assert after[: len(before)] == before
        assert len({(take["paragraph"], take["line"]) for take in after}) == len(after)


def test_a_folder_that_cannot_be_written_is_named(tmp_path, capsys):
    with mounted(tmp_path / "sealed", "size=20m") as sealed:
        projects = sealed / "projects"
        make_book(projects)
        subprocess.run(["mount", "-o", "remount,ro", str(sealed)], check=True)
        capsys.readouterr()
        assert declaim(projects, "build", "gate") == 10
        said = capsys.readouterr().err
        assert str(sealed) in said
        assert "Traceback" not in said


def test_wrong_words_on_the_command_line_are_usage(projects, capsys):
    with pytest.raises(SystemExit) as ended:
        declaim(projects, "bild", "gate")
    assert ended.value.code == 2
    assert "bild" in capsys.readouterr().err
