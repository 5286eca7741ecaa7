"""The elements around a place -> what they say of the text there; a description -> the line it stands in."""

from __future__ import annotations

from typing import Final

from pipeline.manuscript.announcements import Announcer
from pipeline.manuscript.features import Feature, Inside, choice_of, is_left_out
from pipeline.manuscript.flow import Flow
from pipeline.manuscript.steps import Context
from pipeline.model import Kind, Reading

_SHORTEST_STANZA: Final = 3
"""Lines from which a block of short lines is verse without any markup that says so."""
_LONGEST_VERSE_LINE: Final = 72
"""Characters; a longer line is prose with a line break in it."""


def kind_of_passage(context: Context, flow: Flow) -> Kind:
    """Return the kind of the passage that ends in a context."""
    if flow.is_all_stage and context.kind in (Kind.PARAGRAPH, Kind.ROW):
        return Kind.STAGE
    if context.is_joined and context.kind is not Kind.ROW:
        return Kind.VERSE
    if context.kind not in (Kind.PARAGRAPH, Kind.QUOTE):
        return context.kind
    lines = flow.lines if flow.line_breaks + 1 >= _SHORTEST_STANZA else []
    is_short_lines = len(lines) >= _SHORTEST_STANZA and max(map(len, lines)) <= _LONGEST_VERSE_LINE
    return Kind.VERSE if context.is_verse or is_short_lines else context.kind


def inside_of_passage(inside: tuple[Inside, ...], kind: Kind, *, is_note: bool) -> tuple[Inside, ...]:
    """Return the features a passage stands in: those around it, and verse that no markup names."""
    is_told = kind is not Kind.VERSE or is_note or any(one.feature is Feature.VERSE for one in inside)
    return inside if is_told else (*inside, Inside(feature=Feature.VERSE))


def describe_in_line(flow: Flow, announcer: Announcer, feature: Feature, text: str, *, offset: int) -> None:
    """Read a description inside a line, announced in brackets.

    `text` brings its white space along; it is empty for a formula without a description, whose signs follow.
    """
    choice = choice_of(announcer.policy, feature)
    before, after = announcer.frame(feature)
    if choice is Reading.MENTION:
        flow.announce(f"({announcer.omission(feature).rstrip('.')})")
    elif choice is Reading.ANNOUNCE:
        flow.announce(before if text else before.lstrip("("))
    if not text or is_left_out(choice):
        return
    flow.append(text, start=offset, stop=offset)
    flow.is_loose = True
    if choice is Reading.ANNOUNCE:
        flow.announce(after)
