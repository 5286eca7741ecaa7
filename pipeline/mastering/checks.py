"""Levels and encoding of a file -> findings against a delivery profile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipeline.mastering.profiles import Limit, Profile
from pipeline.model import Encoding, Finding, Levels, MasteredChapter

_BOOK_CODECS = frozenset({"aac"})
"""A profile describes one file a chapter; a whole book in one M4B is held to the levels only."""
_LOOSE_CODECS = frozenset({"opus"})
"""At 32 kbit/s the peak of speech moved by 1.3 dB, and no shop takes it: it may not clip, and that is all."""

LARGEST_OFFSET = 0.001
"""-60 dBFS: an offset is a constant noise, held to the strictest floor."""
LONGEST_DROPOUT_S = 0.1
"""Digital silence between sounds that is heard as a hole in the room; a pause has room tone."""
LONGEST_GAP_S = 10.0
"""Longer than every pause that is heard as one: something is missing there, unless the script asks for it."""
ASKED_GAP_MARGIN_S = 2.0
"""What a pause may measure over what was asked for: the soft edges of speech, and the head of the next chapter."""


def check_levels(levels: Levels, profile: Profile, *, where: str, asked_gap_s: float = 0.0) -> tuple[Finding, ...]:
    """Return what lies outside the profile's limits of level, sorted by code. Silence has no level to be right.

    `asked_gap_s` is the longest pause that script and book.toml ask for in this file.
    """
    found = [
        *_check_level(levels, profile, where),
        *_check("level.peak", levels.peak_db, profile.peak_db, where, "peak {value:.2f} dB"),
        *_check("level.true-peak", levels.true_peak_db, profile.true_peak_db, where, "true peak {value:.2f} dB"),
        *_check_sound(levels, where, asked_gap_s),
    ]
    return tuple(sorted(found, key=lambda finding: finding.code))


def longest_gap(chapter: MasteredChapter) -> float:
    """Return the longest pause in seconds that a mastered chapter was planned with, its tail among them."""
    begins_s = [*(entry.begin_s for entry in chapter.timeline[1:]), chapter.frames / chapter.sample_rate_hz]
    return max((begin_s - entry.end_s for entry, begin_s in zip(chapter.timeline, begins_s, strict=False)), default=0.0)


def _check_level(levels: Levels, profile: Profile, where: str) -> tuple[Finding, ...]:
    return (
        *_check("level.rms", levels.rms_db, profile.rms_db, where, "RMS {value:.2f} dB"),
        *_check("level.loudness", levels.loudness_lufs, profile.loudness_lufs, where, "loudness {value:.2f} LUFS"),
        *_check(
            "level.noise-floor", levels.noise_floor_db, profile.noise_floor_db, where, "noise floor {value:.2f} dB"
        ),
    )


def _check_sound(levels: Levels, where: str, asked_gap_s: float) -> Iterable[Finding]:
    """Yield what no shop asks about in numbers and every listener hears; these limits are our own."""
    if levels.clipped_frames:
        yield Finding(code="level.clipped", where=where, message=f"{levels.clipped_frames} frames are clipped")
    if abs(levels.dc_offset) > LARGEST_OFFSET:
        offset = f"the samples lie {levels.dc_offset:+.4f} off their middle; at most {LARGEST_OFFSET} is allowed"
        yield Finding(code="level.dc-offset", where=where, message=offset)
    if levels.dropout_s > LONGEST_DROPOUT_S:
        hole = (
            f"{levels.dropout_s:.2f} s without any sound; at most {LONGEST_DROPOUT_S} s of digital silence is allowed"
        )
        yield Finding(code="silence.dropout", where=where, message=hole)
    if levels.gap_s > max(LONGEST_GAP_S, asked_gap_s + ASKED_GAP_MARGIN_S):
        asked = f"the longest that the book asks for is {asked_gap_s:.1f} s"
        gap = f"a pause of {levels.gap_s:.1f} s; at most {LONGEST_GAP_S:g} s is allowed, and {asked}"
        yield Finding(code="silence.gap-long", where=where, message=gap)


def check_chapter_file(
    levels: Levels, encoding: Encoding, profile: Profile, *, where: str, asked_gap_s: float = 0.0
) -> tuple[Finding, ...]:
    """Return everything in which a finished file lies outside what its profile asks of its format, sorted by code.

    A book in one file (AAC) is held to the levels; a file of one chapter to silence and length, too, and to the format
    where the shop takes its codec: FLAC and Opus beside the MP3s of a release are for others.
    """
    if encoding.codec in _LOOSE_CODECS and encoding.codec not in profile.codecs:
        found = [*_check_level(levels, profile, where), *_check_sound(levels, where, asked_gap_s)]
    else:
        found = [*check_levels(levels, profile, where=where, asked_gap_s=asked_gap_s)]
    if encoding.codec not in _BOOK_CODECS:
        found += _check("silence.head", levels.head_s, profile.head_s, where, "{value:.2f} s of silence before")
        found += _check("silence.tail", levels.tail_s, profile.tail_s, where, "{value:.2f} s of silence after")
        found += _check("format.length", levels.duration_s, profile.length_s, where, "{value:.1f} s long")
        found += _check_format(encoding, profile, where) if encoding.codec in profile.codecs else ()
    return tuple(sorted(found, key=lambda finding: finding.code))


def check_codec(encoding: Encoding, profile: Profile, *, where: str) -> tuple[Finding, ...]:
    """Return a finding where the shop does not take the codec of a file that somebody wants to hand in."""
    if encoding.codec in profile.codecs or encoding.codec in _BOOK_CODECS:
        return ()
    wanted = " or ".join(profile.codecs)
    return (Finding(code="format.codec", where=where, message=f"{encoding.codec}, not {wanted}"),)


def check_sample(levels: Levels, profile: Profile, *, where: str) -> tuple[Finding, ...]:
    """Return a finding where the retail sample is longer or shorter than the shop plays."""
    return tuple(
        _check("sample.length", levels.duration_s, profile.retail_sample_s, where, "a sample of {value:.0f} s")
    )


def check_together(encodings: Mapping[str, Encoding], profile: Profile) -> tuple[Finding, ...]:
    """Return a finding for each file (by its place) whose channels differ from the first file's, sorted by place."""
    places = sorted(place for place, encoding in encodings.items() if encoding.codec not in _BOOK_CODECS)
    if not places or not profile.has_equal_channels:
        return ()
    first = encodings[places[0]].channels
    return tuple(
        Finding(
            code="format.channels-differ",
            where=place,
            message=f"{encodings[place].channels} channels, {places[0]} has {first}: all files need the same",
        )
        for place in places
        if encodings[place].channels != first
    )


def _check_format(encoding: Encoding, profile: Profile, where: str) -> Iterable[Finding]:
    rate_hz, channels = encoding.sample_rate_hz, encoding.channels
    yield from _check("format.sample-rate", rate_hz, profile.sample_rate_hz, where, "{value:.0f} Hz")
    yield from _check("format.channels", channels, profile.channels, where, "{value:.0f} channels")
    if encoding.bit_rate_kbps is None:
        return
    kbps, allowed = encoding.bit_rate_kbps, profile.bit_rate_kbps
    yield from _check("format.bit-rate", kbps, allowed, where, "{value:.0f} kbit/s")
    if profile.is_constant_bit_rate and not encoding.is_constant_bit_rate:
        yield Finding(code="format.bit-rate-varies", where=where, message="the bit rate is not constant")


_SIDES = {
    "level.loudness": ("level.loudness-low", "level.loudness-high"),
    "level.rms": ("level.rms-low", "level.rms-high"),
    "silence.head": ("silence.head-short", "silence.head-long"),
    "silence.tail": ("silence.tail-short", "silence.tail-long"),
}


def _check(code: str, value: float, limit: Limit, where: str, words: str) -> Iterable[Finding]:
    """Yield a finding where the value is outside the limit; each side of a level has its own code."""
    low_code, high_code = _SIDES.get(code, (code, code))
    measured = words.format(value=value)
    if limit.is_below(value):
        yield Finding(code=low_code, where=where, message=f"{measured}; {_allowed(limit)}")
    elif limit.is_above(value):
        yield Finding(code=high_code, where=where, message=f"{measured}; {_allowed(limit)}")


def _allowed(limit: Limit) -> str:
    if limit.least == limit.most:
        return f"{limit.most:g} is asked for"
    if limit.least is None:
        return f"at most {limit.most:g} is allowed"
    if limit.most is None:
        return f"at least {limit.least:g} is allowed"
    return f"{limit.least:g} to {limit.most:g} is allowed"
