"""A grammar -> the rules of its language behind one trigger: numbers, abbreviations, chapters, kings, signs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from pipeline.script.normalize.alternation import alternation
from pipeline.script.normalize.continental.grammar import Grammar
from pipeline.script.normalize.continental.quantities import NUMBER_TRIGGER, quantity_rules
from pipeline.script.normalize.numerals import roman_value
from pipeline.script.normalize.rule import Context, Language, Rule, Speak

_LAST_KING: Final = 30
_NAME_AHEAD: Final = r"(?= ?[A-ZÀ-ÖØ-Þ]|-[A-Z]| (?:de|du|des|von|van|zu|le|la|di|del|della|y|et|und|e)\b| d'| l')"


def language_of(grammar: Grammar) -> Language:
    """Return the rules of a language from its data."""
    extras = "".join(rf"|(?P<{name}>{trigger})" for name, (trigger, _) in grammar.extra_triggers.items())
    words = alternation([*_variants(grammar.titles), *_variants(grammar.shorts), *_variants(grammar.references)])
    return Language(
        trigger=re.compile(
            rf"(?P<number>{NUMBER_TRIGGER})|\b(?:"
            rf"(?P<part>{_part_trigger(grammar)})|(?P<word>{words}(?!\w))|(?P<roman>[IVX]+(?:er|re|e|ème|ème|\.)?(?!\w|'))"
            rf"){extras}|(?P<symbol>[{re.escape(''.join(grammar.signs))}])"
        ),
        rules={
            "number": (*grammar.number_rules, *quantity_rules(grammar)),
            "part": (_part_rule(grammar),),
            "roman": (*grammar.roman_rules, _monarch_rule(grammar)),
            "symbol": _sign_rules(grammar),
            **{name: rules for name, (_, rules) in grammar.extra_triggers.items()},
        },
        words=_word_rules(grammar),
        rare_trigger=re.compile(r"(?!)"),
    )


def _variants(shorts: Mapping[str, str]) -> list[str]:
    """Return abbreviations as printers set them: `z. B.`, `z.B.`, and with a capital."""
    spaced = {variant for short in shorts for variant in (short, short.replace(". ", "."))}
    return sorted(spaced | {short[0].upper() + short[1:] for short in spaced})


def _word_rules(grammar: Grammar) -> dict[str, tuple[Rule, ...]]:
    found: dict[str, list[Rule]] = {}
    number = rf"(?P<number>{grammar.integer}|[IVXLC]+\b|[ivxlc]+\b)(?: ?[–-] ?(?P<last>{grammar.integer}))?(?!\w)"
    for short, full in grammar.references.items():
        for variant in _variants({short: full}):
            pattern = re.compile(rf"{re.escape(variant)} ?{number}")
            rule = Rule(name=f"reference.{full}", pattern=pattern, speak=_speak_reference(grammar, full))
            found.setdefault(_key(variant), []).append(rule)
    for short, full in grammar.titles.items():
        for variant in _variants({short: full}):
            pattern = re.compile(re.escape(variant) + _NAME_AHEAD)
            rule = Rule(name=f"abbreviation.{_key(short)}", pattern=pattern, speak=_cased(full, short))
            found.setdefault(_key(variant), []).append(rule)
    for short, full in grammar.shorts.items():
        for variant in _variants({short: full}):
            pattern = re.compile(re.escape(variant) + r"(?!\w)")
            rule = Rule(
                name=f"abbreviation.{_key(short)}",
                pattern=pattern,
                speak=_cased(full, short),
                may_end_sentence=short in grammar.closers,
            )
            found.setdefault(_key(variant), []).append(rule)
    return {key: tuple(rules) for key, rules in found.items()}


def _key(short: str) -> str:
    return short.rstrip(".").lower()


def _cased(spoken: str, short: str) -> Speak:
    """Return a reading with a capital where only the writing in the text has one: `Sig.` beside `sig.`."""
    capital = spoken[0].upper() + spoken[1:]
    return lambda match, _: capital if match[0][0].isupper() and short[0].islower() else spoken


def _speak_reference(grammar: Grammar, full: str) -> Speak:
    def speak(match: re.Match[str], context: Context) -> str | None:
        del context
        written = match["number"]
        value = grammar.value(written) if written[0].isdigit() else roman_value(written)
        if not value:
            return None
        word = full[0].upper() + full[1:] if match[0][0].isupper() and not full[0].isupper() else full
        last = f" {grammar.up_to} {grammar.say(match['last'])}" if match["last"] else ""
        return f"{word} {grammar.cardinal(value, '')}{last}"

    return speak


def _part_trigger(grammar: Grammar) -> str:
    names = [*grammar.parts, *(part.upper() for part in grammar.parts), *(part.lower() for part in grammar.parts)]
    return rf"{alternation(names)}(?= [IVXLC]+(?:er|re)?\b)"


def _part_rule(grammar: Grammar) -> Rule:
    def speak(match: re.Match[str], context: Context) -> str | None:
        del context
        value = roman_value(match["said"].removesuffix("er").removesuffix("re"))
        return grammar.speak_part(value, match["part"].lower()) if value else None

    parts = "|".join(grammar.parts)
    pattern = rf"(?i:(?P<part>{parts})) (?P<said>[IVXLC]+(?:er|re)?)(?!['\w])"
    return Rule(name="roman.chapter", pattern=re.compile(pattern), speak=speak)


def _monarch_rule(grammar: Grammar) -> Rule:
    """`Louis XIV`: after a capitalised name; a numeral of one letter only after a name that kings have."""

    def speak(match: re.Match[str], context: Context) -> str | None:
        numeral = match["numeral"]
        value, name = roman_value(numeral), context.word_before(match.start())
        is_name = name[:1].isupper() and len(name) > 2 and not name.isupper() and not name.endswith(".")
        if not (0 < value <= _LAST_KING and is_name) or name in grammar.parts:
            return None
        known = {name, name.rstrip("s"), name.removesuffix("'s")} & grammar.monarchs
        return grammar.speak_monarch(value, name, match, context) if known or len(numeral) > 1 else None

    pattern = re.compile(r"(?P<said>(?P<numeral>[IVX]+)(?:er|re)?\.?)(?!\w)")
    return Rule(name="roman.monarch", pattern=pattern, speak=speak, may_end_sentence=True)


def _sign_rules(grammar: Grammar) -> tuple[Rule, ...]:
    def rule(sign: str, word: str) -> Rule:
        pattern = re.compile(rf"{re.escape(sign)}(?= ?\w)")
        return Rule(name="symbol.sign", pattern=pattern, speak=lambda match, context: _sign_word(word, match, context))

    return tuple(rule(sign, word) for sign, word in grammar.signs.items())


def _sign_word(word: str, match: re.Match[str], context: Context) -> str:
    is_joined = context.text[match.end() : match.end() + 1].isalnum()
    return f"{word} " if is_joined else word
