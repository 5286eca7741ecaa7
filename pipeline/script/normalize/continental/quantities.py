"""A grammar -> the rules of numbers that all continental languages share: sums, measures, ranges, counting."""

from __future__ import annotations

import re
from typing import Final

from pipeline.script.normalize.continental.grammar import FRACTIONS, Currency, Grammar
from pipeline.script.normalize.rule import Context, Rule, Speak

_NEXT_NOUN = re.compile(r" ([^\W\d_]+)")
_END: Final = r"(?![^\W_])"


def quantity_rules(grammar: Grammar) -> tuple[Rule, ...]:
    """Return the shared rules for a trigger `number`, the more particular first."""
    quantity, integer = grammar.quantity, grammar.integer
    units = "|".join(re.escape(unit) for unit in sorted(grammar.units, key=len, reverse=True))
    powered = "|".join(re.escape(unit) for unit in grammar.powered_units)
    coins = "|".join(re.escape(sign) for sign in sorted(grammar.currencies, key=len, reverse=True))
    return (
        _rule(
            "money.sum", rf"(?P<sign>[$£€¥]) ?(?P<number>{integer})(?:,(?P<small>\d\d))?(?![\d,])", _speak_sum(grammar)
        ),
        _rule(
            "money.sum",
            rf"(?P<number>{integer})(?:,(?P<small>\d\d))? ?(?P<sign>{coins})(?![\w])(?: (?P<after>\d\d)(?! ?\w))?",
            _speak_sum(grammar),
            may_end_sentence=True,
        ),
        _rule(
            "measure.degrees",
            rf"(?P<number>-?{quantity}) ?°(?: ?(?P<scale>[{''.join(grammar.scales)}])\b)?",
            _speak_degrees(grammar),
        ),
        _rule(
            "measure.powered",
            rf"(?P<number>{quantity}) ?(?P<unit>{powered})²",
            _speak_powered(grammar),
        ),
        _rule(
            "measure.speed",
            rf"(?P<number>{quantity}) ?km/h\b",
            lambda match, _: f"{grammar.count(match['number'], grammar.units['km'])} {grammar.per_hour}",
        ),
        _rule(
            "measure.unit",
            rf"(?P<number>{quantity}) ?(?P<unit>{units})(?![\w'/²³])\.?",
            lambda match, _: grammar.count(match["number"], grammar.units[match["unit"]]),
            may_end_sentence=True,
        ),
        _rule(
            "number.percent",
            rf"(?P<number>{quantity}) ?%",
            lambda match, _: f"{grammar.say(match['number'])} {grammar.percent}",
        ),
        _rule(
            "number.year-range",
            rf"(?P<first>1\d{{3}}|20\d\d) ?[–-] ?(?P<last>\d{{4}}|\d\d){_END}",
            lambda match, _: f"{grammar.year(int(match['first']))} {grammar.up_to} {grammar.year(int(match['last']))}",
        ),
        _rule(
            "number.range",
            rf"(?P<first>{quantity}) ?[–-] ?(?P<last>{quantity}){_END}(?!-)",
            lambda match, _: f"{grammar.say(match['first'])} {grammar.up_to} {grammar.say(match['last'])}",
        ),
        _rule("number.fraction", rf"(?P<numerator>\d)/(?P<denominator>\d){_END}(?!/)", _speak_fraction(grammar)),
        _rule("number.minus", rf"-{quantity}{_END}", lambda match, _: grammar.say(match[0])),
        _rule("number.cardinal", rf"{quantity}(?!\d)", _speak_counted(grammar)),
    )


def _rule(name: str, pattern: str, speak: Speak, *, may_end_sentence: bool = False) -> Rule:
    return Rule(name=name, pattern=re.compile(pattern), speak=speak, may_end_sentence=may_end_sentence)


def _speak_sum(grammar: Grammar) -> Speak:
    def speak(match: re.Match[str], context: Context) -> str | None:
        del context
        currency = grammar.currencies.get(match["sign"])
        groups = match.groupdict()
        small = groups["small"] or groups.get("after") or ""
        return _sum(grammar, currency, match["number"], small) if currency else None

    return speak


def _sum(grammar: Grammar, currency: Currency, number: str, small: str) -> str:
    """Return `zwölf Euro fünfzig`; the name of a million takes "of" in Romance languages."""
    is_round = grammar.value(number) >= 1_000_000 and grammar.value(number) % 1_000_000 == 0
    preposition = {"fr": "d’", "es": "de ", "it": "di "}.get(grammar.tag, "") if is_round else ""
    if preposition == "d’" and currency.noun.several[0] not in "aeiou":
        preposition = "de "
    noun = currency.noun.one if number == "1" else currency.noun.several
    large = f"{grammar.say(number, currency.noun.gender)} {preposition}{noun}"
    if not small.strip("0"):
        return large
    return " ".join(part for part in (large, currency.joint, grammar.cardinal(int(small), "")) if part)


def _speak_degrees(grammar: Grammar) -> Speak:
    def speak(match: re.Match[str], context: Context) -> str:
        del context
        said = grammar.count(match["number"], grammar.degrees)
        return f"{said} {grammar.scales[match['scale']]}" if match["scale"] else said

    return speak


def _speak_powered(grammar: Grammar) -> Speak:
    def speak(match: re.Match[str], context: Context) -> str:
        del context
        unit = grammar.units.get(match["unit"])
        if unit is None:
            return match[0]
        name = unit.one if match["number"] == "1" else unit.several
        squared = grammar.square.format(name if grammar.square.startswith("{") else name.lower())
        return f"{grammar.say(match['number'], unit.gender)} {squared}"

    return speak


def _speak_fraction(grammar: Grammar) -> Speak:
    vulgar = {(1, 2): "½", (1, 3): "⅓", (2, 3): "⅔", (1, 4): "¼", (3, 4): "¾", (1, 8): "⅛", (3, 8): "⅜", (5, 8): "⅝"}

    def speak(match: re.Match[str], context: Context) -> str:
        numerator, denominator = int(match["numerator"]), int(match["denominator"])
        sign = vulgar.get((numerator, denominator))
        if sign:
            noun = _NEXT_NOUN.match(context.text, match.end())
            return grammar.mixed(0, sign, grammar.gender_of(noun[1]) if noun else "")
        return f"{grammar.cardinal(numerator, '')} {grammar.cardinal(denominator, '')}"

    return speak


def _speak_counted(grammar: Grammar) -> Speak:
    """Return a reading of a number in the gender of the noun behind it: `21 casas`, `1 Stunde`."""

    def speak(match: re.Match[str], context: Context) -> str | None:
        written = match[0]
        digits = re.sub(r"\D", "", written)
        is_serial = digits.startswith("0") and len(digits) > 1 and "," not in written
        if is_serial or len(digits) > 15:
            return " ".join(grammar.cardinal(int(digit), "") for digit in digits)
        noun = _NEXT_NOUN.match(context.text, match.end())
        return grammar.say(written, grammar.gender_of(noun[1]) if noun else "")

    return speak


NUMBER_TRIGGER: Final = (
    r"[£$€¥](?= ?\d)"
    r"|-(?<![^\s(“„«\"]-)(?=\d)"
    r"|'(?=\d0(?!\w))"
    rf"|[\d{FRACTIONS}](?<![^\W_][\d{FRACTIONS}])"
)
