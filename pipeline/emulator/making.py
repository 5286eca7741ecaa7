"""An order for speech -> audio and alignments, and both in the wrapping of one of the four routes."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from enum import StrEnum

from pipeline.emulator.alignment import Alignment, align_spoken, align_written, cut_alignment
from pipeline.emulator.catalogue import OutputFormat
from pipeline.emulator.damage import damage_alignment, damage_json, damage_lines, damage_samples
from pipeline.emulator.encoding import encode, media_type
from pipeline.emulator.faults import Fault, FaultName
from pipeline.emulator.options import BreakMode
from pipeline.emulator.performance import Casting, perform
from pipeline.emulator.utterance import Speech, cut_runs
from pipeline.emulator.voice import Synthesiser

_LEAST_PIECE, _PIECE_RANGE = 1024, 7169
"""Streamed pieces are 1 to 8 KiB, at borders that mean nothing."""
_CHARACTERS_A_LINE = 40
_BARE_LINE_EVERY = 3
"""After every third line comes one without alignment, and a blank one."""
_BARE_BYTES = 64


class Wrapping(StrEnum):
    """How a route wraps audio: as it is or with its timings, whole or as a stream."""

    WHOLE = "whole"
    STREAM = "stream"
    TIMED = "timed"
    TIMED_STREAM = "timed stream"

    @property
    def is_timed(self) -> bool:
        """Whether the body is JSON with alignments."""
        return self in {Wrapping.TIMED, Wrapping.TIMED_STREAM}

    @property
    def is_stream(self) -> bool:
        """Whether the body leaves while it is made."""
        return self in {Wrapping.STREAM, Wrapping.TIMED_STREAM}


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be spoken, by whom, in which format; the faults damage what goes out and what the history keeps."""

    text: str
    speech: Speech
    casting: Casting
    form: OutputFormat
    break_mode: BreakMode = BreakMode.KEEP
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A generation, encoded."""

    audio: bytes = field(repr=False)
    alignment: Alignment = field(repr=False)
    spoken_alignment: Alignment = field(repr=False)
    duration_s: float
    """Of the undamaged speech."""
    form: OutputFormat
    media_type: str


def make(order: Order, synthesise: Synthesiser) -> Made:
    """Return the generation of an order. Raises what the synthesiser raises."""
    performance = perform(order.text, cut_runs(order.text, order.speech), order.casting, synthesise)
    return Made(
        audio=encode(damage_samples(performance, order.faults), order.form),
        alignment=align_written(performance, order.break_mode),
        spoken_alignment=align_spoken(performance),
        duration_s=performance.duration_s,
        form=order.form,
        media_type=media_type(order.form),
    )


def wrap(made: Made, wrapping: Wrapping, faults: tuple[Fault, ...]) -> tuple[tuple[bytes, ...], str]:
    """Return the pieces of the body (at least one, none empty) and its Content-Type."""
    wrong = next((fault for fault in faults if fault.name is FaultName.WRONG_CONTENT_TYPE), None)
    if wrong and wrong.text("kind") == "json_as_audio":
        body = {"detail": {"status": "something_went_wrong", "message": "An error in the body of a success."}}
        return (json.dumps(body).encode(),), made.media_type
    pieces = _timed(made, wrapping, faults) if wrapping.is_timed else _plain(made, wrapping)
    kind = "application/json" if wrapping.is_timed else made.media_type
    return pieces, "text/html; charset=utf-8" if wrong else kind


def _plain(made: Made, wrapping: Wrapping) -> tuple[bytes, ...]:
    if not wrapping.is_stream:
        return (made.audio,)
    pieces, place = [], 0
    while place < len(made.audio):
        size = _LEAST_PIECE + place * 2654435761 % _PIECE_RANGE
        pieces.append(made.audio[place : place + size])
        place += size
    return tuple(pieces)


def _timed(made: Made, wrapping: Wrapping, faults: tuple[Fault, ...]) -> tuple[bytes, ...]:
    written = damage_alignment(made.alignment, faults)
    spoken = damage_alignment(made.spoken_alignment, faults)
    if not wrapping.is_stream:
        value = _timed_value(made.audio, written, spoken)
        return (damage_json(value, faults),)
    return tuple(damage_lines(_lines(made.audio, written, spoken), faults))


def _timed_value(audio: bytes, written: Alignment | None, spoken: Alignment | None) -> dict[str, object]:
    return {
        "audio_base64": base64.b64encode(audio).decode(),
        "alignment": written,
        "normalized_alignment": spoken,
    }


def _lines(audio: bytes, written: Alignment | None, spoken: Alignment | None) -> list[bytes]:
    """One object a line, times from the start of the whole; now and then a line without alignment, or a blank one."""
    count = max(1, -(-len(written["characters"]) // _CHARACTERS_A_LINE)) if written else 1
    lines = []
    for i in range(count):
        share = _part(len(audio), i, count)
        piece = audio[slice(*share)]
        is_followed = i % _BARE_LINE_EVERY == _BARE_LINE_EVERY - 1 and len(piece) > _BARE_BYTES
        bare = piece[-_BARE_BYTES:] if is_followed else b""
        value = _timed_value(piece[: len(piece) - len(bare)], _cut(written, i, count), _cut(spoken, i, count))
        lines.append(json.dumps(value).encode() + b"\n")
        if is_followed:
            lines += [json.dumps(_timed_value(bare, None, None)).encode() + b"\n", b"\n"]
    return lines


def _cut(alignment: Alignment | None, part: int, parts: int) -> Alignment | None:
    return cut_alignment(alignment, *_part(len(alignment["characters"]), part, parts)) if alignment else None


def _part(length: int, part: int, parts: int) -> tuple[int, int]:
    return length * part // parts, length * (part + 1) // parts
