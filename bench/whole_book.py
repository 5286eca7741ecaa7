"""A real book from `declaim new` to its M4B: time, memory, second build, one word edited, a paragraph inserted.

    DECLAIM_CORPORA=... python bench/whole_book.py [--engine hibari] [--keep DIR]

Prints the rows of docs/benchmarks.md: the book is *The Time Machine* (3.4 hours of audio), everything offline.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BOOK = "epub/standardebooks/h-g-wells_the-time-machine.epub"
SLUG = "time-machine"


def main() -> None:
    """Run the measurements and print one row each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", default="hibari")
    parser.add_argument("--keep", type=Path, help="make the project here and keep it")
    arguments = parser.parse_args()
    source = next(Path(os.environ["DECLAIM_CORPORA"]).glob(BOOK.replace(".epub", "*.epub")))
    with tempfile.TemporaryDirectory() as scratch:
        projects = arguments.keep or Path(scratch)
        measure(projects, source, engine=arguments.engine)


def measure(projects: Path, source: Path, *, engine: str) -> None:
    """Print the figures of one book."""
    begun = time.perf_counter()
    new_s = declaim(projects, "new", SLUG, str(source))
    if engine != "hibari":
        book = projects / SLUG / "book.toml"
        book.write_text(book.read_text().replace('"hibari"', f'"{engine}"').replace('"heart"', '"middle"'))
    build_s = declaim(projects, "build", SLUG)
    row("new + build", f"{time.perf_counter() - begun:.1f} s (new {new_s:.1f} s, build {build_s:.1f} s)")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    row("largest process of the build", f"{peak:.0f} MB")
    takes = count_takes(projects)
    row("takes", str(takes))
    again = [declaim(projects, "build", SLUG) for _ in range(5)]
    row(
        "second build, median of 5", f"{statistics.median(again):.2f} s, {count_takes(projects) - takes} takes recorded"
    )
    edit_one_word(projects)
    report_rebuild(projects, "after one word is edited")
    insert_at_front(projects)
    report_rebuild(projects, "after a paragraph is inserted at the front")


def report_rebuild(projects: Path, what: str) -> None:
    """Build, and print how many lines were planned, takes recorded and chapters touched."""
    before, mastered = count_takes(projects), mastered_at(projects)
    plan = json.loads(output(projects, "plan", SLUG, "--json"))
    paragraphs = sorted({line["paragraph"] for line in plan["to_record"]})
    seconds = declaim(projects, "build", SLUG)
    touched = [chapter for chapter, at in mastered_at(projects).items() if mastered.get(chapter) != at]
    row(what, f"{seconds:.1f} s; planned {paragraphs}, recorded {count_takes(projects) - before}, mastered {touched}")


def script_files(projects: Path) -> list[Path]:
    """Return the script files of the book, sorted."""
    return sorted((projects / SLUG / "script").glob("*.txt"))


def edit_one_word(projects: Path) -> None:
    """Change one word in a paragraph in the middle of the book."""
    file = next(file for file in script_files(projects) if " time " in file.read_text())
    head, _, tail = file.read_text().rpartition(" time ")
    file.write_text(f"{head} hour {tail}")


def insert_at_front(projects: Path) -> None:
    """Put a new paragraph before the first one of the last chapter, and give it an id."""
    file = script_files(projects)[-1]
    head, mark, tail = file.read_text().partition("\n\n")
    file.write_text(f"{head}{mark}This sentence was not here before.\n\n{tail}")
    declaim(projects, "script", "fix", SLUG)


def count_takes(projects: Path) -> int:
    """Return how many takes the journal holds."""
    journal = projects / SLUG / "takes" / "journal.jsonl"
    return sum(json.loads(line).get("event", "take") == "take" for line in journal.read_text().splitlines())


def mastered_at(projects: Path) -> dict[str, int]:
    """Return when each mastered chapter was written."""
    return {file.stem: file.stat().st_mtime_ns for file in (projects / SLUG / "build" / "mastered").glob("*.mp3")}


def declaim(projects: Path, *words: str) -> float:
    """Run declaim and return its wall time; its output is kept from the table."""
    begun = time.perf_counter()
    output(projects, *words)
    return time.perf_counter() - begun


def output(projects: Path, *words: str) -> str:
    """Run declaim and return its stdout; a failure ends the bench with what it said."""
    command = [sys.executable, "-m", "pipeline.cli", *words, "--projects", str(projects)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"declaim {' '.join(words)} ended with {done.returncode}:\n{done.stderr}")
    return done.stdout


def row(what: str, figure: str) -> None:
    """Print one row of the table."""
    print(f"| {what} | {figure} |", flush=True)


if __name__ == "__main__":
    main()
