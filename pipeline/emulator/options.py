"""Command line or JSON -> Options: how the emulator behaves; every switch can be turned while it runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum

from pipeline.emulator.catalogue import Era, Plan

CHECK_ORDER = (
    "schema",
    "key",
    "scope",
    "voice",
    "model",
    "voice_gate",
    "empty_text",
    "length",
    "format",
    "model_parameters",
    "dictionaries",
    "logging",
    "fault",
    "concurrency",
    "quota",
)
"""The order in which a speech request is checked. The service's own is known in parts only, so tests may permute it."""

DEFAULT_KEY = "emulator-key"
"""The API key that is known, with every scope, unless others are given."""


class Overflow(StrEnum):
    """What happens above the concurrency limit; two pages of the docs contradict each other."""

    QUEUE = "queue"
    REJECT = "reject"


class BreakMode(StrEnum):
    """Whether the characters of a tag appear in the alignment; undocumented."""

    KEEP = "keep"
    STRIP = "strip"


class PhonemeMode(StrEnum):
    """What a phoneme rule does on a model without phonemes; two pages of the docs contradict each other."""

    SKIP_WORD = "skip_word"
    IGNORE_RULE = "ignore_rule"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How the emulator behaves."""

    plan: Plan = Plan.CREATOR
    era: Era = Era.APRIL_2025
    overflow: Overflow = Overflow.QUEUE
    break_mode: BreakMode = BreakMode.KEEP
    phoneme_mode: PhonemeMode = PhonemeMode.SKIP_WORD
    check_order: tuple[str, ...] = CHECK_ORDER
    seed: int = 0
    """Of request ids, of chance in faults, of word errors."""
    characters_per_second: float = 15.0
    generation_s: float = 0.0
    """How long each generation takes at least, beside the computing itself."""
    real_time_factor: float = 0.0
    """Seconds of audio that are generated in a second; 0 is as fast as it goes."""
    credits: int | None = None
    """Of the period; None is what the plan gives."""
    concurrency: int | None = None
    """Calls at a time in each group; None is what the plan gives."""
    is_strict: bool = False
    """Whether more is refused by the schema (422) that the service was seen to refuse later (400)."""
    free_regenerations: int = 0
    bug_500_on_next_conditioned: bool = False
    history_delay_s: float = 0.0
    """How long a generation is not yet in the history."""
    word_error_rate: float = 0.0
    """Share of words that a transcript gets wrong, 0..1."""
    statuses: tuple[tuple[str, int], ...] = ()
    """HTTP status by identifier, where it is to differ from the era's: the service has moved them over time."""

    def changed(self, values: Mapping[str, object]) -> Options:
        """Return the options with these values, as JSON gives them. Raises ValueError naming what is not an option."""
        return replace(self, **{name: _option(name, value) for name, value in values.items()})  # type: ignore[arg-type]


def _option(name: str, value: object) -> object:
    known = {field.name: str(field.type) for field in fields(Options)}
    if name not in known:
        raise ValueError(f"{name}: not an option; there are {', '.join(known)}")
    if name == "check_order":
        return _check_order(value)
    if name == "statuses":
        return _statuses(value)
    enums = {"plan": Plan, "era": Era, "overflow": Overflow, "break_mode": BreakMode, "phoneme_mode": PhonemeMode}
    if name in enums:
        return enums[name](str(value))
    if value is None and known[name].endswith("None"):
        return None
    return _number(name, value, known[name])


def _number(name: str, value: object, kind: str) -> object:
    if kind == "bool":
        fits = isinstance(value, bool)
    else:
        fits = isinstance(value, int | float) and not isinstance(value, bool) and value >= 0
    if not fits or (kind.startswith("int") and not isinstance(value, int)):
        raise ValueError(f"{name}: {value!r} is not a {kind} from 0 up")
    if name == "characters_per_second" and not value:
        raise ValueError("characters_per_second: must be above 0")
    return value


def _statuses(value: object) -> tuple[tuple[str, int], ...]:
    if isinstance(value, Mapping) and all(isinstance(status, int) for status in value.values()):
        return tuple((str(name), int(status)) for name, status in value.items())
    raise ValueError("statuses: an object of identifiers and HTTP statuses")


def _check_order(value: object) -> tuple[str, ...]:
    names = tuple(str(name) for name in value) if isinstance(value, list | tuple) else ()
    if sorted(names) != sorted(CHECK_ORDER):
        raise ValueError(f"check_order: must name each of {', '.join(CHECK_ORDER)} once")
    return names
