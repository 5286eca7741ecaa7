"""What a voice engine is: a module that speaks requests.

An engine is a module of this package that has `NAME`, `describe` and `open_speaker`; no class, no registration beyond
its one line in `registry.py`. `describe` is cheap and touches no model, so that planning never loads one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

from pipeline.errors import EngineError
from pipeline.model import Delivery, PhonemeAbility, Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A setting that an engine understands: a number with its range; one whose default is a bool is true or false."""

    name: str
    default: float | bool
    least: float
    most: float


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceCard:
    """What a producer who casts should know of a voice."""

    name: str
    """As `voice` in book.toml has it."""
    language: str
    """BCP 47."""
    description: str = ""
    """A few words: who it sounds like, where it comes from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineCard:
    """What the rest of Declaim knows of an engine."""

    name: str
    version: str
    """Of the package or the API; kept in every take."""
    voices: tuple[str, ...]
    """The voices that can be used here and now."""
    voice_cards: tuple[VoiceCard, ...] = ()
    """What is known of them, where something is."""
    default_voice: str
    default_model: str = ""
    """Empty where the engine has one model only."""
    languages: tuple[str, ...]
    """Primary language subtags (BCP 47) it speaks; others are read by the rules of the first, with a warning."""
    audio_format: str
    """Of its deliveries, as `Request.audio_format` says."""
    settings: tuple[Setting, ...] = ()
    most_characters: int
    """In one request."""
    is_local: bool
    """Whether it runs on this machine and costs nothing."""
    credits_per_character: float = 0.0
    credits_by_model: tuple[tuple[str, float], ...] = ()
    """Where models differ."""
    pace: tuple[float, float] = (4.0, 30.0)
    """Characters per second, least and most, that its speech can have at speed 1; beyond them a take is doubtful."""

    phonemes: tuple[tuple[str, PhonemeAbility], ...] = ()
    """(model, how it takes phonemes) for the models that do; others get words in ordinary letters."""

    def phonemes_of(self, model: str) -> PhonemeAbility | None:
        """Return how a model ("" is the default one) takes phonemes; None where it takes none."""
        return dict(self.phonemes).get(model or self.default_model)

    @property
    def defaults(self) -> dict[str, float | bool | str]:
        """Every setting's default by its name."""
        return {setting.name: setting.default for setting in self.settings}

    def voice_card(self, voice: str) -> VoiceCard:
        """Return what is known of a voice; of one without a card its name and the engine's first language."""
        bare = VoiceCard(name=voice, language=self.languages[0])
        return next((card for card in self.voice_cards if card.name == voice), bare)

    def price(self, request: Request) -> float:
        """Return the credits that a request is expected to cost, in whole credits rounded up."""
        rates = dict(self.credits_by_model)
        return float(math.ceil(len(request.text) * rates.get(request.voice.model, self.credits_per_character)))


class Speaker(Protocol):
    """An engine with its model loaded, in the process that speaks."""

    def speak(self, request: Request) -> Delivery:
        """Return the audio of a request. Raises EngineError where it cannot be spoken."""


class Engine(Protocol):
    """What every engine module has."""

    NAME: str

    def describe(self) -> EngineCard:
        """Return what is known of the engine without loading it. Raises EngineError where it is not installed."""

    def open_speaker(self) -> Speaker:
        """Return a speaker with its model loaded. Raises EngineError where that fails."""


def refuse_unspeakable(card: EngineCard, request: Request) -> None:
    """Raise EngineError where an engine cannot speak a request: voice, format, length or settings; every mistake."""
    problems = [*_voice_problems(card, request), *_setting_problems(card, request)]
    if request.audio_format != card.audio_format:
        problems.append(f"format {request.audio_format}: it delivers {card.audio_format}")
    if len(request.text) > card.most_characters:
        problems.append(f"{len(request.text)} characters: it speaks {card.most_characters} at a time")
    if problems:
        message = f"engine {card.name} cannot speak “{request.text[:40]}”; change [cast] in book.toml or the script"
        raise EngineError(message, problems=tuple(problems))


def _voice_problems(card: EngineCard, request: Request) -> list[str]:
    if request.voice.voice in card.voices:
        return []
    return [f"voice {request.voice.voice!r}: it has {', '.join(card.voices)}"]


def _setting_problems(card: EngineCard, request: Request) -> list[str]:
    known = {setting.name: setting for setting in card.settings}
    problems = []
    for name, value in request.voice.settings:
        setting = known.get(name)
        if setting is None:
            problems.append(f"setting {name}: it knows {', '.join(known) or 'none'}")
        elif isinstance(value, bool | str) or not setting.least <= value <= setting.most:
            problems.append(f"setting {name} = {value}: a number from {setting.least} to {setting.most} is wanted")
    return problems
