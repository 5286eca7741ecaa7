"""An XHTML tree -> passages, in one pass over its elements.

The text of a part is what `"".join(root.itertext())` of its parsed tree gives (comments and processing instructions
apart); places count its code points. Inline elements never add a space, block elements always separate.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field, replace
from urllib.parse import unquote

from lxml import etree

from pipeline.manuscript import elements
from pipeline.manuscript.flow import Flow, OpenMark
from pipeline.manuscript.markup import (
    INLINE,
    Element,
    identifier_of,
    is_undisplayed,
    language_of,
    local_name,
    semantic_types,
)
from pipeline.manuscript.passage import Document, Passage
from pipeline.manuscript.rules import partition_of_type
from pipeline.manuscript.words import clean_text
from pipeline.model import Kind, MarkName, Place, SceneBreak, Skip

_SHORTEST_STANZA = 3
"""Lines from which a block of short lines is verse without any markup that says so."""
_LONGEST_VERSE_LINE = 72
"""Characters; a longer line is prose with a line break in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What the elements around a place say of the text there."""

    kind: Kind = Kind.PARAGRAPH
    level: int = 0
    rule: str = ""
    """Leaves out whole passages."""
    inline_rule: str = ""
    """Leaves out text inside a passage."""
    types: tuple[str, ...] = ()
    is_verse: bool = False
    is_joined: bool = False
    """Blocks are lines of one passage (the cells of a row, the lines of a stanza)."""
    is_hidden: bool = False
    is_link: bool = False
    is_stage: bool = False
    marks: int = 0
    """How many marks are open here."""
    is_block: bool = True


def walk(root: Element, *, part: str, language: str, note_targets: set[str]) -> Document:
    """Return the passages of a document.

    `language` is the book's; text in another one is marked. `note_targets` holds `part#id` of every note called so far,
    and the calls found here are added to it.
    """
    walker = _Walker(part=part, language=language, note_targets=note_targets)
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            walker.open(element)
            walker.text(element.text)
        else:
            walker.close(element)
            walker.text(element.tail)
    return walker.document()


@dataclass(slots=True)
class _Walker:
    part: str
    language: str
    note_targets: set[str]
    context: Context = field(default_factory=Context)
    outer: list[Context] = field(default_factory=list)
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

    def text(self, raw: str | None) -> None:
        """Take in a text node."""
        if not raw:
            return
        begin, self.offset = self.offset, self.offset + len(raw)
        context = self.context
        if context.is_hidden:
            return
        text = clean_text(raw)
        if not text:
            return
        start, stop = begin, self.offset
        if text[0] == " ":
            start += len(raw) - len(raw.lstrip())
        if text[-1] == " ":
            stop -= len(raw) - len(raw.rstrip())
        if context.inline_rule:
            self.flow.leave_out(text, context.inline_rule, start=start, stop=stop)
            return
        self.flow.append(text, start=start, stop=stop)
        if context.is_link:
            self.flow.linked.append(text)
        if not context.is_stage and text != " ":
            self.flow.is_all_stage = False

    def open(self, element: Element) -> None:
        """Begin an element."""
        self.outer.append(self.context)
        if self.context.is_hidden:
            self.context = replace(self.context, is_block=False)
            return
        name, types = local_name(element), semantic_types(element)
        is_block = name not in INLINE
        if is_block:
            self.boundary()
        if is_undisplayed(element):
            self.context = replace(self.context, is_hidden=True, is_block=is_block)
            return
        if name == "br":
            self.line_break()
        identifier = identifier_of(element)
        if identifier:
            self.anchor(identifier)
        if is_block:
            self.open_block(element, name, types)
        else:
            self.open_inline(element, name, types)
        self.open_language(element)

    def close(self, element: Element) -> None:
        """End an element."""
        context = self.context
        if context.is_block:
            self.close_block(element)
        elif not context.is_hidden:
            self.close_inline(element)
        self.context = self.outer.pop()
        while len(self.open_marks) > self.context.marks:
            self.flow.mark(self.open_marks.pop())

    def open_block(self, element: Element, name: str, types: tuple[str, ...]) -> None:
        """Set the context inside a block."""
        context = self.context
        kind = elements.kind_of(name, types, context.kind)
        verse = context.is_verse or elements.is_verse(element, types)
        joined = (
            context.is_joined or (name == "tr" and elements.is_row(element)) or (verse and elements.is_stanza(element))
        )
        if name == "tr" and not joined:
            kind = context.kind
        partitions = elements.partition_types_of(element, name, types)
        self.context = replace(
            context,
            kind=context.kind if context.is_joined else kind,
            level=elements.LEVELS.get(name, elements.UNRANKED_LEVEL) if kind is Kind.HEADING else 0,
            rule=context.rule or self.passage_rule(element, name, types, partitions),
            inline_rule=context.inline_rule or elements.skip_rule_of(element, name, types),
            types=context.types + partitions,
            is_verse=verse,
            is_joined=joined,
            is_block=True,
        )
        self.open_reading(element, types)

    def passage_rule(self, element: Element, name: str, types: tuple[str, ...], partitions: tuple[str, ...]) -> str:
        """Return the rule by which no passage inside a block is narrated, or an empty text."""
        named = (partition_of_type(token) for token in partitions)
        left_out = next((partition for partition in named if partition and not partition.is_read_aloud), None)
        if left_out:
            return f"semantics.{left_out.name}"
        is_called = bool(self.note_targets) and any(
            f"{self.part}#{identifier}" in self.note_targets for identifier in _identifiers(element)
        )
        return "note-body" if elements.is_note_body(element, name, types, is_called=is_called) else ""

    def open_inline(self, element: Element, name: str, types: tuple[str, ...]) -> None:
        """Set the context inside an inline element."""
        context = self.context
        rule = context.inline_rule or elements.skip_rule_of(element, name, types)
        if rule == "note-reference" and not context.inline_rule:
            self.call_note(element)
        self.context = replace(
            context,
            inline_rule=rule,
            is_link=context.is_link or (name == "a" and "href" in element.attrib),
            is_stage=context.is_stage or "z3998:stage-direction" in types,
            is_block=False,
        )
        if elements.is_emphasis(name, types, has_language=bool(language_of(element))):
            self.open_mark(MarkName.EMPHASIS)
        self.open_reading(element, types)

    def open_reading(self, element: Element, types: tuple[str, ...]) -> None:
        """Begin the mark that says what a writing stands for."""
        reading = elements.reading_of(element, types)
        if reading:
            self.open_mark(MarkName.AS, reading)

    def open_language(self, element: Element) -> None:
        """Begin a mark where the language changes, and where it changes back inside a text in another one."""
        language = language_of(element)
        if not language:
            return
        around = next((mark.value for mark in reversed(self.open_marks) if mark.name is MarkName.LANG), self.language)
        if _primary(language) != _primary(around):
            self.open_mark(MarkName.LANG, language)

    def open_mark(self, name: MarkName, value: str = "") -> None:
        """Begin a mark at the present place."""
        self.open_marks.append(OpenMark(name=name, value=value, start=self.flow.length))
        self.context = replace(self.context, marks=len(self.open_marks))

    def call_note(self, element: Element) -> None:
        """Leave a mark where the call of a note stands."""
        path, _, fragment = unquote(element.get("href") or "").partition("#")
        target = posixpath.normpath(posixpath.join(posixpath.dirname(self.part), path)) if path else self.part
        self.note_targets.add(f"{target}#{fragment}")
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
        """Note where a link to an id points."""
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
        was_joined = bool(self.outer) and self.outer[-1].is_joined
        if self.context.is_joined and was_joined:
            self.flow.pending = "\n" if self.flow.pieces else ""
            return
        is_empty = not self.flow.length and not self.context.is_hidden and not self.context.rule
        if is_empty and (local_name(element) == "hr" or elements.is_scene_break(element)):
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
        if elements.is_initial(element):
            self.flow.is_initial = True
        elif local_name(element) == "br" and (element.text or len(element)):
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
        lines = flow.lines
        is_short_lines = len(lines) >= _SHORTEST_STANZA and max(map(len, lines)) <= _LONGEST_VERSE_LINE
        return Kind.VERSE if context.is_verse or is_short_lines else context.kind

    def settle_anchors(self, length: int, *, is_heading: bool) -> None:
        """Let links into the midst of a passage point before it, or after it where they stand near its end."""
        for identifier, position in self.late_anchors:
            is_after = not is_heading and length > 0 and position > length / 2
            self.anchors.setdefault(identifier, len(self.passages) + (1 if is_after else 0))
        self.late_anchors.clear()


def _identifiers(element: Element) -> tuple[str, ...]:
    """Return the ids of a block: its own, and that of a link target it begins with."""
    own = identifier_of(element)
    first = element[0] if len(element) and not (element.text or "").strip() else None
    inner = identifier_of(first) if first is not None else ""
    return tuple(identifier for identifier in (own, inner) if identifier)


def _primary(language: str) -> str:
    return language.partition("-")[0].lower()
