"""Markdown as a book."""

from epub_builder import paragraphs, skipped, texts
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.manuscript.read import read_book
from pipeline.model import Kind, MarkName, SceneBreak

PROSE = "word " * 300


def read_markdown(text, name="lamp.md"):
    book = read_book(text.encode(), name=name)
    assert book.conservation.unaccounted_words == 0
    return book


def marks(book, name):
    return [(p.text[m.start : m.stop], m.value) for p in paragraphs(book) for m in p.marks if m.name is name]


def test_headings_begin_chapters():
    book = read_markdown(f"# I\n\n{PROSE}\n\nTwo\n===\n\n{PROSE}\n\n## Inner\n\nMore.")
    assert [chapter.title for chapter in book.chapters] == ["I", "Two"]


def test_a_text_file_with_such_headings_is_markdown_and_one_without_is_not():
    assert len(read_markdown(f"# I\n\n{PROSE}\n\n# II\n\n{PROSE}\n", name="lamp.txt").chapters) == 2
    assert texts(read_markdown("He used *stars*.\n\n# \n\nMore.", name="lamp.txt"))[0] == "He used *stars*."


def test_the_metadata_block_names_the_book_and_is_not_read():
    book = read_markdown('---\ntitle: "The Lamp"\nauthor: Ada Bell\nlang: en-GB\n---\n\nIt went out.\n')
    assert (book.metadata.title, book.metadata.authors, book.metadata.language) == ("The Lamp", ("Ada Bell",), "en-GB")
    assert texts(book) == ["It went out."]
    assert skipped(book) == {"content.front-matter-block": 9}


def test_emphasis_scene_breaks_quotations_lists_and_links():
    book = read_markdown("He *never* [said](http://zz.example) so.\n\n***\n\n> Oil.\n\n- One\n- Two\n")
    assert [p.kind for p in paragraphs(book)] == [Kind.PARAGRAPH, Kind.QUOTE, Kind.ITEM, Kind.ITEM]
    assert isinstance(book.chapters[0].blocks[1], SceneBreak)
    assert marks(book, MarkName.EMPHASIS) == [("never", "")]


def test_footnotes_are_called_in_the_text_and_their_bodies_left_out():
    book = read_markdown("The lamp[^1] went out[^x].\n\n[^1]: It was zzoil,\n    and more zzoil.\n\nLater.\n")
    assert texts(book) == ["The lamp went out[^x].", "Later."]
    assert marks(book, MarkName.NOTE) == [("", "lamp.md#note-1")]
    assert skipped(book)["note-body"] == 6


def test_tables_code_and_html_are_text():
    table = "| oil | two pints |\n|---|---|\n| wick | one |\n"
    book = read_markdown(f"{table}\nSay `x = 1` <b>now</b>.<br>Go.\n\n<div>Inside <!-- zz --> it.</div>\n")
    assert texts(book) == ["oil\ntwo pints", "wick\none", "Say x = 1 now. Go.", "Inside it."]


PIECES = st.lists(
    st.sampled_from(
        ["# ", "one ", "two\n", "\n\n", "*", "**", "_", "`", "[^1]", "\n[^1]: ", "> ", "- ", "    ", "<b>", "</b>",
         "<br>", "<!--", "-->", "---\n", "|a|b|\n|-|-|\n", "[x](y)", "![z](w)", "&amp;", "\\", "<div>", "</div>\n\n",
         "~~", "<script>"]
    ),
    max_size=12,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(PIECES)
@example(["<!--", "<!--", "# ", "> ", "one "])
def test_no_word_is_lost_whatever_the_marks_are(pieces):
    read_markdown("begin\n\n" + "".join(pieces))
