"""Days, months and years as books write them -> words; times of day -> words."""

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
_FULL: Final = "|".join(MONTHS)
_SHORT: Final = "|".join(SHORT_MONTHS)
_DAY: Final = r"(?P<day>[12]?\d|3[01])(?:st|nd|rd|th|d)?"
_NO_MORE: Final = r"(?![\w:/°′%–-]|[.,]\d)"
_LATER_MONTH: Final = {"inst": "instant", "ult": "ultimo", "prox": "proximo"}
_HALF: Final = r"(?P<half>[apAP]\.? ?[mM]\b\.?)"
_CLOCK_WORDS: Final = r"(?= (?:from|train|express|to|boat|bus|for)\b)"


def _month(written: str) -> int:
    return SHORT_MONTHS.get(written) or MONTHS.index(written) + 1


def _speak_day_month(match: re.Match[str], context: Context) -> str:
    """`4th July`, `14 March` -> `the fourth of`; the article is not said twice."""
    has_article = context.word_before(match.start()).lower() == "the"
    said = f"{ordinal(int(match['day']), context.locale)} of"
    return said if has_article else f"the {said}"


def _speak_day_short_month(match: re.Match[str], context: Context) -> str:
    return f"{_speak_day_month(match, context)} {MONTHS[_month(match['month']) - 1]}"


def _month_day(match: re.Match[str], context: Context) -> str:
    said = ordinal(int(match["day"]), context.locale)
    return said if context.is_american else f"the {said}"


def _speak_short_month_day(match: re.Match[str], context: Context) -> str:
    return f"{MONTHS[_month(match['month']) - 1]} {_month_day(match, context)}"


def _speak_short_month(match: re.Match[str], context: Context) -> str:
    del context
    return MONTHS[_month(match["month"]) - 1]


def _full_date(day: int, month: int, number: int, context: Context) -> str | None:
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    said_day, said_year = ordinal(day, context.locale), year(number, context.locale)
    name = MONTHS[month - 1]
    return f"{name} {said_day}, {said_year}" if context.is_american else f"the {said_day} of {name}, {said_year}"


def _speak_slashed(match: re.Match[str], context: Context) -> str | None:
    first, second, number = (int(match[group]) for group in (1, 2, 3))
    day, month = (second, first) if context.is_american else (first, second)
    return _full_date(day, month, number, context) or _full_date(month, day, number, context)


def _speak_iso(match: re.Match[str], context: Context) -> str | None:
    number, month, day = (int(match[group]) for group in (1, 2, 3))
    return _full_date(day, month, number, context)


def _speak_old_style(match: re.Match[str], context: Context) -> str | None:
    """`1659/60`: the year by both calendars."""
    first, last = int(match["first"]), match["last"]
    if int(last) != (first + 1) % 10 ** len(last):
        return None
    return f"{year(first, context.locale)} {cardinal(int(last), context.locale)}"


def _speak_relative_month(match: re.Match[str], context: Context) -> str:
    return f"{ordinal(int(match['day']), context.locale)} {_LATER_MONTH[match['month']]}"


def _clock(hour: str, minute: str, context: Context) -> str:
    said_hour, said_minute = cardinal(int(hour), context.locale), cardinal(int(minute or 0), context.locale)
    if not minute or minute == "00":
        return said_hour
    return f"{said_hour} oh {said_minute}" if minute.startswith("0") else f"{said_hour} {said_minute}"


def _half_of_day(written: str) -> str:
    return f"{written[0]} m".upper() if written[0].isupper() else f"{written[0]} m"


def _speak_half_day(match: re.Match[str], context: Context) -> str:
    return f"{_clock(match['hour'], match['minute'], context)} {_half_of_day(match['half'])}"


def _speak_clock(match: re.Match[str], context: Context) -> str | None:
    if int(match["hour"]) > 24:
        return None
    said = _clock(match["hour"], match["minute"], context)
    return f"{said} hundred" if match["minute"] == "00" and int(match["hour"]) > 12 else said


def _speak_military(match: re.Match[str], context: Context) -> str:
    hour, minute = match["hour"], match["minute"]
    said = cardinal(int(hour), context.locale)
    said = f"oh {said}" if hour.startswith("0") else said
    return f"{said} hundred" if minute == "00" else f"{said} {cardinal(int(minute), context.locale)}"


NUMBER_RULES: Final = (
    Rule(
        name="date.day-month",
        pattern=re.compile(rf"(?P<said>{_DAY})(?= (?:{_FULL})\b)"),
        speak=_speak_day_month,
    ),
    Rule(
        name="date.day-month",
        pattern=re.compile(rf"{_DAY} (?P<month>{_SHORT})\b\.?"),
        speak=_speak_day_short_month,
        may_end_sentence=True,
    ),
    Rule(
        name="date.relative-month",
        pattern=re.compile(rf"{_DAY},? (?P<month>inst|ult|prox)\b\.?"),
        speak=_speak_relative_month,
        may_end_sentence=True,
    ),
    Rule(name="date.slashed", pattern=re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?!\d)"), speak=_speak_slashed),
    Rule(name="date.iso", pattern=re.compile(r"(\d{4})-(\d\d)-(\d\d)(?!\d)"), speak=_speak_iso),
    Rule(
        name="date.old-style",
        pattern=re.compile(r"(?P<first>1[0-7]\d\d)[/–-](?P<last>\d{1,2})(?!\w)"),
        speak=_speak_old_style,
    ),
    Rule(
        name="time.half-day",
        pattern=re.compile(rf"(?P<hour>\d{{1,2}})(?:[:.](?P<minute>[0-5]\d))? ?{_HALF}"),
        speak=_speak_half_day,
        may_end_sentence=True,
    ),
    Rule(
        name="time.military",
        pattern=re.compile(r"(?P<hour>[01]\d|2[0-4])(?P<minute>[0-5]\d)(?= hours\b)"),
        speak=_speak_military,
    ),
    Rule(
        name="time.clock",
        pattern=re.compile(r"(?P<hour>\d{1,2}):(?P<minute>[0-5]\d)(?![\w:])"),
        speak=_speak_clock,
    ),
    Rule(
        name="time.timetable",
        pattern=re.compile(rf"(?<=[Tt]he )(?P<hour>\d{{1,2}})\.(?P<minute>[0-5]\d){_CLOCK_WORDS}"),
        speak=_speak_clock,
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
        name="date.month-day",
        pattern=re.compile(rf"(?:{_FULL}),? (?P<said>{_DAY}){_NO_MORE}"),
        speak=_month_day,
    ),
    Rule(
        name="date.month-day",
        pattern=re.compile(rf"(?P<month>{_SHORT})\.? {_DAY}{_NO_MORE}"),
        speak=_speak_short_month_day,
    ),
    Rule(name="date.month", pattern=re.compile(rf"(?P<month>{_SHORT})\.(?=,? \d)"), speak=_speak_short_month),
)
"""For a trigger `month`: a month's name before a number or another month."""

MONTH_TRIGGER: Final = rf"{alternation(MONTHS)}(?=,? \d|[–-][A-Z])|{alternation(SHORT_MONTHS)}\.?(?=,? \d)"
