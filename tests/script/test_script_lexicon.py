from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.errors import LexiconError
from pipeline.model import Mark, MarkName
from pipeline.script.lexicon import Lexicons, find_aliases, find_phonemes, parse_lexicon

HEAD = '<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="ipa" xml:lang="{}">'


def pls(*lexemes: str, language: str = "en") -> bytes:
    return (HEAD.format(language) + "".join(f"<lexeme>{lexeme}</lexeme>" for lexeme in lexemes) + "</lexicon>").encode()


def rule(grapheme: str, alias: str) -> str:
    return f"<grapheme>{grapheme}</grapheme><alias>{alias}</alias>"


def lexicons(*files: bytes) -> Lexicons:
    return Lexicons(layers=tuple(parse_lexicon(data, name=f"{n}.pls") for n, data in enumerate(files)))


def said(text: str, stack: Lexicons, *, language: str = "en-GB", marks: tuple[Mark, ...] = ()) -> list[tuple[str, str]]:
    return [(text[c.start : c.stop], c.spoken) for c in find_aliases(text, stack, language=language, marks=marks)]


def test_an_alias_is_said_for_every_grapheme_of_its_lexeme():
    stack = lexicons(pls("<grapheme>Chumley</grapheme><grapheme>Cholmondeley</grapheme><alias>Chumlee</alias>"))
    changes = find_aliases("Cholmondeley met Chumley.", stack, language="en")
    assert [(c.start, c.stop, c.spoken, c.rule) for c in changes] == [
        (0, 12, "Chumlee", "lexicon:Cholmondeley"),
        (17, 24, "Chumlee", "lexicon:Chumley"),
    ]


def test_matching_is_case_sensitive_and_by_whole_words():
    stack = lexicons(pls(rule("Ames", "Aims")))
    assert said("Ames, James, ames, AMES, Ames-Smith, Ames2", stack) == [("Ames", "Aims"), ("Ames", "Aims")]


def test_a_possessive_keeps_its_s_and_another_apostrophe_does_not_match():
    stack = lexicons(pls(rule("Siobhan", "Shivawn"), rule("O", "Oh")))
    assert said("Siobhan’s and Siobhan's; O’Brien", stack) == [("Siobhan", "Shivawn"), ("Siobhan", "Shivawn")]


def test_the_longest_grapheme_wins_over_all_layers_and_the_first_layer_among_equals():
    book = pls(rule("St. Clair", "Sinclair"), rule("Ames", "Aims"), rule("Ames", "Second"))
    shared = pls(rule("St. Clair Ames", "All of it"), rule("Ames", "Shared"))
    stack = lexicons(book, shared)
    assert said("St. Clair Ames; St. Clair; Ames", stack) == [
        ("St. Clair Ames", "All of it"),
        ("St. Clair", "Sinclair"),
        ("Ames", "Aims"),
    ]


def test_soft_hyphens_hard_spaces_and_either_apostrophe_do_not_hide_a_word():
    stack = lexicons(pls(rule("St. Clair", "Sinclair"), rule("Amalj'aa", "Amalja")))
    text = "St.\u00a0Cl\u00adair and the Amalj’aa"
    assert said(text, stack) == [("St.\u00a0Cl\u00adair", "Sinclair"), ("Amalj’aa", "Amalja")]


def test_graphemes_may_begin_or_end_with_a_sign():
    stack = lexicons(pls(rule("’tis", "it is"), rule("B-", "buh")))
    assert said("’tis B-but", stack) == [("’tis", "it is"), ("B-", "buh")]


def test_phonemes_are_reported_for_the_engine_and_not_said_as_words():
    stack = lexicons(pls("<grapheme>Agnes</grapheme><phoneme>ˈægnɪs</phoneme>", rule("Ames", "Aims")))
    assert find_phonemes("Agnes and Agnes and Ames", stack, language="en") == (("Agnes", "ˈægnɪs"),)
    assert said("Agnes", stack) == []


def test_an_entry_keeps_alphabet_line_and_the_preferred_reading():
    lexicon = parse_lexicon(
        pls(
            '<grapheme>a</grapheme><alias>one</alias><alias prefer="true">two</alias>'
            '<phoneme alphabet="x-sampa">A</phoneme>'
        ),
        name="x.pls",
    )
    entry = lexicon.entries[0]
    assert (entry.alias, entry.phoneme, entry.alphabet, entry.line, lexicon.language) == (
        "two",
        "A",
        "x-sampa",
        1,
        "en",
    )


def test_a_lexicon_of_another_language_applies_in_marks_of_that_language_only():
    stack = lexicons(pls(rule("chat", "sha"), language="fr"))
    text = "a chat, le chat"
    french = Mark(start=8, stop=15, name=MarkName.LANG, value="fr-FR")
    assert said(text, stack) == []
    assert [c.start for c in find_aliases(text, stack, language="en", marks=(french,))] == [11]


def test_a_word_in_lexicons_of_two_languages_is_said_in_each_language_by_its_own():
    stack = lexicons(pls(rule("chat", "sha"), language="fr"), pls(rule("chat", "tchat"), language="en"))
    french = Mark(start=11, stop=15, name=MarkName.LANG, value="fr-FR")
    assert [c.spoken for c in find_aliases("a chat, le chat", stack, language="en", marks=(french,))] == [
        "tchat",
        "sha",
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<lexicon", "x.pls:1: not well-formed XML"),
        (b"", "x.pls:1: not well-formed XML"),
        (b"<lexicon/>", "x.pls:1: the root element is not a PLS lexicon"),
        (pls("<alias>b</alias>"), "x.pls:1: a lexeme has no grapheme"),
        (pls("<grapheme>b</grapheme>"), "x.pls:1: the lexeme of 'b' has no alias and no phoneme"),
        (pls("<grapheme>b</grapheme><phoneme>b</phoneme>").replace(b'alphabet="ipa"', b""), "has no alphabet"),
        (b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]><a>&e;</a>', "may not hold a document type"),
        ('<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a><a/>'.encode("utf-16"), "may not hold a document type"),
    ],
)
def test_a_broken_or_reaching_lexicon_is_refused_with_its_place(data, message):
    with pytest.raises(LexiconError) as caught:
        parse_lexicon(data, name="x.pls")
    assert message in str(caught.value)


def test_an_undefined_entity_is_refused():
    with pytest.raises(LexiconError):
        parse_lexicon(pls("<grapheme>&e;</grapheme><alias>b</alias>"), name="x.pls")


def test_lexicons_in_use_elsewhere_are_read():
    if "DECLAIM_CORPORA" not in os.environ:
        pytest.skip("the corpora are not here: set DECLAIM_CORPORA")
    found = {
        path.name: len(parse_lexicon(path.read_bytes(), name=path.name).entries)
        for path in sorted((Path(os.environ["DECLAIM_CORPORA"]) / "pls").glob("*.pls"))
    }
    assert len(found) == 4
    assert all(found.values())


def test_ten_thousand_entries_find_the_one_that_is_there():
    stack = lexicons(pls(*(rule(f"Name{n}", f"Said{n}") for n in range(10_000))))
    assert said("x " * 5_000 + "Name4711 y", stack) == [("Name4711", "Said4711")]
