"""Cardinals, ordinals, years, decades, ranges, fractions -> words."""

from __future__ import annotations

import re
from typing import Final

from pipeline.script.normalize.alternation import words
from pipeline.script.normalize.numerals import (
    VULGAR,
    cardinal,
    decade,
    fraction_words,
    number_words,
    ordinal,
    year,
)
from pipeline.script.normalize.rule import Context, Rule

INTEGER: Final = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?!\d|,\d{3}(?!\d))"
FRACTIONS: Final = "".join(VULGAR)
FRACTION: Final = f"[{FRACTIONS}]"
QUANTITY: Final = rf"(?:{INTEGER}(?:\.\d+| ?{FRACTION})?|{FRACTION}|\.\d+)"
_YEAR: Final = r"(?:1[0-9]{3}|20[0-9]{2})"
_LONGEST_ORDINAL: Final = 9
_DENOMINATORS: Final = frozenset({2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16, 20, 32, 40, 60, 64, 100, 1000})
_DASH: Final = r" ?[–-] ?"

_TIME_WORDS: Final = words(
    "in since during year years by until till before after from anno circa spring summer autumn winter january "
    "february march april may june july august september october november december early late about"
)
_COUNTED: Final = words("men women people children feet fish sheep cattle horse foot head souls oxen geese")
_NOT_COUNTED: Final = words("was is has as this its his us does thus always perhaps besides towards")
_NEXT_WORD = re.compile(r" ([a-z]+)")
_RESULT_WORDS: Final = words("won lost beat score scored by victory odds")
_STREETS: Final = (
    r"(?:Street|St|Avenue|Ave|Road|Rd|Square|Sq|Lane|Terrace|Place|Gardens|Crescent|Drive|Dr|Boulevard|Blvd|Row|Court|Expy"
    r"|Way)"
)


def _speak_ordinal(match: re.Match[str], context: Context) -> str | None:
    number = match["number"].replace(",", "")
    return ordinal(int(number), context.locale) if len(number) <= _LONGEST_ORDINAL else None


def _speak_ordinal_as_written(match: re.Match[str], context: Context) -> str | None:
    """`21st`; an ending that is not the number's (`4rd`, eleven stone as `11st`) is no ordinal."""
    number = int(match["number"].replace(",", ""))
    ending = "th" if 10 < number % 100 < 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    if match["ending"] == ending:
        return _speak_ordinal(match, context)
    said = cardinal(number, context.locale)
    is_stone = match["ending"] == "st" and context.locale == "en-GB"
    return f"{said} {'stone' if is_stone else match['ending']}"


def _speak_old_ordinal(match: re.Match[str], context: Context) -> str | None:
    """`2d` and `3d` are ordinals before a noun or after an article; `2d.` is twopence."""
    after = context.text[match.end() : match.end() + 4]
    is_named = context.word_before(match.start()).lower() in {"the", "his", "her", "my", "our", "their"}
    is_ordinal = is_named or re.match(r" (?:[A-Z]|of\b)", after) is not None
    return _speak_ordinal(match, context) if is_ordinal else None


def _speak_decade(match: re.Match[str], context: Context) -> str | None:
    number = int(match["number"])
    return decade(number, context.locale) if number % 10 == 0 and number >= 20 else None


def _speak_short_year(match: re.Match[str], context: Context) -> str:
    return _two_digits(match["number"], context)


def _two_digits(number: str, context: Context) -> str:
    said = cardinal(int(number), context.locale)
    return f"oh {said}" if number.startswith("0") and len(number) == 2 else said


def _speak_year(match: re.Match[str], context: Context) -> str | None:
    return None if _counts_something(match, context) else year(int(match[0]), context.locale)


def _counts_something(match: re.Match[str], context: Context) -> bool:
    """Return whether the number counts what follows (`1848 men`), unless a word of time goes before (`in 1848 men`)."""
    if context.word_before(match.start()).lower() in _TIME_WORDS:
        return False
    following = _NEXT_WORD.match(context.text, match.end())
    word = following[1] if following else ""
    return word in _COUNTED or (word.endswith("s") and len(word) > 3 and word not in _NOT_COUNTED)


def _speak_year_range(match: re.Match[str], context: Context) -> str:
    first, last = match["first"], match["last"]
    said = year(int(last), context.locale) if len(last) == 4 else _two_digits(last, context)
    return f"{year(int(first), context.locale)} to {said}"


def _speak_range(match: re.Match[str], context: Context) -> str:
    first, last = (number_words(match[name], context.locale) for name in ("first", "last"))
    if context.text.startswith((" =", "="), match.end()):
        return f"{first} minus {last}"
    is_result = context.word_before(match.start()).lower() in _RESULT_WORDS or _falls(match["first"], match["last"])
    return f"{first} {last}" if is_result else f"{first} to {last}"


def _falls(first: str, last: str) -> bool:
    """Return whether it is a score or odds (`3-1`, `50-50`): a range rises, or leaves out digits (`27-8`)."""
    return len(first) == len(last) and first.isdecimal() and last.isdecimal() and last <= first


def _speak_fraction(match: re.Match[str], context: Context) -> str | None:
    numerator, denominator = int(match["numerator"]), int(match["denominator"])
    if not 0 < numerator < denominator or denominator not in _DENOMINATORS:
        return f"{cardinal(numerator, context.locale)} {cardinal(denominator, context.locale)}"
    minus = "minus " if match["minus"] else ""
    return minus + fraction_words(numerator, denominator, context.locale)


def _speak_mixed(match: re.Match[str], context: Context) -> str | None:
    """`2 1/2` -> two and a half."""
    numerator, denominator = int(match["numerator"]), int(match["denominator"])
    if not 0 < numerator < denominator or denominator not in _DENOMINATORS:
        return None
    part = "a half" if denominator == 2 else fraction_words(numerator, denominator, context.locale)
    return f"{number_words(match['whole'], context.locale)} and {part}"


def _speak_vulgar(match: re.Match[str], context: Context) -> str:
    if match[0] == "½" and context.word_before(match.start()).lower() in {"a", "one", "the"}:
        return "half"
    if match[0] == "¼" and context.text.startswith((" past", " to "), match.end()):
        return "a quarter"
    return number_words(match[0], context.locale)


def _speak_quantity(match: re.Match[str], context: Context) -> str:
    return number_words(match[0], context.locale)


def _speak_percent(match: re.Match[str], context: Context) -> str:
    return f"{number_words(match['number'], context.locale)} {'percent' if context.is_american else 'per cent'}"


def _speak_house_number(match: re.Match[str], context: Context) -> str:
    """`221B Baker Street` -> `two twenty-one B`, `4557 Elm Drive` -> forty-five fifty-seven; not a round number."""
    number, letter = match["number"], match["letter"]
    said = cardinal(int(number), context.locale)
    if len(number) == 4 and number.endswith("00") and number[1] != "0":
        said = f"{cardinal(int(number[:2]), context.locale)} hundred"
    if len(number) > 2 and not number.endswith("00"):
        said = f"{cardinal(int(number[:-2]), context.locale)} {_two_digits(number[-2:], context)}"
    return f"{said} {letter}" if letter else said


def _speak_minus(match: re.Match[str], context: Context) -> str:
    return number_words(match[0], context.locale)


_END: Final = r"(?![^\W_]|[°′″])"

RULES: Final = (
    Rule(name="number.decade", pattern=re.compile(r"'?(?P<number>\d{2}|\d{4})(?:'?| )s(?!\w)"), speak=_speak_decade),
    Rule(name="number.year-short", pattern=re.compile(rf"'(?P<number>\d\d){_END}"), speak=_speak_short_year),
    Rule(name="number.minus", pattern=re.compile(rf"-{QUANTITY}(?![\w/])(?! ?%)"), speak=_speak_minus),
    Rule(
        name="number.house",
        pattern=re.compile(rf"(?P<number>\d{{1,4}})(?P<letter>[A-Za-z])?(?=,? (?:[A-Z][\w']+ ){{1,3}}{_STREETS}\b)"),
        speak=_speak_house_number,
    ),
    Rule(
        name="number.ordinal",
        pattern=re.compile(rf"(?P<number>{INTEGER})(?P<ending>st|nd|rd|th)(?!\w)"),
        speak=_speak_ordinal_as_written,
    ),
    Rule(name="number.percent", pattern=re.compile(rf"(?P<number>-?{QUANTITY}) ?%"), speak=_speak_percent),
    Rule(
        name="number.year-range",
        pattern=re.compile(rf"(?P<first>{_YEAR}){_DASH}(?P<last>\d{{4}}|\d{{1,2}}){_END}"),
        speak=_speak_year_range,
    ),
    Rule(
        name="number.mixed",
        pattern=re.compile(
            rf"(?P<whole>\d{{1,4}})[ -](?P<numerator>\d{{1,2}})[/⁄](?P<denominator>\d{{1,2}}){_END}(?!/)"
        ),
        speak=_speak_mixed,
    ),
    Rule(
        name="number.range",
        pattern=re.compile(rf"(?P<first>{QUANTITY}){_DASH}(?P<last>{QUANTITY}){_END}(?!-(?!year|day|hour|mile|foot))"),
        speak=_speak_range,
    ),
    Rule(
        name="number.fraction",
        pattern=re.compile(
            rf"(?P<minus>-?)(?P<numerator>\d{{1,2}})[/⁄](?P<denominator>\d{{1,4}})(?:rds|rd|ths|th)?{_END}(?!/)"
        ),
        speak=_speak_fraction,
    ),
    Rule(name="number.vulgar", pattern=re.compile(rf"{FRACTION}{_END}"), speak=_speak_vulgar),
    Rule(name="number.year", pattern=re.compile(rf"{_YEAR}{_END}(?!,\d|\.\d)"), speak=_speak_year),
    Rule(name="number.cardinal", pattern=re.compile(QUANTITY), speak=_speak_quantity),
)
"""For a trigger `number`, after every family that knows what is counted."""

OLD_ORDINALS: Final = (
    Rule(name="number.ordinal-old", pattern=re.compile(r"(?P<number>\d*[23])d(?![\w.])"), speak=_speak_old_ordinal),
)
"""For a trigger `number`, before money takes the d for pence."""
