"""Capitals without full stops that are named letter by letter (`RAF`, `55 BC`, `the US Army`) -> letters.

Engines know FBI and NATO; here are those that they take for words. What is not in the lists stays as written.
"""

from __future__ import annotations

import re
from typing import Final

from pipeline.script.normalize.alternation import alternation
from pipeline.script.normalize.english.letters import spell
from pipeline.script.normalize.numerals import cardinal, year
from pipeline.script.normalize.rule import Context, Rule

_SPELLED: Final = (
    "AA", "CIA", "EEC", "EU", "GI", "ICI", "IOU", "IRA", "MIA", "POW", "RAC", "RAF", "SAS", "SOS", "TUC", "UAE", "UK",
    "UN", "USA", "USAF", "USSR", "VIP", "WAC", "YMCA", "YWCA",
)  # fmt: skip
_ERAS: Final = ("BCE", "BC", "AD", "CE")
_SHOUT = re.compile(r"[A-Z]{2,}[^\w]{1,2}$")
_SHOUT_AFTER = re.compile(r"[^\w]{1,2}[A-Z]{2,}")
_COUNTRY: Final = frozenset({"the", "a", "an", "in", "of", "by", "for", "from", "to", "with"})


def _speak_letters(match: re.Match[str], context: Context) -> str | None:
    """`the RAF`; among other capitals (`OUR UN-NAMED HERO`) it is a word that is shouted."""
    before = _SHOUT.search(context.text, max(0, match.start() - 24), match.start())
    is_shouted = before or _SHOUT_AFTER.match(context.text, match.end())
    return None if is_shouted else spell(match[0])


def _speak_country(match: re.Match[str], context: Context) -> str | None:
    """`the US Army`; `They told US!` is the pronoun."""
    return "U S" if context.word_before(match.start()).lower() in _COUNTRY else None


def _speak_era_after(match: re.Match[str], context: Context) -> str:
    """`55 BC`, `340 A.D.`, `2500 B.C.E.`."""
    return f"{era_year(match['number'], context)} {_era(match['era'])}"


def _speak_era_before(match: re.Match[str], context: Context) -> str:
    """`AD 79`."""
    return f"{_era(match['era'])} {era_year(match['number'], context)}"


def _era(written: str) -> str:
    """Return the letters of `B.C.`; BC stays as it is."""
    return spell(written) if "." in written else written


def era_year(written: str, context: Context) -> str:
    """Return the year before an era: `four ten`, `twenty-five hundred`, `fifty-five`."""
    number = int(written.replace(",", ""))
    hundreds, rest = divmod(number, 100)
    if 100 < number < 1000 and rest:
        low = cardinal(rest, context.locale)
        return f"{cardinal(hundreds, context.locale)} {'oh ' if rest < 10 else ''}{low}"
    if 1000 < number < 10000 and rest == 0 and number % 1000:
        return f"{cardinal(hundreds, context.locale)} hundred"
    return year(number, context.locale) if 1000 <= number < 2100 else cardinal(number, context.locale)


_ERA: Final = r"(?P<era>B\. ?C\. ?E\b\.?|B\. ?C\b\.?|A\. ?D\b\.?|C\. ?E\b\.?|BCE\b|BC\b|AD\b|CE\b)"
_YEAR: Final = r"(?P<number>\d{1,2},\d{3}|\d{1,5})"

RULES: Final = (
    Rule(
        name="era.year",
        pattern=re.compile(rf"(?P<era>{'|'.join(_ERAS)}) {_YEAR}(?![\w,]\d|\d)"),
        speak=_speak_era_before,
    ),
    Rule(name="acronym.country", pattern=re.compile(r"US(?= [A-Z][a-z])"), speak=_speak_country),
    Rule(name="acronym.letters", pattern=re.compile(rf"(?:{'|'.join(_SPELLED)})(?!\w)"), speak=_speak_letters),
)
"""For a trigger `capitals`."""

INITIAL_RULES: Final = (
    Rule(
        name="era.year",
        pattern=re.compile(rf"(?P<era>A\. ?D\.) ?{_YEAR}(?![\w,]\d|\d)"),
        speak=_speak_era_before,
    ),
)
"""For a trigger `initial`."""

NUMBER_RULES: Final = (
    Rule(
        name="era.year",
        pattern=re.compile(rf"{_YEAR} ?{_ERA}"),
        speak=_speak_era_after,
        may_end_sentence=True,
    ),
)
"""For a trigger `number`."""


def _trigger() -> str:
    eras = alternation(_ERAS)
    return rf"{eras}(?= \d)|US(?= [A-Z][a-z])|{alternation(_SPELLED)}(?!\w)"


TRIGGER: Final = _trigger()
"""At the begin of a word."""
