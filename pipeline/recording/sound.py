"""Samples of a take -> what was measured of it -> findings."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from pipeline.model import Finding, Request, SoundMeasure, Timing
from pipeline.recording.cues import find_cut

WINDOW_S = 0.01
"""Speech begins and ends on windows of this length."""
ACTIVE_WINDOW_S = 0.05
"""The loudest window of this length is the level that the thresholds refer to."""
SPEECH_BELOW_LOUDEST_DB = 45.0
"""Speech is what is at most this far below the loudest window. Measured on 60 sentences of The Time Machine by
hibari-tts 0.2.1, November 2026: what it puts before a sentence is 49 dB below or less, the softest first consonant
41 dB below, and the last sound of a sentence passes 45 dB while it dies away, within 20 ms."""
ACTIVE_BELOW_LOUDEST_DB = 30.0
"""As `SoundMeasure.active_rms_db` says."""
SILENT_BELOW_DB = -60.0
"""A take whose peak is below this is silent: a voice is at least 20 dB above it, a room's noise is not."""
FULL_SCALE = 32767 / 32768
"""The largest sample that 16 bits hold."""
LOUDEST_SPEECH_DB = -6.0
"""A voice whose active level is above this was cut off before it was encoded: unclipped speech at full scale is at
least 10 dB below its peaks, and a lossy codec rounds the flat tops, so that no run of frames at full scale tells."""
CLIPPED_RUN = 3
"""Frames in a row at full scale that are clipping; one or two are a peak that only touches it."""

PACE = (4.0, 30.0)
"""Characters per second of speech that a reading at speed 1 can have. Measured on the same 60 sentences: 12 to 24,
the median 18; a take outside a third of the slowest and a quarter above the fastest lost or gained words."""
SHORT_TEXT_TOO_LONG_S = 1.5
"""A text of few characters may take so much longer than its pace says: a drawn-out word, a pause for effect."""
SHORT_TEXT_TOO_SHORT_S = 0.3
"""... and be so much shorter: the estimate by characters is coarse there."""
CHARACTERS_OF_A_DIGIT = 6
"""A digit that the engine reads may be a word of its own ("seven ")."""

_CUE_STAYS = (
    "no gap parts the words from the cue behind them, or the engine told no times: the cue would be heard, or a word "
    "cut; record it again, or end the words with a sign that makes a pause"
)

Samples = npt.NDArray[np.float32]


def measure_sound(samples: Samples, sample_rate_hz: int) -> SoundMeasure:
    """Return what `SoundMeasure` defines, of samples (float32, (frames,), mono, -1..1); no frame at all is silence.

    Levels are rounded to 0.01 dB; begin and end of speech lie on windows of 10 ms.
    """
    peak = float(np.max(np.abs(samples), initial=0.0))
    powers = _window_powers(samples, frames=round(WINDOW_S * sample_rate_hz))
    begin, end = _speech_windows(powers)
    window = round(WINDOW_S * sample_rate_hz)
    spoken = samples[begin * window : end * window]
    return SoundMeasure(
        frames=len(samples),
        sample_rate_hz=sample_rate_hz,
        speech_begin_s=round(begin * window / sample_rate_hz, 6),
        speech_end_s=round(min(end * window, len(samples)) / sample_rate_hz, 6),
        rms_db=_decibels(_mean_power(spoken)),
        active_rms_db=_decibels(_active_power(powers)),
        peak_db=_decibels(peak * peak),
        clipped_frames=_clipped_frames(samples),
    )


def check_take(
    sound: SoundMeasure, spoken_text: str, *, pace: tuple[float, float] = PACE, speed: float = 1.0
) -> tuple[Finding, ...]:
    """Return what speaks against a take: `take.silent`, `take.clipped`, `take.too-short`, `take.too-long`.

    pace is the characters per second (least, most) that the engine's speech can have at speed 1. `where` is empty:
    the caller knows the line.
    """
    if sound.peak_db < SILENT_BELOW_DB:
        return (_finding("take.silent", f"there is no sound above {SILENT_BELOW_DB:.0f} dBFS"),)
    slowest, fastest = pace[0] * speed, pace[1] * speed
    speech_s = sound.speech_end_s - sound.speech_begin_s
    least_s = len(spoken_text) / fastest - SHORT_TEXT_TOO_SHORT_S
    most_s = _most_characters(spoken_text) / slowest + SHORT_TEXT_TOO_LONG_S
    length = f"{speech_s:.2f} s of speech for {len(spoken_text)} characters"
    findings = []
    if sound.clipped_frames:
        findings.append(_finding("take.clipped", f"{sound.clipped_frames} frames are cut off at full scale"))
    elif sound.active_rms_db > LOUDEST_SPEECH_DB:
        findings.append(_finding("take.clipped", f"a level of {sound.active_rms_db:.1f} dBFS is no unclipped voice"))
    if speech_s < least_s:
        findings.append(_finding("take.too-short", f"{length}; at least {least_s:.2f} s are plausible"))
    if speech_s > most_s:
        findings.append(_finding("take.too-long", f"{length}; at most {most_s:.2f} s are plausible"))
    return tuple(findings)


def inspect_take(
    samples: Samples,
    sample_rate_hz: int,
    request: Request,
    pace: tuple[float, float],
    timings: Sequence[Timing] = (),
) -> tuple[SoundMeasure, tuple[Finding, ...]]:
    """Return what was measured of a take as it arrived, and what speaks against it.

    Of a take with a cue only what is narrated is measured: its speech ends before the cue, and `take.cue` is found
    where the cue could not be cut off cleanly. timings are the engine's, in `request.text`.
    """
    end, is_clean = len(samples), True
    if request.narrated is not None:
        end, is_clean = find_cut(samples, sample_rate_hz, request.narrated, timings)
    sound = replace(measure_sound(samples[:end], sample_rate_hz), frames=len(samples))
    speed = dict(request.voice.settings).get("speed", 1.0)
    findings = check_take(sound, request.narrated_text, pace=pace, speed=float(speed))
    return sound, findings if is_clean else (*findings, _finding("take.cue", _CUE_STAYS))


def _finding(code: str, message: str) -> Finding:
    return Finding(code=code, where="", message=message)


def _most_characters(text: str) -> int:
    return len(text) + sum(CHARACTERS_OF_A_DIGIT - 1 for character in text if character.isdigit())


def _window_powers(samples: Samples, *, frames: int) -> npt.NDArray[np.float64]:
    """Return the mean square of each window; a shorter last window counts as if zeros filled it."""
    count = math.ceil(len(samples) / frames)
    padded = np.zeros(count * frames, np.float64)
    padded[: len(samples)] = samples
    windows = padded.reshape(count, frames)
    return np.asarray(np.mean(np.square(windows), axis=1))


def _speech_windows(powers: npt.NDArray[np.float64]) -> tuple[int, int]:
    """Return the first window of speech and the one behind the last; (0, 0) for silence."""
    loudest = float(np.max(_active_windows(powers), initial=0.0))
    if loudest <= 0.0:
        return 0, 0
    speech = np.flatnonzero(powers >= loudest * 10 ** (-SPEECH_BELOW_LOUDEST_DB / 10))
    return int(speech[0]), int(speech[-1]) + 1


def _active_windows(powers: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the mean square of every 50 ms window, one every 10 ms; of the whole where that is shorter."""
    span = min(round(ACTIVE_WINDOW_S / WINDOW_S), len(powers))
    if not span:
        return powers
    sums = np.concatenate(([0.0], np.cumsum(powers)))
    return np.asarray(np.maximum(sums[span:] - sums[:-span], 0.0) / span)


def _active_power(powers: npt.NDArray[np.float64]) -> float:
    windows = _active_windows(powers)
    loudest = float(np.max(windows, initial=0.0))
    if loudest <= 0.0:
        return 0.0
    return float(np.mean(windows[windows >= loudest * 10 ** (-ACTIVE_BELOW_LOUDEST_DB / 10)]))


def _mean_power(samples: Samples) -> float:
    return float(np.mean(np.square(samples, dtype=np.float64))) if len(samples) else 0.0


def _decibels(power: float) -> float:
    return round(10 * math.log10(power), 2) if power > 0 else -math.inf


def _clipped_frames(samples: Samples) -> int:
    """Return how many frames stand in runs of at least three at full scale."""
    is_full = np.concatenate(([False], np.abs(samples) >= FULL_SCALE, [False]))
    edges = np.flatnonzero(is_full[1:] != is_full[:-1])
    runs = edges[1::2] - edges[::2]
    return int(runs[runs >= CLIPPED_RUN].sum())
