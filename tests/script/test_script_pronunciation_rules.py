"""Which rule speaks, and several files as one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import LexiconError
from pipeline.script.lexicon import Lexicons, find_aliases, lexicon_of
from pipeline.script.pronunciation.merging import merge_lexicons
from pipeline.script.pronunciation.pls import Lexeme, PartName, PlsFile, comment, new_pls, parse_pls, text_part
from pipeline.script.pronunciation.rules import NamedPls, judge_word

HEAD = '<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="{}" xml:lang="{}">{}'


def source(name: str, *lexemes: str, language: str = "en", alphabet: str = "ipa", meta: str = "") -> NamedPls:
    body = HEAD.format(alphabet, language, meta) + "\n".join(f"<lexeme>{each}</lexeme>" for each in lexemes)
    return NamedPls(name=name, file=parse_pls(f"{body}</lexicon>".encode(), name=name))


def rule(grapheme: str, alias: str) -> str:
    return f"<grapheme>{grapheme}</grapheme><alias>{alias}</alias>"


BOOK = source("lexicon.pls", rule("Bea", "Bee"), rule("Ames", "Aims"), rule("Ames", "Second"), rule("St. Ames", "All"))
FRENCH = source("french.pls", rule("Ames", "Am"), language="fr")
ENGINE = source("hibari.pls", rule("Ames", "Engine"), meta='<meta name="engine" content="hibari"/>')
SHARED = source("names.pls", rule("Ames", "Shared"))


def judged(word: str, *files: NamedPls, engine: str = "") -> list[tuple[str, bool, str]]:
    verdicts = judge_word(word, files, language="en-GB", engine=engine)
    return [(verdict.rule.where, verdict.wins, verdict.why) for verdict in verdicts]


def test_the_first_rule_that_knows_a_word_wins_and_each_other_says_why_not():
    assert judged("Ames", ENGINE, FRENCH, BOOK, SHARED) == [
        ("french.pls:1", False, "only in text marked lang=fr"),
        ("lexicon.pls:2", True, "the first that knows it"),
        ("lexicon.pls:3", False, "lexicon.pls:2 comes first"),
        ("names.pls:1", False, "lexicon.pls:2 comes first"),
        ("hibari.pls:1", False, "only for engine hibari"),
        ("lexicon.pls:4", False, "the longest wins: only where all of it is written"),
    ]


def test_a_rule_for_an_engine_speaks_where_no_other_knows_the_word():
    assert judged("Ames", ENGINE, engine="hibari") == [("hibari.pls:1", True, "the first that knows it")]
    assert judged("Nobody", BOOK) == []


def test_merged_files_keep_everything_and_leave_out_what_a_file_before_knows():
    more = source("more.pls", "<!-- why -->" + rule("Ames", "Late") + "<grapheme>Ams</grapheme>", rule("Cid", "Sid"))
    merged, left_out = merge_lexicons([BOOK, more])
    assert [(f.code, f.where, f.message) for f in left_out] == [
        ("lexicon.shadowed", "more.pls:1", "'Ames': lexicon.pls:2 comes first; left out")
    ]
    assert [[g.words for g in lexeme.graphemes] for lexeme in merged.lexemes] == [
        ["Bea"],
        ["Ames"],
        ["Ames"],
        ["St. Ames"],
        ["Ams"],
        ["Cid"],
    ]
    assert merged.lexemes[4].parts[0].text == " why "


def test_a_phoneme_of_another_alphabet_says_so_when_merged():
    arpabet = source("a.pls", "<grapheme>Cid</grapheme><phoneme>S IH1 D</phoneme>", alphabet="cmu-arpabet")
    merged, _ = merge_lexicons([BOOK, arpabet])
    assert merged.lexemes[-1].readings[0].attribute("alphabet") == "cmu-arpabet"
    assert lexicon_of(merged, name="m").entries[-1].alphabet == "cmu-arpabet"


@pytest.mark.parametrize(
    ("other", "message"),
    [
        (FRENCH, "french.pls is for xml:lang 'fr', lexicon.pls for 'en'; merge them apart"),
        (ENGINE, "hibari.pls is for engine 'hibari', lexicon.pls for ''; merge them apart"),
    ],
)
def test_lexicons_for_different_languages_or_engines_are_not_merged(other, message):
    with pytest.raises(LexiconError) as caught:
        merge_lexicons([BOOK, other])
    assert str(caught.value) == message


GRAPHEME = st.sampled_from(["a", "b", "c", "a b", "b c", "ab"])


def made(pairs: list[tuple[str, str]]) -> PlsFile:
    lexemes = [
        Lexeme(parts=(comment("x"), text_part(PartName.GRAPHEME, word), text_part(PartName.ALIAS, alias)))
        for word, alias in pairs
    ]
    return new_pls(lexemes, language="en")


@given(
    st.lists(st.lists(st.tuples(GRAPHEME, st.sampled_from(["x", "y", "z"])), max_size=4), min_size=1, max_size=3),
    st.lists(GRAPHEME, max_size=8).map(" ".join),
)
def test_a_merged_lexicon_says_the_same_as_its_files_asked_in_order(files, text):
    sources = [NamedPls(name=f"{n}.pls", file=made(pairs)) for n, pairs in enumerate(files)]
    apart = Lexicons(layers=tuple(lexicon_of(each.file, name=each.name) for each in sources))
    merged = Lexicons(layers=(lexicon_of(merge_lexicons(sources)[0], name="merged"),))
    assert find_aliases(text, merged, language="en") == find_aliases(text, apart, language="en")
