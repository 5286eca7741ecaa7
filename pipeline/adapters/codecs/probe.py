"""A finished audio file -> how it is encoded, and its samples to be measured."""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import mutagen
import numpy as np
import soundfile
from mutagen.aac import AAC
from mutagen.mp4 import MP4
from mutagen.oggopus import OggOpus
from numpy.typing import NDArray

from pipeline.adapters.codecs.ffmpeg import read_with_ffmpeg
from pipeline.adapters.codecs.mp3 import probe_mp3
from pipeline.adapters.codecs.pcm import read_blocks
from pipeline.errors import AudioError
from pipeline.model import Encoding

AUDIO_SUFFIXES = frozenset({".mp3", ".m4a", ".m4b", ".flac", ".wav", ".opus"})


def probe_file(path: Path) -> Encoding:
    """Return how a file is encoded. Raises AudioError where it is missing or no audio file."""
    if not path.is_file():
        raise AudioError(f"{path}: there is no such file.")
    try:
        if path.suffix.lower() == ".mp3":
            return _probe_mp3(path)
        if path.suffix.lower() in {".m4a", ".m4b"}:
            return _probe_mp4(path)
        if path.suffix.lower() == ".aac":
            return _probe_aac(path)
        if path.suffix.lower() == ".opus":
            return _probe_opus(path)
        info = soundfile.info(path)
    except (OSError, soundfile.SoundFileError, mutagen.MutagenError) as error:
        raise AudioError(f"{path}: this is not an audio file that can be read: {error}") from error
    codec = "flac" if info.format == "FLAC" else "pcm"
    return Encoding(codec=codec, sample_rate_hz=info.samplerate, channels=info.channels)


def decode_blocks(path: Path, encoding: Encoding) -> Iterator[NDArray[np.int16]]:
    """Yield the samples of a file as it is heard (int16, (frames,) or (frames, channels)). Raises AudioError."""
    if path.suffix.lower() in {".m4a", ".m4b", ".aac"}:
        return read_with_ffmpeg(path, sample_rate_hz=encoding.sample_rate_hz, channels=encoding.channels)
    return read_blocks(path)


def _probe_mp3(path: Path) -> Encoding:
    """Read the frames where they lie on disk: a chapter of two hours has 170 MB."""
    if not path.stat().st_size:
        return probe_mp3(b"", where=str(path))
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return probe_mp3(data, where=str(path))


def _probe_mp4(path: Path) -> Encoding:
    info: Any = MP4(path).info
    codec = "aac" if info.codec.startswith("mp4a") else info.codec
    kbps = round(info.bitrate / 1000, 1)
    return Encoding(codec=codec, sample_rate_hz=info.sample_rate, channels=info.channels, bit_rate_kbps=kbps)


def _probe_aac(path: Path) -> Encoding:
    info: Any = AAC(path).info
    kbps = round(info.bitrate / 1000, 1)
    return Encoding(codec="aac", sample_rate_hz=info.sample_rate, channels=info.channels, bit_rate_kbps=kbps)


def _probe_opus(path: Path) -> Encoding:
    """Opus always decodes at 48 kHz; its rate is what its bytes come to, as the header names none."""
    info: Any = OggOpus(path).info
    kbps = round(path.stat().st_size * 8 / 1000 / info.length, 1) if info.length else None
    return Encoding(codec="opus", sample_rate_hz=48_000, channels=info.channels, bit_rate_kbps=kbps)
