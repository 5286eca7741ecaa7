"""Times of day and lengths of time -> words."""

from __future__ import annotations

import re
from typing import Final

from pipeline.script.normalize.numerals import cardinal
from pipeline.script.normalize.rule import Context, Rule

_HALF: Final = r"(?P<half>[apAP]\.? ?[mM]\b\.?)"
_CLOCK_WORDS: Final = r"(?= (?:from|train|express|to|boat|bus|for)\b)"
_HOUR: Final = r"(?P<hour>[01]?\d|2[0-4])"
_MINUTE: Final = r"(?P<minute>[0-5]\d)"
_CLAUSE: Final = r"(?=[,;:!?]|\.(?!\d)| (?:when|and|in the|on|o'clock|this|that|every|the|he|she|we|they|I)\b|$)"
_NOON: Final = 12


def _clock(hour: str, minute: str | None, context: Context) -> str:
    said_hour, said_minute = cardinal(int(hour), context.locale), cardinal(int(minute or 0), context.locale)
    if not minute or minute == "00":
        return said_hour
    return f"{said_hour} oh {said_minute}" if minute.startswith("0") else f"{said_hour} {said_minute}"


def _half_of_day(written: str) -> str:
    """Return `AM`: engines read `a m` as the article and a letter."""
    return f"{written[0]}m".upper()


def _speak_half_day(match: re.Match[str], context: Context) -> str:
    return f"{_clock(match['hour'], match['minute'], context)} {_half_of_day(match['half'])}"


def _speak_half_day_range(match: re.Match[str], context: Context) -> str:
    """`7–9 p.m.`, `2pm-5pm`."""
    first = _clock(match["first"], match["first_minute"], context)
    first += f" {_half_of_day(match['first_half'])}" if match["first_half"] else ""
    return f"{first} to {_speak_half_day(match, context)}"


def _speak_range(match: re.Match[str], context: Context) -> str:
    """`10:00–11:30` -> ten to eleven thirty."""
    first = _clock(match["first"], match["first_minute"], context)
    return f"{first} to {_clock(match['hour'], match['minute'], context)}"


def _speak_zone(match: re.Match[str], context: Context) -> str:
    """`1:59 p.m. e.s.t.` -> PM EST."""
    zone = re.sub(r"\W", "", match["zone"]).upper()
    return f"{_speak_half_day(match, context)} {zone}"


def _speak_clock(match: re.Match[str], context: Context) -> str:
    """`5:15`; `5:00` -> five o'clock, `23:00` -> twenty-three hundred."""
    said = _clock(match["hour"], match["minute"], context)
    if match["minute"] != "00":
        return said
    return f"{said} hundred" if int(match["hour"]) > _NOON else f"{said} o'clock"


def _speak_timetable(match: re.Match[str], context: Context) -> str:
    return _clock(match["hour"], match["minute"], context)


def _speak_duration(match: re.Match[str], context: Context) -> str:
    """`1:01:01` -> one hour, one minute and one second."""
    hours, minutes, seconds = (
        f"{cardinal(int(match[name]), context.locale)} {name}{'' if int(match[name]) == 1 else 's'}"
        for name in ("hour", "minute", "second")
    )
    return f"{hours}, {minutes} and {seconds}"


def _speak_military(match: re.Match[str], context: Context) -> str:
    hour, minute = match["hour"], match["minute"]
    said = cardinal(int(hour), context.locale)
    said = f"oh {said}" if hour.startswith("0") else said
    return f"{said} hundred" if minute == "00" else f"{said} {cardinal(int(minute), context.locale)}"


NUMBER_RULES: Final = (
    Rule(
        name="time.zone",
        pattern=re.compile(
            rf"(?P<hour>\d{{1,2}})(?:[:.]{_MINUTE})? ?{_HALF} ?(?P<zone>[ECMPecmp]\.?[SDsd]\.?[Tt]\b\.?)"
        ),
        speak=_speak_zone,
        may_end_sentence=True,
    ),
    Rule(
        name="time.half-day-range",
        pattern=re.compile(
            r"(?P<first>\d{1,2})(?:[:.](?P<first_minute>[0-5]\d))? ?(?P<first_half>[apAP]\.?[mM]\b\.?)? ?[–-] ?"
            rf"(?P<hour>\d{{1,2}})(?:[:.]{_MINUTE})? ?{_HALF}"
        ),
        speak=_speak_half_day_range,
        may_end_sentence=True,
    ),
    Rule(
        name="time.range",
        pattern=re.compile(rf"(?P<first>\d{{1,2}}):(?P<first_minute>[0-5]\d) ?[–-] ?{_HOUR}:{_MINUTE}(?![\w:])"),
        speak=_speak_range,
    ),
    Rule(
        name="time.half-day",
        pattern=re.compile(rf"(?P<hour>\d{{1,2}})(?:[:.]{_MINUTE})? ?{_HALF}"),
        speak=_speak_half_day,
        may_end_sentence=True,
    ),
    Rule(
        name="time.military",
        pattern=re.compile(rf"(?P<hour>[01]\d|2[0-4]){_MINUTE}(?= hours\b)"),
        speak=_speak_military,
    ),
    Rule(
        name="time.duration",
        pattern=re.compile(r"(?P<hour>\d{1,2}):(?P<minute>[0-5]\d):(?P<second>[0-5]\d)(?![\w:])"),
        speak=_speak_duration,
    ),
    Rule(name="time.clock", pattern=re.compile(rf"{_HOUR}:{_MINUTE}(?![\w:])"), speak=_speak_clock),
    Rule(
        name="time.timetable",
        pattern=re.compile(rf"(?<=[Tt]he ){_HOUR}\.{_MINUTE}{_CLOCK_WORDS}"),
        speak=_speak_timetable,
    ),
    Rule(
        name="time.timetable",
        pattern=re.compile(
            rf"(?:(?<=[Aa]t )|(?<=till )|(?<=until )|(?<=[Bb]y )|(?<=past )){_HOUR}\.{_MINUTE}{_CLAUSE}"
        ),
        speak=_speak_timetable,
    ),
    Rule(
        name="time.timetable",
        pattern=re.compile(rf"(?<=was ){_HOUR}\.{_MINUTE}(?= (?:when|before|in the)\b)"),
        speak=_speak_timetable,
    ),
)
"""For a trigger `number`."""
