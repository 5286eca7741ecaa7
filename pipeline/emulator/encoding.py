"""Samples -> bytes in an output format: MP3, raw PCM, mu-law, A-law, WAV, Ogg Opus."""

from __future__ import annotations

import io
import wave
from dataclasses import dataclass

import lameenc
import numpy as np
import soundfile
import soxr

from pipeline.emulator.catalogue import OutputFormat
from pipeline.emulator.voice import RATE_HZ, Samples

_MEDIA_TYPES = {
    "mp3": "audio/mpeg",
    "pcm": "audio/pcm",
    "wav": "audio/wav",
    "ulaw": "audio/basic",
    "alaw": "audio/basic",
    "opus": "audio/ogg",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Decoded audio: int16, mono."""

    samples: Samples
    rate_hz: int


def media_type(form: OutputFormat) -> str:
    """Return the Content-Type of a format; only that of MP3 is known of the service."""
    return _MEDIA_TYPES[form.codec]


def encode(samples: Samples, form: OutputFormat, *, source_hz: int = RATE_HZ) -> bytes:
    """Return int16 mono samples at the source's rate in the format; PCM is S16LE without a header."""
    samples = resample(samples, source_hz, form.rate_hz)
    encoders = {"mp3": _mp3, "pcm": _pcm, "wav": _wav, "opus": _opus}
    return encoders.get(form.codec, _companded)(samples, form)


def resample(samples: Samples, source_hz: int, target_hz: int) -> Samples:
    """Return int16 samples at another rate."""
    if source_hz == target_hz or not len(samples):
        return samples
    return np.asarray(soxr.resample(samples, source_hz, target_hz), dtype=np.int16)


def _mp3(samples: Samples, form: OutputFormat) -> bytes:
    encoder = lameenc.Encoder()
    encoder.set_bit_rate(form.kbps)
    encoder.set_in_sample_rate(form.rate_hz)
    encoder.set_out_sample_rate(form.rate_hz)
    encoder.set_channels(1)
    encoder.set_quality(7)
    encoder.silence()
    return bytes(encoder.encode(samples.tobytes())) + bytes(encoder.flush())


def _pcm(samples: Samples, form: OutputFormat) -> bytes:
    del form
    return samples.astype("<i2").tobytes()


def _wav(samples: Samples, form: OutputFormat) -> bytes:
    return write_wav(samples, form.rate_hz)


def _opus(samples: Samples, form: OutputFormat) -> bytes:
    return _soundfile(samples, form, container="OGG", subtype="OPUS")


def _companded(samples: Samples, form: OutputFormat) -> bytes:
    return _soundfile(samples, form, container="RAW", subtype=form.codec.upper())


def _soundfile(samples: Samples, form: OutputFormat, *, container: str, subtype: str) -> bytes:
    file = io.BytesIO()
    soundfile.write(file, samples, form.rate_hz, format=container, subtype=subtype)
    return file.getvalue()


def write_wav(samples: Samples, rate_hz: int) -> bytes:
    """Return a 16 bit mono WAV file."""
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(rate_hz)
        writer.writeframes(samples.astype("<i2").tobytes())
    return file.getvalue()


def decode(audio: bytes, form: OutputFormat | None = None) -> Heard:
    """Return what bytes of that format (None: whatever their header says) sound like. Raises ValueError."""
    raw = {"pcm": "PCM_16", "ulaw": "ULAW", "alaw": "ALAW"}.get(form.codec if form else "")
    try:
        if form and raw:
            samples, rate = soundfile.read(
                io.BytesIO(audio), dtype="int16", format="RAW", subtype=raw, samplerate=form.rate_hz, channels=1
            )
        else:
            samples, rate = soundfile.read(io.BytesIO(audio), dtype="int16", always_2d=True)
            samples = samples[:, 0]
    except soundfile.LibsndfileError as error:
        raise ValueError(f"the audio cannot be decoded: {error}") from error
    return Heard(samples=np.asarray(samples, dtype=np.int16), rate_hz=int(rate))
