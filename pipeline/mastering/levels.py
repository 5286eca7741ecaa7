"""Blocks of samples -> levels: what was measured of a finished file, in one pass."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from pipeline.mastering.loudness import LoudnessMeter
from pipeline.mastering.true_peak import REACH, peaks_between
from pipeline.model import Levels

FULL_SCALE = 32768
WINDOWS_PER_S = 100
"""Energy is kept for windows of 10 ms: 3 MB for a file of an hour."""
FLOOR_WINDOWS = 50
"""The noise floor is that of the quietest 500 ms."""
SOUND_OVER_FLOOR_DB = 6.0
LEAST_SOUND_DB = -60.0
"""A window of 10 ms is sound where it is over this and `SOUND_OVER_FLOOR_DB` over the noise floor; -60 dB is the
loudest silence a shop takes. Room tone, windowed so shortly, stays within 4 dB of its mean."""
_NEAR_PEAK = 0.7
"""Peaks between samples are looked for next to samples over this share of the loudest so far."""


class EnergyMeter:
    """Measures the RMS of a file while it goes by, and nothing else: what a render needs to know of itself."""

    def __init__(self) -> None:
        self._energy = 0
        self._values = 0

    def add(self, block: NDArray[np.int16]) -> None:
        """Take in the next samples (int16, any shape)."""
        # Whole numbers, and few enough that their squares add up exactly in any order; einsum, as a BLAS would start
        # threads that wait actively and take the core from the encoder.
        values = block.ravel()
        for begin in range(0, len(values), 1 << 20):
            part = values[begin : begin + (1 << 20)].astype(np.float64)
            self._energy += int(np.einsum("i,i->", part, part))
        self._values += len(values)

    def level_db(self) -> float:
        """Return the RMS in dBFS, to 1/1000; -inf for silence."""
        return _level_db(self._energy, self._values)


class LevelMeter:
    """Measures a file while it goes by; memory follows the length of the file only by its windows of 10 ms."""

    def __init__(self, sample_rate_hz: int, loudness: LoudnessMeter | None = None) -> None:
        """Measure loudness as well where a meter for it is given; it takes four times as long as the rest."""
        self._loudness = loudness
        self._sum = 0
        self._rate_hz = sample_rate_hz
        self._window = max(1, sample_rate_hz // WINDOWS_PER_S)
        self._energies: list[NDArray[np.int64]] = []
        self._rest: NDArray[np.int16] | None = None
        self._edge: NDArray[np.float32] | None = None
        self._frames = 0
        self._channels = 1
        self._peak = 0
        self._true_peak = 0.0
        self._clipped = 0

    def add(self, block: NDArray[np.int16]) -> None:
        """Take in the next samples (int16, (frames,) or (frames, channels), the same channels every time)."""
        if not len(block):
            return
        channels = block.reshape(len(block), -1)
        self._channels = channels.shape[1]
        self._frames += len(channels)
        self._sum += int(channels.sum(dtype=np.int64))
        peak = max(int(channels.max()), -int(channels.min()))
        self._peak = max(self._peak, peak)
        if peak >= FULL_SCALE - 1:
            is_full = (channels == FULL_SCALE - 1) | (channels <= 1 - FULL_SCALE)
            self._clipped += int(np.count_nonzero(is_full.any(axis=1)))
        self._add_true_peak(channels, peak)
        self._add_energy(channels)
        if self._loudness:
            self._loudness.add(block)

    def levels(self) -> Levels:
        """Return the levels of everything that was added.

        RMS and noise floor are the mean energy over all channels; the noise floor is that of the quietest 500 ms with
        nothing left out, head and tail included (the whole file where it is shorter).
        """
        energies = np.concatenate(self._energies) if self._energies else np.zeros(0, np.int64)
        rest_energy = _energy_of(self._rest) if self._rest is not None else 0
        floor_db = self._floor_db(energies, int(energies.sum()) + rest_energy)
        sounding = self._sounding(energies, floor_db)
        head_s, tail_s = self._silences(sounding)
        edge = np.zeros((0, 1), np.float32) if self._edge is None else np.pad(self._edge, ((0, 2 * REACH), (0, 0)))
        return Levels(
            duration_s=round(self._frames / self._rate_hz, 6),
            rms_db=_level_db(int(energies.sum()) + rest_energy, self._frames * self._channels),
            peak_db=_amplitude_db(self._peak),
            true_peak_db=_amplitude_db(max(self._largest_between(edge), float(self._peak))),
            noise_floor_db=floor_db,
            head_s=head_s,
            tail_s=tail_s,
            clipped_frames=self._clipped,
            loudness_lufs=self._loudness.integrated_lufs() if self._loudness else -math.inf,
            dc_offset=round(self._sum / max(1, self._frames * self._channels) / FULL_SCALE, 6),
            dropout_s=_longest_run(energies[sounding[0] : sounding[-1]] == 0) / WINDOWS_PER_S if len(sounding) else 0.0,
            gap_s=(int(np.diff(sounding).max()) - 1) / WINDOWS_PER_S if len(sounding) > 1 else 0.0,
        )

    def _add_true_peak(self, channels: NDArray[np.int16], peak: int) -> None:
        """Look between the samples next to loud ones; the last few wait for the block that follows."""
        if self._edge is None:
            self._edge = np.zeros((2 * REACH, self._channels), np.float32)
        if max(peak, float(np.abs(self._edge).max())) > _NEAR_PEAK * self._peak:
            self._true_peak = self._largest_between(np.concatenate((self._edge, channels.astype(np.float32))))
        edge = np.concatenate((self._edge, channels[-2 * REACH :].astype(np.float32)))
        self._edge = edge[-2 * REACH :]

    def _largest_between(self, joined: NDArray[np.float32]) -> float:
        """Return the larger of the true peak so far and that of samples whose neighbours are all there."""
        largest, threshold = self._true_peak, _NEAR_PEAK * max(self._peak, 1)
        for channel in joined.T:
            loud = np.abs(channel) > threshold
            loud[:-1] |= loud[1:]
            places = np.flatnonzero(loud[: len(channel) - REACH])
            places = places[places >= REACH - 1]
            if len(places):
                largest = max(largest, float(peaks_between(np.ascontiguousarray(channel), places).max()))
        return largest

    def _add_energy(self, channels: NDArray[np.int16]) -> None:
        joined = channels if self._rest is None else np.concatenate((self._rest, channels))
        whole = len(joined) // self._window * self._window
        self._rest = joined[whole:]
        if whole:
            # Whole numbers under 2**53, so the sums are exact in any order.
            windows = joined[:whole].astype(np.float64).reshape(whole // self._window, -1)
            self._energies.append(np.einsum("ij,ij->i", windows, windows).astype(np.int64))

    def _floor_db(self, energies: NDArray[np.int64], total: int) -> float:
        if len(energies) < FLOOR_WINDOWS:
            return _level_db(total, self._frames * self._channels)
        sums = np.concatenate((np.zeros(1, np.int64), np.cumsum(energies)))
        quietest = int((sums[FLOOR_WINDOWS:] - sums[:-FLOOR_WINDOWS]).min())
        return _level_db(quietest, FLOOR_WINDOWS * self._window * self._channels)

    def _sounding(self, energies: NDArray[np.int64], floor_db: float) -> NDArray[np.intp]:
        """Return the windows that are sound, in order."""
        threshold_db = max(LEAST_SOUND_DB, floor_db + SOUND_OVER_FLOOR_DB)
        least = 10 ** (threshold_db / 10) * FULL_SCALE**2 * self._window * self._channels
        return np.flatnonzero(energies > least)

    def _silences(self, sounding: NDArray[np.intp]) -> tuple[float, float]:
        """Return the seconds before the first sound and after the last; the whole file twice where there is none."""
        length_s = round(self._frames / self._rate_hz, 6)
        if not len(sounding):
            return length_s, length_s
        end = (int(sounding[-1]) + 1) * self._window
        return round(int(sounding[0]) * self._window / self._rate_hz, 6), round((self._frames - end) / self._rate_hz, 6)


def _longest_run(claims: NDArray[np.bool_]) -> int:
    """Return how many in a row are true at most."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], claims, [False]))))
    return int(np.max(edges[1::2] - edges[::2], initial=0))


def _energy_of(samples: NDArray[np.int16]) -> int:
    return int((samples.astype(np.int64) ** 2).sum())


def _level_db(energy: int, values: int) -> float:
    """Return the level in dBFS, to 1/1000; -inf for silence."""
    return round(10 * math.log10(energy / values / FULL_SCALE**2), 3) if energy else -math.inf


def _amplitude_db(amplitude: float) -> float:
    return round(20 * math.log10(amplitude / FULL_SCALE), 3) if amplitude else -math.inf
