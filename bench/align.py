"""Word times by forced alignment against the engines' own: how far word starts are apart, what it costs.

    DECLAIM_CORPORA=... python bench/align.py [--paragraphs 40] [--engine piper] [--engine hibari]

Each engine speaks paragraphs of The Time Machine and tells its word times, which are counts of samples; the aligner
gets audio and text. Beside that, both are compared with what can be measured without either: onsets of sound after at
least 120 ms of silence. Figures go to docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import time
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from lxml import etree
from numpy.typing import NDArray

from pipeline.adapters.aligners.pocketsphinx import INSTALL, find_aligner
from pipeline.adapters.aligners.protocol import Aligner
from pipeline.adapters.codecs.decode import decode_take
from pipeline.adapters.engines.registry import find_engine
from pipeline.model import Request, Timing, Voice

BOOK = "epub/standardebooks/h-g-wells_the-time-machine.epub"
WINDOW_S = 0.005
SILENCE_WINDOWS = 24
SOUND_BELOW_LOUDEST_DB = 38
NEAR_S = 0.2
"""An onset further than this from every word start belongs to none: a breath, a second half of a word."""


def main() -> None:
    """Print the rows of the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--paragraphs", type=int, default=40)
    parser.add_argument("--engine", action="append", metavar="ENGINE[/VOICE]")
    arguments = parser.parse_args()
    aligner = find_aligner()
    if aligner is None:
        sys.exit(INSTALL)
    texts = paragraphs_of(Path(os.environ["DECLAIM_CORPORA"]) / BOOK, arguments.paragraphs)
    for name in arguments.engine or ["piper", "hibari"]:
        measure(name, texts, aligner)


def paragraphs_of(epub: Path, count: int) -> list[str]:
    """Return paragraphs of middle length from all over a book."""
    texts = []
    with zipfile.ZipFile(epub) as book:
        for name in sorted(n for n in book.namelist() if "/text/chapter" in n):
            paragraphs = etree.fromstring(book.read(name)).iter("{http://www.w3.org/1999/xhtml}p")
            texts += [re.sub("\u2060", "", " ".join("".join(p.itertext()).split())) for p in paragraphs]
    fitting = [text for text in texts if 100 < len(text) < 500]
    return fitting[:: max(1, len(fitting) // count)][:count]


def measure(name: str, texts: Sequence[str], aligner: Aligner) -> None:
    """Print how far apart the word starts of one engine and the aligner are."""
    engine, _, voice = name.partition("/")
    card = find_engine(engine).describe()
    speaker = find_engine(engine).open_speaker()
    cast = Voice(engine=engine, voice=voice or card.default_voice, settings=tuple(sorted(card.defaults.items())))
    apart, of_engine, of_aligner = [], [], []
    audio_s = align_s = 0.0
    unaligned = 0
    for text in texts:
        request = Request(voice=cast, text=text, language="en", audio_format=card.audio_format)
        delivery = speaker.speak(request)
        samples, rate_hz = decode_take(delivery.audio, card.audio_format)
        began_s = time.process_time()
        found = aligner.align(samples, rate_hz, text)
        align_s += time.process_time() - began_s
        audio_s += len(samples) / rate_hz
        unaligned += not found
        apart += [two.begin_s - one.begin_s for one, two in zip(delivery.timings, found, strict=False)]
        for onset_s in onsets(samples, rate_hz):
            of_engine += near(onset_s, delivery.timings)
            of_aligner += near(onset_s, found)
    distances = np.abs(apart) * 1000
    print(f"{name}: {len(apart)} words in {audio_s:.0f} s of audio; {unaligned} of {len(texts)} paragraphs not aligned")
    print(f"  apart: median {np.median(distances):.0f} ms, 95 % within {np.percentile(distances, 95):.0f} ms")
    print(f"  engine after the onset: {spread(of_engine)}; aligner: {spread(of_aligner)} ({len(of_engine)} onsets)")
    print(f"  alignment: {align_s / audio_s:.4f} CPU-s for each second of audio")


def onsets(samples: NDArray[np.float32], rate_hz: int) -> list[float]:
    """Return when sound begins after silence, in seconds, to 5 ms."""
    window = round(WINDOW_S * rate_hz)
    powers = (samples[: len(samples) // window * window].reshape(-1, window).astype(np.float64) ** 2).mean(axis=1)
    sounds = powers > powers.max() * 10 ** (-SOUND_BELOW_LOUDEST_DB / 10)
    return [
        place * WINDOW_S
        for place in range(SILENCE_WINDOWS, len(sounds) - 6)
        if sounds[place : place + 5].all() and not sounds[place - SILENCE_WINDOWS : place].any()
    ]


def near(onset_s: float, timings: Sequence[Timing]) -> list[float]:
    """Return how much later than an onset the nearest word start is, where one is near."""
    nearest = min((timing.begin_s - onset_s for timing in timings), key=abs, default=NEAR_S)
    return [nearest] if abs(nearest) < NEAR_S else []


def spread(seconds: Sequence[float]) -> str:
    """Return the median and the middle half, in milliseconds."""
    low, middle, high = (1000 * float(part) for part in np.percentile(seconds, [25, 50, 75]))
    return f"{middle:+.0f} ms ({low:+.0f} to {high:+.0f})"


if __name__ == "__main__":
    main()
