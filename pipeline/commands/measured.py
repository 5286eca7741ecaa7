"""An audio file -> how it is encoded and its levels, as a listener's program decodes it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.adapters.codecs.probe import decode_blocks, probe_file
from pipeline.mastering.contour import ContourMeter
from pipeline.mastering.levels import LevelMeter
from pipeline.mastering.loudness import LoudnessMeter
from pipeline.model import Contour, Encoding, Levels


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredFile:
    """A finished file, measured."""

    path: Path
    encoding: Encoding
    levels: Levels
    contour: Contour


def measure_file(path: Path) -> MeasuredFile:
    """Return the encoding and the levels of a file, decoded block by block. Raises AudioError."""
    encoding = probe_file(path)
    levels, contour = measure_blocks(decode_blocks(path, encoding), encoding.sample_rate_hz)
    return MeasuredFile(path=path, encoding=encoding, levels=levels, contour=contour)


def measure_blocks(blocks: Iterable[NDArray[np.int16]], sample_rate_hz: int) -> tuple[Levels, Contour]:
    """Return the levels, loudness included, and the outline of blocks of samples, in one pass."""
    loudness, outline = LoudnessMeter(sample_rate_hz), ContourMeter(sample_rate_hz)
    meter = LevelMeter(sample_rate_hz, loudness)
    for block in blocks:
        meter.add(block)
        outline.add(block)
    return meter.levels(), outline.contour(loudness.momentary_lufs())
