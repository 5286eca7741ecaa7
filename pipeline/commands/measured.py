"""An audio file -> how it is encoded and its levels, as a listener's program decodes it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.adapters.codecs.probe import decode_blocks, probe_file
from pipeline.mastering.levels import LevelMeter
from pipeline.model import Encoding, Levels


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredFile:
    """A finished file, measured."""

    path: Path
    encoding: Encoding
    levels: Levels


def measure_file(path: Path) -> MeasuredFile:
    """Return the encoding and the levels of a file, decoded block by block. Raises AudioError."""
    encoding = probe_file(path)
    meter = LevelMeter(encoding.sample_rate_hz)
    for block in decode_blocks(path, encoding):
        meter.add(block)
    return MeasuredFile(path=path, encoding=encoding, levels=meter.levels())
