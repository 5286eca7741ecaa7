from __future__ import annotations

import numpy as np
import pytest

from pipeline.adapters.aligners.pocketsphinx import find_aligner
from pipeline.adapters.codecs.decode import decode_take
from pipeline.adapters.engines import hibari
from pipeline.model import Request, Voice

pytest.importorskip("pocketsphinx", reason="the extra `align` is not installed")

TEXT = "Featherstonehaugh’s favoured forebodings — all 14 of them — came true, well-nigh at once."


@pytest.fixture(scope="module")
def aligner():
    return find_aligner()


@pytest.fixture(scope="module")
def take():
    """Samples, rate and the engine's own times of a sentence with names, a number and British spelling."""
    voice = Voice(engine="hibari", voice="heart")
    delivery = hibari.open_speaker().speak(
        Request(voice=voice, text=TEXT, language="en", audio_format="flac_24000", seed=1)
    )
    return *decode_take(delivery.audio, "flac_24000"), delivery.timings


def test_every_word_is_found_where_the_engine_says_it_is_even_those_of_no_dictionary(aligner, take):
    samples, rate_hz, own = take
    found = aligner.align(samples, rate_hz, TEXT)
    assert [(t.start, t.stop) for t in found] == [(t.start, t.stop) for t in own]
    apart_s = [abs(one.begin_s - two.begin_s) for one, two in zip(found, own, strict=True)]
    assert np.median(apart_s) < 0.04
    assert max(apart_s) < 0.12


def test_times_are_in_order_and_inside_the_audio(aligner, take):
    samples, rate_hz, _ = take
    moments = [m for t in aligner.align(samples, rate_hz, TEXT) for m in (t.begin_s, t.end_s)]
    assert moments == sorted(moments)
    assert moments[0] >= 0
    assert moments[-1] <= len(samples) / rate_hz


def test_it_does_not_matter_what_was_aligned_before(aligner, take):
    samples, rate_hz, _ = take
    first = find_aligner().align(samples, rate_hz, TEXT)
    aligner.align(samples * 0.05, rate_hz, "Something else altogether, and quietly.")
    assert aligner.align(samples, rate_hz, TEXT) == first


def test_a_word_cut_off_at_the_first_sample_is_found_still(aligner, take):
    samples, rate_hz, own = take
    begin = round(own[0].begin_s * rate_hz)
    found = aligner.align(samples[begin:], rate_hz, TEXT)
    assert found[0].begin_s < 0.1
    assert found[1].begin_s == pytest.approx(own[1].begin_s - begin / rate_hz, abs=0.12)


@pytest.mark.parametrize("text", ["", "…", "— !"])
def test_a_text_without_a_word_has_no_times(aligner, take, text):
    assert aligner.align(take[0], take[1], text) == ()


@pytest.mark.parametrize("frames", [0, 1, 100, 24000])
def test_a_text_that_is_not_in_the_audio_has_no_times(aligner, frames):
    assert aligner.align(np.zeros(frames, np.float32), 24000, f"{TEXT} {TEXT}") == ()
