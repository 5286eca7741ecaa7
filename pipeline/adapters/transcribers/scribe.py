"""Audio -> words, by ElevenLabs' speech-to-text (Scribe): https://elevenlabs.io/docs/api-reference/speech-to-text.

It is paid by the hour of audio, so a take is sent once, and what it heard is kept for good. It listens in one manner.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.adapters.codecs.decode import decode_take
from pipeline.adapters.codecs.flac import encode_flac
from pipeline.adapters.engines.elevenlabs.client import Client, find_account
from pipeline.errors import EngineError
from pipeline.model import Attention, HeardWord

NAME = "scribe"
MODEL = "scribe_v1"
PATH = "/v1/speech-to-text"


def find_scribe(language: str, project: Path | None = None) -> Scribe:
    """Return the transcriber. Raises EngineError where there is no key."""
    return Scribe(Client(find_account(project)), language=language.split("-")[0])


class Scribe:
    """The transcriber of an account."""

    is_local = False

    def __init__(self, client: Client, *, language: str) -> None:
        self._client = client
        self._language = language

    def name(self, attention: Attention) -> str:  # noqa: ARG002 - it has one manner of listening
        """Return model and language."""
        return f"{NAME} {MODEL} {self._language}"

    def transcribe(self, audio: bytes, audio_format: str, attention: Attention) -> tuple[HeardWord, ...]:  # noqa: ARG002
        """Return the words heard, as `Transcriber` says. The call is sent once: it may be billed."""
        fields = {
            "model_id": MODEL,
            "language_code": self._language,
            "timestamps_granularity": "word",
            "tag_audio_events": "false",
        }
        answer = self._client.send_file(PATH, _sendable(audio, audio_format), fields=fields)
        try:
            return tuple(_words(answer["words"]))
        except (KeyError, TypeError, ValueError) as error:
            raise EngineError(
                f"{PATH} answered without a list of words ({error!r}); run the same command again"
            ) from error


def _sendable(audio: bytes, audio_format: str) -> bytes:
    """Return a take as a file that says itself what it is: bare samples do not."""
    return encode_flac(*decode_take(audio, audio_format)) if audio_format.startswith("pcm") else audio


def _words(rows: list[dict[str, Any]]) -> Iterator[HeardWord]:
    """Yield the words; spaces and audio events are none. `logprob` came in 2026."""
    for row in rows:
        if row["type"] == "word":
            begin_s, end_s = float(row.get("start") or 0.0), float(row.get("end") or 0.0)
            yield HeardWord(
                text=str(row["text"]),
                begin_s=round(begin_s, 3),
                end_s=round(max(begin_s, end_s), 3),
                probability=round(min(1.0, math.exp(float(row.get("logprob") or 0.0))), 3),
            )
