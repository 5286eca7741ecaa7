"""Two worker processes that keep their takes, against two bare engine processes: takes a second.

    python bench/workers.py [--lines 120] [--pairs 3]

Both speak the same lines of The Time Machine and pay for their own start: a bare process loads hibari and speaks
its half of the lines, nothing else. The workers encode, decode, measure, check, and the main process keeps every take
(object, journal, ledger, each durable) and writes takes.lock. Pairs alternate; the median ratio is what counts. The
CPU seconds of each, children included, tell how much of a ratio is ours and how much the machine's other load.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import re
import resource
import statistics
import sys
import tempfile
import time
import zipfile
from contextlib import nullcontext
from pathlib import Path

from lxml import etree

from pipeline.adapters.project import ProjectFolder
from pipeline.adapters.takes import TakeStore
from pipeline.adapters.workers import ONE_THREAD
from pipeline.commands.reading import ChapterLines
from pipeline.commands.recording_session import record_missing
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
    Voice,
)
from pipeline.recording.records import fold_journal

HEART = Voice(engine="hibari", voice="heart")
LONGEST = 800


def texts_of(epub: Path, count: int) -> list[str]:
    """Return the first paragraphs of a book, each cut at sentence ends to a line."""
    texts = []
    with zipfile.ZipFile(epub) as book:
        for name in sorted(n for n in book.namelist() if "/text/chapter" in n):
            paragraphs = etree.fromstring(book.read(name)).iter("{http://www.w3.org/1999/xhtml}p")
            texts += [" ".join("".join(p.itertext()).split()) for p in paragraphs]
    sentences = (re.split(r"(?<=[.!?”]) ", text) for text in texts)
    return [line for parts in sentences for line in lines_of(parts)][:count]


def lines_of(sentences: list[str]) -> list[str]:
    """Join sentences to lines of at most 800 characters."""
    lines = [""]
    for sentence in sentences:
        if lines[-1] and len(lines[-1]) + len(sentence) >= LONGEST:
            lines.append("")
        lines[-1] = f"{lines[-1]} {sentence}".strip()
    return [line for line in lines if line]


def chapters_of(texts: list[str]) -> tuple[ChapterLines, ...]:
    """Return the texts as a chapter of paragraphs of one line."""
    paragraphs = []
    for number, text in enumerate(texts):
        line = Line(
            paragraph=f"p{number:03d}",
            number=0,
            start=0,
            stop=len(text),
            spoken=Spoken(text=text),
            voice=HEART,
            language="en",
            ends=Boundary.PARAGRAPH,
        )
        paragraphs.append(
            ParagraphLines(
                paragraph=line.paragraph,
                chapter="c01",
                kind=Kind.PARAGRAPH,
                lines=(line,),
                source_key=text,
                text=text,
                ends=Boundary.PARAGRAPH,
            )
        )
    return (ChapterLines(entry=ChapterEntry(id="c01", title="Bench"), paragraphs=tuple(paragraphs)),)


def speak_bare(texts: list[str]) -> None:
    """Load the engine and speak: the whole life of a bare process."""
    from hibari import Hibari

    hibari = Hibari(threads=1)
    for text in texts:
        hibari(text, seed=1)


def time_bare(texts: list[str]) -> float:
    """Return the seconds that two bare engine processes take."""
    context = multiprocessing.get_context("spawn")
    began_s = time.perf_counter()
    processes = [context.Process(target=speak_bare, args=(texts[half::2],)) for half in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    return time.perf_counter() - began_s


def quiet(_title: str, _total: int) -> nullcontext:
    """Show no progress."""
    return nullcontext(lambda _amount: None)


def time_workers(texts: list[str], folder: Path) -> float:
    """Return the seconds that a recording session with two workers takes, from nothing to takes.lock."""
    project = Project(
        slug="bench",
        metadata=Metadata(),
        narrator_name="heart",
        source="",
        chapters=(),
        cast=Cast(narrator=HEART),
    )
    began_s = time.perf_counter()
    done = record_missing(
        ProjectFolder(path=folder, project=project),
        chapters_of(texts),
        workers=2,
        progress=quiet,
    )
    took_s = time.perf_counter() - began_s
    if len(done.recorded) != len(texts) or done.findings:
        sys.exit(f"not every line was recorded: {done.findings}")
    return took_s


def cpu_s() -> float:
    """Return the CPU seconds of this process and of its children that have ended."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def main() -> None:
    """Print each pair and the median ratio of takes a second."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lines", type=int, default=120)
    parser.add_argument("--pairs", type=int, default=3)
    arguments = parser.parse_args()
    corpora = os.environ.get("DECLAIM_CORPORA")
    if not corpora:
        sys.exit("DECLAIM_CORPORA is not set: it names the folder of corpora with The Time Machine")
    texts = texts_of(Path(corpora) / "epub/standardebooks/h-g-wells_the-time-machine.epub", arguments.lines)
    os.environ.update(ONE_THREAD)
    print(f"{len(texts)} lines, {sum(map(len, texts))} characters, {os.cpu_count()} cores")
    ratios = []
    for pair in range(arguments.pairs):
        with tempfile.TemporaryDirectory(dir=".") as name:
            folder = Path(name)
            times, cpus = {}, {}
            for kind in ("bare", "workers") if pair % 2 else ("workers", "bare"):
                before_s = cpu_s()
                times[kind] = time_bare(texts) if kind == "bare" else time_workers(texts, folder)
                cpus[kind] = cpu_s() - before_s
            takes = fold_journal(TakeStore(folder / "takes").journal()).takes.values()
            paces = [len(t.request.text) / (t.sound.speech_end_s - t.sound.speech_begin_s) for t in takes]
            audio_s = sum(take.sound.duration_s for take in takes)
        ratios.append(times["bare"] / times["workers"])
        rates = {
            kind: f"{len(texts) / took_s:.2f} takes/s, {audio_s / took_s:.0f}x, {cpus[kind]:.1f} CPU-s"
            for kind, took_s in times.items()
        }
        print(f"pair {pair + 1}: bare {rates['bare']}; workers {rates['workers']}; ratio {ratios[-1]:.3f}")
    print(f"pace: {min(paces):.1f} to {max(paces):.1f} characters a second, median {statistics.median(paces):.1f}")
    print(f"median ratio {statistics.median(ratios):.3f} (at least 0.9 is wanted)")


if __name__ == "__main__":
    main()
