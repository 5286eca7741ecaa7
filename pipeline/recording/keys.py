"""Lines -> requests and their keys."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping

from pipeline.model import Line, Request, Voice
from pipeline.recording.cues import with_cue

Setting = float | bool | str

_canonical_json = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode
"""Made once: a long book has ten thousand keys."""

DIRECTIONS = frozenset({"similarity", "speed", "stability", "style"})
"""The settings that a script may give for any engine (docs/design.md, section 3); one without them leaves them out."""


def resolve_voice(voice: Voice, *, default_voice: str, default_model: str, defaults: Mapping[str, Setting]) -> Voice:
    """Return the voice as its engine will use it: empty names and absent settings filled from the engine's defaults.

    Directions that the engine does not know are left out, because they are not heard; any other unknown setting
    stays, so that the engine refuses it. Resolving twice changes nothing.
    """
    given = {name: value for name, value in voice.settings if name in defaults or name not in DIRECTIONS}
    return dataclasses.replace(
        voice,
        voice=voice.voice or default_voice,
        model=voice.model or default_model,
        settings=tuple(sorted({**defaults, **given}.items())),
    )


def ignored_directions(voice: Voice, *, defaults: Mapping[str, Setting]) -> tuple[str, ...]:
    """Return the names of the directions of a voice that `resolve_voice` leaves out, sorted."""
    return tuple(sorted(name for name, _ in voice.settings if name in DIRECTIONS and name not in defaults))


def request_of(line: Line, *, audio_format: str, engine_normalisation: str, voice: Voice | None = None) -> Request:
    """Return what the engine is asked to speak for a line; voice is the line's, resolved to values (None: it is)."""
    narrated = line.spoken.text
    return Request(
        voice=voice or line.voice,
        text=with_cue(narrated, line.cue) if line.cue else narrated,
        language=line.language,
        pronunciations=line.pronunciations,
        engine_normalisation=engine_normalisation,
        audio_format=audio_format,
        seed=line.seed,
        narrated=len(narrated) if line.cue else None,
    )


def key_of(request: Request) -> str:
    """Return the key of a line: the SHA-256, in hex, of what is heard and nothing else (docs/design.md, section 3).

    It hashes canonical JSON: sorted keys, no spaces, UTF-8, numbers of settings as floats. A field that was not in
    the first version of `Request` goes to `_added_later` with its first default, so that keys of old takes hold.
    """
    heard: dict[str, object] = {
        "engine": request.voice.engine,
        "model": request.voice.model,
        "voice": request.voice.voice,
        "settings": {name: _canonical(value) for name, value in request.voice.settings},
        "text": request.text,
        "language": request.language,
        "pronunciations": sorted(request.pronunciations),
        "engine_normalisation": request.engine_normalisation,
        "audio_format": request.audio_format,
    }
    heard |= {name: value for name, (value, first_default) in _added_later(request).items() if value != first_default}
    return hashlib.sha256(_canonical_json(heard).encode()).hexdigest()


def _added_later(request: Request) -> dict[str, tuple[object, object]]:
    """Return each field beyond the first version with its value and its first default, which is left out."""
    return {"seed": (request.seed, None), "narrated": (request.narrated, None)}


def _canonical(value: Setting) -> Setting:
    """Return 1 as 1.0, so that TOML's `speed = 1` and `speed = 1.0` are one key."""
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value
