"""A project -> the same book in voices of this machine, beside the production takes, and what production would cost.

Everything of a rehearsal lies in `build/rehearsal`: its takes, locks, chapters and release. The project's own locks and
takes are read for the cost, never written.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

from pipeline.adapters.disk import read_file, write_file
from pipeline.adapters.engines.protocol import EngineCard
from pipeline.adapters.project import ProjectFolder
from pipeline.commands.desk import card_of, prepare_desk
from pipeline.commands.plan import foresee
from pipeline.commands.plan_texts import format_cost, format_markdown
from pipeline.commands.reading import read_chapters
from pipeline.errors import EngineError
from pipeline.model import Budget, Cast, Voice

EMBEDDED = "hibari"
OTHERS = ("kokoro", "piper")
"""Engines whose voices join the pool where they are installed; the one with more voices first."""
SPEEDS = (1.0, 0.9, 1.1, 0.95, 1.05, 0.85, 1.15)
"""A voice at another speed is heard as somebody else; after the last one voices repeat."""
NARRATOR_NAME = "rehearsal"


def rehearsal_of(folder: ProjectFolder) -> ProjectFolder:
    """Return the project as it is rehearsed: its cast in offline voices, without budget, in a folder of its own."""
    project = dataclasses.replace(
        folder.project, cast=cast_offline(folder.project.cast), budget=Budget(), narrator_name=NARRATOR_NAME
    )
    return dataclasses.replace(folder, project=project, work=folder.build / "rehearsal")


def cast_offline(cast: Cast) -> Cast:
    """Return a cast whose voices all speak on this machine, as many different ones as it has.

    A voice that speaks here already stays. The others get voices of the pool in the order of the cast, the narrator
    the first: first every voice once, then every voice at other speeds.
    """
    here = {voice for _, voice in (("", cast.narrator), *cast.speakers) if _speaks_here(voice)}
    pool = (voice for voice in _pool() if voice not in here)
    given: dict[Voice, Voice] = {}
    for _, voice in (("", cast.narrator), *cast.speakers):
        if voice not in given:
            given[voice] = voice if voice in here else next(pool)
    return dataclasses.replace(
        cast,
        narrator=given[cast.narrator],
        speakers=tuple((name, given[voice]) for name, voice in cast.speakers),
    )


def production_cost(folder: ProjectFolder) -> str:
    """Return what a production run would record now, and write it whole to `build/rehearsal/production.md`."""
    chapters = read_chapters(folder)
    forecast = foresee(folder, chapters, prepare_desk(folder, chapters))
    file, text = folder.build / "rehearsal" / "production.md", format_markdown(forecast).encode()
    if read_file(file) != text:
        write_file(file, text)
    return f"production would record {format_cost(forecast)}\n{file}"


def _speaks_here(voice: Voice) -> bool:
    try:
        card = card_of(voice.engine)
    except EngineError:
        return False
    return card.is_local and (voice.voice or card.default_voice) in card.voices


def _pool() -> Iterator[Voice]:
    """Yield voices of this machine without end: the embedded one, the others installed, then all at other speeds."""
    cards = [card_of(EMBEDDED), *_installed(OTHERS)]
    voices = [(card.name, name) for card in cards for name in _ordered(card)]
    while True:
        for speed in SPEEDS:
            settings = () if speed == SPEEDS[0] else (("speed", speed),)
            yield from (Voice(engine=engine, voice=name, settings=settings) for engine, name in voices)


def _installed(engines: Sequence[str]) -> Iterator[EngineCard]:
    for engine in engines:
        try:
            card = card_of(engine)
        except EngineError:
            continue
        if card.voices:
            yield card


def _ordered(card: EngineCard) -> list[str]:
    """Return the voices of an engine in its first language, its default first."""
    own = [name for name in card.voices if card.voice_card(name).language.split("-")[0] == card.languages[0]]
    return sorted(own or card.voices, key=lambda name: (name != card.default_voice, card.voices.index(name)))
