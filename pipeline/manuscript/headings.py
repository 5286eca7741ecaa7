"""Heading texts -> numbers and titles: what all readers know about the heads of chapters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pipeline.manuscript.words import clean_text, word_key

_LABELS: Final = (
    "chapter|chap|part|book|volume|vol|canto|act|scene|letter|stave|section|story|lecture|fit|kapitel|teil|buch|band|akt|"
    "szene|chapitre|partie|livre|tome|acte|capítulo|capitulo|parte|libro|capitolo|atto|hoofdstuk|deel"
)
PART_LABELS: Final = frozenset({"part", "book", "volume", "vol", "teil", "buch", "band", "partie", "livre", "tome",
                                "parte", "libro", "deel"})  # fmt: skip
"""Labels of what holds chapters."""
_ONES: Final = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_ORDINALS: Final = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
)  # fmt: skip
_TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ROMAN: Final = re.compile(r"(?=[ivxlcdm])m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_ROMAN_VALUES: Final = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_UNITS: Final = "|".join(_ONES[:9] + _ORDINALS[:9])
_HEAD: Final = re.compile(
    rf"(?:(?P<label>{_LABELS})\.?\s+(?:the\s+)?)?(?P<number>\d{{1,4}}|[a-zé]+(?:[-\s](?:{_UNITS}))?)"
    r"(?:\s*[.:)—–-]+\s*|\s+|$)(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_GENERIC: Final = re.compile(
    r"(?:section|file|document|untitled|unknown|start|begin reading|text|page|split|index)?[\s_-]*[\d_]*|.*\.x?html?"
    r"|(?:ch|chap|chapter|part|index_split|split|section|text|page|file)[_-]?\d{3,}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The number in the head of a chapter, with the words around it."""

    label: str
    """`chapter`, `part`, ... in lower case; empty for a bare number."""
    number: int
    rest: str
    """The title after the number; empty where the number is all."""


def parse_head(text: str) -> Head | None:
    """Return the number that a heading begins with, or None: `IV`, `Chapter 4`, `PART THE SECOND`, `3. The Sea-Chest`.

    A word after a bare number counts as a title only behind a full stop, colon or dash, so that "I never knew" is no
    head.
    """
    found = _HEAD.fullmatch(clean_text(text).strip())
    if not found:
        return None
    number = number_of(found["number"])
    label, rest = (found["label"] or "").lower(), found["rest"].strip()
    is_divided = not rest or bool(re.search(r"[.:)—–-]\s*$", found[0][: found.start("rest")]))
    if number is None or (not label and not is_divided):
        return None
    return Head(label=label, number=number, rest=rest)


def number_of(text: str) -> int | None:
    """Return the value of a number in digits, Roman digits or English words up to ninety-nine, or None."""
    word = text.lower()
    if word.isdigit():
        return int(word)
    if _ROMAN.fullmatch(word):
        values = [_ROMAN_VALUES[letter] for letter in word]
        pairs = zip(values, [*values[1:], 0], strict=True)
        return sum(-value if value < following else value for value, following in pairs)
    tens, _, ones = word.replace("-", " ").partition(" ")
    for names in (_ONES, _ORDINALS):
        if word in names:
            return names.index(word) + 1
        if tens in _TENS and (not ones or ones in names[:9]):
            return 20 + 10 * _TENS.index(tens) + (names.index(ones) + 1 if ones else 0)
    return None


def number_words(number: int, *, is_ordinal: bool) -> str:
    """Return a number from 1 to 99 in English words, `twenty-one` or `twenty-first`; empty for any other.

    Round ordinals are spelled as such: `twentieth`.
    """
    ones = _ORDINALS if is_ordinal else _ONES
    if 0 < number < 20:
        return ones[number - 1]
    tens, one = divmod(number, 10)
    if not 2 <= tens <= 9:
        return ""
    if one:
        return f"{_TENS[tens - 2]}-{ones[one - 1]}"
    return f"{_TENS[tens - 2][:-1]}ieth" if is_ordinal else _TENS[tens - 2]


def is_generic(title: str) -> bool:
    """Whether a title was made by a program and says nothing: empty, `Section 1`, `ch001.xhtml`."""
    head = parse_head(title)
    is_number = head is not None and head.label != "section"
    return not title.strip() or (_GENERIC.fullmatch(title.strip()) is not None and not is_number)


def join_headings(texts: tuple[str, ...]) -> str:
    """Return one title for the headings that open a chapter: `IV` and `A Walk` give `IV: A Walk`."""
    cleaned = [clean_text(text).strip() for text in texts if text.strip()]
    return ": ".join(
        [*(text.rstrip(":. ") or text for text in cleaned[:-1]), *(text.rstrip(":") for text in cleaned[-1:])]
    )


def merge_titles(listed: str, headings: tuple[str, ...]) -> str:
    """Return the title of a chapter from the entry in the table of contents and the headings it opens with.

    The entry holds, unless a program made it, or unless it is a bare number to which the headings add a name.
    """
    printed = join_headings(headings)
    if is_generic(listed):
        return printed or listed.strip()
    head, first = parse_head(listed), parse_head(headings[0]) if headings else None
    if head and not head.rest and first and first.number == head.number and (first.rest or len(headings) > 1):
        return printed
    return clean_text(listed).strip()


def same_title(one: str, other: str) -> bool:
    """Whether two titles have the same words."""
    return bool(word_key(one)) and word_key(one) == word_key(other)
