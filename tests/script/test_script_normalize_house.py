from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Boundary, Cast, HouseRule, HouseRules, Kind, ScriptParagraph, Voice
from pipeline.script.lexicon import Lexicons
from pipeline.script.lines import lines_of_chapter
from pipeline.script.normalize import find_changes
from pipeline.script.normalize.house import known_names

SHIP = HouseRule(name="ship", text="S.S. Arcadia", spoken="Steamship Arcadia")
KNOTS = HouseRule(name="knots", pattern=r"(\d+)-knot (wind|gale)", spoken=r"\2 of \1 knots")
WORDS = st.text(alphabet=st.sampled_from(list("ab 12.£’' ")), max_size=30)


def read(text: str, house: HouseRules) -> list[tuple[str, str, str]]:
    return [
        (text[c.start : c.stop], c.spoken, c.rule)
        for c in find_changes(text, locale="en-GB", kind=Kind.PARAGRAPH, house=house)
    ]


def key(text: str, house: HouseRules) -> str:
    paragraphs = lines_of_chapter(
        [ScriptParagraph(id="p1", kind=Kind.PARAGRAPH, text=text)],
        chapter="c01",
        cast=Cast(narrator=Voice(engine="tone", voice="a")),
        lexicons=Lexicons(),
        language="en-GB",
        line_limit=800,
        house=house,
    )
    assert paragraphs[0].ends is Boundary.CHAPTER_END
    return paragraphs[0].source_key


def test_a_book_says_an_exact_text_its_own_way():
    house = HouseRules(rules=(SHIP,))
    assert read("The S.S. Arcadia and the XS.S. Arcadian.", house)[0] == (
        "S.S. Arcadia",
        "Steamship Arcadia",
        "house.ship",
    )
    assert [rule for _, _, rule in read("Aboard S.S. Arcadian", house)] == ["initials.chain"]


def test_a_pattern_uses_what_its_groups_matched():
    assert read("in a 40-knot gale", HouseRules(rules=(KNOTS,))) == [
        ("40-knot gale", "gale of 40 knots", "house.knots"),
    ]


def test_a_rule_of_the_book_matches_whatever_spaces_and_apostrophes_the_printer_used():
    rule = HouseRule(name="fort", text="Ft’s 3", spoken="the third fort")
    assert read("at Ft's\u00a03 here", HouseRules(rules=(rule,))) == [("Ft's\u00a03", "the third fort", "house.fort")]


@pytest.mark.parametrize("veto", ["money.sum", "money"])
def test_a_veto_takes_a_rule_or_its_family_out(veto):
    assert read("It cost £5 in 1848.", HouseRules(veto=(veto,)))[-1] == ("1848", "eighteen forty-eight", "number.year")
    assert all(rule != "money.sum" for _, _, rule in read("It cost £5.", HouseRules(veto=(veto,))))


def test_every_rule_of_every_language_can_be_vetoed():
    assert {"money.sum", "money", "roman.monarch", "number.foreign", "marked.roman"} <= known_names()


def test_the_producers_rules_are_in_the_fingerprint_only_where_they_are_heard():
    plain, house = HouseRules(), HouseRules(veto=("money",), rules=(SHIP,))
    assert key("Nothing of it here.", plain) == key("Nothing of it here.", house)
    assert key("The S.S. Arcadia sailed.", plain) != key("The S.S. Arcadia sailed.", house)
    assert key("It cost £5.", plain) != key("It cost £5.", house)


@given(WORDS, WORDS, st.sampled_from(["", "x", "so said"]))
def test_a_rule_of_the_book_never_breaks_the_order_of_the_changes(text, wanted, spoken):
    rules = (HouseRule(name="own", text=wanted.strip(), spoken=spoken),) if wanted.strip() else ()
    changes = find_changes(text, locale="en", house=HouseRules(rules=rules))
    assert all(first.stop <= second.start for first, second in pairwise(changes))
