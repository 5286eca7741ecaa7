"""What a person should look at before a book is narrated."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from manuscript.epub_builder import nav, prose, read

from pipeline.manuscript.conservation import account_as_decided
from pipeline.manuscript.review import guess_language, review_book
from pipeline.manuscript.rules import CHOSEN
from pipeline.model import Book, Chapter, Conservation, Kind, Matter, Metadata, Paragraph, Skip

GOOD = Metadata(title="The Lamp", authors=("Ada Bell",), language="en-GB")
STORY = "It was late and the lamp of the house was not to be seen but for him that had come to it with the boy. "


def chapter(identity, text, *, title="A Title", is_read_aloud=True, rule="default.chapter", words=None, **more):
    blocks = (Paragraph(kind=Kind.PARAGRAPH, text=text),) if text else ()
    return Chapter(
        id=identity,
        title=title,
        matter=more.get("matter", Matter.BODY),
        is_read_aloud=is_read_aloud,
        rule=rule,
        blocks=blocks,
        words=len(text.split()) if words is None else words,
    )


def book(*chapters, metadata=GOOD, skipped=(), warnings=(), missing=0):
    imported = sum(one.words for one in chapters if one.is_read_aloud)
    skipped += tuple(Skip(rule=one.rule, words=one.words, where="x") for one in chapters if not one.is_read_aloud)
    source = imported + sum(skip.words for skip in skipped) + missing
    account = Conservation(source_words=source, imported_words=imported, skipped=skipped)
    return Book(metadata=metadata, chapters=chapters, conservation=account, warnings=warnings)


FINE = (chapter("c01", STORY * 20), chapter("c02", STORY * 21))


def test_a_book_that_is_in_order_has_no_warning():
    assert review_book(book(*FINE)) == ()


@pytest.mark.parametrize(
    ("given", "warning"),
    [
        (book(*FINE, missing=3), "3 words are neither read nor under a rule"),
        (book(*FINE, missing=-2), "2 words are read that the second count does not find"),
        (book(*FINE, chapter("c03", "Go on now", title="Gone")), "chapters of 5 words or fewer: c03 “Gone” (3)"),
        (
            book(*FINE, chapter("x01", STORY * 60, is_read_aloud=False, rule="semantics.endnotes")),
            "59% of the words are skipped, 59% by semantics.endnotes",
        ),
        (
            book(*FINE, chapter("x01", STORY * 80, title="Index", is_read_aloud=False, rule="name.index")),
            "x01 “Index” has 2,000 words and is skipped by name.index; `--include x01` reads it",
        ),
        (book(*FINE, chapter("c03", STORY * 20)), "c03 “A Title” has the words of c01 “A Title”; `--exclude c03`"),
        (book(*FINE, chapter("c03", STORY * 3, title="")), "no title: c03"),
        (book(chapter("c01", STORY * 600)), "all 15,000 words are one chapter"),
        (book(*FINE, chapter("c03", STORY * 195)), "paragraphs of more than 20,000 characters: c03 (20,085)"),
        (book(*FINE, chapter("c03", STORY + "cafÃ© " * 3)), "look garbled, the first at"),
        (
            book(*FINE, skipped=(Skip(rule="source.unreadable", words=0, where="text/c3.xhtml"),)),
            "names what is missing or cannot be read: text/c3.xhtml",
        ),
        (
            book(*FINE, skipped=tuple(Skip(rule="page-picture", words=0, where=f"page {n}") for n in range(1, 10))),
            "on page 1, page 2, page 3, page 4, page 5, page 6 and 3 more",
        ),
        (book(*FINE, metadata=replace(GOOD, title="")), "does not say its title"),
        (book(*FINE, metadata=replace(GOOD, authors=())), "does not say who wrote it"),
        (book(*FINE, metadata=replace(GOOD, language="")), "does not say its language, and the text looks English"),
        (book(*FINE, metadata=replace(GOOD, language="english!")), "'english!' is no language tag"),
        (book(*FINE, metadata=replace(GOOD, language="de")), "says its language is de, but the text looks English"),
        (book(*FINE, warnings=("the encoding was guessed: cp1252",)), "the encoding was guessed"),
    ],
)
def test_what_looks_wrong_is_told_with_its_place(given, warning):
    found = review_book(given)
    assert [one for one in found if warning in one] != []
    assert len(found) <= 2


def test_short_front_matter_and_parts_of_a_story_told_in_markup_are_no_surprise():
    dedication = chapter("c01", "For Ada", title="Dedication", matter=Matter.FRONT)
    notes = chapter("x01", STORY * 15, is_read_aloud=False, rule="semantics.endnotes")
    assert review_book(book(dedication, *FINE, notes)) == ()


def test_an_epub_whose_reading_order_names_a_missing_file_is_told_of():
    found = read({"c1.xhtml": prose("story")}, spine='<itemref idref="c1.xhtml"/><itemref idref="gone"/>')
    assert any("missing or cannot be read: gone" in warning for warning in review_book(found))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (STORY, "en"),
        ("Der Mann ging mit dem Kind, und das Kind sah sich nicht um; die Frau war auf der Straße. ", "de"),
        ("Il ne regarde pas les enfants qui est dans la rue, et que vous le voyez, je le sais. ", "fr"),
        ("El hombre y los niños, que no más con una las del campo por la tarde como para su casa. ", "es"),
        ("Il bambino non è con gli altri, che sono anche più grandi per una della strada. ", "it"),
        ("Lorem ipsum dolor sit amet consectetur adipiscing elit. ", ""),
    ],
)
def test_the_language_is_guessed_from_common_words(text, language):
    assert guess_language(book(chapter("c01", text * 30))) == language


@given(reads=st.lists(st.booleans(), min_size=2, max_size=2))
def test_the_account_is_whole_whatever_a_person_decides(reads):
    pages = {"c1.xhtml": prose("story"), "x1.xhtml": "<h1>Index</h1><p>Lamp, 3; Light, 5</p>"}
    found = read(pages, contents=nav(("One", "c1.xhtml"), ("Index", "x1.xhtml")))
    decided = tuple(
        one if one.is_read_aloud == is_read else replace(one, is_read_aloud=is_read, rule=CHOSEN)
        for one, is_read in zip(found.chapters, reads, strict=True)
    )
    account = account_as_decided(found, decided)
    assert account.unaccounted_words == 0
    assert account.imported_words == sum(one.words for one in decided if one.is_read_aloud)
    assert account.source_words == found.conservation.source_words
