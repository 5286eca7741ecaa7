from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ScriptError
from pipeline.model import Kind, Mark, MarkName
from pipeline.script.markup import LINE_KINDS, format_markup, parse_markup
from pipeline.script.nesting import normal_marks
from pipeline.script.origin import Origin

P = Kind.PARAGRAPH


def mark(start, stop, name, value=""):
    return Mark(start=start, stop=stop, name=MarkName(name), value=value)


def read(raw, kind=P):
    return parse_markup(raw, kind=kind)


def test_the_example_of_the_design_is_read_with_every_mark_at_its_place():
    raw = (
        "[“Where does it *end*?”]{speaker=filby style=0.3} said Filby. "
        '<break time="0.8s"/>\n[Nil desperandum]{lang=la}, he thought.\n'
    )
    text = "“Where does it end?” said Filby. Nil desperandum, he thought."
    assert read(raw) == (
        text,
        (
            mark(0, 20, "speaker", "filby"),
            mark(0, 20, "style", "0.3"),
            mark(15, 18, "emphasis"),
            mark(33, 33, "break", "0.8"),
            mark(33, 48, "lang", "la"),
        ),
    )


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("one\ntwo", "one two"),
        ("  one \t\r\n  two  ", "one two"),
        ("one\u00a0 \u00a0two", "one\u00a0 \u00a0two"),
        (r"a\*b\[c\]\{d\\e\<break", "a*b[c]{d\\e<break"),
        (r"one\u{20}\u{20}two\ ", "one  two "),
        ("a <breakfast> at }", "a <breakfast> at }"),
        ("", ""),
    ],
)
def test_white_space_counts_as_one_space_and_escapes_as_their_character(raw, text):
    assert read(raw) == (text, ())


def test_a_line_end_of_verse_is_a_line_feed():
    assert read("  Tyger *Tyger*, \n  burning bright", Kind.VERSE) == (
        "Tyger Tyger,\nburning bright",
        (mark(6, 11, "emphasis"),),
    )


def test_white_space_on_both_sides_of_a_sign_counts_once():
    assert read("a <break time='1s'/>".replace("'", '"') + "\n b") == ("a b", (mark(2, 2, "break", "1"),))
    assert read('a <break time="500ms"/> ') == ("a", (mark(1, 1, "break", "0.5"),))


def test_an_empty_span_is_a_point():
    assert read("word[]{note=notes.xhtml#n1}.") == ("word.", (mark(4, 4, "note", "notes.xhtml#n1"),))


def test_a_quoted_value_keeps_blanks_and_escapes():
    assert read(r'[x]{say="a \"b\" \\ c"}') == ("x", (mark(0, 1, "say", 'a "b" \\ c'),))


@pytest.mark.parametrize(
    ("raw", "place", "message"),
    [
        ("one\ntwo [three", "c01.txt:8:5", "`[` has no end"),
        ("*one", "c01.txt:7:1", "`*` has no end"),
        ("one]", "c01.txt:7:4", "`]` ends nothing"),
        ("[one]", "c01.txt:7:5", "`]` needs `{name=value}`"),
        ("[one]{}", "c01.txt:7:6", "`{}` says nothing"),
        ("[one]{colour=red}", "c01.txt:7:7", "a span cannot say `colour`"),
        ("[one]{emphasis=red}", "c01.txt:7:7", "a span cannot say `emphasis`"),
        ("[one]{lang}", "c01.txt:7:7", "`lang` needs a value"),
        ("[one]{lang=fr lang=de}", "c01.txt:7:15", "`lang` stands twice"),
        ('[one]{say="two}', "c01.txt:7:7", "not `name=value`"),
        ("[one]{speed=fast}", "c01.txt:7:7", "`speed` has to be a number"),
        ("[one]{seed=1.5}", "c01.txt:7:7", "`seed` has to be a whole number"),
        ("[]{lang=fr}", "c01.txt:7:1", "lang of no words"),
        ("one {two}", "c01.txt:7:5", "`{` has no `[...]` before it"),
        ("one **", "c01.txt:7:5", "emphasis of no words"),
        ("***", "c01.txt:7:3", "`*` has no end"),
        ("[one *two]{lang=fr}", "c01.txt:7:6", "`*` has no end before `]`"),
        ("C:\\temp", "c01.txt:7:3", "`\\` escapes nothing here"),
        ("\\u{110000}", "c01.txt:7:1", "`\\` escapes nothing here"),
        ('<break time="soon"/>', "c01.txt:7:1", "a pause is"),
        ('<break time="61s"/>', "c01.txt:7:1", "a pause is"),
        ("<break/>", "c01.txt:7:1", "a pause is"),
    ],
)
def test_what_cannot_be_read_without_guessing_is_an_error_with_its_place(raw, place, message):
    with pytest.raises(ScriptError) as caught:
        parse_markup(raw, kind=P, origin=Origin(name="c01.txt", line=7))
    got_place, _, got = caught.value.message.partition(": ")
    assert (got_place, message in got) == (place, True), caught.value.message


def test_crossing_ranges_are_cut_where_it_does_no_harm():
    marks = (mark(0, 4, "emphasis"), mark(2, 6, "say", "x"))
    assert format_markup("abcdef", marks, kind=P) == "*ab*[*cd*ef]{say=x}"


def test_emphasis_that_loses_a_blank_at_its_end_does_not_cross_a_range_anew():
    marks = (mark(0, 4, "lang", "la"), mark(1, 5, "emphasis"), mark(2, 4, "lang", "fr"))
    raw = "[a*b*[*c* ]{lang=fr}]{lang=la}*d*"
    assert format_markup("abc d", marks, kind=P) == raw
    assert read(raw) == ("abc d", normal_marks("abc d", marks))


def test_emphasis_does_not_begin_or_end_with_a_blank():
    assert format_markup("one two three", (mark(3, 8, "emphasis"),), kind=P) == "one *two* three"


def test_marks_of_one_range_share_a_span():
    marks = (mark(0, 3, "style", "0.3"), mark(0, 3, "speaker", "filby"), mark(0, 3, "emphasis"))
    assert format_markup("one", marks, kind=P) == "*[one]{speaker=filby style=0.3}*"


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("* * *", r"\* \* \*"),
        ("# 1", r"\# 1"),
        ("@c01", r"\@c01"),
        ("a [b] {c} <Break> \\", r"a \[b\] \{c} \<Break> \\"),
        (" a  b ", r"\u{20}a \u{20}b\u{20}"),
        ("a\tb\u2028c", r"a\u{9}b\u{2028}c"),
        ("a\nb", r"a\u{a}b"),
    ],
)
def test_text_is_escaped_so_that_it_never_becomes_a_mark(text, raw):
    assert format_markup(text, (), kind=P) == raw


def test_an_empty_line_of_verse_does_not_end_the_block():
    assert format_markup("a\n\nb", (), kind=Kind.VERSE) == "a\\u{a}\nb"


def test_a_break_over_words_and_a_range_outside_the_text_are_bugs():
    for bad in (mark(0, 1, "break", "1"), mark(0, 9, "emphasis")):
        with pytest.raises(ValueError, match="Mark"):
            format_markup("one", (bad,), kind=P)


HOSTILE = st.sampled_from(
    ["*", "[", "]", "{", "}", "\\", "<", "<break ", "<break/>", "@c01", "#", "# ", "* * *", " ", "\u00a0", "\t", "\r",
     "=", '"', "u{20}", "a", "word", "\u2028", "\x00", "\ud800", "é", "\U0001f600", "\u202e", "\ufeff"]
)  # fmt: skip
TEXTS = st.lists(HOSTILE | st.characters(exclude_categories=()), max_size=14).map("".join)
KINDS = st.sampled_from(list(Kind))
VALUES = TEXTS | st.sampled_from(["fr", "notes.xhtml#n1", "roman"])
NUMBERS = st.sampled_from(["0", "0.3", "1", "12"])


def texts_of(kind):
    if kind in LINE_KINDS:
        return st.lists(HOSTILE | st.just("\n"), max_size=14).map("".join)
    return TEXTS.map(lambda text: text.replace("\n", ""))


def values_of(name):
    numbers = {"speed", "stability", "similarity", "style", "break"}
    if name == "seed":
        return st.sampled_from(["0", "7"])
    return NUMBERS if name in numbers else st.just("") if name == "emphasis" else VALUES


@st.composite
def any_marks(draw, text):
    marks = []
    for _ in range(draw(st.integers(0, 5))):
        name = draw(st.sampled_from(list(MarkName)))
        start = draw(st.integers(0, len(text)))
        stop = start if name is MarkName.BREAK else draw(st.integers(start, len(text)))
        marks.append(mark(start, stop, name, draw(values_of(name))))
    return tuple(marks)


@st.composite
def texts_with_marks(draw):
    kind = draw(KINDS)
    text = draw(texts_of(kind))
    return kind, text, draw(any_marks(text))


@given(texts_with_marks())
def test_what_is_written_is_read_again_text_and_marks(case):
    kind, text, marks = case
    normal = normal_marks(text, marks)
    assert parse_markup(format_markup(text, marks, kind=kind), kind=kind) == (text, normal)
    assert parse_markup(format_markup(text, normal, kind=kind), kind=kind) == (text, normal)


def said_of(marks, offset):
    return {(m.name, m.value) for m in marks if m.start <= offset < m.stop}


@given(texts_with_marks())
def test_normal_marks_say_the_same_of_every_word_and_never_cross(case):
    _, text, marks = case
    normal = normal_marks(text, marks)
    for offset, character in enumerate(text):
        if character not in " \n":
            assert said_of(normal, offset) == said_of(marks, offset)
    for one in normal:
        assert not any(one.start < other.start < one.stop < other.stop for other in normal)
    points = [m for m in marks if m.start == m.stop and m.name in {"note", "say", "cue", "break"}]
    assert sorted(m.value for m in points) == sorted(m.value for m in normal if m.start == m.stop)


@given(st.lists(HOSTILE | st.sampled_from(["{lang=fr}", "]{say=x}", "\n"]), max_size=12).map("".join), KINDS)
def test_anything_typed_is_read_or_refused_and_what_is_read_can_be_written(raw, kind):
    try:
        text, marks = parse_markup(raw, kind=kind)
    except ScriptError:
        return
    assert parse_markup(format_markup(text, marks, kind=kind), kind=kind) == (text, normal_marks(text, marks))
