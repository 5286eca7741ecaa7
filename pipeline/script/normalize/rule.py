"""A match at a trigger -> what is spoken for it: the shape of every rule and of a language's table of rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from pipeline.model import Kind

_WORD_BEFORE = re.compile(r"[^\W_][\w'.]*[ ]?$")
_SENTENCE_END = re.compile(r"[”'\"')\]]*(?:\s*$|\s+[\"“‘(']*[A-Z])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The text around a match (folded), and what the rules may ask about it."""

    text: str
    locale: str
    """BCP 47, as the book says it: `en`, `en-GB`."""
    kind: Kind

    @property
    def is_american(self) -> bool:
        """Whether numbers and dates are said the American way."""
        return self.locale == "en-US"

    @property
    def has_month_first(self) -> bool:
        """Whether `10/6` is the sixth of October and `June 3` is said without an article: America, or no region."""
        return self.locale in {"en", "en-US"}

    def word_before(self, start: int) -> str:
        """Return the word that ends at `start` or one space before it, as written; empty where there is none."""
        found = _WORD_BEFORE.search(self.text, max(0, start - 24), start)
        return found[0].rstrip() if found else ""

    def ends_sentence(self, stop: int) -> bool:
        """Return whether a full stop that ends at `stop` can be the end of a sentence."""
        return _SENTENCE_END.match(self.text, stop) is not None


Speak: TypeAlias = Callable[[re.Match[str], Context], str | None]
"""Returns what is spoken for the match, or None where the rule does not apply after all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One way of writing and how it is read aloud."""

    name: str
    """Stable: it stands in maps, traces and reviews."""
    pattern: re.Pattern[str]
    """Matched from the place of a trigger; the group `said`, where there is one, is the range that changes."""
    speak: Speak
    may_end_sentence: bool = False
    """Whether the last full stop of the match, where a sentence can end, is kept for the sentence."""

    def apply(self, start: int, stop: int, context: Context) -> tuple[int, int, str] | None:
        """Return the range and its spoken words for a trigger at `start`, looking no further than `stop`; or None."""
        match = self.pattern.match(context.text, start, stop)
        spoken = self.speak(match, context) if match else None
        if match is None or spoken is None:
            return None
        begin, end = match.span("said") if "said" in self.pattern.groupindex else match.span()
        if self.may_end_sentence and context.text[end - 1] == "." and context.ends_sentence(end):
            end -= 1
        said = _spaced(spoken, context.text, begin, end)
        return (begin, end, said) if begin < end and said != context.text[begin:end] else None


def _spaced(spoken: str, text: str, begin: int, end: int) -> str:
    """Return the words with a space where they would run into a letter or digit beside them: `2B` -> two B."""
    before = " " if spoken[:1].isalnum() and text[begin - 1 : begin].isalnum() else ""
    after = " " if spoken[-1:].isalnum() and text[end : end + 1].isalnum() else ""
    return f"{before}{spoken}{after}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """All rules of one language behind one scan: the trigger finds where something may be said otherwise."""

    trigger: re.Pattern[str]
    """One pattern for the whole text; the name of the group that matched selects the rules."""
    rules: Mapping[str, tuple[Rule, ...]]
    """By group name, the more particular rule first."""
    words: Mapping[str, tuple[Rule, ...]]
    """For the group `word`, by the trigger's text in lower case without its full stop."""

    rare_trigger: re.Pattern[str]
    """A second trigger, costly and seldom needed: used first, in a text with one of `rare_signs`."""
    rare_signs: tuple[str, ...] = ()

    def rules_at(self, seed: re.Match[str]) -> tuple[Rule, ...]:
        """Return the rules to try at a match of the trigger, in order."""
        group = seed.lastgroup or ""
        if group != "word":
            return self.rules[group]
        return self.words.get(seed[0].rstrip(".").lower(), ())
