"""Takes and chapters for tests of mastering and release: bursts of noise that swell and fade like syllables."""

from __future__ import annotations

import hashlib
import io
import math

import numpy as np
import soundfile

from pipeline.model import (
    Boundary,
    Kind,
    Line,
    ParagraphLines,
    Request,
    SoundMeasure,
    Spoken,
    Take,
    Voice,
)

RATE_HZ = 24_000
HEART = Voice(engine="tone", voice="heart")
JOE = Voice(engine="tone", voice="joe")


def speech(seconds: float, *, level_db: float = -24.0, rate_hz: int = RATE_HZ, seed: int = 1) -> np.ndarray:
    """Noise of a given RMS, four bursts a second, whole numbers of 16 bits."""
    frames = round(seconds * rate_hz)
    noise = np.random.Generator(np.random.PCG64(seed)).standard_normal(frames)
    noise = np.convolve(noise, np.ones(6) / 6, mode="same")
    burst = 0.05 + np.sin(np.arange(frames) / rate_hz * math.pi * 4) ** 2
    sound = noise * burst
    sound *= 10 ** (level_db / 20) / np.sqrt((sound**2).mean())
    return (np.rint(np.clip(sound, -1, 1) * 32767) / 32768).astype(np.float32)


def with_silence(sound: np.ndarray, *, before_s: float, after_s: float, rate_hz: int = RATE_HZ) -> np.ndarray:
    return np.concatenate(
        (np.zeros(round(before_s * rate_hz), np.float32), sound, np.zeros(round(after_s * rate_hz), np.float32))
    )


def flac_bytes(samples: np.ndarray, rate_hz: int = RATE_HZ) -> bytes:
    written = io.BytesIO()
    soundfile.write(written, samples, rate_hz, format="FLAC", subtype="PCM_16")
    return written.getvalue()


def measure(samples: np.ndarray, *, begin_s: float, end_s: float, rate_hz: int = RATE_HZ) -> SoundMeasure:
    kept = samples[round(begin_s * rate_hz) : round(end_s * rate_hz)].astype(np.float64)
    rms_db = 10 * math.log10((kept**2).mean()) if len(kept) and kept.any() else -math.inf
    return SoundMeasure(
        frames=len(samples),
        sample_rate_hz=rate_hz,
        speech_begin_s=begin_s,
        speech_end_s=end_s,
        rms_db=rms_db,
        active_rms_db=rms_db,
        peak_db=20 * math.log10(np.abs(samples).max()) if samples.any() else -math.inf,
        clipped_frames=0,
    )


def make_take(
    paragraph: str,
    samples: np.ndarray,
    *,
    begin_s: float = 0.0,
    end_s: float | None = None,
    line: int = 0,
    voice: Voice = HEART,
    ends: Boundary = Boundary.PARAGRAPH,
    break_s: float | None = None,
    rate_hz: int = RATE_HZ,
) -> Take:
    stop_s = len(samples) / rate_hz if end_s is None else end_s
    return Take(
        id=f"t-{paragraph}-{line}",
        paragraph=paragraph,
        line=line,
        start=0,
        stop=1,
        ends=ends,
        key="key",
        source_key="source",
        object=hashlib.sha256(samples.tobytes()).hexdigest(),
        request=Request(voice=voice, text="x", language="en", audio_format=f"flac_{rate_hz}"),
        spoken=Spoken(text="x"),
        sound=measure(samples, begin_s=begin_s, end_s=stop_s, rate_hz=rate_hz),
        recorded_at="2026-01-01T00:00:00Z",
        break_s=break_s,
    )


def make_line(
    paragraph: str, number: int = 0, *, ends: Boundary = Boundary.PARAGRAPH, break_s: float | None = None
) -> Line:
    return Line(
        paragraph=paragraph,
        number=number,
        start=0,
        stop=1,
        spoken=Spoken(text="x"),
        voice=HEART,
        language="en",
        ends=ends,
        break_s=break_s,
    )


def make_paragraph(
    name: str,
    *lines: Line,
    ends: Boundary = Boundary.PARAGRAPH,
    before_s: float | None = None,
    after_s: float | None = None,
) -> ParagraphLines:
    return ParagraphLines(
        paragraph=name,
        chapter="c01",
        kind=Kind.PARAGRAPH,
        lines=lines,
        source_key="source",
        text="x",
        ends=ends,
        pause_before_s=before_s,
        pause_after_s=after_s,
    )
