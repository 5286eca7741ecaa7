"""The bytes of a take -> samples."""

from __future__ import annotations

import io

import numpy as np
import soundfile
from numpy.typing import NDArray

from pipeline.errors import AudioError


def decode_take(data: bytes, audio_format: str) -> tuple[NDArray[np.float32], int]:
    """Return the samples (float32, (frames,), mono, -1..1) of a take and their rate in Hz.

    `audio_format` is that of the request: `flac_24000`, `wav_44100`, `mp3_44100_128`, or `pcm_24000` for bare 16-bit
    samples, little endian. Several channels are mixed to their mean. Raises AudioError.
    """
    codec, *numbers = audio_format.split("_")
    if codec == "pcm":
        return _bare_samples(data, numbers)
    try:
        with soundfile.SoundFile(io.BytesIO(data)) as file:
            samples, rate_hz = _read_to_end(file), int(file.samplerate)
    except (soundfile.SoundFileError, RuntimeError, ValueError) as error:
        reason = getattr(error, "error_string", str(error)).rstrip(".")
        raise AudioError(
            f"the audio does not decode as {audio_format} ({reason}): the object is not what was recorded; "
            "pull it again, or record the paragraph anew"
        ) from error
    return samples, rate_hz


def find_format(data: bytes, *, where: str) -> str:
    """Return what the bytes of a recording are, as `decode_take` needs it: `wav_48000`, `flac_44100`, `mp3_44100`.

    Raises AudioError, naming the file at `where`, for anything else.
    """
    try:
        with soundfile.SoundFile(io.BytesIO(data)) as file:
            codec, rate_hz = _CODECS.get(str(file.format), ""), int(file.samplerate)
    except (soundfile.SoundFileError, RuntimeError) as error:
        raise AudioError(f"{where}: this is no recording that can be read; save it as WAV, FLAC or MP3") from error
    if not codec:
        raise AudioError(f"{where}: recordings are taken as WAV, FLAC or MP3; save it as one of them")
    return f"{codec}_{rate_hz}"


_CODECS = {"WAV": "wav", "WAVEX": "wav", "RF64": "wav", "W64": "wav", "FLAC": "flac", "MP3": "mp3", "MPEG": "mp3"}
"""By the names that libsndfile has for what it found in the bytes, whatever the file is called."""


def _read_to_end(file: soundfile.SoundFile) -> NDArray[np.float32]:
    """Return all samples; the length that the header of an MP3 promises is only a guess."""
    blocks = []
    while len(block := file.read(1 << 18, dtype="float32")):
        blocks.append(block if block.ndim == 1 else block.mean(axis=1, dtype=np.float32))
    if not blocks:
        return np.zeros(0, np.float32)
    return blocks[0] if len(blocks) == 1 else np.concatenate(blocks)


def _bare_samples(data: bytes, numbers: list[str]) -> tuple[NDArray[np.float32], int]:
    if len(numbers) != 1 or not numbers[0].isdigit() or len(data) % 2:
        raise AudioError(
            f"The audio of a take is not 16-bit PCM ({len(data)} bytes, rate {'_'.join(numbers) or 'missing'}); "
            "record the paragraph anew."
        )
    return np.frombuffer(data, "<i2").astype(np.float32) / np.float32(32768), int(numbers[0])
