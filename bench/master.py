"""Takes -> figures: what mastering and release cost beside the one thing nobody can save, the LAME encode.

    python bench/master.py [--minutes 20] [--rounds 3] [--normalize ENVIRONMENT/bin/ffmpeg-normalize]

Speaks a passage with the default engine, fills a chapter of the length asked for with its takes, and prints
CPU-seconds for each hour of audio and the peak memory. Steps run in turn, in so many rounds, and the least disturbed
time of each counts. Figures go to docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import io
import math
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias, TypeVar

sys.path.insert(0, str(Path(__file__).parent.parent))

import hibari
import imageio_ffmpeg
import lameenc
import numpy as np
import soundfile
from numpy.typing import NDArray

from pipeline.adapters.codecs.decode import decode_take
from pipeline.adapters.codecs.ffmpeg import join_m4b
from pipeline.adapters.codecs.mp3 import QUALITY
from pipeline.commands.encoded import chapter_file, encode_chapter
from pipeline.commands.measured import measure_file
from pipeline.mastering.gain import ChapterSound, MasteringLock, decide_gains
from pipeline.mastering.levels import EnergyMeter
from pipeline.mastering.profiles import ACX
from pipeline.mastering.render import ChapterPlan, plan_chapter, render_chapter
from pipeline.model import Boundary, ChapterFormat, ChapterMark, Piece, Request, SoundMeasure, Spoken, Tags, Take, Voice
from pipeline.release.m4b import format_chapters

T = TypeVar("T")
Blocks: TypeAlias = Callable[[], Iterator[NDArray[np.int16]]]
"""Renders the chapter anew."""
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
    parser.add_argument("--rounds", type=int, default=3, help="runs of every step (default: 3)")
    parser.add_argument("--normalize", type=Path, help="the program ffmpeg-normalize, to be run beside")
    arguments = parser.parse_args()
    objects, takes = speak_passage()
    pieces = fill(takes, seconds=arguments.minutes * 60)
    lock = decide_gains([ChapterSound(head_s=0.75, pieces=pieces)], MasteringLock(), ACX)
    plan = plan_chapter(pieces, head_s=0.75, gains_db=lock.voices, sample_rate_hz=ACX.render_rate_hz)
    with tempfile.TemporaryDirectory() as folder:
        measure(plan, objects, Path(folder), rounds=arguments.rounds)
        if arguments.normalize:
            compare(plan, objects, Path(folder), arguments.normalize)


def measure(plan: ChapterPlan, objects: dict[str, bytes], folder: Path, *, rounds: int) -> None:
    """Run the steps in turn; print the least cost of each, as a share of the bare LAME encode of the same samples."""

    def blocks() -> Iterator[NDArray[np.int16]]:
        return render_chapter(plan, decode=lambda take: decode_take(objects[take.object], take.request.audio_format))

    costs: dict[str, float] = {}
    for number in range(rounds):
        found = time_mp3(blocks, folder)
        if not number:
            print_memory("of mastering to MP3 and measuring it")
        found |= time_others(blocks, plan, folder)
        costs = {name: min(seconds, costs.get(name, math.inf)) for name, seconds in found.items()}
    hours, lame = plan.frames / plan.sample_rate_hz / 3600, costs["bare LAME"]
    for name, seconds in costs.items():
        print(f"{name:28} {seconds / hours:6.2f} CPU-s an hour, {seconds / lame:5.2f} of bare LAME")
    to_mp3 = costs["render, meter, MP3"]
    print(f"takes to MP3: {to_mp3 / lame:.2f} of LAME (bar: 1.3)")
    print(f"  with decode and measurement: {(to_mp3 + costs['decode and measure the MP3']) / lame:.2f} (bar: 2.2)")
    levels = measure_file(chapter_file(folder, "c01", ChapterFormat.MP3)).levels
    print(f"MP3: RMS {levels.rms_db} dB, true peak {levels.true_peak_db} dB, floor {levels.noise_floor_db} dB")


def time_mp3(blocks: Blocks, folder: Path) -> dict[str, float]:
    """Return the CPU-seconds from takes to a measured MP3, block by block."""
    return {
        "render": timed(lambda: sum(map(len, blocks())))[0],
        "render, meter": timed(lambda: master(blocks, folder))[0],
        "render, meter, MP3": timed(lambda: master(blocks, folder, ChapterFormat.MP3))[0],
        "decode and measure the MP3": timed(lambda: measure_file(chapter_file(folder, "c01", ChapterFormat.MP3)))[0],
    }


def time_others(blocks: Blocks, plan: ChapterPlan, folder: Path) -> dict[str, float]:
    """Return the CPU-seconds of the bare encode of the same samples, and of the other formats."""
    mark = ChapterMark(title="One", begin_frame=0, end_frame=plan.frames)
    marks, part = format_chapters((mark,), plan.sample_rate_hz), chapter_file(folder, "c01", ChapterFormat.AAC)
    tags = Tags(title="Bench", album="Bench")
    return {
        "bare LAME": time_lame(np.concatenate(list(blocks()))),
        "render, meter, MP3, AAC": timed(lambda: master(blocks, folder, ChapterFormat.MP3, ChapterFormat.AAC))[0],
        "render, meter, FLAC": timed(lambda: master(blocks, folder, ChapterFormat.FLAC))[0],
        "join the M4B": timed(lambda: join_m4b(folder / "book.m4b", [part], metadata=marks, tags=tags))[0],
    }


def master(blocks: Blocks, folder: Path, *forms: ChapterFormat) -> None:
    """Write a chapter into its files as a build does."""
    paths = [(form, chapter_file(folder, "c01", form)) for form in forms]
    encode_chapter(metered(blocks(), EnergyMeter()), paths, profile=ACX)


def time_lame(samples: NDArray[np.int16]) -> float:
    """Return the CPU-seconds of the bare encode."""
    return timed(lambda: bare_lame(samples))[0]


def metered(blocks: Iterator[NDArray[np.int16]], meter: EnergyMeter) -> Iterator[NDArray[np.int16]]:
    """Yield the blocks; the meter has seen each."""
    for block in blocks:
        meter.add(block)
        yield block


def bare_lame(samples: NDArray[np.int16]) -> int:
    """Encode samples that lie in memory, in blocks of 3 s; return the bytes."""
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_bit_rate(ACX.encode_kbps)
    encoder.set_in_sample_rate(ACX.render_rate_hz)
    encoder.set_channels(1)
    encoder.set_quality(QUALITY)
    blocks = np.array_split(samples, math.ceil(len(samples) / (1 << 17)))
    return sum(len(encoder.encode(block)) for block in blocks) + len(encoder.flush())


def compare(plan: ChapterPlan, objects: dict[str, bytes], folder: Path, normalize: Path) -> None:
    """Print what ffmpeg-normalize costs for the same samples, from WAV, beside bare LAME in the same run."""
    wav, mp3 = folder / "chapter.wav", folder / "normalized.mp3"
    blocks = render_chapter(plan, decode=lambda take: decode_take(objects[take.object], take.request.audio_format))
    samples = np.concatenate(list(blocks))
    soundfile.write(wav, samples, plan.sample_rate_hz, subtype="PCM_16")
    hours = plan.frames / plan.sample_rate_hz / 3600
    lame, _ = timed(lambda: bare_lame(samples))
    command = [str(normalize), str(wav), "-o", str(mp3), "-c:a", "libmp3lame", "-b:a", "192k", "-ar", "44100", "-f"]
    environment = {**os.environ, "FFMPEG_PATH": imageio_ffmpeg.get_ffmpeg_exe()}
    for label, options in (
        ("loudness -19, TP -3.5", ["-t", "-19", "-tp", "-3.5"]),
        ("RMS -20", ["-nt", "rms", "-t", "-20"]),
    ):
        seconds, _ = timed(lambda more=options: subprocess.run([*command, *more], env=environment, check=True))
        levels = measure_file(mp3).levels
        print(
            f"ffmpeg-normalize, {label}: {seconds / hours:.1f} CPU-s an hour, {seconds / lame:.2f} of bare LAME; "
            f"RMS {levels.rms_db:.1f} dB, peak {levels.peak_db:.1f} dB, floor {levels.noise_floor_db:.1f} dB"
        )


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
