"""Bytes of a PDF -> Book."""

from __future__ import annotations

import re
from collections import Counter, deque
from itertools import groupby
from typing import Final

from pipeline.errors import ManuscriptError
from pipeline.manuscript.announcements import announcer_for
from pipeline.manuscript.chapters import make_chapters
from pipeline.manuscript.conservation import account
from pipeline.manuscript.cutting import cut_sections
from pipeline.manuscript.features import Aside, Feature
from pipeline.manuscript.passage import Passage
from pipeline.manuscript.pdf.blocks import Block, make_blocks
from pipeline.manuscript.pdf.furniture import find_furniture
from pipeline.manuscript.pdf.headings import find_headings
from pipeline.manuscript.pdf.hyphens import Vocabulary
from pipeline.manuscript.pdf.metadata import read_metadata
from pipeline.manuscript.pdf.notes import Note, NoteFinder
from pipeline.manuscript.pdf.outline import PagedDocument, place_outline
from pipeline.manuscript.pdf.page import Fragment, Page, Row, part_of
from pipeline.manuscript.pdf.passages import PassageMaker
from pipeline.manuscript.pdf.rows import RowMaker
from pipeline.manuscript.pdf.source import Source
from pipeline.manuscript.pdf.typography import Typography, measure
from pipeline.manuscript.pictures import make_cover
from pipeline.manuscript.words import clean_text, count_words
from pipeline.model import Book, Kind, Place, Reading, ReadingPolicy, SceneBreak, Skip

_PICTURE_SHARE: Final = 0.6
"""Share of pages that are nothing but pictures from which a file is a scan, whatever text the others have."""
_PRINTED: Final = re.compile(r"\b(?:\d{1,5}|[ivxlcdm]{1,8})\b", re.IGNORECASE)
_FRONT_WORDS: Final = 150
"""Words of a page from which the front pages, each a part of its own, are over."""


def read_pdf(data: bytes, reading: ReadingPolicy, *, name: str, password: str = "") -> Book:
    """Return the book in a PDF, read under a policy.

    Raises ManuscriptError where it is damaged, locked, or has no text.
    """
    source = Source(data, name=name, password=password)
    pages = tuple(source.pages())
    _refuse_textless(pages, name=name)
    furniture = find_furniture(pages)
    rows, notes, typography = _read_rows(pages, furniture)
    blocks = make_blocks(rows, typography)
    vocabulary = Vocabulary(fragment.text for page in pages for fragment in page.fragments)
    announcer = announcer_for(reading, read_metadata(source.properties(), []).language)
    maker = PassageMaker(vocabulary=vocabulary, marks=_marks_by_page(notes), announcer=announcer)
    numbers = _page_numbers(pages, furniture) if reading.page_markers is Reading.ANNOUNCE else {}
    documents = _documents(blocks, notes, maker, numbers)
    contents = place_outline(source.outline(), documents)
    passages = [passage for document in documents for passage in document.passages]
    metadata = read_metadata(source.properties(), passages)
    sections = cut_sections(tuple(document.finished() for document in documents), contents, ())
    chapters, left_out = make_chapters(sections, metadata, reading)
    skips = (*_page_skips(pages, furniture), *maker.skips, *left_out)
    return Book(
        metadata=metadata,
        chapters=chapters,
        conservation=account(source.count_words(), chapters, skips),
        cover=make_cover(source.cover(), name="cover.jpg"),
    )


def _refuse_textless(pages: tuple[Page, ...], *, name: str) -> None:
    """Raise ManuscriptError where there is nothing to read, with the way out."""
    pictures = sum(page.has_picture for page in pages)
    broken = sum(not page.is_readable for page in pages)
    words = sum(count_words(fragment.text) for page in pages for fragment in page.fragments)
    if broken > len(pages) / 2:
        raise ManuscriptError(
            f"{name}: {broken} of {len(pages)} pages are damaged; fetch the PDF again, or print it to a new PDF"
        )
    if pictures and (not words or pictures > _PICTURE_SHARE * len(pages)):
        raise ManuscriptError(
            f"{name}: {pictures} of {len(pages)} pages are pictures without text: the PDF is a scan; recognise its text"
            " first, for example with `ocrmypdf IN.pdf OUT.pdf`"
        )
    if not words:
        raise ManuscriptError(f"{name}: no page of the PDF has text; export the book again with its text")
    unknown = sum(fragment.text.count("\ufffd") for page in pages for fragment in page.fragments)
    if unknown > words:
        raise ManuscriptError(
            f"{name}: the fonts of the PDF do not say which letters they show; recognise its text from the pictures of"
            " its pages, for example with `ocrmypdf --force-ocr IN.pdf OUT.pdf`"
        )


def _read_rows(pages: tuple[Page, ...], furniture: dict[Fragment, str]) -> tuple[list[Row], list[Note], Typography]:
    """Return the rows of the text in reading order, the notes at the feet of the pages, and how the book is set."""
    texts = [tuple(fragment for fragment in page.fragments if fragment not in furniture) for page in pages]
    maker = RowMaker(texts)
    rows = [row for index, fragments in enumerate(texts) for row in maker.rows_of(fragments, index)]
    rows, typography = measure(rows)
    finder = NoteFinder(text_size=typography.size)
    text: list[Row] = []
    notes: list[Note] = []
    for _, group in groupby(rows, key=lambda row: row.region):
        kept, found = finder.split(list(group))
        text += kept
        notes += found
    return find_headings(text, typography), notes, typography


def _marks_by_page(notes: list[Note]) -> dict[int, frozenset[str]]:
    """Return the marks of the notes at the foot of each page."""
    marks: dict[int, frozenset[str]] = {}
    for note in notes:
        page = note.rows[0].page
        marks[page] = marks.get(page, frozenset()) | {note.mark}
    return marks


def _page_numbers(pages: tuple[Page, ...], furniture: dict[Fragment, str]) -> dict[int, str]:
    """Return the number that is printed on each page that has one."""
    return {
        index: found[0]
        for index, page in enumerate(pages, 1)
        for fragment in page.fragments
        if furniture.get(fragment) == "page-number" and (found := _PRINTED.search(fragment.text))
    }


def _documents(
    blocks: list[Block], notes: list[Note], maker: PassageMaker, numbers: dict[int, str]
) -> list[PagedDocument]:
    """Return the passages in runs of pages: a run begins with each front page, and where a heading opens a page.

    `numbers` are those of the pages that are announced, each before the first block that begins on it.
    """
    waiting = deque(Block(rows=note.rows, kind=Kind.NOTE, mark=note.mark) for note in notes)
    body = _first_full_page(blocks)
    documents: list[PagedDocument] = []
    opened: set[int] = set()
    for block in blocks:
        page = block.rows[0].page
        while waiting and documents and waiting[0].rows[0].page < page:
            _add(documents[-1], waiting.popleft(), maker)
        if not documents or (page not in opened and (page <= body or block.level)):
            documents.append(PagedDocument(part=part_of(page)))
        for turned in sorted(number for number in numbers if number <= page):
            _turn_page(documents[-1], block, numbers.pop(turned))
        opened.update(row.page for row in block.rows)
        if block.is_after_blank:
            _add_blank(documents[-1], block)
        _add(documents[-1], block, maker)
    for block in waiting:
        documents = documents or [PagedDocument(part=part_of(block.rows[0].page))]
        _add(documents[-1], block, maker)
    return documents


def _first_full_page(blocks: list[Block]) -> int:
    """Return the number of the first page that is full of text."""
    words: Counter[int] = Counter()
    for block in blocks:
        for row in block.rows:
            words[row.page] += count_words(row.text)
    return next((page for page in sorted(words) if words[page] >= _FRONT_WORDS), 0)


def _add(document: PagedDocument, block: Block, maker: PassageMaker) -> None:
    first = block.rows[0]
    passage = maker.passage(block, part=part_of(first.page))
    if passage is not None:
        _append(document, passage, first)


def _add_blank(document: PagedDocument, block: Block) -> None:
    first = block.rows[0]
    start = first.pieces[0].start
    place = Place(part=part_of(first.page), start=start, stop=start)
    _append(document, Passage(block=SceneBreak(place=place), words=0, is_blank_line=True), first)


def _turn_page(document: PagedDocument, block: Block, number: str) -> None:
    first = block.rows[0]
    start = first.pieces[0].start
    place = Place(part=part_of(first.page), start=start, stop=start)
    aside = Aside(feature=Feature.PAGE, text=number, words=0, place=place)
    _append(document, Passage(block=aside, words=0), first)


def _append(document: PagedDocument, passage: Passage, first: Row) -> None:
    document.passages.append(passage)
    document.pages.append(first.page)
    document.tops.append(first.pieces[0].y0)


def _page_skips(pages: tuple[Page, ...], furniture: dict[Fragment, str]) -> tuple[Skip, ...]:
    """Return what is left out of the pages before they are read."""
    skips = []
    for page in pages:
        if not page.is_readable or page.has_picture:
            rule = "page-picture" if page.is_readable else "source.unreadable"
            skips.append(Skip(rule=rule, words=0, where=page.part))
        for fragment in page.fragments:
            words = count_words(clean_text(fragment.text)) if fragment in furniture else 0
            if words:
                stop = fragment.start + len(fragment.text)
                skips.append(Skip(rule=furniture[fragment], words=words, where=f"{page.part} {fragment.start}-{stop}"))
    return tuple(skips)
