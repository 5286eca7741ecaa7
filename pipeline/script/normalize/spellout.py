"""A number, a language, a rule set of CLDR -> words, by unicode-rbnf: gender and case where a language has them."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from unicode_rbnf import RbnfEngine

LARGEST: Final = 999_999_999_999_999
"""What the rule sets of every language can say."""


@lru_cache(maxsize=1 << 13)
def spell_out(number: int, language: str, ruleset: str) -> str:
    """Return the words of a number (0 to `LARGEST`) under a rule set such as `spellout-cardinal-feminine`.

    Raises KeyError for a rule set, ValueError for a language that CLDR does not have.
    """
    said = _engine(language).format_number(number, ruleset_names=[ruleset]).text_by_ruleset[ruleset]
    return said.replace("\u00ad", "")


@lru_cache(maxsize=1 << 12)
def count_out(number: int, language: str) -> str:
    """Return how a number is said in counting; empty for a language that CLDR does not have, or a number too large."""
    if number > LARGEST:
        return ""
    try:
        return spell_out(number, language, "spellout-numbering")
    except (KeyError, ValueError):
        return ""


@lru_cache(maxsize=32)
def _engine(language: str) -> RbnfEngine:
    return RbnfEngine.for_language(language)
