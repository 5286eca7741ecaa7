"""Sections -> which part of the book each is, whether it is narrated, and by which rule.

Semantics first, then names, then content and position. A chapter of the story is never left out for its name: between
chapters of the story a name decides nothing, and only a whole title counts, never a word of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Final

from pipeline.manuscript.passage import Passage, Section
from pipeline.manuscript.rules import Partition, partition_of_file, partition_of_title, partition_of_type
from pipeline.manuscript.words import word_key
from pipeline.model import Kind, Matter, Metadata, Paragraph

_STORY_WORDS: Final = 300
"""Words from which a section without a name is taken for a part of the story."""
_STORY_SECTIONS: Final = 2
"""Sections of the story before and after a place that protect what stands there from its name."""
_LONGEST: Final = {
    "cover": 40, "titlepage": 300, "halftitlepage": 60, "contents": 3000, "list": 5000, "copyright-page": 3000,
    "imprint": 3000, "praise": 3000, "other-books": 3000,
}  # fmt: skip
"""Words up to which a section can be what its name or a link says it is; a longer one is a chapter of that name."""
_COPYRIGHT_WORDS: Final = 700
_TITLE_WORDS: Final = 60
_ADVERT_WORDS: Final = 120
_OPENING_WORDS: Final = 1000
_HEADING_WORDS: Final = 8
_LINK_SHARE: Final = 0.6
_COPYRIGHT: Final = re.compile(
    r"©|\(c\)\s*\d{4}|copyright\s+\d{4}|all rights reserved|alle rechte vorbehalten|tous droits réservés", re.IGNORECASE
)
_COPYRIGHT_PROOF: Final = re.compile(
    r"\bISBN\b|all rights reserved|catalogu(?:e|ing) (?:record|in)|first published|no part of this|alle rechte"
    r"|tous droits",
    re.IGNORECASE,
)
_ADVERT: Final = re.compile(r"newsletter|mailing list|www\.|https?://", re.IGNORECASE)
_PRICE: Final = re.compile(r"\$\d+\.\d\d|£\d|\b\d+s\. ?(?:\d+d\. ?)?net\b")
_LEAST_PRICES: Final = 3
"""Prices from which a short text at an end of the book is a list of books for sale."""
_READ_PASSAGES: Final = 60
_BODY_STARTS: Final = frozenset({"bodymatter", "text", "start"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Where a section belongs and whether it is narrated."""

    matter: Matter
    is_read_aloud: bool
    rule: str


def decide_matter(sections: tuple[Section, ...], metadata: Metadata) -> tuple[Decision, ...]:
    """Return one decision for each section, in order. Where nothing would be read, all that has text is."""
    certain = [_by_semantics(section) or _by_place(section) for section in sections]
    story = [
        decision.is_read_aloud if decision else _words(section) >= _STORY_WORDS and not _named(section)
        for section, decision in zip(sections, certain, strict=True)
    ]
    before, total = 0, sum(story)
    decisions = []
    for section, decision, is_story in zip(sections, certain, story, strict=True):
        is_inside = before >= _STORY_SECTIONS and total - before - is_story >= _STORY_SECTIONS
        decisions.append(decision or _guess(section, metadata, is_inside=is_inside, is_front=not before))
        before += is_story
    if not any(decision.is_read_aloud for decision in decisions):
        decisions = [_only_text(section, decision) for section, decision in zip(sections, decisions, strict=True)]
    return _placed(sections, tuple(decisions))


def _by_semantics(section: Section) -> Decision | None:
    """Return what the manuscript's own markup says, if it says it of the whole section."""
    rules = {passage.rule for passage in section.passages if passage.words}
    if len(rules) == 1 and (rule := rules.pop()):
        return Decision(matter=Matter.BACK, is_read_aloud=False, rule=rule)
    for token in reversed(_shared_types(section.passages)):
        named = partition_of_type(token)
        if named:
            return _decision(named, "semantics")
    linked = (partition_of_type(token) for token in section.types)
    fitting = next((named for named in linked if named and not _is_too_long(section, named)), None)
    return _decision(fitting, "semantics") if fitting else None


def _by_place(section: Section) -> Decision | None:
    """Return what follows from the section's place in the reading order alone."""
    if not _words(section):
        return Decision(matter=Matter.FRONT, is_read_aloud=False, rule="content.no-words")
    if not section.is_linear:
        return Decision(matter=Matter.BACK, is_read_aloud=False, rule="source.not-linear")
    return None


def _guess(section: Section, metadata: Metadata, *, is_inside: bool, is_front: bool) -> Decision:
    """Return a decision by name, content and position for a section without semantics."""
    section = replace(section, passages=tuple(passage for passage in section.passages if not passage.rule))
    named = None if is_inside else _named(section)
    if named:
        return _decision(named, "name")
    words, text = _words(section), _text(section)
    linked = sum(passage.linked_words for passage in section.passages)
    rule = "default.chapter"
    if words <= _COPYRIGHT_WORDS and _COPYRIGHT.search(text) and _COPYRIGHT_PROOF.search(text):
        rule = "content.copyright-page"
    elif linked > words * _LINK_SHARE and not is_inside and len(section.passages) > 3:
        rule = "content.contents"
    elif not is_inside and words <= _COPYRIGHT_WORDS and len(_PRICE.findall(text)) >= _LEAST_PRICES:
        rule = "content.advertisement"
    elif is_front and words <= _TITLE_WORDS and _is_title_page(section, text, metadata):
        rule = "content.titlepage"
    elif not is_inside and not is_front and words <= _ADVERT_WORDS and not section.title and _ADVERT.search(text):
        rule = "content.advertisement"
    return Decision(matter=Matter.BODY, is_read_aloud=rule == "default.chapter", rule=rule)


def _named(section: Section) -> Partition | None:
    """Return the partition that the section's title, opening line or file name stands for, if its length fits."""
    heading, line = _opening(section)
    title = section.title or heading
    named = partition_of_title(title) if title else None
    if not named and not title and line and _words(section) <= _OPENING_WORDS:
        named = partition_of_title(line)
    if not named and not section.title and section.is_whole_file:
        named = partition_of_file(section.part)
    return None if named and _is_too_long(section, named) else named


def _is_too_long(section: Section, named: Partition) -> bool:
    """Whether a section is too long for the small part that its name says it is."""
    return not named.is_read_aloud and _words(section) > _LONGEST.get(named.name, _words(section))


def _is_title_page(section: Section, text: str, metadata: Metadata) -> bool:
    """Whether a short text before the story is headed by the book's title, or has no words but title and names."""
    heading, line = _opening(section)
    if not metadata.title:
        return False
    names = (
        metadata.title,
        metadata.subtitle,
        *metadata.authors,
        *metadata.translators,
        metadata.publisher,
        metadata.series,
    )
    known = {*word_key(" ".join(names)).split(), "by", "a", "novel", "the"}
    title, key = word_key(metadata.title), f"{word_key(text)} "
    is_headed = word_key(heading or line) == title or (" " in title and key.startswith(f"{title} "))
    by_line = heading and any(key.startswith((f"by {name} ", f"{name} ")) for name in map(word_key, metadata.authors))
    return is_headed or bool(by_line) or set(key.split()) <= known


def _only_text(section: Section, decision: Decision) -> Decision:
    """Return a decision that reads a section all the same, unless the text's own markup says no."""
    is_marked = all(passage.rule for passage in section.passages if passage.words)
    return decision if is_marked else Decision(matter=Matter.BODY, is_read_aloud=True, rule="default.only-text")


def _placed(sections: tuple[Section, ...], decisions: tuple[Decision, ...]) -> tuple[Decision, ...]:
    """Return decisions with the matter that follows from where the body begins; what is not read is front or back."""
    starts = (i for i, section in enumerate(sections) if not _BODY_STARTS.isdisjoint(section.types))
    start = next(starts, 0)
    placed = []
    is_in_body = False
    for index, (section, decision) in enumerate(zip(sections, decisions, strict=True)):
        types = _shared_types(section.passages)
        if not decision.is_read_aloud:
            decision = replace(decision, matter=Matter.BACK if is_in_body else Matter.FRONT)
        elif decision.rule == "default.chapter" and "frontmatter" in types:
            decision = replace(decision, matter=Matter.FRONT, rule="semantics.frontmatter")
        elif decision.rule == "default.chapter" and "backmatter" in types:
            decision = replace(decision, matter=Matter.BACK, rule="semantics.backmatter")
        elif decision.rule == "default.chapter" and index < start:
            decision = replace(decision, matter=Matter.FRONT, rule="position.before-body")
        is_in_body = is_in_body or (decision.is_read_aloud and decision.matter is Matter.BODY)
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
            shared = tuple(own for own, _ in takewhile(_is_pair, zip(shared, types, strict=False)))
    return shared


def _is_pair(pair: tuple[str, str]) -> bool:
    return pair[0] == pair[1]


def _decision(named: Partition, ground: str) -> Decision:
    return Decision(matter=named.matter, is_read_aloud=named.is_read_aloud, rule=f"{ground}.{named.name}")


def _words(section: Section) -> int:
    return sum(passage.words for passage in section.passages)


def _text(section: Section) -> str:
    return "\n".join(
        passage.block.text for passage in section.passages[:_READ_PASSAGES] if isinstance(passage.block, Paragraph)
    )


def _opening(section: Section) -> tuple[str, str]:
    """Return the heading a section opens with, and its first line where that is short enough for one."""
    first = next((passage for passage in section.passages if isinstance(passage.block, Paragraph)), None)
    if first is None or not isinstance(first.block, Paragraph):
        return "", ""
    text = first.block.text
    is_short = first.words <= _HEADING_WORDS and not text.endswith((".", ",", "”", "’", '"'))
    return (text if first.block.kind is Kind.HEADING else ""), (text if is_short or partition_of_title(text) else "")
