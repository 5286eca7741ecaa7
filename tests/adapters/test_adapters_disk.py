from __future__ import annotations

import os
import signal
import stat
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.adapters.disk import append_lines, make_folder, read_file, read_lines, sweep_leftovers, write_file
from pipeline.errors import StorageError


def files_below(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def killed_at(boundary, action):
    """Run an action in a child process with the fault point set; return whether it was killed."""
    child = os.fork()
    if child == 0:
        os.environ["DECLAIM_KILL_AT"] = str(boundary)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        action()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFEXITED(status) or os.WTERMSIG(status) == signal.SIGKILL
    return os.WIFSIGNALED(status)


def test_a_file_is_written_with_its_folders_and_replaces_the_one_before(tmp_path):
    write_file(tmp_path / "a" / "b.txt", b"one")
    write_file(tmp_path / "a" / "b.txt", b"two")
    assert read_file(tmp_path / "a" / "b.txt") == b"two"
    assert files_below(tmp_path) == ["a/b.txt"]


def test_a_read_only_file_cannot_be_opened_for_writing_by_its_mode(tmp_path):
    write_file(tmp_path / "object", b"one", read_only=True)
    assert stat.S_IMODE((tmp_path / "object").stat().st_mode) == 0o444


def test_a_file_that_is_not_there_is_none_and_has_no_lines(tmp_path):
    assert read_file(tmp_path / "absent") is None
    assert read_lines(tmp_path / "absent") == ()


def test_a_torn_last_line_is_no_line_and_is_cut_off_before_the_next(tmp_path):
    path = tmp_path / "journal.jsonl"
    path.write_bytes(b"one\ntwo\nthr")
    assert read_lines(path) == ("one", "two")
    append_lines(path, ["three", "four"])
    assert path.read_bytes() == b"one\ntwo\nthree\nfour\n"


def test_a_file_that_is_one_long_torn_line_is_empty(tmp_path):
    path = tmp_path / "journal.jsonl"
    path.write_bytes(b"x" * 200_000)
    append_lines(path, ["one"])
    assert path.read_bytes() == b"one\n"


@given(st.lists(st.lists(st.text(st.characters(exclude_characters="\n", codec="utf-8"), max_size=5), max_size=3)))
def test_lines_come_back_as_they_went(tmp_path_factory, groups):
    path = tmp_path_factory.mktemp("lines") / "journal.jsonl"
    for lines in groups:
        append_lines(path, lines)
    assert read_lines(path) == tuple(line for lines in groups for line in lines)


def test_leftovers_of_a_killed_run_are_swept_and_nothing_else(tmp_path):
    assert killed_at(2, lambda: write_file(tmp_path / "a.txt", b"one"))
    assert [name.endswith(".partial") for name in files_below(tmp_path)] == [True]
    write_file(tmp_path / ".keep", b"")
    assert sweep_leftovers(tmp_path) == 1
    assert files_below(tmp_path) == [".keep"]


def test_killed_at_any_boundary_a_file_is_whole_or_absent(tmp_path):
    boundary = 1
    while killed_at(boundary, partial(write_file, tmp_path / str(boundary) / "a.txt", b"new")):
        assert read_file(tmp_path / str(boundary) / "a.txt") in {None, b"new"}
        boundary += 1
    assert boundary == 5, "fsync of the new folder's parent, of the file, the rename, fsync of the folder"
    assert read_file(tmp_path / "5" / "a.txt") == b"new"


def test_killed_at_any_boundary_lines_are_there_or_not(tmp_path):
    path = tmp_path / "journal.jsonl"
    append_lines(path, ["one"])
    boundary = 1
    while killed_at(boundary, lambda: append_lines(path, ["two", "three"])):
        assert read_lines(path) in {("one",), ("one", "two", "three")}
        path.write_bytes(b"one\n")
        boundary += 1
    assert boundary == 2
    assert read_lines(path) == ("one", "two", "three")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_is_an_error_that_says_so(tmp_path):
    tmp_path.chmod(0o555)
    with pytest.raises(StorageError, match="no permission"):
        write_file(tmp_path / "a.txt", b"one")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_an_error_that_says_what_to_do():
    with pytest.raises(StorageError, match=r"/dev/full: the disk is full; free some space"):
        append_lines(Path("/dev/full"), ["one"])


def test_a_file_where_a_folder_should_be_is_an_error_that_names_the_place(tmp_path):
    write_file(tmp_path / "a", b"")
    with pytest.raises(StorageError, match="a"):
        make_folder(tmp_path / "a" / "b")


def test_what_could_not_be_written_leaves_no_temporary_file(tmp_path):
    (tmp_path / "taken").mkdir()
    with pytest.raises(StorageError, match="taken"):
        write_file(tmp_path / "taken", b"one")
    assert files_below(tmp_path) == []
