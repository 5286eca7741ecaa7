"""catalogue.toml -> models, formats, limits: what the service offers and what it refuses, as values."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from pipeline.model import StitchingSupport

UNKNOWN = "unknown"
VOICE_ID = re.compile(r"[A-Za-z0-9]{20}\Z")
"""The shape of every voice id seen; the path is built from it, so nothing else may pass (elevenlabs 1.57.0)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A model as far as a request goes."""

    id: str
    limit: int
    """Characters of one request."""
    rate: float
    """Credits a character."""
    languages: tuple[str, ...]
    group: str = "standard"
    """What a concurrency limit counts."""
    phonemes: bool = False
    language: bool = False
    """Whether it takes `language_code`; others answer it with an error."""
    normalises: bool = True
    """Whether it takes `apply_text_normalization=on`."""
    ids: bool = True
    texts: bool = True

    @property
    def support(self) -> StitchingSupport:
        """What stitching can use of it."""
        return StitchingSupport(takes_ids=self.ids, takes_text=self.texts)

    def credits(self, text: str, *, voice_rate: float = 1.0) -> int:
        """Return what a text is expected to cost: its characters with tags; context is not counted (undocumented)."""
        return math.ceil(len(text) * self.rate * voice_rate)


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """A voice setting: its range and the service's default."""

    least: float
    most: float
    default: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one request may hold."""

    locators: int
    context_ids: int
    breaks: int
    break_s: float
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """The whole table."""

    models: Mapping[str, Model]
    formats: Mapping[str, str]
    """The smallest plan that may ask for each."""
    plans: tuple[str, ...]
    """From the smallest to the largest."""
    settings: Mapping[str, Range]
    limits: Limits
    default_model: str
    default_voice: str
    default_format: str

    def model(self, name: str) -> Model:
        """Return the row of a model; one that is not in the table has the row `unknown` under its name."""
        return self.models.get(name) or _model(name, _table()["models"][UNKNOWN])

    def may_ask_for(self, audio_format: str, plan: str) -> bool:
        """Return whether a plan has a format, as far as both are known."""
        least = self.formats.get(audio_format)
        if least is None or plan not in self.plans:
            return True
        return self.plans.index(plan) >= self.plans.index(least)


@cache
def load_catalogue() -> Catalogue:
    """Return the catalogue."""
    table = _table()
    return Catalogue(
        models={name: _model(name, row) for name, row in table["models"].items() if name != UNKNOWN},
        formats=table["formats"],
        plans=tuple(table["plans"]["order"]),
        settings={name: Range(**row) for name, row in table["settings"].items()},
        limits=Limits(**table["limits"]),
        default_model=table["defaults"]["model"],
        default_voice=table["defaults"]["voice"],
        default_format=table["defaults"]["format"],
    )


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(files(__package__).joinpath("catalogue.toml").read_text(encoding="utf-8"))


def _model(name: str, row: Mapping[str, Any]) -> Model:
    return Model(id=name, **{**row, "languages": tuple(row["languages"].split())})
