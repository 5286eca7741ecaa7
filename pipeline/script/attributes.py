"""`name=value` words of an id line or a span <-> pairs, and what their values may be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from pipeline.model import Kind

ESCAPE = r"\\(?:u\{0*(?:10[0-9A-Fa-f]{4}|[0-9A-Fa-f]{1,5})\}|[!-/:-@\[-`{-~ ])"
"""A backslash before ASCII punctuation or a space, or `\\u{...}` with a code point in hexadecimal."""
LONGEST_BREAK_S = 60
"""A longer pause is a slip of the pen; ours, well above any silence a listener takes for a pause."""

_WORD = re.compile(
    rf'(?P<name>[A-Za-z][A-Za-z0-9-]*)(?:=(?:"(?P<quoted>(?:[^"\\]|{ESCAPE})*)"|(?P<bare>[^\s"{{}}\\]+)))?(?=[\s}}]|\Z)'
)
_ESCAPE = re.compile(ESCAPE)
_SPACE = re.compile(r"[ \t\r\n]*")
_LINE_END = re.compile(r"[ \t]*\r?\n[ \t]*")
_SAFE_VALUE = re.compile(r"[\w.,:;/#%&+~!?$()-]+")
_HARD_CHARACTER = re.compile(r'["\\\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]')
_SECONDS = re.compile(r"([0-9]+(?:\.[0-9]+)?)(s|ms)")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_KINDS = ", ".join(Kind)
_SHAPES = {
    **dict.fromkeys(("speed", "stability", "similarity", "style"), (_NUMBER, "a number such as 0.8")),
    **dict.fromkeys(("pause-before", "pause-after"), (_SECONDS, "a time such as 1.2s or 800ms")),
    "seed": (re.compile(r"[0-9]+"), "a whole number"),
    "volume": (re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:dB)?"), "decibels such as -3dB"),
    "skip": (re.compile(r"yes"), "written alone, or skip=yes"),
    "kind": (re.compile("|".join(Kind)), f"one of {_KINDS}"),
    "conflict": (re.compile("theirs|deleted"), "theirs or deleted"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One `name=value` with its place; the value is None where the name stands alone."""

    name: str
    value: str | None
    start: int
    stop: int


def scan_words(raw: str, begin: int) -> tuple[tuple[Word, ...], int]:
    """Return the words from `begin` on, and the offset of what follows them and their white space."""
    words = []
    offset = _skip_space(raw, begin)
    while match := _WORD.match(raw, offset):
        words.append(Word(name=match["name"], value=_value(match), start=match.start(), stop=match.end()))
        offset = _skip_space(raw, match.end())
    return tuple(words), offset


def _skip_space(raw: str, offset: int) -> int:
    match = _SPACE.match(raw, offset)
    return match.end() if match else offset


def _value(match: re.Match[str]) -> str | None:
    if match["quoted"] is None:
        return match["bare"]
    return _ESCAPE.sub(lambda escape: unescape(escape[0]), _LINE_END.sub(" ", match["quoted"]))


def unescape(escape: str) -> str:
    """Return the character that an escape (`ESCAPE`) stands for."""
    return chr(int(escape[3:-1], 16)) if escape.startswith("\\u{") else escape[1]


def escape_code_point(character: str) -> str:
    """Return the escape with the code point: how a character is written that an editor would not show or keep."""
    return f"\\u{{{ord(character):x}}}"


def format_word(name: str, value: str) -> str:
    """Return `name=value`, the value in quotes where it needs them."""
    if _SAFE_VALUE.fullmatch(value):
        return f"{name}={value}"
    return f'{name}="{_HARD_CHARACTER.sub(_escape_in_value, value)}"'


def _escape_in_value(match: re.Match[str]) -> str:
    return f"\\{match[0]}" if match[0] in '"\\' else escape_code_point(match[0])


def value_problem(name: str, value: str) -> str:
    """Return what the value of that name has to be, or "" where it is so, or where every value is good."""
    pattern, wanted = _SHAPES.get(name, (None, ""))
    return "" if pattern is None or pattern.fullmatch(value) else f"`{name}` has to be {wanted}, not `{value}`"


def parse_seconds(value: str) -> str | None:
    """Return the seconds of `1.5s` or `800ms` as a plain decimal (`1.5`, `0.8`); None if it is no time up to 60 s."""
    match = _SECONDS.fullmatch(value)
    if match is None:
        return None
    seconds = Decimal(match[1]) / (1000 if match[2] == "ms" else 1)
    return format_seconds(seconds) if seconds <= LONGEST_BREAK_S else None


def format_seconds(seconds: Decimal) -> str:
    """Return seconds as a decimal without exponent and without needless zeros."""
    written = format(seconds, "f")
    return written.rstrip("0").rstrip(".") if "." in written else written
