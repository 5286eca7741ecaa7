"""What a transcriber is: something that writes down what it hears, without knowing what should be said."""

from __future__ import annotations

from typing import Protocol

from pipeline.model import Attention, HeardWord


class Transcriber(Protocol):
    """A transcriber; its model is loaded with the first take, in the process that listens."""

    @property
    def is_local(self) -> bool:
        """Whether it computes here, and gains from a process for each core; else it waits for a service."""

    def name(self, attention: Attention) -> str:
        """Return version, model and attention, as one name: transcripts are kept by it.

        A transcriber that has one manner of listening has one name, and is not asked twice.
        """

    def transcribe(self, audio: bytes, audio_format: str, attention: Attention) -> tuple[HeardWord, ...]:
        """Return the words heard in a take, in order; its bytes and format are those of the request.

        The same take gives the same words, whatever was heard before. Raises EngineError where it fails, AudioError
        where the take cannot be decoded.
        """
