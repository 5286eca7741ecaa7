"""Nouns of proof-listening: what a listener found in the audio, and what is to be done about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Remedy(StrEnum):
    """What takes a pickup away."""

    RETAKE = "retake"
    """The paragraph is recorded again as it is written."""
    SCRIPT = "script"
    """A person changes the script: words, direction, pauses."""
    LEXICON = "lexicon"
    """A person changes how a word is said; every paragraph that has the word follows."""


class PickupState(StrEnum):
    """Where a pickup stands."""

    OPEN = "open"
    DONE = "done"
    DISMISSED = "dismissed"
    """A person has decided that nothing is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pickup:
    """One row of `pickups.csv`: a place in the audio, and what a listener says of it.

    A paragraph, or a chapter with a time in it, is all that a listener has to give.
    """

    chapter: str = ""
    """Id of the mastered chapter, `c03`, or `c03.2` for a part; as the list named it until it is resolved."""
    time_s: float | None = None
    """From the beginning of the chapter's file, in seconds."""
    paragraph: str = ""
    """Empty until it is resolved."""
    kind: str = ""
    """What is wrong, in the listener's word: misread, noise, pace, ..."""
    note: str = ""
    heard: str = ""
    """The words that are heard there."""
    written: str = ""
    """The words that should be."""
    remedy: Remedy = Remedy.RETAKE
    state: PickupState = PickupState.OPEN
    take: str = ""
    """The take in which listening found it; empty in what a person has listed."""
