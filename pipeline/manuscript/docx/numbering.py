"""numbering.xml and a text -> the numbers that Word sets before its headings: `Chapter 4`, `II.`, `1.2`.

They stand in no text: Word counts them when it shows the page (ECMA-376 Part 1, 17.9). The reader and the account of
words take them from here, so that the title of a chapter is what a reader of the page sees.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from pipeline.manuscript.docx.elements import attribute, child, is_on, name_of
from pipeline.manuscript.docx.styles import Style, Styles, outline_level
from pipeline.manuscript.headings import PART_LABELS, number_words, parse_head
from pipeline.manuscript.markup import Element

_LEVELS: Final = 9
_PLACE: Final = re.compile(r"%([1-9])")
_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_NONE: Final[Mapping[Element, str]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Level:
    """One level of a list."""

    text: str = ""
    """With `%1` where the number of level 1 stands."""
    form: str = "decimal"
    start: int = 1
    style: str = ""
    """The style of paragraphs that are on this level by it."""
    restarts: bool = True
    is_legal: bool = False
    """All numbers are shown in digits."""
    is_close: bool = False
    """No space stands after the number."""


@dataclass(slots=True)
class _List:
    """An abstract list with its running numbers, which all lists made from it share."""

    levels: list[_Level]
    numbers: list[int | None] = field(default_factory=lambda: [None] * _LEVELS)


@dataclass(slots=True)
class _Numbers:
    """The lists of a document while it is read from its begin."""

    lists: dict[str, _List] = field(default_factory=dict)
    """By the ids that paragraphs name; several may be one."""
    starts: dict[tuple[str, int], int] = field(default_factory=dict)
    """Where a list begins anew the first time it is used: (its id, level) and the number."""

    def label(self, identifier: str, level: int) -> str:
        """Count a paragraph and return its number as it is shown."""
        found = self.lists[identifier]
        own = found.levels[level]
        start = self.starts.pop((identifier, level), None)
        before = found.numbers[level]
        found.numbers[level] = start if start is not None else own.start if before is None else before + 1
        for deeper in range(level + 1, _LEVELS):
            if found.levels[deeper].restarts:
                found.numbers[deeper] = None

        def shown(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            number = found.numbers[place]
            form = "decimal" if own.is_legal else found.levels[place].form
            return _formatted(found.levels[place].start if number is None else number, form)

        text = _PLACE.sub(shown, own.text).strip() if own.form != "bullet" else ""
        return text if own.is_close or not text else f"{text}{':' if text[-1].isalnum() else ''} "


def number_headings(root: Element, numbering: Element | None, styles: Styles) -> Mapping[Element, str]:
    """Return the automatic number of each heading of a text, by its paragraph, with the space after it.

    A heading is a paragraph in a heading style or with an outline level, and any other whose number says that it begins
    a chapter (`Chapter 4`). The numbers of other lists are no text.
    """
    if numbering is None:
        return _NONE
    numbers = _read_lists(numbering, styles)
    labels: dict[Element, str] = {}
    for paragraph in root.iter():
        if name_of(paragraph) != "w:p" or any(name_of(outer) == "mc:Fallback" for outer in paragraph.iterancestors()):
            continue
        properties = child(paragraph, "w:pPr")
        style = styles.find(attribute(child(properties, "w:pStyle"), "val"))
        place = _place(properties, style, numbers)
        if place is None or is_on(child(properties, "w:rPr"), "w:del"):
            continue
        label = numbers.label(*place)
        own = outline_level(properties)
        is_heading = bool(style.level if own is None else own) and not style.is_title
        if any(map(str.isalnum, label)) and (is_heading or chapter_level(label)):
            labels[paragraph] = label
    return labels


def chapter_level(label: str) -> int:
    """Return the level of a heading whose number alone says that it is one (`Part II`: 1, `Chapter 4`: 2), else 0."""
    head = parse_head(label.rstrip(" .:)—–-"))
    if head is None or not head.label:
        return 0
    return 1 if head.label in PART_LABELS else 2


def _place(properties: Element | None, style: Style, numbers: _Numbers) -> tuple[str, int] | None:
    """Return the list and the level (from 0) that a paragraph is on, by itself or by its style; None for none."""
    own = child(properties, "w:numPr")
    identifier = attribute(child(own, "w:numId"), "val") or style.list_id
    if identifier not in numbers.lists:
        return None
    level = attribute(child(own, "w:ilvl"), "val") or style.list_level
    by_style = (n for n, each in enumerate(numbers.lists[identifier].levels) if each.style and each.style == style.id)
    number = int(level) if level.isdigit() else next(by_style, 0)
    return identifier, min(number, _LEVELS - 1)


def _read_lists(numbering: Element, styles: Styles) -> _Numbers:
    """Return the lists of numbering.xml; one that says no more than the style it is from is that style's."""
    abstract = {attribute(each, "abstractNumId"): each for each in numbering if name_of(each) == "w:abstractNum"}
    named = {attribute(each, "numId") or "": each for each in numbering if name_of(each) == "w:num"}
    shared: dict[str | None, _List] = {}
    numbers = _Numbers()
    for identifier, element in named.items():
        key = attribute(child(element, "w:abstractNumId"), "val")
        link = attribute(child(abstract.get(key), "w:numStyleLink"), "val")
        if link:
            key = attribute(child(named.get(styles.find(link).list_id), "w:abstractNumId"), "val")
        if key not in abstract or identifier == "0":
            continue
        numbers.lists[identifier] = shared.setdefault(key, _List(levels=_levels(abstract[key])))
        for override in (each for each in element if name_of(each) == "w:lvlOverride"):
            level, start = attribute(override, "ilvl") or "", attribute(child(override, "w:startOverride"), "val") or ""
            if level.isdigit() and start.isdigit():
                numbers.starts[identifier, int(level)] = int(start)
    return numbers


def _levels(abstract: Element) -> list[_Level]:
    levels = [_Level() for _ in range(_LEVELS)]
    for element in abstract:
        number = attribute(element, "ilvl") or ""
        if name_of(element) != "w:lvl" or number not in "012345678" or not number:
            continue
        start = attribute(child(element, "w:start"), "val") or ""
        levels[int(number)] = _Level(
            text=attribute(child(element, "w:lvlText"), "val") or "",
            form=attribute(child(element, "w:numFmt"), "val") or "decimal",
            start=int(start) if start.isdigit() else 0,
            style=attribute(child(element, "w:pStyle"), "val") or "",
            restarts=attribute(child(element, "w:lvlRestart"), "val") != "0",
            is_legal=bool(is_on(element, "w:isLgl")),
            is_close=attribute(child(element, "w:suff"), "val") == "nothing",
        )
    return levels


def _formatted(number: int, form: str) -> str:
    """Return a number in a form of ECMA-376 Part 1, 17.18.59; in digits where the form is not known here."""
    match form:
        case "upperRoman" | "lowerRoman":
            roman = _roman(number)
            return roman.upper() if form == "upperRoman" else roman
        case "upperLetter" | "lowerLetter" if number > 0:
            letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
            return letter.upper() if form == "upperLetter" else letter
        case "cardinalText" | "ordinalText":
            return _in_words(number, is_ordinal=form == "ordinalText")
        case "ordinal":
            return f"{number}{_suffix(number)}"
        case "decimalZero":
            return f"{number:02d}"
        case "none":
            return ""
    return f"{number}"


def _roman(number: int) -> str:
    digits = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value) if 0 < number < 5000 else (0, number)
        digits += letters * count
    return digits


def _suffix(number: int) -> str:
    is_teen = number % 100 in (11, 12, 13)
    return "th" if is_teen else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def _in_words(number: int, *, is_ordinal: bool) -> str:
    """Return a number up to ninety-nine in English words, as Word has it: `Twenty-One`."""
    words = number_words(number, is_ordinal=is_ordinal)
    return words.title() if words else f"{number}"
