import numpy as np
import pytest

from pipeline.emulator.catalogue import load_catalogue
from pipeline.emulator.encoding import decode, encode, media_type, resample

FORMATS = load_catalogue().formats
TIME = np.arange(44_100) / 44_100
TONE = np.round(6000 * np.sin(2 * np.pi * 440 * TIME)).astype(np.int16)


def level_db(samples):
    return 20 * np.log10(np.sqrt(np.mean((samples / 32768.0) ** 2)))


@pytest.mark.parametrize("token", list(FORMATS))
def test_a_second_of_tone_is_a_second_of_tone_in_every_format(token):
    form = FORMATS[token]
    heard = decode(encode(TONE, form), form)
    assert heard.rate_hz == form.rate_hz
    assert len(heard.samples) / heard.rate_hz == pytest.approx(1.0, abs=0.13)
    middle = heard.samples[heard.rate_hz // 4 : heard.rate_hz * 3 // 4]
    assert level_db(middle) == pytest.approx(level_db(TONE), abs=0.5)


@pytest.mark.parametrize(
    ("token", "bytes_a_second"),
    [
        ("mp3_44100_128", 16_000),
        ("mp3_22050_32", 4_000),
        ("pcm_24000", 48_000),
        ("pcm_44100", 88_200),
        ("ulaw_8000", 8_000),
    ],
)
def test_a_format_has_its_bytes_a_second(token, bytes_a_second):
    assert len(encode(np.tile(TONE, 10), FORMATS[token])) / 10 == pytest.approx(bytes_a_second, rel=0.02)


def test_only_mp3_has_a_known_media_type():
    assert media_type(FORMATS["mp3_44100_128"]) == "audio/mpeg"


def test_nothing_is_encoded_as_something_valid():
    empty = np.zeros(0, dtype=np.int16)
    assert encode(empty, FORMATS["pcm_24000"]) == b""
    assert len(resample(empty, 44_100, 8_000)) == 0


def test_what_is_no_audio_is_refused():
    with pytest.raises(ValueError, match="cannot be decoded"):
        decode(b"no audio")
