"""A BCP 47 tag -> the rules of that language."""

from __future__ import annotations

import importlib
from functools import cache
from typing import Final

from pipeline.script.normalize.rule import Language, Rule

_LANGUAGES: Final = {
    "de": ("continental.german", "GERMAN"),
    "en": ("english.table", "ENGLISH"),
    "es": ("continental.spanish", "SPANISH"),
    "fr": ("continental.french", "FRENCH"),
    "it": ("continental.italian", "ITALIAN"),
}
"""Module and name of each language's rules. A language is loaded when a text asks for it: its patterns take a tenth of
a second to compile, and a book has one or two."""


def primary_language(tag: str) -> str:
    """Return the language of a BCP 47 tag without its region: `en` of `en-GB`."""
    return tag.replace("_", "-").partition("-")[0].lower()


def canonical_tag(tag: str) -> str:
    """Return a BCP 47 tag as its users write it: `en-US` for `en_us`."""
    language, *rest = tag.replace("_", "-").split("-")
    return "-".join([language.lower(), *(part.upper() if len(part) == 2 else part for part in rest)])


def all_rules() -> frozenset[Rule]:
    """Return every rule of every language."""
    return frozenset(
        rule
        for language in map(_load, _LANGUAGES)
        for rules in (*language.rules.values(), *language.words.values())
        for rule in rules
    )


def rules_of(tag: str) -> Language | None:
    """Return the rules for a language tag, or None for a language that has none yet."""
    primary = primary_language(tag)
    return _load(primary) if primary in _LANGUAGES else None


@cache
def _load(primary: str) -> Language:
    module, name = _LANGUAGES[primary]
    language: Language = getattr(importlib.import_module(f"pipeline.script.normalize.{module}"), name)
    return language
