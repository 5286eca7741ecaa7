"""Blocks of samples -> MP3; the frames of an MP3 -> how it is encoded."""

from __future__ import annotations

import contextlib
import mmap
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import lameenc
import numpy as np
from numpy.typing import NDArray

from pipeline.adapters.codecs.sink import Write
from pipeline.adapters.codecs.tags import id3_bytes
from pipeline.adapters.disk import whole_file
from pipeline.errors import AudioError
from pipeline.model import Encoding, Tags

QUALITY = 5
"""LAME's own middle: 13.6 CPU-seconds an hour here; quality 2 takes 32."""

# ISO/IEC 11172-3, 2.4.2.3 and ISO/IEC 13818-3, 2.4.2.3: layer III, kbit/s by index and Hz by index.
_KBPS_MPEG1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_KBPS_MPEG2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_RATES_HZ = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
_LAYER_3 = 1
_ID3V1_BYTES = 128


@contextlib.contextmanager
def open_mp3(path: Path, *, sample_rate_hz: int, bit_rate_kbps: int) -> Iterator[Write]:
    """Yield what takes the next samples (int16, (frames,), mono); when the block ends, the file is complete.

    It holds frames of a constant bit rate and no tags. The same samples are the same bytes. Raises AudioError and
    StorageError.
    """
    encoder = _encoder(sample_rate_hz, bit_rate_kbps)
    with whole_file(path) as partial, partial.open("xb") as file:

        def write(block: NDArray[np.int16]) -> None:
            try:
                file.write(encoder.encode(np.ascontiguousarray(block)))
            except RuntimeError as error:
                raise AudioError(f"{path}: LAME refused the samples: {error}") from error

        yield write
        file.write(encoder.flush())


def mp3_bytes(samples: NDArray[np.int16], *, sample_rate_hz: int, bit_rate_kbps: int) -> bytes:
    """Return samples (int16, (frames,), mono) as an MP3 without tags, for a page. Raises AudioError."""
    encoder = _encoder(sample_rate_hz, bit_rate_kbps)
    try:
        return bytes(encoder.encode(np.ascontiguousarray(samples))) + bytes(encoder.flush())
    except RuntimeError as error:
        raise AudioError(f"LAME refused {len(samples)} samples at {sample_rate_hz} Hz: {error}") from error


def _encoder(sample_rate_hz: int, bit_rate_kbps: int) -> lameenc.Encoder:
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_bit_rate(bit_rate_kbps)
    encoder.set_in_sample_rate(sample_rate_hz)
    encoder.set_channels(1)
    encoder.set_quality(QUALITY)
    return encoder


def encode_mp3(
    path: Path, blocks: Iterable[NDArray[np.int16]], *, sample_rate_hz: int, bit_rate_kbps: int, tags: Tags
) -> None:
    """Write blocks of samples (int16, (frames,), mono) as a tagged MP3 of constant bit rate, complete or not at all.

    The same samples and tags are the same bytes. Raises AudioError, StorageError and what the blocks raise.
    """
    with tempfile.TemporaryDirectory(prefix="declaim-") as folder:
        frames = Path(folder, "frames.mp3")
        with open_mp3(frames, sample_rate_hz=sample_rate_hz, bit_rate_kbps=bit_rate_kbps) as write:
            for block in blocks:
                write(block)
        tag_mp3(path, frames, tags)


def tag_mp3(path: Path, frames: Path, tags: Tags) -> None:
    """Write the frames of `open_mp3` behind their tags, complete or not at all. Raises StorageError."""
    with whole_file(path) as partial, partial.open("xb") as file, frames.open("rb") as source:
        file.write(id3_bytes(tags))
        shutil.copyfileobj(source, file, 1 << 20)


def probe_mp3(data: bytes | mmap.mmap, *, where: str) -> Encoding:
    """Return how an MP3 is encoded, read from the header of each of its frames. Raises AudioError where none is."""
    place = _end_of_id3(data)
    total = frames = 0
    rates: set[int] = set()
    first = None
    end = len(data) - (_ID3V1_BYTES if data[-_ID3V1_BYTES:][:3] == b"TAG" else 0)
    while place + 4 <= end and (header := _parse_header(data, place)):
        kbps, rate_hz, channels, size = header
        first = first or (rate_hz, channels)
        rates.add(kbps)
        total += kbps
        frames += 1
        place += size
    if first is None:
        raise AudioError(f"{where}: this is not an MP3 file.")
    return Encoding(
        codec="mp3",
        sample_rate_hz=first[0],
        channels=first[1],
        bit_rate_kbps=round(total / frames, 1),
        is_constant_bit_rate=len(rates) == 1,
    )


def _end_of_id3(data: bytes | mmap.mmap) -> int:
    """Return where an ID3v2 tag at the begin ends (its size is four bytes of seven bits), or 0."""
    if data[:3] != b"ID3" or len(data) < 10:
        return 0
    size = 0
    for byte in data[6:10]:
        size = size << 7 | byte & 0x7F
    has_footer = bool(data[5] & 0x10)
    return 10 + size + (10 if has_footer else 0)


def _parse_header(data: bytes | mmap.mmap, place: int) -> tuple[int, int, int, int] | None:
    """Return (kbit/s, Hz, channels, bytes) of the layer III frame at a place, or None where no frame begins."""
    first, second, third, fourth = data[place : place + 4]
    version, kbps_index, rate_index = second >> 3 & 3, third >> 4, third >> 2 & 3
    is_frame = first == 0xFF and second & 0xE0 == 0xE0 and second >> 1 & 3 == _LAYER_3
    if not is_frame or version not in _RATES_HZ or kbps_index in (0, 15) or rate_index == 3:
        return None
    kbps = (_KBPS_MPEG1 if version == 3 else _KBPS_MPEG2)[kbps_index]
    rate_hz = _RATES_HZ[version][rate_index]
    size = (144_000 if version == 3 else 72_000) * kbps // rate_hz + (third >> 1 & 1)
    return kbps, rate_hz, 1 if fourth >> 6 == 3 else 2, size
