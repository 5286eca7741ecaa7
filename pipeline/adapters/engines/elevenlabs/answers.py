"""The bytes of a successful answer -> audio and alignment, or what is wrong with them.

An SDK hands on whatever it gets; here a 2xx counts only once its body is what was asked for: base64 and JSON read,
lines of a stream are whole, the audio begins as its format does and can be decoded.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pipeline.adapters.codecs.decode import decode_take
from pipeline.adapters.engines.elevenlabs.alignment import Alignment, join_alignments, read_alignment
from pipeline.adapters.engines.elevenlabs.wire import Route
from pipeline.errors import AudioError

_RIFF = b"RIFF"
_OGG = b"OggS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """Audio that was decoded."""

    audio: bytes = field(repr=False)
    audio_format: str
    """What the bytes are; of a history item it need not be what was asked for."""
    samples: NDArray[np.float32] = field(repr=False)
    sample_rate_hz: int

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return len(self.samples) / self.sample_rate_hz


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an answer brought: audio, and the times of its characters where they can be used."""

    sound: Sound
    alignment: Alignment | None
    lacks_timings: bool = False
    """Whether the route promises times and they are absent or damaged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """Why an answer cannot be used."""

    reason: str


def read_answer(body: bytes, route: Route, audio_format: str) -> Answer | Damage:
    """Return what the body of a 2xx brought."""
    if not route.is_timed:
        sound = read_sound(body, audio_format)
        return sound if isinstance(sound, Damage) else Answer(sound=sound, alignment=None)
    lines = body.splitlines() if route is Route.TIMED_STREAM else [body]
    values = [_read_object(line) for line in lines if line.strip()]
    if not values or any(value is None for value in values):
        return Damage(reason="the JSON of the answer is cut or broken")
    parts = [value for value in values if value is not None]
    audio = _join_audio(parts)
    if isinstance(audio, Damage):
        return audio
    sound = read_sound(audio, audio_format)
    if isinstance(sound, Damage):
        return sound
    alignment = _join_times(parts)
    return Answer(sound=sound, alignment=alignment, lacks_timings=alignment is None)


def read_sound(audio: bytes, audio_format: str) -> Sound | Damage:
    """Return audio decoded, or why it is none."""
    if audio.lstrip()[:1] in {b"{", b"<"} and not audio_format.startswith("pcm"):
        return Damage(reason=f"the answer is text, not audio: {audio[:80].decode(errors='replace')!r}")
    if audio_format.startswith("mp3") and not _is_mp3(audio):
        return Damage(reason=f"the answer does not begin as {audio_format} does")
    try:
        samples, sample_rate_hz = decode_take(audio, audio_format)
    except AudioError as error:
        return Damage(reason=error.message)
    if not len(samples):
        return Damage(reason="the audio is empty")
    return Sound(audio=audio, audio_format=audio_format, samples=samples, sample_rate_hz=sample_rate_hz)


def name_format(audio: bytes, wanted: str) -> str:
    """Return what audio from the history is: as it was asked for, or by its first bytes; its format is undocumented."""
    if audio[:4] == _RIFF:
        return f"wav_{int.from_bytes(audio[24:28], 'little')}"
    if audio[:4] == _OGG:
        return "opus_48000"
    if _is_mp3(audio) and not wanted.startswith("mp3"):
        return "mp3_44100"
    return wanted


def _is_mp3(audio: bytes) -> bool:
    """Whether it begins with an ID3 tag or a frame's sync."""
    return audio[:3] == b"ID3" or (len(audio) > 1 and audio[0] == 0xFF and audio[1] & 0xE0 == 0xE0)


def _read_object(line: bytes) -> dict[str, object] | None:
    try:
        value = json.loads(line)
    except ValueError:
        return None
    return value if isinstance(value, dict) and ("audio_base64" in value or "alignment" in value) else None


def _join_audio(parts: list[dict[str, object]]) -> bytes | Damage:
    pieces = [part.get("audio_base64") or "" for part in parts]
    try:
        return b"".join(base64.b64decode(str(piece), validate=True) for piece in pieces)
    except binascii.Error as error:
        return Damage(reason=f"the base64 of the audio is damaged ({error})")


def _join_times(parts: list[dict[str, object]]) -> Alignment | None:
    """Return the times of all parts; None where one of them is damaged, or none has any."""
    given = [part["alignment"] for part in parts if part.get("alignment") is not None]
    read = [read_alignment(value) for value in given]
    whole = [alignment for alignment in read if alignment is not None]
    return join_alignments(whole) if whole and len(whole) == len(read) else None
