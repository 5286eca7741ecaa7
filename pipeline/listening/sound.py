"""Samples of a take -> what listening measures of them, whatever they say: level, gaps, pitch, timbre, noise."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pipeline.model import TakeSound

METER = "1"
"""Version of what is measured here: measures kept under another are taken again."""

STEP_S = 0.01
WINDOW_S = 0.04
HOP_S = 0.02
SOUND_BELOW_LOUDEST_DB = 38.0
"""What is further below the loudest 50 ms is a gap. The softest first consonants of hibari's sentences are 41 dB
below, its breathing room 49 dB (60 sentences, November 2026)."""
LEAST_GAP_S = 0.08
"""The closure of a stop consonant lasts 50 to 120 ms; the longer ones are counted and do no harm."""
VOICE_BELOW_LOUDEST_DB = 25.0
"""Windows within this of the loudest one are the voice: pitch and timbre are theirs."""
FLOOR_WINDOW_S, FLOOR_SHARE = 0.05, 0.05
"""The floor is that of the quietest twentieth of all stretches of 50 ms."""
QUIETEST_DB = -100.0
"""Digital silence, for a level that is compared."""
PITCH_HZ = (60.0, 420.0)
"""The narrators' range, from a low bass to a child's voice played by an adult."""
VOICED_FROM = 0.5
"""Normalised autocorrelation at the period."""
OCTAVE_COST = 0.2
BANDS = 24
BAND_HZ = (120.0, 7000.0)
CEPSTRUM = 12
HISS_BELOW_VOICE_DB = 22.0
"""A window in which no band is further than this below the mean of the voice is noise: a vowel has little above, an *s*
little below, noise is everywhere. In 70 sound takes of hibari that lasts 40 ms at most, under a burst as long as it."""

Samples = npt.NDArray[np.float32]
Levels = npt.NDArray[np.float64]


class _Windows(NamedTuple):
    """Overlapping windows of 40 ms, and what the spectrum says of each."""

    power: Levels
    bands: Levels
    """(windows, BANDS): mean density."""
    periodicity: Levels
    pitch_hz: Levels


def measure_take(samples: Samples, sample_rate_hz: int) -> TakeSound:
    """Return what `TakeSound` defines, of samples (float32, (frames,), mono, -1..1); no frame at all is silence."""
    powers = _step_powers(samples, sample_rate_hz)
    loudest = float(np.max(_smoothed(powers, 5), initial=0.0))
    if loudest <= 0.0:
        return _silence(len(samples) / sample_rate_hz)
    sounding = np.flatnonzero(powers >= loudest * _ratio(SOUND_BELOW_LOUDEST_DB))
    windows = _windows_of(samples, sample_rate_hz)
    is_voice = windows.power >= float(windows.power.max()) * _ratio(VOICE_BELOW_LOUDEST_DB)
    pitches = windows.pitch_hz[is_voice & (windows.periodicity >= VOICED_FROM)]
    hiss_begin, hiss = _longest_run(_is_everywhere(windows.bands, np.mean(windows.bands[is_voice])))
    return TakeSound(
        duration_s=round(len(samples) / sample_rate_hz, 3),
        level_db=_decibels(float(np.mean(windows.power[is_voice]))),
        floor_db=_floor(powers),
        speech_begin_s=round(int(sounding[0]) * STEP_S, 3),
        speech_end_s=round((int(sounding[-1]) + 1) * STEP_S, 3),
        silences=_gaps(sounding),
        pitch_hz=round(float(np.median(pitches)), 1) if len(pitches) else 0.0,
        pitch_range_semitones=_range(pitches),
        timbre=_timbre(windows.bands[is_voice]),
        hiss_s=round(hiss * HOP_S, 3),
        hiss_begin_s=round(hiss_begin * HOP_S, 3),
        clipped_frames=_clipped(samples),
    )


def join_sounds(parts: Sequence[tuple[float, TakeSound]]) -> TakeSound:
    """Return what is measured of audio that was measured in parts (begin in seconds, measure), as far as silence goes.

    Level, pitch and timbre are those of the first part that is not silent.
    """
    spoken = [(begin_s, part) for begin_s, part in parts if part.speech_s]
    last_s, last = parts[-1]
    if not spoken:
        return replace(last, duration_s=round(last_s + last.duration_s, 3))
    gaps = [(begin_s + gap[0], begin_s + gap[1]) for begin_s, part in spoken for gap in part.silences]
    gaps += [
        (begin_s + part.speech_end_s, next_s + following.speech_begin_s)
        for (begin_s, part), (next_s, following) in itertools.pairwise(spoken)
    ]
    return replace(
        spoken[0][1],
        duration_s=round(last_s + last.duration_s, 3),
        speech_begin_s=round(spoken[0][0] + spoken[0][1].speech_begin_s, 3),
        speech_end_s=round(spoken[-1][0] + spoken[-1][1].speech_end_s, 3),
        silences=tuple(sorted((round(begin_s, 3), round(end_s, 3)) for begin_s, end_s in gaps)),
    )


def _silence(duration_s: float) -> TakeSound:
    return TakeSound(
        duration_s=round(duration_s, 3),
        level_db=-math.inf,
        floor_db=QUIETEST_DB,
        speech_begin_s=0.0,
        speech_end_s=0.0,
        silences=(),
        pitch_hz=0.0,
        pitch_range_semitones=0.0,
        timbre=(),
        hiss_s=0.0,
        hiss_begin_s=0.0,
        clipped_frames=0,
    )


def _step_powers(samples: Samples, rate_hz: int) -> Levels:
    step = max(1, round(STEP_S * rate_hz))
    whole = samples[: len(samples) // step * step].reshape(-1, step).astype(np.float64)
    return np.asarray(np.mean(np.square(whole), axis=1))


def _smoothed(powers: Levels, width: int) -> Levels:
    return np.convolve(powers, np.ones(width) / width, "valid") if len(powers) >= width else powers


def _floor(powers: Levels) -> float:
    """Return the level of the quietest twentieth of 50 ms stretches."""
    stretches = np.sort(_smoothed(powers, round(FLOOR_WINDOW_S / STEP_S)))
    quietest = stretches[: max(1, round(len(stretches) * FLOOR_SHARE))]
    return max(QUIETEST_DB, _decibels(float(np.mean(quietest))))


def _gaps(sounding: npt.NDArray[np.intp]) -> tuple[tuple[float, float], ...]:
    steps = np.diff(sounding)
    ends = np.flatnonzero(steps - 1 >= round(LEAST_GAP_S / STEP_S))
    return tuple(
        (round((int(sounding[end]) + 1) * STEP_S, 3), round(int(sounding[end + 1]) * STEP_S, 3)) for end in ends
    )


def _windows_of(samples: Samples, rate_hz: int) -> _Windows:
    size, hop = round(WINDOW_S * rate_hz), round(HOP_S * rate_hz)
    padded = np.pad(samples, (0, max(0, size - len(samples))))
    frames = np.lib.stride_tricks.sliding_window_view(padded, size)[::hop]
    parts = [_look_at(frames[first : first + 500], rate_hz) for first in range(0, len(frames), 500)]
    return _Windows(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def _look_at(frames: npt.NDArray[np.float32], rate_hz: int) -> tuple[Levels, Levels, Levels, Levels]:
    """Return power, bands, periodicity and pitch of windows (float32, (windows, frames))."""
    size = frames.shape[1]
    shape = np.hanning(size).astype(np.float32)
    length = 1 << (2 * size - 1).bit_length()
    spectra = np.square(np.abs(np.fft.rfft(frames * shape, length))).astype(np.float64)
    correlation = np.fft.irfft(spectra, length)
    own = np.fft.irfft(np.square(np.abs(np.fft.rfft(shape, length))), length)
    shortest, longest = (round(rate_hz / limit) for limit in reversed(PITCH_HZ))
    lags = correlation[:, shortest:longest] / own[shortest:longest]
    # A period is one of twice the period, too: the shorter one is preferred (after Boersma, 1993).
    best = np.argmax(lags * (1 - OCTAVE_COST * np.arange(shortest, longest) / longest), axis=1)
    energy = np.maximum(correlation[:, 0] / own[0], 1e-20)
    periodicity = lags[np.arange(len(lags)), best] / energy
    bands = spectra @ _filters(rate_hz, length)
    return np.mean(np.square(frames, dtype=np.float64), axis=1), bands, periodicity, rate_hz / (shortest + best)


@cache
def _filters(rate_hz: int, length: int) -> Levels:
    """Return the means over bands that are equally wide to the ear: (bins, BANDS)."""
    lowest, highest = (2595 * math.log10(1 + hz / 700) for hz in BAND_HZ)  # O'Shaughnessy's mel
    edges = 700 * (10 ** (np.linspace(lowest, highest, BANDS + 1) / 2595) - 1)
    hertz = np.arange(length // 2 + 1) * rate_hz / length
    inside = (hertz[:, None] >= edges[None, :-1]) & (hertz[:, None] < edges[None, 1:])
    return np.asarray(inside / np.maximum(1, inside.sum(axis=0)), np.float64)


def _is_everywhere(bands: Levels, mean: np.floating) -> npt.NDArray[np.bool_]:
    """Return for each window whether every band of it has sound, compared with the mean of the voice."""
    lowest = np.partition(bands, 1, axis=1)[:, 1]  # but one: a single window has a hole by chance
    return np.asarray(lowest >= float(mean) * _ratio(HISS_BELOW_VOICE_DB))


def _timbre(bands: Levels) -> tuple[float, ...]:
    """Return coefficients 1 to CEPSTRUM of the mean log spectrum in dB: its shape, without its level."""
    shape = np.mean(10 * np.log10(np.maximum(bands / np.mean(bands), 1e-6)), axis=0)
    place = (np.arange(BANDS) + 0.5) * math.pi / BANDS
    return tuple(round(float(2 / BANDS * shape @ np.cos(place * order)), 2) for order in range(1, CEPSTRUM + 1))


def _range(pitches: Levels) -> float:
    if len(pitches) < 10:
        return 0.0
    low, high = np.percentile(pitches, [25, 75])
    return round(12 * math.log2(high / low), 2)


def _longest_run(is_in: npt.NDArray[np.bool_]) -> tuple[int, int]:
    """Return begin and length of the longest run."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], is_in, [False]))))
    lengths = edges[1::2] - edges[::2]
    if not len(lengths):
        return 0, 0
    longest = int(np.argmax(lengths))
    return int(edges[2 * longest]), int(lengths[longest])


def _clipped(samples: Samples) -> int:
    """Return how many frames stand in runs of three and more at full scale."""
    is_full = np.concatenate(([False], np.abs(samples) >= 32767 / 32768, [False]))
    edges = np.flatnonzero(is_full[1:] != is_full[:-1])
    runs = edges[1::2] - edges[::2]
    return int(runs[runs >= 3].sum())


def _ratio(below_db: float) -> float:
    return float(10 ** (-below_db / 10))


def _decibels(power: float) -> float:
    return round(10 * math.log10(power), 2) if power > 0 else -math.inf
