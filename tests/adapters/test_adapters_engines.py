from __future__ import annotations

import itertools

import hibari as hibari_package
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.adapters.codecs.decode import decode_take
from pipeline.adapters.codecs.flac import encode_flac
from pipeline.adapters.engines import hibari, tone
from pipeline.adapters.engines.phonemes import POSSESSIVE, mark_words, phoneme_tag
from pipeline.adapters.engines.reading import link_word
from pipeline.adapters.engines.registry import ENGINES, find_engine
from pipeline.errors import EngineError
from pipeline.model import PhonemeAlphabet, Request, TimingUnit, Voice
from pipeline.recording.sound import check_take, measure_sound

SENTENCES = "“Where does it end?” said Filby. No one knew!  Nobody asked."


def request(text, *, engine="tone", voice="middle", speed=1.0, setting="speed", **fields):
    heard = Voice(engine=engine, voice=voice, settings=((setting, speed),))
    return Request(**{"voice": heard, "text": text, "language": "en", "audio_format": "flac_24000"} | fields)


@pytest.mark.parametrize("name", sorted(ENGINES))
def test_every_engine_of_the_registry_tells_who_it_is(name):
    try:
        card = find_engine(name).describe()
    except EngineError as error:
        pytest.skip(f"its extra is not installed: {error.message}")
    assert find_engine(name).NAME == card.name == name
    assert card.default_voice in card.voices
    assert all(setting.least <= setting.default <= setting.most for setting in card.settings)
    assert {known.name for known in card.voice_cards} <= set(card.voices)
    assert card.voice_card(card.default_voice).language.split("-")[0] in card.languages


def test_an_unknown_engine_is_an_error_that_names_the_known_ones():
    with pytest.raises(EngineError, match=r"there is no engine 'organ'; book\.toml can name elevenlabs, .*tone"):
        find_engine("organ")


def test_tones_are_deterministic_audible_at_minus_20_and_pass_the_check():
    speaker = tone.open_speaker()
    delivery = speaker.speak(request("It was a dark night."))
    assert speaker.speak(request("It was a dark night.")) == delivery
    sound = measure_sound(*decode_take(delivery.audio, "flac_24000"))
    assert sound.active_rms_db == pytest.approx(-20.0, abs=1.0)
    assert sound.speech_begin_s == 0.03
    assert check_take(sound, "It was a dark night.", pace=tone.describe().pace) == ()


@pytest.mark.parametrize("text", ["I", "No.", "word " * 150, "…"])
def test_tones_of_any_length_pass_the_check(text):
    sound = measure_sound(*decode_take(tone.open_speaker().speak(request(text)).audio, "flac_24000"))
    assert check_take(sound, text, pace=tone.describe().pace) == ()


def test_other_words_voices_and_seeds_are_other_tones():
    speaker = tone.open_speaker()
    audios = [
        speaker.speak(heard).audio
        for heard in (
            request("It was."),
            request("It is!!"),
            request("It was.", voice="low"),
            request("It was.", voice="high"),
            request("It was.", seed=1),
            request("It was.", speed=1.5),
        )
    ]
    assert len(set(audios)) == 6


def test_tones_know_when_each_word_is_heard():
    delivery = tone.open_speaker().speak(request("It was."))
    assert delivery.timing_unit is TimingUnit.WORD
    assert [(t.start, t.stop, t.begin_s, t.end_s) for t in delivery.timings] == [
        (0, 2, 0.03, 0.046),
        (3, 7, 0.054, 0.086),
    ]


@pytest.mark.parametrize(
    ("heard", "problem"),
    [
        (request("No.", voice="emma"), "voice 'emma': it has"),
        (request("No.", speed=2.1), "setting speed = 2.1: a number from 0.5 to 2.0"),
        (request("No.", speed=True), "setting speed = True"),
        (request("No.", audio_format="mp3_44100_128"), "format mp3_44100_128"),
        (request("a" * 5001), "5001 characters"),
        (request("No.", setting="sped"), "setting sped"),
    ],
)
def test_a_request_that_cannot_be_spoken_is_refused_with_what_is_wrong(heard, problem):
    with pytest.raises(EngineError) as caught:
        tone.open_speaker().speak(heard)
    assert problem in str(caught.value)


@pytest.fixture(scope="module")
def heart():
    return hibari.open_speaker()


def test_hibari_tells_exactly_when_each_word_is_heard(heart):
    delivery = heart.speak(request(SENTENCES, engine="hibari", voice="heart"))
    spoken = [SENTENCES[timing.start : timing.stop] for timing in delivery.timings]
    assert spoken == SENTENCES.split()
    assert delivery.timing_unit is TimingUnit.WORD
    samples, rate = decode_take(delivery.audio, "flac_24000")
    assert check_take(measure_sound(samples, rate), SENTENCES) == ()
    for timing in delivery.timings:
        assert np.abs(samples[round(timing.begin_s * rate) : round(timing.end_s * rate)]).max() > 0.05
    pauses = [(one.end_s, two.begin_s) for one, two in itertools.pairwise(delivery.timings)]
    assert all(end_s <= begin_s for end_s, begin_s in pauses)
    for end_s, begin_s in [pauses[5], pauses[8]]:  # after "Filby." and "knew!"
        assert begin_s - end_s > 0.4
        middle = round((end_s + begin_s) / 2 * rate)
        assert np.abs(samples[middle - 600 : middle + 600]).max() < 0.02


def test_hibari_is_unmoved_by_being_listened_to(heart):
    sentence = "He paid £14, didn’t he — in 1902?"
    ours = heart.speak(request(sentence, engine="hibari", voice="heart", seed=3))
    plain = hibari_package.Hibari(threads=1)(sentence, seed=3)
    assert ours.audio == encode_flac(np.asarray(plain, np.float32), 24000)
    assert [sentence[t.start : t.stop] for t in ours.timings] == ["He", "paid", "£14,", "didn’t", "he", "in", "1902?"]


def test_hibari_gives_the_same_audio_for_the_same_line_and_other_noise_for_another_seed(heart):
    first, again, other = (
        heart.speak(request("Nobody came.", engine="hibari", voice="heart", seed=seed)) for seed in (None, None, 5)
    )
    assert first == again
    assert other.audio != first.audio
    assert dict(other.made_by)["seed"] == "5"


def test_a_take_of_hibari_tells_version_and_model(heart):
    made_by = dict(heart.speak(request("No.", engine="hibari", voice="heart")).made_by)
    assert made_by["engine"] == f"hibari-tts {hibari_package.__version__}"
    assert made_by["model"] == "5f70741d4e900f4e85d0037498736cc1b3e1b9a63a13546a5da1e63abf4fccd8"


def test_a_text_without_a_word_is_delivered_as_silence_for_the_check_to_find(heart):
    delivery = heart.speak(request(" ", engine="hibari", voice="heart"))
    sound = measure_sound(*decode_take(delivery.audio, "flac_24000"))
    assert [finding.code for finding in check_take(sound, " ")] == ["take.silent"]


def test_a_voice_that_hibari_would_download_is_refused(heart):
    with pytest.raises(EngineError, match="voice 'emma': it has heart"):
        heart.speak(request("No.", engine="hibari", voice="emma"))


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from('aB .!?…"”’)]\n,Dr'), max_size=40))
def test_every_sentence_that_hibari_splits_is_a_piece_of_the_text_in_order(text):
    """What the times of sentences rest on."""
    offset = 0
    for sentence in hibari_package.Hibari.split_sentences(text):
        offset = text.index(sentence, offset) + len(sentence)


def hibari_phonemes(text, **pronunciations):
    said = mark_words(request(text, pronunciations=tuple(pronunciations.items())), link_word, behind=POSSESSIVE)
    return hibari_package.Hibari(voice="heart").phonemize(said.text)


def test_hibari_says_a_pronunciation_instead_of_what_it_would_read():
    assert hibari_phonemes("Then Cholmondeley came.") == ["ðˈɛn kˈɑməndˌɛli kˈAm."]
    assert hibari_phonemes("Then Cholmondeley came.", Cholmondeley="ˈtʃʌmli") == ["ðˈɛn ʧˈʌmli kˈAm."]


def test_hibari_adds_the_sound_of_a_possessive_that_follows_the_word():
    assert hibari_phonemes("Ames’s, Cid's, Alick’s.", Ames="ˈeɪmz", Cid="ˈsɪd", Alick="ˈælɪk") == [
        "ˈAmzᵻz, sˈɪdz, ˈælɪks."
    ]


def test_the_words_of_a_pronunciation_do_not_end_hibaris_sentence():
    speaker = hibari.open_speaker()
    text = "Then St. X. came. He sat."
    delivery = speaker.speak(request(text, engine="hibari", voice="heart", pronunciations=(("St. X", "ˈeɪmz"),)))
    assert [text[t.start : t.stop] for t in delivery.timings] == ["Then", "St.", "X.", "came.", "He", "sat."]


def test_a_word_with_a_pronunciation_is_marked_where_it_stands_alone_the_longest_first():
    words = (("Ames", "EY1 M Z"), ("St. Ames", "S EY1 N T"), ("B-", "B"))
    said = mark_words(
        request("Ames, James, St. Ames’s B-but", pronunciations=words), phoneme_tag(PhonemeAlphabet.ARPABET)
    )
    assert said.text == (
        '<phoneme alphabet="cmu-arpabet" ph="EY1 M Z">Ames</phoneme>, James, '
        '<phoneme alphabet="cmu-arpabet" ph="S EY1 N T">St. Ames</phoneme>’s '
        '<phoneme alphabet="cmu-arpabet" ph="B">B-</phoneme>but'
    )
    assert [said.written_offset(said.text.index(word)) for word in ("James", "’s", "but")] == [6, 21, 26]
    assert mark_words(request("Ames"), phoneme_tag(PhonemeAlphabet.IPA)).text == "Ames"


def test_a_card_tells_which_models_take_phonemes():
    assert hibari.describe().phonemes_of("") is not None
    assert tone.describe().phonemes_of("") is None
