"""A BCP 47 tag -> the rules of that language."""

from __future__ import annotations

from typing import Final

from pipeline.script.normalize.continental.french import FRENCH
from pipeline.script.normalize.continental.german import GERMAN
from pipeline.script.normalize.continental.italian import ITALIAN
from pipeline.script.normalize.continental.spanish import SPANISH
from pipeline.script.normalize.english.table import ENGLISH
from pipeline.script.normalize.rule import Language, Rule

_LANGUAGES: Final = {"de": GERMAN, "en": ENGLISH, "es": SPANISH, "fr": FRENCH, "it": ITALIAN}


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
        for language in _LANGUAGES.values()
        for rules in (*language.rules.values(), *language.words.values())
        for rule in rules
    )


def rules_of(tag: str) -> Language | None:
    """Return the rules for a language tag, or None for a language that has none yet."""
    return _LANGUAGES.get(primary_language(tag))
