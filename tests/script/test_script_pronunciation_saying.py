from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.model import PhonemeAbility, PhonemeAlphabet
from pipeline.script.lexicon import Lexicon, LexiconEntry, LexiconHit, Lexicons, find_entries
from pipeline.script.pronunciation.saying import say_entry, say_hits

IPA = PhonemeAbility(alphabet=PhonemeAlphabet.IPA)
ARPABET = PhonemeAbility(alphabet=PhonemeAlphabet.ARPABET)


def entry(grapheme="Ames", alias="", phoneme="", alphabet="ipa", **fields) -> LexiconEntry:
    return LexiconEntry(grapheme=grapheme, alias=alias, phoneme=phoneme, alphabet=alphabet, **fields)


@pytest.mark.parametrize(
    ("known", "ability", "alias", "phoneme"),
    [
        (entry(phoneme="ˈeɪmz"), IPA, "", "ˈeɪmz"),
        (entry(phoneme="ˈeɪmz"), ARPABET, "", "EY1 M Z"),
        (entry(phoneme="EY1 M Z", alphabet="cmu-arpabet"), IPA, "", "ˈeɪmz"),
        (entry(phoneme="ˈeɪmz"), None, "Ayms", ""),
        (entry(phoneme="ˈeɪmz", alias="Aims"), None, "Aims", ""),
        (entry(phoneme="ˈeɪmz", alias="Aims"), ARPABET, "", "EY1 M Z"),
        (entry(phoneme="ˈeɪmz", alias="Aims", prefers_alias=True), ARPABET, "Aims", ""),
        (entry(phoneme="ˈɑ̃mz"), ARPABET, "Onms", ""),
        (entry(phoneme="ˈɑ̃mz"), replace(IPA, is_english_only=True), "Onms", ""),
        (entry(grapheme="Ames of", phoneme="ˈeɪmz ʌv"), ARPABET, "Ayms uv", ""),
        (entry(phoneme="A_M", alphabet="x-sampa", alias="Aims"), IPA, "Aims", ""),
    ],
)
def test_an_entry_says_its_phoneme_where_the_voice_takes_it_and_letters_elsewhere(known, ability, alias, phoneme):
    said = say_entry(known, ability)
    assert said is not None
    assert (said.alias, said.phoneme) == (alias, phoneme)


@pytest.mark.parametrize("known", [entry(phoneme="A_M", alphabet="x-sampa"), entry(phoneme="ˈǃa")])
def test_an_entry_that_can_be_said_in_no_way_leaves_its_word_to_the_engine(known):
    assert say_entry(known, None) is None
    assert say_hits("Ames", (LexiconHit(start=0, stop=4, entry=known),), ability_at=lambda _: None) == ()


def pronunciations(text: str, *entries: LexiconEntry) -> list[tuple[str, str, str]]:
    stack = Lexicons(layers=(Lexicon(name="x", language="", entries=entries),))
    hits = say_hits(text, find_entries(text, stack, language="en"), ability_at=lambda _: IPA)
    return [(hit.entry.grapheme, hit.entry.alias, hit.entry.phoneme) for hit in hits]


def test_the_grapheme_is_the_word_as_the_engine_gets_it():
    assert pronunciations("St.\u00a0Am\u00ades’s", entry(grapheme="Ames", phoneme="ˈeɪmz")) == [("Ames", "", "ˈeɪmz")]
    known = entry(grapheme="O'Ames", phoneme="ˈeɪmz")
    assert pronunciations("O’Ames", known) == [("O’Ames", "", "ˈeɪmz")]


def test_a_word_that_stands_elsewhere_under_no_rule_is_said_in_letters_where_it_is_meant():
    known = (entry(grapheme="O", phoneme="ˈoʊ"),)
    assert pronunciations("O and O’Brien", *known) == [("O", "Oh", "")]
    assert pronunciations("O and O", *known) == [("O", "", "ˈoʊ")] * 2


@pytest.mark.parametrize(
    ("text", "said"), [("the 19th inst.", "instant."), ("“inst.”", "instant."), ("inst. I", "instant")]
)
def test_an_abbreviation_that_ends_the_text_keeps_the_full_stop_of_the_sentence(text, said):
    assert [alias for _, alias, _ in pronunciations(text, entry(grapheme="inst.", alias="instant"))] == [said]
