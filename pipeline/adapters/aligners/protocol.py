"""What a forced aligner is: something that hears where known words are, for takes whose engine did not tell."""

from __future__ import annotations

from typing import Protocol

from pipeline.adapters.codecs.flac import Samples
from pipeline.model import Timing


class Aligner(Protocol):
    """An aligner with its model loaded, in the process that aligns."""

    @property
    def name(self) -> str:
        """Name and version: another one may hear otherwise, so results are kept by it."""

    @property
    def languages(self) -> tuple[str, ...]:
        """Primary language subtags (BCP 47) it knows the sounds of."""

    def align(self, samples: Samples, sample_rate_hz: int, text: str) -> tuple[Timing, ...]:
        """Return when each word of the text is heard in samples (float32, (frames,), mono, -1..1), in order.

        A word is what stands between spaces and has a letter or digit. Empty where there are none, or where the text
        cannot be found in the audio. The same arguments give the same times, whatever was aligned before.
        """
