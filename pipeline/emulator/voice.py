"""Text and voice -> samples and the time of each character: the synthesiser's protocol, and the built-in tone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

RATE_HZ = 44_100
Samples = NDArray[np.int16]

_LEVEL = 0.22
"""Peak of a tone as a share of full scale: about -19 dBFS RMS while it sounds."""
_HISS = 0.004
_LOWEST_HZ, _VOICES_HZ, _STEP_HZ = 110.0, 120.0, 9.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Synthesised:
    """What was spoken: int16, mono, at 44.1 kHz; a (begin, end) in seconds for each code point of the text."""

    samples: Samples = field(repr=False)
    character_times: tuple[tuple[float, float], ...]


class Synthesiser(Protocol):
    """Whoever speaks for the emulator; called from several threads."""

    def __call__(
        self, text: str, voice: str, model: str, settings: Mapping[str, float | bool], seed: int | None, /
    ) -> Synthesised:
        """Return the speech of a text without tags."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToneVoice:
    """A tone for each letter, silence for all else; the same request gives the same samples, another seed others."""

    characters_per_second: float = 15.0

    def __call__(
        self, text: str, voice: str, model: str, settings: Mapping[str, float | bool], seed: int | None
    ) -> Synthesised:
        """Return the tones; every character has the same length, which `speed` divides."""
        character_s = 1 / (self.characters_per_second * float(settings.get("speed", 1.0)))
        bounds = np.round(np.arange(len(text) + 1) * character_s * RATE_HZ).astype(np.int64)
        fingerprint = json.dumps([voice, model, text, sorted(settings.items()), seed])
        samples = _sound(text, voice, bounds, _chance(fingerprint))
        times = (bounds / RATE_HZ).tolist()
        return Synthesised(samples=samples, character_times=tuple(pairwise(times)))


def _chance(fingerprint: str) -> np.random.Generator:
    return np.random.default_rng(int.from_bytes(hashlib.sha256(fingerprint.encode()).digest()[:8], "big"))


def _sound(text: str, voice: str, bounds: NDArray[np.int64], chance: np.random.Generator) -> Samples:
    """One tone per letter under a half-sine, with a little hiss; zeros where nothing is spoken.

    Letter by letter: a long text in one piece would need a hundred megabytes for each call in flight.
    """
    samples: Samples = np.zeros(bounds[-1], dtype=np.int16)
    longest = int(np.diff(bounds).max(initial=0))
    envelope = np.sin(np.pi * (np.arange(longest) + 0.5) / max(longest, 1)) * 32767
    tones = {char: envelope * _LEVEL * _tone(char, voice, longest) for char in set(text) if char.isalnum()}
    for char, begin, end in zip(text, bounds[:-1], bounds[1:], strict=True):
        if char in tones:
            hiss = envelope[: end - begin] * _HISS * chance.standard_normal(end - begin)
            samples[begin:end] = np.round(tones[char][: end - begin] + hiss)
    return samples


def _tone(char: str, voice: str, frames: int) -> NDArray[np.float64]:
    base_hz = _LOWEST_HZ + _VOICES_HZ * hashlib.sha256(voice.encode()).digest()[0] / 255
    pitch_hz = base_hz + _STEP_HZ * (ord(char) % 32)
    return np.sin(2 * np.pi * pitch_hz * np.arange(frames) / RATE_HZ)
