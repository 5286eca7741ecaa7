"""Formulas: powers, products, subscripts, signs between numbers -> words."""

from __future__ import annotations

import re
from typing import Final

from pipeline.script.normalize.numerals import cardinal, ordinal
from pipeline.script.normalize.rule import Context, Rule, Speak

_SUPERSCRIPTS: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_SUBSCRIPTS: Final = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_POWERS: Final = {2: "squared", 3: "cubed"}
_ELEMENT: Final = r"[A-Z][a-z]?"
_BARE = re.compile(r"(?:(?<![\w.])|(?<=\d))(?:[A-Za-z]{1,2}|\d+|\)|[a-z]{2})$")
_TIMES_AFTER = re.compile(r"[ ]?[\d.,½¼¾]+(?: [×x] ?[\d.,]+)* ?=")
_TIMES_BEFORE = re.compile(r"[=+−] ?[\d.,]+ ?$")


def _speak_power(match: re.Match[str], context: Context) -> str | None:
    """`x²`, `10³`, `mc²`; behind a word it is the call of a note (`clean.note-call`)."""
    base = _BARE.search(context.text, max(0, match.start() - 12), match.start())
    is_number = context.text[match.start() - 1 : match.start()].isdigit()
    if base is None and not is_number:
        return None
    power = int(match[0].translate(_SUPERSCRIPTS))
    said = _POWERS.get(power) or f"to the {_exponent(power, context)}"
    return f" {said}"


def _exponent(power: int, context: Context) -> str:
    return f"minus {cardinal(-power, context.locale)}" if power < 0 else ordinal(power, context.locale)


def _speak_product(match: re.Match[str], context: Context) -> str:
    """`3 × 4 = 12` -> times; `12 × 14 ft.` -> by."""
    is_sum = _TIMES_AFTER.match(context.text, match.end()) or _TIMES_BEFORE.search(context.text, 0, match.start() - 1)
    said = "times" if is_sum else "by"
    before = "" if context.text[match.start() - 1 : match.start()].isspace() else " "
    after = "" if context.text[match.end() : match.end() + 1].isspace() else " "
    return f"{before}{said}{after}"


def _speak_formula(match: re.Match[str], context: Context) -> str:
    """`H₂SO₄` -> H two S O four."""
    parts = re.findall(r"[A-Z][a-z]?|[₀-₉]+", match[0])
    said = [
        cardinal(int(part.translate(_SUBSCRIPTS)), context.locale) if part[0] in "₀₁₂₃₄₅₆₇₈₉" else part
        for part in parts
    ]
    return " ".join(said)


def _speak_letters_squared(match: re.Match[str], context: Context) -> str:
    """`mc²` -> m c squared."""
    power = int(match["power"].translate(_SUPERSCRIPTS))
    said = _POWERS.get(power) or f"to the {_exponent(power, context)}"
    return f"{' '.join(match['letters'])} {said}"


def _rule(name: str, pattern: str, speak: Speak) -> Rule:
    return Rule(name=name, pattern=re.compile(pattern), speak=speak)


def _always(spoken: str) -> Speak:
    return lambda _match, _context: spoken


SYMBOL_RULES: Final = (
    _rule("formula.power", r"[²³⁴-⁹]|[¹²³⁴-⁹⁻][⁰¹²³⁴-⁹]+", _speak_power),
    _rule("formula.product", r"(?<=[\d½¼¾ ])×(?=[\d ½¼¾])", _speak_product),
    _rule("formula.product", r"(?<=\d)\*(?=[\da-z])", lambda *_: " times "),
    _rule("formula.plus-or-minus", r"±(?= ?\d)", _always("plus or minus ")),
    _rule("formula.divided", r"(?<= )÷(?= )", _always("divided by")),
    _rule("formula.about", r"[≈≃](?= ?\d)", _always("about ")),
    _rule("formula.at-most", r"(?<= )≤(?= )", _always("is at most")),
    _rule("formula.at-least", r"(?<= )≥(?= )", _always("is at least")),
    _rule("formula.minus", r"(?<=\w )[−–-](?= [\dA-Za-z] ?[=+])", _always("minus")),
)
"""For a trigger `symbol`, before the calls of notes."""

FORMULA_RULES: Final = (
    _rule("formula.chemical", rf"(?:{_ELEMENT}[₀-₉]*)*{_ELEMENT}[₀-₉]+(?:{_ELEMENT}[₀-₉]*)*(?![a-z])", _speak_formula),
    _rule("formula.power", r"(?<!\d )(?P<letters>[a-z]{2})(?P<power>[²³])(?!\w)", _speak_letters_squared),
)
"""For a trigger `formula`."""

FORMULA_TRIGGER: Final = r"\b(?:[A-Z][A-Za-z₀-₉]{0,12}[₀-₉]|[a-z]{2}[²³])"
"""Tried only in a text with one of `SIGNS`."""
SIGNS: Final = (*"₀₁₂₃₄₅₆₇₈₉", "²", "³")
