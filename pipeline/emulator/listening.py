"""Uploaded audio -> what was said in it: transcripts and forced alignment of what the emulator spoke itself."""

from __future__ import annotations

import hashlib
import re

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from pipeline.emulator.catalogue import Era, Group
from pipeline.emulator.encoding import decode
from pipeline.emulator.gate import RefusedError
from pipeline.emulator.records import Recording
from pipeline.emulator.world import World

_WORD = re.compile(r"\S+|\s+")
_UNKNOWN_CHARACTER_S = 1 / 15
_MAX_TEXT = 675_000
"""Forced alignment page of the docs, April 2025."""

Spans = list[tuple[str, float, float]]
"""Text with its begin and end in seconds."""


async def transcribe(request: Request, world: World) -> Response:
    """POST /v1/speech-to-text: the text last synthesised into these bytes, with as many word errors as asked for."""
    form = await request.form()
    if not isinstance(form.get("model_id"), str):
        raise RefusedError("invalid_parameters", "model_id is required.")
    audio = await _read_audio(form)
    await world.slots.take(
        Group.TRANSCRIPTION,
        world.cap(Group.TRANSCRIPTION),
        overflow=world.options.overflow,
        priority=world.profile().priority,
    )
    try:
        recording = world.recordings.get(hashlib.sha256(audio).hexdigest())
        words = _misheard(_words(_character_spans(recording)) if recording else [], world)
    finally:
        world.slots.give_back(Group.TRANSCRIPTION, world.cap(Group.TRANSCRIPTION))
    return JSONResponse(
        {
            "language_code": "eng",
            "language_probability": 0.99 if words else 0.0,
            "text": "".join(text for text, _, _ in words),
            "words": [_show_word(*word, world) for word in words],
            "additional_formats": None,
        }
    )


async def align(request: Request, world: World) -> Response:
    """POST /v1/forced-alignment: the stored times for audio of ours with this text, proportional ones otherwise."""
    form = await request.form()
    text = form.get("text")
    if not isinstance(text, str) or not text or len(text) > _MAX_TEXT:
        raise RefusedError("invalid_parameters", f"text is required, at most {_MAX_TEXT} characters.")
    audio = await _read_audio(form)
    recording = world.recordings.get(hashlib.sha256(audio).hexdigest())
    is_known = recording is not None and recording.text == text
    spans = _character_spans(recording) if recording and is_known else _proportional(text, _duration_s(audio))
    shown: dict[str, object] = {
        "characters": [{"text": char, "start": begin, "end": end} for char, begin, end in spans],
        "words": [_show_aligned(*word, world) for word in _words(spans) if word[0].strip()],
    }
    if world.options.era is Era.YEAR_2026:
        shown["loss"] = 0.05 if is_known else 0.8
    return JSONResponse(shown)


async def _read_audio(form: FormData) -> bytes:
    file = form.get("file")
    if not isinstance(file, UploadFile):
        raise RefusedError("invalid_parameters", "file is required.")
    return await file.read()


def _character_spans(recording: Recording) -> Spans:
    alignment = recording.alignment
    rows = zip(
        alignment["characters"],
        alignment["character_start_times_seconds"],
        alignment["character_end_times_seconds"],
        strict=True,
    )
    return [(str(char), float(str(begin)), float(str(end))) for char, begin, end in rows]


def _words(spans: Spans) -> Spans:
    """Words and the spaces between them, in turn."""
    text = "".join(char for char, _, _ in spans)
    return [(match[0], spans[match.start()][1], spans[match.end() - 1][2]) for match in _WORD.finditer(text)]


def _misheard(words: Spans, world: World) -> Spans:
    """Every so many words one is replaced; which ones depends on the seed and the word's place only."""
    rate, seed = world.options.word_error_rate, world.options.seed
    return [
        ("um" if word.strip() and _chance(seed, place, word) < rate else word, begin, end)
        for place, (word, begin, end) in enumerate(words)
    ]


def _chance(seed: int, place: int, word: str) -> float:
    return int.from_bytes(hashlib.sha256(f"{seed}/{place}/{word}".encode()).digest()[:4], "big") / 2**32


def _show_word(text: str, begin: float, end: float, world: World) -> dict[str, object]:
    kind = "word" if text.strip() else "spacing"
    shown: dict[str, object] = {"text": text, "start": begin, "end": end, "type": kind, "speaker_id": None}
    return {**shown, "logprob": -0.01} if world.options.era is Era.YEAR_2026 else {**shown, "characters": None}


def _show_aligned(text: str, begin: float, end: float, world: World) -> dict[str, object]:
    shown: dict[str, object] = {"text": text, "start": begin, "end": end}
    return {**shown, "loss": 0.05} if world.options.era is Era.YEAR_2026 else shown


def _proportional(text: str, duration_s: float) -> Spans:
    step = duration_s / len(text)
    return [(char, round(i * step, 3), round((i + 1) * step, 3)) for i, char in enumerate(text)]


def _duration_s(audio: bytes) -> float:
    try:
        heard = decode(audio)
    except ValueError as error:
        raise RefusedError("invalid_audio", str(error)) from error
    return len(heard.samples) / heard.rate_hz
