"""The name of a transcriber and a language -> the transcriber."""

from __future__ import annotations

from pathlib import Path

from pipeline.adapters.transcribers.protocol import Transcriber
from pipeline.adapters.transcribers.scribe import find_scribe
from pipeline.adapters.transcribers.whisper import find_whisper
from pipeline.errors import EngineError

WHISPER, SCRIBE = "whisper", "scribe"
TRANSCRIBERS = (WHISPER, SCRIBE)


def find_transcriber(name: str, *, language: str, project: Path | None = None) -> Transcriber:
    """Return a transcriber for a language (BCP 47); project is where a `.env` with a key may lie.

    Raises EngineError where there is no such transcriber, or it is not installed, or has no key.
    """
    if name == WHISPER:
        return find_whisper(language)
    if name == SCRIBE:
        return find_scribe(language, project)
    raise EngineError(f"there is no transcriber {name!r}; there are {', '.join(TRANSCRIBERS)}")
