"""Where the bodies of notes are heard: never, after the block of their call, or at the end of its chapter."""

import os
from pathlib import Path

import pytest
from docx_builder import docx, notes, para
from epub_builder import epub, nav, paragraphs, prose, skipped, spoken, texts

from pipeline.manuscript.read import read_book
from pipeline.model import Kind, MarkName, ReadingPolicy, with_choices

CALLS = (
    '<p>The lamp<a epub:type="noteref" href="#n1">1</a> burned.<a epub:type="noteref" href="notes.xhtml#e2">2</a></p>'
    '<p>Later.</p><aside epub:type="footnote" id="n1"><p><a href="#r1">1</a>. Of <i>brass</i>. <a href="#r1">↩</a></p>'
    "</aside>"
)
ENDNOTES = (
    '<section epub:type="endnotes"><h2>Notes</h2><ol><li epub:type="endnote" id="e1"><p>zz never called.</p></li>'
    '<li epub:type="endnote" id="e2"><p>Of oil.</p><p>And <a epub:type="noteref" href="#e3">3</a> wick.'
    ' <a epub:type="backlink" href="c1.xhtml#r2">back</a></p></li>'
    '<li epub:type="endnote" id="e3"><p>Of cotton.</p></li></ol></section>'
)
CONTENTS = nav(("I", "c1.xhtml"), ("II", "c2.xhtml"), ("Notes", "notes.xhtml"))
PAGES = {
    "c1.xhtml": f"<h1>I</h1>{CALLS}",
    "c2.xhtml": f'<h1>II</h1><p>Again.<a epub:type="noteref" href="notes.xhtml#e2">2</a></p>{prose("word")}',
    "notes.xhtml": ENDNOTES,
}


def heard(data, name="lamp.epub", **choices):
    named = {key.replace("_", "-"): value for key, value in choices.items()}
    book = read_book(data, name=name, reading=with_choices(ReadingPolicy(), named))
    assert book.conservation.unaccounted_words == 0
    return book


def of_chapter(book, number):
    return [block.text for block in spoken(book)[number].blocks]


def test_notes_are_not_heard_unless_a_book_asks_for_them():
    book = heard(epub(PAGES, contents=CONTENTS))
    assert of_chapter(book, 0) == ["I", "The lamp burned.", "Later."]
    assert Kind.NOTE not in {paragraph.kind for paragraph in paragraphs(book)}


def test_at_its_reference_a_note_comes_after_the_block_of_its_call_wherever_its_body_lies():
    book = heard(epub(PAGES, contents=CONTENTS), notes="at-reference")
    body = ["Note 1. Of brass.", "Note 2. Of oil.", "And wick.", "Note 3. Of cotton."]
    assert of_chapter(book, 0) == ["I", "The lamp burned.", *body, "Later."]
    assert [paragraph.kind for paragraph in paragraphs(book)][2:6] == [Kind.NOTE] * 4


def test_at_the_end_of_a_chapter_notes_come_in_the_order_of_their_calls_and_each_once():
    book = heard(epub(PAGES, contents=CONTENTS), notes="chapter-end", note_numbers="skip")
    assert of_chapter(book, 0) == ["I", "The lamp burned.", "Later.", "Of brass.", "Of oil.", "And wick.", "Of cotton."]
    assert of_chapter(book, 1)[:2] == ["II", "Again."]


def test_what_no_reader_calls_and_what_stands_around_a_note_is_left_out_by_name():
    book = heard(epub(PAGES, contents=CONTENTS), notes="chapter-end")
    assert skipped(book) == {"note-reference": 3, "note-number": 2, "semantics.endnotes": 4}
    assert book.conservation.announced_words == 6


def test_marks_inside_a_note_stay_where_they_are_after_its_number():
    book = heard(epub(PAGES, contents=CONTENTS), notes="at-reference")
    note = next(paragraph for paragraph in paragraphs(book) if paragraph.kind is Kind.NOTE)
    stressed = [note.text[mark.start : mark.stop] for mark in note.marks if mark.name is MarkName.EMPHASIS]
    assert stressed == ["brass"]


def test_a_call_is_announced_in_brackets_but_not_in_the_title_of_a_chapter():
    body = '<h1>I<a epub:type="noteref" href="#n1">1</a></h1>' + CALLS
    book = heard(epub({"c1.xhtml": body}), note_references="announce")
    assert spoken(book)[0].title == "I"
    assert texts(book) == ["I", "The lamp (note 1) burned. (note 2)", "Later."]


@pytest.mark.parametrize("kind", ["footnotes", "endnotes"])
def test_notes_of_a_docx_count_by_their_calls(kind):
    element = {"footnotes": "footnote", "endnotes": "endnote"}[kind]
    call = '<w:r><w:{}Reference w:id="{}"/></w:r>'
    body = para("One", call.format(element, 7), " two.", call.format(element, 3)) + para("Later.")
    part = notes(n3=para("Of oil."), n7=para("Of brass.")).replace("footnote", element)
    data = docx(body, parts={f"{kind}.xml": part})
    assert texts(heard(data, "x.docx")) == ["One two.", "Later."]
    assert texts(heard(data, "x.docx", notes="at-reference")) == [
        "One two.",
        "Note 1. Of brass.",
        "Note 2. Of oil.",
        "Later.",
    ]


def test_notes_of_a_plain_text_lose_their_brackets_and_may_count_anew():
    text = (
        "The lamp[1] burned.\n\n[Footnote 1: Of _brass_.]\n\nLater[1] it went out[*].\n\n"
        "[1] Of oil.\n\n[*] Said Ada.\n\nThe last.\n"
    )
    book = heard(text.encode(), "lamp.txt", notes="chapter-end")
    assert texts(book) == [
        "The lamp burned.",
        "Later it went out.",
        "The last.",
        "Note 1. Of brass.",
        "Note 1. Of oil.",
        "Note. Said Ada.",
    ]
    assert skipped(book) == {"note-reference": 2, "note-number": 3}


def test_notes_of_markdown_are_heard_after_their_block():
    text = "The lamp[^a] went out.\n\n[^a]: It was *oil*,\n    and more oil.\n\nLater.\n"
    book = heard(text.encode(), "lamp.md", notes="at-reference")
    assert texts(book) == ["The lamp went out.", "Note a. It was oil, and more oil.", "Later."]


@pytest.mark.skipif("DECLAIM_CORPORA" not in os.environ, reason="DECLAIM_CORPORA is not set")
def test_the_notes_of_a_real_book_are_all_heard_once():
    """Marcus Aurelius: 122 endnotes in a file of their own, by the corpora's manifest."""
    folder = Path(os.environ["DECLAIM_CORPORA"]) / "epub" / "standardebooks"
    path = next(folder.glob("marcus-aurelius*.epub"))
    book = heard(path.read_bytes(), path.name, notes="chapter-end")
    announced = [p.text for p in paragraphs(book) if p.kind is Kind.NOTE and p.announced_words]
    assert len(announced) == len(set(announced)) == 122
    assert announced[0].startswith("Note 1. ")


@pytest.mark.parametrize("images", ["read", "announce", "mention", "skip"])
def test_a_picture_in_a_note_is_counted_as_often_as_it_is_heard(images):
    body = '<p>One.<a epub:type="noteref" href="#n1">1</a></p>'
    note = '<aside epub:type="footnote" id="n1"><p>1. Of oil.</p><p><img src="x" alt="a map"/></p></aside>'
    book = heard(epub({"c1.xhtml": body + note}), notes="chapter-end", images=images)
    picture = ["a map"] if images in ("read", "announce") else []
    assert texts(book) == ["One.", "Note 1. Of oil.", *picture]
