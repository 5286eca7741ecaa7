"""What `declaim extract` shows."""

import argparse
import json

import pytest
from epub_builder import epub, nav, prose, read

from pipeline.commands import extract as command
from pipeline.commands.importing import check_account
from pipeline.errors import ConservationError, ManuscriptError
from pipeline.manuscript.conservation import account, displayed_text
from pipeline.manuscript.extract import account_table, chapter_table, extracted
from pipeline.manuscript.markup import parse_markup
from pipeline.model import Book, Conservation, Metadata

PAGES = {
    "t.xhtml": '<section epub:type="titlepage"><h1>The Lamp</h1></section>',
    "1.xhtml": "<h2>I</h2><p>Hello <i>you</i>.</p>",
}
CONTENTS = nav(("Title", "t.xhtml"), ("I", "1.xhtml"))


def test_the_document_holds_what_is_narrated_and_the_account_of_words():
    assert extracted(read(PAGES, contents=CONTENTS)) == {
        "title": "The Lamp",
        "authors": ["Ada Bell"],
        "language": "en",
        "chapters": [{"id": "c01", "title": "I", "text": "I\n\nHello you.", "matter": "body"}],
        "conservation": {
            "source_words": 5,
            "imported_words": 3,
            "announced_words": 0,
            "skipped": [{"rule": "semantics.titlepage", "words": 2, "where": "EPUB/t.xhtml 30-38"}],
        },
    }


def test_the_tables_say_what_is_read_by_which_rule():
    book = read(PAGES, contents=CONTENTS)
    assert chapter_table(book).splitlines()[1:] == [
        "x01      Title                2       front   skipped  semantics.titlepage",
        "c01      I                    3  0.0  body    read     default.chapter",
        "         1 chapters read      3  0.0",
    ]
    assert account_table(book).splitlines() == [
        "source       5  100.0%",
        "imported     3   60.0%",
        "skipped      2   40.0%  semantics.titlepage",
        "unaccounted  0    0.0%",
    ]


def run(path, *options):
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return command.run(parser.parse_args([str(path), *options]))


def test_the_command_prints_json_on_stdout(tmp_path, capsys):
    path = tmp_path / "lamp.epub"
    path.write_bytes(epub({"c1.xhtml": prose("story")}))
    assert run(path, "--json") == 0
    assert json.loads(capsys.readouterr().out)["conservation"]["imported_words"] == 400


def test_the_command_prints_tables_without_json(tmp_path, capsys):
    path = tmp_path / "lamp.epub"
    path.write_bytes(epub({"c1.xhtml": prose("story")}))
    assert run(path) == 0
    assert "unaccounted    0" in capsys.readouterr().out


def test_a_file_that_is_not_there_is_a_clear_error(tmp_path):
    with pytest.raises(ManuscriptError, match="there is no such file"):
        run(tmp_path / "none.epub")


def test_a_word_unaccounted_for_is_an_error():
    book = Book(
        metadata=Metadata(),
        chapters=(),
        conservation=Conservation(source_words=3, imported_words=1, skipped=()),
    )
    with pytest.raises(ConservationError, match="2 words are unaccounted for"):
        check_account(book, "lamp.epub")


def test_the_account_counts_the_finished_chapters_again():
    book = read(PAGES, contents=CONTENTS)
    shortened = account(5, book.chapters[:1], ())
    assert shortened.unaccounted_words == 3


def test_the_second_witness_sees_every_displayed_block():
    root = parse_markup(
        b"<html><head><title>no</title></head><body><p>a<b>b</b></p>c<br/>d<i hidden=''>e</i></body></html>", where="t"
    ).root
    assert displayed_text(root).split() == ["ab", "c", "d"]
