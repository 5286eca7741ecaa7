"""Nouns of the recording: requests, deliveries, takes and which of them stand."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from pipeline.model.script import Boundary, Spoken, Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What an engine is asked to speak; everything that is heard, nothing else (the key of a line hashes it)."""

    voice: Voice
    text: str
    """Spoken text, with its tags."""
    language: str
    pronunciations: tuple[tuple[str, str], ...] = ()
    engine_normalisation: str = "off"
    """The engine's own text normalisation, where it has one: off, on, auto."""
    audio_format: str
    """`flac_24000`, `mp3_44100_128`, `pcm_44100`: container or codec, rate in Hz, kbit/s."""
    seed: int | None = None
    narrated: int | None = None
    """How many characters of `text` are narrated. What follows is a cue: it steers the delivery, is paid for, and is
    cut away before the take counts. None: all of it is narrated."""

    @property
    def narrated_text(self) -> str:
        """What of the text is heard in the book."""
        return self.text[: self.narrated]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """When a range of the request's text is heard in the take."""

    start: int
    stop: int
    begin_s: float
    end_s: float


class TimingUnit(StrEnum):
    """How fine an engine's own timings are."""

    CHARACTER = "character"
    WORD = "word"
    SENTENCE = "sentence"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What an engine gives back for one request."""

    audio: bytes = field(repr=False)
    """As delivered (base64 undone), in the request's format."""
    timings: tuple[Timing, ...] = ()
    timing_unit: TimingUnit = TimingUnit.SENTENCE
    made_by: tuple[tuple[str, str], ...] = ()
    """Engine version, model hash, request id, headers that matter: kept in the take."""
    credits: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a check found: a stable code, the place, and what a person should know."""

    code: str
    where: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundMeasure:
    """What was measured of a take's audio when it arrived."""

    frames: int
    sample_rate_hz: int
    speech_begin_s: float
    """Where the engine's leading silence ends; equal to `speech_end_s` in a silent take."""
    speech_end_s: float
    rms_db: float
    """Of the samples from speech_begin_s to speech_end_s; -inf for silence."""
    active_rms_db: float
    """Of the 50 ms windows within 30 dB of the loudest one: the level of the voice without its gaps."""
    peak_db: float
    clipped_frames: int

    @property
    def duration_s(self) -> float:
        """Length of the audio in seconds."""
        return self.frames / self.sample_rate_hz

    @property
    def is_silent(self) -> bool:
        """Whether there is no sample other than zero."""
        return math.isinf(self.peak_db)


@dataclass(frozen=True, slots=True, kw_only=True)
class PitchRange:
    """The range a voice moves in: the fundamental frequency of what is voiced."""

    low_hz: float
    """A tenth of the voiced time is below."""
    median_hz: float
    high_hz: float
    """A tenth of the voiced time is above."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """How a take of the same words differs from the one that stood before it; it holds nothing back."""

    take: str
    """The one before."""
    length_s: float
    """Of the speech, without the silence around it."""
    length_before_s: float
    level_db: float | None = None
    """How much louder than the one before; None where one of them is silent."""
    pitch: PitchRange | None = None
    """None where nothing is voiced, or the audio is not here."""
    pitch_before: PitchRange | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """A recording of one line: the record in the journal; its audio is the object of that hash."""

    id: str
    paragraph: str
    """The paragraph and line it was made for; another may claim it if nobody owns it."""
    line: int
    start: int
    stop: int
    """The range of the paragraph's text it says."""
    ends: Boundary
    key: str
    source_key: str
    """Of the paragraph as the producer had written it when the take was made."""
    object: str
    """SHA-256 of the audio bytes."""
    request: Request
    spoken: Spoken
    sound: SoundMeasure
    timings: Sequence[Timing] = ()
    """A tuple, or what reads one from the journal when it is asked for."""
    timed_until_s: float | None = field(default=None, compare=False)
    """The last end of `timings`, where they are only read when they are asked for; None: look at them."""
    timing_unit: TimingUnit = TimingUnit.SENTENCE
    findings: tuple[Finding, ...] = ()
    """What the check on arrival found; a take with findings counts only if a person chooses it."""
    made_by: tuple[tuple[str, str], ...] = ()
    credits: float = 0.0
    recorded_at: str
    """ISO 8601, UTC."""
    speaker: str = ""
    break_s: float | None = None
    reason: str = ""
    """Why it was recorded, as the plan said; empty in takes from before that was kept."""
    comparison: Comparison | None = None
    """With the take of the same words that stood before it, where there was one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenTake:
    """A take that stands for a line, with enough to know what is missing where the store is not here."""

    take: str
    key: str
    object: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenTakes:
    """One paragraph of takes.lock: its takes in the order they are heard."""

    paragraph: str
    source_key: str
    takes: tuple[ChosenTake, ...]
    is_locked: bool = False
