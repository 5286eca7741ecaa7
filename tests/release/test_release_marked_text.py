"""Ranges of a page's text wrapped in elements, everything else as it was."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pipeline.release.marked_text import Markup, insert_spans
from pipeline.release.matching import find_in_source


def mark(source: str, *words: str) -> str:
    """Wrap each text, found in the text of the page."""
    markup = Markup(source=source)
    spans, place = [], 0
    for words_number, text in enumerate(words, start=1):
        start = markup.text.index(text, place)
        place = start + len(text)
        spans += [(run, f"u{words_number}") for run in markup.runs(start, place)]
    return insert_spans(source, spans)


@pytest.mark.parametrize(
    ("source", "text", "marked"),
    [
        ("<p>One. Two.</p>", "Two.", '<p>One. <span id="u1">Two.</span></p>'),
        ("<p>One <i>two</i> three.</p>", "One two three.", '<p><span id="u1">One <i>two</i> three.</span></p>'),
        ("<p><b>I</b>. Out</p>", "I. Out", '<p><span id="u1"><b>I</b>. Out</span></p>'),
        ("<p>So <i>it is</i></p>", "So it is", '<p><span id="u1">So <i>it is</i></span></p>'),
        ("<p>a <i>b c</i> d</p>", "a b", '<p><span id="u1">a</span> <i><span id="u1">b</span> c</i> d</p>'),
        ("<p>a<br/>b</p>", "ab", '<p><span id="u1">a<br/>b</span></p>'),
        ("<p>a &amp;&#160;b</p>", "&\u00a0b", '<p>a <span id="u1">&amp;&#160;b</span></p>'),
        ("<p>a<!-- b --> c</p>", "a c", '<p><span id="u1">a<!-- b --> c</span></p>'),
        ("<p><![CDATA[a <b]]> c</p>", "c", '<p><![CDATA[a <b]]> <span id="u1">c</span></p>'),
        ('<p title="x > y">z</p>', "z", '<p title="x > y"><span id="u1">z</span></p>'),
    ],
)
def test_a_range_gets_one_element_where_tags_nest_and_several_where_they_do_not(source, text, marked):
    assert mark(source, text) == marked


def test_blocks_inside_a_range_are_never_inside_a_span():
    assert mark("<div><p>a</p><p>b</p></div>", "ab") == (
        '<div><p><span id="u1">a</span></p><p><span id="u1">b</span></p></div>'
    )


def test_places_count_what_the_import_counts():
    source = '<?xml version="1.0"?>\r\n<!DOCTYPE html>\r\n<html>\r\n<p>a&nbsp;b\r\nc&unknown;d</p></html>\r\n'
    assert Markup(source=source).text == "\na\u00a0b\ncd"


pages = st.recursive(
    st.text(alphabet="ab .&", min_size=1, max_size=8).map(lambda text: text.replace("&", "&amp;")),
    lambda inner: st.builds(
        lambda name, parts: f"<{name}>{''.join(parts)}</{name}>",
        st.sampled_from(["i", "b", "p"]),
        st.lists(inner, max_size=3),
    ),
    max_leaves=10,
)


@given(pages, st.data())
def test_any_range_of_any_page_leaves_it_well_formed_with_the_same_text(inner, data):
    source = f"<html>{inner}</html>"
    markup = Markup(source=source)
    assert markup.text == "".join(etree.fromstring(source).itertext())
    start = data.draw(st.integers(0, len(markup.text)))
    stop = data.draw(st.integers(start, len(markup.text)))
    marked = insert_spans(source, [(run, f"u{run.start}") for run in markup.runs(start, stop)])
    tree = etree.fromstring(marked)
    assert re.sub(r"<span id=\"u\d+\">|</span>", "", marked) == source
    assert "".join(tree.itertext()) == markup.text
    assert not tree.xpath("//span//p")
    letters = sum(sign.isalnum() for sign in markup.text[start:stop])
    assert sum(sign.isalnum() for span in tree.iter("span") for sign in "".join(span.itertext())) == letters


def test_an_edited_paragraph_finds_the_words_it_still_shares_with_its_source():
    source = "x “Where does it end?”1 said Mr. Filby, laughing. Nobody knew. y"
    text = "“Where does it end?” said Filby. Nobody knew."
    found = find_in_source(text, [(0, 32), (33, 45)], source, 2, len(source) - 2)
    assert [source[start:stop] for start, stop in found] == ["“Where does it end?”1 said Mr. Filby,", "Nobody knew."]


def test_another_text_is_not_found():
    assert find_in_source("One two three", [(0, 13)], "four five six", 0, 13) == (None,)


def test_soft_hyphens_of_the_source_are_no_part_of_a_word():
    source = "exam\u00adple text"
    assert find_in_source("Example text", [(0, 7)], source, 0, len(source)) == ((0, 8),)
