"""Runs through the emulator that are killed with -9 at random moments and resumed: what was paid, what was lost.

    python bench/kills_elevenlabs.py [--kills 100] [--seed 0]

A book of 8 chapters is recorded by a process that is killed a random moment after its start, and started again, until
it is complete; then the next book begins, until enough kills are done. A third of the lines say the same word. After
each book: every line has one take of its own, no generation is owned twice, every line was billed once, the ledger says
what was billed. Exit code 1 where anything of it fails.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from pipeline.adapters.project import ProjectFolder
from pipeline.adapters.takes import TakeStore
from pipeline.commands.reading import ChapterLines
from pipeline.commands.recording_session import record_missing
from pipeline.commands.remote_session import RemoteOptions
from pipeline.emulator.options import DEFAULT_KEY
from pipeline.model import (
    Boundary,
    Cast,
    ChapterEntry,
    Kind,
    Line,
    Metadata,
    ParagraphLines,
    Project,
    Spoken,
    Take,
    Voice,
)
from pipeline.recording.records import fold_journal

NARRATOR = Voice(engine="elevenlabs", voice="JBFqnCBsd6RMkjVDRZzb", model="eleven_multilingual_v2")
GENERATION_S = 0.15
PATIENCE_S = 3.0


def make_book(chapters: int, lines: int, *, same: str = "Yes.") -> tuple[ChapterLines, ...]:
    """Return chapters of lines of which every third says the same."""
    return tuple(
        ChapterLines(
            entry=ChapterEntry(id=f"c{number:02}", title=str(number)),
            paragraphs=tuple(
                make_paragraph(
                    f"c{number:02}-p{place:03}", same if place % 3 == 1 else f"Line {place} of chapter {number}."
                )
                for place in range(lines)
            ),
        )
        for number in range(chapters)
    )


def make_paragraph(name: str, text: str) -> ParagraphLines:
    """Return a paragraph of one line."""
    line = Line(
        paragraph=name,
        number=0,
        start=0,
        stop=len(text),
        spoken=Spoken(text=text),
        voice=NARRATOR,
        language="en",
        ends=Boundary.PARAGRAPH,
    )
    return ParagraphLines(
        paragraph=name,
        chapter=name[:3],
        kind=Kind.PARAGRAPH,
        lines=(line,),
        source_key=text,
        text=text,
        ends=Boundary.PARAGRAPH,
    )


def project_at(path: Path) -> ProjectFolder:
    """Return the folder of a project whose narrator is the service's."""
    project = Project(
        slug="book",
        metadata=Metadata(),
        narrator_name="",
        source="",
        chapters=(),
        cast=Cast(narrator=NARRATOR),
    )
    return ProjectFolder(path=path, project=project)


@contextmanager
def running_emulator(*, generation_s: float = GENERATION_S) -> Iterator[str]:
    """Run an emulator in a process of its own and yield its URL."""
    words = ["emulator", "--characters-per-second", "400", "--generation-s", str(generation_s)]
    command = [sys.executable, "-m", "pipeline.cli", *words, "--credits", "10000000"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            yield (process.stdout.readline() if process.stdout else "").strip()
        finally:
            process.terminate()


def record(path: Path, book: tuple[ChapterLines, ...]) -> None:
    """Record what is missing; for the process that is killed, and for the one that is not."""
    options = RemoteOptions(patience_s=PATIENCE_S, pace=(0.1, 4000.0), pause=0.1)
    record_missing(project_at(path), book, remote=options)


def record_until(path: Path, book: tuple[ChapterLines, ...], after_s: float) -> bool:
    """Record in a process that is killed after a while; return whether it was still at work then."""
    child = os.fork()
    if child == 0:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 2)
        record(path, book)
        os._exit(0)
    time.sleep(after_s)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def takes_of(path: Path) -> tuple[Take, ...]:
    """Return the takes of the journal."""
    return tuple(fold_journal(TakeStore(path / "takes").journal()).takes.values())


def find_faults(path: Path, book: tuple[ChapterLines, ...], billed_calls: int, billed: int) -> list[str]:
    """Return what is wrong with a book that is complete."""
    takes, ledger = takes_of(path), TakeStore(path / "takes").ledger()
    wanted = Counter(paragraph.paragraph for chapter in book for paragraph in chapter.paragraphs)
    owners = Counter(dict(take.made_by)["request-id"] for take in takes)
    spent = sum(entry.credits for entry in ledger)
    claims = {
        "every line has one take": Counter(take.paragraph for take in takes) == wanted,
        "no generation is owned twice": max(owners.values()) == 1,
        f"every line was billed once ({billed_calls} of {wanted.total()})": billed_calls == wanted.total(),
        f"the ledger ({spent:g}) says what was billed ({billed})": spent == billed,
        "no attempt is open": not any(entry.is_open for entry in ledger),
    }
    return [claim for claim, holds in claims.items() if not holds]


def press_until_whole(
    path: Path, book: tuple[ChapterLines, ...], base_url: str, chance: random.Random, *, most: int
) -> tuple[int, list[str]]:
    """Record a book with kills until it is whole; return the kills and what is wrong then."""
    http = httpx.Client(base_url=base_url, trust_env=False)
    http.post("/_emu/reset", json={})
    kills = 0
    while kills < most and record_until(path, book, chance.uniform(0.05, 1.2)):
        kills += 1
    record(path, book)
    state = http.get("/_emu/state").json()
    http.close()
    return kills, find_faults(path, book, state["billed_calls"], state["credits"]["used"])


def main() -> int:
    """Kill, resume, print the row of docs/benchmarks.md."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    chance, book, begun = random.Random(arguments.seed), make_book(8, 12), time.perf_counter()
    kills = books = recovered = 0
    faults: list[str] = []
    with running_emulator() as base_url, tempfile.TemporaryDirectory() as folder:
        os.environ |= {"ELEVENLABS_BASE_URL": base_url, "ELEVENLABS_API_KEY": DEFAULT_KEY}
        while kills < arguments.kills:
            path = Path(folder) / str(books)
            path.mkdir()
            done, wrong = press_until_whole(path, book, base_url, chance, most=arguments.kills - kills)
            kills, books = kills + done, books + 1
            recovered += sum("from-history" in dict(take.made_by) for take in takes_of(path))
            faults += [f"book {books}: not true: {claim}" for claim in wrong]
            print(f"book {books}: {kills} kills so far", file=sys.stderr, flush=True)
    lines = sum(len(chapter.paragraphs) for chapter in book)
    print("| kills | books | lines a book | fetched from the history | faults | seconds |")
    print("|--:|--:|--:|--:|--:|--:|")
    print(f"| {kills} | {books} | {lines} | {recovered} | {len(faults)} | {time.perf_counter() - begun:.0f} |")
    print("\n".join(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
