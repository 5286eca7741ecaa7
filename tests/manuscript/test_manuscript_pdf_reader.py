"""PDF -> Book: what a listener hears of a printed page, and where every other word went."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_builder import BOLD, FONTS, ITALIC, REGULAR, Ink, Setting, lines, pdf, typeset

from pipeline.errors import ManuscriptError
from pipeline.manuscript.extract import chapter_text
from pipeline.manuscript.read import read_book
from pipeline.model import Kind, MarkName, Paragraph, ReadingPolicy, SceneBreak, with_choices

LAMP = (
    "The lamp had been burning since noon, and nobody in the house could say who had lit it or why the glass was "
    "clean, for the keeper had gone down to the harbour with the others and the door was locked from the outside."
)
GATE = (
    "Behind the gate there was a garden that no map of the island showed, with seven apple trees in a row and a well "
    "whose water tasted faintly of iron, and in the evening a small grey dog came there to sleep under the bench."
)


def story(chapter, paragraphs):
    """Paragraphs that differ, as those of a book do."""
    words = f"{LAMP} {GATE}".split()
    chance = random.Random(chapter)
    return [" ".join(["However,", *chance.sample(words, 20 + 9 * index), "again."]) for index in range(paragraphs)]


CHAPTERS = [(f"Chapter {name}", story(index, 7) * 2) for index, name in enumerate(("One", "Two", "Three", "Four"))]


def read(data, **options):
    book = read_book(data, name="lamp.pdf", **options)
    assert book.conservation.unaccounted_words == 0
    return book


def texts(book):
    return [chapter_text(chapter) for chapter in book.chapters if chapter.is_read_aloud]


def titles(book):
    return [chapter.title for chapter in book.chapters if chapter.is_read_aloud]


def rules(book):
    return {skip.rule for skip in book.conservation.skipped}


def paragraphs(book):
    return [block for chapter in book.chapters for block in chapter.blocks if isinstance(block, Paragraph)]


@pytest.mark.parametrize(
    "setting",
    [
        Setting(),
        Setting(is_justified=False, divides_words=False),
        Setting(indent=0, paragraph_gap=6),
        Setting(columns=2),
        Setting(columns=2, has_drop_caps=True),
        Setting(heading_size=10),
        Setting(book="The Lamp of the Island"),
    ],
    ids=["justified", "ragged", "spaced", "columns", "drop caps", "small heads", "running heads"],
)
def test_paragraphs_and_chapters_come_back_as_they_were_typeset(setting):
    book = read(typeset(CHAPTERS, setting))
    assert titles(book) == ["Chapter One", "Chapter Two", "Chapter Three", "Chapter Four"]
    assert texts(book) == ["\n\n".join([title, *body]) for title, body in CHAPTERS]


def test_running_heads_and_page_numbers_are_left_out_under_their_rules():
    book = read(typeset(CHAPTERS, Setting(book="The Lamp of the Island")))
    assert {"running-head", "page-number"} <= rules(book)
    assert "The Lamp of the Island" not in "".join(texts(book))


def test_footnotes_are_left_out_and_their_calls_marked():
    noted = LAMP.replace("keeper", "keeper{1}").replace("harbour", "harbour{2}")
    notes = {"{1}": "A keeper of lamps was paid by the oil he saved.", "{2}": "Now dry land."}
    book = read(typeset([("Chapter One", [noted, GATE] * 8)], Setting(notes=notes)))
    (text,) = texts(book)
    assert "paid by the oil" not in text
    assert "Now dry land" not in text
    assert "the keeper had gone down to the harbour with" in text
    skipped = [skip for skip in book.conservation.skipped if skip.rule == "note-body"]
    assert skipped[0].words == 12
    marks = [mark for mark in paragraphs(book)[1].marks if mark.name is MarkName.NOTE]
    assert [mark.value for mark in marks] == ["page 1#1", "page 1#2"]
    assert paragraphs(book)[1].text[: marks[0].start].endswith("the keeper")


def test_footnotes_are_heard_where_a_book_asks_for_them_and_printed_pages_announced():
    noted = LAMP.replace("keeper", "keeper{1}").replace("harbour", "harbour{2}")
    notes = {"{1}": "A keeper of lamps was paid by the oil he saved.", "{2}": "Now dry land."}
    chapters = [(f"Chapter {name}", [noted, GATE] * 8) for name in ("One", "Two")]
    choices = {"notes": "at-reference", "page-markers": "announce", "note-references": "announce"}
    book = read(typeset(chapters, Setting(notes=notes)), reading=with_choices(ReadingPolicy(), choices))
    told = [paragraph.text for paragraph in paragraphs(book)]
    place = next(index for index, text in enumerate(told) if "keeper (note 1) had" in text)
    heard = ["Note 1. A keeper of lamps was paid by the oil he saved.", "Note 2. Now dry land."]
    assert [text for text in told[place + 1 :] if not text.startswith("Page ")][:2] == heard
    assert "Page 2." in told


def test_the_power_of_a_unit_is_no_note():
    end = 72 + FONTS[REGULAR].text_length("It covered 40 m", fontsize=10)
    page = [Ink(text="It covered 40 m"), Ink(text="2", x=end, y=97, size=6), Ink(text="of floor.", y=113)]
    (text,) = texts(read(pdf(page)))
    assert text.split()[:4] == ["It", "covered", "40", "m2"]


def test_the_outline_names_chapters_that_look_like_text():
    inks = [*lines(["A Walk"], y=80), *lines([LAMP[:70], LAMP[70:140]], y=106)]
    other = [*lines(["The Well"], y=80), *lines([GATE[:70], GATE[70:140]], y=106)]
    book = read(pdf(inks, other, outline=[(1, "A Walk", 1), (1, "The Well", 2)]))
    assert titles(book) == ["A Walk", "The Well"]
    assert paragraphs(book)[0].kind is Kind.HEADING


def test_contents_title_and_copyright_pages_are_not_read():
    title = [Ink(text="The Lamp", x=150, y=200, size=24, font=BOLD), Ink(text="A. Keeper", x=170, y=260)]
    rights = lines(["Copyright 2026 by A. Keeper. All rights reserved.", "ISBN 978-3-16-148410-0"], y=400)
    contents = [Ink(text="Contents", x=150, y=90, size=16, font=BOLD)]
    for index, number in enumerate(("One", "Two", "Three", "Four")):
        contents.append(Ink(text=f"Chapter {number} . . . . . . . . . . . {4 + index * 3}", x=72, y=130 + index * 20))
    index = [Ink(text="Index", x=150, y=90, size=15, font=BOLD), *lines(["apple, 3, 7", "bench, 12", "well, 9"], y=130)]
    body = typeset_pages()
    outline = [(1, "Contents", 3), *((1, f"Chapter {n}", 4 + i) for i, n in enumerate(("One", "Two")))]
    book = read(pdf(title, rights, contents, *body, index, outline=[*outline, (1, "Index", 6)], title="The Lamp"))
    assert titles(book) == ["Chapter One", "Chapter Two"]
    assert {chapter.rule for chapter in book.chapters if not chapter.is_read_aloud} == {
        "content.titlepage",
        "content.copyright-page",
        "name.contents",
        "name.index",
    }
    assert book.metadata.isbn == "9783161484100"


def typeset_pages():
    """Two pages, a chapter each."""
    for number in ("One", "Two"):
        heading = Ink(text=f"Chapter {number}", x=150, y=80, size=15, font=BOLD)
        words = (LAMP + " ") * 12
        yield [heading, *lines([words[start : start + 60] for start in range(0, 2000, 60)], y=110)]


def test_italics_are_emphasis_and_ornaments_are_changes_of_scene():
    page = [
        Ink(text="He had ", x=72, y=100),
        Ink(text="never", x=104, y=100, font=ITALIC),
        Ink(text=" seen it.", x=127, y=100),
        Ink(text="* * *", x=190, y=130),
        Ink(text="The next day it was gone.", x=72, y=160),
    ]
    (chapter,) = read(pdf(page)).chapters
    first, scene, second = chapter.blocks
    assert isinstance(first, Paragraph)
    assert [(mark.name, first.text[mark.start : mark.stop]) for mark in first.marks] == [(MarkName.EMPHASIS, "never")]
    assert isinstance(scene, SceneBreak)
    assert isinstance(second, Paragraph)


def test_verse_keeps_its_lines():
    poem = ["Let not a murmur meet the ear,", "Nor discontent have sway;", "Let not a sullen brow appear"]
    prose = [(LAMP + " " + GATE)[start : start + 62] for start in range(0, 372, 62)]
    page = [*lines(prose, y=80), *lines(poem, x=100, y=190), *lines(prose, y=260)]
    verse = [block for block in paragraphs(read(pdf(page))) if block.kind is Kind.VERSE]
    assert [block.text for block in verse] == ["\n".join(poem)]


def test_the_rows_of_a_table_keep_their_cells_apart():
    rows = [("LANE", "Yes, sir."), ("JACK", "Have you got it?"), ("LANE", "It is in the hall."), ("JACK", "Bring it.")]
    page = [
        ink
        for index, (name, speech) in enumerate(rows)
        for ink in (Ink(text=name, x=72, y=100 + index * 20), Ink(text=speech, x=180, y=100 + index * 20))
    ]
    blocks = paragraphs(read(pdf(page)))
    assert [(block.kind, block.text) for block in blocks] == [(Kind.ROW, f"{name}\n{said}") for name, said in rows]


def test_a_place_is_the_page_and_the_range_of_its_text():
    book = read(pdf(lines([LAMP[:70], "The lamp is lit."]), lines(["The gate is shut."])))
    assert [(block.place.part, block.place.start, block.place.stop) for block in paragraphs(book)] == [
        ("page 1", 0, 87),
        ("page 2", 0, 17),
    ]


def test_a_locked_pdf_opens_with_its_password_only():
    data = pdf(lines([LAMP[:60]]), password="sesame")
    assert texts(read(data, password="sesame")) == [LAMP[:60]]
    with pytest.raises(ManuscriptError, match="locked with a password; give the right one with --password"):
        read_book(data, name="lamp.pdf")
    with pytest.raises(ManuscriptError, match="the password is wrong"):
        read_book(data, name="lamp.pdf", password="open")


def test_a_scan_is_refused_with_the_way_out_and_a_plate_is_not():
    with pytest.raises(ManuscriptError, match=r"2 of 2 pages are pictures without text.*ocrmypdf"):
        read_book(pdf([], [], picture_pages=frozenset({1, 2})), name="lamp.pdf")
    with pytest.raises(ManuscriptError, match="no page of the PDF has text"):
        read_book(pdf([]), name="lamp.pdf")
    book = read(pdf(lines([LAMP[:60]]), [], lines([GATE[:60]]), picture_pages=frozenset({2})))
    assert [(skip.rule, skip.where) for skip in book.conservation.skipped] == [("page-picture", "page 2")]


@pytest.mark.parametrize("size", [9, 40, 400])
def test_a_cut_off_file_is_refused(size):
    data = pdf(lines([LAMP[:60]]))[:size]
    with pytest.raises(ManuscriptError, match=r"lamp\.pdf: the PDF is damaged|lamp\.pdf: .*pages"):
        read_book(data, name="lamp.pdf")


@settings(max_examples=25)
@given(st.binary(max_size=400), st.integers(0, 1500))
def test_no_damage_to_the_bytes_escapes_as_a_foreign_error(junk, place):
    data = pdf(lines([LAMP[:60], GATE[:60]]))
    try:
        book = read_book(data[:place] + junk + data[place + len(junk) :], name="lamp.pdf")
    except ManuscriptError:
        return
    assert book.conservation.unaccounted_words == 0


TOKENS = ("lamp", "gate", "well-worn", "o’clock", "Éire", "1887", "—", "___", "it’s", "re-", "a", "I")
WORDS = st.lists(st.sampled_from(TOKENS), min_size=1, max_size=9)
PLACED = st.tuples(WORDS, st.integers(40, 330), st.integers(40, 560), st.sampled_from([6, 8, 10, 16]))


@settings(max_examples=40)
@given(st.lists(PLACED, max_size=25))
def test_every_word_is_accounted_for_wherever_it_stands(rows):
    page = [Ink(text=" ".join(words), x=x, y=y, size=size) for words, x, y, size in rows]
    try:
        book = read_book(pdf(page, lines([LAMP[:60]])), name="lamp.pdf")
    except ManuscriptError:
        return
    assert book.conservation.unaccounted_words == 0
