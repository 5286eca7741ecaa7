"""Takes that travel: shelves, the trash, and two people's takes.lock."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from commands.test_commands_build import declaim, edit, make_book, release_bytes, takes_of

from pipeline.recording.lock import parse_lock


@pytest.fixture(scope="module")
def built_once(tmp_path_factory):
    projects = tmp_path_factory.mktemp("shared") / "projects"
    make_book(projects)
    assert declaim(projects, "build", "gate", "--workers", "1") == 0
    return projects / "gate"


@pytest.fixture
def folder(built_once, tmp_path):
    shutil.copytree(built_once, tmp_path / "projects" / "gate")
    folder = tmp_path / "projects" / "gate"
    with (folder / "book.toml").open("a") as file:
        file.write(f'\n[takes]\nshelf = "file://{tmp_path}/shelf"\n')
    return folder


def cloned(folder: Path, place: Path) -> Path:
    """A fresh clone: all that git has, no takes, nothing built."""
    shutil.copytree(folder, place / "projects" / "gate", ignore=shutil.ignore_patterns("takes", "build"))
    return place / "projects" / "gate"


def share(folder: Path, *words: str) -> int:
    return declaim(folder.parent, "takes", words[0], "gate", *words[1:])


def objects(folder: Path) -> dict[str, bytes]:
    return {file.parent.name + file.name: file.read_bytes() for file in (folder / "takes" / "objects").glob("*/*")}


def test_a_clone_that_pulls_makes_the_same_release_without_an_engine(folder, tmp_path):
    assert share(folder, "push") == 0
    other = cloned(folder, tmp_path / "elsewhere")
    assert declaim(other.parent, "release", "gate") == 8
    assert share(other, "pull") == 0
    assert declaim(other.parent, "release", "gate") == 0
    assert release_bytes(other) == release_bytes(folder)


def test_a_second_push_and_pull_move_nothing(folder, tmp_path, capsys):
    share(folder, "push")
    capsys.readouterr()
    assert share(folder, "push") == 0
    assert share(folder, "pull") == 0
    assert capsys.readouterr().out == "pushed 0 objects and 0 records\npulled 0 objects and 0 records\n"


def test_two_machines_that_both_recorded_lose_no_take(folder, tmp_path):
    share(folder, "push")
    other = cloned(folder, tmp_path / "elsewhere")
    share(other, "pull", "--all")
    edit(folder / "script" / "c01.txt", "a long time", "one long time")
    edit(other / "script" / "c02.txt", "never asked", "always asked")
    assert declaim(folder.parent, "record", "gate", "--workers", "1") == 0
    assert declaim(other.parent, "record", "gate", "--workers", "1") == 0
    share(folder, "push")
    share(other, "push")
    share(folder, "pull", "--all")
    share(other, "pull", "--all")
    assert {take["id"] for take in takes_of(folder)} == {take["id"] for take in takes_of(other)}
    assert len(takes_of(folder)) == 9
    assert objects(folder) == objects(other)


def test_an_object_damaged_here_is_named_and_not_pushed(folder, tmp_path, capsys):
    victim = next((folder / "takes" / "objects").glob("*/*"))
    victim.chmod(0o644)
    victim.write_bytes(b"not what the name says")
    assert share(folder, "push") == 8
    assert victim.name in capsys.readouterr().err
    assert len(list((tmp_path / "shelf" / "objects").glob("*/*"))) == len(objects(folder)) - 1


def test_an_object_damaged_on_the_shelf_is_named_and_never_kept(folder, tmp_path, capsys):
    share(folder, "push")
    victim = next((tmp_path / "shelf" / "objects").glob("*/*"))
    victim.write_bytes(b"not what the name says")
    other = cloned(folder, tmp_path / "elsewhere")
    assert share(other, "pull") == 8
    assert victim.parent.name + victim.name in capsys.readouterr().err
    assert victim.parent.name + victim.name not in objects(other)
    assert len(objects(other)) == len(objects(folder)) - 1


def test_a_pull_that_was_cut_short_goes_on(folder, tmp_path, capsys):
    share(folder, "push")
    hidden = next((tmp_path / "shelf" / "objects").glob("*/*"))
    data = hidden.read_bytes()
    hidden.unlink()
    other = cloned(folder, tmp_path / "elsewhere")
    assert share(other, "pull") == 8
    assert "not on the shelf" in capsys.readouterr().err
    hidden.write_bytes(data)
    assert share(other, "pull") == 0
    assert capsys.readouterr().out.startswith("pulled 1 objects")


def test_without_a_shelf_the_message_says_where_to_name_one(built_once, tmp_path, capsys):
    folder = tmp_path / "projects" / "gate"
    shutil.copytree(built_once, folder)
    assert share(folder, "push") == 3
    assert "takes.shelf is empty" in capsys.readouterr().err


# --- the trash -------------------------------------------------------------------------------------------------------


def git(folder: Path, *words: str) -> None:
    subprocess.run(
        ["git", "-C", str(folder), "-c", "user.name=A", "-c", "user.email=a@example.org", *words],
        check=True,
        capture_output=True,
    )


def test_garbage_is_what_no_lock_of_any_ref_names(folder, tmp_path, capsys):
    root = folder.parent
    git(root, "init", "-b", "main")
    git(root, "add", "gate/takes.lock", "gate/book.toml", "gate/script")
    git(root, "commit", "-m", "1.0")
    before = set(objects(folder))
    edit(folder / "script" / "c02.txt", "never asked", "always asked")
    declaim(root, "record", "gate", "--workers", "1")
    edit(folder / "script" / "c02.txt", "always asked", "seldom asked")
    declaim(root, "record", "gate", "--workers", "1")
    capsys.readouterr()
    assert share(folder, "gc", "--days", "0", "--dry-run") == 0
    listed = {line.split()[0] for line in capsys.readouterr().out.splitlines()}
    assert len(listed) == 1, "the take of `always` is in no lock; that of `never` is in the commit"
    assert listed & before == set()
    assert share(folder, "gc", "--days", "30") == 0
    assert capsys.readouterr().out == ""
    assert share(folder, "gc", "--days", "0") == 0
    assert {file.name for file in (folder / "takes" / "trash").iterdir()} == listed
    assert before <= set(objects(folder))


def object_named(folder: Path, paragraph: str) -> str:
    rows = map(json.loads, (folder / "takes.lock").read_text().splitlines())
    return next(row["takes"][0]["object"] for row in rows if row["paragraph"] == paragraph)


def other_reading(folder: Path, old: str, new: str) -> str:
    """Record c02-p002 with another word; return the object that stands for it."""
    edit(folder / "script" / "c02.txt", f"{old} asked", f"{new} asked")
    assert declaim(folder.parent, "record", "gate", "--workers", "1") == 0
    return object_named(folder, "c02-p002")


def would_go(folder: Path, capsys) -> set[str]:
    capsys.readouterr()
    assert declaim(folder.parent, "takes", "gc", folder.name, "--days", "0", "--dry-run") == 0
    return {line.split()[0] for line in capsys.readouterr().out.splitlines()}


def test_what_is_staged_or_stands_in_another_worktree_is_spared(folder, tmp_path, capsys):
    root = folder.parent
    git(root, "init", "-b", "main")
    git(root, "add", "gate/takes.lock")
    git(root, "commit", "-m", "1.0")
    other_reading(folder, "never", "always")
    git(root, "add", "gate/takes.lock")
    other_reading(folder, "always", "seldom")
    git(root, "worktree", "add", "--detach", str(tmp_path / "other"))
    shutil.copy(folder / "takes.lock", tmp_path / "other" / "gate" / "takes.lock")
    nowhere = other_reading(folder, "seldom", "rarely")
    other_reading(folder, "rarely", "once")
    assert would_go(folder, capsys) == {nowhere}


def test_what_only_a_merge_names_is_spared_though_a_conflict_was_left_in_it_and_the_book_moved(
    folder, tmp_path, capsys
):
    root = folder.parent
    git(root, "init", "-b", "main")
    git(root, "add", "gate/takes.lock", "gate/book.toml")
    git(root, "commit", "-m", "1.0")
    git(root, "checkout", "-b", "theirs")
    git(root, "commit", "--allow-empty", "-m", "theirs")
    git(root, "checkout", "main")
    git(root, "commit", "--allow-empty", "-m", "ours")
    git(root, "merge", "--no-ff", "--no-commit", "-s", "ours", "theirs")
    other_reading(folder, "never", "always")
    merged = (folder / "takes.lock").read_text()
    (folder / "takes.lock").write_text(f"<<<<<<< HEAD\n{merged}")
    git(root, "commit", "-a", "-m", "merged")
    (folder / "takes.lock").write_text(merged)
    nowhere = other_reading(folder, "always", "seldom")
    other_reading(folder, "seldom", "once")
    git(root, "commit", "-a", "-m", "mended")
    git(root, "mv", "gate/takes.lock", "gate/book.toml", ".")
    (root / "gatehouse").mkdir()
    git(root, "mv", "takes.lock", "book.toml", "gatehouse")
    git(root, "commit", "-m", "renamed")
    shutil.copytree(folder, root / "gatehouse", dirs_exist_ok=True)
    assert would_go(root / "gatehouse", capsys) == {nowhere}


def test_a_shallow_clone_and_a_folder_outside_git_are_refused(folder, tmp_path, capsys):
    assert share(folder, "gc") == 10
    root = folder.parent
    git(root, "init", "-b", "main")
    git(root, "add", "gate/takes.lock")
    git(root, "commit", "-m", "1")
    git(root, "commit", "--allow-empty", "-m", "2")
    subprocess.run(["git", "clone", "-q", "--depth", "1", f"file://{root}", str(tmp_path / "shallow")], check=True)
    shutil.copytree(folder, tmp_path / "shallow" / "gate", dirs_exist_ok=True)
    capsys.readouterr()
    assert declaim(tmp_path / "shallow", "takes", "gc", "gate") == 10
    assert "git fetch --unshallow" in capsys.readouterr().err


# --- two people ------------------------------------------------------------------------------------------------------


def entry(paragraph: str, take: str, **more: object) -> str:
    row = {"paragraph": paragraph, "source_key": "s", "takes": [{"take": take, "key": "k", "object": "o"}], **more}
    return json.dumps(row) + "\n"


def test_a_merge_driver_takes_both_sides_and_the_last_pickup_of_one_paragraph(tmp_path):
    base, ours, theirs = (tmp_path / name for name in ("base", "ours", "theirs"))
    base.write_text(entry("p1", "t1") + entry("p2", "t2") + entry("p3", "t3"))
    ours.write_text(entry("p1", "t7") + entry("p2", "t5") + entry("p3", "t3"))
    theirs.write_text(entry("p1", "t1") + entry("p2", "t6") + entry("p4", "t8"))
    assert declaim(tmp_path, "takes", "merge", str(base), str(ours), str(theirs)) == 0
    merged = parse_lock(ours.read_text())
    assert [(e.paragraph, e.takes[0].take) for e in merged] == [("p1", "t7"), ("p2", "t6"), ("p4", "t8")]


def test_a_locked_choice_goes_before_a_younger_one(tmp_path):
    base, ours, theirs = (tmp_path / name for name in ("base", "ours", "theirs"))
    base.write_text(entry("p1", "t1"))
    ours.write_text(entry("p1", "t2", is_locked=True))
    theirs.write_text(entry("p1", "t9"))
    declaim(tmp_path, "takes", "merge", str(base), str(ours), str(theirs))
    assert parse_lock(ours.read_text())[0].takes[0].take == "t2"


# --- a real S3 server ------------------------------------------------------------------------------------------------


def test_takes_travel_over_s3(folder, tmp_path, s3, capsys):
    assert share(folder, "push", "--shelf", s3) == 0
    other = cloned(folder, tmp_path / "elsewhere")
    assert share(other, "pull", "--shelf", s3) == 0
    assert declaim(other.parent, "release", "gate") == 0
    assert release_bytes(other) == release_bytes(folder)
    assert "secret" not in capsys.readouterr().err


def test_a_store_that_does_not_answer_is_a_clear_error(folder, monkeypatch, capsys):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hunter2")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
    assert share(folder, "push", "--shelf", "s3://studio/gate") == 10
    said = capsys.readouterr().err
    assert "s3://studio/gate: the shelf does not answer as it should" in said
    assert "hunter2" not in said
