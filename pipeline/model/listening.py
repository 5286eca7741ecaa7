"""Nouns of listening: what is heard in a take, what was measured of it, and what a producer should listen to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pipeline.model.pickups import Remedy


class Attention(StrEnum):
    """How closely a take is listened to."""

    QUICK = "quick"
    """Every take, once."""
    CLOSE = "close"
    """A take in which the quick hearing differs from what is written: a second, independent opinion."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardWord:
    """A word as a transcriber wrote it down."""

    text: str
    """With its punctuation; may hold digits."""
    begin_s: float
    end_s: float
    probability: float
    """0 to 1, how sure the transcriber is; 1 where it does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """What one transcriber heard in the audio of a take."""

    object: str
    """SHA-256 of the audio bytes."""
    transcriber: str
    """Name, model and attention: another one may hear otherwise."""
    words: tuple[HeardWord, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeSound:
    """What listening measures of a take's audio, whatever it says."""

    duration_s: float
    level_db: float
    """Of the voice without its gaps, dBFS; -inf for silence."""
    floor_db: float
    """Of the quietest tenth of the gaps between sounds, dBFS."""
    speech_begin_s: float
    speech_end_s: float
    silences: tuple[tuple[float, float], ...]
    """Begin and end of each gap of 80 ms and longer between the first sound and the last."""
    pitch_hz: float
    """Median of the voiced windows; 0 where none is voiced."""
    pitch_range_semitones: float
    """From the first to the third quartile: windows that are an octave off do not reach it."""
    timbre: tuple[float, ...]
    """Mean cepstrum of the voice, level taken out."""
    hiss_s: float
    """The longest stretch of sound as loud as speech and without any tone in it."""
    hiss_begin_s: float
    clipped_frames: int

    @property
    def speech_s(self) -> float:
        """Time with sound, gaps taken out, in seconds."""
        gaps_s = sum(end - begin for begin, end in self.silences)
        return max(0.0, self.speech_end_s - self.speech_begin_s - gaps_s)


class ListeningCode(StrEnum):
    """What can be heard of a line that is not as it should be; stable, for programs that read findings."""

    SILENT = "listen.silent"
    MISSING = "listen.missing"
    """Written words are not said."""
    TRUNCATED = "listen.truncated"
    """The end of the line is not said."""
    ADDED = "listen.added"
    """Words are said that are not written."""
    REPEATED = "listen.repeated"
    """Words of the line are said again."""
    LEAK = "listen.leak"
    """Something begins after the line's end: the onset of the next line."""
    WRONG = "listen.wrong-word"
    SWAPPED = "listen.other-line"
    """The take says another line of the book."""
    GAP = "listen.gap"
    """A silence inside that is longer than this voice pauses."""
    LEVEL = "listen.level"
    PITCH = "listen.pitch"
    RATE = "listen.rate"
    NOISE = "listen.noise"
    CLIPPED = "listen.clipped"
    VOICE = "listen.voice"
    """Not like the same voice elsewhere in the book."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardFinding:
    """One thing worth a producer's ears, with all that a pickup list says of it."""

    code: ListeningCode
    chapter: str
    paragraph: str
    line: int
    take: str
    begin_s: float
    """In the take."""
    end_s: float
    chapter_s: float | None = None
    """When it is heard in the chapter, as its takes and pauses stand; None where that is not known."""
    written: str = ""
    heard: str = ""
    message: str = ""
    remedy: Remedy = Remedy.RETAKE


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenLine:
    """A line of the script as it should be heard in a release."""

    paragraph: str
    number: int
    text: str
    """Spoken."""


class ReleaseCode(StrEnum):
    """What can be heard in a chapter's file that its script does not say; stable."""

    MISSING = "heard.missing"
    """A line, a paragraph or several are not heard."""
    ORDER = "heard.order"
    """A line is heard, but elsewhere."""
    REPEATED = "heard.repeated"
    """A line is heard once more."""
    CUT = "heard.cut"
    """The first or the last words of a line are not heard: lost at a join."""
    DROPPED = "heard.dropped"
    """Several words inside a line are not heard."""
    EXTRA = "heard.extra"
    """There is speech where none should be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseFault:
    """One thing that is wrong with a chapter as it is heard."""

    code: ReleaseCode
    paragraph: str
    line: int
    begin_s: float
    """In the chapter's audio."""
    end_s: float
    message: str
    written: str = ""
    heard: str = ""
