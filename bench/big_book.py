"""A book of the size of *War and Peace* -> what planning, an idle build and a pickup cost, in seconds and memory.

    DECLAIM_CORPORA=... python bench/big_book.py [--keep DIR] [--chapters 360] [--words 565000]

The text is that of the English novels in the corpora, one after the other, in chapters of one length, so that every
paragraph is another; the voice is the engine `tone`. With --keep the project is made once and measured again later.
Prints the rows of docs/benchmarks.md. The largest process of each command is measured by `wait4`.
"""

from __future__ import annotations

import argparse
import dataclasses
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
POLL_S = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One command, measured."""

    seconds: float
    cpu_s: float
    """Of the process and those it waited for; on a busy machine it says more than the seconds."""
    peak_mb: float
    """Of the largest of its processes."""
    stdout: str
    until: Run | None = None
    """The same, up to the moment when a file was there, where one was waited for."""


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
    chapter = edit_one_word(projects)
    report("plan after one word is edited", declaim(projects, "plan", SLUG))
    measure_pickup(projects, chapter)
    paragraph = str(lock_of(projects)[-1]["paragraph"])
    report(
        "record --retake of a paragraph (to the same sound)",
        declaim(projects, "record", SLUG, "--paragraph", paragraph, "--retake"),
    )
    report("build after the retake, nothing to master", declaim(projects, "build", SLUG))


def measure_pickup(projects: Path, chapter: str) -> None:
    """Print what a build after an edit costs up to the finished chapter, and with the release after it."""
    built = declaim(projects, "build", SLUG, until=projects / SLUG / "build" / "mastered" / f"{chapter}.json")
    if built.until is None:
        sys.exit(f"{chapter} was not mastered again: the edit did not reach it")
    report("build after one word is edited, to the chapter", built.until)
    report("build after one word is edited, with the release", built)
    alone = master_alone(projects, chapter)
    report("that chapter's own mastering", alone)
    seconds, cpu_s = built.until.seconds - alone.seconds, built.until.cpu_s - alone.cpu_s
    print(f"a pickup beyond its chapter's own mastering: {seconds:.2f} s, {cpu_s:.2f} s of CPU")


def master_alone(projects: Path, chapter: str) -> Run:
    """Return what it costs to have a chapter mastered in a book that has no other.

    What the program needs to begin is taken off: a pickup begins, too.
    """
    alone = projects / "alone"
    shutil.rmtree(alone, ignore_errors=True)
    folder = alone / SLUG
    (folder / "script").mkdir(parents=True)
    book = (projects / SLUG / "book.toml").read_text()
    head, *tables = book.split("[[chapters]]")
    own = next(table for table in tables if f'id = "{chapter}"' in table)
    (folder / "book.toml").write_text(f"{head}[[chapters]]{own}")
    shutil.copy(projects / SLUG / "script" / f"{chapter}.txt", folder / "script")
    shutil.copytree(projects / SLUG / "source", folder / "source")
    declaim(alone, "record", SLUG)
    run = declaim(alone, "master", SLUG, until=folder / "build" / "mastered" / f"{chapter}.json")
    begin = declaim(alone, "master", "--help")
    shutil.rmtree(alone)
    if run.until is None:
        sys.exit(f"{chapter} was not mastered")
    return dataclasses.replace(
        run.until, seconds=run.until.seconds - begin.seconds, cpu_s=run.until.cpu_s - begin.cpu_s
    )


def edit_one_word(projects: Path) -> str:
    """Change one word in the middle of the book; return the id of its chapter."""
    files = sorted((projects / SLUG / "script").glob("*.txt"))
    file = next(file for file in files[len(files) // 2 :] if " the " in file.read_text())
    head, _, tail = file.read_text().rpartition(" the ")
    file.write_text(f"{head} some {tail}")
    return file.stem


def lock_of(projects: Path) -> list[dict[str, object]]:
    """Return the rows of takes.lock."""
    return [json.loads(line) for line in (projects / SLUG / "takes.lock").read_text().splitlines()]


def declaim(projects: Path, *words: str, until: Path | None = None) -> Run:
    """Run declaim and measure it, also up to the moment when a file is written anew; a failure ends the bench."""
    command = [sys.executable, "-m", "pipeline.cli", *words, "--projects", str(projects)]
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        begun = time.perf_counter()
        before = written_at(until) if until else None
        process = subprocess.Popen(command, stdout=out, stderr=err)
        reached = wait_for(until, before, process.pid, begun) if until else None
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        if process.returncode not in (0, 1):
            sys.exit(f"declaim {' '.join(words)} ended with {process.returncode}:\n{err.read()}")
        return Run(
            seconds=seconds,
            cpu_s=usage.ru_utime + usage.ru_stime,
            peak_mb=usage.ru_maxrss / 1024,
            stdout=out.read(),
            until=reached,
        )


def wait_for(file: Path, before: int | None, process: int, begun: float) -> Run | None:
    """Return what a process has used when it has written a file anew; None where it ended first. Linux only."""
    while os.waitid(os.P_PID, process, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        if written_at(file) != before:
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            own_and_children = sum(map(int, fields[11:15]))  # utime, stime, cutime, cstime: proc(5), 14 to 17
            status = Path(f"/proc/{process}/status").read_text()
            peak = re.search(r"VmHWM:\s+(\d+)", status)
            return Run(
                seconds=time.perf_counter() - begun,
                cpu_s=own_and_children / os.sysconf("SC_CLK_TCK"),
                peak_mb=int(peak[1]) / 1024 if peak else 0.0,
                stdout="",
            )
        time.sleep(POLL_S)
    return None


def written_at(file: Path) -> int | None:
    """Return when a file was written; None where there is none."""
    return file.stat().st_mtime_ns if file.exists() else None


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
