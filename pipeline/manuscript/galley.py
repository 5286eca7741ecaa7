"""Text with its places -> the passages of a document: for formats that are not trees of HTML."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.manuscript.features import Aside, Inside
from pipeline.manuscript.flow import Flow, OpenMark
from pipeline.manuscript.passage import Document, Passage
from pipeline.manuscript.words import clean_text
from pipeline.model import Kind, MarkName, Place, SceneBreak, Skip


@dataclass(slots=True)
class Galley:
    """A document while it is set: text goes in piece by piece, passages come out."""

    part: str
    passages: list[Passage] = field(default_factory=list)
    skips: list[Skip] = field(default_factory=list)
    anchors: dict[str, int] = field(default_factory=dict)
    offset: int = 0
    """Where the next piece stands in the part's text, unless it says so itself."""
    flow: Flow = field(init=False)
    open_marks: dict[MarkName, OpenMark] = field(default_factory=dict)
    asides: list[Aside] = field(default_factory=list)
    """What comes after the passage that is being set."""

    def __post_init__(self) -> None:
        self.flow = Flow(part=self.part)

    def add(self, raw: str, *, rule: str = "", start: int | None = None) -> None:
        """Add text to the present passage; with a rule, note it as left out there."""
        begin = self.offset if start is None else start
        self.offset = begin + len(raw)
        text = clean_text(raw)
        if not text:
            return
        stop = self.offset
        if text[0] == " ":
            begin += len(raw) - len(raw.lstrip())
        if text[-1] == " ":
            stop -= len(raw) - len(raw.rstrip())
        if rule:
            self.flow.leave_out(text, rule, start=begin, stop=max(begin, stop))
        else:
            self.flow.append(text, start=begin, stop=stop)

    def break_line(self) -> None:
        """Begin a new line of the present passage."""
        self.offset += 1
        self.flow.break_line()

    def set_mark(self, name: MarkName, value: str | None) -> None:
        """Let a mark with a value begin here; None ends it. A mark that is there already goes on."""
        present = self.open_marks.get(name)
        if present is not None and present.value == value:
            return
        if present is not None:
            self.flow.mark(present)
            del self.open_marks[name]
        if value is not None:
            self.open_marks[name] = OpenMark(name=name, value=value, start=self.flow.length)

    def call_note(self, target: str, label: str = "") -> None:
        """Note that the call of a note stands here; `target` is `part#id` of its body."""
        self.flow.call_note(target, label)

    def set_aside(self, aside: Aside, *, rule: str = "") -> None:
        """Put what stands beside the text after the passage that is being set; before it where it has no text yet."""
        if self.flow.length:
            self.asides.append(aside)
        else:
            self.passages.append(Passage(block=aside, words=0, rule=rule))

    def anchor(self, identifier: str) -> None:
        """Let links to an id point before the next passage."""
        self.anchors.setdefault(identifier, len(self.passages))

    def end_passage(
        self,
        kind: Kind = Kind.PARAGRAPH,
        *,
        level: int = 0,
        rule: str = "",
        inside: tuple[Inside, ...] | None = None,
        notes: tuple[str, ...] = (),
    ) -> Passage | None:
        """End the present passage and return it; None where nothing was kept."""
        self.offset += 1
        for name in list(self.open_marks):
            self.set_mark(name, None)
        passage = None
        if self.flow.pieces:
            passage = self.flow.passage(kind, level=level, rule=rule, types=(), inside=inside, notes=notes)
        if self.flow.skip_places:
            self.skips.extend(self.flow.skips())
        if passage is not None:
            self.passages.append(passage)
        self.passages.extend(Passage(block=aside, words=0, rule=rule) for aside in self.asides)
        self.asides.clear()
        self.flow = Flow(part=self.part)
        return passage

    def break_scene(self, *, is_blank_line: bool = False) -> None:
        """Put a change of scene between two passages; several blank lines are one."""
        last = self.passages[-1] if self.passages else None
        if is_blank_line and (last is None or last.is_blank_line):
            return
        place = Place(part=self.part, start=self.offset, stop=self.offset)
        self.passages.append(Passage(block=SceneBreak(place=place), words=0, is_blank_line=is_blank_line))

    def document(self, *, is_linear: bool = True) -> Document:
        """Return what was set."""
        return Document(
            part=self.part,
            passages=tuple(self.passages),
            skips=tuple(self.skips),
            anchors=self.anchors,
            is_linear=is_linear,
        )
