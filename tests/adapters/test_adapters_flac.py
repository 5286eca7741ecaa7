from __future__ import annotations

import numpy as np
import pytest

from pipeline.adapters.codecs.decode import decode_take
from pipeline.adapters.codecs.flac import encode_flac
from pipeline.errors import AudioError


def test_samples_come_back_to_16_bits_and_what_is_too_loud_is_cut_off():
    samples = np.array([0.0, 0.5, -0.5, 1.5, -1.5], np.float32)
    decoded, rate = decode_take(encode_flac(samples, 24000), "flac_24000")
    assert rate == 24000
    assert np.abs(decoded - np.clip(samples, -1, 1)).max() < 2**-14
    assert decoded.dtype == np.float32


def test_the_same_samples_are_the_same_bytes():
    samples = np.linspace(-0.5, 0.5, 4800, dtype=np.float32)
    assert encode_flac(samples, 24000) == encode_flac(samples, 24000)


def test_no_sample_is_no_file():
    with pytest.raises(AudioError, match="at least one sample"):
        encode_flac(np.zeros(0, np.float32), 24000)


def test_what_is_no_flac_is_an_error():
    with pytest.raises(AudioError, match="does not decode"):
        decode_take(b"not audio", "flac_24000")
