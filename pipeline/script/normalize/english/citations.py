"""Places in works, statutes and lists (`III.i.56`, `1. 3. 15`, `501(c)(3)`) -> words."""

from __future__ import annotations

import re
from typing import Final

from pipeline.script.normalize.numerals import cardinal, digits, number_words, roman_value
from pipeline.script.normalize.rule import Context, Rule, Speak

_PART = re.compile(r"\d+|[A-Za-z]+")
_ROMAN: Final = r"(?:[IVX]+|[XLC]{2,}[IVX]*)"
_WORK_BEFORE = re.compile(r"(?:[A-Z][\w']+[.,]? |[IVXLC]+, |\d, )$")
_SPOKEN_SEPARATOR: Final = ", "


def _speak_chain(match: re.Match[str], context: Context) -> str | None:
    """`Memorabilia 1. 3. 15.`, `Epictetus, I, 25. 18.`: after the name of a work or a first number."""
    if not _WORK_BEFORE.search(context.text, max(0, match.start() - 24), match.start()):
        return None
    return _SPOKEN_SEPARATOR.join(cardinal(int(part), context.locale) for part in re.findall(r"\d+", match["said"]))


def _speak_roman_chain(match: re.Match[str], context: Context) -> str | None:
    """`II 3. 18`, `III.i.56`."""
    said = [_numeral(part, context) for part in _PART.findall(match["said"])]
    return None if not all(said) else _SPOKEN_SEPARATOR.join(said)


def _numeral(part: str, context: Context) -> str:
    value = int(part) if part.isdecimal() else roman_value(part)
    return cardinal(value, context.locale) if value else ""


def _speak_clause(match: re.Match[str], context: Context) -> str:
    """`501(c)(3)` -> five oh one c three, `12(3)` -> twelve three, `1.E.8` -> one E eight."""
    first, *rest = _PART.findall(match["said"])
    is_section = len(first) == 3 and first[1] == "0" and first[2] != "0"
    said = f"{cardinal(int(first[0]), context.locale)} oh {digits(first[2], context.locale)}" if is_section else ""
    said = said or number_words(first, context.locale)
    return " ".join([said, *(number_words(part, context.locale) if part.isdecimal() else part for part in rest)])


def _rule(name: str, pattern: str, speak: Speak) -> Rule:
    return Rule(name=name, pattern=re.compile(pattern), speak=speak, may_end_sentence=True)


NUMBER_RULES: Final = (
    _rule("citation.chain", r"(?P<said>\d{1,3}(?:\. \d{1,3}){1,3})(?=[.,;:)\]]|$)(?!\.\d)", _speak_chain),
    _rule("citation.clause", r"(?P<said>\d{1,4}(?:\((?:[a-z]|[ivx]{1,4}|\d{1,2})\))+)(?!\w)", _speak_clause),
    _rule("citation.clause", r"(?P<said>\d{1,2}\.[A-Z](?:\.\d{1,2})?)(?!\w)", _speak_clause),
)
"""For a trigger `number`."""

ROMAN_RULES: Final = (
    _rule("citation.scene", r"(?P<said>[IVX]+\.[ivx]+\.\d{1,4})(?!\w)", _speak_roman_chain),
    _rule(
        "citation.chain",
        r"(?<=[a-z]\. )(?P<said>(?:[IVX]+\. )?[ivxlc]+\. \d{1,4})(?=[.,;:)\]]|$)",
        _speak_roman_chain,
    ),
    _rule("citation.chain", rf"(?P<said>{_ROMAN} \d{{1,3}}\. \d{{1,3}})(?=[.,;:)\]]|$)", _speak_roman_chain),
    _rule("citation.book", rf"(?<=[a-z], )(?P<said>{_ROMAN})(?=, pp?\. ?\d|[);])", _speak_roman_chain),
)
"""For a trigger `roman`."""
