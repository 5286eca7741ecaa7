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
from pipeline.manuscript.announcements import Announcer, announcer_for
from pipeline.manuscript.features import DESCRIBED, Aside, Feature, Inside, choice_of, is_left_out
from pipeline.manuscript.flow import Flow, OpenMark
from pipeline.manuscript.markup import (
    INLINE,
    Element,
    description_of,
    identifier_of,
    initial_of,
    is_undisplayed,
    language_of,
    local_name,
    semantic_types,
)
from pipeline.manuscript.passage import Document, Passage
from pipeline.manuscript.rules import partition_of_type
from pipeline.manuscript.surroundings import Context, describe_in_line, inside_of_passage, kind_of_passage
from pipeline.manuscript.words import clean_text, count_words
from pipeline.model import Kind, MarkName, NotePlace, Place, Reading, ReadingPolicy, SceneBreak, Skip


def walk(
    root: Element, *, part: str, language: str, note_targets: set[str], reading: ReadingPolicy | None = None
) -> Document:
    """Return the passages of a document.

    `language` is the book's; text in another one is marked. `note_targets` holds `part#id` of every note called so far,
    and the calls found here are added to it. `reading` says what is read beside the text, by default the defaults.
    """
    reading = reading or ReadingPolicy()
    walker = _Walker(
        part=part,
        language=language,
        note_targets=note_targets,
        reading=reading,
        announcer=announcer_for(reading, language),
    )
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
    reading: ReadingPolicy
    announcer: Announcer
    context: Context = field(default_factory=Context)
    outer: list[Context] = field(default_factory=list)
    open_marks: list[OpenMark] = field(default_factory=list)
    flow: Flow = field(init=False)
    offset: int = 0
    passages: list[Passage] = field(default_factory=list)
    skips: list[Skip] = field(default_factory=list)
    anchors: dict[str, int] = field(default_factory=dict)
    late_anchors: list[tuple[str, int]] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
    """What comes after the passage that is being read."""
    item_number: str = ""
    """What is said before the next text: the number of an item."""
    features: int = 0
    """How many were found."""
    has_choices: bool = field(init=False)
    """Whether any feature is not simply read: else none is looked for."""

    def __post_init__(self) -> None:
        self.flow = Flow(part=self.part)
        told = set(Feature) - {Feature.IMAGE, Feature.PAGE}
        self.has_choices = any(choice_of(self.reading, feature) is not Reading.READ for feature in told)

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
        if self.item_number and text != " ":
            self.flow.announce(self.item_number)
            self.item_number = ""
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
        if name == "li" and self.reading.list_numbers is Reading.ANNOUNCE:
            self.item_number = elements.item_number(element)
        notes = self.note_ids(element, name, types)
        inline_rule = self.inline_rule(element, name, types)
        self.context = replace(
            context,
            kind=context.kind if context.is_joined else kind,
            level=elements.LEVELS.get(name, elements.UNRANKED_LEVEL) if kind is Kind.HEADING else 0,
            rule=context.rule or self.passage_rule(element, name, types, partitions),
            inline_rule=inline_rule,
            types=context.types + partitions,
            is_verse=verse,
            is_joined=joined,
            is_block=True,
            inside=() if notes else self.inside(element, name, types),
            notes=notes or context.notes,
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
        rule = self.inline_rule(element, name, types)
        if name in DESCRIBED:
            self.describe(element, name)
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

    def inline_rule(self, element: Element, name: str, types: tuple[str, ...]) -> str:
        """Return the rule that leaves out the text inside an element; note the page that it begins."""
        around = self.context.inline_rule
        is_in_note = name == "a" and self.context.notes and not around
        if is_in_note and elements.is_backlink(element, types, is_begin=not self.flow.length):
            return "note-number"
        rule = elements.inline_rule_of(element, name, types, around=around, reading=self.reading)
        if rule == "page-number" and not around and self.reading.page_markers is Reading.ANNOUNCE:
            self.set_aside(Feature.PAGE, elements.page_of(element), words=0)
        return rule

    def note_ids(self, element: Element, name: str, types: tuple[str, ...]) -> tuple[str, ...]:
        """Return `part#id` for each id of a note that a block is the body of; none where notes are never read."""
        if self.reading.notes is NotePlace.NEVER:
            return ()
        targets = tuple(f"{self.part}#{identifier}" for identifier in _identifiers(element))
        is_called = not self.note_targets.isdisjoint(targets)
        return targets if elements.is_note_body(element, name, types, is_called=is_called) else ()

    def inside(self, element: Element, name: str, types: tuple[str, ...]) -> tuple[Inside, ...]:
        """Return the features that stand around what is inside a block."""
        feature = elements.feature_of(element, name, types) if self.has_choices else None
        if feature is None or (feature is Feature.VERSE and self.context.is_verse):
            return self.context.inside
        self.features += 1
        return (*self.context.inside, Inside(feature=feature, number=self.features))

    def describe(self, element: Element, name: str) -> None:
        """Read the description of a picture or formula: in its line, or as a block where it stands alone."""
        initial = initial_of(element) if name == "img" and not self.context.inline_rule else ""
        if initial:
            self.flow.append(initial, start=self.offset, stop=self.offset)
            self.flow.is_initial = True
            return
        feature = DESCRIBED[name]
        choice = choice_of(self.reading, feature)
        text = description_of(element) if choice is not Reading.SKIP else ""
        is_read = not is_left_out(choice)
        if choice is Reading.SKIP or (not text and feature is Feature.IMAGE):
            return
        if self.context.inline_rule:
            if text and is_read:
                self.flow.leave_out(text, self.context.inline_rule, start=self.offset, stop=self.offset)
        elif feature is Feature.IMAGE and not self.flow.length:
            self.set_aside(feature, text.strip(), words=count_words(text) if is_read else 0)
        else:
            describe_in_line(self.flow, self.announcer, feature, text, offset=self.offset)

    def set_aside(self, feature: Feature, text: str, *, words: int) -> None:
        """Put what stands beside the text after the passage that is being read; before it where it has no text yet."""
        if not text:
            return
        place = Place(part=self.part, start=self.offset, stop=self.offset)
        aside = Aside(feature=feature, text=text, words=words, place=place)
        if self.flow.length:
            self.asides.append(aside)
        else:
            self.put_aside(aside)

    def put_aside(self, aside: Aside) -> None:
        """Make a passage of what stands beside the text."""
        context = self.context
        self.passages.append(
            Passage(block=aside, words=0, rule=context.rule, inside=context.inside, notes=context.notes)
        )

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
        label = elements.text_of(element).strip("[]() .")
        self.flow.call_note(f"{target}#{fragment}", label)
        self.flow.announce(self.announcer.reference(label))

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
            scene = SceneBreak(place=place)
            self.passages.append(Passage(block=scene, words=0, types=self.context.types, inside=self.context.inside))
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
        kind = kind_of_passage(context, flow)
        inside = inside_of_passage(context, kind) if self.has_choices else ()
        passage = flow.passage(
            kind, level=context.level, rule=context.rule, types=context.types, inside=inside, notes=context.notes
        )
        self.settle_anchors(flow.length, is_heading=passage is not None and passage.level > 0)
        if len(flow.skip_places):
            self.skips.extend(flow.skips())
        if passage:
            self.passages.append(passage)
        for aside in self.asides:
            self.put_aside(aside)
        self.asides.clear()
        self.flow = Flow(part=self.part)

    def close_inline(self, element: Element) -> None:
        """End an inline element; a line break that wrongly has content breaks the line on both sides of it."""
        if elements.is_initial(element):
            self.flow.is_initial = True
        elif local_name(element) == "br" and (element.text or len(element)):
            self.line_break()

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
