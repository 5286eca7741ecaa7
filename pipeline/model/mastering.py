"""Nouns of mastering: pieces of a timeline, levels, mastered chapters."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

from pipeline.model.recording import Take


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One take in the timeline of a chapter."""

    take: Take
    gap_after_s: float
    """Silence (room tone) from the end of this take's speech to the begin of the next one's; for the last, the tail."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """What was measured of a finished file, decoded from its encoded form."""

    duration_s: float
    rms_db: float
    peak_db: float
    """Sample peak."""
    true_peak_db: float
    """At 4 times oversampling (ITU-R BS.1770-4, annex 2)."""
    noise_floor_db: float
    """RMS of the quietest 500 ms; -inf for digital silence."""
    head_s: float
    """Silence before the first sound."""
    tail_s: float
    clipped_frames: int

    def to_row(self) -> dict[str, float | str]:
        """Return the levels as JSON holds them: it has no infinity, so the level of silence is the word `-inf`."""
        return {name: "-inf" if math.isinf(value) else value for name, value in asdict(self).items()}

    @classmethod
    def from_row(cls, row: Mapping[str, float | str]) -> Levels:
        """Return the levels of a row. Raises ValueError, TypeError or KeyError where it is none."""
        numbers = {field.name: float(row[field.name]) for field in fields(cls) if field.name != "clipped_frames"}
        return cls(**numbers, clipped_frames=int(row["clipped_frames"]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """How a finished file is encoded, as its own frames or header say."""

    codec: str
    """`mp3`, `aac`, `flac`, `pcm`, or the name the container gives."""
    sample_rate_hz: int
    channels: int
    bit_rate_kbps: float | None = None
    """Of a lossy codec: the mean over all frames; None where the codec is lossless."""
    is_constant_bit_rate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """Where a piece ended up in the mastered chapter: its speech, without the silence kept around it.

    A time inside the take is heard at `begin_s + (time - take.sound.speech_begin_s)`.
    """

    paragraph: str
    line: int
    take: str
    begin_s: float
    end_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MasteredChapter:
    """A chapter brought to level: samples in `build/mastered/<id>.flac`, int16, mono, at the profile's rate."""

    chapter: str
    title: str
    frames: int
    sample_rate_hz: int
    timeline: tuple[TimelineEntry, ...]
    key: str
    """Hash of everything the samples depend on."""
