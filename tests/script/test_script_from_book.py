from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Chapter, Kind, Mark, MarkName, Matter, Paragraph, SceneBreak
from pipeline.script.edit import sentence_cuts
from pipeline.script.file import SceneBreakLine, format_script, parse_script
from pipeline.script.from_book import format_chapter, name_paragraphs
from pipeline.script.ids import IdGiver
from pipeline.script.markup import LINE_KINDS
from pipeline.script.nesting import normal_marks

GOLDEN = Path(__file__).parent.parent / "golden" / "script"


def chapter(*blocks, depth=1):
    return Chapter(
        id="c01", title="", depth=depth, matter=Matter.BODY, is_read_aloud=True, rule="", blocks=blocks, words=0
    )


def paragraph(text, kind=Kind.PARAGRAPH, marks=()):
    return Paragraph(kind=kind, text=text, marks=tuple(marks))


def written(given_chapter, language="en"):
    ids = name_paragraphs(given_chapter, IdGiver(()))
    return format_chapter(given_chapter, ids, language=language)


def test_a_chapter_is_one_sentence_a_line_with_ids_kinds_and_heading_levels():
    text = written(
        chapter(
            paragraph("I. Introduction", Kind.HEADING),
            paragraph(
                "Mr. Hale rose. “Where does it end?” he said.",
                marks=[Mark(start=22, stop=26, name=MarkName.EMPHASIS)],
            ),
            SceneBreak(),
            paragraph("A part", Kind.HEADING),
            paragraph("Tyger Tyger,\nburning bright", Kind.VERSE),
        )
    )
    assert text == (
        "@c01 kind=heading\n# I. Introduction\n\n"
        "@c01-p001\nMr. Hale rose.\n“Where *does* it end?” he said.\n\n"
        "* * *\n\n"
        "@c01-p002 kind=heading\n## A part\n\n"
        "@c01-p003 kind=verse\nTyger Tyger,\nburning bright\n"
    )


def test_hostile_text_is_golden(golden):
    source = (GOLDEN / "hostile" / "in" / "chapter.txt").read_text(encoding="utf-8").splitlines()
    golden(GOLDEN / "hostile" / "out" / "c01.txt", written(chapter(*(paragraph(line) for line in source))))


def test_cuts_are_single_spaces_between_sentences_only():
    text = "One ends.  Two ends. Three ends.\u00a0Four ends. 😀 Five ends. "
    assert sentence_cuts(text, "en-GB") == (text.index(" Three"), text.index(" 😀"))


def test_a_lone_surrogate_is_no_reason_to_stop():
    assert written(chapter(paragraph("One \ud800 ends. Two."))) == "@c01-p001\nOne \\u{d800} ends.\nTwo.\n"


SENTENCES = st.sampled_from(
    [
        "He went. ",
        "* * * ",
        "@c01 ",
        "# One. ",
        "[x]{y} ",
        "Why? ",
        " ",
        "\u00a0",
        "<break/> ",
        "\\ ",
        "😀! ",
        "No.\n",
        "“Go.” ",
    ]
)
TEXTS = st.lists(SENTENCES | st.characters(exclude_categories=()), min_size=1, max_size=12).map("".join)


@st.composite
def paragraphs(draw):
    kind = draw(st.sampled_from(list(Kind)))
    text = draw(TEXTS)
    ends = st.integers(0, len(text))
    ranges = draw(st.lists(st.tuples(ends, ends, st.sampled_from(["emphasis", "lang", "note", "as"])), max_size=4))
    marks = [
        Mark(start=min(a, b), stop=max(a, b), name=MarkName(name), value="" if name == "emphasis" else "la")
        for a, b, name in ranges
    ]
    return paragraph(text, kind, marks)


@given(
    st.lists(paragraphs() | st.just(SceneBreak()), max_size=6),
    st.integers(0, 9),
    st.sampled_from(["en", "fr", "xx", ""]),
)
def test_reading_back_gives_the_text_and_marks_of_every_paragraph(blocks, depth, language):
    text = written(chapter(*blocks, depth=depth), language)
    script = parse_script(text, name="c01.txt")
    assert format_script(script) == text
    assert [
        None if isinstance(item, SceneBreakLine) else (item.kind, item.text, item.marks) for item in script.items
    ] == [
        (block.kind, block.text, normal_marks(block.text, block.marks)) if isinstance(block, Paragraph) else None
        for block in blocks
    ]
    if not any(isinstance(block, Paragraph) and block.kind in LINE_KINDS for block in blocks):
        assert "\n\n\n" not in text
    text.encode()


def test_ids_of_a_chapter_are_its_own_heading_and_numbers_in_order():
    blocks = [
        paragraph("One", Kind.HEADING),
        paragraph("a"),
        paragraph("Two", Kind.HEADING),
        SceneBreak(),
        paragraph("b"),
    ]
    giver = IdGiver(["c01-p007", "c02"])
    assert name_paragraphs(chapter(*blocks), giver) == ("c01", "c01-p008", "c01-p009", "c01-p010")
    assert giver.give_heading("c02") == "c02-p001"
    assert giver.give_chapter() == "c03"


def test_ids_grow_beyond_three_digits():
    assert IdGiver(["c01-p999"]).give_paragraph("c01") == "c01-p1000"


def test_a_number_of_ids_that_does_not_fit_is_a_bug():
    for ids in ((), ("c01-p001", "c01-p002")):
        with pytest.raises(ValueError, match="c01"):
            format_chapter(chapter(paragraph("a")), ids)


@pytest.mark.skipif("DECLAIM_CORPORA" not in os.environ, reason="DECLAIM_CORPORA is not set")
def test_the_reference_texts_of_the_corpora_come_back_word_for_word():
    files = sorted((Path(os.environ["DECLAIM_CORPORA"]) / "truth").rglob("*.txt"))[:3]
    if not files:
        pytest.skip("no reference texts in DECLAIM_CORPORA/truth")
    for file in files:
        texts = [" ".join(part.split()) for part in file.read_text(encoding="utf-8").split("\n\n") if part.strip()]
        script = parse_script(written(chapter(*map(paragraph, texts))), name="c01.txt")
        assert [block.text for block in script.blocks] == texts
