from __future__ import annotations

import gzip
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import ScriptError
from pipeline.model import (
    Boundary,
    Cast,
    Kind,
    Line,
    Mark,
    MarkName,
    ParagraphLines,
    PhonemeAbility,
    PhonemeAlphabet,
    SceneBreak,
    ScriptParagraph,
    Voice,
)
from pipeline.script.lexicon import Lexicon, LexiconEntry, Lexicons, parse_lexicon
from pipeline.script.lines import Item, lines_of_chapter
from pipeline.script.pronunciation.saying import Abilities, without_phonemes

NARRATOR = Voice(engine="tone", voice="narrator", settings=(("speed", 1.0), ("stability", 0.5)))
FILBY = Voice(engine="tone", voice="filby")
CAST = Cast(narrator=NARRATOR, speakers=(("filby", FILBY), ("weena", replace(FILBY, voice="weena"))))
LEXICONS = Lexicons(
    layers=(
        parse_lexicon(
            '<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="ipa">'
            "<lexeme><grapheme>Ames</grapheme><alias>Aims</alias></lexeme>"
            "<lexeme><grapheme>Agnes</grapheme><phoneme>ˈægnɪs</phoneme></lexeme></lexicon>".encode(),
            name="test.pls",
        ),
    )
)


def mark(start: int, stop: int, name: MarkName, value: str = "") -> Mark:
    return Mark(start=start, stop=stop, name=name, value=value)


def paragraph(text: str, *marks: Mark, kind: Kind = Kind.PARAGRAPH, **direction: str) -> ScriptParagraph:
    directed = tuple((name.replace("_", "-"), value) for name, value in direction.items())
    return ScriptParagraph(id="c01-p001", kind=kind, text=text, marks=marks, direction=directed)


def chapter(
    *items: Item, limit: int = 800, lexicons: Lexicons = LEXICONS, abilities: Abilities = without_phonemes
) -> tuple[ParagraphLines, ...]:
    return lines_of_chapter(
        items,
        chapter="c01",
        cast=CAST,
        lexicons=lexicons,
        language="en-GB",
        line_limit=limit,
        abilities=abilities,
    )


def lines(text: str, *marks: Mark, limit: int = 800, **direction: str) -> tuple[Line, ...]:
    return chapter(paragraph(text, *marks, **direction), limit=limit)[0].lines


def test_a_short_paragraph_is_one_line_in_the_narrators_voice():
    (line,) = lines("It rained. He paid £5. She left.")
    assert (line.paragraph, line.number, line.start, line.stop) == ("c01-p001", 0, 0, 32)
    assert line.spoken.text == "It rained. He paid five pounds. She left."
    assert (line.voice, line.speaker, line.language, line.ends) == (NARRATOR, "", "en-GB", Boundary.PARAGRAPH)


def test_sentences_share_lines_as_far_as_the_spoken_text_fits():
    found = lines("It rained all day. He paid £1,777. She left at once. He wept.", limit=60)
    assert [line.spoken.text for line in found] == [
        "It rained all day.",
        "He paid one thousand seven hundred and seventy-seven pounds.",
        "She left at once. He wept.",
    ]
    assert [line.ends for line in found] == [Boundary.SENTENCE, Boundary.SENTENCE, Boundary.PARAGRAPH]


def test_a_span_with_its_own_voice_is_its_own_line():
    text = "“Where does it end?” said Filby. He sat."
    found = lines(text, mark(0, 20, MarkName.SPEAKER, "filby"), mark(0, 20, MarkName.STYLE, "0.3"))
    assert [(line.spoken.text, line.speaker, line.ends) for line in found] == [
        ("“Where does it end?”", "filby", Boundary.PIECE),
        ("said Filby. He sat.", "", Boundary.PARAGRAPH),
    ]
    assert found[0].voice == replace(FILBY, settings=(("style", 0.3),))


def test_of_spans_inside_each_other_the_innermost_wins():
    found = lines("one two three", mark(0, 13, MarkName.SPEAKER, "filby"), mark(4, 7, MarkName.SPEAKER, "weena"))
    assert [(line.spoken.text, line.speaker) for line in found] == [
        ("one", "filby"),
        ("two", "weena"),
        ("three", "filby"),
    ]


def test_the_cast_the_block_and_the_span_set_a_voice_in_this_order():
    found = lines("one two", mark(4, 7, MarkName.SPEED, "0.8"), speed="0.9", style="0.2")
    assert found[0].voice.settings == (("speed", 0.9), ("stability", 0.5), ("style", 0.2))
    assert found[1].voice.settings == (("speed", 0.8), ("stability", 0.5), ("style", 0.2))


def test_a_break_cuts_the_line_and_costs_no_characters():
    found = lines("One. Two.", mark(4, 4, MarkName.BREAK, "0.8s"), mark(4, 4, MarkName.BREAK, "200ms"))
    assert [(line.spoken.text, line.break_s) for line in found] == [("One.", 1.0), ("Two.", None)]


def test_a_break_before_the_first_word_is_the_pause_before_the_paragraph():
    (found,) = chapter(paragraph("One.", mark(0, 0, MarkName.BREAK, "1.5s")))
    assert (found.pause_before_s, len(found.lines)) == (1.5, 1)


def test_a_lone_quotation_mark_joins_the_voice_beside_it():
    text = "“One.” He said “two”."
    found = lines(text, mark(1, 5, MarkName.SPEAKER, "filby"), mark(16, 19, MarkName.SPEAKER, "filby"))
    assert [(line.spoken.text, line.speaker) for line in found] == [
        ("“One.", "filby"),
        ("” He said “", ""),
        ("two”.", "filby"),
    ]


def test_the_language_of_a_line_is_that_of_a_mark_over_all_of_it():
    found = lines("One. Nil desperandum", mark(5, 20, MarkName.LANG, "la"), mark(5, 20, MarkName.SPEED, "0.9"))
    assert [line.language for line in found] == ["en-GB", "la"]
    assert lines("One, nil", mark(5, 8, MarkName.LANG, "la"))[0].language == "en-GB"


def ipa_for(name: str) -> Abilities:
    ability = PhonemeAbility(alphabet=PhonemeAlphabet.IPA)
    return lambda voice: ability if voice.voice == name else None


def test_phonemes_go_with_the_lines_that_hold_their_word():
    found = chapter(paragraph("Agnes met Ames. It rained a lot."), limit=16, abilities=ipa_for("narrator"))[0].lines
    assert [(line.spoken.text, line.pronunciations) for line in found] == [
        ("Agnes met Aims.", (("Agnes", "ˈæɡnɪs"),)),
        ("It rained a lot.", ()),
    ]


def test_a_voice_without_phonemes_gets_the_word_in_letters():
    found = lines("Agnes met Ames.")
    assert [(line.spoken.text, line.pronunciations) for line in found] == [("Ag-niss met Aims.", ())]


def test_each_voice_of_a_paragraph_gets_what_it_takes():
    text = "“Agnes!” said Agnes."
    spoken = chapter(paragraph(text, mark(0, 8, MarkName.SPEAKER, "filby")), abilities=ipa_for("narrator"))[0].lines
    assert [(line.spoken.text, line.pronunciations) for line in spoken] == [
        ("“Ag-niss!”", ()),
        ("said Agnes.", (("Agnes", "ˈæɡnɪs"),)),
    ]


def test_a_lexicon_for_an_engine_speaks_with_that_engine_only_and_after_the_others():
    own = Lexicon(name="tone", language="", engine="tone", entries=(LexiconEntry(grapheme="Ames", alias="Tone"),))
    other = Lexicon(name="x", language="", engine="x", entries=(LexiconEntry(grapheme="Bea", alias="Bee"),))
    only = Lexicon(name="tone", language="", engine="tone", entries=(LexiconEntry(grapheme="Bea", alias="Bay"),))
    stack = Lexicons(layers=(own, other, only, *LEXICONS.layers))
    assert [p.lines[0].spoken.text for p in chapter(paragraph("Ames, Bea"), lexicons=stack)] == ["Aims, Bay"]


@pytest.mark.parametrize("text", ["* * *", "— …", "“”", "[Illustration: A cat]"])
def test_what_says_nothing_has_no_lines(text):
    assert lines(text) == ()


def test_a_row_of_signs_longer_than_the_limit_is_not_sent():
    text = "It rained all day. " + "*—" * 60 + " She left."
    first, last = lines(text, limit=40)
    assert first.spoken.text == "It rained all day."
    assert last.spoken.text.endswith(" She left.")
    assert len(last.spoken.text) <= 40


def test_skip_takes_a_paragraph_out_and_the_boundary_looks_past_it():
    found = chapter(paragraph("One."), paragraph("Two.", skip="yes"), SceneBreak(), paragraph("Three."))
    assert [len(each.lines) for each in found] == [1, 0, 1]
    assert [each.ends for each in found] == [Boundary.SCENE_BREAK, Boundary.SCENE_BREAK, Boundary.CHAPTER_END]


def test_boundaries_follow_heading_paragraph_scene_break_and_chapter_end():
    items = [
        paragraph("I", kind=Kind.HEADING),
        paragraph("A."),
        paragraph("B."),
        SceneBreak(),
        paragraph("C."),
        SceneBreak(),
    ]
    found = chapter(*items)
    assert [each.ends for each in found] == [
        Boundary.HEADING,
        Boundary.PARAGRAPH,
        Boundary.SCENE_BREAK,
        Boundary.CHAPTER_END,
    ]
    assert found[0].lines[0].spoken.text == "one"


def test_pauses_and_seed_are_read_from_the_direction():
    (found,) = chapter(paragraph("One.", pause_before="800ms", pause_after="1.2s", seed="7"))
    assert (found.pause_before_s, found.pause_after_s, found.lines[0].seed) == (0.8, 1.2, 7)


@pytest.mark.parametrize(
    ("direction", "message"),
    [
        ({"speaker": "fibly"}, "c01-p001: the speaker 'fibly' is not in the cast, which has filby, weena"),
        ({"speed": "fast"}, "c01-p001: speed=fast is not a number"),
        ({"seed": "1.5"}, "c01-p001: seed=1.5 is not a whole number"),
        ({"pause_after": "soon"}, "c01-p001: pause-after=soon: not a length of time"),
    ],
)
def test_what_the_cast_has_not_or_is_no_number_is_an_error_with_its_place(direction, message):
    with pytest.raises(ScriptError) as caught:
        lines("One.", **direction)
    assert message in str(caught.value)


def key(text: str, *marks: Mark, limit: int = 800, lexicons: Lexicons = LEXICONS, **direction: str) -> str:
    return chapter(paragraph(text, *marks, **direction), limit=limit, lexicons=lexicons)[0].source_key


def test_the_source_key_knows_what_is_heard_and_nothing_else():
    same = key("Ames came.")
    assert key("Ames came.", pause_after="1s", volume="2") == same
    assert key("Ames came.", limit=40) == same
    assert key("Ames came.", mark(4, 4, MarkName.NOTE, "n1")) == same
    assert key("Ames left.") != same
    assert key("Ames came.", speed="0.9") != same
    assert key("Ames came.", mark(0, 4, MarkName.EMPHASIS)) != same
    assert key("Ames came.", lexicons=Lexicons()) != same
    assert key("Jo came.", lexicons=Lexicons()) == key("Jo came.")
    assert key("One.", mark(4, 4, MarkName.BREAK, "1s")) == key("One.", mark(4, 4, MarkName.BREAK, "2s"))


def test_a_span_with_a_cue_is_a_line_of_its_own_and_narrates_only_itself():
    text = "“I can't,” said Ames."
    found = lines(text, mark(0, 10, MarkName.CUE, "she  said, trembling"))
    assert [(line.spoken.text, line.cue) for line in found] == [
        ("“I can't,”", "she said, trembling"),
        ("said Aims.", ""),
    ]


def test_every_line_of_a_paragraph_under_a_cue_has_it():
    found = lines("One thing came. Another thing went away at once.", limit=40, cue="slowly, he said")
    assert [line.cue for line in found] == ["slowly, he said"] * 2


def test_a_cue_without_words_is_an_error_that_says_where():
    with pytest.raises(ScriptError, match=r'c01-p001: cue="…" has no words'):
        lines("Ames came.", mark(0, 4, MarkName.CUE, "…"))


MARKED = st.tuples(
    st.integers(0, 160),
    st.integers(0, 160),
    st.sampled_from(
        [
            (MarkName.SPEAKER, "filby"),
            (MarkName.SPEED, "0.9"),
            (MarkName.SAY, "so they all said to him"),
            (MarkName.BREAK, "1s"),
            (MarkName.LANG, "fr"),
            (MarkName.EMPHASIS, ""),
        ]
    ),
)


@settings(max_examples=3000)
@given(
    st.text(
        alphabet=st.sampled_from(list("abAmes IVX£0123456789.,;!?—“”’ \n[]*\u00a0\u2060")), min_size=1, max_size=160
    ),
    st.lists(MARKED, max_size=5),
    st.integers(40, 120),
)
def test_every_letter_and_digit_is_in_one_line_in_order_and_no_line_is_over_the_limit(text, marked, limit):
    marks = [mark(min(a, b, len(text)), min(max(a, b), len(text)), name, value) for a, b, (name, value) in marked]
    found = lines(text, *marks, limit=limit)
    at = 0
    for line in found:
        assert at <= line.start < line.stop
        assert not any(sign.isalnum() for sign in text[at : line.start])
        assert any(sign.isalnum() for sign in line.spoken.text)
        longest = max((span.spoken_stop - span.spoken_start for span in line.spoken.spans), default=0)
        assert len(line.spoken.text) <= limit or longest > limit
        at = line.stop
    assert not found or not any(sign.isalnum() for sign in text[at:])


def test_a_whole_book_keeps_every_letter_and_no_line_is_over_the_limit():
    if "DECLAIM_CORPORA" not in os.environ:
        pytest.skip("the corpora are not here: set DECLAIM_CORPORA")
    name = "lewis-carroll_alices-adventures-in-wonderland_john-tenniel.txt.gz"
    text = gzip.decompress((Path(os.environ["DECLAIM_CORPORA"]) / "truth" / name).read_bytes()).decode()
    items = [paragraph(line) for line in text.split("\n") if line and not line.startswith("\x1e")]
    for item, found in zip(items, chapter(*items, limit=200), strict=True):
        said = "".join(item.text[line.start : line.stop] for line in found.lines)
        letters = [sign for sign in said if sign.isalnum()]
        assert letters == [sign for sign in item.text if sign.isalnum()] or not found.lines
        assert all(len(line.spoken.text) <= 200 for line in found.lines)
