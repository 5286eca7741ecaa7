"""An XHTML tree -> passages, in one pass over its elements.

The text of a part is what `"".join(root.itertext())` of its parsed tree gives (comments and processing instructions
apart); places count its code points. Inline elements never add a space, block elements always separate.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import etree

from pipeline.manuscript import elements
from pipeline.manuscript.flow import Flow, OpenMark
from pipeline.manuscript.markup import Element, identifier_of, local_name
from pipeline.manuscript.passage import Document, Passage
from pipeline.manuscript.steps import Context, Step
from pipeline.manuscript.words import WHITE, clean_text
from pipeline.model import Kind, MarkName, Place, SceneBreak, Skip

_SHORTEST_STANZA = 3
"""Lines from which a block of short lines is verse without any markup that says so."""
_LONGEST_VERSE_LINE = 72
"""Characters; a longer line is prose with a line break in it."""


def walk(root: Element, *, part: str, around: Step, note_calls: dict[str, set[str]]) -> Document:
    """Return the passages of a document.

    `around` is what surrounds it, by `outside`; documents of a book share it. `note_calls` holds the ids of the notes
    called so far, by part, and the calls found here are added to it.
    """
    walker = _Walker(part=part, note_calls=note_calls, step=around)
    events = etree.iterwalk(root, events=("start", "end"))
    for event, element in events:
        if event == "end":
            walker.close(element)
            walker.text(element.tail)
        elif walker.open(element):
            walker.text(element.text)
        else:
            events.skip_subtree()
    return walker.document()


@dataclass(slots=True)
class _Walker:
    part: str
    note_calls: dict[str, set[str]]
    step: Step
    outer: list[tuple[Step, int]] = field(default_factory=list)
    """The steps around the present one, and how many marks were open there."""
    open_marks: list[OpenMark] = field(default_factory=list)
    flow: Flow = field(init=False)
    offset: int = 0
    passages: list[Passage] = field(default_factory=list)
    skips: list[Skip] = field(default_factory=list)
    anchors: dict[str, int] = field(default_factory=dict)
    late_anchors: list[tuple[str, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.flow = Flow(part=self.part)

    def document(self) -> Document:
        """Return what was found."""
        self.flush()
        return Document(part=self.part, passages=tuple(self.passages), skips=tuple(self.skips), anchors=self.anchors)

    @property
    def context(self) -> Context:
        """What the elements around the present place say."""
        return self.step.context

    def text(self, raw: str | None) -> None:
        """Take in a text node."""
        if not raw:
            return
        start, self.offset = self.offset, self.offset + len(raw)
        context, flow = self.step.context, self.flow
        if not context.inline_rule and not raw.strip(WHITE):
            flow.pending = flow.pending or " "
            return
        text = clean_text(raw)
        if not text:
            return
        stop = self.offset
        if text[0] == " ":
            start += len(raw) - len(raw.lstrip())
        if text[-1] == " ":
            stop -= len(raw) - len(raw.rstrip())
        if context.inline_rule:
            flow.leave_out(text, context.inline_rule, start=start, stop=stop)
            return
        flow.append(text, start=start, stop=stop)
        if context.is_link:
            flow.linked.append(text)
        if not context.is_stage and text != " ":
            flow.is_all_stage = False

    def open(self, element: Element) -> bool:
        """Begin an element and return whether it is displayed; what is in one that is not is passed over."""
        step = self.step.into(element, is_called=self.part in self.note_calls and self.is_called(element))
        if step.is_block:
            self.boundary()
        self.outer.append((self.step, len(self.open_marks)))
        self.step = step
        if step.context.is_hidden:
            self.offset += sum(map(len, element.itertext()))
            return False
        if step.name == "br":
            self.line_break()
        if not step.is_bare:
            self.anchor(identifier_of(element))
        if step.is_note_call:
            self.call_note(element)
        for name, value in step.marks:
            self.open_marks.append(OpenMark(name=name, value=value, start=self.flow.length))
        return True

    def close(self, element: Element) -> None:
        """End an element."""
        if self.step.is_block:
            self.close_block(element)
        elif not self.step.context.is_hidden:
            self.close_inline(element)
        self.step, marks = self.outer.pop()
        while len(self.open_marks) > marks:
            self.flow.mark(self.open_marks.pop())

    def is_called(self, element: Element) -> bool:
        """Whether the call of a note points to an element that may be one."""
        called = self.note_calls[self.part]
        is_named = identifier_of(element) in called or (len(element) > 0 and _first_identifier(element) in called)
        return is_named and local_name(element) in elements.TARGET_ELEMENTS

    def call_note(self, element: Element) -> None:
        """Leave a mark where the call of a note stands."""
        path, _, fragment = unquote(element.get("href") or "").partition("#")
        target = posixpath.normpath(posixpath.join(posixpath.dirname(self.part), path)) if path else self.part
        if fragment:
            self.note_calls.setdefault(target, set()).add(fragment)
        self.flow.mark(OpenMark(name=MarkName.NOTE, value=f"{target}#{fragment}", start=self.flow.length))

    def line_break(self) -> None:
        """Begin a new line; two line breaks in a row begin a new block."""
        if self.flow.pending == "\n" and not self.context.is_joined:
            self.flush()
        elif self.context.is_joined and self.context.kind is Kind.ROW:
            self.flow.pending = self.flow.pending or " "
        else:
            self.flow.break_line()

    def anchor(self, identifier: str) -> None:
        """Note where a link to an id points; an empty id is none."""
        if not identifier:
            return
        if self.flow.length:
            self.late_anchors.append((identifier, self.flow.length))
        else:
            self.anchors.setdefault(identifier, len(self.passages))

    def boundary(self) -> None:
        """Separate what came before a block's edge from what comes after."""
        if self.context.is_joined and self.flow.pieces:
            self.flow.pending = "\n"
        else:
            self.flush()

    def close_block(self, element: Element) -> None:
        """End a block; an empty one may be a change of scene."""
        was_joined = bool(self.outer) and self.outer[-1][0].context.is_joined
        if self.context.is_joined and was_joined:
            self.flow.pending = "\n" if self.flow.pieces else ""
            return
        is_empty = not self.flow.length and not self.context.is_hidden and not self.context.rule
        if is_empty and (self.step.name == "hr" or elements.is_scene_break(element)):
            place = Place(part=self.part, start=self.offset, stop=self.offset)
            self.passages.append(Passage(block=SceneBreak(place=place), words=0, types=self.context.types))
        self.flush()

    def flush(self) -> None:
        """End the passage that is being read."""
        flow, context = self.flow, self.context
        if not flow.pieces and not self.late_anchors:
            flow.pending = ""
            return
        for mark in self.open_marks:
            flow.mark(mark)
            mark.start = 0
        passage = flow.passage(self.kind_of(flow), level=context.level, rule=context.rule, types=context.types)
        self.settle_anchors(flow.length, is_heading=passage is not None and passage.level > 0)
        if len(flow.skip_places):
            self.skips.extend(flow.skips())
        if passage:
            self.passages.append(passage)
        self.flow = Flow(part=self.part)

    def close_inline(self, element: Element) -> None:
        """End an inline element; a line break that wrongly has content breaks the line on both sides of it."""
        if self.step.is_initial and elements.is_single_letter(element):
            self.flow.is_initial = True
        elif self.step.name == "br" and (element.text or len(element)):
            self.line_break()

    def kind_of(self, flow: Flow) -> Kind:
        """Return the kind of the passage that ends here."""
        context = self.context
        if flow.is_all_stage and context.kind in (Kind.PARAGRAPH, Kind.ROW):
            return Kind.STAGE
        if context.is_joined and context.kind is not Kind.ROW:
            return Kind.VERSE
        if context.kind not in (Kind.PARAGRAPH, Kind.QUOTE):
            return context.kind
        lines = flow.lines if flow.line_breaks + 1 >= _SHORTEST_STANZA else []
        is_short_lines = len(lines) >= _SHORTEST_STANZA and max(map(len, lines)) <= _LONGEST_VERSE_LINE
        return Kind.VERSE if context.is_verse or is_short_lines else context.kind

    def settle_anchors(self, length: int, *, is_heading: bool) -> None:
        """Let links into the midst of a passage point before it, or after it where they stand near its end."""
        for identifier, position in self.late_anchors:
            is_after = not is_heading and length > 0 and position > length / 2
            self.anchors.setdefault(identifier, len(self.passages) + (1 if is_after else 0))
        self.late_anchors.clear()


def _first_identifier(element: Element) -> str:
    """Return the id of a link target that a block begins with, or an empty text."""
    return "" if (element.text or "").strip() else identifier_of(element[0])
