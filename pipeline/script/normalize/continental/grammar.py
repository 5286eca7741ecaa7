"""What one of the continental languages says for numbers, units, sums, abbreviations: the data of its rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from pipeline.script.normalize.numerals import VULGAR
from pipeline.script.normalize.rule import Context, Rule

Gender: TypeAlias = str
"""`m`, `f`, `n`, or empty for a number that counts nothing."""
FRACTIONS: Final = "".join(VULGAR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Noun:
    """A unit or a coin."""

    one: str
    several: str
    gender: Gender = "m"


@dataclass(frozen=True, slots=True, kw_only=True)
class Currency:
    """A currency, and what is said between it and its hundredths: nothing in `zwölf Euro fünfzig`."""

    noun: Noun
    joint: str


def currency(one: str, several: str, *, gender: Gender = "m", joint: str = "") -> Currency:
    """Return a currency."""
    return Currency(noun=Noun(one=one, several=several, gender=gender), joint=joint)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """The data of a language's rules; numbers are said by functions, because every language counts otherwise."""

    tag: str
    cardinal: Callable[[int, Gender], str]
    places: Callable[[str], str]
    """Says the digits behind the comma."""
    gender_of: Callable[[str], Gender]
    """Guesses the gender of the noun that is counted."""
    mixed: Callable[[int, str, Gender], str]
    """Says a whole number (0 for none) and a vulgar fraction."""
    year: Callable[[int], str]
    thousands: str
    """Between groups of three digits, as a pattern."""
    comma: str
    minus: str
    up_to: str
    percent: str
    degrees: Noun
    scales: Mapping[str, str]
    """`C` -> Celsius."""
    square: str
    """With `{}` for the unit: `{} carrés`."""
    per_hour: str
    units: Mapping[str, Noun]
    powered_units: tuple[str, ...]
    currencies: Mapping[str, Currency]
    titles: Mapping[str, str]
    """Before a name; their full stop never ends a sentence."""
    shorts: Mapping[str, str]
    """Anywhere."""
    closers: frozenset[str]
    """Those of `shorts` that can end a sentence."""
    references: Mapping[str, str]
    """Before a number."""
    parts: tuple[str, ...]
    """Words before the number of a chapter, with their capital."""
    signs: Mapping[str, str]
    monarchs: frozenset[str]
    """Names that a numeral of one letter can follow."""
    speak_monarch: Callable[[int, str, re.Match[str], Context], str | None]
    """Says the numeral of a king: value, name, match, context."""
    speak_part: Callable[[int, str], str]
    """Says the numeral of a chapter: value, the word before it."""
    number_rules: tuple[Rule, ...]
    """The language's own: times, dates, ordinals; before those that all share."""
    roman_rules: tuple[Rule, ...]
    extra_triggers: Mapping[str, tuple[str, tuple[Rule, ...]]]
    """Group name -> trigger and rules."""

    @property
    def integer(self) -> str:
        """The pattern of a whole number."""
        return rf"(?:\d{{1,3}}(?:{self.thousands}\d{{3}})+(?!\d)|\d+)"

    @property
    def quantity(self) -> str:
        """The pattern of a number with or without decimals or a vulgar fraction."""
        return rf"(?:{self.integer}(?:,\d+| ?[{FRACTIONS}])?|[{FRACTIONS}])"

    def value(self, written: str) -> int:
        """Return a whole number as written in the language."""
        return int(re.sub(r"\D", "", written))

    def say(self, written: str, gender: Gender = "") -> str:
        """Return the words of a quantity."""
        sign = f"{self.minus} " if written.startswith("-") else ""
        body = written.lstrip("-").strip()
        if body[-1] in VULGAR:
            whole = re.sub(r"\D", "", body[:-1])
            return sign + self.mixed(int(whole or 0), body[-1], gender)
        whole, _, places = body.partition(",")
        said = self.cardinal(self.value(whole), gender)
        return sign + (f"{self.cardinal(self.value(whole), '')} {self.comma} {self.places(places)}" if places else said)

    def count(self, written: str, noun: Noun) -> str:
        """Return a quantity and the noun that it counts."""
        is_one = written in {"1", *FRACTIONS}
        return f"{self.say(written, noun.gender)} {noun.one if is_one else noun.several}"
