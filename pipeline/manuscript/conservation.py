"""Source trees -> the count of displayed words: the second witness of the account of words.

This walk shares with the reader only the list of elements (which stand inside a line, which are not displayed) and the
way of counting; it knows nothing of chapters, notes, kinds or rules. A word of the source is a word of the text that a
reading system displays when it shows the documents of the reading order: not the head, scripts, styles, hidden
elements or comments, nor attributes; the description of a picture or formula counts where a policy says that it is
read. What the repair of broken markup loses
(`Markup.lost_words`) counts too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from lxml import etree

from pipeline.manuscript.markup import (
    HIDDEN,
    INLINE,
    Element,
    description_of,
    initial_of,
    is_concealed,
    local_name,
)
from pipeline.manuscript.words import count_words
from pipeline.model import Book, Chapter, Conservation, Paragraph, Skip


def count_displayed_words(root: Element, *, described: frozenset[str] = frozenset()) -> int:
    """Return how many words a reading system displays for a document (see `displayed_text`)."""
    return count_words(displayed_text(root, described=described))


def displayed_text(root: Element, *, described: frozenset[str] = frozenset()) -> str:
    """Return the text a reading system displays for a document, with a line feed wherever a block begins or ends.

    `described` are the elements (`img`) whose descriptions count as text, because a listener is to hear them.
    """
    pieces: list[str] = []
    edges: dict[object, tuple[str, bool, bool]] = {}
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if element.tag not in edges:
            name = local_name(element)
            edge = "" if name in INLINE and name != "br" else "\n"
            edges[element.tag] = edge, name in HIDDEN, name == "img" or name in described
        edge, is_hidden, is_picture = edges[element.tag]
        if event == "end":
            pieces.append(edge + ((element.tail or "") if element is not root else ""))
        elif is_hidden or (element.keys() and is_concealed(element)):
            pieces.append(edge)
            walker.skip_subtree()
        else:
            shown = _picture_text(element, described) if is_picture else ""
            pieces.append(edge + shown + (element.text or ""))
    return "".join(pieces)


def _picture_text(element: Element, described: frozenset[str]) -> str:
    """Return the text that a picture or formula has: its description, or the letter that it shows."""
    name = local_name(element)
    description = description_of(element) if name in described else ""
    return description or (initial_of(element) if name == "img" else "")


def account(source_words: int, chapters: Iterable[Chapter], skips: Iterable[Skip]) -> Conservation:
    """Return the account of words, counted again on the finished chapters.

    What is read aloud is imported, but for the words that announcements add to the source; a chapter that is not read
    is one skip under its own rule.
    """
    imported, announced, skipped = 0, 0, list(skips)
    for chapter in chapters:
        if chapter.is_read_aloud:
            words, added = _words_of(chapter)
            imported += words
            announced += added
        elif chapter.words:
            skipped.append(Skip(rule=chapter.rule, words=chapter.words, where=place_of(chapter)))
    return Conservation(
        source_words=source_words, imported_words=imported, skipped=tuple(skipped), announced_words=announced
    )


def account_as_decided(book: Book, chapters: Sequence[Chapter]) -> Conservation:
    """Return the account of a book after people decided which of its chapters are read.

    `chapters` are the book's own, in its order, read aloud or not as book.toml has it. What a person left out counts
    under their rule; what a person takes in counts as imported.
    """
    imported, announced = book.conservation.imported_words, book.conservation.announced_words
    skipped = list(book.conservation.skipped)
    for was, chapter in zip(book.chapters, chapters, strict=True):
        words, added = _words_of(chapter)
        if was.is_read_aloud and not chapter.is_read_aloud:
            imported -= words
            announced -= added
            skipped.append(Skip(rule=chapter.rule, words=words, where=place_of(chapter)))
        elif chapter.is_read_aloud and not was.is_read_aloud and was.words:
            imported += words
            announced += added
            skipped.remove(Skip(rule=was.rule, words=was.words, where=place_of(was)))
    return replace(book.conservation, imported_words=imported, skipped=tuple(skipped), announced_words=announced)


def _words_of(chapter: Chapter) -> tuple[int, int]:
    """Return how many words of a chapter the source has, and how many are announced beside them."""
    paragraphs = [block for block in chapter.blocks if isinstance(block, Paragraph)]
    announced = sum(block.announced_words for block in paragraphs)
    return sum(count_words(block.text) for block in paragraphs) - announced, announced


def place_of(chapter: Chapter) -> str:
    """Return where a chapter stands in the source, as a person can find it: `text/index.xhtml 0-5210`."""
    places = [block.place for block in chapter.blocks if block.place is not None]
    if not places:
        return chapter.title
    first, last = places[0], places[-1]
    if first.part == last.part:
        return f"{first.part} {first.start}-{last.stop}"
    return f"{first.part} {first.start} to {last.part} {last.stop}"
