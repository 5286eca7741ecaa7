"""Nouns of a project: `book.toml`, validated."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from pipeline.model.manuscript import Matter, Metadata
from pipeline.model.reading import ReadingPolicy
from pipeline.model.script import Voice

QUIETEST_VOLUME_DB, LOUDEST_VOLUME_DB = -30.0, 5.0
"""How far a voice or a paragraph may be turned down or up."""


class ProfileName(StrEnum):
    """The delivery profiles that `mastering.profile` of book.toml can name; `pipeline.mastering.profiles` has them."""

    ACX = "acx"
    GOOGLE_PLAY = "google-play"
    LIBRIVOX = "librivox"
    SPOTIFY_FINDAWAY = "spotify-findaway"
    KOBO = "kobo"
    PODCAST = "podcast"
    ARCHIVE = "archive"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pauses:
    """`[pauses]` of book.toml, in seconds: silence between the end of one speech and the begin of the next."""

    piece_s: float = 0.12
    sentence_s: float = 0.42
    paragraph_s: float = 0.75
    heading_s: float = 1.3
    scene_break_s: float = 2.0
    chapter_head_s: float = 0.75
    chapter_tail_s: float = 2.5
    question_s: float | None = None
    """Where a line ends in a question or exclamation mark, instead of `sentence_s`; None is the same."""
    ellipsis_s: float | None = None
    """Where it ends in an ellipsis."""
    clause_s: float | None = None
    """Where it ends inside a sentence at a comma, semicolon, colon or dash, instead of `piece_s`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterEntry:
    """One `[[chapters]]` of book.toml, in the order of the book."""

    id: str
    title: str
    matter: Matter = Matter.BODY
    is_read_aloud: bool = True
    rule: str = ""
    depth: int = 1
    """Nesting in the table of contents: 1 for the outermost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseChoices:
    """`[release]` and `[credits]` of book.toml, beside the formats."""

    highlight: str = "sentence"
    """What lights up in the read-along EPUB: `sentence` or `word`."""
    m4b_hours: float | None = None
    """Longest M4B; None is the limit of players."""
    sample_from: str = ""
    """The paragraph the retail sample begins with; empty: by rule."""
    sample_minutes: float = 4.0
    opus_kbps: int = 32
    url: str = ""
    """Where the release folder is published: the podcast feed names its files there."""
    opening_credits: str = ""
    """Template of what is spoken before the first chapter; empty: nothing."""
    closing_credits: str = ""
    version: str = ""
    """Of the release, such as `1.1`; empty: the tag of the commit says it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Who speaks: the narrator and the speakers of `[cast]`."""

    narrator: Voice
    speakers: tuple[tuple[str, Voice], ...] = ()
    volumes: tuple[tuple[str, float], ...] = ()
    """dB by name ("" is the narrator), of those that are turned up or down in mastering."""

    def voice_of(self, speaker: str) -> Voice | None:
        """Return the voice of a speaker ("" is the narrator), or None where the cast does not know the name."""
        return self.narrator if not speaker else dict(self.speakers).get(speaker)


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """`[budget]` of book.toml, in credits; None is without limit."""

    run: float | None = None
    book: float | None = None
    month: float | None = None
    """In a calendar month, UTC."""
    price: float | None = None
    """Money that 1,000 credits cost; None: by the plan's row of the price table."""
    currency: str = ""
    """Of `price`: an ISO 4217 code."""
    plan: str = ""
    """A plan of the price table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPrice:
    """A row of the price table: what the credits of a plan cost."""

    plan: str
    month: float
    """Of a month, in `currency`."""
    credits: int
    """Included in a month."""
    extra: float | None = None
    """Of 1,000 credits beyond them; None where there are none to be had."""
    currency: str
    """ISO 4217."""
    read: str
    """ISO 8601: when the price was read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ElevenLabs:
    """`[elevenlabs]` of book.toml: how the production engine is called."""

    route: str = "with-timestamps"
    """`with-timestamps`, `stream/with-timestamps`, `stream`, `plain`."""
    audio_format: str = "mp3_44100_128"
    concurrency: int = 30
    """Calls of one group of models at once at most, whatever the plan allows."""
    is_logged: bool = True
    """False asks for zero retention: no history, no stitching, and a lost answer is lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseRule:
    """One `[[normalizer.rules]]` of book.toml: how this book says a text, or whatever a pattern matches."""

    name: str
    spoken: str
    """What is said; for a pattern with `\\1` for its first group."""
    text: str = ""
    """Exact, as a whole word; empty where there is a pattern."""
    pattern: str = ""
    """A regular expression of Python's `re`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseRules:
    """`[normalizer]` of book.toml: what this book says otherwise than Declaim's rules would."""

    veto: tuple[str, ...] = ()
    """Names of rules (`money.slashed`) or of families (`money`) that are not used."""
    rules: tuple[HouseRule, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """`book.toml`, validated."""

    slug: str
    metadata: Metadata
    narrator_name: str
    """Whom the tags name as narrator."""
    source: str
    """The manuscript's path inside the project folder."""
    chapters: tuple[ChapterEntry, ...]
    cast: Cast
    lexicons: tuple[str, ...] = ()
    """Paths relative to the project folder, first match wins in this order; `lexicon.pls` is before all of them."""
    pauses: Pauses = Pauses()
    profile: str = "acx"
    formats: tuple[str, ...] = ("mp3", "m4b")
    line_limit: int = 800
    """Characters of spoken text in one line at most."""
    shares_takes: bool = False
    """Whether two paragraphs with the same words may use one take."""
    budget: Budget = Budget()
    house: HouseRules = HouseRules()
    shelf: str = ""
    """URL of the folder or object store that the project shares its takes with: `[takes] shelf`."""
    cover: str = ""
    """The cover's path inside the project folder."""
    release: ReleaseChoices = ReleaseChoices()
    elevenlabs: ElevenLabs = ElevenLabs()
    reading: ReadingPolicy = field(default_factory=ReadingPolicy)
