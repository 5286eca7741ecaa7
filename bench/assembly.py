"""Takes -> figures: an hour of takes joined by pydub's appends and by the streaming way of pipeline/mastering.

    python bench/assembly.py numpy  [--minutes 60]
    python bench/assembly.py pydub  [--minutes 60]     in an environment that has pydub (on Python 3.13, audioop-lts)

Run each in a process of its own: the peak memory is the process's. Both ways read the same takes of ten seconds
(16-bit WAV, 24 kHz), put 0.5 s between them, bring them to 44.1 kHz and write one WAV.
"""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import soundfile

RATE_HZ, TARGET_HZ = 24_000, 44_100
TAKE_S, PAUSE_S, DIFFERENT = 10, 0.5, 12


def main() -> None:
    """Print time and memory of one way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("way", choices=("numpy", "pydub"))
    parser.add_argument("--minutes", type=int, default=60)
    arguments = parser.parse_args()
    ways: dict[str, Callable[[list[Path], Path], None]] = {"numpy": join_streaming, "pydub": join_by_appending}
    with tempfile.TemporaryDirectory() as folder:
        takes = write_takes(Path(folder))
        order = [takes[n % DIFFERENT] for n in range(arguments.minutes * 60 // TAKE_S)]
        before_mb, begun, cpu = memory_mb(), time.perf_counter(), cpu_s()
        ways[arguments.way](order, Path(folder, "chapter.wav"))
        length_s = soundfile.info(Path(folder, "chapter.wav")).duration
        print(
            f"{arguments.way}: {length_s / 60:.1f} minutes joined in {time.perf_counter() - begun:.1f} s, "
            f"{cpu_s() - cpu:.1f} CPU-s, peak memory {memory_mb():.0f} MB ({before_mb:.0f} MB before)"
        )


def join_by_appending(takes: list[Path], target: Path) -> None:
    """Append take after take to one segment, as pydub's own manual does."""
    from pydub import AudioSegment

    chapter = AudioSegment.empty()
    pause = AudioSegment.silent(duration=int(PAUSE_S * 1000), frame_rate=TARGET_HZ)
    for take in takes:
        chapter += AudioSegment.from_wav(take).set_frame_rate(TARGET_HZ)
        chapter += pause
    chapter.export(target, format="wav")


def join_streaming(takes: list[Path], target: Path) -> None:
    """Decode, resample and write one take at a time."""
    import soxr

    pause = np.zeros(round(PAUSE_S * TARGET_HZ), np.int16)
    with soundfile.SoundFile(target, "w", samplerate=TARGET_HZ, channels=1, subtype="PCM_16") as chapter:
        for take in takes:
            samples, rate_hz = soundfile.read(take, dtype="float32")
            at_rate = soxr.resample(samples, rate_hz, TARGET_HZ, quality="HQ")
            chapter.write(np.rint(np.clip(at_rate, -1, 1) * 32767).astype(np.int16))
            chapter.write(pause)


def write_takes(folder: Path) -> list[Path]:
    """Return the paths of takes of noise at the level of speech."""
    noise = np.random.Generator(np.random.PCG64(1))
    paths = []
    for number in range(DIFFERENT):
        paths.append(folder / f"take-{number}.wav")
        samples = noise.standard_normal(TAKE_S * RATE_HZ) * 0.05
        soundfile.write(paths[-1], samples, RATE_HZ, subtype="PCM_16")
    return paths


def memory_mb() -> float:
    """Return the most memory this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def cpu_s() -> float:
    """Return the CPU-seconds of this process."""
    times = os.times()
    return times.user + times.system


if __name__ == "__main__":
    main()
