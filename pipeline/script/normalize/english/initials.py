"""Initials and dotted acronyms -> letters without full stops."""

from __future__ import annotations

import re
from typing import Final

from pipeline.script.normalize.alternation import words
from pipeline.script.normalize.rule import Context, Rule

_BEGINNERS: Final = words("He She It The They We You But And There Then That This His Her What When Who")
_NEXT = re.compile(r" ([A-Z][a-z]*)")


def _speak_chain(match: re.Match[str], context: Context) -> str:
    """`J. R. R.` and `U.S.A.` -> the letters, each a word."""
    del context
    return " ".join(letter for letter in match[0] if letter.isalpha())


def _speak_single(match: re.Match[str], context: Context) -> str | None:
    """`J. Openshaw`, `Josef K. was`; a letter that ends a sentence (`plan B. He left`) keeps its stop."""
    letter, before = match["letter"], context.word_before(match.start())
    following = _NEXT.match(context.text, match.end())
    begins_sentence = following is not None and following[1] in _BEGINNERS
    if begins_sentence or (letter == "I" and not before[:1].isupper()):
        return None
    return letter


def _speak_initials_of_name(match: re.Match[str], context: Context) -> str | None:
    """`N. P. Willis`: what follows is the name, not a sentence."""
    following = _NEXT.match(context.text, match.end())
    is_name = following is not None and following[1] not in _BEGINNERS
    return _speak_chain(match, context) if is_name else None


RULES: Final = (
    Rule(name="initials.chain", pattern=re.compile(r"[A-Z]\.(?: ?[A-Z]\.)+(?= [A-Z])"), speak=_speak_initials_of_name),
    Rule(
        name="initials.chain",
        pattern=re.compile(r"[A-Z]\.(?: ?[A-Z]\.)+(?![a-z])"),
        speak=_speak_chain,
        may_end_sentence=True,
    ),
    Rule(
        name="initials.single", pattern=re.compile(r"(?P<letter>[A-Z])\.(?=,? [A-Za-z]|,|-[A-Z])"), speak=_speak_single
    ),
)
"""For a trigger `initial`."""

TRIGGER: Final = r"(?<![.'])[A-Z]\.(?![a-z])"
"""At the begin of a word."""
