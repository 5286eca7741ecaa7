"""Nouns of mastering: pieces of a timeline, levels, mastered chapters."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import MISSING, asdict, dataclass, fields
from enum import StrEnum

from pipeline.model.recording import Take
from pipeline.model.script import Boundary


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One take in the timeline of a chapter."""

    take: Take
    gap_after_s: float
    """Silence (room tone) from the end of this take's speech to the begin of the next one's; for the last, the tail."""
    volume_db: float = 0.0
    """What the cast and the script ask for, on top of the voice's gain."""
    ends: Boundary = Boundary.PARAGRAPH
    """What comes after it."""


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
    loudness_lufs: float = -math.inf
    """Integrated (ITU-R BS.1770-4); -inf for silence, and where it was not measured."""
    dc_offset: float = 0.0
    """Mean of all samples, 1 is full scale."""
    dropout_s: float = 0.0
    """The longest digital silence (samples of zero) between the first sound and the last."""
    gap_s: float = 0.0
    """The longest silence between two sounds."""

    def to_row(self) -> dict[str, float | str]:
        """Return the levels as JSON holds them: it has no infinity, so the level of silence is the word `-inf`."""
        return {name: "-inf" if math.isinf(value) else value for name, value in asdict(self).items()}

    @classmethod
    def from_row(cls, row: Mapping[str, float | str]) -> Levels:
        """Return the levels of a row. Raises ValueError, TypeError or KeyError where it is none."""
        named = [field.name for field in fields(cls) if field.name in row or field.default is MISSING]
        numbers = {name: float(row[name]) for name in named if name != "clipped_frames"}
        return cls(**numbers, clipped_frames=int(row["clipped_frames"]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """How a finished file is encoded, as its own frames or header say."""

    codec: str
    """`mp3`, `aac`, `flac`, `opus`, `pcm`, or the name the container gives."""
    sample_rate_hz: int
    channels: int
    bit_rate_kbps: float | None = None
    """Of a lossy codec: the mean over all frames; None where the codec is lossless."""
    is_constant_bit_rate: bool = False


class ChapterFormat(StrEnum):
    """How a mastered chapter lies in `build/mastered`; the value is the suffix of its file."""

    MP3 = "mp3"
    """MP3 frames without tags."""
    AAC = "aac"
    """AAC frames that decode to the chapter's samples from the first one on, so that chapters can be joined."""
    FLAC = "flac"
    """The samples themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterAudio:
    """One file of a mastered chapter, made while the chapter was rendered."""

    format: ChapterFormat
    made_with: str
    """The encoder's settings and version; another means that the file is made again."""
    size: int
    encoding: Encoding
    levels: Levels
    """Measured on the file, decoded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contour:
    """The outline of a file, to be drawn: one value a step, each the largest in it."""

    step_s: float
    peaks: tuple[float, ...]
    """0 to 1, full scale."""
    loudness_lufs: tuple[float, ...]
    """Of 400 ms; not under -70."""


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
    """A chapter brought to level, int16, mono, at the profile's rate; its files are `build/mastered/<id>.*`.

    `frames` is a multiple of 1024, so that AAC frames fill it and the book's timeline is one of whole frames.
    """

    chapter: str
    title: str
    frames: int
    sample_rate_hz: int
    timeline: tuple[TimelineEntry, ...]
    key: str
    """Hash of everything the samples depend on."""
    part_of: str = ""
    """The chapter's id in book.toml where this is one of its parts; empty where it is the whole."""

    @property
    def entry(self) -> str:
        """The id in book.toml of what this is, or is a part of."""
        return self.part_of or self.chapter
