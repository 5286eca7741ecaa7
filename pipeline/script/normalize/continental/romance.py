"""What French, Spanish and Italian share: clocks, all-digit dates, the digits behind a comma."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, TypeAlias

from pipeline.script.normalize.rule import Context, Rule, Speak

Cardinal: TypeAlias = Callable[[int, str], str]
LAST_MONTH: Final = 12


def rule(name: str, pattern: str, speak: Speak, *, may_end_sentence: bool = False) -> Rule:
    """Return a rule from the text of its pattern."""
    return Rule(name=name, pattern=re.compile(pattern), speak=speak, may_end_sentence=may_end_sentence)


def places_by(cardinal: Cardinal) -> Callable[[str], str]:
    """Return how the digits behind a comma are said: two of them as a number, more one by one."""

    def places(digits: str) -> str:
        if len(digits) <= 2 and not digits.startswith("0"):
            return cardinal(int(digits), "")
        return " ".join(cardinal(int(digit), "") for digit in digits)

    return places


def speak_clock(cardinal: Cardinal, *, joint: str = "", gender: str = "f") -> Speak:
    """Return a reading of `14:30` with a word, or none, between hour and minute."""

    def speak(match: re.Match[str], context: Context) -> str:
        del context
        minute = int(match["minute"] or 0)
        said = cardinal(int(match["hour"]), gender)
        return " ".join(part for part in (said, joint, cardinal(minute, "")) if part) if minute else said

    return speak


def speak_digit_date(cardinal: Cardinal, months: tuple[str, ...], first: str, *, joint: str = " ") -> Speak:
    """Return a reading of `14/07/1789`: day, month and year, with the ordinal for the first of a month."""

    def speak(match: re.Match[str], context: Context) -> str | None:
        del context
        day, month, year = int(match["day"]), int(match["month"]), int(match["year"])
        if not 1 <= month <= LAST_MONTH:
            return None
        said = first if day == 1 else cardinal(day, "m")
        return joint.join([said, months[month - 1], cardinal(year, "")])

    return speak


CLOCK: Final = r"(?P<hour>[012]?\d):(?P<minute>[0-5]\d)(?![\w:])"
DIGIT_DATE: Final = r"(?P<day>[0-3]?\d)[/.](?P<month>[01]?\d)[/.](?P<year>1\d{3}|20\d\d)(?![\d/])"
