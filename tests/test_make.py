"""The Makefile, in a checkout with small books: what a producer types, side by side, killed and started again."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from small_checkout import ROOT, make, make_checkout


@pytest.fixture
def checkout(tmp_path):
    """A checkout with two books, whose `declaim` only notes when it began and ended what."""
    checkout = make_checkout(tmp_path / "checkout")
    for slug in ("gate", "house"):
        (checkout / "projects" / slug).mkdir()
        (checkout / "projects" / slug / "book.toml").touch()
    told = checkout / "told"
    (checkout / ".venv" / "bin" / "declaim").write_text(
        f'#!/bin/sh\necho "begin $*" >> {told}\nsleep 0.05\necho "end $*" >> {told}\n'
    )
    return checkout


def told(checkout) -> list[str]:
    return (checkout / "told").read_text().splitlines()


def calls(checkout) -> list[str]:
    return [line.removeprefix("begin ") for line in told(checkout) if line.startswith("begin ")]


def test_help_lists_every_target_and_the_books_that_are_here(checkout):
    said = make(checkout, "help").stdout
    for verb in ("plan", "record", "pickup P=…", "listen", "publish", "ci"):
        assert f"<book>.{verb}" in said
    assert "books here: gate house" in said
    assert (
        make(make_checkout(checkout.parent / "empty"))
        .stdout.splitlines()[-1]
        .endswith("none; make one with `declaim new SLUG FILE`")
    )


@pytest.mark.parametrize(
    ("goal", "called"),
    [
        ("gate", ["build gate"]),
        ("gate.plan", ["plan gate"]),
        ("gate.record", ["record gate"]),
        ("gate.master", ["master gate"]),
        ("gate.release", ["release gate"]),
        ("gate.listen", ["listen gate"]),
        ("gate.pull", ["takes pull gate"]),
        ("gate.publish", ["takes pull gate", "release gate --from-takes"]),
        ("gate.pickup", ["record gate --paragraph c01-p001 --retake", "build gate"]),
    ],
)
def test_a_target_of_a_book_calls_declaim(checkout, goal, called):
    assert make(checkout, goal, "P=c01-p001").returncode == 0
    assert calls(checkout) == called


def test_a_release_since_a_version_is_asked_for_by_name(checkout):
    assert make(checkout, "gate.release", "SINCE=1.0").returncode == 0
    assert calls(checkout) == ["release gate --since 1.0"]


def test_what_is_asked_for_together_of_one_book_is_done_in_the_order_of_work(checkout):
    goals = ["gate.release", "gate.pickup", "gate.master", "gate", "gate.pull", "gate.record", "house"]
    assert make(checkout, "-j8", *goals, "P=c01-p001").returncode == 0
    own = [line for line in told(checkout) if " gate" in line]
    verbs = [
        "takes pull gate",
        "record gate --paragraph c01-p001 --retake",
        "build gate",
        "record gate",
        "master gate",
        "build gate",
        "release gate",
    ]
    assert own == [line for verb in verbs for line in (f"begin {verb}", f"end {verb}")]
    assert told(checkout).index("begin build house") < told(checkout).index("end build gate"), "books do not wait"


def test_all_books_are_built_side_by_side(checkout):
    assert make(checkout, "-j2", "all").returncode == 0
    assert sorted(told(checkout)[:2]) == ["begin build gate", "begin build house"]


def test_a_book_that_is_not_there_and_a_pickup_of_nothing_are_told(checkout):
    missing = make(checkout, "gates.plan")
    assert (missing.returncode, missing.stderr.splitlines()[0]) == (2, "there is no book gates; books here: gate house")
    assert "which paragraph? make gate.pickup P=c03-p017" in make(checkout, "gate.pickup").stderr
    assert not (checkout / "told").exists()


@pytest.mark.parametrize("killed", ["venv", "install"])
def test_a_set_up_that_was_killed_is_made_anew_and_once_for_all_books(checkout, killed):
    python = checkout / "python"
    python.write_text(f'#!/bin/sh\necho "$*" >> {checkout}/setup\nmkdir -p .venv/bin\ncp {python} .venv/bin/python\n')
    python.chmod(0o755)
    for stamp in (".run", ".dev") if killed == "install" else (".made", ".run", ".dev"):
        (checkout / ".venv" / stamp).unlink()
    (checkout / ".venv.unfinished").touch()
    assert make(checkout, "-j4", "all", f"PYTHON={python}").returncode == 0
    did = [re.sub(r" -c constraints.*", "", line) for line in (checkout / "setup").read_text().splitlines()]
    assert did == ["-m venv --clear .venv", "-m pip install --quiet --disable-pip-version-check"]
    assert not (checkout / ".venv.unfinished").exists()
    assert len(calls(checkout)) == 2
    (checkout / "setup").unlink()
    assert make(checkout, "-j4", "all", f"PYTHON={python}").returncode == 0
    assert not (checkout / "setup").exists(), "what is set up stays"


def test_make_killed_as_a_whole_and_started_again_equals_a_clean_build():
    command = [sys.executable, str(ROOT / "bench" / "parallel_make.py")]
    done = subprocess.run(
        [*command, "--books", "2", "--chapters", "1", "--kills", "1", "--jobs", "2"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "| process groups killed | 1 |\n| differences from the clean builds | 0 |" in done.stdout
