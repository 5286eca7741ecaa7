"""Points of the compass (`N. N. E.`, `bearing E.`) -> their names."""

from __future__ import annotations

import re
from typing import Final

from pipeline.script.normalize.alternation import words
from pipeline.script.normalize.rule import Context, Rule

_NAMES: Final = {"N": "north", "S": "south", "E": "east", "W": "west"}
_POINTS: Final = words("N E S W NE SE SW NW NNE ENE ESE SSE SSW WSW WNW NNW")
_BEFORE: Final = words(
    "the to by due bearing bore bears course steered steering stood standing quarter of wind winds from towards toward "
    "duly half point between and north south east west"
)
_STREETS: Final = words("dr st ave rd street avenue drive road boulevard blvd")
_AFTER = re.compile(
    r",? (?:point|points|wind|winds|by|of|coast|end|side|bank|shore|corner|slope|face|gale|quarter|half)\b"
)


def _speak_point(match: re.Match[str], context: Context) -> str | None:
    """`N. N. E.` -> north-north-east; one or two letters only where the words beside them speak of a direction."""
    letters = re.sub(r"\W", "", match[0])
    if letters not in _POINTS or not (len(letters) == 3 or _is_direction(match, letters, context)):
        return None
    names = [_NAMES[letter] for letter in letters]
    return "-".join(names) if len(letters) == 3 else "".join(names)


def _is_direction(match: re.Match[str], letters: str, context: Context) -> bool:
    """Return whether a letter is a direction: `bearing E.`, `N. point`, not `Mr. N.` nor `from B.`."""
    if _AFTER.match(context.text, match.end()):
        return True
    before = context.word_before(match.start()).rstrip(".").lower()
    if before in _STREETS:
        return True
    is_name = re.compile(r" (?:[A-Z]\.|[A-Z][a-z])").match(context.text, match.end()) is not None
    is_bearing = before in _BEFORE and (len(letters) > 1 or before not in {"the", "of", "from", "to", "and", "between"})
    return (is_bearing and not is_name) or _is_chain(match, before, context)


def _is_chain(match: re.Match[str], before: str, context: Context) -> bool:
    """Return whether the next word is itself a point: `the N. of N. N. E.`."""
    following = re.compile(r" (?:of|by|to) [NSEW]\.").match(context.text, match.end())
    return following is not None and before in _BEFORE


RULES: Final = (
    Rule(
        name="compass.point",
        pattern=re.compile(r"[NSEW]\.(?: ?[NSEW]\.){0,2}(?! ?[A-Z]\.)"),
        speak=_speak_point,
        may_end_sentence=True,
    ),
)
"""For a trigger `initial`, before the initials of names."""
