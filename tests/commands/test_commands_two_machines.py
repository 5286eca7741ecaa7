"""Two runs on one project, and two machines with one shelf: nobody waits for nothing, and no take is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from commands.test_commands_build import declaim, edit, make_book, takes_of
from remote_studio import GEORGE, SPEECH, Press

ROOT = Path(__file__).parent.parent.parent
DECLAIM = f"'{sys.executable}' -m pipeline.cli"


def start(folder: Path, *words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "pipeline.cli", *words, "--projects", str(folder.parent)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_of_two_runs_on_one_project_the_second_is_refused_and_pays_nothing(press: Press, tmp_path: Path) -> None:
    press.tell("options", {"characters_per_second": SPEECH, "generation_s": 4.0})
    folder = make_book(tmp_path / "projects")
    edit(folder / "book.toml", '"tone"', '"elevenlabs"')
    edit(folder / "book.toml", '"middle"', f'"{GEORGE}"')
    first = start(folder, "record", "gate")
    while not press.calls and first.poll() is None:
        time.sleep(0.02)
    said = start(folder, "record", "gate")
    _, refused = said.communicate(timeout=60)
    press.tell("options", {"generation_s": 0.0})
    told, _ = first.communicate(timeout=60)
    assert said.returncode == 9
    assert f"`declaim record` (process {first.pid}, since" in refused
    assert "wait for it to end, or stop it, then run again" in refused
    assert (first.returncode, told.split()[0]) == (0, "7")
    assert len(press.calls) == len(takes_of(folder)) == 7
    assert press.billed == sum(take["credits"] for take in takes_of(folder))


# --- two machines ----------------------------------------------------------------------------------------------------


def git(place: Path, *words: str) -> None:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run(["git", "-C", str(place), *identity, *words], check=True, capture_output=True, env=environment)


def clone(origin: Path, place: Path) -> Path:
    """A machine: a clone of the repository with the merge driver of takes.lock; return its project."""
    subprocess.run(["git", "clone", "-q", str(origin), str(place)], check=True)
    git(place, "config", "merge.takes.driver", f"{DECLAIM} takes merge %O %A %B")
    return place / "projects" / "gate"


def on(machine: Path, *words: str) -> int:
    return declaim(machine.parent, *words)


def standing(machine: Path) -> dict[str, list[str]]:
    rows = map(json.loads, (machine / "takes.lock").read_text().splitlines())
    return {row["paragraph"]: [take["take"] for take in row["takes"]] for row in rows}


@pytest.fixture
def machines(tmp_path: Path) -> tuple[Path, Path]:
    """Two clones of a recorded book, with one shelf; the second has pulled its takes."""
    projects = tmp_path / "first" / "projects"
    projects.mkdir(parents=True)
    folder = make_book(projects)
    with (folder / "book.toml").open("a") as file:
        file.write(f'\n[takes]\nshelf = "file://{tmp_path}/shelf"\n')
    assert on(folder, "record", "gate", "--workers", "1") == 0
    (tmp_path / "first" / ".gitignore").write_text("takes/\nbuild/\n")
    (tmp_path / "first" / ".gitattributes").write_text("takes.lock merge=takes\n")
    git(tmp_path / "first", "init", "-b", "main")
    git(tmp_path / "first", "add", ".")
    git(tmp_path / "first", "commit", "-m", "1.0")
    git(tmp_path / "first", "config", "merge.takes.driver", f"{DECLAIM} takes merge %O %A %B")
    assert on(folder, "takes", "push", "gate") == 0
    other = clone(tmp_path / "first", tmp_path / "second")
    assert on(other, "takes", "pull", "gate") == 0
    return folder, other


def test_two_machines_that_record_push_pull_and_merge_lose_no_take(machines: tuple[Path, Path], tmp_path: Path) -> None:
    one, two = machines
    edit(one / "script" / "c01.txt", "a long time", "one long time")
    edit(two / "script" / "c02.txt", "never asked", "always asked")
    for machine in machines:
        assert on(machine, "record", "gate", "--workers", "1") == 0
        assert on(machine, "record", "gate", "--paragraph", "c01-p001", "--retake", "--workers", "1") == 0
        assert on(machine, "takes", "push", "gate") == 0
        git(machine, "commit", "-a", "-m", "pickups")
    last = standing(two)["c01-p001"]
    git(one, "pull", "--no-rebase", "--no-edit", str(tmp_path / "second"), "main")
    git(two, "pull", "--no-rebase", "--no-edit", str(tmp_path / "first"), "main")
    for machine in machines:
        assert on(machine, "takes", "pull", "gate", "--all") == 0
        before = len(takes_of(machine))
        assert on(machine, "plan", "gate", "--check") == 0
        assert on(machine, "record", "gate", "--workers", "1") == 0
        assert len(takes_of(machine)) == before == 11
    assert standing(one) == standing(two)
    assert standing(one)["c01-p001"] == last, "of two pickups of one paragraph the later stands"
    assert {take["id"] for take in takes_of(one)} == {take["id"] for take in takes_of(two)}


def test_a_take_that_one_machine_refused_stays_refused_on_a_third(machines: tuple[Path, Path], tmp_path: Path) -> None:
    one, _ = machines
    (refused,) = standing(one)["c02-p002"]
    for number in range(3):
        assert on(one, "takes", "reject", "gate", refused) == 0
        assert on(one, "record", "gate", "--workers", "1") == 0
        assert on(one, "takes", "push", "gate") == 0
        (refused,) = standing(one)["c02-p002"] if number < 2 else (refused,)
    git(one, "commit", "-a", "-m", "refused")
    third = clone(tmp_path / "first", tmp_path / "third")
    assert on(third, "takes", "pull", "gate", "--all") == 0
    (third / "takes.lock").unlink()
    assert on(third, "record", "gate", "--workers", "1") == 0
    assert standing(third) == standing(one), "the journal tells it, whatever order the shelf gives its parts in"
