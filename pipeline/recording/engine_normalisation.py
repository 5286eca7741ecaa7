"""Engine, model, language -> whether the engine's own normalisation is switched off, on, or left to it.

Where our rules read a language in full, the engine's are off, so that a change of theirs cannot change a reading
unasked. For other languages ours only count plain numbers, and the rest is left to the engine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

OWN_RULES: Final = frozenset({"de", "en", "es", "fr", "it"})
"""The languages that `pipeline.script.normalize` reads in full."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """What is sent as `apply_text_normalization` for a model."""

    with_own_rules: str
    without_own_rules: str
    source: str


_API: Final = "https://elevenlabs.io/docs/api-reference/text-to-speech/convert"
_NONE: Final = Switch(with_own_rules="off", without_own_rules="off", source="the engine has no such switch")
_ELEVENLABS: Final = Switch(with_own_rules="off", without_own_rules="on", source=f"{_API}, read 2026-11-22")
_ELEVENLABS_FAST: Final = Switch(
    with_own_rules="off",
    without_own_rules="auto",
    source="elevenlabs 1.57.0, docstring of apply_text_normalization: `on` is refused for the models v2.5",
)
SWITCHES: Final[Mapping[tuple[str, str], Switch]] = {
    ("elevenlabs", "eleven_multilingual_v2"): _ELEVENLABS,
    ("elevenlabs", "eleven_multilingual_v1"): _ELEVENLABS,
    ("elevenlabs", "eleven_monolingual_v1"): _ELEVENLABS,
    ("elevenlabs", "eleven_flash_v2"): _ELEVENLABS,
    ("elevenlabs", "eleven_turbo_v2"): _ELEVENLABS,
    ("elevenlabs", "eleven_flash_v2_5"): _ELEVENLABS_FAST,
    ("elevenlabs", "eleven_turbo_v2_5"): _ELEVENLABS_FAST,
    ("elevenlabs", ""): _ELEVENLABS_FAST,
}
"""By engine and model; the empty model stands for those that are not listed."""


def engine_normalisation(engine: str, model: str, language: str) -> str:
    """Return `off`, `on` or `auto` for a request in a language (BCP 47)."""
    switch = SWITCHES.get((engine, model)) or SWITCHES.get((engine, ""), _NONE)
    primary = language.replace("_", "-").partition("-")[0].lower()
    return switch.with_own_rules if primary in OWN_RULES else switch.without_own_rules
