"""What a listener hears of a DOCX: every trap has its test."""

import pytest
from docx_builder import SPACES, W, document, field, notes, packed, para, read_docx_body, run
from epub_builder import paragraphs, skipped, texts
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import ManuscriptError
from pipeline.manuscript.read import read_book
from pipeline.model import Kind, MarkName, SceneBreak


def marks(book, name):
    return [(p.text[m.start : m.stop], m.value) for p in paragraphs(book) for m in p.marks if m.name is name]


def titles(book):
    return [(chapter.title, chapter.is_read_aloud, chapter.rule) for chapter in book.chapters]


def long(words=220):
    return para("word " * words)


def test_heading_styles_begin_chapters_whatever_language_word_speaks():
    body = para("One", style="berschrift1") + long() + para("Two", style="Mine") + long()
    assert [title for title, _, _ in titles(read_docx_body(body))] == ["One", "Two"]


@pytest.mark.parametrize(
    "name", ["Überschrift 1", "Titre 1", "Título 1", "Titolo 1", "Kop 1", "Заголовок 1", "Heading1"]
)
def test_heading_styles_are_known_by_their_names_in_other_languages(name):
    styles = f'<w:style w:type="paragraph" w:styleId="x"><w:name w:val="{name}"/></w:style>'
    body = para("One", style="x") + long() + para("Two", style="x") + long()
    assert [title for title, _, _ in titles(read_docx_body(body, styles=styles))] == ["One", "Two"]


def test_an_outline_level_makes_a_heading_and_body_text_level_unmakes_one():
    level = '<w:outlineLvl w:val="0"/>'
    body = para("One", properties=level) + long() + para("Two", properties=level) + long()
    body += para("No heading", style="berschrift1", properties='<w:outlineLvl w:val="9"/>')
    book = read_docx_body(body)
    assert [title for title, _, _ in titles(book)] == ["One", "Two"]
    assert texts(book)[-1] == "No heading"


def test_a_long_paragraph_in_a_heading_style_is_text():
    book = read_docx_body(para("One", style="berschrift1") + para("word " * 80, style="berschrift2"))
    assert [p.kind for p in paragraphs(book)] == [Kind.HEADING, Kind.PARAGRAPH]


CENTRED = '<w:jc w:val="center"/>'


def test_centred_bold_capitals_are_headings_where_an_author_used_no_styles():
    head = [para(run(text, "<w:b/>"), properties=CENTRED) for text in ("I THE LAMP", "II THE WELL", "III THE ROAD")]
    body = "".join(line + long() for line in head) + para(run("Very", "<w:b/>"), " well.")
    assert [title for title, _, _ in titles(read_docx_body(body))] == ["I THE LAMP", "II THE WELL", "III THE ROAD"]


def test_a_sign_in_the_story_is_no_heading():
    head = [para(run(text, "<w:b/>"), properties=CENTRED) for text in ("CHAPTER ONE", "CHAPTER TWO")]
    sign = para("NO ADMITTANCE", properties=CENTRED)
    assert len(read_docx_body(head[0] + long() + sign + long() + head[1] + long()).chapters) == 2


def test_parts_and_chapters_without_styles_keep_their_order_of_rank():
    lines = ["PART ONE", "CHAPTER ONE", "CHAPTER TWO", "PART TWO", "CHAPTER THREE"]
    heads = {line: para(run(line, "<w:b/>"), properties=CENTRED) for line in lines}
    body = "".join(head + ("" if line.startswith("PART") else long()) for line, head in heads.items())
    book = read_docx_body(body)
    assert [chapter.title for chapter in book.chapters] == ["CHAPTER ONE", "CHAPTER TWO", "CHAPTER THREE"]
    assert texts(book)[:2] == ["PART ONE", "CHAPTER ONE"]


def test_the_first_sheet_and_the_end_of_a_typescript_are_not_read():
    body = para(
        run("Ada Bell"), "<w:r><w:br/></w:r>", run("ada@example.com"), "<w:r><w:br/></w:r>", run("80,000 words")
    )
    body += para("THE LAMP", properties=CENTRED) + para("by", properties=CENTRED) + para("Ada Bell", properties=CENTRED)
    body += para(run("CHAPTER ONE", "<w:b/>"), properties=CENTRED) + long(400)
    body += para(run("CHAPTER TWO", "<w:b/>"), properties=CENTRED) + long(400) + para("THE END", properties=CENTRED)
    header = f"<w:hdr {SPACES}>{para('Bell / LAMP / ', field('PAGE', run('7')))}</w:hdr>"
    book = read_docx_body(body, parts={"header1.xml": header})
    assert (book.metadata.title, book.metadata.authors) == ("THE LAMP", ("Ada Bell",))
    assert [chapter.title for chapter in book.chapters if chapter.is_read_aloud] == ["CHAPTER ONE", "CHAPTER TWO"]
    assert skipped(book) == {
        "content.manuscript-head": 8, "content.titlepage": 5, "end-mark": 2, "running-head": 2, "page-number": 1,
    }  # fmt: skip


def test_tracked_changes_are_read_as_accepted():
    deleted = '<w:del><w:r><w:delText xml:space="preserve">zzold </w:delText></w:r></w:del>'
    moved = f"<w:moveFrom>{run('zzgone ')}</w:moveFrom>"
    book = read_docx_body(para("The ", deleted, moved, f"<w:ins>{run('new ')}</w:ins>", "lamp."))
    assert texts(book) == ["The new lamp."]
    assert skipped(book) == {"tracked-deletion": 2}


def test_a_deleted_paragraph_end_joins_two_paragraphs():
    body = para("The la", properties="<w:rPr><w:del/></w:rPr>") + para("mp went out.")
    assert texts(read_docx_body(body)) == ["The lamp went out."]


def test_a_deleted_row_is_not_read():
    row = f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{para('zzrow')}</w:tc></w:tr>"
    book = read_docx_body(f"<w:tbl>{row}<w:tr><w:tc>{para('kept')}</w:tc></w:tr></w:tbl>")
    assert texts(book) == ["kept"]


def test_comments_hidden_text_and_field_codes_are_not_read():
    comments = f'<w:comments {SPACES}><w:comment w:id="0">{para("zzcomment here")}</w:comment></w:comments>'
    body = para("See ", field('HYPERLINK "http://example.com"', run("the well")), run(" zzhidden", "<w:vanish/>"), ".")
    book = read_docx_body(body, parts={"comments.xml": comments})
    assert texts(book) == ["See the well."]
    assert skipped(book) == {"comment": 2, "hidden-text": 1}


def test_page_numbers_from_fields_are_not_read():
    assert texts(read_docx_body(para("On page ", field("PAGEREF _x \\h", run("12")), " it ends."))) == [
        "On page it ends."
    ]
    simple = f'<w:fldSimple w:instr=" PAGE ">{run("3")}</w:fldSimple>'
    assert skipped(read_docx_body(para("Words", simple))) == {"page-number": 0}


def test_a_table_of_contents_is_not_read():
    entry = [para(run("The Lamp"), "<w:r><w:tab/></w:r>", run("3"))]
    tagged = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{para('Contents')}{entry[0]}</w:sdtContent></w:sdt>"
    )
    for contents in (tagged, para("The Lamp 3", style="TOC1"), para(field("TOC \\o", run("The Lamp 3")))):
        book = read_docx_body(contents + para("The Lamp", style="berschrift1") + long())
        assert [(c.is_read_aloud, c.rule) for c in book.chapters] == [
            (False, "content.contents"),
            (True, "default.chapter"),
        ]


def test_notes_are_called_in_the_text_and_their_bodies_stand_beside_it():
    body = para("The lamp", '<w:r><w:footnoteReference w:id="2"/></w:r>', " went out.")
    book = read_docx_body(body, parts={"footnotes.xml": notes(n2=para("It was zzoil."))})
    assert texts(book) == ["The lamp went out."]
    assert marks(book, MarkName.NOTE) == [("", "word/footnotes.xml#2")]
    beside = book.chapters[-1]
    assert (beside.is_read_aloud, beside.rule, beside.blocks[0].kind) == (False, "note-body", Kind.NOTE)


def test_a_note_called_by_a_sign_of_its_own_leaves_the_sign_out():
    call = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="2"/><w:t>*1</w:t></w:r>'
    book = read_docx_body(para("lamp", call), parts={"footnotes.xml": notes(n2=para("Oil."))})
    assert texts(book) == ["lamp"]


def test_a_text_box_is_read_once_and_after_the_paragraph_it_hangs_on():
    box = f"<w:txbxContent>{para('In the box.')}</w:txbxContent>"
    drawing = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing><a:x>{box}</a:x></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert texts(read_docx_body(para("Before", drawing, " and after."))) == ["Before and after.", "In the box."]


def test_a_drop_cap_is_rejoined_with_its_word():
    body = para("T", properties='<w:framePr w:dropCap="drop"/>') + para("he lamp.")
    assert texts(read_docx_body(body)) == ["The lamp."]


def test_a_row_of_a_table_is_one_block_and_longer_cells_are_blocks_of_their_own():
    row = f"<w:tr><w:tc>{para('oil')}</w:tc><w:tc>{para('two pints')}</w:tc></w:tr>"
    layout = f"<w:tr><w:tc>{para('One.')}{para('Two.')}</w:tc><w:tc>{para('Three.')}</w:tc></w:tr>"
    book = read_docx_body(f"<w:tbl>{row}{layout}</w:tbl>")
    assert [(p.kind, p.text) for p in paragraphs(book)] == [
        (Kind.ROW, "oil\ntwo pints"),
        (Kind.PARAGRAPH, "One."),
        (Kind.PARAGRAPH, "Two."),
        (Kind.PARAGRAPH, "Three."),
    ]


def test_kinds_come_from_styles_and_lists_from_their_numbering():
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    body = para("Sweet oil", properties=listed) + para("He said so.", style="Zitat") + para("A line", style="Verse")
    assert [p.kind for p in paragraphs(read_docx_body(body))] == [Kind.ITEM, Kind.QUOTE, Kind.VERSE]


def test_short_lines_in_one_paragraph_are_verse():
    lines = "<w:r><w:br/></w:r>".join(run(text) for text in ("Where rolls", "the Oregon", "and hears"))
    assert [(p.kind, p.text) for p in paragraphs(read_docx_body(f"<w:p>{lines}</w:p>"))] == [
        (Kind.VERSE, "Where rolls\nthe Oregon\nand hears")
    ]


@pytest.mark.parametrize("sign", ["#", "***", "* * *", "⁂", "~", "• • •"])
def test_scene_breaks_are_what_authors_type_for_them(sign):
    book = read_docx_body(para("One.") + para(sign, properties=CENTRED) + para("Two."))
    assert [type(block) is SceneBreak for block in book.chapters[0].blocks] == [False, True, False]


def test_a_rare_blank_paragraph_is_a_scene_break_and_a_common_one_is_spacing():
    rare = "".join(para(f"Sentence {n}.") for n in range(10)) + para() + para() + para("Later.")
    assert sum(isinstance(block, SceneBreak) for block in read_docx_body(rare).chapters[0].blocks) == 1
    common = "".join(para(f"Sentence {n}.") + para() for n in range(10))
    assert not any(isinstance(block, SceneBreak) for block in read_docx_body(common).chapters[0].blocks)


def test_an_ornament_in_a_symbol_font_is_a_scene_break_and_greek_letters_are_letters():
    star = '<w:r><w:sym w:font="Wingdings" w:char="F0AB"/></w:r>'
    alpha = '<w:r><w:sym w:font="Symbol" w:char="F061"/></w:r>'
    book = read_docx_body(para("The ", alpha, " ray.") + para(star) + para("Two."))
    assert texts(book) == ["The α ray.", "Two."]
    assert isinstance(book.chapters[0].blocks[1], SceneBreak)


def test_italics_and_underlining_are_emphasis_over_runs_that_word_has_cut_up():
    body = para("I ", run("nev", "<w:i/>"), run("er", "<w:i/>"), " saw ", run("him", '<w:u w:val="single"/>'), ".")
    assert marks(read_docx_body(body), MarkName.EMPHASIS) == [("never", ""), ("him", "")]
    body = para("A quotation that is set in italics as a whole, ", run("but", '<w:i w:val="0"/>'), ".", style="Zitat")
    assert marks(read_docx_body(body), MarkName.EMPHASIS) == [("but", "")]


def test_runs_in_another_language_are_marked():
    french = '<w:lang w:val="fr-FR"/>'
    body = para("He said ", run("nil", '<w:lang w:val="en-US"/>'), " and ", run("au revoir", french), " and left.")
    book = read_docx_body(body)
    assert book.metadata.language == "en-GB"
    assert marks(book, MarkName.LANG) == [("au revoir", "fr-FR")]


def test_hyphens_tabs_and_raised_text_are_kept_as_they_are_read():
    inner = "<w:r><w:t>re</w:t><w:softHyphen/><w:t>enter</w:t><w:tab/>"
    inner += "<w:t>twenty</w:t><w:noBreakHyphen/><w:t>one</w:t></w:r>"
    raised = run("th", '<w:vertAlign w:val="superscript"/>')
    assert texts(read_docx_body(para(inner, run(" 20"), raised))) == ["reenter twenty\u2011one 20th"]


def test_tags_around_text_change_nothing():
    tagged = f"<w:smartTag><w:smartTag>{run('Israel')}</w:smartTag></w:smartTag>"
    tagged += (
        f"<w:sdt><w:sdtPr/><w:sdtContent>{run(' and ')}</w:sdtContent></w:sdt><w:hyperlink>{run('Egypt')}</w:hyperlink>"
    )
    ruby = f"<w:r><w:ruby><w:rt>{run('zz')}</w:rt><w:rubyBase>{run(' 東京')}</w:rubyBase></w:ruby></w:r>"
    assert texts(read_docx_body(para(tagged, ruby))) == ["Israel and Egypt 東京"]


def test_metadata_comes_from_the_properties_unless_a_program_wrote_them():
    core = "<dc:title>The Lamp</dc:title><dc:creator>Ada Bell;Bo Dee</dc:creator><dc:language>en_GB</dc:language>"
    metadata = read_docx_body(para("Text."), core=core).metadata
    assert (metadata.title, metadata.authors, metadata.language) == ("The Lamp", ("Ada Bell", "Bo Dee"), "en-GB")
    core = "<dc:title>Document1</dc:title><dc:creator>python-docx</dc:creator>"
    metadata = read_docx_body(para("The Lamp", style="Titel") + para("Text."), core=core).metadata
    assert (metadata.title, metadata.authors) == ("The Lamp", ())


def test_relationships_name_the_parts_and_nothing_outside_is_followed():
    relations = (
        '<Relationships><Relationship Type="x/officeDocument" Target="/odd/text.xml"/>'
        '<Relationship Type="x/attachedTemplate" Target="http://127.0.0.1:9/x.dotm" TargetMode="External"/>'
        "</Relationships>"
    )
    book = read_book(
        packed({"[Content_Types].xml": "", "_rels/.rels": relations, "odd/text.xml": document(para("Kept."))}), name="x"
    )
    assert texts(book) == ["Kept."]


def test_the_strict_form_of_the_format_is_read_too():
    strict = document(para("Kept.")).replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main")
    assert texts(read_book(packed({"[Content_Types].xml": "", "word/document.xml": strict}), name="x")) == ["Kept."]


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"[Content_Types].xml": ""}, "has no text part"),
        ({"[Content_Types].xml": "", "xl/workbook.xml": ""}, "a spreadsheet"),
        ({"[Content_Types].xml": "", "word/document.xml": "<w:document"}, "not readable XML"),
        ({"[Content_Types].xml": "", "word/document.xml": document("")}, "no text to read"),
        (
            {"[Content_Types].xml": "", "word/document.xml": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><x>&e;</x>'},
            "document type",
        ),
    ],
)  # fmt: skip
def test_what_is_no_readable_docx_is_refused_with_what_to_do(files, message):
    with pytest.raises(ManuscriptError, match=message):
        read_book(packed(files), name="lamp.docx")


RUNS = st.sampled_from(["one", "two ", " three", "'s", "-", "4", ""])
PIECES = st.one_of(
    RUNS.map(run),
    RUNS.map(lambda text: run(text, "<w:i/>")),
    RUNS.map(lambda text: run(text, "<w:vanish/>")),
    RUNS.map(lambda text: f"<w:del><w:r><w:delText>{text}</w:delText></w:r></w:del>"),
    RUNS.map(lambda text: f"<w:ins>{run(text)}</w:ins>"),
    RUNS.map(lambda text: field("PAGE", run(text))),
    RUNS.map(lambda text: field("TOC", run(text))),
    RUNS.map(
        lambda text: f"<w:r><w:drawing><a:t>{text}</a:t><w:txbxContent>{para(text)}</w:txbxContent></w:drawing></w:r>"
    ),
    st.sampled_from(["<w:r><w:br/></w:r>", '<w:r><w:br w:type="page"/></w:r>', "<w:r><w:tab/></w:r>"]),
    st.sampled_from(
        ['<w:r><w:footnoteReference w:id="1"/></w:r>', '<w:r><w:sym w:font="Symbol" w:char="F061"/></w:r>']
    ),
)
PROPERTIES = st.sampled_from(
    [
        "",
        '<w:framePr w:dropCap="drop"/>',
        "<w:rPr><w:del/></w:rPr>",
        '<w:outlineLvl w:val="0"/>',
        "<w:pageBreakBefore/>",
    ]
)
PARAGRAPHS = st.builds(
    lambda pieces, properties: f"<w:p><w:pPr>{properties}</w:pPr>{''.join(pieces)}</w:p>",
    st.lists(PIECES, max_size=5),
    PROPERTIES,
)
BLOCKS = st.one_of(
    PARAGRAPHS,
    st.lists(PARAGRAPHS, max_size=3).map(
        lambda cells: f"<w:tbl><w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr></w:tbl>"
    ),
)


@settings(max_examples=120, deadline=None)
@given(st.lists(BLOCKS, max_size=6))
def test_no_word_is_lost_whatever_stands_in_a_document(blocks):
    read_docx_body(para("Begin.") + "".join(blocks))
