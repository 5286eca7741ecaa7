"""Sections -> chapters: titles, ids, matter, scene breaks in their place, and what is left out."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import Final

from pipeline.manuscript.announcements import Announcer, announcer_for
from pipeline.manuscript.features import Aside
from pipeline.manuscript.headings import merge_titles
from pipeline.manuscript.matter import Decision, decide_matter
from pipeline.manuscript.notes import NoteShelf
from pipeline.manuscript.passage import Passage, Section
from pipeline.manuscript.policies import apply_policy, as_paragraph, skip_of
from pipeline.model import Block, Chapter, Kind, Metadata, Paragraph, ReadingPolicy, SceneBreak, Skip

_BLANK_LINE_SHARE: Final = 0.2
"""Share of a section's blocks from which blank lines are spacing, not changes of scene."""
_HEADINGS_IN_TITLE: Final = 3


def make_chapters(
    sections: tuple[Section, ...], metadata: Metadata, reading: ReadingPolicy
) -> tuple[tuple[Chapter, ...], tuple[Skip, ...]]:
    """Return the chapters of a book in reading order, and what was left out inside those that are read aloud.

    A section that is nothing but a heading over deeper ones ("Part I") is read at the begin of the first of them.
    `reading` decides inside chapters; where they begin, and which of them are read, does not depend on it, except that
    a chapter of which it leaves nothing is not read.
    """
    announcer = announcer_for(reading, metadata.language)
    shelf = NoteShelf(announcer=announcer)
    shelf.collect(passage for section in sections for passage in section.passages)
    kept: list[Section] = []
    decisions: list[Decision] = []
    skips: list[Skip] = []
    ruled: list[Passage] = []
    for section, decision in zip(sections, decide_matter(sections, metadata), strict=True):
        inner = section.passages
        if decision.is_read_aloud:
            ruled.extend(passage for passage in inner if passage.rule and passage.source_words)
            inner = tuple(passage for passage in inner if not passage.rule)
        section = replace(section, passages=inner)
        section = replace(section, title=merge_titles(section.title, _opening_headings(section)))
        if decision.is_read_aloud:
            section, decision, left_out = _under_policy(section, decision, announcer)
            skips.extend(left_out)
        kept.append(section)
        decisions.append(decision)
    joined = [_with_notes(section, decision, shelf) for section, decision in _join_parts(kept, decisions)]
    ids = _chapter_ids([decision for _, decision in joined])
    chapters = tuple(
        _chapter(section, decision, identity=i, shelf=shelf) for i, (section, decision) in zip(ids, joined, strict=True)
    )
    skips.extend(skip_of(passage, passage.rule) for passage in ruled if not shelf.has_placed(passage))
    return chapters, (*skips, *shelf.skips)


def _under_policy(
    section: Section, decision: Decision, announcer: Announcer
) -> tuple[Section, Decision, tuple[Skip, ...]]:
    """Return a section that is read as the policy reads it; one of which it leaves nothing is not read, by its rule."""
    passages, skips = apply_policy(section.passages, announcer)
    if skips and not any(isinstance(passage.block, Paragraph) and passage.block.text for passage in passages):
        return section, replace(decision, is_read_aloud=False, rule=skips[0].rule), ()
    return replace(section, passages=passages), decision, skips


def _with_notes(section: Section, decision: Decision, shelf: NoteShelf) -> tuple[Section, Decision]:
    """Return a section with the notes that are read in it."""
    if not decision.is_read_aloud:
        return section, decision
    return replace(section, passages=shelf.place(section.passages)), decision


def _chapter_ids(decisions: list[Decision]) -> list[str]:
    """Return `c01`, ... for the chapters that are read, as a listener counts them, and `x01`, ... for the rest."""
    read, left_out = count(1), count(1)
    return [f"c{next(read):02d}" if decision.is_read_aloud else f"x{next(left_out):02d}" for decision in decisions]


def _join_parts(sections: list[Section], decisions: list[Decision]) -> list[tuple[Section, Decision]]:
    """Return sections with their decisions; those that are only a heading go before the deeper section that follows."""
    joined: list[tuple[Section, Decision]] = []
    waiting: tuple[Passage, ...] = ()
    for index, (section, decision) in enumerate(zip(sections, decisions, strict=True)):
        following = sections[index + 1] if index + 1 < len(sections) else None
        is_parent = (
            following is not None
            and following.depth > section.depth
            and decision.is_read_aloud
            and decisions[index + 1].is_read_aloud
            and _is_heading_only(section)
        )
        if is_parent:
            waiting += section.passages
        else:
            joined.append((replace(section, passages=waiting + section.passages), decision))
            waiting = ()
    return joined


def _chapter(section: Section, decision: Decision, *, identity: str, shelf: NoteShelf) -> Chapter:
    passages = section.passages
    if not decision.is_read_aloud:
        passages = tuple(passage for passage in passages if not shelf.has_placed(passage))
    return Chapter(
        id=identity,
        title=section.title,
        depth=section.depth,
        matter=decision.matter,
        is_read_aloud=decision.is_read_aloud,
        rule=decision.rule,
        blocks=_blocks(passages),
        words=sum(passage.source_words for passage in passages),
    )


def _blocks(passages: tuple[Passage, ...]) -> tuple[Block, ...]:
    """Return blocks with scene breaks only between two paragraphs, and never two in a row."""
    blank_lines = sum(passage.is_blank_line for passage in passages)
    is_spacing = blank_lines > len(passages) * _BLANK_LINE_SHARE
    blocks: list[Block] = []
    waiting: Block | None = None
    for passage in passages:
        block = as_paragraph(passage.block) if isinstance(passage.block, Aside) else passage.block
        if isinstance(passage.block, Aside) and not passage.block.words:
            continue  # in a chapter that is not read: the source has no such words
        if isinstance(block, SceneBreak):
            waiting = waiting or (None if passage.is_blank_line and is_spacing else block)
            continue
        if waiting and blocks and not _is_heading(blocks[-1]) and not _is_heading(block):
            blocks.append(waiting)
        waiting = None
        blocks.append(block)
    return tuple(blocks)


def _opening_headings(section: Section) -> tuple[str, ...]:
    """Return the texts of the headings that a section opens with."""
    found: list[str] = []
    for passage in section.passages:
        if not isinstance(passage.block, Paragraph):
            continue
        if not passage.level or len(found) == _HEADINGS_IN_TITLE:
            break
        found.append(passage.block.text)
    return tuple(found)


def _is_heading_only(section: Section) -> bool:
    return bool(section.passages) and all(
        passage.level or not isinstance(passage.block, Paragraph) for passage in section.passages
    )


def _is_heading(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.kind is Kind.HEADING
