import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.emulator.pronunciation import Rule, add_rules, find_rule, read_pls, write_pls

CAT = Rule(string="cat", alias="dog")


@pytest.mark.parametrize(
    ("text", "place", "matches"),
    [
        ("a cat.", 2, True),
        ("cats", 0, False),
        ("bobcat", 3, False),
        ("Cat", 0, False),
        ("“cat”", 1, True),
        ("a cat", 0, False),
    ],
)
def test_a_rule_matches_whole_words_in_its_own_case(text, place, matches):
    assert (find_rule((CAT,), text, place) is CAT) is matches


def test_the_first_rule_that_matches_wins():
    long, short = Rule(string="New York", alias="NY"), Rule(string="New", alias="N")
    assert find_rule((short, long), "New York", 0) is short
    assert find_rule((long, short), "New York", 0) is long


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.text("abc<&'é", min_size=1, max_size=4), st.text("xy>&", min_size=1, max_size=4))))
def test_aliases_survive_pls(pairs):
    rules = add_rules((), [Rule(string=string, alias=alias) for string, alias in pairs])
    assert read_pls(write_pls(rules)) == rules
