"""Pieces of text in reading order -> one passage: white space, marks, what is left out, and where it stood."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.manuscript.features import Inside, NoteCall
from pipeline.manuscript.passage import Passage
from pipeline.manuscript.words import count_words
from pipeline.model import Kind, Mark, MarkName, Paragraph, Place, SceneBreak, Skip

_SPACES = " \n"
_WHITE = re.compile(r"\s")
_ORNAMENT = re.compile(r"[\s*#⁂•·∙●○◦▪■□◆◇★☆✦✧✻✽❖❦❧☙~∼≈=_+\-–—\u2060\u200b]+")
_KEPT, _SPACE, _ANNOUNCED = "", " ", "+"
_CLOSING = frozenset(",.;:!?)]}’”»…")
_ENDS = frozenset(",.;:!?)]…")
"""Marks that stand right behind what is read in a line, whatever white space the source has there."""
_LONGEST_EMPHASIS = 12
"""Words of a block that may be emphasised as a whole; around a longer one italics are typography."""


@dataclass(slots=True)
class OpenMark:
    """A mark that has begun and not yet ended; it may run on over several passages."""

    name: MarkName
    value: str
    start: int = 0


@dataclass(slots=True)
class Flow:
    """The text of one block while it is read; `Walk` appends to it and takes the passage out at the block's end."""

    part: str
    pieces: list[tuple[str, str]] = field(default_factory=list)
    """Displayed text with the rule that leaves it out; no rule for what is kept.

    Announcements stand between them under a rule of their own: the account of what is displayed does not see them.
    """
    length: int = 0
    pending: str = ""
    """White space that is kept only if text follows."""
    start: int = -1
    stop: int = 0
    marks: list[Mark] = field(default_factory=list)
    skip_places: list[tuple[int, int]] = field(default_factory=list)
    is_spaced: bool = True
    """Whether the kept text ends in white space, or there is none."""
    is_initial: bool = False
    """The text so far ends in a decorated initial: white space between it and a lower-case letter is a mistake."""
    owed: str = ""
    """White space before what was left out, that the text after it still needs."""
    is_loose: bool = False
    """What was read last is no text of the line: white space between it and an end mark is not written."""
    is_all_stage: bool = True
    """Whether nothing but stage directions was added."""
    linked: list[str] = field(default_factory=list)
    calls: list[NoteCall] = field(default_factory=list)
    announced_words: int = 0
    """Words of the text that the source does not have."""

    def append(self, text: str, *, start: int, stop: int) -> None:
        """Add text whose white space is collapsed, from a range of the part's text content."""
        core = text.strip(" ")
        if text[0] == " " and not self.pending:
            self.pending = " "
        if not core:
            return
        if self.is_loose:
            self.pending = "" if core[0] in _ENDS else self.pending or self.owed
        self.owed = ""
        if self.pending and self.pieces:
            self._put_space(core)
        self.pending = " " if text[-1] == " " else ""
        self.is_initial = self.is_loose = self.is_spaced = False
        if self.start < 0:
            self.start = start
        self.stop = stop
        self.pieces.append((core, _KEPT))
        self.length += len(core)

    def announce(self, text: str) -> None:
        """Add words that the source does not have, as words of their own."""
        if text:
            self.pieces.append((text, _ANNOUNCED))
            self.is_loose = True
            self.announced_words += count_words(text)

    def call_note(self, target: str, label: str) -> None:
        """Leave a mark where the call of a note stands; `target` is `part#id` of its body."""
        self.mark(OpenMark(name=MarkName.NOTE, value=target, start=self.length))
        self.calls.append(NoteCall(target=target, label=label))

    def leave_out(self, text: str, rule: str, *, start: int, stop: int) -> None:
        """Note text that is displayed here and not kept."""
        if self.is_loose and self.pending:
            self.pieces.append((self.pending, _SPACE))
            self.owed = self.pending
        elif self.pending and self.pieces:
            self._put_space("")
        self.pending = ""
        self.pieces.append((text, rule))
        self.skip_places.append((start, stop))

    def break_line(self) -> None:
        """Begin a new line, unless nothing stands before it."""
        if self.pieces:
            self.pending = "\n"

    def mark(self, opened: OpenMark) -> None:
        """End a mark at the present place."""
        self.marks.append(Mark(start=opened.start, stop=self.length, name=opened.name, value=opened.value))

    def skips(self) -> tuple[Skip, ...]:
        """Return what was left out, each with the words by which the displayed text is longer for it."""
        found = []
        left, places = "", iter(self.skip_places)
        for index, (text, rule) in enumerate(self.pieces):
            if rule in (_KEPT, _SPACE, _ANNOUNCED):
                left = left if rule == _ANNOUNCED else _last_word(left + text)
                continue
            right = self._next_word(index + 1)
            words = count_words(left + text + right) - count_words(left + right)
            start, stop = next(places)
            if words or count_words(text):
                found.append(Skip(rule=rule, words=words, where=f"{self.part} {start}-{stop}"))
        return tuple(found)

    def passage(
        self,
        kind: Kind,
        *,
        level: int,
        rule: str,
        types: tuple[str, ...],
        inside: tuple[Inside, ...] | None = None,
        notes: tuple[str, ...] = (),
    ) -> Passage | None:
        """Return the passage, or None where nothing but white space was kept."""
        if kind is Kind.HEADING:  # it is the title of the chapter, too
            self.pieces = [piece for piece in self.pieces if piece[1] != _ANNOUNCED]
            self.announced_words = 0
        text, written = self._written()
        text = text.rstrip(_SPACES)
        if not text:
            return None
        place = Place(part=self.part, start=max(self.start, 0), stop=self.stop)
        if _ORNAMENT.fullmatch(text):
            return Passage(
                block=SceneBreak(place=place), words=0, rule=rule, types=types, is_blank_line=not text.strip()
            )
        if kind not in (Kind.VERSE, Kind.ROW):
            text = text.replace("\n", " ")
        elif kind is Kind.ROW and "\n" not in text:
            kind = Kind.PARAGRAPH
        words = count_words(text)
        marks = _trimmed(written, text, is_typography=kind is Kind.HEADING or words > _LONGEST_EMPHASIS)
        return Passage(
            block=Paragraph(kind=kind, text=text, marks=marks, place=place, announced_words=self.announced_words),
            words=words - self.announced_words,
            level=level if kind is Kind.HEADING else 0,
            rule=rule,
            types=types,
            linked_words=count_words(" ".join(self.linked)) if self.linked else 0,
            inside=inside,
            notes=notes,
            calls=tuple(self.calls),
        )

    @property
    def line_breaks(self) -> int:
        """How many line breaks stand in the kept text."""
        return self.pieces.count(("\n", _KEPT))

    @property
    def lines(self) -> list[str]:
        """The kept text by its line breaks."""
        return "".join([text for text, rule in self.pieces if not rule]).split("\n")

    def _written(self) -> tuple[str, list[Mark]]:
        """Return the kept text with what is announced in it as words of their own, and the marks moved along."""
        if not self.announced_words:
            return "".join([text for text, rule in self.pieces if not rule]), self.marks
        written, kept, added = "", 0, list[tuple[int, int]]()
        is_after = False
        for text, rule in self.pieces:
            if rule not in (_KEPT, _ANNOUNCED) or not text:
                continue
            is_joined = not written or written[-1] in _SPACES or text[0] in _SPACES
            is_parted = (rule == _ANNOUNCED or is_after) and text[0] not in _CLOSING
            space = " " if is_parted and not is_joined else ""
            is_after = rule == _ANNOUNCED
            added.append((kept, len(space) + len(text) * is_after))
            kept += 0 if is_after else len(text)
            written += space + text
        return written, [_moved(mark, added) for mark in self.marks]

    def _put_space(self, following: str) -> None:
        if self.is_initial and following[:1].islower():
            self.pieces.append((self.pending, "split-initial"))
            self.skip_places.append((self.stop, self.stop + 1))
        elif self.is_spaced:
            self.pieces.append((self.pending, _SPACE))
        else:
            self.pieces.append((self.pending, _KEPT))
            self.length += 1
            self.is_spaced = True

    def _next_word(self, index: int) -> str:
        """Return the displayed text from a piece on up to the next white space."""
        found = ""
        for text, rule in self.pieces[index:]:
            if rule == _ANNOUNCED:
                continue
            white = _WHITE.search(text)
            if white:
                return found + text[: white.start()]
            found += text
        return found


def _moved(mark: Mark, added: list[tuple[int, int]]) -> Mark:
    """Return a mark moved over what was added at places of its text; what is added at its edges stays outside."""
    is_point = mark.start == mark.stop
    stop = mark.stop + sum(length for place, length in added if place < mark.stop)
    start = stop if is_point else mark.start + sum(length for place, length in added if place <= mark.start)
    return Mark(start=start, stop=stop, name=mark.name, value=mark.value)


def _last_word(text: str) -> str:
    """Return the text after its last white space."""
    return text if not text or not _WHITE.search(text) else re.split(r"\s", text)[-1]


def _trimmed(marks: list[Mark], text: str, *, is_typography: bool) -> tuple[Mark, ...]:
    """Return marks in order, without white space at their ends, empty ones, and emphasis on all of a text."""
    if not marks:
        return ()
    kept = []
    for mark in marks:
        inside = text[mark.start : mark.stop]
        start = min(mark.start + len(inside) - len(inside.lstrip(_SPACES)), len(text))
        stop = start + len(inside.strip(_SPACES))
        is_all = mark.name is MarkName.EMPHASIS and is_typography and stop - start == len(text)
        if mark.name is MarkName.NOTE or (start < stop and not is_all):
            kept.append(Mark(start=start, stop=stop, name=mark.name, value=mark.value))
    return tuple(sorted(kept, key=lambda mark: (mark.start, -mark.stop)))
