"""Two worker processes that keep their takes, against two bare engine processes: takes a second.

    python bench/workers.py [--lines 120] [--rounds 3]

All speak the same lines of The Time Machine and pay for their own start. A bare process loads the engine and speaks
its half of the lines, nothing else: `engine` is our module, which delivers FLAC as a take needs it, `library` calls
hibari itself, which leaves samples in memory and no take. The workers encode, decode, measure, check, and the main
process keeps every take (object, journal, ledger, each durable) and writes takes.lock. The order turns with each
round; the median ratio is what counts. The CPU seconds, children included, tell how much of a ratio is ours and how
much the machine's other load.
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
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

from lxml import etree

from pipeline.adapters.engines.registry import find_engine
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
    Request,
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


def speak_by_library(texts: list[str]) -> None:
    """Load hibari and call it: the whole life of the barest process."""
    from hibari import Hibari

    hibari = Hibari(threads=1)
    for text in texts:
        hibari(text, seed=1)


def speak_by_engine(texts: list[str]) -> None:
    """Open the engine and let it deliver: the whole life of a process that only speaks takes."""
    speaker = find_engine("hibari").open_speaker()
    for text in texts:
        speaker.speak(Request(voice=HEART, text=text, language="en", audio_format="flac_24000"))


def time_processes(speak: Callable[[list[str]], None], texts: list[str]) -> float:
    """Return the seconds that two processes take, each with its half of the lines."""
    context = multiprocessing.get_context("spawn")
    began_s = time.perf_counter()
    processes = [context.Process(target=speak, args=(texts[half::2],)) for half in range(2)]
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
    """Print each round and the median ratios of takes a second."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lines", type=int, default=120)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    corpora = os.environ.get("DECLAIM_CORPORA")
    if not corpora:
        sys.exit("DECLAIM_CORPORA is not set: it names the folder of corpora with The Time Machine")
    texts = texts_of(Path(corpora) / "epub/standardebooks/h-g-wells_the-time-machine.epub", arguments.lines)
    os.environ.update(ONE_THREAD)
    print(f"{len(texts)} lines, {sum(map(len, texts))} characters, {os.cpu_count()} cores")
    ratios: dict[str, list[float]] = {"engine": [], "library": []}
    for number in range(arguments.rounds):
        times = time_round(texts, first=number)
        for kind, found in ratios.items():
            found.append(times[kind] / times["workers"])
    for kind, found in ratios.items():
        print(f"workers against {kind}: median ratio {statistics.median(found):.3f}")


def time_round(texts: list[str], *, first: int) -> dict[str, float]:
    """Run every contender once, beginning with another each round; print and return the seconds of each."""
    times = {}
    with tempfile.TemporaryDirectory() as folder:
        contenders = {
            "engine": lambda: time_processes(speak_by_engine, texts),
            "workers": lambda: time_workers(texts, Path(folder)),
            "library": lambda: time_processes(speak_by_library, texts),
        }
        for kind in [*contenders][first % 3 :] + [*contenders][: first % 3]:
            before_s = cpu_s()
            times[kind] = contenders[kind]()
            print(f"  {kind}: {len(texts) / times[kind]:.2f} takes/s, {cpu_s() - before_s:.1f} CPU-s", flush=True)
        takes = fold_journal(TakeStore(Path(folder) / "takes").journal()).takes.values()
    paces = [len(take.request.text) / (take.sound.speech_end_s - take.sound.speech_begin_s) for take in takes]
    audio_s = sum(take.sound.duration_s for take in takes)
    print(f"  {audio_s:.0f} s of audio at {min(paces):.1f} to {max(paces):.1f} characters a second")
    return times


if __name__ == "__main__":
    main()
