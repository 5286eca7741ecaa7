"""Blocks of samples <-> lossless files; every file that libsndfile reads -> blocks of samples."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from numpy.typing import NDArray

from pipeline.adapters.codecs.sink import Write
from pipeline.adapters.disk import whole_file
from pipeline.errors import AudioError, StorageError

BLOCK_FRAMES = 1 << 17
"""3 s at 44.1 kHz."""


@contextlib.contextmanager
def open_flac(path: Path, *, sample_rate_hz: int) -> Iterator[Write]:
    """Yield what takes the next samples (int16, (frames,), mono); when the block ends, the 16-bit FLAC is complete.

    Raises StorageError and AudioError.
    """
    with whole_file(path) as partial, _opened(partial, "w", sample_rate_hz) as file:
        yield lambda block: _write_block(file, block, path)


def write_flac(path: Path, blocks: Iterable[NDArray[np.int16]], *, sample_rate_hz: int) -> int:
    """Write blocks of samples (int16, (frames,), mono) as 16-bit FLAC, complete or not at all; return the frames.

    Raises StorageError, AudioError and what the blocks raise.
    """
    frames = 0
    with open_flac(path, sample_rate_hz=sample_rate_hz) as write:
        for block in blocks:
            write(block)
            frames += len(block)
    return frames


def read_blocks(path: Path) -> Iterator[NDArray[np.int16]]:
    """Yield the samples of a FLAC, WAV or MP3 file (int16, (frames,) or (frames, channels)), `BLOCK_FRAMES` at a time.

    An MP3 is read to its end whatever length its header promises. Raises AudioError.
    """
    with _opened(path, "r") as file:
        while True:
            with _mapped(path):
                block: NDArray[np.int16] = file.read(BLOCK_FRAMES, dtype="int16")
            if not len(block):
                return
            yield block


def _write_block(file: Any, block: NDArray[np.int16], path: Path) -> None:
    """Write a block; libsndfile does not say why it cannot, so a full disk is recognised by its free space."""
    try:
        file.write(block)
    except (soundfile.SoundFileError, AssertionError) as error:
        if shutil.disk_usage(path.parent).free < block.nbytes:
            raise StorageError(f"{path}: the disk is full; free some space and run the same command again") from error
        raise AudioError(f"{path}: the audio cannot be written: {error}") from error


@contextlib.contextmanager
def _opened(path: Path, mode: str, sample_rate_hz: int | None = None) -> Iterator[Any]:
    with _mapped(path):
        if mode == "w":
            # libsndfile's middle level: 2 CPU-seconds an hour, and a quarter smaller than the fastest.
            file = soundfile.SoundFile(
                path, "w", samplerate=sample_rate_hz, channels=1, format="FLAC", subtype="PCM_16", compression_level=0.5
            )
        else:
            file = soundfile.SoundFile(path)
    with file:
        yield file


@contextlib.contextmanager
def _mapped(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise AudioError(f"{path}: there is no such file.") from error
    except (soundfile.SoundFileError, OSError, RuntimeError) as error:
        raise AudioError(f"{path}: the audio cannot be read or written: {error}") from error
