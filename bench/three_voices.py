"""A book of 60 chapters in three voices, from script to checked MP3s: how near every chapter is to the limits.

    DECLAIM_CORPORA=... python bench/three_voices.py [--chapters 60] [--keep DIR]

The paragraphs of The Time Machine, dealt out to chapters of different lengths; the narrator is hibari's heart, every
third paragraph is Piper's joe, every fifth the engine `tone` (a voice that is as unlike speech as can be). Measured is
what a shop would: the encoded files. Figures go to docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from lxml import etree
from numpy.typing import NDArray

from pipeline.adapters.codecs.decode import decode_take
from pipeline.adapters.project import ProjectFolder, load_project
from pipeline.adapters.takes import TakeStore
from pipeline.commands.measured import measure_file
from pipeline.mastering.profiles import ACX
from pipeline.mastering.record import parse_record
from pipeline.model import Levels
from pipeline.recording.records import fold_journal
from pipeline.recording.sound import measure_sound
from pipeline.script.import_lock import ImportLock, format_import_lock

BOOK = "epub/standardebooks/h-g-wells_the-time-machine.epub"
SLUG = "three-voices"
LEAST_S = 3.0
"""A voice is compared in the chapters where it speaks so long: the level of a word is not the level of a voice."""
CAST = """
[cast.narrator]
engine = "hibari"
voice = "heart"

[cast.joe]
engine = "piper"
voice = "joe"

[cast.bell]
engine = "tone"
voice = "middle"
"""


def main() -> None:
    """Build the book and print the rows of the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chapters", type=int, default=60)
    parser.add_argument("--keep", type=Path, help="make the project here and keep it; one that is here is built on")
    arguments = parser.parse_args()
    texts = paragraphs_of(Path(os.environ["DECLAIM_CORPORA"]) / BOOK)
    with tempfile.TemporaryDirectory() as scratch:
        projects = arguments.keep or Path(scratch)
        if not (projects / SLUG).exists():
            write_book(projects / SLUG, deal(texts, arguments.chapters))
        report(load_project(projects, SLUG), build(projects))


def paragraphs_of(epub: Path) -> list[str]:
    """Return paragraphs of a book in which nothing needs escaping in a script."""
    texts = []
    with zipfile.ZipFile(epub) as book:
        for name in sorted(n for n in book.namelist() if "/text/chapter" in n):
            paragraphs = etree.fromstring(book.read(name)).iter("{http://www.w3.org/1999/xhtml}p")
            texts += [re.sub("\u2060", "", " ".join("".join(p.itertext()).split())) for p in paragraphs]
    return [text for text in texts if 60 < len(text) < 400 and not re.search(r"[\[\]*@#\\<>{}]", text)]


def deal(texts: Sequence[str], count: int) -> list[list[str]]:
    """Return chapters of 12 to 16 paragraphs; where the book ends, it begins again."""
    chapters, place = [], 0
    for number in range(count):
        size = 12 + number % 5
        chapters.append([texts[(place + step) % len(texts)] for step in range(size)])
        place += size
    return chapters


def write_book(folder: Path, chapters: Sequence[Sequence[str]]) -> None:
    """Write the project: book.toml, a source to name, and the script of each chapter."""
    (folder / "source").mkdir(parents=True)
    (folder / "script").mkdir()
    (folder / "script" / "import.lock").write_text(format_import_lock(ImportLock()))
    (folder / "source" / "book.txt").write_text("\n\n".join(text for chapter in chapters for text in chapter))
    rows = ['[book]\ntitle = "Three Voices"\nlanguage = "en-GB"\nsource = "source/book.txt"', CAST]
    rows.append('[release]\nformats = ["mp3"]')
    for number, texts in enumerate(chapters, start=1):
        name = f"c{number:02d}"
        rows.append(f'[[chapters]]\nid = "{name}"\ntitle = "Chapter {number}"')
        (folder / "script" / f"{name}.txt").write_text(script(name, number, texts))
    (folder / "book.toml").write_text("\n\n".join(rows) + "\n")


def script(name: str, number: int, texts: Sequence[str]) -> str:
    """Return a chapter's script."""
    blocks = [f"@{name} kind=heading\n# Chapter {number}"]
    for place, text in enumerate(texts, start=1):
        speaker = " speaker=bell" if place % 5 == 0 else " speaker=joe" if place % 3 == 0 else ""
        blocks.append(f"@{name}-p{place:03d}{speaker}\n{text}")
    return "\n\n".join(blocks) + "\n"


def build(projects: Path) -> float:
    """Run `declaim build` and return its wall time; a failure ends the bench with what it said."""
    began_s = time.perf_counter()
    command = [sys.executable, "-m", "pipeline.cli", "build", SLUG, "--projects", str(projects)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"declaim build ended with {done.returncode}:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
    return time.perf_counter() - began_s


def report(folder: ProjectFolder, build_s: float) -> None:
    """Print how near the encoded files are to the limits of ACX, and how alike each voice is over the chapters."""
    files = sorted(folder.release.glob("*.mp3"))
    levels = [measure_file(path).levels for path in files]
    minutes = sum(one.duration_s for one in levels) / 60
    row("chapters", f"{len(files)}, {minutes:.1f} minutes, built in {build_s:.0f} s")
    row("nearest to an edge of the RMS window", f"{min(map(margin_of, levels)):.2f} dB (bar: 1 dB)")
    rms = [one.rms_db for one in levels]
    row("RMS", f"{min(rms):.2f} to {max(rms):.2f} dB (window {ACX.rms_db.least:g} to {ACX.rms_db.most:g})")
    row(
        "highest peak",
        f"{max(max(one.peak_db, one.true_peak_db) for one in levels):.2f} dB (limit {ACX.peak_db.most:g})",
    )
    row(
        "highest noise floor", f"{max(one.noise_floor_db for one in levels):.2f} dB (limit {ACX.noise_floor_db.most:g})"
    )
    for voice, found in sorted(voice_levels(folder, files).items()):
        middle = statistics.median(found)
        worst = max(abs(level - middle) for level in found)
        row(
            f"active speech of {voice}, {len(found)} chapters",
            f"{min(found):.2f} to {max(found):.2f} dB; furthest from the median {worst:.2f} dB (bar: 0.5 dB)",
        )


def margin_of(levels: Levels) -> float:
    """Return the distance of a file's RMS to the nearer edge of the window."""
    return min(levels.rms_db - float(ACX.rms_db.least or 0), float(ACX.rms_db.most or 0) - levels.rms_db)


def voice_levels(folder: ProjectFolder, files: Sequence[Path]) -> dict[str, list[float]]:
    """Return the active level of each voice in each chapter's MP3."""
    takes = fold_journal(TakeStore(folder.takes).journal()).takes
    found: dict[str, list[float]] = defaultdict(list)
    for entry, path in zip(folder.project.chapters, files, strict=True):
        samples, rate_hz = decode_take(path.read_bytes(), "mp3_44100_192")
        record = parse_record((folder.mastered / f"{entry.id}.json").read_text(), title=entry.title)
        if record is None:
            sys.exit(f"{entry.id}: its record cannot be read")
        spoken: dict[str, list[NDArray[np.float32]]] = defaultdict(list)
        for piece in record.chapter.timeline:
            voice = takes[piece.take].request.voice
            spoken[f"{voice.engine}/{voice.voice}"].append(cut(samples, rate_hz, piece.begin_s, piece.end_s))
        for voice, level_db in active_levels(spoken, rate_hz):
            found[voice].append(level_db)
    return found


def active_levels(spoken: dict[str, list[NDArray[np.float32]]], rate_hz: int) -> Iterator[tuple[str, float]]:
    """Yield each voice that speaks long enough, with its active level."""
    for voice, parts in spoken.items():
        joined = np.concatenate(parts)
        if len(joined) >= LEAST_S * rate_hz:
            yield voice, measure_sound(joined, rate_hz).active_rms_db


def cut(samples: NDArray[np.float32], rate_hz: int, begin_s: float, end_s: float) -> NDArray[np.float32]:
    """Return the samples of a range of time."""
    return samples[round(begin_s * rate_hz) : round(end_s * rate_hz)]


def row(what: str, figure: str) -> None:
    """Print one row of the table."""
    print(f"| {what} | {figure} |", flush=True)


if __name__ == "__main__":
    main()
