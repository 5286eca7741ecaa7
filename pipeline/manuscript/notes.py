"""Chapters and the bodies of notes -> chapters with their notes where the policy reads them."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from pipeline.manuscript.announcements import Announcer
from pipeline.manuscript.features import Aside, NoteCall
from pipeline.manuscript.passage import Passage
from pipeline.manuscript.policies import as_paragraph, cut_text, prefixed
from pipeline.manuscript.words import count_words
from pipeline.model import Kind, NotePlace, Paragraph, Skip

_NUMBER_RULE: Final = "note-number"
_LEADING: Final = re.compile(r"[\])]?[.:)\]]?\s+")
_TRAILING: Final = re.compile(r"\s*[\[(]?[←↑↩↰↵⏎⮌]\ufe0e?[\])]?\s*$")
_WORD_BEFORE: Final = r"(?:footnote|endnote|note|fußnote|anmerkung|nota)\s+"


@dataclass(slots=True)
class NoteShelf:
    """The bodies of all notes of a book; each is read once, at the first call that a listener hears."""

    announcer: Announcer
    bodies: dict[str, deque[list[Passage]]] = field(default_factory=dict)
    """By `part#id`; several where a manuscript counts its notes anew in each chapter."""
    placed: set[Passage] = field(default_factory=set)
    skips: list[Skip] = field(default_factory=list)
    """What is left out of the bodies that were placed: the numbers they begin with."""

    def collect(self, passages: Iterable[Passage]) -> None:
        """Take in the bodies among passages, in the order of the book."""
        if self.announcer.policy.notes is NotePlace.NEVER:
            return
        open_notes: tuple[str, ...] = ()
        body: list[Passage] = []
        for passage in passages:
            if not passage.notes or not passage.rule:
                open_notes = ()
                continue
            if passage.notes != open_notes:
                body, open_notes = [], passage.notes
                for target in passage.notes:
                    self.bodies.setdefault(target, deque()).append(body)
            body.append(passage)

    def place(self, passages: tuple[Passage, ...]) -> tuple[Passage, ...]:
        """Return the passages of a chapter with the notes that they call, after the block of the call or at the end."""
        if not self.bodies:
            return passages
        placed: list[Passage] = []
        at_end: list[Passage] = []
        for passage in passages:
            placed.append(passage)
            called = self._called(passage)
            (placed if self.announcer.policy.notes is NotePlace.AT_REFERENCE else at_end).extend(called)
        return (*placed, *at_end)

    def has_placed(self, passage: Passage) -> bool:
        """Whether a passage is of a note that was read elsewhere."""
        return bool(self.placed and passage.notes) and passage in self.placed

    def _called(self, passage: Passage) -> list[Passage]:
        """Return the notes that a passage calls, and those that they call in turn."""
        found: list[Passage] = []
        waiting = deque(passage.calls)
        while waiting:
            call = waiting.popleft()
            for body in self._take(call):
                found.append(body)
                waiting.extend(body.calls)
        return found

    def _take(self, call: NoteCall) -> list[Passage]:
        """Return the body of a note as it is read; nothing for one that there is not, or that was read before."""
        queue = self.bodies.get(call.target)
        while queue:
            body = queue.popleft()
            if body and body[0] not in self.placed:
                self.placed.update(body)
                return self._read(body, call.label)
        return []

    def _read(self, body: list[Passage], label: str) -> list[Passage]:
        """Return the passages of a note as paragraphs of its own kind, the first announced."""
        read: list[Passage] = []
        for passage in body:
            block = as_paragraph(passage.block) if isinstance(passage.block, Aside) else passage.block
            if not isinstance(block, Paragraph) or (isinstance(passage.block, Aside) and not passage.block.words):
                continue
            text = block if read else self._without_label(block, label, passage)
            text = self._cut(text, _TRAILING.search(text.text), passage)
            if not text.text:
                continue
            words = count_words(text.text) - text.announced_words
            text = replace(text, kind=text.kind if text.kind in (Kind.VERSE, Kind.ROW) else Kind.NOTE)
            if not read:
                text = prefixed(text, self.announcer.note(label))
            read.append(replace(passage, block=text, words=words, rule="", level=0, inside=()))
        return read

    def _without_label(self, block: Paragraph, label: str, passage: Passage) -> Paragraph:
        """Return the text of a note without the number it begins with, which its call has said."""
        whole = re.match(rf"\[{_WORD_BEFORE}{re.escape(label)}\s*:\s*(?=.*\]\s*\Z)", block.text, re.I | re.S)
        if label and whole:
            inner = self._cut(block, whole, passage)
            return self._cut(inner, re.search(r"\s*\]\s*\Z", inner.text), passage)
        number = rf"(?:{_WORD_BEFORE})?[\[(]?{re.escape(label)}[\])]?[.:)]?(?:\s+|\Z)" if label else r"(?!)"
        block = self._cut(block, re.match(number, block.text, re.IGNORECASE), passage)
        return self._cut(block, _LEADING.match(block.text), passage)

    def _cut(self, block: Paragraph, found: re.Match[str] | None, passage: Passage) -> Paragraph:
        """Return a block without what was found at its begin or end, whose words are under their rule."""
        if not found or not found[0]:
            return block
        cut = cut_text(block, found.start(), found.end())
        words = count_words(block.text) - count_words(cut.text)
        place = passage.block.place
        if words and place:
            where = f"{place.part} {place.start}-{place.stop}"
            self.skips.append(Skip(rule=_NUMBER_RULE, words=words, where=where))
        return cut
