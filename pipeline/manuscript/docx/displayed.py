"""Parts of a DOCX -> the count of their words: the second witness of the account of words.

This walk knows the elements that hold text and those that end a line, nothing of styles, fields, chapters or rules. A
word of the source is a word that stands in a part: in the body, tables, text boxes, notes, comments, headers and
footers, in hidden text, and in what tracked changes deleted. The codes of fields and the second form of what is there
twice for old programs are no words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from pipeline.manuscript.docx.elements import (
    DRAWINGS,
    EDGES,
    UNREAD,
    description_of,
    drawn_texts,
    joins_next,
    name_of,
    symbol_of,
)
from pipeline.manuscript.markup import Element
from pipeline.manuscript.words import count_words

_NO_LABELS: Final[Mapping[Element, str]] = {}
_TEXTS: Final = frozenset({"w:t", "w:delText", "m:t", "a:t"})
_CHARACTERS: Final = {"w:tab": "\t", "w:ptab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "\u2011"}


def count_part_words(root: Element, labels: Mapping[Element, str] = _NO_LABELS, *, is_described: bool = False) -> int:
    """Return how many words a part has.

    `labels` are the automatic numbers before its headings; `is_described` counts the descriptions of its pictures.
    """
    descriptions = "\n".join(map(description_of, _drawings(root))) if is_described else ""
    return count_words(part_text(root, labels)) + count_words(descriptions)


def part_text(root: Element, labels: Mapping[Element, str] = _NO_LABELS) -> str:
    """Return the text of a part, a line feed at the end of each paragraph."""
    pieces: list[str] = []
    _read(root, pieces, boxes=[], labels=labels)
    return "".join(pieces)


def _drawings(element: Element) -> Iterator[Element]:
    """Yield the outermost drawings of a part that are not there twice for old programs."""
    for inner in element:
        name = name_of(inner)
        if name in DRAWINGS:
            yield inner
            for box in drawn_texts(inner):
                yield from _drawings(box)
        elif name not in UNREAD:
            yield from _drawings(inner)


def _read(element: Element, pieces: list[str], *, boxes: list[Element], labels: Mapping[Element, str]) -> None:
    name = name_of(element)
    if name in UNREAD:
        return
    if name in _TEXTS:
        pieces.append(element.text or "")
    elif name == "w:sym":
        pieces.append(symbol_of(element))
    elif name in _CHARACTERS:
        pieces.append(_CHARACTERS[name])
    elif name == "w:p":
        _read_paragraph(element, pieces, labels)
    elif name in DRAWINGS:
        drawn = list(drawn_texts(element))
        pieces.extend(text.text or "" for text in drawn if name_of(text) == "a:t")
        boxes.extend(box for box in drawn if name_of(box) != "a:t")
    else:
        edge = "\n" if name in EDGES else ""
        pieces.append(edge)
        for inner in element:
            _read(inner, pieces, boxes=boxes, labels=labels)
        pieces.append(edge)


def _read_paragraph(element: Element, pieces: list[str], labels: Mapping[Element, str]) -> None:
    """Read a paragraph with its number, and after it what stands in text boxes that hang on it."""
    boxes: list[Element] = []
    pieces.append(labels.get(element, ""))
    for inner in element:
        _read(inner, pieces, boxes=boxes, labels=labels)
    if boxes or not joins_next(element):
        pieces.append("\n")
    for box in boxes:
        _read(box, pieces, boxes=[], labels=labels)
