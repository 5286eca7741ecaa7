"""The families of English rules -> one trigger and one table, in order of precedence."""

from __future__ import annotations

import re
from typing import Final

from pipeline.script.normalize.english import (
    abbreviations,
    acronyms,
    citations,
    compass,
    dates,
    dialled,
    initials,
    measures,
    money,
    quantities,
    references,
    roman,
    science,
    states,
    symbols,
    times,
    web,
)
from pipeline.script.normalize.english.quantities import FRACTIONS
from pipeline.script.normalize.rule import Language, Rule

_NUMBER: Final = (
    r"[£$€¥₩₹₤](?= ?[\d½¼¾.])"
    r"|\((?=\d{3}\) ?\d{3}-)"
    r"|\+(?<![\w,]\+)(?=\d)"
    r"|-(?<![^\s(“\"]-)(?=[\d½¼¾.])"
    r"|'(?=\d\ds?(?!\w))"
    rf"|[\d{FRACTIONS}](?<![^\W_][\d{FRACTIONS}])"
    r"|\.(?<![\w.]\.)(?=\d)"
)
"""Each branch begins with its sign, because a branch that cannot begin costs least; it looks back afterwards."""


def _merged(*tables: dict[str, tuple[Rule, ...]]) -> dict[str, tuple[Rule, ...]]:
    keys = dict.fromkeys(key for table in tables for key in table)
    return {key: tuple(rule for table in tables for rule in table.get(key, ())) for key in keys}


ENGLISH: Final = Language(
    trigger=re.compile(
        rf"(?P<number>{_NUMBER})"
        r"|\b(?:"
        rf"(?P<month>{dates.MONTH_TRIGGER})"
        rf"|(?P<part>{roman.PART_TRIGGER})"
        rf"|(?P<word>{references.TRIGGER}|{abbreviations.TRIGGER}|{states.TRIGGER})"
        rf"|(?P<initial>{initials.TRIGGER})"
        rf"|(?P<capitals>{acronyms.TRIGGER}|{states.ZIP_TRIGGER}|US\$(?=\d))"
        rf"|(?P<roman>{roman.WORD_TRIGGER})"
        r"|(?P<control>Ctrl\b))"
        rf"|(?P<rate>{money.RATE_TRIGGER})"
        rf"|(?P<symbol>{symbols.SYMBOL_TRIGGER})"
    ),
    rules={
        "number": (
            *dialled.NUMBER_RULES,
            *references.NUMBER_RULES,
            *citations.NUMBER_RULES,
            *symbols.NUMBER_RULES,
            *acronyms.NUMBER_RULES,
            *dates.NUMBER_RULES,
            *dialled.SERIAL_RULES,
            *times.NUMBER_RULES,
            *quantities.OLD_ORDINALS,
            *money.RULES,
            *measures.RULES,
            *quantities.RULES,
        ),
        "month": dates.MONTH_RULES,
        "part": roman.PART_RULES,
        "initial": (
            *roman.HEADING_RULES,
            *citations.ROMAN_RULES,
            *roman.STOPPED_MONARCH_RULES,
            *acronyms.INITIAL_RULES,
            *states.INITIAL_RULES,
            *compass.RULES,
            *initials.RULES,
        ),
        "capitals": (*money.RULES, *states.ZIP_RULES, *acronyms.RULES),
        "roman": (*roman.HEADING_RULES, *citations.ROMAN_RULES, *roman.RULES),
        "rate": money.RATE_RULES,
        "control": symbols.CONTROL_RULES,
        "symbol": (*science.SYMBOL_RULES, *symbols.SYMBOL_RULES),
        "web": web.RULES,
        "formula": science.FORMULA_RULES,
    },
    words=_merged(dict(references.WORDS), dict(states.WORDS), dict(abbreviations.WORDS), {"m": initials.RULES}),
    rare_trigger=re.compile(rf"(?P<web>{web.TRIGGER})|(?P<formula>{science.FORMULA_TRIGGER})"),
    rare_signs=(*web.SIGNS, *science.SIGNS),
)
"""The rules of English, for every `en` and `en-*`."""
