"""A book of the size of *War and Peace* -> what planning, an idle build and a pickup cost, in seconds and memory.

    DECLAIM_CORPORA=... python bench/big_book.py [--keep DIR] [--chapters 360] [--words 565000]

The text is that of the English novels in the corpora, one after the other, in chapters of one length, so that every
paragraph is another; the voice is the engine `tone`. With --keep the project is made once and measured again later.
Prints the rows of docs/benchmarks.md. The largest process of each command is measured by `wait4`.
"""

from __future__ import annotations

import argparse
import html
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SLUG = "big-book"
NOVELS = (
    "sherlock-holmes",
    "pride-and-prejudice",
    "treasure-island",
    "robinson-crusoe",
    "meditations",
    "time-machine",
    "alice",
)
FORMATS = '"mp3", "m4b"'
REPEATS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One command, measured."""

    seconds: float
    cpu_s: float
    """Of the process and those it waited for; on a busy machine it says more than the seconds."""
    peak_mb: float
    """Of the largest of its processes."""
    stdout: str


def main() -> None:
    """Make the book where it is not there yet, then measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", type=Path, help="make the project here and keep it")
    parser.add_argument("--chapters", type=int, default=360)
    parser.add_argument("--words", type=int, default=565_000)
    parser.add_argument("--only", choices=("make", "measure"), help="stop after the first build, or begin after it")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        projects = arguments.keep or Path(scratch)
        if arguments.only != "measure":
            make_book(projects, chapters=arguments.chapters, words=arguments.words)
        if arguments.only != "make":
            measure(projects)


def make_book(projects: Path, *, chapters: int, words: int) -> None:
    """Write the manuscript, import it, and build the book once."""
    projects.mkdir(parents=True, exist_ok=True)
    source = projects / "big-book.html"
    source.write_text(format_manuscript(read_paragraphs(words), chapters=chapters), encoding="utf-8")
    report("new", declaim(projects, "new", SLUG, str(source)))
    book = projects / SLUG / "book.toml"
    text = book.read_text().replace('engine = "hibari"', 'engine = "tone"').replace('"heart"', '"middle"')
    book.write_text(re.sub(r"formats = .*", f"formats = [{FORMATS}]", text))
    report("plan, nothing recorded, cold", declaim(projects, "plan", SLUG, "--json"))
    report("plan, nothing recorded, warm", declaim(projects, "plan", SLUG, "--json"))
    report("first build", declaim(projects, "build", SLUG))


def read_paragraphs(words: int) -> Iterator[str]:
    """Yield paragraphs of the novels until there are so many words; after the last novel the first begins again."""
    corpora = Path(os.environ["DECLAIM_CORPORA"])
    files = [next(corpora.glob(f"epub/*/*{name}*.epub")) for name in NOVELS]
    texts = [chapter["text"] for file in files for chapter in extract(file)]
    left, turn = words, 0
    while left > 0:
        for text in texts:
            for paragraph in filter(None, (" ".join(each.split()) for each in text.split("\n\n"))):
                yield paragraph if not turn else f"Again {turn}: {paragraph}"
                left -= len(paragraph.split())
                if left <= 0:
                    return
        turn += 1


def extract(file: Path) -> list[dict[str, str]]:
    """Return the chapters that would be narrated of a file."""
    command = [sys.executable, "-m", "pipeline.cli", "extract", str(file), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    chapters: list[dict[str, str]] = json.loads(done.stdout)["chapters"]
    return chapters


def format_manuscript(paragraphs: Iterator[str], *, chapters: int) -> str:
    """Return an HTML book whose chapters have about as many words each."""
    texts = list(paragraphs)
    total = sum(len(text.split()) for text in texts)
    parts: list[list[str]] = [[] for _ in range(chapters)]
    done = 0
    for text in texts:
        parts[min(chapters - 1, done * chapters // total)].append(text)
        done += len(text.split())
    body = "\n".join(
        f"<h2>Chapter {number}</h2>\n" + "\n".join(f"<p>{html.escape(text)}</p>" for text in part)
        for number, part in enumerate(parts, start=1)
    )
    return f"<!DOCTYPE html>\n<html lang='en'><head><title>A Big Book</title></head><body>\n{body}\n</body></html>\n"


def measure(projects: Path) -> None:
    """Print the figures of the book that is there, built."""
    derived = projects / SLUG / "build" / "lines"
    shutil.rmtree(derived, ignore_errors=True)
    report("plan, all recorded, cold", declaim(projects, "plan", SLUG))
    report("plan, all recorded, warm", *(declaim(projects, "plan", SLUG) for _ in range(REPEATS)))
    report("build with nothing to do", *(declaim(projects, "build", SLUG) for _ in range(REPEATS)))
    edit_one_word(projects)
    report("plan after one word is edited", declaim(projects, "plan", SLUG))
    report("build after one word is edited", declaim(projects, "build", SLUG))
    paragraph = lock_of(projects)[-1]["paragraph"]
    report(
        "record --retake of a paragraph", declaim(projects, "record", SLUG, "--paragraph", str(paragraph), "--retake")
    )
    report("build after the retake", declaim(projects, "build", SLUG))
    report("the retaken chapter's own mastering", master_alone(projects, str(paragraph)))


def master_alone(projects: Path, paragraph: str) -> Run:
    """Return what it costs to master the chapter of a paragraph in a book that has no other."""
    alone = projects / "alone"
    shutil.rmtree(alone, ignore_errors=True)
    chapter = paragraph.rpartition("-")[0]
    folder = alone / SLUG
    (folder / "script").mkdir(parents=True)
    book = (projects / SLUG / "book.toml").read_text()
    head, *tables = book.split("[[chapters]]")
    own = next(table for table in tables if f'id = "{chapter}"' in table)
    (folder / "book.toml").write_text(f"{head}[[chapters]]{own}")
    shutil.copy(projects / SLUG / "script" / f"{chapter}.txt", folder / "script")
    shutil.copytree(projects / SLUG / "source", folder / "source")
    declaim(alone, "record", SLUG)
    run = declaim(alone, "master", SLUG)
    shutil.rmtree(alone)
    return run


def edit_one_word(projects: Path) -> None:
    """Change one word in the middle of the book."""
    files = sorted((projects / SLUG / "script").glob("*.txt"))
    file = next(file for file in files[len(files) // 2 :] if " the " in file.read_text())
    head, _, tail = file.read_text().rpartition(" the ")
    file.write_text(f"{head} some {tail}")


def lock_of(projects: Path) -> list[dict[str, object]]:
    """Return the rows of takes.lock."""
    return [json.loads(line) for line in (projects / SLUG / "takes.lock").read_text().splitlines()]


def declaim(projects: Path, *words: str) -> Run:
    """Run declaim and measure it; a failure ends the bench with what it said."""
    command = [sys.executable, "-m", "pipeline.cli", *words, "--projects", str(projects)]
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        begun = time.perf_counter()
        process = subprocess.Popen(command, stdout=out, stderr=err)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        if process.returncode not in (0, 1):
            sys.exit(f"declaim {' '.join(words)} ended with {process.returncode}:\n{err.read()}")
        return Run(
            seconds=seconds, cpu_s=usage.ru_utime + usage.ru_stime, peak_mb=usage.ru_maxrss / 1024, stdout=out.read()
        )


def report(what: str, *runs: Run) -> None:
    """Print a row: the median of the times, the largest process of all."""
    times = sorted(run.seconds for run in runs)
    cpu_s = sorted(run.cpu_s for run in runs)[len(runs) // 2]
    print(
        f"| {what} | {times[len(times) // 2]:.2f} s | {cpu_s:.2f} s | {max(run.peak_mb for run in runs):.0f} MB |",
        flush=True,
    )


if __name__ == "__main__":
    main()
