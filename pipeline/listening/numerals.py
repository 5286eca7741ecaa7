"""A number as a transcriber writes it -> the ways to say it, so that it can be compared with words."""

from __future__ import annotations

import itertools
import re

from num2words import num2words

_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)$")
_PLURAL = re.compile(r"(\d+)'?s$")
_SIGNS = {"$": "dollars", "£": "pounds", "€": "euros", "%": "per cent", "&": "and"}
MOST_DIGITS = 15
_FURTHEST_YEARS = range(1000, 2100)
"""A number of four digits in a book may be a year."""
_DAYS = range(1, 32)


def readings(word: str, *, language: str = "en") -> tuple[tuple[str, ...], ...]:
    """Return the ways to say a bare word that holds digits or is a sign, each as bare words; one way for any other."""
    if word in _SIGNS:
        return (tuple(_SIGNS[word].split()),)
    digits = "".join(itertools.takewhile(str.isdigit, word))
    if not digits or len(digits) > MOST_DIGITS:
        return ((word,),)
    ways = {_bare(text) for text in _said(word, digits, language.split("-")[0])}
    return tuple(sorted(ways)) or ((word,),)


def _said(word: str, digits: str, language: str) -> list[str]:
    number = int(digits)
    try:
        if _ORDINAL.fullmatch(word):
            return [num2words(number, to="ordinal", lang=language)]
        said = [num2words(number, lang=language)]
        if number in _FURTHEST_YEARS:
            said.append(num2words(number, to="year", lang=language))
        if number in _DAYS and word == digits:
            said += _as_day(number, language)
        if len(digits) > 1:
            said.append(" ".join(num2words(int(digit), lang=language) for digit in digits))
    except NotImplementedError:
        return []  # a language that num2words does not count in
    if _PLURAL.fullmatch(word):
        return [f"{text[:-1]}ies" if text.endswith("y") else f"{text}s" for text in said]
    rest = word[len(digits) :]
    return [f"{text} {rest}" for text in said] if rest else said


def _as_day(number: int, language: str) -> list[str]:
    """Return a day of a month as it is said: *14 October* is written down for *the fourteenth of October*."""
    ordinal = num2words(number, to="ordinal", lang=language)
    return [ordinal, f"the {ordinal}", f"the {ordinal} of"] if language == "en" else [str(ordinal)]


def _bare(text: str) -> tuple[str, ...]:
    return tuple(re.sub(r"[^\w' ]", " ", text).split())
