"""One HTML file as a book."""

import pytest
from epub_builder import skipped, texts

from pipeline.errors import ManuscriptError
from pipeline.manuscript.read import read_book

PROSE = f"<p>{'word ' * 300}</p>"


def read_html(body, head="", name="lamp.html"):
    page = f'<!DOCTYPE html><html lang="en"><head>{head}</head><body>{body}</body></html>'
    book = read_book(page.encode(), name=name)
    assert book.conservation.unaccounted_words == 0
    return book


def told(book):
    return [chapter.title for chapter in book.chapters if chapter.is_read_aloud]


def test_headings_begin_chapters_and_the_head_names_the_book():
    head = '<title>The Lamp</title><meta name="author" content="Ada Bell"/>'
    book = read_html(f"<h1>The Lamp</h1><p>Ada Bell</p><h2>I</h2>{PROSE}<h2>II</h2><h3>A Walk</h3>{PROSE}", head)
    assert (book.metadata.title, book.metadata.authors, book.metadata.language) == ("The Lamp", ("Ada Bell",), "en")
    assert told(book) == ["I", "II: A Walk"]


def test_a_chapter_right_under_its_part_is_a_chapter_of_its_own():
    body = f"<h1>Part I</h1><h2>Chapter 1</h2>{PROSE}<h2>Chapter 2</h2>{PROSE}<h1>Part II</h1><h2>Chapter 3</h2>{PROSE}"
    assert told(read_html(body)) == ["Chapter 1", "Chapter 2", "Chapter 3"]


def test_the_licence_of_project_gutenberg_is_not_read():
    start = "<pre>Title: The Lamp\nAuthor: Ada Bell\n*** START OF THIS PROJECT GUTENBERG EBOOK THE LAMP ***\n</pre>"
    end = "<pre>End of the Project Gutenberg EBook of The Lamp, by Ada Bell zzlicence</pre><p>zzmore</p>"
    book = read_html(f"{start}<h1>THE LAMP</h1><h2>I</h2>{PROSE}<h2>II</h2>{PROSE}{end}")
    assert book.metadata.title == "The Lamp"
    assert told(book) == ["I", "II"]
    assert set(skipped(book)) == {"content.gutenberg-licence", "content.titlepage"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252", "iso-8859-1"])
def test_the_encoding_is_as_declared_or_as_the_bytes_tell(encoding):
    declared = f'<meta charset="{encoding}">' if encoding.startswith("iso") else ""
    page = f"<html><head>{declared}</head><body><p>Café crème</p></body></html>"
    assert texts(read_book(page.encode(encoding), name="lamp.htm")) == ["Café crème"]


def test_a_page_without_words_is_refused():
    with pytest.raises(ManuscriptError, match="no words"):
        read_html("<p></p><img src='x.png' alt='zz'/>")


def test_a_text_with_tags_in_it_is_no_html():
    assert texts(read_book(b'He said <break time="9s"/> and left.', name="lamp.txt")) == [
        'He said <break time="9s"/> and left.'
    ]
