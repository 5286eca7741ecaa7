"""Nouns of the script: paragraphs as edited, what is spoken for them, lines and voices."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pipeline.model.manuscript import Kind, Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptParagraph:
    """A block of a script file: what is narrated under one id."""

    id: str
    kind: Kind
    text: str
    """As written, without marks and escapes; offsets of `marks` and of every later stage count in it."""
    marks: tuple[Mark, ...] = ()
    direction: tuple[tuple[str, str], ...] = ()
    """Direction of the whole block from its id line: speaker, speed, style, seed, pause-before, skip, ..."""

    def directed(self, name: str, default: str = "") -> str:
        """Return the direction of that name, or the default."""
        return next((value for key, value in self.direction if key == name), default)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One range of written text that is spoken otherwise, and the rule that says so."""

    start: int
    stop: int
    spoken: str
    rule: str
    """`number.year`, `lexicon:Cholmondeley`, `say`, ...; empty ranges insert, an empty `spoken` drops."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenSpan:
    """A change with its place on both sides."""

    start: int
    stop: int
    spoken_start: int
    spoken_stop: int
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """What is said for a written text, with the map between both. Outside the spans the texts are identical."""

    text: str
    spans: tuple[SpokenSpan, ...] = ()

    def written_offset(self, spoken_offset: int) -> int:
        """Return the offset in the written text for one in the spoken text; inside a change, the change's start."""
        shift = 0
        for span in self.spans:
            if spoken_offset < span.spoken_start:
                break
            if spoken_offset < span.spoken_stop:
                return span.start
            shift = span.stop - span.spoken_stop
        return spoken_offset + shift


EXTERNAL = "external"
"""What stands in the place of an engine's name where a person spoke; no engine has this name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A voice with everything that decides how it sounds, resolved to values."""

    engine: str
    voice: str
    """The engine's own name or id of the voice."""
    model: str = ""
    """Empty where the engine has one model only."""
    settings: tuple[tuple[str, float | bool | str], ...] = ()
    """Sorted by name."""

    @property
    def is_human(self) -> bool:
        """Whether a person spoke, and no engine: a recording that was added (`takes add`)."""
        return self.engine == EXTERNAL


class PhonemeAlphabet(StrEnum):
    """The alphabets of phonemes that are read and written, by the names that PLS files and engines use."""

    IPA = "ipa"
    ARPABET = "cmu-arpabet"


@dataclass(frozen=True, slots=True, kw_only=True)
class PhonemeAbility:
    """How a voice takes phonemes for a word."""

    alphabet: PhonemeAlphabet
    is_english_only: bool = False
    """Whether it knows no sound but those of English."""
    takes_phrases: bool = False
    """Whether several words may be under one pronunciation."""


class Boundary(StrEnum):
    """What comes between a line and the next; each has its pause in `[pauses]` of book.toml."""

    PIECE = "piece"
    """Inside a sentence: a change of voice, or a cut at the line limit."""
    SENTENCE = "sentence"
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    SCENE_BREAK = "scene-break"
    CHAPTER_END = "chapter-end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The unit of speech: one voice, one direction, one request."""

    paragraph: str
    number: int
    """0, 1, ... inside the paragraph."""
    start: int
    """The range of the paragraph's text that this line says; `spoken` maps to offsets inside this range."""
    stop: int
    spoken: Spoken
    voice: Voice
    speaker: str = ""
    """The name in `[cast]`; empty for the narrator."""
    language: str
    pronunciations: tuple[tuple[str, str], ...] = ()
    """The lexicon rules that match and are left to the engine: (grapheme, phoneme). Aliases are in `spoken`."""
    seed: int | None = None
    """Only where the script sets one."""
    cue: str = ""
    """What is sent behind the text to steer the delivery (“she said, trembling”), and is cut away again."""
    break_s: float | None = None
    """The pause a `<break/>` asks for after this line, instead of the one of its boundary."""
    ends: Boundary
    """PIECE or SENTENCE inside a paragraph, PARAGRAPH at its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphLines:
    """A paragraph with its lines and the fingerprint of what the producer wrote for it."""

    paragraph: str
    chapter: str
    kind: Kind
    lines: tuple[Line, ...]
    """Empty where nothing is spoken (`skip`)."""
    source_key: str
    """Hash of everything the producer decided: text, marks, voice, lexicon rules that match. Where a line's key
    changed and this did not, only Declaim's own rules did, and the take stays (*reading changed*)."""
    text: str
    ends: Boundary
    """PARAGRAPH, HEADING, SCENE_BREAK or CHAPTER_END: what comes after the paragraph."""
    pause_before_s: float | None = None
    """Where the script sets one, it replaces the pause of the boundary on that side."""
    pause_after_s: float | None = None
    marks: tuple[Mark, ...] = ()
    """Of the text, for what is shown of it."""
    volume_db: float = 0.0
    """What the script's direction turns it up or down by; no part of any key."""
