"""Takes -> the gain of each voice, decided once for a book and kept in `mastering.lock`."""

from __future__ import annotations

import json
import math
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.errors import ProjectError
from pipeline.mastering.profiles import Profile, find_profile
from pipeline.model import Levels, Piece, Take, Voice

TARGET_RMS_DB = -20.2
"""Where a whole file should lie before the limiter (0.1 dB) and LAME (0.26 dB at 192 kbit/s) take their share, where a
profile asks for nothing else: then its MP3 is in the middle of the window of `acx` (-23..-18 dB)."""
LOUDNESS_OVER_RMS_DB = 0.6
"""Loudness of a narration with its pauses over its RMS in dBFS: gating leaves the pauses out, K-weighting takes some of
that back. Measured on narration by hibari; the chapter's own loudness is measured before it is encoded."""
MARGIN_DB = 1.0
"""A file closer than this to an edge of its profile's window gets a correction of its own."""
LOSS_DB = 0.3
"""What encoding takes from the RMS of a file: LAME at 192 kbit/s took 0.26 dB from speech."""
SURE_DB = 0.5
"""A file whose predicted level is so far inside the margin is not rendered to see: room tone, high-pass and limiter
moved real speech by less than 0.2 dB."""
TOLERATED_DB = 1.5
"""A take of a voice may lie so far off the voice's level: a whisper is quieter, and a voice without change is dead."""
MOST_MATCHING_DB = 3.0
LEAST_MATCHED_S = 2.0
"""A shorter take ("No!") has no level of its own to be brought to another."""
TOLERATED_IN_CHAPTER_DB = 0.1
"""A voice may lie so far off its level over a whole chapter. Of the 0.5 dB that chapters may differ by, the limiter
needs the rest: what it takes from a voice with high peaks (Piper's joe, 1.1 dB) differs by 0.4 dB from take to take."""
MOST_TRIM_DB = 1.5
LEAST_TRIMMED_S = 10.0
"""Who speaks less in a chapter is not trimmed in it: a cry is louder because it is one."""
_INSIDE_DB = 0.1
"""How far inside the margin a correction aims, so that encoding does not bring it out again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What one chapter needs beside what the book decided, because it would lie outside the profile."""

    gain_db: float = 0.0
    """On top of every gain."""
    ceiling_db: float = 0.0
    """Added to the ceiling of the limiter; below 0 where encoding raised the peaks over the limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MasteringLock:
    """`mastering.lock`: what was decided over the whole book, so that a rebuilt chapter changes no other."""

    profile: str = ""
    """The profile it was decided for; empty in a lock from before there were several."""

    active_level_db: float | None = None
    """The level all voices speak at, without their gaps; None before the first decision."""
    voices: Mapping[str, float] = field(default_factory=dict)
    """Gain in dB by `voice_name`."""
    chapters: Mapping[str, float] = field(default_factory=dict)
    """Correction in dB by chapter id, of chapters that would lie outside the window."""
    ceilings: Mapping[str, float] = field(default_factory=dict)
    """What the ceiling is moved by in dB, by chapter id, of chapters whose encoded peaks would lie over the limit."""

    def correction(self, chapter: str) -> Correction:
        """Return the correction of a chapter; none for most."""
        return Correction(gain_db=self.chapters.get(chapter, 0.0), ceiling_db=self.ceilings.get(chapter, 0.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterSound:
    """What a chapter is made of, for deciding its level before it is rendered."""

    head_s: float
    pieces: tuple[Piece, ...]

    @property
    def length_s(self) -> float:
        """Length of the file: head, speech and pauses."""
        return self.head_s + sum(_speech_s(piece.take) + piece.gap_after_s for piece in self.pieces)


def voice_name(voice: Voice) -> str:
    """Return the name of a voice in the lock: engine, model and voice; its settings share one gain."""
    return "/".join(part for part in (voice.engine, voice.model, voice.voice) if part)


def gain_factor(gain_db: float) -> float:
    """Return the linear gain, rounded to 1/65536 so that it is the same on every machine."""
    return round(10 ** (gain_db / 20) * 65536) / 65536


def active_levels(takes: Iterable[Take]) -> dict[str, float]:
    """Return the level of each voice in dBFS, the mean energy of its active speech; silent takes do not count."""
    energies: dict[str, float] = {}
    lengths_s: dict[str, float] = {}
    for take in takes:
        if math.isfinite(take.sound.active_rms_db) and _speech_s(take) > 0:
            name, speech_s = voice_name(take.request.voice), _speech_s(take)
            energies[name] = energies.get(name, 0.0) + speech_s * _energy(take.sound.active_rms_db)
            lengths_s[name] = lengths_s.get(name, 0.0) + speech_s
    return {name: _level_db(energy / lengths_s[name]) for name, energy in energies.items()}


def target_rms(profile: Profile) -> float:
    """Return the RMS in dBFS that the rendered chapter in the middle of the book should have for a profile."""
    if profile.level.least is None or profile.level.most is None:
        return TARGET_RMS_DB
    middle_db = (profile.level.least + profile.level.most) / 2 - (LOUDNESS_OVER_RMS_DB if profile.is_by_loudness else 0)
    return round(middle_db + LOSS_DB, 2)


def decide_gains(chapters: Sequence[ChapterSound], lock: MasteringLock, profile: Profile) -> MasteringLock:
    """Return the lock with a gain for every voice that speaks; what it holds already stays as it is.

    The first decision sets the level of all voices so that the chapter in the middle of the book (by length) has a
    file RMS of `target_rms`; later voices are brought to the same level. A voice whose takes are all silent gets 0.
    A lock that was decided for a profile with another target is decided anew.
    """
    target_db = target_rms(profile)
    if lock.profile not in ("", profile.name) and target_rms(find_profile(lock.profile)) != target_db:
        lock = MasteringLock()
    takes = [piece.take for chapter in chapters for piece in chapter.pieces]
    measured = active_levels(takes)
    level_db = lock.active_level_db
    if level_db is None and measured:
        level_db = _decide_level(chapters, {name: -active_db for name, active_db in measured.items()}, target_db)
    gains = {voice_name(take.request.voice): 0.0 for take in takes if voice_name(take.request.voice) not in lock.voices}
    for name in gains:
        if name in measured and level_db is not None:
            gains[name] = round(level_db - measured[name], 2)
    return replace(lock, profile=profile.name, active_level_db=level_db, voices={**lock.voices, **gains})


def predict_rms(chapter: ChapterSound, gains_db: Mapping[str, float], active_level_db: float | None = None) -> float:
    """Return the RMS in dBFS that the file of a chapter will have; -inf for silence.

    Room tone, high-pass and limiter are left out: together they moved real speech by less than 0.2 dB.
    """
    gained = zip(chapter.pieces, piece_gains(chapter.pieces, gains_db, active_level_db), strict=True)
    energy = sum(_speech_s(piece.take) * _energy(piece.take.sound.rms_db + gain_db) for piece, gain_db in gained)
    return _level_db(energy / chapter.length_s) if energy else -math.inf


def piece_gains(
    pieces: Sequence[Piece], gains_db: Mapping[str, float], active_level_db: float | None = None
) -> tuple[float, ...]:
    """Return the gain of each piece of a file in dB: its voice's, its volume, and what brings it to its voice's level.

    First a stray take is brought towards its voice: only what it is off by more than `TOLERATED_DB` is taken away, and
    at most `MOST_MATCHING_DB`. Then each voice is trimmed by one gain for the whole file, so that it is no further than
    `TOLERATED_IN_CHAPTER_DB` off what it has in every other, and its takes keep how they differ. Nothing moves inside a
    take, so nothing pumps. Without the level that all voices were brought to, nothing is matched.
    """
    matched = [_matching(piece, gains_db, active_level_db) for piece in pieces]
    trims = _trims(pieces, matched, active_level_db)
    return tuple(
        round(gain_db + piece.volume_db + trims.get(voice_name(piece.take.request.voice), 0.0), 2)
        for piece, gain_db in zip(pieces, matched, strict=True)
    )


def _matching(piece: Piece, gains_db: Mapping[str, float], active_level_db: float | None) -> float:
    """Return the gain of a piece's voice, with what brings a stray take towards its level."""
    sound, gain_db = piece.take.sound, gains_db[voice_name(piece.take.request.voice)]
    if active_level_db is None or not math.isfinite(sound.active_rms_db) or _speech_s(piece.take) < LEAST_MATCHED_S:
        return gain_db
    return gain_db + _beyond(active_level_db - (sound.active_rms_db + gain_db), TOLERATED_DB, MOST_MATCHING_DB)


def _trims(pieces: Sequence[Piece], matched_db: Sequence[float], active_level_db: float | None) -> dict[str, float]:
    """Return by how much each voice that speaks enough is off its level in this file, beyond what is tolerated."""
    energies: dict[str, float] = {}
    lengths_s: dict[str, float] = {}
    for piece, gain_db in zip(pieces, matched_db, strict=True):
        if math.isfinite(piece.take.sound.active_rms_db):
            name, speech_s = voice_name(piece.take.request.voice), _speech_s(piece.take)
            energies[name] = energies.get(name, 0.0) + speech_s * _energy(piece.take.sound.active_rms_db + gain_db)
            lengths_s[name] = lengths_s.get(name, 0.0) + speech_s
    if active_level_db is None:
        return {}
    return {
        name: _beyond(active_level_db - _level_db(energy / lengths_s[name]), TOLERATED_IN_CHAPTER_DB, MOST_TRIM_DB)
        for name, energy in energies.items()
        if lengths_s[name] >= LEAST_TRIMMED_S
    }


def _beyond(off_db: float, tolerated_db: float, most_db: float) -> float:
    """Return what of a difference is over the tolerated, with its sign and no more than `most_db`."""
    return math.copysign(min(max(0.0, abs(off_db) - tolerated_db), most_db), off_db)


def correct_chapter(measured_db: float, correction_db: float, profile: Profile) -> float | None:
    """Return the correction in dB that brings a rendered chapter inside its window, or None where it is or is silent.

    `measured_db` is the RMS or the loudness of the rendered samples, whichever the profile asks for; `correction_db` is
    what they had already. They are moved no further than to the nearer edge, and so that the encoded file is inside.
    """
    window = profile.level
    if math.isinf(measured_db) or window.is_open:
        return None
    width_db = (window.most - window.least) if window.most is not None and window.least is not None else math.inf
    margin_db = min(MARGIN_DB, width_db / 4)
    if window.least is not None and measured_db < (low := window.least + margin_db + LOSS_DB):
        return round(correction_db + low + _INSIDE_DB - measured_db, 2)
    if window.most is not None and measured_db > (high := window.most - margin_db):
        return round(correction_db + high - _INSIDE_DB - measured_db, 2)
    return None


def lower_ceiling(measured: Iterable[Levels], ceiling_db: float, profile: Profile) -> float | None:
    """Return the correction of the ceiling that keeps encoded peaks under their limit, or None where they are.

    `measured` are the levels of a chapter's encoded files, `ceiling_db` is what the ceiling was moved by already.
    Speech never needs it; noise at full scale, which an encoder cannot keep, gains over 1 dB.
    """
    peaks = [(levels.peak_db, levels.true_peak_db) for levels in measured]
    over_db = [
        found_db - limit.most
        for found in peaks
        for found_db, limit in zip(found, (profile.peak_db, profile.true_peak_db), strict=True)
        if limit.most is not None
    ]
    highest_db = max(over_db, default=0.0)
    return round(ceiling_db - highest_db - _INSIDE_DB, 2) if highest_db > 0.0 else None


def is_surely_inside(predicted_rms_db: float, profile: Profile) -> bool:
    """Whether a chapter with that prediction of its RMS needs no correction, whatever the render comes to."""
    if profile.is_by_loudness:
        return False
    nearest = (predicted_rms_db - SURE_DB, predicted_rms_db + SURE_DB)
    return math.isfinite(predicted_rms_db) and all(correct_chapter(edge, 0.0, profile) is None for edge in nearest)


def parse_lock(text: str) -> MasteringLock:
    """Return what a `mastering.lock` says. Raises ProjectError where it is not one."""
    try:
        content = tomllib.loads(text)
        level = content.get("active_level_db")
        return MasteringLock(
            profile=str(content.get("profile", "")),
            active_level_db=None if level is None else float(level),
            voices=_numbers(content.get("voices", {})),
            chapters=_numbers(content.get("chapters", {})),
            ceilings=_numbers(content.get("ceilings", {})),
        )
    except (tomllib.TOMLDecodeError, TypeError, ValueError, AttributeError) as error:
        raise ProjectError(
            f"mastering.lock cannot be read: {error}. Take it back from git, or delete it to decide all gains anew."
        ) from error


def format_lock(lock: MasteringLock) -> str:
    """Return the text of `mastering.lock`, sorted, so that the same decisions are the same bytes."""
    parts = ["# The level of the book, the gain of each voice and the corrections of single chapters, in dB."]
    parts.append("# Decided when the book was first mastered; commit it, so that a rebuilt chapter changes no other.")
    if lock.profile:
        parts.append(f"profile = {json.dumps(lock.profile, ensure_ascii=False)}")
    if lock.active_level_db is not None:
        parts.append(f"active_level_db = {lock.active_level_db:.2f}")
    tables = [("voices", lock.voices), ("chapters", lock.chapters)]
    if lock.ceilings:
        tables.append(("ceilings", lock.ceilings))
    for table, numbers in tables:
        parts += ["", f"[{table}]"]
        parts += [f"{json.dumps(name, ensure_ascii=False)} = {numbers[name]:.2f}" for name in sorted(numbers)]
    return "\n".join(parts) + "\n"


def _decide_level(chapters: Sequence[ChapterSound], to_zero_db: Mapping[str, float], target_db: float) -> float:
    """Return the active level that puts the chapter in the middle of the book on target.

    A chapter's file lies under its voices' active level by what its pauses take; the middle one, weighed by length,
    is not moved by a dedication of three seconds.
    """
    under = sorted(
        (predict_rms(chapter, {**_silent(chapter), **to_zero_db}), chapter.length_s)
        for chapter in chapters
        if chapter.pieces
    )
    audible = [(rms_db, length_s) for rms_db, length_s in under if math.isfinite(rms_db)]
    half_s, passed_s = sum(length_s for _, length_s in audible) / 2, 0.0
    for rms_db, length_s in audible:
        passed_s += length_s
        if passed_s >= half_s:
            return round(target_db - rms_db, 2)
    return target_db


def _silent(chapter: ChapterSound) -> dict[str, float]:
    return {voice_name(piece.take.request.voice): 0.0 for piece in chapter.pieces}


def _numbers(table: Mapping[str, float]) -> dict[str, float]:
    return {name: float(number) for name, number in table.items()}


def _speech_s(take: Take) -> float:
    return take.sound.speech_end_s - take.sound.speech_begin_s


def _energy(level_db: float) -> float:
    return math.pow(10.0, level_db / 10)


def _level_db(energy: float) -> float:
    return 10 * math.log10(energy)
