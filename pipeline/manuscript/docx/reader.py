"""Bytes of a DOCX -> Book."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pipeline.errors import ManuscriptError
from pipeline.manuscript.announcements import Announcer, announcer_for
from pipeline.manuscript.archive import Archive
from pipeline.manuscript.chapters import make_chapters
from pipeline.manuscript.conservation import account
from pipeline.manuscript.cutting import cut_sections
from pipeline.manuscript.docx.body import read_part
from pipeline.manuscript.docx.chunks import read_chunks
from pipeline.manuscript.docx.cover import read_cover
from pipeline.manuscript.docx.displayed import count_part_words
from pipeline.manuscript.docx.layout import Layout
from pipeline.manuscript.docx.metadata import company, read_metadata
from pipeline.manuscript.docx.numbering import number_headings
from pipeline.manuscript.docx.package import Package, Part, read_package
from pipeline.manuscript.docx.runs import main_language
from pipeline.manuscript.docx.styles import Styles
from pipeline.manuscript.docx.titles import mark_headings, text_size
from pipeline.manuscript.features import is_left_out
from pipeline.manuscript.galley import Galley
from pipeline.manuscript.initials import join_initials
from pipeline.manuscript.markup import Element
from pipeline.manuscript.passage import Document
from pipeline.manuscript.policies import skip_of
from pipeline.manuscript.typescript import mark_address, mark_end, read_title
from pipeline.model import Book, Kind, Metadata, Paragraph, ReadingPolicy, Skip

_NOTES = ("footnotes", "endnotes")
_RULES = {"header": "running-head", "footer": "running-head", "comments": "comment"}


def read_docx(archive: Archive, reading: ReadingPolicy) -> Book:
    """Return the book in a DOCX, read under a policy. Raises ManuscriptError where it is damaged or has no text."""
    package = read_package(archive)
    styles = Styles(root=package.styles)
    metadata = read_metadata(package)
    language = metadata.language or main_language(package.document.root, styles)
    announcer = announcer_for(reading, language)
    labels = number_headings(package.document.root, package.numbering, styles)
    chunks = read_chunks(archive, package, announcer, language=language)
    galley, layouts = read_part(
        package.document, styles, announcer, language=language, labels=labels, chunks=chunks.documents
    )
    if not any(passage.words for passage in galley.passages):
        raise ManuscriptError(f"{archive.name}: the DOCX has no text to read; is it the right file?")
    publisher = metadata.publisher or _publisher(package, galley)
    metadata = _with_title(replace(metadata, language=language, publisher=publisher), galley, layouts)
    notes = tuple(_notes(part, styles, announcer, language=language) for part in package.parts if part.kind in _NOTES)
    text = join_initials(galley.document())
    documents = (text, *(document for document in notes if document.passages))
    chapters, left_out = make_chapters(cut_sections(documents, (), ()), metadata, reading)
    inner = tuple(skip for document in (text, *notes) for skip in document.skips)
    beside = tuple(skip for part in package.parts if part.kind in _RULES for skip in _beside(part, styles, announcer))
    source_words = _source_words(package, labels, is_described=not is_left_out(reading.images)) + chunks.words
    return Book(
        metadata=metadata,
        chapters=chapters,
        conservation=account(source_words, chapters, inner + beside + left_out),
        cover=read_cover(archive, package),
    )


def _with_title(metadata: Metadata, galley: Galley, layouts: dict[int, Layout]) -> Metadata:
    """Mark what is a heading and what belongs to the typescript; return metadata with what the title page adds."""
    passages = galley.passages
    mark_headings(passages, layouts, size=text_size(passages, layouts))
    heads = [place for place, passage in enumerate(passages) if passage.level and not layouts[place].is_title]
    first_head = min(heads, default=min(len(passages), 20))
    titles = [place for place, layout in layouts.items() if layout.is_centred or layout.is_title]
    start = mark_address(passages, stop=min([first_head, *titles]))
    mark_end(passages)
    title, author = read_title(passages, start=start, stop=first_head)
    styled = (passages[place].block for place, layout in layouts.items() if layout.is_title)
    title = next((block.text for block in styled if isinstance(block, Paragraph)), "") or title
    return replace(metadata, title=metadata.title or title, authors=metadata.authors or ((author,) if author else ()))


def _publisher(package: Package, galley: Galley) -> str:
    """Return the firm that the program belongs to, if the text names it where it says who published the book."""
    firm = company(package)
    texts = (passage.block.text for passage in galley.passages if isinstance(passage.block, Paragraph))
    is_named = firm and any(firm in text and ("©" in text or "ublish" in text or "Verlag" in text) for text in texts)
    return firm if is_named else ""


def _notes(part: Part, styles: Styles, announcer: Announcer, *, language: str) -> Document:
    """Return the foot- or endnotes as a document beside the text."""
    galley, _ = read_part(part, styles, announcer, language=language, rule="note-body", kind=Kind.NOTE)
    return galley.document(is_linear=False)


def _beside(part: Part, styles: Styles, announcer: Announcer) -> tuple[Skip, ...]:
    """Return what is left out as a whole: headers, footers and comments, which are never part of the book."""
    galley, _ = read_part(part, styles, announcer, language="", rule=_RULES[part.kind])
    skips = [
        skip_of(passage, passage.rule)
        for passage in galley.passages
        if passage.source_words and passage.block.place is not None
    ]
    return (*skips, *galley.skips)


def _source_words(package: Package, labels: Mapping[Element, str], *, is_described: bool) -> int:
    beside = sum(count_part_words(part.root, is_described=is_described) for part in package.parts)
    return count_part_words(package.document.root, labels, is_described=is_described) + beside
