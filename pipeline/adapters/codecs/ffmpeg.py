"""AAC frames of chapters -> ffmpeg -> an M4B; a file that only ffmpeg reads -> samples.

The ffmpeg is the one in the wheel of imageio-ffmpeg, so that the same lock file is the same encoder.
"""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

import imageio_ffmpeg
import numpy as np
from numpy.typing import NDArray

from pipeline.adapters.codecs.aac import exact_arguments
from pipeline.adapters.codecs.tags import write_mp4_tags
from pipeline.adapters.disk import whole_file
from pipeline.errors import AudioError
from pipeline.model import Tags

BLOCK_BYTES = 1 << 18
_QUIET = ("-hide_banner", "-v", "error", "-y")


def find_ffmpeg() -> str:
    """Return the path of the ffmpeg that is used. Raises AudioError where there is none."""
    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError as error:
        raise AudioError(f"there is no ffmpeg ({error}); run `make setup` again") from error


def join_m4b(path: Path, parts: Sequence[Path], *, metadata: str, tags: Tags) -> None:
    """Write the AAC frames of chapters in a row (files of `open_aac`) as one M4B, complete or not at all.

    `metadata` is an ffmetadata text with the chapters. Nothing is encoded, so an hour takes a tenth of a second. No
    frame stands before the first sample, so the file needs no edit list and every player's clock is the timeline's.
    The same frames, metadata and tags are the same bytes. Raises AudioError with what ffmpeg said, StorageError.
    """
    with whole_file(path) as partial, tempfile.TemporaryDirectory(prefix="declaim-") as folder:
        chapters = Path(folder, "chapters.txt")
        chapters.write_text(metadata, encoding="utf-8")
        source = ("-f", "aac", "-i", "pipe:0", "-f", "ffmetadata", "-i", str(chapters))
        sound = ("-map", "0:a", "-c", "copy", *exact_arguments())
        book = ("-map_metadata", "1", "-map_chapters", "1", "-movflags", "+faststart", "-f", "ipod", "-brand", "M4B ")
        _feed((*_QUIET, *source, *sound, *book, str(partial)), parts, path)
        write_mp4_tags(partial, tags)


def encode_opus(path: Path, source: Path, *, bit_rate_kbps: int) -> None:
    """Write a mono file of samples as Ogg Opus, complete or not at all.

    Opus is not the same bytes on every CPU (docs/design.md, promise 4). Raises AudioError, StorageError.
    """
    with whole_file(path) as partial:
        sound = ("-c:a", "libopus", "-b:a", f"{bit_rate_kbps}k", "-application", "voip", "-f", "ogg")
        with _running((*_QUIET, "-i", str(source), *sound, *exact_arguments(), str(partial)), path):
            pass


def read_with_ffmpeg(path: Path, *, sample_rate_hz: int, channels: int) -> Iterator[NDArray[np.int16]]:
    """Yield the samples (int16, (frames, channels)) of a file in any format ffmpeg reads. Raises AudioError."""
    source = ("-i", str(path), "-map", "0:a:0")
    samples = ("-f", "s16le", "-ac", str(channels), "-ar", str(sample_rate_hz), "pipe:1")
    with _running((*_QUIET, *source, *samples), path, stdout=subprocess.PIPE) as process:
        stream = _pipe(process.stdout)
        block_bytes = BLOCK_BYTES // (2 * channels) * 2 * channels
        while data := stream.read(block_bytes):
            yield np.frombuffer(data, "<i2").reshape(-1, channels)


def _feed(command: Sequence[str], parts: Sequence[Path], path: Path) -> None:
    with _running(command, path, stdin=subprocess.PIPE) as process:
        stream = _pipe(process.stdin)
        try:
            for part in parts:
                with part.open("rb") as frames:
                    shutil.copyfileobj(frames, stream, BLOCK_BYTES)
            stream.close()
        except BrokenPipeError:
            # ffmpeg has ended before its input; its exit code and words say why.
            with contextlib.suppress(BrokenPipeError):
                stream.close()


@contextlib.contextmanager
def _running(
    command: Sequence[str], path: Path, *, stdin: int = subprocess.DEVNULL, stdout: int = subprocess.DEVNULL
) -> Iterator[subprocess.Popen[bytes]]:
    """Run ffmpeg; raise AudioError where it fails, and end it where the block raises or is left early."""
    with tempfile.TemporaryFile() as words:
        process = subprocess.Popen(
            [imageio_ffmpeg.get_ffmpeg_exe(), *command], stdin=stdin, stdout=stdout, stderr=words
        )
        try:
            yield process
            code = process.wait()
        finally:
            _end(process)
        words.seek(0)
        said = words.read().decode(errors="replace").strip()
    if code != 0:
        raise AudioError(f"{path}: ffmpeg failed with exit code {code}: {said or 'it said nothing'}")


def _end(process: subprocess.Popen[bytes]) -> None:
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()
    if process.poll() is None:
        process.kill()
    process.wait()


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise ValueError("the process was started without this pipe")
    return stream
