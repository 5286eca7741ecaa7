"""A step is worked out once for all elements that mean the same, and only for those."""

from epub_builder import read, skipped, texts
from lxml import etree

from pipeline.manuscript.steps import Context, Step, key_of
from pipeline.model import Kind, MarkName


def step_into(markup, outer=None, *, is_called=False):
    outer = outer or Step(context=Context(language="en"))
    return outer.into(etree.fromstring(markup), is_called=is_called)


def test_elements_with_the_same_name_and_attributes_share_a_step_whatever_their_ids_and_words():
    outer = Step(context=Context(language="en"))
    one = step_into('<blockquote class="x" id="a">One</blockquote>', outer)
    assert step_into('<blockquote class="x" id="b">Two</blockquote>', outer) is one
    assert (one.context.kind, one.is_block, one.is_bare) == (Kind.QUOTE, True, False)
    assert step_into("<blockquote>Three</blockquote>", outer).is_bare


def test_surroundings_that_mean_something_else_make_another_step():
    quote = step_into("<blockquote/>")
    assert step_into("<p/>", quote).context.kind is Kind.QUOTE
    assert step_into("<p/>").context.kind is Kind.PARAGRAPH


def test_a_language_is_marked_where_it_differs_from_the_one_around():
    french = step_into('<i lang="fr"/>')
    assert french.marks == ((MarkName.LANG, "fr"),)
    assert step_into('<b lang="fr-CA"/>', french).marks == ()
    assert step_into('<b lang="en"/>', french).marks == ((MarkName.LANG, "en"),)


def test_only_a_paragraph_that_is_called_is_a_note():
    outer = Step(context=Context(language="en"))
    assert step_into('<p id="n1"/>', outer, is_called=True).context.rule == "note-body"
    assert step_into('<p id="n1"/>', outer).context.rule == ""
    assert key_of(etree.fromstring("<p/>"), is_called=True) != key_of(etree.fromstring("<p/>"), is_called=False)


def test_what_depends_on_words_or_children_is_decided_for_each_element():
    links = '<p>One<a href="#x">1</a> two <sup><a href="#x">2</a></sup> <a href="#x">three</a> <sup>3</sup></p>'
    assert texts(read(links)) == ["One1 two three 3"]
    assert skipped(read(links)) == {"note-reference": 1}
    marks = '<p>a <span class="pagenum">[12]</span> b <span class="pagenum">Twelve</span></p>'
    assert texts(read(marks)) == ["a b Twelve"]
    rows = "<table><tr><td>a</td><td>b</td></tr><tr><td><p>c</p><p>d</p></td><td>e</td></tr></table>"
    assert texts(read(rows)) == ["a\nb", "c", "d", "e"]
    stanzas = '<div class="poem"><div class="stanza">a<br/>b</div><div class="stanza"><p>c</p><p>d</p></div></div>'
    assert texts(read(stanzas)) == ["a\nb", "c", "d"]
