"""The tables in `normalize_cases` -> written sentences, and every way of saying them that is right.

A row has class, locale, source and a text; each range that is spoken otherwise stands as `{written→spoken}`, with
`|` between readings of which each is right. What is outside the braces has to be spoken as it is written.
"""

from __future__ import annotations

import csv
import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

CASES = Path(__file__).parent / "normalize_cases"
_CHANGE = re.compile(r"\{([^{}→]*)→([^{}→]*)\}")
_AND = re.compile(r"\b(hundred|thousand|million|pounds?|dollars?|shillings?|feet|degrees|point) and\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One sentence."""

    category: str
    locale: str
    source: str
    written: str
    spoken: tuple[str, ...]


def read_cases(language: str) -> tuple[Case, ...]:
    """Return the cases of one table, `en.tsv` for `en`."""
    with (CASES / f"{language}.tsv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return tuple(
        Case(
            category=row["class"],
            locale=row["locale"],
            source=row["source"],
            written=_CHANGE.sub(lambda match: match[1], row["text"]),
            spoken=_readings(row["text"]),
        )
        for row in rows
    )


def _readings(text: str) -> tuple[str, ...]:
    """Return the text in every combination of its readings."""
    parts = _CHANGE.split(text)
    choices = [[part] if place % 3 == 0 else part.split("|") for place, part in enumerate(parts) if place % 3 != 1]
    return tuple("".join(chosen) for chosen in itertools.product(*choices))


def canonical(spoken: str, locale: str) -> str:
    """Return what is heard of a text: no case, hyphens, punctuation; in English no "and" after hundred, pounds, ..."""
    heard = spoken.lower().replace("’", "'").replace("&", " ampersand ").replace("+", " plus-sign ")
    heard = re.sub(r"[^\w\s'°⸺⸻£$€%§¶#=<>]|_", " ", heard)
    heard = " ".join(re.sub(r"(?<!\w)'|'(?!\w)", " ", heard).split())
    return _AND.sub(r"\1", heard) if locale.startswith("en") else heard


def misses(cases: tuple[Case, ...], say: Callable[[Case], str]) -> list[tuple[str, str, str, str]]:
    """Return class, written, spoken and the first right reading of each case that is read wrongly."""
    found = []
    for case in cases:
        spoken = say(case)
        if canonical(spoken, case.locale) not in {canonical(each, case.locale) for each in case.spoken}:
            found.append((case.category, case.written, spoken, case.spoken[0]))
    return found
