"""Passages and how they are set -> headings, in a document whose author used no styles for them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Final, TypeAlias

from pipeline.manuscript.docx.layout import Layout, is_larger
from pipeline.manuscript.headings import PART_LABELS, parse_head
from pipeline.manuscript.passage import Passage
from pipeline.manuscript.rules import partition_of_title
from pipeline.model import Kind, Paragraph

_LONGEST: Final = 16
"""Words of the longest line that is taken for a heading without a style."""
_SECTION_WORDS: Final = 100
"""Words for each heading, on average, below which set-off lines without a label are a form or a table."""
_SURE: Final = 3
_LIKELY: Final = 2
_STYLED: Final = 2
"""Headings by style from which an author is taken to have used styles."""
_Look: TypeAlias = tuple[bool, bool, bool, bool, bool]


def mark_headings(passages: list[Passage], layouts: dict[int, Layout], *, size: int) -> None:
    """Make headings of the lines that are set as such, unless styles already say which are.

    `size` is that of the text, in half points. A line is likely a heading where it is centred, bold, in capitals,
    larger, or begins a page, and is sure where it also says so in words (Chapter 4). Likely ones count where they look
    as most of the others do.
    """
    styled = [place for place, passage in enumerate(passages) if passage.level and not layouts[place].is_title]
    if len(styled) >= _STYLED:
        return
    points = {place: _points(passages[place], layouts[place], size=size) for place in layouts}
    likely = [place for place, number in points.items() if number >= _LIKELY]
    looks = Counter(_look(layouts[place], size=size) for place in likely)
    house = max(looks, key=lambda look: (looks[look], sum(look)), default=None)
    heads = [
        place
        for place in likely
        if _is_named(passages[place])
        or points[place] > _SURE
        or (_look(layouts[place], size=size) == house and looks[house] > 1)
    ]
    if sum(passage.words for passage in passages) < len(heads) * _SECTION_WORDS:
        heads = [place for place in heads if _label(passages[place])]
    labels = {place: _label(passages[place]) for place in heads}
    has_parts = any(label in PART_LABELS for label in labels.values())
    for place in heads:
        is_inner = has_parts and labels[place] not in PART_LABELS
        passages[place] = _as_heading(passages[place], level=2 if is_inner else 1)


def text_size(passages: list[Passage], layouts: dict[int, Layout]) -> int:
    """Return the type size that most words are set in, in half points."""
    sizes: Counter[int] = Counter()
    for place, layout in layouts.items():
        sizes[layout.size] += passages[place].words
    return max(sizes, key=lambda size: (sizes[size], size), default=0)


def _points(passage: Passage, layout: Layout, *, size: int) -> int:
    """Return how many signs of a heading a passage has; 0 where it cannot be one, as a number with a unit cannot."""
    is_possible = (
        isinstance(passage.block, Paragraph)
        and passage.block.kind is Kind.PARAGRAPH
        and passage.words <= _LONGEST
        and not passage.rule
        and not passage.level
    )
    if not is_possible or not isinstance(passage.block, Paragraph):
        return 0
    text = passage.block.text
    head = parse_head(text)
    is_sentence = text.rstrip("”’\"'").endswith((".", ",", ";", ":")) and not head
    if is_sentence or not (head or any(map(str.isalpha, text))):
        return 0
    return sum(_look(layout, size=size)) + (2 if head or partition_of_title(text) else 0)


def _look(layout: Layout, *, size: int) -> _Look:
    return (layout.is_centred, layout.is_bold, layout.is_caps, is_larger(layout, size), layout.starts_page)


def _is_named(passage: Passage) -> bool:
    """Whether a line says of itself that it is a heading: Chapter 4, IV, Prologue."""
    text = passage.block.text if isinstance(passage.block, Paragraph) else ""
    return parse_head(text) is not None or bool(_label(passage)) or partition_of_title(text) is not None


def _label(passage: Passage) -> str:
    head = parse_head(passage.block.text) if isinstance(passage.block, Paragraph) else None
    return head.label if head else ""


def _as_heading(passage: Passage, *, level: int) -> Passage:
    if not isinstance(passage.block, Paragraph):
        return passage
    return replace(passage, block=replace(passage.block, kind=Kind.HEADING), level=level)
