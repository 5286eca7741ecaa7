"""Sections -> which part of the book each is, whether it is narrated, and by which rule.

Semantics first, then names, then content and position. A chapter of the story is never left out for its name: between
chapters of the story a name decides nothing, and only a whole title counts, never a word of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pipeline.manuscript.passage import Passage, Section
from pipeline.manuscript.rules import Partition, partition_of_file, partition_of_title, partition_of_type
from pipeline.manuscript.words import split_words, word_key
from pipeline.model import Kind, Matter, Metadata, Paragraph

_STORY_WORDS: Final = 300
"""Words from which a section without a name is taken for a part of the story."""
_STORY_SECTIONS: Final = 2
"""Sections of the story before and after a place that protect what stands there from its name."""
_COPYRIGHT_WORDS: Final = 700
_COVER_WORDS: Final = 40
_TITLE_WORDS: Final = 60
_ADVERT_WORDS: Final = 120
_LINK_SHARE: Final = 0.6
_COPYRIGHT: Final = re.compile(r"©|\(c\)\s*\d{4}|copyright\s+\d{4}|all rights reserved|alle rechte vorbehalten|tous droits réservés", re.IGNORECASE)
_COPYRIGHT_PROOF: Final = re.compile(
    r"\bISBN\b|all rights reserved|catalogu(?:e|ing) (?:record|in)|first published|no part of this|alle rechte|tous droits|reproduced",
    re.IGNORECASE,
)
_ADVERT: Final = re.compile(r"newsletter|mailing list|www\.|https?://", re.IGNORECASE)
_FRONT_START: Final = frozenset({"bodymatter", "text", "start"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Where a section belongs and whether it is narrated."""

    matter: Matter
    is_read_aloud: bool
    rule: str


def decide_matter(sections: tuple[Section, ...], metadata: Metadata) -> tuple[Decision, ...]:
    """Return one decision for each section, in order."""
    certain = [_by_semantics(section) or _by_place(section) for section in sections]
    story = [
        decision is not None and decision.is_read_aloud
        if decision
        else _words(section) >= _STORY_WORDS and not _named(section)
        for section, decision in zip(sections, certain, strict=True)
    ]
    decisions = []
    for index, (section, decision) in enumerate(zip(sections, certain, strict=True)):
        is_inside = sum(story[:index]) >= _STORY_SECTIONS and sum(story[index + 1 :]) >= _STORY_SECTIONS
        is_front = not any(story[:index])
        decisions.append(decision or _guess(section, metadata, is_inside=is_inside, is_front=is_front))
    return _placed(sections, tuple(decisions))


def _by_semantics(section: Section) -> Decision | None:
    """Return what the manuscript's own markup says, if it says it of the whole section."""
    rules = {passage.rule for passage in section.passages if passage.words}
    if len(rules) == 1 and (rule := rules.pop()):
        named = partition_of_type(_type_of(section.passages)) or _partition_of_rule(rule)
        return Decision(matter=named.matter if named else Matter.BACK, is_read_aloud=False, rule=rule)
    for token in reversed(_shared_types(section.passages)):
        named = partition_of_type(token)
        if named:
            return _decision(named, "semantics")
    for token in section.types:
        named = partition_of_type(token)
        if named and (named.is_read_aloud or named.name not in ("cover", "titlepage") or _words(section) <= _TITLE_WORDS):
            return _decision(named, "semantics")
    return None


def _by_place(section: Section) -> Decision | None:
    """Return what follows from the section's place in the reading order alone."""
    if not any(isinstance(passage.block, Paragraph) for passage in section.passages):
        return Decision(matter=Matter.FRONT, is_read_aloud=False, rule="content.no-words")
    if not section.is_linear:
        return Decision(matter=Matter.BACK, is_read_aloud=False, rule="source.not-linear")
    return None


def _guess(section: Section, metadata: Metadata, *, is_inside: bool, is_front: bool) -> Decision:
    """Return a decision by name, content and position for a section without semantics."""
    named = None if is_inside else _named(section)
    if named and (named.is_read_aloud or not _is_prose(section, named)):
        return _decision(named, "name")
    text = _text(section)
    words = _words(section)
    if words <= _COPYRIGHT_WORDS and _COPYRIGHT.search(text) and _COPYRIGHT_PROOF.search(text):
        return Decision(matter=Matter.FRONT, is_read_aloud=False, rule="content.copyright-page")
    linked = sum(passage.linked_words for passage in section.passages)
    if linked > words * _LINK_SHARE and words and not is_inside and len(section.passages) > 3:
        return Decision(matter=Matter.FRONT, is_read_aloud=False, rule="content.contents")
    if is_front and words <= _TITLE_WORDS and _is_title_page(text, metadata):
        return Decision(matter=Matter.FRONT, is_read_aloud=False, rule="content.titlepage")
    if not is_inside and not is_front and words <= _ADVERT_WORDS and _ADVERT.search(text) and not section.title:
        return Decision(matter=Matter.BACK, is_read_aloud=False, rule="content.advertisement")
    return Decision(matter=Matter.BODY, is_read_aloud=True, rule="default.chapter")


def _named(section: Section) -> Partition | None:
    """Return the partition that the section's title, opening line or file name stands for."""
    opening = _opening(section)
    named = partition_of_title(section.title) if section.title else None
    named = named or (partition_of_title(opening) if opening else None)
    if named or (section.title and not partition_of_file(section.title)) or not section.is_whole_file:
        return named
    return partition_of_file(section.part)


def _is_prose(section: Section, named: Partition) -> bool:
    """Whether a section is too long for the small part that its name says it is."""
    longest = {"cover": _COVER_WORDS, "titlepage": 300, "halftitlepage": _TITLE_WORDS, "copyright-page": 3000}.get(named.name)
    return longest is not None and _words(section) > longest


def _is_title_page(text: str, metadata: Metadata) -> bool:
    """Whether a text has no word that is not in the book's title, its authors' names or its publisher's."""
    known = " ".join(
        (metadata.title, metadata.subtitle, *metadata.authors, *metadata.translators, metadata.publisher, metadata.series)
    )
    return bool(metadata.title) and set(word_key(text).split()) <= {*word_key(known).split(), "by", "a", "novel", "the"}


def _placed(sections: tuple[Section, ...], decisions: tuple[Decision, ...]) -> tuple[Decision, ...]:
    """Return the decisions with the front matter ending where landmarks or body matter begin."""
    start = next((i for i, section in enumerate(sections) if not _FRONT_START.isdisjoint(section.types)), 0)
    placed = []
    for index, decision in enumerate(decisions):
        is_front = index < start and decision.rule == "default.chapter"
        if is_front:
            decision = Decision(matter=Matter.FRONT, is_read_aloud=True, rule="position.before-body")
        placed.append(decision)
    return tuple(placed)


def _shared_types(passages: tuple[Passage, ...]) -> tuple[str, ...]:
    """Return the semantic types that stand around all passages, outermost first."""
    worded = [passage.types for passage in passages if passage.words]
    if not worded:
        return ()
    shared = worded[0]
    for types in worded[1:]:
        if types is not shared:
            length = next((i for i, (a, b) in enumerate(zip(shared, types, strict=False)) if a != b), min(len(shared), len(types)))
            shared = shared[:length]
    return shared


def _type_of(passages: tuple[Passage, ...]) -> str:
    return next((token for passage in passages for token in passage.types), "")


def _partition_of_rule(rule: str) -> Partition | None:
    return partition_of_type(rule.partition(".")[2])


def _decision(named: Partition, ground: str) -> Decision:
    return Decision(matter=named.matter, is_read_aloud=named.is_read_aloud, rule=f"{ground}.{named.name}")


def _words(section: Section) -> int:
    return sum(passage.words for passage in section.passages)


def _text(section: Section) -> str:
    return "\n".join(passage.block.text for passage in section.passages[:60] if isinstance(passage.block, Paragraph))


def _opening(section: Section) -> str:
    """Return the first line of a section where it reads like a heading: a heading, or short and without a full stop."""
    first = next((passage.block for passage in section.passages if isinstance(passage.block, Paragraph)), None)
    if first is None:
        return ""
    is_short = len(split_words(first.text)) <= 8 and not first.text.rstrip().endswith((".", ","))
    return first.text if first.kind is Kind.HEADING or is_short or partition_of_title(first.text) else ""
