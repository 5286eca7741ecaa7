"""catalogue.toml -> plans, models, formats and voices: what the service offers, as values."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.resources import files


class Era(StrEnum):
    """Whose answers to give: those of the docs of April 2025, or those that were seen later."""

    APRIL_2025 = "2025-04"
    YEAR_2026 = "2026"


class Plan(StrEnum):
    """The plans, from the smallest to the largest."""

    FREE = "free"
    STARTER = "starter"
    CREATOR = "creator"
    PRO = "pro"
    SCALE = "scale"
    BUSINESS = "business"
    ENTERPRISE = "enterprise"

    def reaches(self, least: Plan) -> bool:
        """Return whether this plan is the other one or larger."""
        order = list(Plan)
        return order.index(self) >= order.index(least)


class Group(StrEnum):
    """What a concurrency limit counts: the `concurrency_group` of a model, or transcription."""

    STANDARD = "standard"
    TURBO = "turbo"
    TRANSCRIPTION = "transcription"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanProfile:
    """What a plan allows: calls at a time for each group, priority (higher is sooner), credits a period."""

    standard: int
    turbo: int
    transcription: int
    priority: int
    credits: int

    def cap(self, group: Group) -> int:
        """Return how many calls of the group may be in flight."""
        return {Group.STANDARD: self.standard, Group.TURBO: self.turbo}.get(group, self.transcription)


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A model: `limit` in characters a request, `multiplier` in credits a character."""

    model_id: str
    name: str
    limit: int
    languages: tuple[str, ...]
    multiplier: float = 1.0
    group: Group = Group.STANDARD
    speaks_text: bool = True
    takes_phonemes: bool = False
    takes_language: bool = False
    normalises: bool = True
    """Whether `auto` normalises and `on` is accepted."""
    stitches: bool = True
    since: Era = Era.APRIL_2025


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputFormat:
    """An `output_format`: codec, rate, and the plan from which on it is allowed. `kbps` is 0 without a bit rate."""

    token: str
    codec: str
    rate_hz: int
    kbps: int
    least_plan: Plan = Plan.FREE
    since: Era = Era.APRIL_2025


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueVoice:
    """A voice as the account starts with it; `rate` multiplies the credits."""

    voice_id: str
    name: str
    category: str = "premade"
    labels: Mapping[str, str] = field(default_factory=dict)
    rate: float = 1.0
    is_added: bool = True
    disabled_after_s: int | None = None
    """Seconds from the start of the emulator until its owner withdraws it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Everything on offer, by id."""

    plans: Mapping[Plan, PlanProfile]
    models: Mapping[str, Model]
    formats: Mapping[str, OutputFormat]
    voices: Mapping[str, CatalogueVoice]

    def models_in(self, era: Era) -> dict[str, Model]:
        """Return the models of the era, by id."""
        return {name: model for name, model in self.models.items() if _is_out(model.since, era)}

    def formats_in(self, era: Era) -> dict[str, OutputFormat]:
        """Return the output formats of the era, by token."""
        return {token: form for token, form in self.formats.items() if _is_out(form.since, era)}


@cache
def load_catalogue() -> Catalogue:
    """Return the catalogue that comes with the emulator."""
    table = tomllib.loads(files("pipeline.emulator").joinpath("catalogue.toml").read_text(encoding="utf-8"))
    return Catalogue(
        plans={Plan(name): PlanProfile(**row) for name, row in table["plans"].items()},
        models={name: _model(name, row) for name, row in table["models"].items()},
        formats={token: _format(token, row) for token, row in table["formats"].items()},
        voices={voice_id: CatalogueVoice(voice_id=voice_id, **row) for voice_id, row in table["voices"].items()},
    )


def _model(model_id: str, row: dict[str, object]) -> Model:
    values = {
        **row,
        "languages": tuple(str(row["languages"]).split()),
        "group": Group(str(row.get("group", Group.STANDARD))),
        "since": Era(str(row.get("since", Era.APRIL_2025))),
    }
    return Model(model_id=model_id, **values)  # type: ignore[arg-type]


def _format(token: str, row: dict[str, str]) -> OutputFormat:
    codec, rate, *kbps = token.split("_")
    return OutputFormat(
        token=token,
        codec=codec,
        rate_hz=int(rate),
        kbps=int(kbps[0]) if kbps else 0,
        least_plan=Plan(row.get("least_plan", Plan.FREE)),
        since=Era(row.get("since", Era.APRIL_2025)),
    )


def _is_out(since: Era, era: Era) -> bool:
    return since is Era.APRIL_2025 or era is Era.YEAR_2026
