"""Takes -> figures: what mastering and release cost beside the one thing nobody can save, the LAME encode.

    python bench/master.py [--minutes 20]

Speaks a passage with the default engine, fills a chapter of the length asked for with its takes, and prints
CPU-seconds for each hour of audio and the peak memory. Figures go to docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import io
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).parent.parent))

import hibari
import numpy as np
import soundfile
from numpy.typing import NDArray

from pipeline.adapters.codecs.decode import decode_take
from pipeline.adapters.codecs.ffmpeg import encode_m4b
from pipeline.adapters.codecs.mp3 import encode_mp3
from pipeline.adapters.codecs.pcm import read_blocks, write_flac
from pipeline.commands.measured import measure_file
from pipeline.mastering.gain import ChapterSound, MasteringLock, decide_gains
from pipeline.mastering.levels import LevelMeter
from pipeline.mastering.profiles import ACX
from pipeline.mastering.render import ChapterPlan, plan_chapter, render_chapter
from pipeline.model import Boundary, ChapterMark, Levels, Piece, Request, SoundMeasure, Spoken, Tags, Take, Voice
from pipeline.release.m4b import format_chapters

T = TypeVar("T")
RATE_HZ = 24_000
VOICE = Voice(engine="hibari", voice="heart")
PASSAGE = (
    "The lamp at the end of the quay had been lit every evening for a hundred and forty years.",
    "Nobody who lived there could have told you who had paid for the oil, or why it should burn at all.",
    "She put down the basket, looked along the wet stones, and counted the boats as they came in, one after another.",
    "“There ought to be seven,” she said. “I can see only six.”",
    "He did not answer at once. The wind had gone round to the north, and it brought with it the smell of rain, of "
    "tar and of something older, which he had known as a boy and had no name for.",
)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=20.0, help="length of the chapter (default: 20)")
    arguments = parser.parse_args()
    objects, takes = speak_passage()
    pieces = fill(takes, seconds=arguments.minutes * 60)
    lock = decide_gains([ChapterSound(head_s=0.75, pieces=pieces)], MasteringLock())
    plan = plan_chapter(pieces, head_s=0.75, gains_db=lock.voices, sample_rate_hz=ACX.render_rate_hz)
    with tempfile.TemporaryDirectory() as folder:
        measure(plan, objects, Path(folder))


def measure(plan: ChapterPlan, objects: dict[str, bytes], folder: Path) -> None:
    """Run each step once and print its cost."""
    hours = plan.frames / plan.sample_rate_hz / 3600
    flac, mp3, m4b = (folder / f"chapter.{suffix}" for suffix in ("flac", "mp3", "m4b"))
    rate_hz, tags = plan.sample_rate_hz, Tags(title="Bench", album="Bench")
    marks = (ChapterMark(title="One", begin_frame=0, end_frame=plan.frames),)

    def blocks() -> Sequence[NDArray[np.int16]]:
        return render_chapter(plan, decode=lambda take: decode_take(objects[take.object], take.request.audio_format))

    costs: dict[str, float] = {}
    costs["render"], _ = timed(lambda: sum(map(len, blocks())))
    costs["render, FLAC"], _ = timed(lambda: write_flac(flac, blocks(), sample_rate_hz=rate_hz))
    costs["measure samples"], _ = timed(lambda: meter(read_blocks(flac)))
    print_memory("after mastering")
    costs["encode MP3"], _ = timed(
        lambda: encode_mp3(mp3, read_blocks(flac), sample_rate_hz=rate_hz, bit_rate_kbps=192, tags=tags)
    )
    costs["decode and measure MP3"], measured = timed(lambda: measure_file(mp3))
    chapters = format_chapters(marks, rate_hz)
    begun = time.perf_counter()
    costs["encode M4B"], _ = timed(
        lambda: encode_m4b(m4b, read_blocks(flac), sample_rate_hz=rate_hz, metadata=chapters, tags=tags)
    )
    print(f"M4B: {hours * 3600 / (time.perf_counter() - begun):.0f} times realtime")
    print_memory("after release")
    print(
        f"MP3: RMS {measured.levels.rms_db} dB, true peak {measured.levels.true_peak_db} dB, "
        f"noise floor {measured.levels.noise_floor_db} dB"
    )
    for name, seconds in costs.items():
        print(f"{name:24} {seconds / hours:6.2f} CPU-s an hour, {seconds / costs['encode MP3']:5.2f} of the MP3 encode")


def speak_passage() -> tuple[dict[str, bytes], list[Take]]:
    """Return objects by name and the takes that point to them."""
    voice = hibari.Hibari()
    objects, takes = {}, []
    for number, sentence in enumerate(PASSAGE):
        samples = voice(sentence, seed=0)
        written = io.BytesIO()
        soundfile.write(written, samples, RATE_HZ, format="FLAC", subtype="PCM_16")
        name = f"object-{number}"
        objects[name] = written.getvalue()
        takes.append(make_take(name, decode_take(objects[name], f"flac_{RATE_HZ}")[0]))
    return objects, takes


def make_take(name: str, samples: NDArray[np.float32]) -> Take:
    """Return a take whose speech is found by its 50 ms windows."""
    window = RATE_HZ // 20
    power = (samples[: len(samples) // window * window].reshape(-1, window).astype(np.float64) ** 2).mean(axis=1)
    sounding = np.flatnonzero(power > power.max() * 1e-4)
    begin, stop = int(sounding[0]) * window, (int(sounding[-1]) + 1) * window
    kept = samples[begin:stop].astype(np.float64)
    return Take(
        id=name,
        paragraph=name,
        line=0,
        start=0,
        stop=1,
        ends=Boundary.PARAGRAPH,
        key="",
        source_key="",
        object=name,
        request=Request(voice=VOICE, text="", language="en", audio_format=f"flac_{RATE_HZ}"),
        spoken=Spoken(text=""),
        sound=SoundMeasure(
            frames=len(samples),
            sample_rate_hz=RATE_HZ,
            speech_begin_s=begin / RATE_HZ,
            speech_end_s=stop / RATE_HZ,
            rms_db=float(10 * np.log10((kept**2).mean())),
            active_rms_db=float(10 * np.log10(power[power > power.max() * 1e-3].mean())),
            peak_db=float(20 * np.log10(np.abs(samples).max())),
            clipped_frames=0,
        ),
        recorded_at="",
    )


def fill(takes: Sequence[Take], *, seconds: float) -> tuple[Piece, ...]:
    """Return pieces, the takes over and over, that last as long as asked for."""
    pieces, length_s = [], 0.0
    while length_s < seconds:
        pieces.append(Piece(take=takes[len(pieces) % len(takes)], gap_after_s=0.42))
        length_s += pieces[-1].take.sound.duration_s
    return tuple(pieces)


def meter(blocks: Sequence[NDArray[np.int16]]) -> Levels:
    """Return the levels of blocks at 44.1 kHz."""
    levels = LevelMeter(44_100)
    for block in blocks:
        levels.add(block)
    return levels.levels()


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Return the CPU-seconds of this process and its children, and the result."""
    before = os.times()
    result = work()
    after = os.times()
    return sum(after[:4]) - sum(before[:4]), result


def print_memory(when: str) -> None:
    """Print the most memory this process has held."""
    print(f"peak memory {when}: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
