"""Marks from the manuscript's markup (`as=roman`, `as=ordinal`) -> changes: what the editor knew, before any rule."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from pipeline.model import Mark, MarkName
from pipeline.script.normalize.english.abbreviations import full_form
from pipeline.script.normalize.english.letters import spell
from pipeline.script.normalize.english.roman import speak_marked
from pipeline.script.normalize.folding import Folded
from pipeline.script.normalize.languages import primary_language
from pipeline.script.normalize.numerals import ordinal, roman_value
from pipeline.script.normalize.rule import Context
from pipeline.script.normalize.spellout import count_out

_INITIALS = re.compile(r"(?:[A-Z]\. ?){2,}")
_ORDINAL = re.compile(r"(\d{1,3}(?:,\d{3})*|\d{1,9})(?:st|nd|rd|th|d)?\.?")


def find_marked(folded: Folded, marks: Sequence[Mark], context: Context) -> Iterator[tuple[int, int, str, str]]:
    """Yield range (of the folded text), spoken words and rule for each `as` mark that says how its text is read."""
    if primary_language(context.locale) != "en":
        return
    for mark in marks:
        speak = _READINGS.get(mark.value) if mark.name is MarkName.AS else None
        start, stop = folded.folded(mark.start), folded.folded(mark.stop)
        spoken = speak(context.text[start:stop], start, context) if speak and start < stop else None
        if spoken and spoken != context.text[start:stop]:
            yield start, stop, spoken, f"marked.{mark.value}"


def find_unread_numerals(
    folded: Folded, marks: Sequence[Mark], context: Context
) -> Iterator[tuple[int, int, str, str]]:
    """Yield range, words and rule for each `as=roman` in a language other than English, for what no rule has read."""
    language = primary_language(context.locale)
    for mark in marks:
        start, stop = folded.folded(mark.start), folded.folded(mark.stop)
        value = roman_value(context.text[start:stop].rstrip(".")) if mark.name is MarkName.AS else 0
        spoken = count_out(value, language) if value and mark.value == "roman" and language != "en" else ""
        if spoken:
            yield start, stop, spoken, "marked.roman"


def _speak_ordinal(written: str, start: int, context: Context) -> str | None:
    match = _ORDINAL.fullmatch(written)
    if match is None:
        return speak_ordinal_roman(written, start, context)
    return ordinal(int(match[1].replace(",", "")), context.locale)


def speak_ordinal_roman(written: str, start: int, context: Context) -> str | None:
    """Return the reading of a Roman numeral under `as=ordinal`; None where it is no numeral."""
    return speak_marked(written, start, context)


def _speak_initialism(written: str, start: int, context: Context) -> str | None:
    """`H.R.H.` and `FBI` -> the letters, each a word."""
    del start, context
    letters = [letter for letter in written if letter.isalpha()]
    return spell(written) if len(letters) > 1 and written.upper() == written else None


def _speak_name(written: str, start: int, context: Context) -> str | None:
    """`J. R. R.` marked as a name: letters; other names are left to the rules."""
    return _speak_initialism(written, start, context) if _INITIALS.fullmatch(written) else None


def _speak_abbreviation(written: str, start: int, context: Context) -> str | None:
    """`Capt.`, `H.R.H.`: what it is short for, wherever that is sure; `St.` and `Dr.` are left to the rules."""
    return full_form(written) or _speak_name(written, start, context)


_READINGS: Final[Mapping[str, Callable[[str, int, Context], str | None]]] = {
    "roman": speak_marked,
    "ordinal": _speak_ordinal,
    "initialism": _speak_initialism,
    "abbreviation": _speak_abbreviation,
    "name": _speak_name,
}
