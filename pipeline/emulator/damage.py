"""Audio and text of a response, and a fault -> the damaged ones. Every fault of sound and of timing is here."""

from __future__ import annotations

import json

import numpy as np

from pipeline.emulator.alignment import Alignment, cut_short, turn_backwards
from pipeline.emulator.faults import Fault, FaultName
from pipeline.emulator.performance import Performance
from pipeline.emulator.voice import RATE_HZ, Samples

_LEAK_S = 0.15
_BURST_S = 0.3


def damage_samples(performance: Performance, faults: tuple[Fault, ...]) -> Samples:
    """Return the samples as they go out: int16, mono, at 44.1 kHz, whatever is wrong with them."""
    samples = performance.samples
    for fault in faults:
        if fault.name is FaultName.SHORT_AUDIO:
            samples = samples[: max(1, round(len(samples) * fault.number("percent") / 100))]
        elif fault.name is FaultName.BAD_AUDIO:
            samples = _spoil(samples, performance, fault.text("kind"))
    return samples


def damage_alignment(alignment: Alignment, faults: tuple[Fault, ...]) -> Alignment | None:
    """Return the alignment as it goes out."""
    for fault in faults:
        if fault.name is FaultName.NULL_ALIGNMENT:
            return None
        if fault.name is FaultName.ALIGNMENT_SHORT:
            alignment = cut_short(alignment, fault.number("missing_s"))
        elif fault.name is FaultName.ALIGNMENT_BACKWARDS:
            alignment = turn_backwards(alignment)
    return alignment


def damage_json(value: object, faults: tuple[Fault, ...]) -> bytes:
    """Return the JSON body, cut in half by `bad_json`."""
    body = json.dumps(value).encode()
    is_cut = any(fault.name is FaultName.BAD_JSON for fault in faults)
    return body[: len(body) // 2] if is_cut else body


def damage_lines(lines: list[bytes], faults: tuple[Fault, ...]) -> list[bytes]:
    """Return the lines of a stream, the middle one cut in half by `cut_ndjson_line` or `bad_json`."""
    if not any(fault.name in {FaultName.CUT_NDJSON_LINE, FaultName.BAD_JSON} for fault in faults):
        return lines
    middle = max(range(len(lines)), key=lambda i: (len(lines[i].strip()) > 0, -abs(i - len(lines) // 2)))
    cut = lines[middle][: len(lines[middle]) // 2] + b"\n"
    return [*lines[:middle], cut, *lines[middle + 1 :]]


def _spoil(samples: Samples, performance: Performance, kind: str) -> Samples:
    spoilers = {
        "clipping": _clipped,
        "silence": _silent,
        "noise_burst": _burst,
        "wrong_rate": _slowed,
        "repeated_phrase": _repeated,
        "onset_leak": _leaked,
    }
    if kind == "skipped_word":
        return _without_word(samples, performance)
    return spoilers[kind](samples)


def _clipped(samples: Samples) -> Samples:
    return np.clip(samples.astype(np.int32) * 20, -32768, 32767).astype(np.int16)


def _silent(samples: Samples) -> Samples:
    return np.zeros_like(samples)


def _burst(samples: Samples) -> Samples:
    """White noise at full scale in the middle."""
    noise = np.random.default_rng(0).integers(-32767, 32767, round(_BURST_S * RATE_HZ), dtype=np.int16)
    middle = len(samples) // 2
    spoiled = samples.copy()
    spoiled[middle : middle + len(noise)] = noise[: len(samples) - middle]
    return spoiled


def _slowed(samples: Samples) -> Samples:
    """What half the rate under the same label sounds like: every second sample is missing."""
    return samples[::2]


def _repeated(samples: Samples) -> Samples:
    return np.concatenate([samples, samples[len(samples) * 2 // 3 :]])


def _leaked(samples: Samples) -> Samples:
    """The onset of a next line after the end."""
    time = np.arange(round(_LEAK_S * RATE_HZ)) / RATE_HZ
    onset = np.round(6000 * np.sin(2 * np.pi * 180 * time)).astype(np.int16)
    return np.concatenate([samples, onset])


def _without_word(samples: Samples, performance: Performance) -> Samples:
    """The middle word of the text is not heard; its time is gone."""
    text = performance.written.characters
    start = max(text.rfind(" ", 0, len(text) // 2), 0)
    stop = text.find(" ", start + 1)
    times = performance.written.times
    if not times or stop <= start:
        return samples
    begin, end = round(times[start][1] * RATE_HZ), round(times[stop][0] * RATE_HZ)
    return np.concatenate([samples[:begin], samples[end:]])
