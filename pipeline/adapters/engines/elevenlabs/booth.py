"""Errands to the service -> what they brought home: calls sent, history searched, items of it fetched.

An errand runs in a thread of its own and decides nothing: the run, in one thread, decides who owns what, and what is
next.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from pipeline.adapters.engines.elevenlabs.alignment import spells, time_words
from pipeline.adapters.engines.elevenlabs.answers import Answer, Damage
from pipeline.adapters.engines.elevenlabs.client import Client, Delivered
from pipeline.adapters.engines.elevenlabs.failures import Failure
from pipeline.adapters.engines.elevenlabs.headers import AnswerHeaders
from pipeline.adapters.engines.elevenlabs.history import HistoryItem, Sought, fetch_item, find_items
from pipeline.adapters.engines.elevenlabs.wire import Call
from pipeline.model import Finding, Request, SoundMeasure, Timing

Inspect: TypeAlias = Callable[
    [NDArray[np.float32], int, Request, tuple[float, float], tuple[Timing, ...]],
    tuple[SoundMeasure, tuple[Finding, ...]],
]
"""Samples, their rate, the request, the engine's pace and timings -> what was measured and found."""

FARTHEST_END_S = 1.0
"""How far the end of the last character may lie from the end of the audio (our decision; 0.05 s is usual)."""
CUT = "take.cut"
_DAMAGE = frozenset({CUT, "take.silent"})
_TOO_SHORT = "take.too-short"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Audio that arrived, inspected; the samples are gone."""

    audio: bytes = field(repr=False)
    audio_format: str
    sound: SoundMeasure
    findings: tuple[Finding, ...]
    timings: tuple[Timing, ...]
    is_damaged: bool
    """Whether this generation cannot be what the service made, or is nothing: it is fetched or made once more."""
    is_doubtful: bool
    """Whether the history may have it better: damaged, or times were promised and do not fit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What came of a speech call."""

    name: str
    sent_at_s: float
    heard: Heard | Failure
    headers: AnswerHeaders


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What the history has of a lost call."""

    name: str
    items: tuple[HistoryItem, ...] | Failure


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """An item of the history, as audio."""

    name: str
    item: HistoryItem
    heard: Heard | Damage | Failure


Errand: TypeAlias = Sent | Looked | Fetched


@dataclass(frozen=True, slots=True, kw_only=True)
class Booth:
    """Runs errands; every method may run in any thread."""

    client: Client
    inspect: Inspect
    pace: tuple[float, float]

    def send(self, name: str, call: Call, request: Request, *, sent_at_s: float) -> Sent:
        """Return what a speech call brought. sent_at_s is the run's own clock."""
        brought = self.client.speak(call)
        if isinstance(brought, Delivered):
            heard: Heard | Failure = self._hear(brought.answer, request, call)
        else:
            heard = brought
        return Sent(name=name, sent_at_s=sent_at_s, heard=heard, headers=brought.headers)

    def look(self, name: str, sought: Sought) -> Looked:
        """Return the items of the history that may be a lost call."""
        return Looked(name=name, items=find_items(self.client, sought))

    def fetch(self, name: str, item: HistoryItem, request: Request, call: Call) -> Fetched:
        """Return an item of the history as audio."""
        brought = fetch_item(self.client, item, request.audio_format)
        heard = self._hear(brought, request, call) if isinstance(brought, Answer) else brought
        return Fetched(name=name, item=item, heard=heard)

    def _hear(self, answer: Answer, request: Request, call: Call) -> Heard:
        alignment = answer.alignment
        duration_s = answer.sound.duration_s
        is_told = alignment is not None and spells(call.text, alignment)
        beyond_s = alignment.end_s - duration_s if alignment is not None and is_told else 0.0
        fits = alignment is not None and is_told and abs(beyond_s) <= FARTHEST_END_S
        timings = time_words(request.text, alignment) if fits and alignment is not None else ()
        sound, findings = self.inspect(answer.sound.samples, answer.sound.sample_rate_hz, request, self.pace, timings)
        if beyond_s > FARTHEST_END_S:
            message = f"the audio ends {beyond_s:.1f} s before its own timings do: its end is missing"
            findings = (*findings, Finding(code=CUT, where="", message=message))
        codes = {finding.code for finding in findings}
        # Without timings nothing tells a cut answer but its length.
        is_damaged = bool(codes & _DAMAGE) or (alignment is None and _TOO_SHORT in codes)
        return Heard(
            audio=answer.sound.audio,
            audio_format=answer.sound.audio_format,
            sound=sound,
            findings=findings,
            timings=timings,
            is_damaged=is_damaged,
            is_doubtful=is_damaged or (call.route.is_timed and not fits),
        )
