"""Releases made where nothing is recorded: takes over a real S3 server, killed transfers, damage on the shelf."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from commands.test_commands_build import declaim, edit, make_book, release_bytes, takes_of
from commands.test_commands_sharing import cloned, git, objects

from pipeline.adapters.takes import TakeStore, object_of

ROOT = Path(__file__).parents[2]
TAKES, TAKE_BYTES = 60, 120_000


@pytest.fixture(scope="module")
def built_once(tmp_path_factory):
    projects = tmp_path_factory.mktemp("from-takes") / "projects"
    make_book(projects)
    edit(projects / "gate" / "book.toml", 'formats = ["mp3", "m4b"]', 'formats = ["mp3"]')
    (projects / ".gitignore").write_text("*/takes/\n*/build/\n")
    assert declaim(projects, "record", "gate", "--workers", "1") == 0
    assert declaim(projects, "master", "gate") == 0
    git(projects, "init", "-b", "main")
    git(projects, "add", ".")
    git(projects, "commit", "-m", "The book")
    assert declaim(projects, "release", "gate", "--from-takes") == 0
    return projects / "gate"


@pytest.fixture
def folder(built_once, tmp_path):
    shutil.copytree(built_once.parent, tmp_path / "projects")
    return tmp_path / "projects" / "gate"


# --- --from-takes ----------------------------------------------------------------------------------------------------


def test_a_fresh_clone_with_takes_from_s3_makes_the_same_bytes_without_engine_or_key(folder, tmp_path, s3, monkeypatch):
    assert declaim(folder.parent, "takes", "push", "gate", "--shelf", s3) == 0
    subprocess.run(["git", "clone", "-q", str(folder.parent), str(tmp_path / "ci")], check=True)
    clone = tmp_path / "ci" / "gate"
    assert declaim(clone.parent, "takes", "pull", "gate", "--shelf", s3) == 0
    takes = takes_of(clone)
    without_engines(monkeypatch)
    assert declaim(clone.parent, "release", "gate", "--from-takes") == 0
    assert declaim(clone.parent, "build", "gate", "--from-takes") == 0
    assert release_bytes(clone) == release_bytes(folder)
    assert takes_of(clone) == takes
    clean = subprocess.run(["git", "-C", str(clone), "status", "--porcelain"], capture_output=True, check=True)
    assert clean.stdout == b"", "a release from takes changes nothing that is committed"


def without_engines(monkeypatch):
    """Let every engine refuse to open its mouth."""
    from pipeline.adapters.engines import tone

    def refuse() -> None:
        pytest.fail("an engine was opened")

    monkeypatch.setattr(tone, "open_speaker", refuse)
    monkeypatch.delenv("ELEVENLABS_API_KEY", raising=False)


@pytest.mark.parametrize("verb", ["release", "build"])
def test_a_take_whose_audio_is_not_here_stops_the_release(folder, capsys, verb):
    victim = next((folder / "takes" / "objects").glob("*/*"))
    victim.unlink()
    assert declaim(folder.parent, verb, "gate", "--from-takes") == 8
    said = capsys.readouterr().err
    assert "1 takes are chosen but their audio is not here; pull them" in said
    assert re.search(r"^  c0[12](-p\d{3})? line 0: take t\w+$", said, flags=re.MULTILINE)


@pytest.mark.parametrize("verb", ["release", "build"])
def test_a_paragraph_that_changed_since_it_was_recorded_stops_the_release(folder, capsys, verb):
    edit(folder / "script" / "c02.txt", "never asked", "always asked")
    before = takes_of(folder), release_bytes(folder)
    assert declaim(folder.parent, verb, "gate", "--from-takes") == 8
    said = capsys.readouterr().err
    assert "takes.lock names no take for 1 paragraphs" in said
    assert "  c02-p002" in said
    assert (takes_of(folder), release_bytes(folder)) == before


def test_a_take_in_the_store_that_takes_lock_does_not_name_is_no_part_of_the_release(folder, capsys):
    edit(folder / "script" / "c02.txt", "never asked", "always asked")
    lock = (folder / "takes.lock").read_bytes()
    assert declaim(folder.parent, "record", "gate", "--workers", "1") == 0
    (folder / "takes.lock").write_bytes(lock)
    assert declaim(folder.parent, "release", "gate", "--from-takes") == 8
    assert "  c02-p002" in capsys.readouterr().err


def test_a_project_that_was_never_imported_is_not_imported(tmp_path, capsys):
    projects = tmp_path / "projects"
    folder = make_book(projects)
    (folder / "script" / "import.lock").unlink()
    assert declaim(projects, "build", "gate", "--from-takes") == 8
    assert not (folder / "script" / "import.lock").exists()
    assert not (folder / "takes").exists()


# --- the shelf -------------------------------------------------------------------------------------------------------


def many_takes(folder: Path) -> dict[str, bytes]:
    """Give a project so many takes that a transfer can be met in the middle."""
    audios = [bytes([number]) * TAKE_BYTES for number in range(TAKES)]
    TakeStore(folder / "takes").add({object_of(audio): audio for audio in audios}, journal=[], ledger=[])
    return objects(folder)


def killed(folder: Path, *words: str, when: Callable[[], bool]) -> None:
    """Run a verb in a process of its own and kill it with -9 as soon as something is the case."""
    command = [sys.executable, "-m", "pipeline.cli", *words, "--projects", str(folder.parent)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None and not when():
        time.sleep(0.001)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL, "it ended before it could be killed"


def stored(place: Path) -> list[Path]:
    return [file for file in (place / "objects").glob("*/*") if len(file.name) == 62]


def test_a_push_killed_in_the_middle_resumes_and_a_pull_killed_in_the_middle_too(folder, tmp_path, s3, capsys):
    everything = many_takes(folder)
    shelf = tmp_path / "s3" / "studio" / "takes" / "gate"
    killed(folder, "takes", "push", "gate", "--shelf", s3, when=lambda: len(stored(shelf)) >= 5)
    time.sleep(0.5)  # the server finishes what it had received
    there = len(stored(shelf))
    assert 5 <= there < len(everything)
    assert not (shelf / "journal").exists(), "records come last: they never tell of an object that is not there"
    assert declaim(folder.parent, "takes", "push", "gate", "--shelf", s3) == 0
    assert len(everything) - there <= pushed(capsys) <= len(everything) - 1
    assert {file.parent.name + file.name: file.read_bytes() for file in stored(shelf)} == everything

    clone = cloned(folder, tmp_path / "ci")
    here = clone / "takes"
    killed(clone, "takes", "pull", "gate", "--all", "--shelf", s3, when=lambda: len(stored(here)) >= 5)
    assert 5 <= len(stored(here)) < len(everything)
    landed = {file.parent.name + file.name: file.read_bytes() for file in stored(here)}
    assert landed.items() <= everything.items(), "what has its name is whole"
    assert declaim(clone.parent, "takes", "pull", "gate", "--all", "--shelf", s3) == 0
    assert objects(clone) == everything
    assert takes_of(clone) == takes_of(folder)
    assert not list(here.rglob(".*")), "nothing half written is left"


def pushed(capsys) -> int:
    return int(re.search(r"pushed (\d+) objects", capsys.readouterr().out).group(1))


def test_an_object_damaged_on_s3_is_named_never_lands_and_is_replaced_by_a_push_that_verifies(
    folder, tmp_path, s3, capsys
):
    assert declaim(folder.parent, "takes", "push", "gate", "--shelf", s3) == 0
    victim = stored(tmp_path / "s3" / "studio" / "takes" / "gate")[0]
    sound = victim.read_bytes()
    victim.write_bytes(bytes([sound[0] ^ 1]) + sound[1:])
    name = victim.parent.name + victim.name
    clone = cloned(folder, tmp_path / "ci")
    assert declaim(clone.parent, "takes", "pull", "gate", "--shelf", s3) == 8
    said = capsys.readouterr().err
    assert f"{name}: damaged on the shelf" in said
    assert "declaim takes push --verify" in said
    assert name not in objects(clone)
    assert declaim(clone.parent, "release", "gate", "--from-takes") == 8
    assert declaim(folder.parent, "takes", "push", "gate", "--verify", "--shelf", s3) == 0
    told = capsys.readouterr()
    assert f"{name}: was damaged on the shelf" in told.err
    assert "pushed 1 objects" in told.out
    assert declaim(clone.parent, "takes", "pull", "gate", "--shelf", s3) == 0
    assert objects(clone) == objects(folder)


def test_half_an_object_on_the_shelf_is_pushed_again_unasked(folder, tmp_path, capsys):
    shelf = tmp_path / "shelf"
    declaim(folder.parent, "takes", "push", "gate", "--shelf", f"file://{shelf}")
    victim = stored(shelf)[0]
    sound = victim.read_bytes()
    victim.write_bytes(sound[: len(sound) // 2])
    capsys.readouterr()
    assert declaim(folder.parent, "takes", "push", "gate", "--shelf", f"file://{shelf}") == 0
    assert pushed(capsys) == 1
    assert victim.read_bytes() == sound


def test_a_part_of_the_records_that_was_damaged_is_named(folder, tmp_path, capsys):
    shelf = tmp_path / "shelf"
    declaim(folder.parent, "takes", "push", "gate", "--shelf", f"file://{shelf}")
    part = next((shelf / "journal").iterdir())
    part.write_bytes(part.read_bytes()[:-40])
    clone = cloned(folder, tmp_path / "ci")
    assert declaim(clone.parent, "takes", "pull", "gate", "--shelf", f"file://{shelf}") == 8
    assert f"journal/{part.name}: the part is damaged" in capsys.readouterr().err
    assert not (clone / "takes" / "journal.jsonl").exists()
    assert [file.name for file in (clone / "takes").iterdir()] == ["objects"]
