from __future__ import annotations

from pipeline.model import PhonemeAlphabet
from pipeline.script.lexicon import lexicon_of
from pipeline.script.pronunciation.pls import format_pls, parse_pls
from pipeline.script.pronunciation.suggesting import (
    Suggestion,
    find_unusual_words,
    format_suggestions,
    read_candidates,
)

BOOK = [
    ("p1", "Then came Bauerstein’s wife. “Evelyn!” he cried, for Evelyn was with Mr. Inglethorp. Nothing happened."),
    ("p2", "The coco of Bauerstein, said Henry VIII, was strychnined. May came in May, if she may."),
]
KNOWN = "then came wife he cried for was with nothing happened the of said evelyn henry if she in may"


def words():
    return find_unusual_words(BOOK, is_known=KNOWN.split().__contains__)


def test_rare_words_come_before_names_that_a_dictionary_has_the_frequent_first():
    assert [(use.word, use.count, use.is_name) for use in words()] == [
        ("Bauerstein", 2, True),
        ("Inglethorp", 1, True),
        ("coco", 1, False),
        ("strychnined", 1, False),
        ("Evelyn", 2, True),
        ("Henry", 1, True),
    ]


def test_a_word_has_its_first_place_and_sentence():
    use = words()[1]
    assert (use.paragraph, use.sentence) == ("p1", "“Evelyn!” he cried, for Evelyn was with Mr. Inglethorp.")


def test_a_capital_that_only_begins_sentences_makes_no_name():
    assert "Nothing" not in {use.word for use in words()}
    assert "May" not in {use.word for use in words()}


def test_candidates_with_the_same_sounds_are_one_and_unreadable_ones_none():
    found = read_candidates(
        [
            ("cmudict", "T AH0 M EY1 T OW2", PhonemeAlphabet.ARPABET),
            ("espeak-ng", "təmˈeɪɾˌoʊ", PhonemeAlphabet.IPA),
            ("espeak-ng", "təˈmɑːtəʊ", PhonemeAlphabet.IPA),
            ("espeak-ng", "t1", PhonemeAlphabet.IPA),
        ]
    )
    assert [(each.source, each.ipa, each.arpabet, each.letters) for each in found] == [
        ("cmudict", "təˈmeɪˌtoʊ", "T AH0 M EY1 T OW2", "tuh-may-toh"),
        ("espeak-ng", "təˈmɑtoʊ", "T AH0 M AA1 T OW0", "tuh-mah-toh"),
    ]


def test_suggestions_are_a_lexicon_that_can_be_used_when_reviewed():
    use = words()[0]
    candidates = read_candidates([("espeak-ng", "ˈbaʊɚstaɪn", PhonemeAlphabet.IPA)])
    known = Suggestion(use=words()[1], current="Ingle-thorp", candidates=candidates)
    bare = Suggestion(use=words()[2], current="", candidates=())
    file = format_suggestions([Suggestion(use=use, current="", candidates=candidates), known, bare], language="en")
    assert parse_pls(format_pls(file), name="s.pls") == file
    (entry,) = lexicon_of(file, name="s.pls").entries
    assert (entry.grapheme, entry.phoneme, entry.alias) == (
        "Bauerstein",
        "ˈbaʊɚˌstaɪn".replace("ˌ", ""),
        "Bow-er-stine",
    )
    comments = [part.text for part in file.parts if not hasattr(part, "parts")]
    assert any(text.startswith(" coco: 1 times, first in p2: The coco of") for text in comments)
