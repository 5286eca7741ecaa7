from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.errors import PhonemeError
from pipeline.model import PhonemeAlphabet
from pipeline.script.pronunciation.phonemes import (
    alphabet_of,
    count_syllables,
    find_look_alikes,
    find_vowels_without_stress,
    format_phonemes,
    parse_phonemes,
)
from pipeline.script.pronunciation.respelling import respell
from pipeline.script.pronunciation.symbols import CONSONANTS, ENGLISH_VARIANTS, VOWELS

IPA, ARPABET = PhonemeAlphabet.IPA, PhonemeAlphabet.ARPABET


def to_ipa(arpabet: str) -> str:
    return format_phonemes(parse_phonemes(arpabet, ARPABET), IPA)


def to_arpabet(ipa: str) -> str:
    return format_phonemes(parse_phonemes(ipa, IPA), ARPABET)


@pytest.mark.parametrize(
    ("arpabet", "ipa"),
    [
        ("CH AH1 M L IY0", "ˈtʃʌmli"),
        ("W UH1 S T ER0", "ˈwʊstɚ"),
        ("K EY0 AA1 T IH0 K", "keɪˈɑtɪk"),
        ("HH IH1 CH HH AY2 K ER0", "ˈhɪtʃˌhaɪkɚ"),
        ("EH1 K S T R AH0", "ˈɛkstɹə"),
        ("B ER1 D", "ˈbɝd"),
        ("DH AH0", "ðə"),
    ],
)
def test_a_word_is_the_same_in_both_alphabets(arpabet, ipa):
    assert (to_ipa(arpabet), to_arpabet(ipa)) == (ipa, arpabet)


def test_sounds_that_would_read_as_one_are_apart_by_a_point():
    assert to_ipa("K AE1 T SH") == "ˈkæt.ʃ"
    assert to_arpabet("ˈkæt.ʃ") == "K AE1 T SH"
    assert to_arpabet("ˈkætʃ") == "K AE1 CH"


ARPABET_WORDS = st.lists(
    st.sampled_from(sorted(CONSONANTS)) | st.builds("{}{}".format, st.sampled_from(sorted(VOWELS)), st.integers(0, 2)),
    min_size=1,
    max_size=12,
)


@given(ARPABET_WORDS)
def test_from_arpabet_to_ipa_and_back_nothing_changes(symbols):
    vowels = [symbol for symbol in symbols if symbol[-1].isdigit()]
    assume(not (len(vowels) == 1 and vowels[0].endswith("0") and vowels[0] not in {"AH0", "ER0"}))
    assert to_arpabet(to_ipa(" ".join(symbols))) == " ".join(symbols)


@pytest.mark.parametrize(
    ("ipa", "arpabet"),
    [
        ("həˈləʊ", "HH AH0 L OW1"),
        ("ˈbɜːd", "B ER1 D"),
        ("ˈbɒtl̩", "B AA1 T AH0 L"),
        ("ˈd͡ʒʌd͡ʒ.mənt", "JH AH1 JH M AH0 N T"),
        ("/ˈgrɪər/", "G R IH1 R R"),
        ("ɹɛd", "R EH1 D"),
        ("seɪ ˈtʃiːz", "S EY0 CH IY1 Z"),
    ],
)
def test_british_and_older_symbols_are_read_as_the_phoneme_they_stand_for(ipa, arpabet):
    assert to_arpabet(ipa) == arpabet


def test_every_variant_of_the_table_is_read():
    assert {variant: [s.symbol for s in parse_phonemes(variant, IPA)] for variant in ENGLISH_VARIANTS} == {
        variant: list(symbols) for variant, symbols in ENGLISH_VARIANTS.items()
    }


@pytest.mark.parametrize(
    ("text", "alphabet", "message"),
    [
        ("tʃʌmliX", IPA, "'X' (U+0058, latin capital letter x) at 7 of 'tʃʌmliX' is no symbol of the IPA"),
        ("!!123中", IPA, "'!' (U+0021, exclamation mark) at 1 of"),
        ("ˈa1", IPA, "'1' (U+0031, digit one) at 3"),
        ("ʰa", IPA, "at 1 of 'ʰa'"),
        ("CH AH1 XX", ARPABET, "'XX' at 8 of 'CH AH1 XX' is no symbol of CMU Arpabet"),
        ("CH1 AH1", ARPABET, "'CH1' at 1"),
        ("AH3", ARPABET, "'AH3' at 1"),
        ("  ", IPA, "holds no sound"),
    ],
)
def test_an_error_names_the_symbol_and_its_position(text, alphabet, message):
    with pytest.raises(PhonemeError) as caught:
        parse_phonemes(text, alphabet)
    assert message in str(caught.value)


def test_a_sound_that_english_has_not_stays_in_ipa_and_has_no_arpabet():
    sounds = parse_phonemes("ʁɑ̃deˈvu", IPA)
    assert format_phonemes(sounds, IPA) == "ʁɑ̃dɛˈvu"
    with pytest.raises(PhonemeError, match="CMU Arpabet has no symbol for ʁ, ɑ̃; only the sounds of English"):
        format_phonemes(sounds, ARPABET)


def test_signs_of_the_keyboard_are_understood_and_told():
    assert to_arpabet("'tʃi:z") == to_arpabet("ˈtʃiːz")
    assert find_look_alikes("'tʃi:z") == (("'", "ˈ"), (":", "ː"))


def test_syllables_and_missing_stress_are_counted():
    assert count_syllables(parse_phonemes("ˈtʃʌmli", IPA)) == 2
    assert find_vowels_without_stress("CH AH M L IY0") == ("AH",)


def test_alphabets_have_the_names_that_files_use():
    assert [alphabet_of(name) for name in ("ipa", "IPA", "cmu-arpabet", "x-cmu-arpabet", "x-sampa")] == [
        IPA,
        IPA,
        ARPABET,
        ARPABET,
        None,
    ]


@pytest.mark.parametrize(
    ("ipa", "letters"),
    [
        ("ˈtʃʌmli", "chum-lee"),
        ("ˈwʊstɚ", "wooss-ter"),
        ("ˈmoʊdlɪn", "moad-lin"),
        ("ˈsɪndʒən", "sin-jun"),
        ("ˈɡɪbən", "ghib-un"),
        ("taɪd", "tide"),
        ("ˈkɑɹpət", "kar-put"),
        ("nɔɹˈmɑl", "nor-mol"),
        ("ʁɑ̃deˈvu", "ron-dev-oo"),
        ("ˈla ˈviːta", "lah vee-tah"),
    ],
)
def test_sounds_are_spelled_as_an_english_voice_reads_them(ipa, letters):
    assert respell(parse_phonemes(ipa, IPA)) == letters


def test_a_sound_without_a_near_one_in_english_is_refused_by_name():
    with pytest.raises(PhonemeError, match="'ǃ' has no near sound in English; write an alias"):
        respell(parse_phonemes("ǃa", IPA))


@given(ARPABET_WORDS)
def test_every_word_of_english_can_be_spelled_in_letters(symbols):
    spelled = respell(parse_phonemes(" ".join(symbols), ARPABET))
    assert spelled.replace("-", "").isalpha()
