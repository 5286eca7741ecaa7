"""Rules of dictionaries: what two lists differ by, and what is pinned."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import PhonemeAbility, PhonemeAlphabet
from pipeline.script.pronunciation.dictionary import (
    DictionaryRule,
    Difference,
    Pin,
    difference,
    format_pins,
    parse_pins,
    pls_of_rules,
    read_rules,
    rule_row,
    rules_of_lexicon,
)
from pipeline.script.pronunciation.pls import format_pls, parse_pls

RULES = st.lists(
    st.builds(DictionaryRule, string=st.text("ab", min_size=1, max_size=4), alias=st.sampled_from(["one", "two"])),
    unique_by=lambda rule: rule.string,
    max_size=8,
).map(tuple)
AMES = DictionaryRule(string="Ames", phoneme="EY1 M Z", alphabet="cmu-arpabet")


def applied(current: tuple[DictionaryRule, ...], change: Difference) -> tuple[DictionaryRule, ...]:
    kept = tuple(rule for rule in current if rule.string not in change.removed)
    assert not {rule.string for rule in kept} & {rule.string for rule in change.added}
    return kept + change.added


@given(RULES, RULES)
def test_a_difference_applied_gives_the_wanted_rules_each_before_those_it_holds(current, wanted):
    made = applied(current, difference(current, wanted))
    assert set(made) == set(wanted)
    for place, rule in enumerate(made):
        assert not [later for later in made[place + 1 :] if rule.string in later.string]
    assert not difference(made, wanted)


def test_a_phoneme_is_sent_where_the_voices_take_it_and_as_letters_where_they_do_not():
    file = pls_of_rules([DictionaryRule(string="Ames", phoneme="ˈeɪmz", alphabet="ipa")], language="en")
    ability = PhonemeAbility(alphabet=PhonemeAlphabet.ARPABET)
    assert rules_of_lexicon(file, ability) == (AMES,)
    assert rule_row(AMES) == {
        "type": "phoneme",
        "string_to_replace": "Ames",
        "phoneme": "EY1 M Z",
        "alphabet": "cmu-arpabet",
    }
    assert [rule.alias for rule in rules_of_lexicon(file, None)] == ["Ayms"]


def test_rules_read_back_equal_from_the_pls_that_is_written():
    rules = (AMES, DictionaryRule(string="Bath", alias="Bahth"))
    assert read_rules(parse_pls(format_pls(pls_of_rules(rules, language="en")), name="x")) == rules


def test_pins_read_back_equal():
    pins = {"lexicon.pls": Pin(dictionary="d-1", version="v_2", rules="ab")}
    assert parse_pins(format_pins(pins), name="dictionaries.lock") == pins
