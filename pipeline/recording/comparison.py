"""A new take and the one that stood before it -> how they differ, and what a listener should be told of it."""

from __future__ import annotations

import math
from typing import Final

from pipeline.model import Comparison, PitchRange, Request, SoundMeasure, Take

LENGTH_SHARE: Final = 0.25
"""A reading of the same words that is so much shorter or longer is heard as another pace. Ours: two readings of a
sentence by the emulated and the embedded voices differ by less than a tenth."""
LEVEL_DB: Final = 3.0
"""What mastering takes away of a stray level at most (`MOST_MATCHING_DB` there)."""
SEMITONES: Final = 2.0
"""A median so far off is heard as another mood or another speaker: a fifth of a speaking voice's usual octave."""


def compare_takes(
    before: Take, sound: SoundMeasure, *, pitch: PitchRange | None, pitch_before: PitchRange | None
) -> Comparison:
    """Return what is kept of how a new take differs from the one before; pitches are None where they are not known."""
    is_audible = math.isfinite(sound.active_rms_db) and math.isfinite(before.sound.active_rms_db)
    return Comparison(
        take=before.id,
        length_s=round(_speech_s(sound), 3),
        length_before_s=round(_speech_s(before.sound), 3),
        level_db=round(sound.active_rms_db - before.sound.active_rms_db, 2) if is_audible else None,
        pitch=pitch,
        pitch_before=pitch_before,
    )


def is_comparable(before: Request, now: Request) -> bool:
    """Return whether two takes say the same words in the same voice; only then a difference tells something."""
    voices = (before.voice.engine, before.voice.voice), (now.voice.engine, now.voice.voice)
    return before.text == now.text and voices[0] == voices[1]


def tell_comparison(comparison: Comparison) -> str:
    """Return one line for people: length, level and pitch beside those of the take before, and what stands out."""
    parts = [f"{comparison.length_s:.2f} s ({_change(comparison)})"]
    if comparison.level_db is not None:
        parts.append(f"level {comparison.level_db:+.1f} dB")
    if comparison.pitch is not None:
        parts.append(f"pitch {_range(comparison.pitch)} Hz")
    if comparison.pitch_before is not None:
        parts.append(f"was {_range(comparison.pitch_before)} Hz")
    remarks = stand_outs(comparison)
    return ", ".join(parts) + (f"; listen: {', '.join(remarks)}" if remarks else "")


def stand_outs(comparison: Comparison) -> tuple[str, ...]:
    """Return what a listener will hear of the difference; nothing of it holds the take back."""
    found = []
    if comparison.length_before_s and abs(comparison.length_s / comparison.length_before_s - 1) > LENGTH_SHARE:
        found.append("another pace")
    if comparison.level_db is not None and abs(comparison.level_db) > LEVEL_DB:
        found.append("another level")
    if comparison.pitch is not None and comparison.pitch_before is not None:
        semitones = 12 * math.log2(comparison.pitch.median_hz / comparison.pitch_before.median_hz)
        found += ["another pitch"] if abs(semitones) > SEMITONES else []
    return tuple(found)


def _change(comparison: Comparison) -> str:
    if not comparison.length_before_s:
        return "was silent"
    return f"{100 * (comparison.length_s / comparison.length_before_s - 1):+.0f} %"


def _range(pitch: PitchRange) -> str:
    return f"{pitch.low_hz:.0f}-{pitch.high_hz:.0f}"


def _speech_s(sound: SoundMeasure) -> float:
    return sound.speech_end_s - sound.speech_begin_s
