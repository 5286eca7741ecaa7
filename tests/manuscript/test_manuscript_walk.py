"""What a listener hears of XHTML: every trap has its test."""

import pytest
from epub_builder import page, paragraphs, prose, read, skipped, spoken, texts
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.manuscript.markup import parse_markup
from pipeline.model import Kind, MarkName, SceneBreak


def marks(book, name):
    return [(p.text[m.start : m.stop], m.value) for p in paragraphs(book) for m in p.marks if m.name is name]


def kinds(book):
    return [(paragraph.kind, paragraph.text) for paragraph in paragraphs(book)]


def test_inline_elements_never_add_a_space_and_blocks_always_separate():
    book = read('<p><span class="big">T</span>he <b>w</b>alk</p><div>bare text<div>inner</div>tail</div>')
    assert texts(book) == ["The walk", "bare text", "inner", "tail"]


def test_sup_and_sub_that_are_text_stay():
    assert texts(read("<p>H<sub>2</sub>O on the 20<sup>th</sup></p>")) == ["H2O on the 20th"]


def test_a_decorated_initial_is_rejoined_with_its_word_and_the_account_says_so():
    book = read('<p><span class="dropcap">T</span> he lamp went out.</p>')
    assert texts(book) == ["The lamp went out."]
    assert skipped(book) == {"split-initial": 1}


def test_named_html_entities_are_characters():
    assert texts(read("<p>caf&eacute;&mdash;yes&nbsp;&amp; no, AT&T</p>")) == ["café—yes\u00a0& no, AT&T"]


def test_malformed_markup_loses_no_text():
    book = read("<p>one <b>two</p><p>three<br>four <a id='x'/>five </i>six<p class=loud>seven")
    assert " ".join(texts(book)).split() == ["one", "two", "three", "four", "five", "six", "seven"]


@pytest.mark.parametrize(
    "body",
    [
        "<p>one</p></body></html><p>after the end</p>",
        "<p>a < b and <b>c > d</p>",
        "<p><![CDATA[one & two]]> <b>three</p>",
        "<title/><script src='x'/><p>one <b>two</p>",
        "<table>loose<tr>looser<td>cell</table><p>x <q>y",
        "<p title='a > b'>one <i>two</p>",
        "<p>one <two three</p><b>x",
    ],
)
def test_the_repair_of_malformed_markup_is_checked_against_the_words_between_its_tags(body):
    read(body)


PIECES = "<p> </p> <b> </b> <td> <table> </table> < > & &x &nbsp; </html> <br> <li> <title/> <h2 <select> </>"
DAMAGE = st.lists(
    st.sampled_from(
        ["one ", "two ", "<p class=a>", "<a id='x'/>", "</ x>", "<!--", "-->", "<?x", '"', *PIECES.split()]
    ),
    max_size=12,
).map("".join)


@settings(max_examples=150, deadline=None)
@given(DAMAGE)
def test_no_repair_loses_a_word(body):
    assert parse_markup(page(body + "<i>").encode(), where="test").lost_words == 0


def test_script_style_comments_and_hidden_text_are_no_words_of_the_source():
    body = '<script>zz</script><!-- zz --><p hidden="">zz</p><p style="display:none">zz</p><p>Spoken.</p>'
    book = read(body)
    assert texts(book) == ["Spoken."]
    assert book.conservation.source_words == 1


def test_descriptions_of_pictures_are_not_narrated():
    assert texts(read('<p>a <img src="x.png" alt="zz a fox"/> b</p>')) == ["a b"]


def test_letters_in_a_drawing_are_left_out_by_rule():
    book = read('<p>a</p><svg xmlns="http://www.w3.org/2000/svg"><title>zz</title><text>zz label</text></svg>')
    assert texts(book) == ["a"]
    assert skipped(book) == {"picture-text": 2}


@pytest.mark.parametrize(
    "call",
    [
        '<a epub:type="noteref" href="#n1">1</a>',
        '<a role="doc-noteref" href="#n1">[1]</a>',
        '<sup><a href="#n1">1</a></sup>',
        '<a href="#n1"><sup>1</sup></a>',
        '<a href="#n1">*</a>',
    ],
)
def test_the_call_of_a_note_goes_and_leaves_a_mark(call):
    book = read(f'<p>She walked{call} home.</p><aside epub:type="footnote" id="n1"><p>1. zz</p></aside>')
    assert texts(book) == ["She walked home."]
    (note,) = (mark for mark in paragraphs(book)[0].marks if mark.name is MarkName.NOTE)
    assert (note.start, note.stop, note.value) == (10, 10, "EPUB/c1.xhtml#n1")
    assert skipped(book)["note-body"] == 2


def test_an_ordinary_link_is_text():
    assert texts(read('<p>see <a href="#p2">chapter 2</a>, <a href="#x">Mary</a></p><p id="p2">Two.</p>'))[0] == (
        "see chapter 2, Mary"
    )


def test_a_raised_ordinal_is_no_note_call():
    assert texts(read('<p>the 4<sup>th</sup> of <a href="#x">May</a></p>')) == ["the 4th of May"]


@pytest.mark.parametrize(
    "body",
    [
        '<li id="n1">zz note</li>',
        '<p id="n1">zz note</p>',
        '<p class="footnote">zz note</p>',
        '<div role="doc-footnote">zz note</div>',
        '<p><a id="n1" href="#r1">1</a> note</p>',
    ],
)
def test_the_body_of_a_note_is_left_out_where_it_stands(body):
    book = read(f'<p>walked<sup><a id="r1" href="#n1">1</a></sup></p>{body}<p>after</p>')
    assert texts(book) == ["walked", "after"]
    assert skipped(book)["note-body"] == 2


@pytest.mark.parametrize(
    "marker",
    [
        '<span epub:type="pagebreak" title="4">4</span>',
        '<span role="doc-pagebreak">4</span>',
        '<span class="pagenum">[Pg 4]</span>',
        '<a class="pagenum" id="p4">p. 4</a>',
    ],
)
def test_page_numbers_are_left_out_even_inside_a_word(marker):
    assert texts(read(f"<p>That was{marker} all of to{marker}day.</p>")) == ["That was all of today."]


def test_a_page_break_element_around_a_page_is_no_page_number():
    assert texts(read('<div epub:type="pagebreak"><p>A whole page of text stands in here.</p></div>')) == [
        "A whole page of text stands in here."
    ]


def test_line_numbers_beside_verse_are_left_out():
    book = read('<div class="linegroup"><div>first line<span class="lnum">10</span></div><div>second</div></div>')
    assert kinds(book) == [(Kind.VERSE, "first line\nsecond")]


def test_the_pronunciation_over_a_word_is_left_out():
    book = read("<p><ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby> ends</p>")
    assert texts(book) == ["漢 ends"]


def test_every_element_has_its_kind():
    body = (
        "<h2>IV</h2><p>prose</p><blockquote><p>quoted</p></blockquote><ul><li><p>item</p></li></ul>"
        "<table><tr><td>Lane</td><td>Yes,<br/>sir.</td></tr></table><figure><figcaption>caption</figcaption></figure>"
        '<p epub:type="z3998:stage-direction">Exit.</p><p><i epub:type="z3998:stage-direction">Exeunt.</i></p>'
        '<blockquote epub:type="z3998:verse"><p><span>one</span><br/><span>two</span></p></blockquote>'
    )
    assert kinds(read(body)) == [
        (Kind.HEADING, "IV"),
        (Kind.PARAGRAPH, "prose"),
        (Kind.QUOTE, "quoted"),
        (Kind.ITEM, "item"),
        (Kind.ROW, "Lane\nYes, sir."),
        (Kind.CAPTION, "caption"),
        (Kind.STAGE, "Exit."),
        (Kind.STAGE, "Exeunt."),
        (Kind.VERSE, "one\ntwo"),
    ]


def test_a_table_for_layout_is_read_as_its_blocks():
    body = "<table><tr><td><p>one</p><p>two</p></td></tr></table>"
    assert kinds(read(body)) == [(Kind.PARAGRAPH, "one"), (Kind.PARAGRAPH, "two")]


def test_two_line_breaks_in_a_row_begin_a_new_paragraph_and_one_is_a_space():
    assert kinds(read("<p>a long line<br/>and more<br/><br/>second</p>")) == [
        (Kind.PARAGRAPH, "a long line and more"),
        (Kind.PARAGRAPH, "second"),
    ]


def test_three_short_lines_are_verse_without_any_semantics():
    assert kinds(read("<p>To<br/>Lloyd Osbourne,<br/>An American Gentleman</p>")) == [
        (Kind.VERSE, "To\nLloyd Osbourne,\nAn American Gentleman")
    ]


@pytest.mark.parametrize(
    "between",
    ["<hr/>", "<p>* * *</p>", "<p>***</p>", "<p>#</p>", "<p>⁂</p>", '<p class="scene-break"></p>', '<div class="tb"/>'],
)
def test_a_change_of_scene_is_silence(between):
    (chapter,) = spoken(read(f"<p>one two</p>{between}<p>three four</p>"))
    assert [type(block) is SceneBreak for block in chapter.blocks] == [False, True, False]


def test_scene_breaks_stand_only_between_paragraphs_and_never_twice():
    (chapter,) = spoken(read("<hr/><h2>I</h2><hr/><p>a b c</p><hr/><p>***</p><p>d e f</p><hr/>"))
    assert [type(block) is SceneBreak for block in chapter.blocks] == [False, False, True, False]


def test_blank_lines_are_changes_of_scene_only_where_they_are_rare():
    rare = "<p>a b.</p>" * 6 + "<p>&nbsp;</p>" + "<p>a b.</p>"
    spacing = "<p>a b.</p><p>&nbsp;</p>" * 6
    assert sum(isinstance(block, SceneBreak) for block in spoken(read(rare))[0].blocks) == 1
    assert not any(isinstance(block, SceneBreak) for block in spoken(read(spacing))[0].blocks)


def test_emphasis_is_marked_and_italics_of_names_and_foreign_words_are_not():
    book = read(
        "<p>It <em>is</em> so, <i>really</i>. The <i epub:type='se:name.vessel.ship'>Beagle</i> sailed with "
        "<i xml:lang='la'>nil desperandum</i>.</p>"
    )
    assert marks(book, MarkName.EMPHASIS) == [("is", ""), ("really", "")]
    assert marks(book, MarkName.LANG) == [("nil desperandum", "la")]


def test_emphasis_around_a_long_paragraph_is_typography():
    book = read(
        "<p><i>These are many more words than anyone would ever stress in one single breath.</i></p><p><em>No!</em></p>"
    )
    assert marks(book, MarkName.EMPHASIS) == [("No!", "")]


def test_a_document_in_another_language_is_marked_and_a_variant_of_the_same_is_not():
    spanish = page("<p>Buenos días</p>", ' xml:lang="es-MX"')
    book = read({"a.xhtml": page("<p>Hello</p>", ' xml:lang="en-GB"'), "b.xhtml": spanish})
    assert marks(book, MarkName.LANG) == [("Buenos días", "es-MX")]


def test_what_a_writing_stands_for_is_marked_from_semantics():
    book = read(
        '<h2 epub:type="z3998:ordinal z3998:roman">IV</h2><p><abbr epub:type="z3998:name-title">Mr.</abbr> Box, '
        '<abbr>etc.</abbr> in 30 <abbr epub:type="se:era">AD</abbr></p>'
    )
    assert marks(book, MarkName.AS) == [("IV", "roman"), ("Mr.", "name-title"), ("etc.", "abbreviation"), ("AD", "era")]


def test_marks_hold_no_white_space_at_their_ends():
    assert marks(read("<p>a <em> b </em> c</p>"), MarkName.EMPHASIS) == [("b", "")]


def test_a_place_is_the_range_in_the_text_content_of_the_part():
    body = "<h2> The\n Lamp </h2>\n<p>She <em>walked</em>  home.</p>"
    root = parse_markup(page(body).encode(), where="test").root
    content = "".join(root.itertext())
    for paragraph in paragraphs(read(body)):
        assert paragraph.place.part == "EPUB/c1.xhtml"
        cut = content[paragraph.place.start : paragraph.place.stop]
        assert " ".join(cut.split()) == paragraph.text
        assert cut == cut.strip()


WORDS = st.sampled_from(["one", "two", " ", "\n", "don’t", "—", "3", "x\u00ady", "\u00a0"])
PLAIN = "p div span em i b a sup td tr table li blockquote h2 section br hr ruby rt figure"
WRAPPERS = st.sampled_from(
    [
        *PLAIN.split(),
        'span class="pagenum"',
        'a epub:type="noteref" href="#n"',
        'aside epub:type="footnote"',
        'span class="dropcap"',
        'div class="linegroup"',
        'span hidden="hidden"',
        'span epub:type="pagebreak"',
    ]
)
TREES = st.recursive(
    WORDS,
    lambda inner: st.tuples(WRAPPERS, st.lists(inner, max_size=4)).map(
        lambda pair: f"<{pair[0]}>{''.join(pair[1])}</{pair[0].split()[0]}>"
    ),
    max_leaves=20,
)


@settings(max_examples=150, deadline=None)
@given(st.lists(TREES, max_size=5).map("".join))
def test_no_word_is_lost_or_invented_whatever_the_markup(body):
    read(prose("anchor", 5) + body)
