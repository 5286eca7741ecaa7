"""Nouns of request stitching: what is known of the neighbours of a line, and the context that is sent with it.

The rules are those of ElevenLabs' request stitching (https://elevenlabs.io/docs/cookbooks/text-to-speech/request-stitching,
read 2025-04): a call may name up to three earlier generations and a text on either side of its own text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class ContextMode(StrEnum):
    """What the engine conditions on, on one side; where ids are sent it ignores the text of that side."""

    IDS = "ids"
    TEXT = "text"
    NONE = "none"


class Row(StrEnum):
    """Why a side of a context is what it is: the situation a line was recorded in."""

    FIRST = "a1"
    """Nothing is heard before this line."""
    CHAINED = "a2"
    """In its order: the line before is recorded and young, or the line after comes next."""
    RESUMED = "a3"
    """The line before was recorded too long ago; the chain forms again from here."""
    PARALLEL = "b1"
    """The line before is still to be recorded or checked, inside a scene."""
    LANE_HEAD = "b3"
    """The first line of a lane: the scene before it is still to be recorded, or the scene after it was first."""
    BOTH_YOUNG = "c1"
    """Recorded again, or alone, between two neighbours that are recorded and young."""
    AFTER_OLD = "c2"
    """Only the neighbour before is young."""
    BEFORE_OLD = "c3"
    """Only the neighbour after is young."""
    BOTH_OLD = "c4"
    """No neighbour is young."""
    RERECORDED = "c5"
    """The neighbour is to be recorded again too; its old take will not be heard."""
    OTHER_VOICE = "c6"
    """The neighbour is another voice, or another model of it."""
    FOREIGN = "c7"
    """No generation describes the neighbour: edited by hand, recorded elsewhere, or delivered without an id."""
    UNLOGGED = "d1"
    """Zero retention, of this request or of the neighbour's: ids have no effect."""
    REFUSED = "d2"
    """The model refuses stitching."""
    DEGRADED = "d3"
    """The call with ids failed on the server; they were taken away."""
    LAST = "d4"
    """Nothing is heard after this line."""


class Standing(StrEnum):
    """Where a line of a chapter stands in a run."""

    STANDS = "stands"
    """Its take stood before this run and is not to be replaced."""
    TO_RECORD = "to-record"
    """This run records it and has not finished: waiting, in flight, or given up."""
    RECORDED = "recorded"
    """This run has recorded it; its generation is the new one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """What is known of a finished generation, of the take that stands for a line."""

    request_id: str
    """From the `request-id` header (not a history item id); empty where the answer had none."""
    voice: str
    model: str
    completed_at_s: float
    """When its answer was read to the end, in seconds since 1970 on our clock."""
    is_fully_read: bool = True
    is_checked: bool = True
    """Whether the audio passed the check on arrival."""
    is_chosen: bool = True
    """Whether its take is the one that stands for the line."""
    is_logged: bool = True
    """False under zero retention (`enable_logging=false`)."""
    used_next_ids: bool = False
    """Whether it was itself made with ids of later lines; such an id can crash a call that names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterLine:
    """A line in its chapter, as its neighbours see it; the lines of a chapter are those heard, in reading order."""

    id: str
    chapter: str
    voice: str
    model: str
    text: str
    """As it will be spoken, without cues and stage directions; tags in it are taken out of a context."""
    standing: Standing
    generation: Generation | None = None
    """Of the take that stands; for TO_RECORD of the old take, if there is one."""
    language: str = "en"
    """BCP 47."""
    follows_scene_break: bool = False
    is_title: bool = False
    """The chapter's title as a line of its own: a neighbour only to lines of the same voice."""
    expected_s: float = 0.0
    """How long its request is expected to take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StitchingSupport:
    """What stitching can use: the model's flags (learned from its first refusal) and the account's logging."""

    takes_ids: bool = True
    takes_text: bool = True
    is_logged: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextSide:
    """What is sent for one side of a line."""

    row: Row
    ids: tuple[str, ...] = ()
    """At most three, in reading order: the nearest neighbour is the last before, the first after."""
    text: str = ""
    """Sent beside ids too: it counts where they are dropped."""
    suspicious_ids: tuple[str, ...] = ()
    """Those of `ids` that were made with ids of later lines."""
    nearest: str = field(default="", compare=False)
    """What the nearest neighbour says; its hash tells later whether that neighbour has changed."""

    @property
    def mode(self) -> ContextMode:
        """What the engine conditions on."""
        if self.ids:
            return ContextMode.IDS
        return ContextMode.TEXT if self.text else ContextMode.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What is sent with a line of what is heard around it; kept in the take's record, never part of its key."""

    before: ContextSide
    after: ContextSide

    @property
    def used_next_ids(self) -> bool:
        """Whether the generation made with it carries the mark that `Generation.used_next_ids` keeps."""
        return bool(self.after.ids)
