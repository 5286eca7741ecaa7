"""The audio of a take -> what of it is narrated: a cue is paid for and kept, and nobody but the store hears it."""

from __future__ import annotations

from typing import Final

from pipeline.adapters.codecs.decode import decode_take
from pipeline.adapters.codecs.flac import Samples, encode_flac
from pipeline.model import Take

AFTER_S: Final = 0.04
"""Kept behind the speech, as mastering keeps it; the cut lies farther before a cue (`recording.cues`)."""


def narrated_samples(take: Take, audio: bytes) -> tuple[Samples, int]:
    """Return the samples (float32, (frames,), mono, -1..1) of a take up to its cue if it has one, and their rate in Hz.

    Raises AudioError.
    """
    samples, rate_hz = decode_take(audio, take.request.audio_format)
    if take.request.narrated is None:
        return samples, rate_hz
    return samples[: round((take.sound.speech_end_s + AFTER_S) * rate_hz)], rate_hz


def narrated_audio(take: Take, audio: bytes) -> tuple[bytes, str]:
    """Return the bytes of a take and their format: as it was delivered, or where it has a cue what stands before it.

    Raises AudioError.
    """
    if take.request.narrated is None:
        return audio, take.request.audio_format
    samples, rate_hz = narrated_samples(take, audio)
    return encode_flac(samples, rate_hz), f"flac_{rate_hz}"
