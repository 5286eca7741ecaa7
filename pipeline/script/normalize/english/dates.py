"""Days, months and years as books write them -> words."""

from __future__ import annotations

import re
from typing import Final

from pipeline.script.normalize.alternation import alternation
from pipeline.script.normalize.numerals import cardinal, ordinal, year
from pipeline.script.normalize.rule import Context, Rule

MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
SHORT_MONTHS: Final = {
    "Jan": 1, "Feb": 2, "Mar": 3, "Apr": 4, "Jun": 6, "Jul": 7, "Aug": 8, "Sept": 9, "Sep": 9, "Oct": 10, "Nov": 11,
    "Dec": 12,
}  # fmt: skip
LAST_MONTH: Final = 12
LAST_DAY: Final = 31
_NUMBER_OF: Final = {name.lower(): number for number, name in enumerate(MONTHS, 1)} | {
    name.lower(): number for name, number in SHORT_MONTHS.items()
}
_LOWER_FULL: Final = tuple(name.lower() for name in MONTHS if name not in {"May", "March"})
"""May and march are words."""
_LOWER_SHORT: Final = tuple(name.lower() for name in SHORT_MONTHS if name not in {"Mar", "Dec"})
_LOWER: Final = (*_LOWER_FULL, *_LOWER_SHORT)
_FULL: Final = "|".join((*MONTHS, *(name.upper() for name in MONTHS)))
_SHORT: Final = "|".join((*SHORT_MONTHS, *(name.upper() for name in SHORT_MONTHS)))
_DAY: Final = r"(?P<day>[12]?\d|3[01])(?:st|nd|rd|th|d)?"
_NO_MORE: Final = r"(?![\w:/°′%–-]|[.,]\d)"
_LATER_MONTH: Final = {"inst": "instant", "ult": "ultimo", "prox": "proximo"}


def _month(written: str) -> int:
    return _NUMBER_OF[written.lower()]


def _name(written: str) -> str:
    """Return the month's name in full, in the case that it is written in."""
    name = MONTHS[_month(written) - 1]
    return name.upper() if written.isupper() else name


def _speak_day_month(match: re.Match[str], context: Context) -> str:
    """`4th July`, `14 March` -> `the fourth of`; the article is not said twice."""
    has_article = context.word_before(match.start()).lower() == "the"
    said = f"{ordinal(int(match['day']), context.locale)} of"
    return said if has_article else f"the {said}"


def _speak_day_short_month(match: re.Match[str], context: Context) -> str:
    return f"{_speak_day_month(match, context)} {_name(match['month'])}"


def _month_day(match: re.Match[str], context: Context) -> str:
    said = ordinal(int(match["day"]), context.locale)
    return said if context.has_month_first else f"the {said}"


def _speak_short_month_day(match: re.Match[str], context: Context) -> str:
    return f"{_name(match['month'])} {_month_day(match, context)}"


def _speak_short_month(match: re.Match[str], context: Context) -> str:
    del context
    return _name(match["month"])


def _speak_month_range(match: re.Match[str], context: Context) -> str:
    """`Jan.–Mar.` -> January to March."""
    del context
    return f"{_name(match['first'])} to {_name(match['last'])}"


def _full_date(day: int, month: int, written: str, context: Context) -> str | None:
    """Return the date in the order of the locale, or None where there is no such day."""
    if not context.has_month_first:
        return _date(day, month, written, context)
    if not (1 <= day <= LAST_DAY and 1 <= month <= LAST_MONTH):
        return None
    return f"{MONTHS[month - 1]} {ordinal(day, context.locale)}, {_year(written, context)}"


def _date(day: int, month: int, written: str, context: Context) -> str | None:
    """Return `the fifteenth of January, twenty twenty`, or None where there is no such day."""
    if not (1 <= day <= LAST_DAY and 1 <= month <= LAST_MONTH):
        return None
    return f"the {ordinal(day, context.locale)} of {MONTHS[month - 1]}, {_year(written, context)}"


def _year(written: str, context: Context) -> str:
    """Return `twenty twelve`, `ninety-eight`, `oh five`."""
    if len(written) == 4:
        return year(int(written), context.locale)
    said = cardinal(int(written), context.locale)
    return f"oh {said}" if written.startswith("0") else said


def _speak_digits(match: re.Match[str], context: Context) -> str | None:
    """`25/12/1999`, `15.01.2020`: the order is the locale's, unless only the other one makes a date."""
    first, second = int(match["first"]), int(match["second"])
    if context.has_month_first and first <= LAST_MONTH:
        return _full_date(second, first, match["year"], context)
    if second <= LAST_MONTH:
        return _date(first, second, match["year"], context)
    return None if first > LAST_MONTH else _full_date(second, first, match["year"], context)


def _speak_year_first(match: re.Match[str], context: Context) -> str | None:
    return _full_date(int(match["day"]), int(match["month"]), match["year"], context)


def _speak_joined(match: re.Match[str], context: Context) -> str | None:
    """`Jan-15-2020`, `Jan-15`."""
    if not match["year"]:
        return _speak_short_month_day(match, context)
    return _full_date(int(match["day"]), _month(match["month"]), match["year"], context)


def _speak_old_style(match: re.Match[str], context: Context) -> str | None:
    """`1659/60`: the year by both calendars."""
    first, last = int(match["first"]), match["last"]
    if int(last) != (first + 1) % 10 ** len(last):
        return None
    return f"{year(first, context.locale)} {cardinal(int(last), context.locale)}"


def _speak_relative_month(match: re.Match[str], context: Context) -> str:
    return f"{ordinal(int(match['day']), context.locale)} {_LATER_MONTH[match['month']]}"


NUMBER_RULES: Final = (
    Rule(
        name="date.day-month",
        pattern=re.compile(rf"(?P<said>{_DAY})(?= (?:{_FULL})\b)"),
        speak=_speak_day_month,
    ),
    Rule(
        name="date.day-month",
        pattern=re.compile(rf"{_DAY} (?P<month>{_SHORT}|{'|'.join(_LOWER)}|may(?= \d{{4}}))\b\.?(?!')"),
        speak=_speak_day_short_month,
        may_end_sentence=True,
    ),
    Rule(
        name="date.relative-month",
        pattern=re.compile(rf"{_DAY},? (?P<month>inst|ult|prox)\b\.?"),
        speak=_speak_relative_month,
        may_end_sentence=True,
    ),
    Rule(
        name="date.digits",
        pattern=re.compile(r"(?P<first>\d{1,2})/(?P<second>\d{1,2})/(?P<year>\d{4}|\d\d)(?![\d/-]|\.\d)"),
        speak=_speak_digits,
    ),
    Rule(
        name="date.digits",
        pattern=re.compile(r"(?P<first>\d{1,2})([.-])(?P<second>\d{1,2})\2(?P<year>\d{4})(?![\d/-]|\.\d)"),
        speak=_speak_digits,
    ),
    Rule(
        name="date.iso",
        pattern=re.compile(r"(?P<year>\d{4})([-/])(?P<month>\d{1,2})\2(?P<day>\d{1,2})(?![\d/-])"),
        speak=_speak_year_first,
    ),
    Rule(
        name="date.old-style",
        pattern=re.compile(r"(?P<first>1[0-7]\d\d)[/–-](?P<last>\d{1,2})(?!\w)"),
        speak=_speak_old_style,
    ),
)
"""For a trigger `number`."""

MONTH_RULES: Final = (
    Rule(
        name="date.month-range",
        pattern=re.compile(rf"(?:{_FULL})(?P<said>[–-])(?=(?:{_FULL})\b)"),
        speak=lambda *_: " to ",
    ),
    Rule(
        name="date.month-range",
        pattern=re.compile(rf"(?P<first>{_SHORT})\.? ?[–-] ?(?P<last>{_SHORT})\b\.?"),
        speak=_speak_month_range,
        may_end_sentence=True,
    ),
    Rule(
        name="date.month-day",
        pattern=re.compile(rf"(?:{_FULL}|{'|'.join(_LOWER_FULL)}),? (?P<said>{_DAY}){_NO_MORE}"),
        speak=_month_day,
    ),
    Rule(
        name="date.month-day",
        pattern=re.compile(rf"(?P<month>{_SHORT}|{'|'.join(_LOWER_SHORT)})\.? {_DAY}{_NO_MORE}"),
        speak=_speak_short_month_day,
    ),
    Rule(
        name="date.joined",
        pattern=re.compile(rf"(?P<month>{_SHORT})-{_DAY}(?:-(?P<year>\d{{4}}))?(?![\w/-])"),
        speak=_speak_joined,
    ),
    Rule(name="date.month", pattern=re.compile(rf"(?P<month>{_SHORT})\.(?=,? \d)"), speak=_speak_short_month),
)
"""For a trigger `month`: a month's name before a number or another month."""


def _trigger() -> str:
    names = alternation([*MONTHS, *(name.upper() for name in MONTHS)])
    shorts = alternation([*SHORT_MONTHS, *(name.upper() for name in SHORT_MONTHS)])
    small = alternation(_LOWER)
    return rf"{names}(?=,? \d|[–-][A-Z])|{shorts}(?:\.?(?=,? \d|[–-][A-Z])|(?=-\d))|{small}\.?(?= \d)"


MONTH_TRIGGER: Final = _trigger()
"""At the begin of a word."""
