"""Names -> delivery profiles: the limits of a shop as data, each number with its source."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.errors import ProjectError


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A closed range that a measured number must lie in; None is open on that side."""

    least: float | None = None
    most: float | None = None
    source: str
    """URL of the page the number was read on."""
    read_on: str
    """ISO 8601 date."""

    def is_below(self, value: float) -> bool:
        """Whether the value falls short of the range."""
        return self.least is not None and value < self.least

    def is_above(self, value: float) -> bool:
        """Whether the value passes the range."""
        return self.most is not None and value > self.most


@dataclass(frozen=True, slots=True, kw_only=True)
class SyntheticPolicy:
    """Whether a shop takes narration by a synthetic voice."""

    is_accepted: bool
    source: str
    read_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What a shop asks of one file of one chapter."""

    name: str
    title: str
    codec: str
    rms_db: Limit
    """RMS of the whole file, pauses included, dBFS."""
    peak_db: Limit
    noise_floor_db: Limit
    head_s: Limit
    tail_s: Limit
    length_s: Limit
    sample_rate_hz: Limit
    bit_rate_kbps: Limit
    channels: Limit
    is_constant_bit_rate: bool
    has_equal_channels: bool
    """Whether all files must be mono or all stereo."""
    synthetic: SyntheticPolicy

    @property
    def render_rate_hz(self) -> int:
        """The rate chapters are rendered at."""
        return int(self.sample_rate_hz.least or 44_100)

    @property
    def encode_kbps(self) -> int:
        """The bit rate MP3 files are encoded at."""
        return int(self.bit_rate_kbps.least or 192)


# ACX's own page did not show its numbers to a reader without an account; the numbers are those of a page that quotes
# it, and agree with https://trevorohare.com/blog/understanding-the-acx-submission-requirements-for-audio.
_ACX = "https://audio-dubcheck.com/specs/acx"
_READ = "2026-11-22"

ACX = Profile(
    name="acx",
    title="ACX (Audible, Amazon, Apple)",
    codec="mp3",
    rms_db=Limit(least=-23.0, most=-18.0, source=_ACX, read_on=_READ),
    peak_db=Limit(most=-3.0, source=_ACX, read_on=_READ),
    noise_floor_db=Limit(most=-60.0, source=_ACX, read_on=_READ),
    head_s=Limit(least=0.5, most=1.0, source=_ACX, read_on=_READ),
    tail_s=Limit(least=1.0, most=5.0, source=_ACX, read_on=_READ),
    length_s=Limit(most=120 * 60.0, source=_ACX, read_on=_READ),
    sample_rate_hz=Limit(least=44_100, most=44_100, source=_ACX, read_on=_READ),
    bit_rate_kbps=Limit(least=192, source=_ACX, read_on=_READ),
    channels=Limit(least=1, most=2, source=_ACX, read_on=_READ),
    is_constant_bit_rate=True,
    has_equal_channels=True,
    synthetic=SyntheticPolicy(
        is_accepted=False,
        source="https://storyvox.app/blog/audible-ai-policy-2026-what-indie-authors-need-to-know",
        read_on=_READ,
    ),
)

PROFILES: dict[str, Profile] = {profile.name: profile for profile in (ACX,)}


def find_profile(name: str) -> Profile:
    """Return the profile of that name. Raises ProjectError, naming those there are."""
    if name not in PROFILES:
        raise ProjectError(f"There is no delivery profile {name!r}; book.toml can name: {', '.join(sorted(PROFILES))}.")
    return PROFILES[name]
