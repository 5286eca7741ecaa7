"""Blocks of samples -> AAC frames that can be joined: a chapter is encoded once, on its own, and never again.

An AAC-LC frame is 1024 samples, and its decoder adds the second half of each frame to the first half of the next. So a
chapter is encoded with what is heard around it, and only its own frames are kept: frame n then decodes to its samples
1024 n to 1024 n + 1023, and frames of chapters in a row decode like one encode of the whole
(ISO/IEC 14496-3, 4.6.11, filter bank; ADTS headers: 1.A.2).
"""

from __future__ import annotations

import contextlib
import mmap
import platform
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import imageio_ffmpeg
import numpy as np
from numpy.typing import NDArray

from pipeline.adapters.codecs.sink import Write
from pipeline.adapters.disk import whole_file
from pipeline.errors import AudioError

FRAME_SAMPLES = 1024
AAC_KBPS = 96
"""Mono. ffmpeg's fast coder takes 24 CPU-seconds an hour at 64 and at 96 kbit/s, its default one 47 at 64; so its speed
is paid for in bits."""
PRIMING_FRAMES = 1
"""ffmpeg's encoder begins one frame before the first sample."""
_X86 = frozenset({"x86_64", "amd64"})
_HEADER_BYTES = 7


@contextlib.contextmanager
def open_aac(
    path: Path, *, sample_rate_hz: int, before: NDArray[np.int16], after: NDArray[np.int16]
) -> Iterator[Write]:
    """Yield what takes the next samples (int16, (frames,), mono); when the block ends, the file is complete.

    `before` and `after` (int16, whole frames of 1024) are what is heard around the samples; they are encoded, and left
    out. The same samples are the same bytes. The samples have to fill whole frames: raises AudioError where they do
    not, or with what ffmpeg said, and StorageError.
    """
    frames = 0
    with whole_file(path) as partial, tempfile.TemporaryFile() as encoded:
        with _encoder(path, sample_rate_hz, encoded) as pipe:

            def write(block: NDArray[np.int16]) -> None:
                nonlocal frames
                frames += len(block)
                _send(pipe, block, path)

            _send(pipe, before, path)
            yield write
            _send(pipe, after, path)
        if frames % FRAME_SAMPLES:
            raise AudioError(f"{path}: {frames} samples do not fill whole AAC frames of {FRAME_SAMPLES}")
        first = PRIMING_FRAMES + len(before) // FRAME_SAMPLES
        with partial.open("xb") as file:
            _copy_frames(encoded, file, first=first, count=frames // FRAME_SAMPLES, where=path)


def exact_arguments() -> tuple[str, ...]:
    """Return the options with which ffmpeg's encoders give the same bytes on every machine of a platform.

    With AVX its AAC encoder rounds otherwise than without; every 64-bit x86 has SSE2.
    """
    pinned = ("-cpuflags", "sse2") if platform.machine().lower() in _X86 else ()
    return (*pinned, "-fflags", "+bitexact", "-flags:a", "+bitexact", "-threads", "1")


@contextlib.contextmanager
def _encoder(path: Path, sample_rate_hz: int, encoded: IO[bytes]) -> Iterator[IO[bytes]]:
    pinned = exact_arguments()
    source = ("-f", "s16le", "-ac", "1", "-ar", str(sample_rate_hz), "-i", "pipe:0")
    sound = ("-c:a", "aac", "-b:a", f"{AAC_KBPS}k", "-aac_coder", "fast")
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-v", "error", *source, *sound, *pinned]
    with tempfile.TemporaryFile() as words:
        process = subprocess.Popen(
            [*command, "-f", "adts", "pipe:1"], stdin=subprocess.PIPE, stdout=encoded, stderr=words
        )
        try:
            if process.stdin is None:
                raise ValueError("the process was started without a pipe")
            yield process.stdin
            with contextlib.suppress(BrokenPipeError):
                process.stdin.close()
            code = process.wait()
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()
        words.seek(0)
        if code != 0:
            said = words.read().decode(errors="replace").strip() or "it said nothing"
            raise AudioError(f"{path}: ffmpeg failed with exit code {code}: {said}")


def _send(pipe: IO[bytes], block: NDArray[np.int16], path: Path) -> None:
    try:
        pipe.write(np.ascontiguousarray(block, "<i2").data)
    except BrokenPipeError as error:
        raise AudioError(f"{path}: ffmpeg ended before it had heard everything") from error


def _copy_frames(encoded: IO[bytes], file: IO[bytes], *, first: int, count: int, where: Path) -> None:
    """Copy `count` frames from the one numbered `first` on."""
    if not count:
        return
    with mmap.mmap(encoded.fileno(), 0, access=mmap.ACCESS_READ) as data:
        begin = _walk(data, 0, first, where)
        file.write(data[begin : _walk(data, begin, count, where)])


def _walk(data: mmap.mmap, place: int, count: int, where: Path) -> int:
    """Return the place behind `count` frames; each header holds the length of its frame in 13 bits."""
    for _ in range(count):
        header = data[place : place + _HEADER_BYTES]
        if len(header) < _HEADER_BYTES or header[0] != 0xFF or header[1] & 0xF6 != 0xF0:
            raise AudioError(f"{where}: ffmpeg gave fewer AAC frames than were asked for; run the same command again")
        place += (header[3] & 3) << 11 | header[4] << 3 | header[5] >> 5
    return place
