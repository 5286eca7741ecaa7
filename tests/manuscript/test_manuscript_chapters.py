"""Where chapters begin, what they are called, and which of them are read."""

import pytest
from epub_builder import epub, nav, page, prose, read, skipped, spoken, texts

from pipeline.manuscript.read import read_book
from pipeline.model import Matter


def titles(book):
    return [chapter.title for chapter in spoken(book)]


def rules(book):
    return {chapter.title: chapter.rule for chapter in book.chapters}


def story(**more):
    """Three chapters of a story, by file, with more pages before (names `a...`) and after (`z...`)."""
    pages = {f"{number}.xhtml": f"<h2>Chapter {number}</h2>{prose('story')}" for number in (1, 2, 3)}
    before = {f"{name}.xhtml": body for name, body in more.items() if name.startswith("a")}
    after = {f"{name}.xhtml": body for name, body in more.items() if name.startswith("z")}
    return {**before, **pages, **after}


def test_the_spine_is_the_reading_order_whatever_the_manifest_and_the_contents_say():
    pages = {"one.xhtml": "<p>first</p>", "two.xhtml": "<p>second</p>", "three.xhtml": "<p>third</p>"}
    contents = nav(("C", "three.xhtml"), ("A", "one.xhtml"), ("B", "two.xhtml"))
    book = read(pages, contents=contents)
    assert texts(book) == ["first", "second", "third"]
    assert titles(book) == ["A", "B", "C"]


def test_chapters_are_cut_at_fragments_and_ids_count_over_all_of_them():
    body = '<h2 id="a">One</h2><p>first</p><section id="b"><h2>Two</h2><p>second</p></section>'
    book = read(body, contents=nav(("One", "c1.xhtml#a"), ("Two", "c1.xhtml#b")))
    assert [(c.id, c.title, c.words) for c in book.chapters] == [("c01", "One", 2), ("c02", "Two", 2)]


def test_a_cut_never_splits_a_paragraph_and_takes_its_heading_along():
    body = '<p>end of one</p><h2>Two</h2><a id="x"/><p>be<a id="y"/>gin of a longer second paragraph</p><p>third</p>'
    book = read(body, contents=nav(("One", "c1.xhtml"), ("Two", "c1.xhtml#x"), ("Three", "c1.xhtml#nowhere")))
    assert titles(book) == ["Three", "Two"]
    assert texts(book) == ["end of one", "Two", "begin of a longer second paragraph", "third"]


def test_a_document_that_the_contents_do_not_list_goes_on_with_the_chapter():
    pages = {"1.xhtml": "<h2>I</h2><p>one</p>", "1b.xhtml": "<p>goes on</p>", "2.xhtml": "<h2>II</h2><p>two</p>"}
    book = read(pages, contents=nav(("I", "1.xhtml"), ("II", "2.xhtml")))
    assert [(c.title, c.words) for c in book.chapters] == [("I", 4), ("II", 2)]


def test_a_document_that_the_contents_do_not_list_is_its_own_chapter_where_it_plainly_is_something_else():
    pages = story(
        z1='<section epub:type="afterword"><p>Told later.</p></section>', z2="<p>ALSO BY ADA BELL</p><p>The Key</p>"
    )
    book = read(pages, contents=nav(("Chapter 1", "1.xhtml"), ("Chapter 2", "2.xhtml"), ("Chapter 3", "3.xhtml")))
    assert [chapter.rule for chapter in book.chapters[3:]] == ["semantics.afterword", "name.other-books"]


def test_nested_parts_keep_their_depth_and_a_lone_heading_opens_the_first_chapter_in_it():
    pages = {"p.xhtml": "<h1>Part I</h1>", "1.xhtml": "<h2>I</h2><p>one</p>", "2.xhtml": "<h2>II</h2><p>two</p>"}
    book = read(pages, contents=nav(("Part I", "p.xhtml"), ("  I", "1.xhtml"), ("  II", "2.xhtml")))
    assert [(c.title, c.depth) for c in book.chapters] == [("I", 2), ("II", 2)]
    assert texts(book) == ["Part I", "I", "one", "II", "two"]


@pytest.mark.parametrize(
    ("listed", "headings", "title"),
    [
        ("I: Down the Hole", "<h2>I</h2><h3>Down the Hole</h3>", "I: Down the Hole"),
        ("IV", "<hgroup><h2>IV</h2><p>A Walk</p></hgroup>", "IV: A Walk"),
        ("Chapter 4", "<h2>Chapter Four: A Walk</h2>", "Chapter Four: A Walk"),
        ("A Walk", "<h2>IV</h2>", "A Walk"),
        ("Section 1", "<h2>A Walk</h2>", "A Walk"),
        ("c1.xhtml", "<h2>IV</h2><h3>A Walk</h3>", "IV: A Walk"),
        ("I", "<h2>The Lamp</h2>", "I"),
    ],
)
def test_a_title_comes_from_the_contents_or_the_headings_or_both(listed, headings, title):
    assert titles(read(f"{headings}{prose('walk')}", contents=nav((listed, "c1.xhtml")))) == [title]


def test_the_ncx_serves_where_there_is_no_nav_or_a_broken_one():
    ncx = (
        '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><navPoint><navLabel><text>One</text></navLabel>'
        '<content src="1.xhtml"/><navPoint><navLabel><text>Two</text></navLabel><content src="2.xhtml#t"/></navPoint>'
        "</navPoint></navMap></ncx>"
    )
    pages = {"1.xhtml": "<p>first</p>", "2.xhtml": '<p id="t">second</p>'}
    for contents in ("", page("<p>no nav in here</p>")):
        assert [(c.title, c.depth) for c in read(pages, ncx=ncx, contents=contents).chapters] == [
            ("One", 1),
            ("Two", 2),
        ]


def test_without_any_contents_headings_begin_chapters():
    body = "".join(f"<h2>{name}</h2>{prose('story', 250)}<h3>note</h3><p>aside</p>" for name in ("A", "B", "C"))
    assert titles(read(body)) == ["A", "B", "C"]


def test_numbered_lines_begin_chapters_where_the_contents_name_only_the_book():
    body = "".join(f"<p>{name}</p>{prose('story', 250)}" for name in ("I", "II", "III", "Epilogue"))
    book = read("<p>The Lamp</p>" + body, contents=nav(("The Lamp", "c1.xhtml")))
    assert titles(book) == ["I", "II", "III", "Epilogue"]
    assert skipped(book) == {"content.titlepage": 2}


@pytest.mark.parametrize(
    "semantic_type", ["copyright-page", "titlepage", "toc", "endnotes", "index", "colophon", "loi"]
)
def test_what_is_looked_at_is_left_out_by_semantics(semantic_type):
    book = read(story(z=f'<section epub:type="{semantic_type}"><p>zz page</p></section>'))
    assert not book.chapters[-1].is_read_aloud
    assert book.chapters[-1].rule.startswith("semantics.")
    assert book.chapters[-1].matter is Matter.BACK


@pytest.mark.parametrize("semantic_type", ["dedication", "epigraph", "foreword", "preface", "introduction"])
def test_front_matter_that_is_told_is_read(semantic_type):
    book = read(story(a=f'<section role="doc-{semantic_type}"><p>For Lloyd.</p></section>'))
    first = book.chapters[0]
    assert (first.is_read_aloud, first.matter, first.rule) == (True, Matter.FRONT, f"semantics.{semantic_type}")


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ("<h2>Table of Contents</h2><p>Chapter 1</p>", "name.contents"),
        ("<p>ALSO BY ADA BELL</p><p>The Key</p>", "name.other-books"),
        ("<h1>Praise for The Lamp</h1><p>A gem.</p>", "name.praise"),
        ("<p>The Lamp</p><p>by Ada Bell</p>", "content.titlepage"),
        ("<p>Copyright © 2024 Example House. All rights reserved.</p>", "content.copyright-page"),
        ('<img src="cover.jpg" alt="zz"/>', "content.no-words"),
    ],
)
def test_pages_of_a_trade_house_are_left_out_by_name_and_content(body, rule):
    book = read(story(a=body))
    assert [chapter.is_read_aloud for chapter in book.chapters] == [False, True, True, True][-len(book.chapters) :]
    if rule != "content.no-words":
        assert book.chapters[0].rule == rule


def test_a_file_name_decides_only_where_nothing_else_names_the_page():
    assert read(story(a_halftitle="<p>SOMESUCH</p>")).chapters[0].rule == "name.halftitlepage"
    contents = nav(("The Title of the Song", "a_title.xhtml"), ("Chapter 1", "1.xhtml"))
    assert spoken(read(story(a_title=prose("song")), contents=contents))[0].title == "The Title of the Song"


@pytest.mark.parametrize(
    "title", ["The Index Case", "A Cover Story", "Contents of a Drawer", "Copyright and Wrong", "Notes from Prison"]
)
def test_a_chapter_is_never_left_out_for_a_word_in_its_title(title):
    assert titles(read(story(a=f"<h2>{title}</h2>{prose('tale')}")))[0] == title


def test_a_chapter_between_chapters_is_never_left_out_for_its_whole_title():
    names = ["One", "Two", "Index", "Three", "Four"]
    pages = {f"{number}.xhtml": f"<h2>{name}</h2>{prose('story')}" for number, name in enumerate(names)}
    assert titles(read(pages)) == names


def test_the_first_line_of_a_chapter_does_not_make_it_an_advertisement():
    pages = {f"{n}.xhtml": f"<p>“Coming soon!” he cried.</p>{prose('story')}" for n in range(3)}
    contents = nav(*((f"{n + 1}", f"{n}.xhtml") for n in range(3)))
    assert len(spoken(read(pages, contents=contents))) == 3


def test_documents_outside_the_linear_order_are_left_out_unless_all_are():
    pages = {"1.xhtml": prose("story"), "x.xhtml": "<p>zz aside</p>"}
    book = read(pages, spine='<itemref idref="1.xhtml"/><itemref idref="x.xhtml" linear="no"/>')
    assert skipped(book) == {"source.not-linear": 2}
    assert (
        len(texts(read(pages, spine='<itemref idref="1.xhtml" linear="no"/><itemref idref="x.xhtml" linear="no"/>')))
        == 2
    )


def test_a_document_named_twice_in_the_spine_is_read_once():
    book = read({"1.xhtml": "<p>only once</p>"}, spine='<itemref idref="1.xhtml"/><itemref idref="1.xhtml"/>')
    assert texts(book) == ["only once"]
    assert skipped(book) == {"source.repeated": 2}


def test_the_navigation_document_is_no_chapter_unless_it_is_in_the_spine_and_then_it_is_left_out():
    contents = nav(("One", "1.xhtml"))
    pages = {"1.xhtml": prose("story")}
    assert len(read(pages, contents=contents).chapters) == 1
    book = read(pages, contents=contents, spine='<itemref idref="nav"/><itemref idref="1.xhtml"/>')
    assert (book.chapters[0].is_read_aloud, book.chapters[0].rule) == (False, "semantics.contents")


def test_landmarks_say_where_the_body_begins():
    landmarks = '<nav epub:type="landmarks"><ol><li><a epub:type="bodymatter" href="1.xhtml">Start</a></li></ol></nav>'
    book = read(story(a=prose("before")), contents=nav(("Before", "a.xhtml"), ("Chapter 1", "1.xhtml"), more=landmarks))
    assert [chapter.matter for chapter in book.chapters][:2] == [Matter.FRONT, Matter.BODY]
    assert book.chapters[0].rule == "position.before-body"


def test_a_guide_names_parts_in_epub_2():
    guide = '<guide><reference type="copyright-page" href="z.xhtml"/></guide>'
    book = read(
        story(z="<p>Printed in Leeds.</p>"), guide=guide, contents=nav(("Chapter 1", "1.xhtml"), ("End", "z.xhtml"))
    )
    assert rules(book)["End"] == "semantics.copyright-page"


def test_the_licence_of_project_gutenberg_is_left_out():
    footer = '<section class="pg-boilerplate pgheader"><h2>THE FULL LICENSE</h2><p>zz terms</p></section>'
    assert rules(read(story(z=footer)))["THE FULL LICENSE"] == "semantics.gutenberg-licence"


def test_something_is_always_read():
    book = read("<p>Hello</p>", guide='<guide><reference type="toc" href="c1.xhtml"/></guide>')
    assert texts(book) == ["Hello"]
    assert book.chapters[0].rule == "default.only-text"


def test_notes_at_the_end_of_a_chapter_are_left_out_and_the_chapter_is_read():
    body = f'<h2>I</h2>{prose("story")}<section role="doc-endnotes"><ol><li>zz one</li></ol></section>'
    book = read(body)
    assert [chapter.words for chapter in book.chapters] == [401]
    assert sum(skipped(book).values()) == 2


def test_three_hundred_chapters_have_ids_that_go_on():
    pages = {f"{number:03}.xhtml": f"<h2>{number + 1}</h2><p>story</p>" for number in range(101)}
    book = read_book(epub(pages, contents=nav(*((f"{n + 1}", f"{n:03}.xhtml") for n in range(101)))), name="x")
    assert (book.chapters[0].id, book.chapters[-1].id) == ("c01", "c101")
