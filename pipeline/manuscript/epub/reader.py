"""Bytes of an EPUB -> Book."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import Final

from pipeline.errors import ManuscriptError
from pipeline.manuscript.archive import Archive
from pipeline.manuscript.chapters import make_chapters
from pipeline.manuscript.conservation import account, count_displayed_words
from pipeline.manuscript.cutting import cut_sections
from pipeline.manuscript.epub.contents import read_navigation
from pipeline.manuscript.epub.metadata import read_metadata
from pipeline.manuscript.epub.package import Item, Package, SpineItem, read_package
from pipeline.manuscript.epub.protection import refuse_protected
from pipeline.manuscript.features import described_elements
from pipeline.manuscript.initials import join_initials
from pipeline.manuscript.markup import Element, Markup, language_of, local_name, parse_markup
from pipeline.manuscript.passage import Document
from pipeline.manuscript.pictures import inline_picture, is_svg, make_cover, picture_in_svg
from pipeline.manuscript.steps import Step, outside
from pipeline.manuscript.walk import walk
from pipeline.model import Book, Cover, Metadata, ReadingPolicy, Skip

_TEXTS: Final = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document")


def read_epub(archive: Archive, reading: ReadingPolicy) -> Book:
    """Return the book in an EPUB, read under a policy.

    Raises ManuscriptError where it is damaged, protected, or has no text.
    """
    refuse_protected(archive)
    package = read_package(archive)
    metadata = read_metadata(package)
    navigation = read_navigation(archive, package)
    documents, skips, source_words = _read_spine(archive, package, metadata, reading)
    if not any(document.passages for document in documents):
        raise ManuscriptError(
            f"{archive.name}: the EPUB has no text to read; a book of pictures needs its text written down first"
        )
    sections = cut_sections(documents, navigation.contents, navigation.landmarks)
    chapters, left_out = make_chapters(sections, metadata, reading)
    inner = tuple(skip for document in documents for skip in document.skips)
    return Book(
        metadata=metadata,
        chapters=chapters,
        conservation=account(source_words, chapters, skips + inner + left_out),
        cover=_cover(archive, package),
    )


def _read_spine(
    archive: Archive, package: Package, metadata: Metadata, reading: ReadingPolicy
) -> tuple[tuple[Document, ...], tuple[Skip, ...], int]:
    """Return the documents of the reading order, what is left out as a whole, and the words that are displayed."""
    documents: list[Document] = []
    skips: list[Skip] = []
    counts: dict[str, int] = {}
    source_words = 0
    note_calls: dict[str, set[str]] = {}
    steps: dict[str, Step] = {}
    described = described_elements(reading)
    is_all_aside = not any(place.is_linear for place in package.spine)
    for place in package.spine:
        item = _readable_item(package, place)
        markup = _markup(archive, item) if item else None
        if item is None or markup is None:
            skips.append(Skip(rule="source.unreadable", words=0, where=place.item.path if place.item else place.idref))
        elif item.path in counts:
            source_words += counts[item.path]
            skips.append(Skip(rule="source.repeated", words=counts[item.path], where=item.path))
        else:
            counts[item.path] = count_displayed_words(markup.root, described=described) + markup.lost_words
            source_words += counts[item.path]
            language = metadata.language or language_of(markup.root)
            around = steps.setdefault(language, outside(language, reading))
            document = join_initials(walk(markup.root, part=item.path, around=around, note_calls=note_calls))
            documents.append(replace(document, is_linear=place.is_linear or is_all_aside))
    return tuple(documents), tuple(skips), source_words


def _readable_item(package: Package, place: SpineItem) -> Item | None:
    """Return the document for a place in the reading order: the item, or the first of its fallbacks that is a text."""
    item, seen = place.item, set[str]()
    while item is not None and item.media_type not in _TEXTS and item.id not in seen:
        seen.add(item.id)
        item = package.items.get(item.fallback)
    if item is not None and item.media_type in _TEXTS:
        return item
    return (
        place.item if place.item is not None and place.item.path.endswith((".xhtml", ".html", ".htm", ".xml")) else None
    )


def _markup(archive: Archive, item: Item) -> Markup | None:
    """Return the parsed document, or None where its file is missing or empty."""
    if archive.find(item.path) is None:
        return None
    data = archive.read(item.path)
    return parse_markup(data, where=f"{archive.name}: {item.path}") if data.strip() else None


def _cover(archive: Archive, package: Package) -> Cover | None:
    """Return the cover: by manifest property, by `meta name="cover"`, else the first picture of a cover page."""
    named = next(
        (field.attributes.get("content", "") for field in package.fields if field.attributes.get("name") == "cover"), ""
    )
    marked = [item for item in package.items.values() if "cover-image" in item.properties]
    marked += [item for item in package.items.values() if named and named in (item.id, item.path)]
    for item in chain(marked, _pictures_of_cover_page(archive, package)):
        cover = _read_cover(archive, package, item.path) if item.media_type.startswith("image/") else None
        if cover is not None:
            return cover
    return None


def _read_cover(archive: Archive, package: Package, path: str) -> Cover | None:
    """Return a picture of the archive as a cover; of an SVG that only wraps a picture, that one. None if unusable."""
    try:
        data = archive.read(path)
        wrapped = picture_in_svg(data) if is_svg(data) else ""
        inner = package.resolve(wrapped, base=path) if wrapped and not wrapped.startswith("data:") else ""
        if inner and archive.find(inner):
            path, data = inner, archive.read(inner)
    except ManuscriptError:
        return None  # a book is not refused for its cover
    return make_cover(inline_picture(wrapped) or data, name=path)


def _pictures_of_cover_page(archive: Archive, package: Package) -> Iterator[Item]:
    """Yield the pictures shown on the page that the guide calls the cover, or on the first page of the book."""
    pages = [package.resolve(href.partition("#")[0]) for kind, href in package.guide if kind == "cover"]
    pages += [place.item.path for place in package.spine[:1] if place.item]
    by_path = {item.path: item for item in package.items.values()}
    for page in pages:
        item = by_path.get(page)
        markup = _markup(archive, item) if item and item.media_type in _TEXTS else None
        for element in markup.root.iter() if markup else ():
            source = _picture_source(element)
            picture = by_path.get(package.resolve(source, base=page)) if source else None
            if picture:
                yield picture


def _picture_source(element: Element) -> str:
    if local_name(element) == "img":
        return element.get("src") or ""
    if local_name(element) == "image":
        return element.get("{http://www.w3.org/1999/xlink}href") or element.get("href") or ""
    return ""
