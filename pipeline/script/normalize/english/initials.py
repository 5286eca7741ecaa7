"""Initials and dotted acronyms -> letters without full stops."""

from __future__ import annotations

import re
from typing import Final

from pipeline.script.normalize.alternation import words
from pipeline.script.normalize.english.letters import spell
from pipeline.script.normalize.rule import Context, Rule

_BEGINNERS: Final = words(
    "He She It The They We You I A An But And There Then That This These Those His Her What When Who Why How Where "
    "Well Oh Ah Yes No If As For From My Not Now So To In On At By Let Try Come Go Look Did Do Is Are Was Were Have "
    "Had Has Can Could Would Will Shall Should May Must Perhaps Indeed Here Some All Our Their Your After Before"
)
_NEXT = re.compile(r" ([A-Z][a-z]*)")
_PRAENOMINA: Final = {"C": "Gaius", "L": "Lucius", "M": "Marcus", "P": "Publius", "Q": "Quintus", "T": "Titus"}
_ROMAN_NAMES: Final = (
    r"(?:[A-Z][a-z]+ius|Antonin(?:us)?|Verus|Agrippa|Crassus|Brutus|Lepidus|Regulus|Metellus|Marcellus)"
)
"""What follows a Roman first name."""


def _speak_chain(match: re.Match[str], context: Context) -> str:
    """`J. R. R.` and `U.S.A.` -> the letters, each a word."""
    del context
    return spell(match[0])


def _speak_single(match: re.Match[str], context: Context) -> str | None:
    """`J. Openshaw`, `Josef K. was`; a letter that ends a sentence (`plan B. He left`) keeps its stop.

    So does an A: without it, engines read the article.
    """
    letter, before = match["letter"], context.word_before(match.start())
    following = _NEXT.match(context.text, match.end())
    begins_sentence = following is not None and following[1] in _BEGINNERS
    if begins_sentence or letter == "A" or (letter == "I" and not before[:1].isupper()):
        return None
    return letter


def _speak_praenomen(match: re.Match[str], context: Context) -> str | None:
    """`M. Antoninus` -> Marcus; in `J. M. Fabius` it is an initial."""
    return None if context.word_before(match.start()).endswith(".") else _PRAENOMINA[match["letter"]]


def _speak_initials_of_name(match: re.Match[str], context: Context) -> str | None:
    """`N. P. Willis`: what follows is the name, not a sentence."""
    following = _NEXT.match(context.text, match.end())
    is_name = following is not None and following[1] not in _BEGINNERS
    return _speak_chain(match, context) if is_name else None


PRAENOMINA: Final = (
    Rule(
        name="initials.praenomen",
        pattern=re.compile(rf"(?P<letter>[CLMPQT])\.(?= {_ROMAN_NAMES}\b)"),
        speak=_speak_praenomen,
    ),
)
"""For a trigger `initial`, and for the word `M.` before Monsieur."""

RULES: Final = (
    *PRAENOMINA,
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
