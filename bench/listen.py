"""What listening costs: CPU time for a second of takes, and the wall time of a second `declaim listen` of a long book.

    DECLAIM_CORPORA=... python bench/listen.py [--takes 40]             takes of The Time Machine, on one core
    python bench/listen.py --chapters 360                               a second run over so many chapters

Both are what a producer waits for: the first once for a book, the second after every edit. The chapters of the
second are spoken by the engine `tone`, and what is heard in them is written by this script, because it is not Whisper
that is measured there. Figures go to docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from planted_faults import heard, lines_of_book, speak_line

from pipeline.adapters.hearings import Hearings, add_sounds
from pipeline.adapters.project import load_project
from pipeline.adapters.takes import TakeStore
from pipeline.adapters.transcribers.whisper import find_whisper
from pipeline.listening.judge import judge_lines
from pipeline.listening.sound import METER, measure_take
from pipeline.model import Attention, HeardWord, Take, TakeSound, Transcript
from pipeline.recording.records import fold_journal
from pipeline.script.import_lock import ImportLock, format_import_lock

SLUG = "long-book"
PARAGRAPHS = 12
"""In a chapter."""


def main() -> None:
    """Print the rows of the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--takes", type=int, default=40)
    parser.add_argument("--chapters", type=int, default=0)
    parser.add_argument("--keep", type=Path, default=Path("build/planted-faults"))
    arguments = parser.parse_args()
    if arguments.chapters:
        with tempfile.TemporaryDirectory() as scratch:
            measure_second_run(Path(scratch), arguments.chapters)
    else:
        arguments.keep.mkdir(parents=True, exist_ok=True)
        measure_hearing(arguments.keep, arguments.takes)


def measure_hearing(keep: Path, count: int) -> None:
    """Hear takes as `declaim listen` does, in this process."""
    lines = lines_of_book(keep, part="develop")
    takes = [speak_line(line, "hibari/heart", keep=keep) for line in lines[:count]]
    whisper = find_whisper("en")
    whisper.hear(takes[0].samples, takes[0].rate_hz, Attention.QUICK)  # loads the model
    began_s = time.process_time()
    quick = [whisper.hear(take.samples, take.rate_hz, Attention.QUICK) for take in takes]
    quick_s = time.process_time() - began_s
    sounds = [measure_take(take.samples, take.rate_hz) for take in takes]
    measured_s = time.process_time() - began_s - quick_s
    known = [heard(place, take, sounds[place], (quick[place],)) for place, take in enumerate(takes)]
    suspects = [place for place, line in enumerate(known) if line.is_doubtful]
    again_s = time.process_time()
    for place in suspects:
        words = whisper.hear(takes[place].samples, takes[place].rate_hz, Attention.CLOSE)
        known[place] = heard(place, takes[place], sounds[place], (quick[place], words))
    close_s = time.process_time() - again_s
    findings = judge_lines(known)
    total_s = time.process_time() - began_s
    audio_s = sum(len(take.samples) / take.rate_hz for take in takes)
    print(f"{count} takes, {audio_s:.0f} s; {len(suspects)} heard closely; {len(findings)} findings")
    for name, seconds in (("quick", quick_s), ("measures", measured_s), ("close", close_s), ("all", total_s)):
        print(f"  {name}: {seconds / audio_s:.4f} s of CPU for each second")


def measure_second_run(projects: Path, chapters: int) -> None:
    """Record a long book with `tone`, write down what is heard in it, and time two runs."""
    write_book(projects / SLUG, chapters)
    run(projects, "record")
    folder = load_project(projects, SLUG)
    takes = list(fold_journal(TakeStore(folder.takes).journal()).takes.values())
    whisper = find_whisper("en")
    unique = {take.object: take for take in takes}
    Hearings(folder.takes).add(
        Transcript(object=name, transcriber=whisper.name(attention), words=tuple(words_of(take)))
        for name, take in unique.items()
        for attention in (Attention.QUICK,)
    )
    add_sounds(
        folder.build / "listening" / "sounds.jsonl",
        {name: sound_of(take) for name, take in unique.items()},
        meter=METER,
    )
    print(f"{chapters} chapters, {len(takes)} takes")
    for name in ("first run, everything heard before", "second run, nothing new"):
        print(f"  {name}: {run(projects, 'listen'):.2f} s")


def write_book(folder: Path, chapters: int) -> None:
    """Write a project whose paragraphs all differ."""
    (folder / "source").mkdir(parents=True)
    (folder / "script").mkdir()
    (folder / "script" / "import.lock").write_text(format_import_lock(ImportLock()))
    (folder / "source" / "book.txt").write_text("A long book.")
    rows = ['[book]\ntitle = "Long"\nlanguage = "en"\nsource = "source/book.txt"']
    rows.append('[cast.narrator]\nengine = "tone"\nvoice = "middle"')
    for number in range(1, chapters + 1):
        name = f"c{number:03d}"
        rows.append(f'[[chapters]]\nid = "{name}"\ntitle = "Chapter"')
        texts = [f"In room {number} stood lamp {place} and nobody had lit it." for place in range(PARAGRAPHS)]
        blocks = [f"@{name}-p{place:03d}\n{text}" for place, text in enumerate(texts, start=1)]
        (folder / "script" / f"{name}.txt").write_text("\n\n".join(blocks) + "\n")
    (folder / "book.toml").write_text("\n\n".join(rows) + "\n")


def words_of(take: Take) -> Iterator[HeardWord]:
    """Yield the words of a take as if each had been heard."""
    for place, word in enumerate(take.spoken.text.split()):
        yield HeardWord(text=word, begin_s=place * 0.1, end_s=place * 0.1 + 0.1, probability=1.0)


def sound_of(take: Take) -> TakeSound:
    """Return measures in which nothing is unusual."""
    length_s = len(take.spoken.text) / 100
    return TakeSound(
        duration_s=length_s + 0.3,
        level_db=-20.0,
        floor_db=-90.0,
        speech_begin_s=0.0,
        speech_end_s=length_s,
        silences=(),
        pitch_hz=200.0,
        pitch_range_semitones=3.0,
        timbre=(0.0,) * 12,
        hiss_s=0.0,
        hiss_begin_s=0.0,
        clipped_frames=0,
    )


def run(projects: Path, verb: str) -> float:
    """Run a verb and return its wall time."""
    began_s = time.perf_counter()
    command = [sys.executable, "-m", "pipeline.cli", verb, SLUG, "--projects", str(projects)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode > 1:
        sys.exit(done.stderr)
    return time.perf_counter() - began_s


if __name__ == "__main__":
    main()
