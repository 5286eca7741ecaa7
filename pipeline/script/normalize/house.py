"""A book's own rules (`[normalizer]` of book.toml), a folded text -> what they say; which of ours they veto."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from pipeline.model import HouseRules
from pipeline.script.normalize.folding import fold
from pipeline.script.normalize.languages import all_rules

PREFIX: Final = "house."
"""Before the name of a book's own rule, in maps and traces."""
_MARKED: Final = ("marked.roman", "marked.ordinal", "marked.initialism", "marked.abbreviation", "marked.name")


def find_house_changes(text: str, house: HouseRules) -> Iterator[tuple[int, int, str, str]]:
    """Yield range, spoken words and rule of each place where a rule of the book applies; rules in order."""
    for name, pattern, spoken, is_pattern in _compiled(house):
        for match in pattern.finditer(text):
            said = match.expand(spoken) if is_pattern else spoken
            if match.start() < match.end() and said != match[0]:
                yield (*match.span(), said, f"{PREFIX}{name}")


@lru_cache(maxsize=1 << 12)
def is_vetoed(rule: str, house: HouseRules) -> bool:
    """Return whether the book vetoes a rule, by its name (`money.sum`) or its family's (`money`)."""
    return rule in house.veto or rule.partition(".")[0] in house.veto


def known_names() -> frozenset[str]:
    """Return what a book can veto: the name of every rule of every language, and of every family of rules."""
    names = {rule.name for rule in all_rules()} | {"number.foreign", *_MARKED}
    return frozenset(names | {name.partition(".")[0] for name in names})


@lru_cache(maxsize=64)
def _compiled(house: HouseRules) -> tuple[tuple[str, re.Pattern[str], str, bool], ...]:
    return tuple(
        (rule.name, re.compile(fold(rule.pattern).text), rule.spoken, True)
        if rule.pattern
        else (rule.name, _exact(fold(rule.text).text), rule.spoken, False)
        for rule in house.rules
    )


def _exact(text: str) -> re.Pattern[str]:
    """Return a pattern for a text where it is not a part of a longer word."""
    before = r"(?<!\w)" if text[:1].isalnum() else ""
    after = r"(?!\w)" if text[-1:].isalnum() else ""
    return re.compile(f"{before}{re.escape(text)}{after}")
