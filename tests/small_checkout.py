"""A checkout of Declaim with small books of tones: what a workflow or a `make` finds in a fresh clone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
SENTENCES = (
    "The keeper wrote in the ledger every quarter of the year.",
    "He never said a word of it to anyone who came.",
    "On the third evening the lamp was lit again.",
)


def make_checkout(place: Path) -> Path:
    """Make a folder with the Makefile, the workflows, and no book yet; `.venv` is set up, as `make setup` leaves it."""
    place.mkdir(parents=True)
    for name in ("Makefile", "pyproject.toml", "constraints.txt", ".gitignore"):
        shutil.copy(ROOT / name, place / name)
    shutil.copytree(ROOT / ".github", place / ".github")
    (place / "projects").mkdir()
    set_up(place)
    return place


def set_up(place: Path) -> None:
    """Make a .venv whose commands are those of the Python that runs the tests and the code beside the tests."""
    commands = place / ".venv" / "bin"
    commands.mkdir(parents=True)
    start = f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}"'
    for name, rest in {"declaim": "-m pipeline.cli", "python": ""}.items():
        (commands / name).write_text(f'{start} {rest} "$@"\n')
        (commands / name).chmod(0o755)
    for stamp in (".made", ".run", ".dev"):
        (place / ".venv" / stamp).touch()


def add_book(place: Path, slug: str, *, chapters: int = 2, paragraphs: int = 2, more: str = "") -> Path:
    """Write a book of equal chapters, spoken by tones, and return its folder."""
    folder = place / "projects" / slug
    (folder / "script").mkdir(parents=True)
    (folder / "source").mkdir()
    (folder / "source" / "book.txt").write_text(slug)
    (folder / "script" / "import.lock").write_text('{"version": 1}\n')
    rows = ["[book]", f'title = "{slug.title()}"', 'authors = ["A. Author"]', 'source = "source/book.txt"']
    rows += ["[cast.narrator]", 'engine = "tone"', 'voice = "middle"', more]
    rows += ["[release]", 'formats = ["mp3"]']
    for number in range(1, chapters + 1):
        name = f"c{number:02}"
        rows += ["[[chapters]]", f'id = "{name}"', f'title = "Chapter {number}"']
        body = "".join(
            f"\n@{name}-p{one:03}\n{SENTENCES[(one + number) % len(SENTENCES)]} {slug.title()}.\n"
            for one in range(1, paragraphs + 1)
        )
        (folder / "script" / f"{name}.txt").write_text(f"@{name} kind=heading\n# Chapter {number}\n{body}")
    (folder / "book.toml").write_text("\n".join(rows) + "\n")
    return folder


def git(place: Path, *words: str) -> str:
    """Run git and return what it prints."""
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    done = subprocess.run(["git", "-C", str(place), *who, *words], check=True, capture_output=True, text=True)
    return done.stdout


def clone(place: Path, target: Path) -> Path:
    """Return a fresh clone, with its .venv set up."""
    subprocess.run(["git", "clone", "-q", str(place), str(target)], check=True)
    set_up(target)
    return target


def make(place: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run make in a checkout."""
    surroundings = {name: value for name, value in os.environ.items() if name not in {"MAKEFLAGS", "MAKELEVEL"}}
    return subprocess.run(
        ["make", *words], cwd=place, env={**surroundings, **environment}, capture_output=True, text=True, check=False
    )


def releases(place: Path) -> dict[str, bytes]:
    """Return every file of every release, by its path below projects/."""
    projects = place / "projects"
    files = sorted(projects.glob("*/build/release/*"))
    return {str(file.relative_to(projects)): file.read_bytes() for file in files}
