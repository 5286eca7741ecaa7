from __future__ import annotations

import os
import shutil
import signal

import pytest

from pipeline.adapters.disk import write_file
from pipeline.adapters.run_lock import hold_project
from pipeline.errors import BusyError


def run_that_holds(folder):
    """Start a process that holds the project; return its id once it does."""
    told, tell = os.pipe()
    child = os.fork()
    if child == 0:
        with hold_project(folder, verb="build"):
            os.write(tell, b"held")
            signal.pause()
    os.close(tell)
    assert os.read(told, 4) == b"held"
    os.close(told)
    return child


def test_a_second_run_is_refused_with_the_verb_and_process_of_the_first_until_that_is_killed(tmp_path):
    child = run_that_holds(tmp_path)
    try:
        with (
            pytest.raises(BusyError, match=rf"`declaim build` \(process {child}, since 20"),
            hold_project(tmp_path, verb="record"),
        ):
            pass
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    with hold_project(tmp_path, verb="record"):
        pass


def test_a_project_is_free_again_after_its_run(tmp_path):
    for _ in range(2):
        with hold_project(tmp_path, verb="record"):
            assert (tmp_path / "build" / "run.lock").read_text().startswith(f"{os.getpid()} record ")


def test_a_lock_whose_folder_was_removed_does_not_let_two_runs_in(tmp_path):
    with hold_project(tmp_path, verb="build"):
        shutil.rmtree(tmp_path / "build")
        with (
            hold_project(tmp_path, verb="record"),
            pytest.raises(BusyError, match="declaim record"),
            hold_project(tmp_path, verb="release"),
        ):
            pass


def test_what_a_killed_run_left_half_written_is_swept_at_the_start(tmp_path):
    write_file(tmp_path / "takes" / ".journal.1-2.partial", b"half")
    with hold_project(tmp_path, verb="build"):
        assert list((tmp_path / "takes").iterdir()) == []
