"""What a listener hears of pictures, tables, code and the like under each policy of a book."""

import itertools

import pytest
from docx_builder import docx, para, run
from epub_builder import epub, nav, paragraphs, prose, skipped, spoken, texts
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.manuscript.read import read_book
from pipeline.manuscript.rules import SKIPS
from pipeline.model import READING_VALUES, Kind, MarkName, ReadingPolicy, with_choices


def heard(data, name="lamp.epub", **choices):
    """The book under a policy; every word of it is accounted for, under rules of the closed list."""
    named = {key.replace("_", "-"): value for key, value in choices.items()}
    book = read_book(data, name=name, reading=with_choices(ReadingPolicy(), named))
    assert book.conservation.unaccounted_words == 0
    assert {rule for rule in skipped(book) if "." not in rule} <= SKIPS.keys()
    return book


def told(body, **choices):
    return texts(heard(epub({"c1.xhtml": body}), **choices))


TABLE = "<p>Before.</p><table><caption>Oil</caption><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>"
LIST = "<p>Before.</p><ol><li><p>(1) One</p></li><li>Two</li></ol>"
CODE = "<p>Before.</p><pre><code>x = 1</code></pre>"
QUOTE = "<p>Before.</p><blockquote><p>One.</p><p>Two.</p></blockquote>"
EPIGRAPH = '<p>Before.</p><blockquote epub:type="epigraph"><p>One.</p></blockquote>'
LETTER = '<p>Before.</p><blockquote epub:type="z3998:letter"><p>Dear Ada.</p></blockquote>'
VERSE = '<p>Before.</p><section epub:type="z3998:poem"><p>One<br/>two</p><p>Three<br/>four</p></section>'
CAPTION = "<p>Before.</p><figure><img src='x'/><figcaption>The lamp.</figcaption></figure>"
FORMULA = '<p>Before <math alttext="x squared"><mi>x</mi><mn>2</mn></math>, and after.</p>'
IMAGE = '<p>Before.</p><p><img src="x" alt="a map of the island"/></p>'


@pytest.mark.parametrize(
    ("key", "body", "read", "announced", "mentioned"),
    [
        ("tables", TABLE, ["Oil", "a\nb", "c\nd"], ["Table.", "Oil", "a\nb", "c\nd"], ["Table omitted."]),
        ("lists", LIST, ["(1) One", "Two"], ["List.", "(1) One", "Two"], ["List omitted."]),
        ("code", CODE, ["x = 1"], ["Code.", "x = 1"], ["Code omitted."]),
        ("quotes", QUOTE, ["One.", "Two."], ["Quotation.", "One.", "Two."], ["Quotation omitted."]),
        ("epigraphs", EPIGRAPH, ["One."], ["Epigraph.", "One."], ["Epigraph omitted."]),
        ("letters", LETTER, ["Dear Ada."], ["Letter.", "Dear Ada."], ["Letter omitted."]),
        ("verse", VERSE, ["One\ntwo", "Three\nfour"], ["Verse.", "One\ntwo", "Three\nfour"], ["Verse omitted."]),
        ("captions", CAPTION, ["The lamp."], ["Caption.", "The lamp."], ["Caption omitted."]),
        ("images", IMAGE, ["a map of the island"], ["Image: a map of the island"], ["Image omitted."]),
    ],
)
def test_a_block_is_read_announced_mentioned_or_skipped(key, body, read, announced, mentioned):
    for choice, expected in (("read", read), ("announce", announced), ("mention", mentioned), ("skip", [])):
        assert told(body, **{key: choice}) == ["Before.", *expected]


def test_a_formula_is_heard_by_its_description_in_its_line():
    assert told(FORMULA) == ["Before x squared, and after."]
    assert told(FORMULA, formulas="announce") == ["Before (Formula: x squared), and after."]
    assert told(FORMULA, formulas="mention") == ["Before (Formula omitted), and after."]
    assert told(FORMULA.replace(' alttext="x squared"', "")) == ["Before x2, and after."]
    assert skipped(heard(epub({"c1.xhtml": FORMULA}), formulas="skip")) == {"formula": 1}


def test_what_a_policy_adds_is_counted_beside_the_words_of_the_source():
    book = heard(epub({"c1.xhtml": TABLE}), tables="announce")
    assert (book.conservation.source_words, book.conservation.imported_words) == (6, 6)
    assert book.conservation.announced_words == 1


def test_a_description_that_is_read_is_words_of_the_source_where_it_stands():
    body = '<p>He saw <img src="x" alt="a dog"/>, and <i>ran</i>.</p><p><img src="x" alt="a map"/></p><p>End.</p>'
    book = heard(epub({"c1.xhtml": body}), images="announce")
    assert texts(book) == ["He saw (Image: a dog), and ran.", "Image: a map", "End."]
    assert (book.conservation.source_words, book.conservation.announced_words) == (9, 2)
    assert [
        paragraph.text[mark.start : mark.stop]
        for paragraph in paragraphs(book)
        for mark in paragraph.marks
        if mark.name is MarkName.EMPHASIS
    ] == ["ran"]


def test_a_picture_that_is_decoration_or_has_no_description_is_never_heard():
    assert told('<p>a</p><img src="x" alt=""/><img src="x" alt="zz" role="presentation"/>', images="announce") == ["a"]


def test_the_letter_of_an_illustrated_initial_is_text_whatever_the_policy():
    body = '<p><img src="t.png" alt="T"/>he lamp.</p><p><span><img src="i.png" alt="I"/></span>n time.</p>'
    for choice in READING_VALUES["images"]:
        assert told(body, images=choice) == ["The lamp.", "In time."]


@pytest.mark.parametrize("images", ["skip", "announce"])
def test_an_initial_is_joined_to_its_word_past_what_stands_beside_the_text(images):
    picture = '<p><img src="x" alt="a map"/></p>'
    rest = '<p>he lamp was lit.<a epub:type="noteref" href="#n1">1</a></p><blockquote><p>Two.</p></blockquote>'
    note = '<aside epub:type="footnote" id="n1"><p>1. Of oil.</p></aside>'
    body = f"<p class='dropcap'>T</p>{picture}{rest}{note}"
    said = told(body, images=images, notes="chapter-end", quotes="announce", note_references="announce")
    heard_picture = ["Image: a map"] if images == "announce" else []
    assert said == [*heard_picture, "The lamp was lit. (note 1)", "Quotation.", "Two.", "Note 1. Of oil."]


def test_where_chapters_begin_and_what_they_are_called_does_not_depend_on_pictures():
    pages = {
        f"c{number}.xhtml": f'<img src="x" alt="a ship"/><h1>{number}</h1><img src="x" alt="a sail"/><h2>A Walk</h2>'
        + prose("word")
        for number in (1, 2)
    }
    plain, pictured = (heard(epub(pages), images=choice) for choice in ("skip", "read"))
    assert [chapter.title for chapter in plain.chapters] == ["1: A Walk", "2: A Walk"]
    assert [chapter.title for chapter in pictured.chapters] == ["1: A Walk", "2: A Walk"]
    assert texts(pictured)[:4] == ["a ship", "1", "a sail", "A Walk"]


def test_a_page_of_nothing_but_a_picture_is_still_not_read():
    pages = {"p.xhtml": '<img src="x" alt="zz a plate"/>', "c1.xhtml": f"<h1>I</h1>{prose('word')}"}
    book = heard(epub(pages), images="read")
    assert [chapter.title for chapter in spoken(book)] == ["I"]
    assert skipped(book) == {"content.no-words": 3}


PLAY = (
    '<p epub:type="z3998:stage-direction">Enter a fox.</p><table><tr><td epub:type="z3998:persona">Ada</td>'
    '<td>Who <i epub:type="z3998:stage-direction">aside</i> is there?</td></tr></table>'
)


def test_speakers_and_stage_directions_of_a_play_are_read_or_skipped_and_a_play_is_no_table():
    assert told(PLAY, tables="skip") == ["Enter a fox.", "Ada\nWho aside is there?"]
    assert told(PLAY, speakers="skip") == ["Enter a fox.", "Who aside is there?"]
    assert told(PLAY, stage_directions="skip") == ["Ada\nWho is there?"]
    book = heard(epub({"c1.xhtml": PLAY}), speakers="skip", stage_directions="skip")
    assert skipped(book) == {"speaker": 1, "stage-direction": 4}


def test_of_a_word_with_its_pronunciation_either_or_both_are_read():
    body = "<p>また<ruby>漢字<rp>(</rp><rt>かんじ</rt><rp>)</rp></ruby>を</p>"
    assert told(body) == ["また漢字を"]
    assert told(body, ruby="annotation") == ["またかんじを"]
    assert told(body, ruby="both") == ["また漢字かんじを"]


def test_pages_are_announced_between_blocks():
    marker = '<span epub:type="pagebreak" id="p12" title="12"/>'
    body = f'<p>One {marker}two.</p><div role="doc-pagebreak">xiii</div><p>Three.</p>'
    assert told(body) == ["One two.", "Three."]
    assert told(body, page_markers="announce") == ["One two.", "Page 12.", "Page xiii.", "Three."]


def test_numbers_of_items_are_left_out_or_said_as_the_page_prints_them():
    assert told(LIST, list_numbers="skip") == ["Before.", "One", "Two"]
    assert skipped(heard(epub({"c1.xhtml": LIST}), list_numbers="skip")) == {"list-number": 1}
    body = '<ol start="3"><li><p>Oil</p></li><li value="7">Wick</li></ol><ul><li>Glass</li></ul>'
    assert told(body, list_numbers="announce") == ["3. Oil", "7. Wick", "Glass"]


def test_announcements_are_in_the_language_of_the_book_or_in_its_own_words():
    data = epub({"c1.xhtml": TABLE}, metadata="<dc:title>Die Lampe</dc:title><dc:language>de-AT</dc:language>")
    assert texts(heard(data, tables="mention"))[1:] == ["Tabelle ausgelassen."]
    own = with_choices(ReadingPolicy(words=(("table-omitted", "See page {}."),)), {"tables": "mention"})
    assert texts(read_book(data, name="x", reading=own))[1:] == ["See page."]
    silent = with_choices(ReadingPolicy(words=(("table", ""),), language="fr"), {"tables": "announce"})
    assert texts(read_book(data, name="x", reading=silent))[1:] == ["Oil", "a\nb", "c\nd"]


def test_a_chapter_of_which_a_policy_leaves_nothing_is_not_read():
    pages = {"c1.xhtml": f"<h1>I</h1>{prose('word')}", "c2.xhtml": f'<div class="poem">{prose("song")}</div>'}
    book = heard(epub(pages, contents=nav(("I", "c1.xhtml"), ("Songs", "c2.xhtml"))), verse="skip")
    assert [(chapter.is_read_aloud, chapter.rule) for chapter in book.chapters] == [
        (True, "default.chapter"),
        (False, "verse"),
    ]


def test_a_docx_follows_the_policies_too():
    row = "".join(f"<w:tc>{para(cell)}</w:tc>" for cell in ("oil", "two pints"))
    picture = '<w:r><w:drawing><wp:docPr xmlns:wp="wp" id="1" name="x" descr="a map"/></w:drawing></w:r>'
    formula = "<m:oMath><m:r><m:t>x2</m:t></m:r></m:oMath>"
    ruby = f"<w:r><w:ruby><w:rt>{run('かんじ')}</w:rt><w:rubyBase>{run('漢字')}</w:rubyBase></w:ruby></w:r>"
    style = '<w:style w:type="paragraph" w:styleId="C"><w:name w:val="Source Code"/></w:style>'
    body = para("Before ", formula, ".") + f"<w:tbl><w:tr>{row}</w:tr></w:tbl>" + para(picture)
    data = docx(body + para("x = 1", style="C") + para(ruby), styles=style)
    assert texts(heard(data)) == ["Before x2.", "oil\ntwo pints", "x = 1", "漢字"]
    book = heard(data, tables="mention", images="announce", code="skip", formulas="mention", ruby="annotation")
    assert texts(book) == ["Before (Formula omitted).", "Table omitted.", "Image: a map", "かんじ"]
    assert skipped(book) == {"table": 3, "code": 2, "formula": 1, "ruby-base": 0}


def test_a_plain_text_follows_the_policies_too():
    text = "Before.\n\n[Illustration: A map of [the] island]\n\nAfter {12} that.\n\n"
    text += "    O lamp\n    so bright\n    and cold\n"
    assert texts(heard(text.encode(), name="lamp.txt")) == ["Before.", "After that.", "O lamp\nso bright\nand cold"]
    book = heard(text.encode(), name="lamp.txt", images="announce", page_markers="announce", verse="mention")
    expected = ["Before.", "Image: A map of [the] island", "After that.", "Page 12.", "Verse omitted."]
    assert texts(book) == expected
    assert skipped(book) == {"illustration": 1, "page-number": 1, "verse": 6}


def test_markdown_follows_the_policies_too():
    text = "Before ![a dog](x.png).\n\n![a map](y.png)\n\n```\nx = 1\n```\n\n1. One\n2. Two\n"
    assert texts(heard(text.encode(), name="lamp.md")) == ["Before .", "x = 1", "One", "Two"]
    book = heard(text.encode(), name="lamp.md", images="read", code="mention", list_numbers="announce")
    assert texts(book) == ["Before a dog.", "a map", "Code omitted.", "1. One", "2. Two"]


def test_right_to_left_and_vertical_text_is_read_in_the_order_of_the_source():
    hebrew, japanese = ["אחת שתיים", "שלוש"], ["一つ目。", "二つ目。"]
    table = f"<table><tr><td>{hebrew[1]}</td><td>x</td></tr></table>"
    rows = f'<div dir="rtl"><p>{hebrew[0]} <bdo dir="ltr">abc 12</bdo></p>{table}</div>'
    columns = f'<div style="writing-mode: vertical-rl"><p>{japanese[0]}</p><p>{japanese[1]}</p></div>'
    assert told(rows + columns) == [f"{hebrew[0]} abc 12", f"{hebrew[1]}\nx", *japanese]


def test_kinds_stay_what_they_are_under_a_policy():
    book = heard(epub({"c1.xhtml": TABLE + QUOTE}), tables="announce")
    assert [paragraph.kind for paragraph in paragraphs(book)] == [
        Kind.PARAGRAPH, Kind.CAPTION, Kind.CAPTION, Kind.ROW, Kind.ROW, Kind.PARAGRAPH, Kind.QUOTE, Kind.QUOTE,
    ]  # fmt: skip


BODIES = (TABLE, LIST, CODE, QUOTE, EPIGRAPH, LETTER, VERSE, CAPTION, FORMULA, IMAGE, PLAY)
POLICIES = st.fixed_dictionaries({}, optional={key: st.sampled_from(values) for key, values in READING_VALUES.items()})


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(BODIES), min_size=1, max_size=4), POLICIES)
def test_every_word_is_accounted_for_under_every_policy(bodies, choices):
    pieces = (f"{body}<p>glued<a epub:type='noteref' href='#n'>1</a>, x</p>" for body in bodies)
    note = '<aside epub:type="footnote" id="n"><p>1. Of <i>brass</i>. <a href="#r">↩</a></p></aside>'
    heard(epub({"c1.xhtml": "".join(itertools.chain(pieces, (note,)))}), **choices)
