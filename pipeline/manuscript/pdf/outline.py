"""Outline and documents -> entries of a table of contents, each with the passage it points to."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from pipeline.manuscript.cutting import Entry
from pipeline.manuscript.headings import is_generic
from pipeline.manuscript.passage import Document, Passage
from pipeline.manuscript.pdf.source import OutlineItem
from pipeline.manuscript.words import word_key
from pipeline.model import Kind, Paragraph

DEEPEST: Final = 3
"""Depth up to which entries begin chapters: part, book, chapter; deeper ones are sections of a text."""
_HEADING_LEVEL: Final = 3
"""Of a paragraph that only the outline says is a heading."""


@dataclass(slots=True, kw_only=True)
class PagedDocument:
    """A run of pages while it is made into a document."""

    part: str
    passages: list[Passage] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)
    """The page each passage begins on."""
    tops: list[float] = field(default_factory=list)
    """How far down its page each passage begins: the upper edge of its first line."""
    anchors: dict[str, int] = field(default_factory=dict)

    def finished(self) -> Document:
        """Return the document."""
        return Document(part=self.part, passages=tuple(self.passages), anchors=self.anchors)


def place_outline(items: tuple[OutlineItem, ...], documents: list[PagedDocument]) -> tuple[Entry, ...]:
    """Return the entries, whose anchors are set in the documents; none where a program named them all.

    An entry points to the heading of its title on its page; else to the first passage below the place it names.
    """
    items = tuple(item for item in items if item.depth <= DEEPEST)
    if all(is_generic(item.title) for item in items):
        return ()
    entries = []
    for number, item in enumerate(items):
        found = _find(item, documents)
        if found is None:
            continue
        document, index = found
        anchor = f"outline-{number + 1}"
        document.anchors[anchor] = index
        entries.append(Entry(title=item.title, part=document.part, fragment=anchor, depth=item.depth))
    return tuple(entries)


def _find(item: OutlineItem, documents: list[PagedDocument]) -> tuple[PagedDocument, int] | None:
    places = [
        (document, index)
        for document in documents
        for index, page in enumerate(document.pages)
        if item.page <= page <= item.page + 1
    ]
    on_page = [place for place in places if place[0].pages[place[1]] == item.page]
    titled = [place for place in on_page if _has_title(place[0].passages[place[1]], item.title)]
    if titled:
        document, index = min(titled, key=lambda place: _distance(place, item))
        document.passages[index] = _as_heading(document.passages[index])
        return document, index
    below = [place for place in on_page if item.y is None or place[0].tops[place[1]] >= item.y - 6]
    following = next((place for place in places if place[0].pages[place[1]] > item.page), None)
    return below[0] if below else following


def _distance(place: tuple[PagedDocument, int], item: OutlineItem) -> float:
    document, index = place
    return abs(document.tops[index] - item.y) if item.y is not None else document.tops[index]


def _has_title(passage: Passage, title: str) -> bool:
    """Whether a passage is the printed heading for an entry: the same words, or a heading with the begin of them."""
    if not isinstance(passage.block, Paragraph):
        return False
    text, wanted = word_key(passage.block.text), word_key(title)
    return bool(text) and (text == wanted or (passage.level > 0 and f"{wanted} ".startswith(f"{text} ")))


def _as_heading(passage: Passage) -> Passage:
    block = passage.block
    if passage.level or not isinstance(block, Paragraph):
        return passage
    return replace(passage, block=replace(block, kind=Kind.HEADING), level=_HEADING_LEVEL)
