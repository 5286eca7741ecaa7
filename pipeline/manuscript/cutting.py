"""Documents and a table of contents -> sections: where chapters begin.

The reading order of the documents always holds. The table of contents says where chapters begin; a document that it
does not list goes on with the chapter before it, unless it plainly is something of its own. Without a table of
contents, headings say it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from pipeline.manuscript.features import Aside
from pipeline.manuscript.headings import parse_head, same_title
from pipeline.manuscript.passage import Document, Passage, Section
from pipeline.manuscript.rules import partition_of_file, partition_of_title, partition_of_type
from pipeline.model import Kind, Paragraph

_COARSE_SHARE: Final = 0.6
"""Share of the book's words in one entry of the table of contents from which numbered heads in it begin chapters."""
_SHORTEST_RUN: Final = 3
"""Heads numbered one after the other that make a run of chapters."""
_CHAPTER_WORDS: Final = 200
"""Words between two headings of a level, in the middle, from which they begin chapters where no table says so."""
_DEEPEST_CHAPTER: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a table of contents, or of landmarks."""

    title: str
    part: str
    fragment: str = ""
    depth: int = 1
    types: tuple[str, ...] = ()


@dataclass(slots=True)
class _Cuts:
    """All passages of the book in one row, and where sections begin."""

    documents: tuple[Document, ...]
    passages: list[Passage] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    parts: dict[str, int] = field(default_factory=dict)
    found: dict[int, Entry] = field(default_factory=dict)
    types: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for index, document in enumerate(self.documents):
            self.parts.setdefault(document.part, index)
            self.starts.append(len(self.passages))
            self.passages.extend(document.passages)
        self.starts.append(len(self.passages))

    def place_of(self, entry: Entry) -> int | None:
        """Return the passage that an entry points to, or None where its document is not in the reading order."""
        index = self.parts.get(entry.part)
        if index is None:
            return None
        document = self.documents[index]
        return self.starts[index] + min(document.anchors.get(entry.fragment, 0), len(document.passages))

    def is_aside(self, place: int) -> bool:
        """Whether a passage is no text: a picture's description, which no cut depends on."""
        return isinstance(self.passages[place].block, Aside)

    def before(self, place: int) -> int:
        """Return the place of the text before a passage; -1 at the begin of the book."""
        place -= 1
        while place >= 0 and self.is_aside(place):
            place -= 1
        return place

    def opening(self, place: int) -> int:
        """Return a place moved back over the pictures right before it, in the same document."""
        first = self.starts[self.document_at(place)] if place < len(self.passages) else place
        while place > first and self.is_aside(place - 1):
            place -= 1
        return place

    def level_from(self, place: int) -> int:
        """Return the level of the first text from a place on; 0 where it is no heading."""
        texts = (passage.level for passage in self.passages[place:] if not isinstance(passage.block, Aside))
        return next(texts, 0)

    def document_at(self, place: int) -> int:
        """Return which document a passage is in."""
        return max(index for index, start in enumerate(self.starts[:-1]) if start <= place)


def cut_sections(
    documents: tuple[Document, ...], contents: tuple[Entry, ...], landmarks: tuple[Entry, ...]
) -> tuple[Section, ...]:
    """Return the sections of a book in reading order."""
    cuts = _Cuts(documents=documents)
    for entry in contents:
        place = cuts.place_of(entry)
        if place is not None:
            place = cuts.opening(_with_heading(cuts, place, entry.title))
            present = cuts.found.get(place)
            if present is None or present.depth <= entry.depth:
                cuts.found[place] = entry
    for entry in landmarks:
        place = cuts.place_of(entry)
        if place is not None:
            cuts.types[place] = (*cuts.types.get(place, ()), *entry.types)
    listed = frozenset(cuts.found)
    if not listed:
        _cut_at_headings(cuts)
    _cut_at_documents(cuts, listed)
    _cut_around_left_out(cuts)
    _cut_coarse(cuts)
    return _sections(cuts, listed)


def _with_heading(cuts: _Cuts, place: int, title: str) -> int:
    """Return a place moved back over the headings right before it, where they have the title of the entry."""
    first = cuts.starts[cuts.document_at(place)] if place < len(cuts.passages) else place
    moved = place
    while moved > first and (cuts.passages[moved - 1].level or cuts.is_aside(moved - 1)):
        moved -= 1
        block = cuts.passages[moved].block
        if isinstance(block, Paragraph) and same_title(block.text, title):
            return moved
    return place


def _cut_at_documents(cuts: _Cuts, listed: frozenset[int]) -> None:
    """Begin a section with each document that the table of contents does not list and that does not go on a chapter."""
    first_listed = min(listed, default=len(cuts.passages))
    levels = [level for place in listed if (level := cuts.level_from(place))]
    deepest = max(levels, default=2)
    for index, document in enumerate(cuts.documents):
        place = cuts.starts[index]
        if place in cuts.found or not document.passages:
            continue
        is_before = place < first_listed and bool(listed)
        is_after_aside = index > 0 and not cuts.documents[index - 1].is_linear
        if (
            is_before
            or is_after_aside
            or not document.is_linear
            or place == 0
            or _is_own(document, deepest=deepest if listed else _DEEPEST_CHAPTER)
        ):
            cuts.found[place] = Entry(title="", part=document.part)


def _cut_around_left_out(cuts: _Cuts) -> None:
    """Begin a section where what is left out for what it is (a licence, a table of contents) begins or ends."""
    previous = ""
    for place, passage in enumerate(cuts.passages):
        rule = passage.rule if passage.rule.startswith("content.") else ""
        if passage.words and rule != previous:
            cuts.found.setdefault(place, Entry(title="", part=_part(cuts, place)))
        previous = rule if passage.words else previous


def _is_own(document: Document, *, deepest: int) -> bool:
    """Whether a document begins something new: by its semantics, its opening heading, or its name."""
    first = next((passage for passage in document.passages if isinstance(passage.block, Paragraph)), None)
    if first is None:
        return False
    if any(partition_of_type(token) for token in first.types) or first.rule.startswith("semantics."):
        return True
    if 0 < first.level <= deepest:
        return True
    text = first.block.text if isinstance(first.block, Paragraph) else ""
    return partition_of_title(text) is not None or partition_of_file(document.part) is not None


def _cut_at_headings(cuts: _Cuts) -> None:
    """Begin sections at the headings of a book without a table of contents."""
    groups = _heading_groups(cuts, 0, len(cuts.passages))
    level = _chapter_level(cuts, groups)
    heads = (
        [place for place in groups if cuts.passages[place].level <= level]
        if level
        else _numbered_run(cuts, 0, len(cuts.passages))
    )
    for place in heads:
        entry = Entry(title="", part=_part(cuts, place), depth=max(1, cuts.passages[place].level))
        cuts.found.setdefault(cuts.opening(place), entry)


def _chapter_level(cuts: _Cuts, groups: list[int]) -> int:
    """Return the deepest level of heading that begins chapters; 0 where there are no headings."""
    counts = Counter(cuts.passages[place].level for place in groups)
    best = min(counts, default=0)
    for level in sorted(counts):
        places = [place for place in groups if cuts.passages[place].level <= level]
        sizes = sorted(_words(cuts, a, b) for a, b in pairwise([*places, len(cuts.passages)]))
        if level <= _DEEPEST_CHAPTER and counts[level] > 1 and sizes[(len(sizes) - 1) // 2] >= _CHAPTER_WORDS:
            best = level
    return best


def _cut_coarse(cuts: _Cuts) -> None:
    """Begin sections at numbered heads inside an entry that holds most of the book."""
    total = sum(passage.words for passage in cuts.passages)
    places = [*sorted(cuts.found), len(cuts.passages)]
    for start, stop in pairwise(places):
        if _words(cuts, start, stop) > total * _COARSE_SHARE:
            for place in _numbered_run(cuts, start + 1, stop):
                depth = cuts.found[start].depth + 1
                cuts.found.setdefault(cuts.opening(place), Entry(title="", part=_part(cuts, place), depth=depth))


def _numbered_run(cuts: _Cuts, start: int, stop: int) -> list[int]:
    """Return the heads from a range that count on from one another, with the named heads after them.

    Where the markup has no headings, short paragraphs count as heads and are made headings.
    """
    heads = _heading_groups(cuts, start, stop) or [
        place for place in range(start, stop) if _is_short(cuts.passages[place])
    ]
    run: list[int] = []
    previous = 0
    for place in heads:
        head = parse_head(_text(cuts, place))
        if head and head.number == previous + 1:
            run.append(place)
            previous = head.number
        elif run and not head and partition_of_title(_text(cuts, place)):
            run.append(place)
    if previous < _SHORTEST_RUN or _words(cuts, run[0], stop) / len(run) < _CHAPTER_WORDS:
        return []
    for place in run:
        cuts.passages[place] = _as_heading(cuts.passages[place])
    return run


def _heading_groups(cuts: _Cuts, start: int, stop: int) -> list[int]:
    """Return the headings of a range, without those that only go on the one before: `A Walk` after `IV`."""
    places = []
    for place in range(start, stop):
        level, before = cuts.passages[place].level, cuts.before(place)
        is_follower = before >= start and 0 < cuts.passages[before].level <= level and not _is_numbered(cuts, place)
        if level and not cuts.passages[place].rule and not is_follower:
            places.append(place)
    return places


def _is_numbered(cuts: _Cuts, place: int) -> bool:
    """Whether a heading has a number of its own and the one before has another: `Chapter 1` after `Part I`."""
    own, before = parse_head(_text(cuts, place)), parse_head(_text(cuts, cuts.before(place)))
    return own is not None and (before is None or before.label != own.label)


def _is_short(passage: Passage) -> bool:
    return isinstance(passage.block, Paragraph) and 0 < passage.words <= 8


def _as_heading(passage: Passage) -> Passage:
    block = passage.block
    if not isinstance(block, Paragraph) or passage.level:
        return passage
    heading = Paragraph(kind=Kind.HEADING, text=block.text, marks=block.marks, place=block.place)
    return Passage(block=heading, words=passage.words, level=2, rule=passage.rule, types=passage.types)


def _sections(cuts: _Cuts, listed: frozenset[int]) -> tuple[Section, ...]:
    places = [*sorted({0, *cuts.found}), len(cuts.passages)]
    sections = []
    for start, stop in pairwise(places):
        if start == stop:
            continue
        entry = cuts.found.get(start, Entry(title="", part=_part(cuts, start)))
        index = cuts.document_at(start)
        sections.append(
            Section(
                title=entry.title,
                depth=entry.depth,
                part=cuts.documents[index].part,
                passages=tuple(cuts.passages[start:stop]),
                types=(*entry.types, *cuts.types.get(start, ())),
                is_whole_file=start == cuts.starts[index] and start not in listed,
                is_linear=cuts.documents[index].is_linear,
            )
        )
    return tuple(sections)


def _part(cuts: _Cuts, place: int) -> str:
    return cuts.documents[cuts.document_at(place)].part


def _text(cuts: _Cuts, place: int) -> str:
    block = cuts.passages[place].block
    return block.text if isinstance(block, Paragraph) else ""


def _words(cuts: _Cuts, start: int, stop: int) -> int:
    return sum(passage.words for passage in cuts.passages[start:stop])
