from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Change, Kind, Mark, MarkName
from pipeline.script.lexicon import Lexicons, find_entries, parse_lexicon
from pipeline.script.spoken import find_spoken_changes, make_spoken

LEXICON = parse_lexicon(
    b'<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" xml:lang="en">'
    b"<lexeme><grapheme>Mr.</grapheme><alias>Mastah</alias></lexeme>"
    b"<lexeme><grapheme>Ames</grapheme><alias>Aims</alias></lexeme></lexicon>",
    name="test.pls",
)
STACK = Lexicons(layers=(LEXICON,))


def changes_of(text: str, *marks: Mark) -> tuple[Change, ...]:
    hits = find_entries(text, STACK, language="en-GB")
    return find_spoken_changes(text, language="en-GB", marks=marks, hits=hits)


def say_mark(start: int, stop: int, value: str) -> Mark:
    return Mark(start=start, stop=stop, name=MarkName.SAY, value=value)


def test_say_goes_before_the_lexicon_and_the_lexicon_before_the_rules():
    text = "Mr. Ames has £5; Ames has £6."
    changes = changes_of(text, say_mark(4, 8, "Amez"))
    assert [(text[c.start : c.stop], c.spoken, c.rule) for c in changes] == [
        ("Mr.", "Mastah", "lexicon:Mr."),
        ("Ames", "Amez", "say"),
        ("£5", "five pounds", "money.sum"),
        ("Ames", "Aims", "lexicon:Ames"),
        ("£6", "six pounds", "money.sum"),
    ]


def test_invisible_characters_go_and_odd_spaces_become_plain_ones_as_changes():
    text = "A\u00a0b\u2060c “\u200a‘d\u00ade"
    changes = changes_of(text)
    assert make_spoken(text, changes).text == "A bc “ ‘de"
    assert {c.rule for c in changes} == {"clean.space", "clean.invisible"}


def test_capitals_and_em_dashes_stay():
    text = "“I DID not—” he said."
    assert make_spoken(text, changes_of(text)).text == text


def test_what_is_not_spoken_takes_one_of_its_two_spaces_along():
    text = "The fish. [3] He left."
    assert make_spoken(text, changes_of(text)).text == "The fish. He left."


def test_say_on_an_empty_range_is_spoken_before_the_next_word():
    assert make_spoken("One two.", changes_of("One two.", say_mark(4, 4, "and"))).text == "One and two."
    assert make_spoken("One", changes_of("One", say_mark(3, 3, "end"))).text == "One end"


def test_a_range_counts_its_spans_from_its_own_start():
    text = "One. £5 here."
    spoken = make_spoken(text, changes_of(text), start=5, stop=13)
    assert spoken.text == "five pounds here."
    assert [(s.start, s.stop, s.spoken_start, s.spoken_stop) for s in spoken.spans] == [(0, 2, 0, 11)]
    assert spoken.written_offset(12) == 3


@given(
    st.text(alphabet=st.sampled_from(list("Mr. AmesIVX £0123456789\u00a0\u2060[]*—“”\n")), max_size=80),
    st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80), st.sampled_from(["", "x", "so said"])), max_size=3),
    st.sampled_from(list(Kind)),
)
def test_outside_the_spans_both_texts_are_the_same_and_the_map_is_monotonic(text, said, kind):
    marks = [say_mark(min(a, b, len(text)), min(max(a, b), len(text)), value) for a, b, value in said]
    hits = find_entries(text, STACK, language="en")
    changes = find_spoken_changes(text, language="en", marks=marks, kind=kind, hits=hits)
    spoken = make_spoken(text, changes)
    at, spoken_at = 0, 0
    for span in spoken.spans:
        assert span.start < span.stop
        assert at <= span.start
        assert text[at : span.start] == spoken.text[spoken_at : span.spoken_start]
        at, spoken_at = span.stop, span.spoken_stop
    assert text[at:] == spoken.text[spoken_at:]
    offsets = [spoken.written_offset(at) for at in range(len(spoken.text) + 1)]
    assert offsets == sorted(offsets)
    assert all(0 <= offset <= len(text) for offset in offsets)
