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
from pipeline.manuscript.announcements import Announcer, announcer_for
from pipeline.manuscript.features import DESCRIBED, Aside, Feature, Inside, choice_of, is_left_out
from pipeline.manuscript.flow import Flow, OpenMark
from pipeline.manuscript.markup import Element, description_of, identifier_of, initial_of, local_name
from pipeline.manuscript.passage import Document, Passage
from pipeline.manuscript.steps import Context, Step
from pipeline.manuscript.surroundings import describe_in_line, inside_of_passage, kind_of_passage
from pipeline.manuscript.words import WHITE, clean_text, count_words
from pipeline.model import Kind, NotePlace, Place, Reading, SceneBreak, Skip


def walk(root: Element, *, part: str, around: Step, note_calls: dict[str, set[str]]) -> Document:
    """Return the passages of a document.

    `around` is what surrounds it, by `outside`, with the policy under which it is read; documents of a book share it.
    `note_calls` holds the ids of the notes called so far, by part, and the calls found here are added to it.
    """
    announcer = announcer_for(around.context.reading, around.context.language)
    walker = _Walker(part=part, note_calls=note_calls, step=around, announcer=announcer)
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


_Outer = tuple[Step, int, tuple[Inside, ...], tuple[str, ...]]
"""A step, how many marks were open in it, the features and the note around."""


@dataclass(slots=True)
class _Walker:
    part: str
    note_calls: dict[str, set[str]]
    step: Step
    announcer: Announcer
    outer: list[_Outer] = field(default_factory=list)
    """What is around the present step, outermost first."""
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
    inside: tuple[Inside, ...] = ()
    """The features around the present place."""
    notes: tuple[str, ...] = ()
    """`part#id` of the note whose body this is."""

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
        if self.item_number:
            flow.announce(self.item_number)
            self.item_number = ""
        flow.append(text, start=start, stop=stop)
        if context.is_link:
            flow.linked.append(text)
        if not context.is_stage and text != " ":
            flow.is_all_stage = False

    def open(self, element: Element) -> bool:
        """Begin an element and return whether it is displayed; what is in one that is not is passed over."""
        note_begins = not self.flow.length if self.notes else None
        is_called = self.part in self.note_calls and self.is_called(element)
        step = self.step.into(element, is_called=is_called, note_begins=note_begins)
        if step.is_block:
            self.boundary()
        self.outer.append((self.step, len(self.open_marks), self.inside, self.notes))
        if step.context.is_hidden:
            self.step = step
            self.offset += sum(map(len, element.itertext()))
            return False
        if step.name == "br":
            self.line_break()
        if not step.is_bare:
            self.anchor(identifier_of(element))
        if step.is_page or step.is_described or step.is_note_call:
            self.open_beside(element, step)
        self.step = step
        if step.is_note or step.feature or step.name == "li":
            self.open_feature(element, step)
        for name, value in step.marks:
            self.open_marks.append(OpenMark(name=name, value=value, start=self.flow.length))
        return True

    def close(self, element: Element) -> None:
        """End an element."""
        if self.step.is_block:
            self.close_block(element)
        elif not self.step.context.is_hidden:
            self.close_inline(element)
        self.step, marks, self.inside, self.notes = self.outer.pop()
        while len(self.open_marks) > marks:
            self.flow.mark(self.open_marks.pop())

    def open_beside(self, element: Element, step: Step) -> None:
        """Read what an element has beside its text: a page that begins, a description, the call of a note."""
        if step.is_page and self.announcer.policy.page_markers is Reading.ANNOUNCE:
            self.set_aside(Feature.PAGE, elements.page_of(element), words=0)
        if step.is_described:
            self.describe(element, step.name)
        if step.is_note_call:
            self.call_note(element)

    def open_feature(self, element: Element, step: Step) -> None:
        """Begin a block of which the policy has something to say."""
        policy = self.announcer.policy
        if step.name == "li" and policy.list_numbers is Reading.ANNOUNCE:
            self.item_number = elements.item_number(element)
        notes: tuple[str, ...] = ()
        if step.is_note and policy.notes is not NotePlace.NEVER:
            notes = tuple(f"{self.part}#{identifier}" for identifier in _identifiers(element))
        if notes:
            self.notes, self.inside = notes, ()
        elif step.feature:
            self.features += 1
            self.inside = (*self.inside, Inside(feature=step.feature, number=self.features))

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
        label = elements.text_of(element).strip("[]() .")
        self.flow.call_note(f"{target}#{fragment}", label)
        self.flow.announce(self.announcer.reference(label))

    def describe(self, element: Element, name: str) -> None:
        """Read the description of a picture or formula: in its line, or as a block where it stands alone."""
        inline_rule = self.context.inline_rule
        initial = initial_of(element) if name == "img" and not inline_rule else ""
        if initial:
            self.flow.append(initial, start=self.offset, stop=self.offset)
            self.flow.is_initial = True
            return
        feature = DESCRIBED[name]
        choice = choice_of(self.announcer.policy, feature)
        text = description_of(element) if choice is not Reading.SKIP else ""
        is_read = not is_left_out(choice)
        if choice is Reading.SKIP or (not text and feature is Feature.IMAGE):
            return
        if inline_rule:
            if text and is_read:
                self.flow.leave_out(text, inline_rule, start=self.offset, stop=self.offset)
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
        rule = self.context.rule
        self.passages.append(Passage(block=aside, words=0, rule=rule, inside=self.inside, notes=self.notes))

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
            scene = SceneBreak(place=place)
            self.passages.append(Passage(block=scene, words=0, types=self.context.types, inside=self.inside))
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
        inside = inside_of_passage(self.inside, kind, is_note=bool(self.notes)) if context.has_features else ()
        passage = flow.passage(
            kind, level=context.level, rule=context.rule, types=context.types, inside=inside, notes=self.notes
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
        if self.step.is_initial and elements.is_single_letter(element):
            self.flow.is_initial = True
        elif self.step.name == "br" and (element.text or len(element)):
            self.line_break()

    def settle_anchors(self, length: int, *, is_heading: bool) -> None:
        """Let links into the midst of a passage point before it, or after it where they stand near its end."""
        for identifier, position in self.late_anchors:
            is_after = not is_heading and length > 0 and position > length / 2
            self.anchors.setdefault(identifier, len(self.passages) + (1 if is_after else 0))
        self.late_anchors.clear()


def _identifiers(element: Element) -> tuple[str, ...]:
    """Return the ids of a block: its own, and that of a link target it begins with."""
    inner = _first_identifier(element) if len(element) else ""
    return tuple(identifier for identifier in (identifier_of(element), inner) if identifier)


def _first_identifier(element: Element) -> str:
    """Return the id of a link target that a block begins with, or an empty text."""
    return "" if (element.text or "").strip() else identifier_of(element[0])
