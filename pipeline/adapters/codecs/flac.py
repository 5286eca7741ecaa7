"""Samples of a voice engine <-> FLAC bytes: how local engines deliver."""

from __future__ import annotations

import io

import numpy as np
import numpy.typing as npt
import soundfile

from pipeline.errors import AudioError

Samples = npt.NDArray[np.float32]


def encode_flac(samples: Samples, sample_rate_hz: int) -> bytes:
    """Return samples (float32, (frames,), mono, -1..1) as 16-bit FLAC; what is beyond full scale is cut off there.

    Raises AudioError where there is no sample at all: such a file could not be read again.
    """
    if not len(samples):
        raise AudioError("a FLAC file needs at least one sample; there is none")
    whole = np.clip(np.rint(samples * np.float32(32767)), -32768, 32767).astype(np.int16)
    buffer = io.BytesIO()
    soundfile.write(buffer, whole, sample_rate_hz, format="FLAC", subtype="PCM_16")
    return buffer.getvalue()
