"""Numbers that are read digit by digit: telephones, serial numbers -> digits in groups."""

from __future__ import annotations

import re
from typing import Final

from pipeline.script.normalize.numerals import digits
from pipeline.script.normalize.rule import Context, Rule

_CALLING = re.compile(
    r"\b(?:[Rr]ing|[Rr]ang|[Cc]all|[Cc]alled|[Tt]elephone|[Tt]elephoned|[Pp]hone|[Pp]honed|[Tt]el|[Dd]ial|[Dd]ialled|[Dd]ialed)\b"
    r"[^.!?]{0,24}$"
)
_GROUPS = re.compile(r"\d+")
_SHORTEST_SERIAL: Final = 5


def _speak_groups(match: re.Match[str], context: Context) -> str:
    said = ", ".join(digits(group, context.locale) for group in _GROUPS.findall(match[0]))
    return f"plus {said}" if match[0].startswith("+") else said


def _speak_serial(match: re.Match[str], context: Context) -> str | None:
    """`64-6221541`, `978-0-14-143955-6`: no range, because it has three parts, or its second is much longer."""
    parts = _GROUPS.findall(match[0])
    is_serial = len(parts) > 2 or len(parts[1]) - len(parts[0]) >= _SHORTEST_SERIAL - 2
    return _speak_groups(match, context) if is_serial and sum(map(len, parts)) > _SHORTEST_SERIAL else None


def _speak_called(match: re.Match[str], context: Context) -> str | None:
    """`call 911`, `Ring me at Mayfair 2947`."""
    is_called = _CALLING.search(context.text, max(0, match.start() - 40), match.start())
    return digits(match[0], context.locale) if is_called else None


NUMBER_RULES: Final = (
    Rule(
        name="phone.number",
        pattern=re.compile(
            r"\+\d{1,3}(?:[ -]\d{2,4}){2,5}(?!\d)"
            r"|(?:\(\d{3}\) ?|\d{3}-)\d{3}-\d{4}(?!\d)|\d{3}-\d{4}(?![\d-])"
            r"|\d{3}\.\d{3}\.\d{4}(?!\d)|0\d{1,4}-\d{3} \d{4}(?!\d)"
        ),
        speak=_speak_groups,
    ),
    Rule(name="phone.number", pattern=re.compile(r"\d{3,7}(?![\w,]|[.-]\d| (?:of|men|people)\b)"), speak=_speak_called),
)
"""For a trigger `number`."""

SERIAL_RULES: Final = (
    Rule(
        name="number.serial",
        pattern=re.compile(r"\d{1,5}(?:-\d{1,8}){1,5}(?:-[\dX])?(?![\w-])"),
        speak=_speak_serial,
    ),
)
"""For a trigger `number`, after the dates."""
