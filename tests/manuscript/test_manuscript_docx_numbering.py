"""Automatic numbers of headings, documents inside a document, initials that stand apart."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from manuscript.docx_builder import RELATIONS, SPACES, document, docx, packed, para, read_docx_body
from manuscript.epub_builder import paragraphs, read, skipped, texts

from pipeline.manuscript.read import read_book
from pipeline.model import Reading, ReadingPolicy

STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/>
<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/><w:basedOn w:val="H1"/></w:style>
<w:style w:type="paragraph" w:styleId="Plain"><w:name w:val="heading 3"/></w:style>
"""
STORY = para("It was late. " * 80)


def level(number, text, *, form="decimal", more=""):
    inner = f'<w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{number}">{inner}</w:lvl>'


def numbering(*levels, more=""):
    lists = f'<w:abstractNum w:abstractNumId="7">{"".join(levels)}</w:abstractNum>'
    return f'<w:numbering {SPACES}>{lists}<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>{more}</w:numbering>'


def titles(body, parts_of_list, **more):
    book = read_docx_body(body, parts={"numbering.xml": parts_of_list}, styles=STYLES, **more)
    return [chapter.title for chapter in book.chapters if chapter.is_read_aloud]


@pytest.mark.parametrize(
    ("form", "text", "shown"),
    [
        ("decimal", "Chapter %1", ["Chapter 1: The Gate", "Chapter 2: The House"]),
        ("upperRoman", "%1.", ["I. The Gate", "II. The House"]),
        ("cardinalText", "Chapter %1.", ["Chapter One. The Gate", "Chapter Two. The House"]),
        ("ordinalText", "The %1 Night", ["The First Night: The Gate", "The Second Night: The House"]),
        ("lowerLetter", "(%1)", ["(a) The Gate", "(b) The House"]),
        ("bullet", "•", ["The Gate", "The House"]),
    ],
)
def test_the_number_that_word_counts_is_part_of_the_title_as_the_page_shows_it(form, text, shown):
    body = para("The Gate", style="H1") + STORY + para("The House", style="H1") + STORY
    assert titles(body, numbering(level(0, text, form=form))) == shown


def test_a_heading_that_is_nothing_but_its_number_begins_a_chapter():
    body = para(style="H1") + STORY + para(style="H1") + STORY
    assert titles(body, numbering(level(0, "Chapter %1"))) == ["Chapter 1", "Chapter 2"]


def test_a_paragraph_without_a_heading_style_begins_a_chapter_where_its_number_says_so():
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    body = para("The Gate", properties=listed) + STORY + para("The House", properties=listed) + STORY
    assert titles(body, numbering(level(0, "Chapter %1."))) == ["Chapter 1. The Gate", "Chapter 2. The House"]


def test_the_numbers_of_an_ordinary_list_are_no_text():
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    body = para("Sweet oil", properties=listed) + para("Two pints", properties=listed)
    book = read_docx_body(body, parts={"numbering.xml": numbering(level(0, "%1."))})
    assert texts(book) == ["Sweet oil", "Two pints"]


def test_deeper_numbers_count_anew_under_each_number_above_them():
    below = level(1, "%1.%2", more='<w:pStyle w:val="H2"/>')
    body = "".join(
        para(text, style=style) + STORY
        for text, style in (("One", "H1"), ("Oil", "H2"), ("Wick", "H2"), ("Two", "H1"), ("Glass", "H2"))
    )
    book = read_docx_body(body, parts={"numbering.xml": numbering(level(0, "Part %1"), below)}, styles=STYLES)
    shown = [text for text in texts(book) if "late" not in text]
    assert shown == ["Part 1: One", "1.1: Oil", "1.2: Wick", "Part 2: Two", "2.1: Glass"]


def test_a_list_begins_anew_where_the_document_says_so_and_a_heading_may_have_no_number():
    again = (
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    other = '<w:numPr><w:numId w:val="2"/></w:numPr>'
    none = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    body = (
        para("Gate", style="H1")
        + STORY
        + para("Interlude", style="H1", properties=none)
        + STORY
        + para("House", style="H1", properties=other)
        + STORY
    )
    shown = titles(body, numbering(level(0, "Chapter %1"), more=again))
    assert shown == ["Chapter 1: Gate", "Interlude", "Chapter 1: House"]


@given(
    marks=st.lists(st.sampled_from(["H1", "H2", "Plain", ""]), max_size=8), form=st.sampled_from(["decimal", "none"])
)
def test_no_word_is_lost_whatever_is_numbered(marks, form):
    body = "".join(para("The lamp", style=style) + para("It was late.") for style in marks) + STORY
    read_docx_body(
        body, parts={"numbering.xml": numbering(level(0, "Part %1", form=form), level(1, "%2"))}, styles=STYLES
    )


def with_chunk(name, data, reading=None):
    """Return a DOCX with a document inside it, between two paragraphs."""
    links = f'<Relationships><Relationship Id="r5" Type="{RELATIONS}/aFChunk" Target="{name}"/></Relationships>'
    body = para("Before it.") + f'<w:altChunk xmlns:r="{RELATIONS}" r:id="r5"/>' + para("After it.")
    buffer = io.BytesIO(docx(body, parts={"_rels/document.xml.rels": links}))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(f"word/{name}", data)
    return read_book(buffer.getvalue(), name="lamp.docx", reading=reading)


MHT = (
    "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html; charset=utf-8\n"
    "Content-Transfer-Encoding: quoted-printable\n\n<html><body><p>In=20side.</p></body></html>\n--b--\n"
)


@pytest.mark.parametrize(
    ("name", "data", "inside"),
    [
        ("a.htm", "<html><body><p>In <b>side</b>.</p></body></html>", ["In side."]),
        ("a.docx", packed({"[Content_Types].xml": "", "word/document.xml": document(para("In side."))}), ["In side."]),
        ("a.txt", "In side.\nAnd more.", ["In side.", "And more."]),
        ("a.mht", MHT, ["In side."]),
    ],
)
def test_a_document_inside_the_document_is_read_in_its_place(name, data, inside):
    book = with_chunk(name, data)
    assert texts(book) == ["Before it.", *inside, "After it."]
    assert book.conservation.unaccounted_words == 0


ROW = f"<w:tbl><w:tr><w:tc>{para('a')}</w:tc><w:tc>{para('b')}</w:tc></w:tr></w:tbl>"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.htm", "<html><body><table><tr><td>a</td><td>b</td></tr></table></body></html>"),
        ("a.docx", packed({"[Content_Types].xml": "", "word/document.xml": document(ROW)})),
    ],
)
def test_a_document_inside_follows_the_policy_of_the_book(name, data):
    book = with_chunk(name, data, ReadingPolicy(tables=Reading.MENTION))
    assert texts(book) == ["Before it.", "Table omitted.", "After it."]
    assert skipped(book) == {"table": 2}
    assert book.conservation.unaccounted_words == 0


def test_a_document_inside_that_cannot_be_read_is_told_of():
    book = with_chunk("a.rtf", "{\\rtf1 In side.}")
    assert texts(book) == ["Before it.", "After it."]
    assert [skip.where for skip in book.conservation.skipped] == ["word/document.xml altChunk r5"]


@pytest.mark.parametrize(
    ("letter", "rest", "joined"),
    [
        ("T", "he lamp was lit.", "The lamp was lit."),
        ("“T", "he lamp,” he said.", "“The lamp,” he said."),
        ("A", "lamp stood by the gate.", "A lamp stood by the gate."),
        ("A", "lice had a lamp.", "Alice had a lamp."),
        ("T", "HE lamp was lit.", "THE lamp was lit."),
    ],
)
def test_an_initial_that_is_a_block_of_its_own_is_joined_to_its_word(letter, rest, joined):
    more = "<p>The lamp was Alice’s.</p>"
    book = read(f"<h1>One</h1><div class='dropcap'>{letter}</div><p>{rest}</p>{more}")
    assert texts(book) == ["One", joined, "The lamp was Alice’s."]
    words = {"split-initial": 1} if " " not in joined[:2] else {}
    assert skipped(book) == words


def test_a_letter_that_stands_alone_stays_alone():
    book = read("<h1>Letters</h1><p>A</p><p>The first letter.</p><p>B</p><p>The second.</p>")
    assert texts(book) == ["Letters", "A", "The first letter.", "B", "The second."]
    book = read("<h1>Numbers</h1><p>I</p><p>story of the lamp.</p><p>I</p><p>t was late. It was lit.</p>")
    assert texts(book) == ["Numbers", "I", "story of the lamp.", "It was late. It was lit."]


def test_an_initial_in_a_frame_or_a_text_box_is_joined_to_its_word():
    frame = para("T", properties='<w:framePr w:hAnchor="text" w:wrap="around"/>') + para("he lamp.")
    assert texts(read_docx_body(frame)) == ["The lamp."]
    box = f"<w:r><w:drawing><a:x><w:txbxContent>{para('T')}</w:txbxContent></a:x></w:drawing></w:r>"
    book = read_docx_body(para(box, "he lamp.") + para("It was lit."))
    assert texts(book) == ["The lamp.", "It was lit."]
    assert paragraphs(book)[0].place.part == "word/document.xml"
