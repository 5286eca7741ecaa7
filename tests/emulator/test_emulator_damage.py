import numpy as np
import pytest

from pipeline.emulator.damage import damage_json, damage_lines, damage_samples
from pipeline.emulator.faults import Fault, FaultName
from pipeline.emulator.performance import Casting, perform
from pipeline.emulator.utterance import Speech, cut_runs
from pipeline.emulator.voice import RATE_HZ, ToneVoice

TEXT = "One two three four."
WHOLE = perform(
    TEXT, cut_runs(TEXT, Speech()), Casting(voice="v", model="m", settings={}), ToneVoice(characters_per_second=20)
)


def spoiled(kind):
    return damage_samples(WHOLE, (Fault(name=FaultName.BAD_AUDIO, parameters={"kind": kind}),))


def level_db(samples):
    return 20 * np.log10(np.sqrt(np.mean((samples / 32768.0) ** 2)))


def test_nothing_is_damaged_without_a_fault():
    assert damage_samples(WHOLE, ()) is WHOLE.samples


def test_clipping_reaches_full_scale_for_long():
    assert np.count_nonzero(np.abs(spoiled("clipping").astype(int)) >= 32767) > 1000
    assert np.count_nonzero(np.abs(WHOLE.samples.astype(int)) >= 32767) == 0


def test_silence_is_digital():
    assert not spoiled("silence").any()
    assert len(spoiled("silence")) == len(WHOLE.samples)


def test_a_noise_burst_is_loud_in_the_middle_only():
    burst = spoiled("noise_burst")
    middle = len(burst) // 2
    assert level_db(burst[middle : middle + 8000]) > -8
    assert np.array_equal(burst[:middle], WHOLE.samples[:middle])


def test_a_wrong_rate_halves_the_duration():
    assert len(spoiled("wrong_rate")) == pytest.approx(len(WHOLE.samples) / 2, abs=1)


def test_a_repeated_phrase_is_the_last_third_once_more():
    assert len(spoiled("repeated_phrase")) == pytest.approx(len(WHOLE.samples) * 4 / 3, abs=2)


def test_a_skipped_word_takes_its_time_away():
    missing_s = (len(WHOLE.samples) - len(spoiled("skipped_word"))) / RATE_HZ
    assert missing_s == pytest.approx(len("three") / 20, abs=0.001)


def test_the_onset_of_a_next_line_leaks_after_the_end():
    leaked = spoiled("onset_leak")
    assert len(leaked) - len(WHOLE.samples) == round(0.15 * RATE_HZ)
    assert level_db(leaked[-6000:]) > -25


def test_short_audio_keeps_its_share():
    fault = Fault(name=FaultName.SHORT_AUDIO, parameters={"percent": 25})
    assert len(damage_samples(WHOLE, (fault,))) == round(len(WHOLE.samples) / 4)


def test_json_and_lines_stay_whole_without_a_fault():
    assert damage_json({"a": 1}, ()) == b'{"a": 1}'
    assert damage_lines([b"{}\n", b"\n"], ()) == [b"{}\n", b"\n"]


def test_the_line_that_is_cut_is_never_a_blank_one():
    lines = [b'{"a": 1}\n', b"\n", b'{"b": 2}\n']
    cut = damage_lines(lines, (Fault(name=FaultName.CUT_NDJSON_LINE),))
    assert cut[1] == b"\n"
    assert cut != lines
