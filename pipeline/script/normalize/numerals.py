"""Numbers -> words, by num2words; Roman numerals -> numbers."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from num2words import num2words

_ROMAN = re.compile(r"M{0,4}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})", re.IGNORECASE)
_VALUES: Final = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_READABLE_DIGITS: Final = 15
"""Longer numbers without commas are read digit by digit: nobody follows quadrillions by ear."""
_SAYABLE_DIGITS: Final = 24
"""Longer ones are read so with commas too."""
VULGAR: Final = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5),
    "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅐": (1, 7), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8),
    "⅑": (1, 9), "⅒": (1, 10),
}  # fmt: skip
"""The vulgar fractions of Unicode: numerator and denominator."""


@lru_cache(maxsize=1 << 14)
def cardinal(number: int, locale: str) -> str:
    """Return `two hundred and five`; in American English without the "and"."""
    return _words(number, locale, "cardinal")


@lru_cache(maxsize=1 << 12)
def ordinal(number: int, locale: str) -> str:
    """Return `two hundred and fifth`."""
    return _words(number, locale, "ordinal")


@lru_cache(maxsize=1 << 12)
def year(number: int, locale: str) -> str:
    """Return `eighteen forty-eight`, `nineteen oh-five`, `two thousand and one`."""
    return _words(number, locale, "year")


def digits(written: str, locale: str) -> str:
    """Return the digits of a text one by one: `zero zero seven`."""
    return " ".join(cardinal(int(digit), locale) for digit in written if digit.isdecimal())


def decade(number: int, locale: str) -> str:
    """Return `eighteen sixties` for 1860, `nineties` for 90, `nineteen hundreds` for 1900."""
    said = year(number, locale)
    return said[:-1] + "ies" if said.endswith("y") else said + "s"


def number_words(written: str, locale: str) -> str:
    """Return the words for digits, with or without commas, a point, a minus, a vulgar fraction: `4½`, `1,001.3`."""
    whole = written.lstrip("-").replace(",", "")
    sign = "minus " if written.startswith("-") else ""
    if whole and whole[-1] in VULGAR:
        return sign + _mixed(whole[:-1].strip(), whole[-1], locale)
    integer, _, places = whole.partition(".")
    if not integer:
        return f"{sign}point {digits(places, locale)}"
    said = _integer_words(integer, locale, most=_SAYABLE_DIGITS if "," in written else _READABLE_DIGITS)
    return sign + said + (f" point {digits(places, locale)}" if places else "")


def fraction_words(numerator: int, denominator: int, locale: str) -> str:
    """Return `one half`, `two thirds`, `three quarters`, `five eighths`."""
    parts = {2: "half", 4: "quarter"}.get(denominator) or ordinal(denominator, locale)
    plural = {"half": "halves"}.get(parts, parts + "s")
    return f"{cardinal(numerator, locale)} {parts if numerator == 1 else plural}"


@lru_cache(maxsize=1 << 12)
def roman_value(numeral: str) -> int:
    """Return the value of a well-formed Roman numeral in either case; 0 for any other text."""
    if not numeral or not _ROMAN.fullmatch(numeral):
        return 0
    values = [_VALUES[letter] for letter in numeral.lower()]
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))


def _integer_words(integer: str, locale: str, *, most: int) -> str:
    if len(integer) > most or (integer.startswith("0") and len(integer) > 1):
        return digits(integer, locale)
    return cardinal(int(integer), locale)


def _mixed(whole: str, vulgar: str, locale: str) -> str:
    numerator, denominator = VULGAR[vulgar]
    if not whole:
        return fraction_words(numerator, denominator, locale)
    part = "a half" if vulgar == "½" else fraction_words(numerator, denominator, locale)
    return f"{number_words(whole, locale)} and {part}"


def _words(number: int, locale: str, form: str) -> str:
    said: str = num2words(number, lang=locale.partition("-")[0], to=form)
    said = said.replace(",", "")
    return said.replace(" and ", " ") if locale == "en-US" else said
