"""Roman numerals -> words: chapters, monarchs, centuries, years."""

from __future__ import annotations

import re
from typing import Final

from pipeline.model import Kind
from pipeline.script.normalize.alternation import alternation, words
from pipeline.script.normalize.numerals import cardinal, ordinal, roman_value, year
from pipeline.script.normalize.rule import Context, Rule

_MONARCHS: Final = words(
    "Henry Louis Charles George William Edward Pius Napoleon Ernest Elizabeth James Richard John Mary Philip "
    "Frederick Francis Ferdinand Leopold Joseph Alexander Nicholas Peter Paul Catherine Ivan Alfonso Pedro "
    "Christian Gustav Gustavus Oscar Victor Humbert Umberto Otto Rudolf Maximilian Robert David Malcolm Kenneth "
    "Stephen Gregory Leo Clement Benedict Innocent Urban Boniface Sixtus Julius Adrian Alexius Constantine "
    "Theodosius Ptolemy Ramses Rameses Darius Xerxes Artaxerxes Antiochus Cleopatra Wilhelm Friedrich Ludwig "
    "Albert Harold Carlos Felipe"
)
_COUNTED: Final = words(
    "War Chapter Part Book Volume Act Scene Canto Letter Section Appendix Type Mark Phase Class Article Plate "
    "Figure Table Lesson Stave Psalm Title Series Grade Level Number Form"
)
"""Words whose numeral is a number, not "the second of that name"."""
_FIRST_PERSON: Final = words(
    "am have had will shall think must can could would should may might never do did know knew saw see say said "
    "never hope wish want believe suppose fear felt feel always love loved found thought swear beg and"
)
_NAME_AND_THE = re.compile(r"[A-Z][a-z]+ the $")
_CITED = re.compile(r",? ?(?:\d|[A-Z]+\b)")
_CITED_AFTER_MARK = re.compile(r",? ?[\dpCIVX]|, ")
_MEANS_CHAPTER: Final = frozenset("CLDM")
"""Alone in a note they stand for caput, liber, ...: `Dion Cassius, 51, C, 16`."""
_AFTER = re.compile(r" ([a-z']+)")
_PARTS: Final = (
    "Chapter|Part|Book|Volume|Act|Scene|Canto|Letter|Section|Stave|Stanza|Lesson|Article|Appendix|Plate|Figure|Table"
    "|Number|Psalm|Epistle|Fytte|Phase|Note|Page|Verse|Sonnet"
)
_ENDS_HEAD: Final = r"(?=[.,:;)\]—–]|$|\s*$| of\b| and\b)"
_YEAR_LETTERS: Final = 5
"""Shorter Roman years are words: MIX, MILL, CIVIC."""


def _speak_numeral(match: re.Match[str], context: Context) -> str | None:
    value = roman_value(match["said"])
    return cardinal(value, context.locale) if value else None


def _speak_part(match: re.Match[str], context: Context) -> str | None:
    """`Chapter IV`; a lone I is a numeral only where the head ends, and lower case only where the word is not one."""
    numeral = match["said"]
    is_pronoun = numeral == "I" and not re.compile(_ENDS_HEAD).match(context.text, match.end())
    return None if is_pronoun else _speak_numeral(match, context)


def _speak_alone(match: re.Match[str], context: Context) -> str | None:
    """A text that is nothing but a numeral is a chapter's head; a lone I only where the markup says heading.

    In verse, a line that is nothing but a numeral is the number of a stanza.
    """
    is_line = context.kind is Kind.VERSE and context.text[match.start() - 1 : match.start()] == "\n"
    if len(match["said"]) == 1 and context.kind is not Kind.HEADING and not is_line:
        return None
    return _speak_numeral(match, context) if match.start() == 0 or is_line else None


def _speak_heading(match: re.Match[str], context: Context) -> str | None:
    """`IV. The Sculler` in a heading."""
    return _speak_numeral(match, context) if context.kind is Kind.HEADING and match.start() == 0 else None


def _speak_century(match: re.Match[str], context: Context) -> str | None:
    value = roman_value(match["said"].rstrip("stndrh"))
    return ordinal(value, context.locale) if value else None


def _speak_monarch(match: re.Match[str], context: Context) -> str | None:
    """`Henry VIII` -> Henry the Eighth; `World War II` -> two; `Charles and I`, `Malcolm X` stay."""
    numeral, name = match["said"].rstrip("."), context.word_before(match.start())
    value = roman_value(numeral)
    if name == "the" and _NAME_AND_THE.search(context.text, max(0, match.start() - 24), match.start()):
        return _title(ordinal(value, context.locale)) if len(numeral) > 1 and value else None
    if not value or value > 40 or not name[:1].isupper() or name.endswith("."):
        return None
    if name.title() in _COUNTED:
        return cardinal(value, context.locale) if len(numeral) > 1 or name.title() == "War" else None
    is_named = name.title() in _MONARCHS and not (name == "Malcolm" and numeral == "X")
    if not is_named and (len(numeral) == 1 or len(name) < 3 or name.isupper() or _is_citation(match, context)):
        return None
    return None if _is_pronoun(numeral, match, context) else f"the {_title(ordinal(value, context.locale))}"


def _is_citation(match: re.Match[str], context: Context) -> bool:
    """Return whether the numeral is a book of a work: `Annales XIII, XVI, 21`."""
    return _CITED.match(context.text, match.end()) is not None


def _is_pronoun(numeral: str, match: re.Match[str], context: Context) -> bool:
    after = _AFTER.match(context.text, match.end())
    return numeral == "I" and after is not None and after[1] in _FIRST_PERSON


def _title(words: str) -> str:
    return "-".join(part.capitalize() for part in words.split("-"))


def _speak_year(match: re.Match[str], context: Context) -> str | None:
    value = roman_value(match["said"])
    is_year = 1000 < value < 2100 and len(match["said"]) >= _YEAR_LETTERS
    return year(value, context.locale) if is_year else None


def speak_marked(numeral: str, start: int, context: Context) -> str | None:
    """Return the words of a numeral that the manuscript's markup calls Roman, or None where it is none."""
    value = roman_value(numeral.rstrip(".").removesuffix("th"))
    before, after = context.word_before(start), context.text[start + len(numeral) : start + len(numeral) + 3]
    is_part = context.kind is Kind.HEADING or before.title() in _COUNTED or len(context.text) == len(numeral)
    if not value or (numeral in _MEANS_CHAPTER and not is_part):
        return None
    is_cited = _CITED_AFTER_MARK.match(after) is not None
    is_name = before[:1].isupper() and before.title() not in _COUNTED and _is_name(before)
    if not is_cited and (before.title() in _MONARCHS or is_name):
        return f"the {_title(ordinal(value, context.locale))}"
    is_century = context.text.startswith((" century", " centuries"), start + len(numeral))
    return ordinal(value, context.locale) if is_century else cardinal(value, context.locale)


def _is_name(before: str) -> bool:
    return before.isalpha() and len(before) > 3 and not before.isupper()


_NUMERAL: Final = r"(?P<said>[IVXLCDM]+)(?!\w|'[a-rt-z])"

HEADING_RULES: Final = (
    Rule(name="roman.heading", pattern=re.compile(r"(?P<said>[IVXLCDM]+)(?=\.?\s*(?:\n|$))"), speak=_speak_alone),
    Rule(name="roman.heading", pattern=re.compile(r"(?P<said>(?!I )[IVXLCDM]+)(?=[.:)—–-]? )"), speak=_speak_heading),
)
"""For a trigger `roman` or `initial`: a text that begins with its number."""

RULES: Final = (
    Rule(
        name="roman.century",
        pattern=re.compile(r"(?P<said>[IVXLCDM]+(?:st|nd|rd|th)?)(?= (?:century|centuries|Century|dynasty|Dynasty)\b)"),
        speak=_speak_century,
    ),
    Rule(
        name="roman.reference",
        pattern=re.compile(r"(?![CL], )(?P<said>[IVXLC]+|[ivxlc]+)(?=, (?:\d|[IVXLC]+,? \d))"),
        speak=_speak_numeral,
    ),
    Rule(
        name="roman.monarch",
        pattern=re.compile(r"(?P<said>[IVXLCDM]+(?:\.(?=,? [a-z]|'s|,))?)(?!\w|'[a-rt-z])"),
        speak=_speak_monarch,
    ),
    Rule(name="roman.year", pattern=re.compile(_NUMERAL), speak=_speak_year),
)
"""For a trigger `roman`."""

PART_RULES: Final = (
    Rule(
        name="roman.chapter",
        pattern=re.compile(rf"(?:{_PARTS}) (?P<said>[IVXLCDM]+|[ivxlcdm]+)(?!['\w])", re.IGNORECASE),
        speak=_speak_part,
    ),
)
"""For a trigger `part`: a word for a part of a book before a numeral."""

WORD_TRIGGER: Final = (
    r"[IVXLCDM]{2,}(?:st|nd|rd|th)?\b|(?<=[a-zA-Z] )[IVX]\b|^[IVXLC](?=[.:)—–-]?(?: |$))"
    r"|(?:[IVXLC]|[ivxlc]+)(?=, \d)|[IVX]+(?=, pp?\. ?\d)|(?<=\n)[IVX](?=\.?\n)"
)
"""At the begin of a word."""


def _part_trigger() -> str:
    names = _PARTS.split("|")
    capital = alternation([*names, *(name.upper() for name in names)])
    small = alternation(name.lower() for name in names)
    return rf"{capital}(?= [IVXLCDMivxlcdm]+\b)|{small}(?= (?:[IVXLCDM]{{2,}}|[ivxlcdm]+)\b)"


PART_TRIGGER: Final = _part_trigger()
"""At the begin of a word."""
