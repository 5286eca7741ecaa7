"""Passages of a chapter and a policy -> what of them is read, with what is announced, and what is left out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from pipeline.manuscript.announcements import Announcer
from pipeline.manuscript.features import Aside, Feature, Inside, choice_of, features_of_kind, is_left_out
from pipeline.manuscript.passage import Passage
from pipeline.manuscript.words import count_words
from pipeline.model import Kind, Mark, Paragraph, Place, Reading, SceneBreak, Skip

_TYPED_NUMBER: Final = re.compile(r"[\[(]?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)\]]\s+(?=\S)")


def apply_policy(passages: Iterable[Passage], announcer: Announcer) -> tuple[tuple[Passage, ...], tuple[Skip, ...]]:
    """Return the passages of a chapter that are read under the announcer's policy, and what it leaves out."""
    reader = _Reader(announcer=announcer)
    for passage in passages:
        reader.take(passage)
    return tuple(reader.read), tuple(reader.skips)


def skip_of(passage: Passage, rule: str) -> Skip:
    """Return a whole passage as left out by a rule."""
    place = passage.block.place
    where = f"{place.part} {place.start}-{place.stop}" if place else ""
    return Skip(rule=rule, words=passage.source_words, where=where)


def cut_text(paragraph: Paragraph, start: int, stop: int) -> Paragraph:
    """Return a paragraph without a range at its begin or end, its marks moved along."""

    def moved(place: int) -> int:
        return place - max(0, min(place, stop) - start)

    marks = (replace(mark, start=moved(mark.start), stop=moved(mark.stop)) for mark in paragraph.marks)
    kept = tuple(mark for mark in marks if mark.start < mark.stop or _is_point(mark, paragraph))
    return replace(paragraph, text=paragraph.text[:start] + paragraph.text[stop:], marks=kept)


def as_paragraph(aside: Aside) -> Paragraph:
    """Return a description as a block of its own."""
    return Paragraph(kind=Kind.CAPTION, text=aside.text, place=aside.place)


def announced(text: str, place: Place | None, *, kind: Kind = Kind.CAPTION) -> Passage:
    """Return a passage of words that the source does not have."""
    point = replace(place, stop=place.start) if place else None
    block = Paragraph(kind=kind, text=text, place=point, announced_words=count_words(text))
    return Passage(block=block, words=0)


def prefixed(block: Paragraph, words: str) -> Paragraph:
    """Return a paragraph with words before it that the source does not have."""
    if not words:
        return block
    shift = len(words) + 1
    marks = tuple(replace(mark, start=mark.start + shift, stop=mark.stop + shift) for mark in block.marks)
    text, added = f"{words} {block.text}", block.announced_words + count_words(words)
    return replace(block, text=text, marks=marks, announced_words=added)


@dataclass(slots=True)
class _Reader:
    announcer: Announcer
    read: list[Passage] = field(default_factory=list)
    skips: list[Skip] = field(default_factory=list)
    around: tuple[Inside, ...] = ()
    """What the passage before stood in."""

    @property
    def leaves_numbers_out(self) -> bool:
        """Whether the numbers typed before items are not read."""
        return self.announcer.policy.list_numbers is Reading.SKIP

    def take(self, passage: Passage) -> None:
        """Read a passage, or leave it out."""
        inside = _inside(passage)
        choices = [(one, choice_of(self.announcer.policy, one.feature)) for one in inside]
        left_out = next((one for one, choice in choices if is_left_out(choice)), None)
        for one, choice in choices:
            if one not in self.around and choice in (Reading.ANNOUNCE, Reading.MENTION):
                passage = self.say(one, choice, passage)
            if one is left_out:
                break
        if not isinstance(passage.block, SceneBreak) or passage.inside:
            self.around = inside
        if left_out:
            self.leave_out(passage, left_out.feature.value)
        elif isinstance(passage.block, Aside):
            self.read_aside(passage, passage.block)
        else:
            self.read_text(passage)

    def say(self, inside: Inside, choice: Reading, passage: Passage) -> Passage:
        """Announce a feature that begins here, or mention it instead; return the passage.

        Before the caption that stands for a picture in a plain text it is said in the same breath: `Image: A map.`
        """
        is_mention = choice is Reading.MENTION
        text = (self.announcer.omission if is_mention else self.announcer.announcement)(inside.feature)
        if inside.feature is Feature.IMAGE and not is_mention and isinstance(passage.block, Paragraph):
            return replace(passage, block=prefixed(passage.block, text))
        if text:
            self.read.append(announced(text, passage.block.place))
        return passage

    def leave_out(self, passage: Passage, rule: str) -> None:
        """Leave a passage out."""
        if passage.source_words:
            self.skips.append(skip_of(passage, rule))

    def read_aside(self, passage: Passage, aside: Aside) -> None:
        """Read what stands beside the text, announced or mentioned as the policy says."""
        choice = choice_of(self.announcer.policy, aside.feature)
        if choice is Reading.READ:
            self.read.append(replace(passage, block=as_paragraph(aside), words=aside.words))
            return
        text = self.announcer.announcement(aside.feature, aside.text)
        if choice is Reading.MENTION:
            text = self.announcer.omission(aside.feature)
        if not text:
            self.leave_out(passage, aside.feature.value)
            return
        added = count_words(text) - aside.words
        block = Paragraph(kind=Kind.CAPTION, text=text, place=aside.place, announced_words=added)
        self.read.append(replace(passage, block=block, words=aside.words))

    def read_text(self, passage: Passage) -> None:
        """Read a passage, without the number typed before an item where the policy says so."""
        block = passage.block
        found = None
        if isinstance(block, Paragraph) and block.kind is Kind.ITEM and self.leaves_numbers_out:
            found = _TYPED_NUMBER.match(block.text)
        if found is None or not isinstance(block, Paragraph):
            self.read.append(passage)
            return
        cut = cut_text(block, 0, found.end())
        words = count_words(block.text) - count_words(cut.text)
        self.skips.append(replace(skip_of(passage, "list-number"), words=words))
        self.read.append(replace(passage, block=cut, words=passage.words - words))


def _inside(passage: Passage) -> tuple[Inside, ...]:
    """Return what a passage stands in, outermost first."""
    if passage.inside is not None:
        return passage.inside
    return features_of_kind(passage.block.kind) if isinstance(passage.block, Paragraph) else ()


def _is_point(mark: Mark, paragraph: Paragraph) -> bool:
    """Whether a mark was a point before its paragraph was cut: the call of a note."""
    return any(old.name is mark.name and old.start == old.stop and old.value == mark.value for old in paragraph.marks)
