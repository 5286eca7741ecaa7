"""Bytes of a DOCX -> Book."""

from __future__ import annotations

from dataclasses import replace

from pipeline.errors import ManuscriptError
from pipeline.manuscript.announcements import Announcer, announcer_for
from pipeline.manuscript.archive import Archive
from pipeline.manuscript.chapters import make_chapters
from pipeline.manuscript.conservation import account
from pipeline.manuscript.cutting import cut_sections
from pipeline.manuscript.docx.body import read_part
from pipeline.manuscript.docx.displayed import count_part_words
from pipeline.manuscript.docx.layout import Layout
from pipeline.manuscript.docx.metadata import read_metadata
from pipeline.manuscript.docx.package import Package, Part, read_package
from pipeline.manuscript.docx.runs import main_language
from pipeline.manuscript.docx.styles import Styles
from pipeline.manuscript.docx.titles import mark_headings, text_size
from pipeline.manuscript.features import is_left_out
from pipeline.manuscript.galley import Galley
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
    metadata = read_metadata(package.properties)
    language = metadata.language or main_language(package.document.root, styles)
    announcer = announcer_for(reading, language)
    galley, layouts = read_part(package.document, styles, announcer, language=language)
    if not any(passage.words for passage in galley.passages):
        raise ManuscriptError(f"{archive.name}: the DOCX has no text to read; is it the right file?")
    metadata = _with_title(replace(metadata, language=language), galley, layouts)
    notes = tuple(_notes(part, styles, announcer, language=language) for part in package.parts if part.kind in _NOTES)
    documents = (galley.document(), *(document for document in notes if document.passages))
    chapters, left_out = make_chapters(cut_sections(documents, (), ()), metadata, reading)
    inner = tuple(skip for document in (galley.document(), *notes) for skip in document.skips)
    beside = tuple(skip for part in package.parts if part.kind in _RULES for skip in _beside(part, styles, announcer))
    return Book(
        metadata=metadata,
        chapters=chapters,
        conservation=account(
            _source_words(package, is_described=not is_left_out(reading.images)), chapters, inner + beside + left_out
        ),
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


def _source_words(package: Package, *, is_described: bool) -> int:
    return sum(count_part_words(part.root, is_described=is_described) for part in (package.document, *package.parts))
