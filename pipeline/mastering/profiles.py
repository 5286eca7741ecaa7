"""Names -> delivery profiles: the limits of a shop as data, each number with its source."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.errors import ProjectError
from pipeline.model import ProfileName

DEFAULT_CEILING_DB = -3.0
"""Where a profile sets no peak, the strictest of the others."""
HEADROOM_DB = 0.6
"""Kept between the limiter's ceiling and a profile's peak: MP3 at 192 kbit/s moved the peak by less than 0.25 dB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A closed range that a measured number must lie in; None is open on that side."""

    least: float | None = None
    most: float | None = None
    source: str
    """URL of the page the number was read on; where both sides are open, of the page that names none."""
    read_on: str
    """ISO 8601 date."""

    @property
    def is_open(self) -> bool:
        """Whether every number is inside."""
        return self.least is None and self.most is None

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
    disclosure: str = ""
    """What has to be said where it does."""
    source: str
    read_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What a shop asks of one file of one chapter, and of what goes with it."""

    name: ProfileName
    title: str
    codecs: tuple[str, ...]
    """What it takes; the first is what is made for it."""
    encode_kbps: int
    """What an MP3 for it is encoded at; at least what it asks for."""
    rms_db: Limit
    """RMS of the whole file, pauses included, dBFS."""
    loudness_lufs: Limit
    """Integrated (ITU-R BS.1770-4)."""
    peak_db: Limit
    true_peak_db: Limit
    noise_floor_db: Limit
    head_s: Limit
    tail_s: Limit
    length_s: Limit
    sample_rate_hz: Limit
    bit_rate_kbps: Limit
    """Of a mono file."""
    channels: Limit
    is_constant_bit_rate: bool
    has_equal_channels: bool
    """Whether all files must be mono or all stereo."""
    cover_px: Limit
    """Width and height of a square cover."""
    retail_sample_s: Limit
    """Length of the excerpt a listener hears before buying; open where none is asked for."""
    has_credits: bool
    """Whether opening and closing credits are asked for, as files of their own."""
    synthetic: SyntheticPolicy

    @property
    def render_rate_hz(self) -> int:
        """The rate chapters are rendered at."""
        return int(self.sample_rate_hz.least or 44_100)

    @property
    def ceiling_db(self) -> float:
        """The true peak that rendered samples do not pass, dBTP."""
        peaks = [limit.most for limit in (self.peak_db, self.true_peak_db) if limit.most is not None]
        return round(min(peaks, default=DEFAULT_CEILING_DB) - HEADROOM_DB, 2)

    @property
    def level(self) -> Limit:
        """The window a chapter is brought into: of its RMS, or of its loudness where only that is asked for."""
        return self.rms_db if not self.rms_db.is_open else self.loudness_lufs

    @property
    def is_by_loudness(self) -> bool:
        """Whether `level` is a window of loudness."""
        return self.rms_db.is_open and not self.loudness_lufs.is_open


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """A page that limits were read on."""

    url: str
    read_on: str = field(default="2026-11-22")

    def limit(self, least: float | None = None, most: float | None = None) -> Limit:
        return Limit(least=least, most=most, source=self.url, read_on=self.read_on)

    @property
    def silent(self) -> Limit:
        """The page names no limit."""
        return self.limit()

    def policy(self, *, is_accepted: bool, disclosure: str = "") -> SyntheticPolicy:
        return SyntheticPolicy(is_accepted=is_accepted, disclosure=disclosure, source=self.url, read_on=self.read_on)


# ACX's own page did not show its numbers to a reader without an account; the numbers are those of a page that quotes
# it, and agree with https://trevorohare.com/blog/understanding-the-acx-submission-requirements-for-audio.
_ACX = _Page(url="https://audio-dubcheck.com/specs/acx")
_ACX_CONTENT = _Page(url="https://help.acx.com/s/article/what-are-the-acx-audio-submission-requirements")
_ACX_COVER = _Page(url="https://web.archive.org/web/20141223072959/http://www.acx.com/help/cover-art/201686780")
_COVERS = _Page(url="https://tomevox.com/blog-audiobook-cover-art.html")
_STORYVOX = _Page(url="https://storyvox.app/blog/audible-ai-policy-2026-what-indie-authors-need-to-know")
_GOOGLE = _Page(url="https://support.google.com/books/partner/answer/3424254")
_LIBRIVOX = _Page(url="https://wiki.librivox.org/index.php/Tech_Specs")
_LIBRIVOX_LOUDNESS = _Page(url="https://wiki.librivox.org/index.php?direction=next&oldid=31885&title=Tech_Specs")
_LIBRIVOX_AI = _Page(url="https://wiki.librivox.org/index.php?title=LibriVox_and_Artificial_Intelligence_(AI)")
_FINDAWAY = _Page(url="https://audio-dubcheck.com/blog/audible-acx-vs-findaway-vs-spotify-audiobooks")
_SPOTIFY_AI = _Page(
    url="https://midiaresearch.com/blog/spotifys-embrace-of-ai-generated-audio-is-a-blessing-and-curse-for-authors"
)
_KOBO = _Page(url="https://kobowritinglife.zendesk.com/hc/en-us/articles/360059385511")
_APPLE_PODCASTS = _Page(url="https://podcasters.apple.com/support/893-audio-requirements")
_FLAC = _Page(url="https://www.rfc-editor.org/rfc/rfc9639")

ACX = Profile(
    name=ProfileName.ACX,
    title="ACX (Audible, Amazon, Apple)",
    codecs=("mp3",),
    encode_kbps=192,
    rms_db=_ACX.limit(-23.0, -18.0),
    loudness_lufs=_ACX.silent,
    peak_db=_ACX.limit(most=-3.0),
    true_peak_db=_ACX.silent,
    noise_floor_db=_ACX.limit(most=-60.0),
    head_s=_ACX.limit(0.5, 1.0),
    tail_s=_ACX.limit(1.0, 5.0),
    length_s=_ACX.limit(most=120 * 60.0),
    sample_rate_hz=_ACX.limit(44_100, 44_100),
    bit_rate_kbps=_ACX.limit(192),
    channels=_ACX.limit(1, 2),
    is_constant_bit_rate=True,
    has_equal_channels=True,
    cover_px=_ACX_COVER.limit(2400),
    retail_sample_s=_ACX_CONTENT.limit(most=300.0),
    has_credits=True,
    synthetic=_STORYVOX.policy(is_accepted=False),
)

GOOGLE_PLAY = Profile(
    name=ProfileName.GOOGLE_PLAY,
    title="Google Play Books",
    codecs=("mp3", "aac", "flac", "pcm"),
    encode_kbps=192,
    rms_db=_GOOGLE.silent,
    loudness_lufs=_GOOGLE.silent,
    peak_db=_GOOGLE.silent,
    true_peak_db=_GOOGLE.silent,
    noise_floor_db=_GOOGLE.silent,
    head_s=_GOOGLE.silent,
    tail_s=_GOOGLE.silent,
    length_s=_GOOGLE.silent,
    sample_rate_hz=_GOOGLE.limit(44_100),
    bit_rate_kbps=_GOOGLE.limit(128),
    channels=_GOOGLE.limit(1, 2),
    is_constant_bit_rate=False,
    has_equal_channels=False,
    cover_px=_GOOGLE.limit(1024, 7200),
    retail_sample_s=_GOOGLE.silent,
    has_credits=False,
    synthetic=_STORYVOX.policy(is_accepted=True, disclosure="name the narration as synthetic in the book's metadata"),
)

LIBRIVOX = Profile(
    name=ProfileName.LIBRIVOX,
    title="LibriVox",
    codecs=("mp3",),
    encode_kbps=128,
    rms_db=_LIBRIVOX.silent,
    loudness_lufs=_LIBRIVOX_LOUDNESS.limit(-21.0, -16.0),
    peak_db=_LIBRIVOX.silent,
    true_peak_db=_LIBRIVOX.silent,
    noise_floor_db=_LIBRIVOX.silent,
    head_s=_LIBRIVOX.silent,
    tail_s=_LIBRIVOX.silent,
    length_s=_LIBRIVOX.silent,
    sample_rate_hz=_LIBRIVOX.limit(44_100, 44_100),
    bit_rate_kbps=_LIBRIVOX.limit(128, 128),
    channels=_LIBRIVOX.limit(1, 1),
    is_constant_bit_rate=True,
    has_equal_channels=True,
    cover_px=_LIBRIVOX.silent,
    retail_sample_s=_LIBRIVOX.silent,
    has_credits=False,
    synthetic=_LIBRIVOX_AI.policy(is_accepted=False),
)

SPOTIFY_FINDAWAY = Profile(
    name=ProfileName.SPOTIFY_FINDAWAY,
    title="Spotify for Authors (Findaway Voices)",
    codecs=("mp3", "flac", "pcm"),
    encode_kbps=192,
    rms_db=_FINDAWAY.silent,
    loudness_lufs=_FINDAWAY.limit(-23.0, -18.0),
    peak_db=_FINDAWAY.silent,
    true_peak_db=_FINDAWAY.limit(most=-3.0),
    noise_floor_db=_FINDAWAY.limit(most=-60.0),
    head_s=_FINDAWAY.silent,
    tail_s=_FINDAWAY.silent,
    length_s=_FINDAWAY.silent,
    sample_rate_hz=_FINDAWAY.limit(44_100, 44_100),
    bit_rate_kbps=_FINDAWAY.limit(192),
    channels=_FINDAWAY.limit(1, 2),
    is_constant_bit_rate=True,
    has_equal_channels=True,
    cover_px=_COVERS.limit(2400),
    retail_sample_s=_FINDAWAY.silent,
    has_credits=True,
    synthetic=_SPOTIFY_AI.policy(
        is_accepted=True, disclosure='begin the description with "This audiobook is narrated by a digital voice"'
    ),
)

KOBO = Profile(
    name=ProfileName.KOBO,
    title="Kobo Writing Life",
    codecs=("mp3", "aac"),
    encode_kbps=192,
    rms_db=_KOBO.silent,
    loudness_lufs=_KOBO.silent,
    peak_db=_KOBO.silent,
    true_peak_db=_KOBO.silent,
    noise_floor_db=_KOBO.silent,
    head_s=_KOBO.silent,
    tail_s=_KOBO.silent,
    length_s=_KOBO.silent,
    sample_rate_hz=_KOBO.silent,
    bit_rate_kbps=_KOBO.silent,
    channels=_KOBO.limit(1, 2),
    is_constant_bit_rate=False,
    has_equal_channels=False,
    cover_px=_KOBO.silent,
    retail_sample_s=_KOBO.silent,
    has_credits=False,
    synthetic=_STORYVOX.policy(is_accepted=True, disclosure="name the narration as synthetic in the book's metadata"),
)

PODCAST = Profile(
    name=ProfileName.PODCAST,
    title="Podcast (Apple Podcasts' loudness)",
    codecs=("mp3", "aac"),
    encode_kbps=128,
    rms_db=_APPLE_PODCASTS.silent,
    loudness_lufs=_APPLE_PODCASTS.limit(-17.0, -15.0),
    peak_db=_APPLE_PODCASTS.silent,
    true_peak_db=_APPLE_PODCASTS.limit(most=-1.0),
    noise_floor_db=_APPLE_PODCASTS.silent,
    head_s=_APPLE_PODCASTS.silent,
    tail_s=_APPLE_PODCASTS.silent,
    length_s=_APPLE_PODCASTS.silent,
    sample_rate_hz=_APPLE_PODCASTS.silent,
    bit_rate_kbps=_APPLE_PODCASTS.silent,
    channels=_APPLE_PODCASTS.limit(1, 2),
    is_constant_bit_rate=False,
    has_equal_channels=False,
    cover_px=_APPLE_PODCASTS.silent,
    retail_sample_s=_APPLE_PODCASTS.silent,
    has_credits=False,
    synthetic=_APPLE_PODCASTS.policy(is_accepted=True, disclosure="say in the show notes that the voice is synthetic"),
)

ARCHIVE = Profile(
    name=ProfileName.ARCHIVE,
    title="Archive (lossless, no shop's limits)",
    codecs=("flac",),
    encode_kbps=192,
    rms_db=_FLAC.silent,
    loudness_lufs=_FLAC.silent,
    peak_db=_FLAC.silent,
    true_peak_db=_FLAC.silent,
    noise_floor_db=_FLAC.silent,
    head_s=_FLAC.silent,
    tail_s=_FLAC.silent,
    length_s=_FLAC.silent,
    sample_rate_hz=_FLAC.silent,
    bit_rate_kbps=_FLAC.silent,
    channels=_FLAC.silent,
    is_constant_bit_rate=False,
    has_equal_channels=False,
    cover_px=_FLAC.silent,
    retail_sample_s=_FLAC.silent,
    has_credits=False,
    synthetic=_FLAC.policy(is_accepted=True),
)

PROFILES: dict[str, Profile] = {
    profile.name: profile for profile in (ACX, GOOGLE_PLAY, LIBRIVOX, SPOTIFY_FINDAWAY, KOBO, PODCAST, ARCHIVE)
}


def find_profile(name: str) -> Profile:
    """Return the profile of that name. Raises ProjectError, naming those there are."""
    if name not in PROFILES:
        raise ProjectError(f"There is no delivery profile {name!r}; book.toml can name: {', '.join(sorted(PROFILES))}.")
    return PROFILES[name]
