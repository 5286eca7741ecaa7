"""Bytes of one HTML file -> Book, by the same walk as the documents of an EPUB."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from pipeline.errors import ManuscriptError
from pipeline.manuscript.chapters import make_chapters
from pipeline.manuscript.conservation import account, count_displayed_words
from pipeline.manuscript.cutting import cut_sections
from pipeline.manuscript.decoding import garbled
from pipeline.manuscript.elements import text_of
from pipeline.manuscript.features import described_elements
from pipeline.manuscript.gutenberg import mark_adverts, mark_licence
from pipeline.manuscript.imprint import isbn_digits, valid_isbn
from pipeline.manuscript.initials import join_initials
from pipeline.manuscript.markup import Element, decode_text, language_of, local_name, parse_markup
from pipeline.manuscript.passage import Document
from pipeline.manuscript.steps import outside
from pipeline.manuscript.walk import walk
from pipeline.model import Book, Metadata, ReadingPolicy

_NAMES: Final = (".html", ".htm", ".xhtml", ".xht")
_SIGN: Final = re.compile(r"\s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html[\s>])", re.I | re.S)
_FIELDS: Final = {
    "author": "author", "dc.creator": "author", "book:author": "author", "citation_author": "author",
    "dc.title": "title", "og:title": "title", "citation_title": "title", "subtitle": "subtitle",
    "translator": "translator", "dc.contributor.translator": "translator",
    "dc.language": "language", "description": "description", "dc.description": "description",
    "publisher": "publisher", "dc.publisher": "publisher", "citation_publisher": "publisher",
    "date": "date", "dc.date": "date", "dc.date.issued": "date", "book:release_date": "date",
    "keywords": "subject", "dc.subject": "subject", "book:tag": "subject",
    "isbn": "isbn", "book:isbn": "isbn", "citation_isbn": "isbn", "dc.identifier": "isbn", "dc.identifier.isbn": "isbn",
    "series": "series", "calibre:series": "series", "series-position": "position", "calibre:series_index": "position",
}  # fmt: skip
"""Names of `meta` elements: of HTML, Dublin Core, Open Graph's books (https://ogp.me/#type_book), Highwire."""


def is_html(data: bytes, *, name: str) -> bool:
    """Whether a text is HTML: it begins as HTML does, or is named so."""
    head = decode_text(data[:4096])
    return _SIGN.match(head) is not None or (name.lower().endswith(_NAMES) and "<" in head)


def read_html(data: bytes, reading: ReadingPolicy, *, name: str) -> Book:
    """Return the book in an HTML file, read under a policy.

    Raises ManuscriptError where it has no text or passes the parser's limits.
    """
    markup = parse_markup(data, where=name)
    metadata = read_head(markup.root)
    around = outside(metadata.language, reading)
    document = join_initials(walk(markup.root, part=name, around=around, note_calls={}))
    return assemble(
        document,
        metadata,
        reading,
        source_words=count_displayed_words(markup.root, described=described_elements(reading)) + markup.lost_words,
        warnings=garbled(decode_text(data)),
    )


def assemble(
    document: Document, metadata: Metadata, reading: ReadingPolicy, *, source_words: int, warnings: tuple[str, ...]
) -> Book:
    """Return the book that one document is: chapters by its headings. Raises ManuscriptError where it has no words."""
    if not any(passage.words for passage in document.passages):
        raise ManuscriptError(f"{document.part}: the file has no words to read; is it the right file?")
    passages = list(document.passages)
    licence = mark_licence(passages)
    mark_adverts(passages)
    if licence:
        metadata = replace(
            licence,
            language=licence.language or metadata.language,
            title=licence.title or metadata.title,
            authors=licence.authors or metadata.authors,
        )
    document = replace(document, passages=tuple(passages))
    chapters, left_out = make_chapters(cut_sections((document,), (), ()), metadata, reading)
    return Book(
        metadata=metadata,
        chapters=chapters,
        conservation=account(source_words, chapters, document.skips + left_out),
        warnings=warnings,
    )


def read_head(root: Element) -> Metadata:
    """Return what the head of an HTML file says of the book."""
    fields: dict[str, list[str]] = {}
    for element in root.iter():
        name = local_name(element)
        if name == "body":
            break
        if name == "title" and text_of(element):
            fields.setdefault("title", []).append(text_of(element))
        named = (element.get("name") or element.get("property") or "").lower().replace("dcterms.", "dc.")
        kind = _FIELDS.get(named) if name == "meta" else None
        content = " ".join((element.get("content") or "").split())
        if kind and content:
            fields.setdefault(kind, []).append(content)
    language = next((found for element in root.iter() if (found := language_of(element))), "")
    one = {kind: values[0] for kind, values in fields.items()}
    return Metadata(
        title=one.get("title", ""),
        subtitle=one.get("subtitle", ""),
        authors=tuple(dict.fromkeys(fields.get("author", ()))),
        translators=tuple(dict.fromkeys(fields.get("translator", ()))),
        language=one.get("language") or language,
        publisher=one.get("publisher", ""),
        date=one.get("date", ""),
        description=one.get("description", ""),
        isbn=next(filter(None, (valid_isbn(isbn_digits(value)) for value in fields.get("isbn", ()))), ""),
        subjects=tuple(dict.fromkeys(filter(None, re.split(r"\s*[;,]\s*", ",".join(fields.get("subject", ())))))),
        series=one.get("series", ""),
        series_position=one.get("position", "").removesuffix(".0") if "series" in one else "",
    )
