"""Paragraph, cast -> stretches: which voice says which range, under which direction."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from pipeline.errors import ScriptError
from pipeline.model import LOUDEST_VOLUME_DB, QUIETEST_VOLUME_DB, Cast, Mark, MarkName, ScriptParagraph, Voice

SETTINGS: Final = (MarkName.SPEED, MarkName.STABILITY, MarkName.SIMILARITY, MarkName.STYLE)
"""What a script may set of a voice, by the names of the script; an engine's module knows its own names for them."""
_DIRECTED: Final = frozenset({MarkName.SPEAKER, MarkName.SEED, MarkName.CUE, *SETTINGS})
"""What makes a range a line of its own."""
_TIME = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>ms|s)?")
_NO: Final = frozenset({"no", "false", "0"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A range of a paragraph under one voice and one direction."""

    start: int
    stop: int
    speaker: str
    voice: Voice
    seed: int | None = None
    cue: str = ""
    break_s: float | None = None
    """The pause a `<break/>` asks for behind this range."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CastParagraph:
    """The stretches of a paragraph in order; together they hold the whole text."""

    stretches: tuple[Stretch, ...]
    pause_before_s: float | None = None
    """Of a `<break/>` before the first character."""


def cast_paragraph(paragraph: ScriptParagraph, *, cast: Cast, said: Sequence[tuple[int, int]] = ()) -> CastParagraph:
    """Return who says what of a paragraph; of marks inside each other the innermost wins.

    `said` are the ranges of `say` marks: they are spoken as one, so a border inside one moves to its end.
    Raises ScriptError for a speaker that the cast does not name, and for a value that is no number.
    """
    marks = [mark for mark in paragraph.marks if mark.name in _DIRECTED and mark.start < mark.stop]
    pauses = _pauses(paragraph, said)
    borders = {_outside(at, said) for mark in marks for at in (mark.start, mark.stop)} | set(pauses)
    points = sorted({0, len(paragraph.text)} | {at for at in borders if at < len(paragraph.text)})
    stretches = tuple(
        _stretch(paragraph, start, stop, marks=marks, cast=cast, break_s=pauses.get(stop))
        for start, stop in pairwise(points)
    )
    return CastParagraph(stretches=stretches, pause_before_s=pauses.get(0))


def is_skipped(paragraph: ScriptParagraph) -> bool:
    """Return whether the direction `skip` takes the paragraph out of the reading."""
    return any(name == "skip" and value.lower() not in _NO for name, value in paragraph.direction)


def read_pause(paragraph: ScriptParagraph, name: str) -> float | None:
    """Return a pause of the direction in seconds (`1.2s`, `800ms`, `1.2`), or None where the script sets none."""
    value = paragraph.directed(name)
    return read_seconds(value, where=f"{paragraph.id}: {name}={value}") if value else None


def read_volume(paragraph: ScriptParagraph) -> float:
    """Return the direction's volume in dB (`-3dB`, `+1.5`), 0 where there is none. Raises ScriptError."""
    value = paragraph.directed("volume")
    if not value:
        return 0.0
    where = f"{paragraph.id}: volume={value}"
    try:
        volume_db = float(value.removesuffix("dB"))
    except ValueError as error:
        raise ScriptError(f"{where}: not a number of decibels; write it as -3dB") from error
    if not QUIETEST_VOLUME_DB <= volume_db <= LOUDEST_VOLUME_DB:
        raise ScriptError(f"{where}: volume goes from {QUIETEST_VOLUME_DB:g}dB to {LOUDEST_VOLUME_DB:+g}dB")
    return volume_db


def read_seconds(value: str, *, where: str) -> float:
    """Return a length of time in seconds. Raises ScriptError, which says where, for anything else."""
    match = _TIME.fullmatch(value.strip())
    if match is None:
        raise ScriptError(f"{where}: not a length of time; write it as 1.2s or 800ms")
    return float(match["number"]) / (1000 if match["unit"] == "ms" else 1)


def _pauses(paragraph: ScriptParagraph, said: Sequence[tuple[int, int]]) -> dict[int, float]:
    """Return the pause at each point that has a break; several breaks at one point add up."""
    pauses: dict[int, float] = {}
    for mark in paragraph.marks:
        if mark.name is MarkName.BREAK:
            at = _outside(mark.start, said)
            seconds = read_seconds(mark.value, where=f'{paragraph.id}: <break time="{mark.value}"/>')
            pauses[at] = round(pauses.get(at, 0.0) + seconds, 6)
    return pauses


def _outside(point: int, said: Sequence[tuple[int, int]]) -> int:
    return next((stop for start, stop in said if start < point < stop), point)


def _stretch(
    paragraph: ScriptParagraph, start: int, stop: int, *, marks: Sequence[Mark], cast: Cast, break_s: float | None
) -> Stretch:
    covering = sorted((m for m in marks if m.start <= start < m.stop), key=lambda mark: (mark.start, -mark.stop))
    directed = {MarkName(name): value for name, value in paragraph.direction if name in _DIRECTED}
    wanted = directed | {mark.name: mark.value for mark in covering}
    speaker = wanted.get(MarkName.SPEAKER, "")
    voice = cast.voice_of(speaker)
    if voice is None:
        names = ", ".join(name for name, _ in cast.speakers) or "nobody"
        raise ScriptError(
            f"{paragraph.id}: the speaker {speaker!r} is not in the cast, which has {names};"
            " add the name to [cast] in book.toml or correct it here"
        )
    seed = wanted.get(MarkName.SEED)
    return Stretch(
        start=start,
        stop=stop,
        speaker=speaker,
        voice=_directed_voice(voice, wanted, paragraph.id),
        seed=None if seed is None else _whole_number(seed, paragraph.id),
        cue=_cue(wanted.get(MarkName.CUE, ""), paragraph.id),
        break_s=break_s,
    )


def _cue(value: str, paragraph: str) -> str:
    """Return the cue on one line. Raises ScriptError for one that nobody could say."""
    cue = " ".join(value.split())
    if cue and not any(map(str.isalpha, cue)):
        raise ScriptError(f'{paragraph}: cue="{cue}" has no words; write it as cue="she said, trembling"')
    return cue


def _directed_voice(voice: Voice, wanted: dict[MarkName, str], paragraph: str) -> Voice:
    set_here = {str(name): _number(wanted[name], name, paragraph) for name in SETTINGS if name in wanted}
    if not set_here:
        return voice
    settings = tuple(sorted((dict(voice.settings) | set_here).items()))
    return Voice(engine=voice.engine, voice=voice.voice, model=voice.model, settings=settings)


def _number(value: str, name: MarkName, paragraph: str) -> float:
    if not re.fullmatch(r"\d+(?:\.\d+)?|\.\d+", value):
        raise ScriptError(f"{paragraph}: {name}={value} is not a number; write it as {name}=0.9")
    return float(value)


def _whole_number(value: str, paragraph: str) -> int:
    if not re.fullmatch(r"\d+", value):
        raise ScriptError(f"{paragraph}: seed={value} is not a whole number; write it as seed=7")
    return int(value)
