"""States of the Union and what follows them in an address (`Boston, Mass.`, `UT 84116`) -> names, digits."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from pipeline.script.normalize.alternation import alternation
from pipeline.script.normalize.numerals import digits
from pipeline.script.normalize.rule import Context, Rule, Speak

_SHORT: Final = {
    "Ala": "Alabama", "Ariz": "Arizona", "Ark": "Arkansas", "Cal": "California", "Calif": "California",
    "Colo": "Colorado", "Conn": "Connecticut", "Del": "Delaware", "Fla": "Florida", "Ga": "Georgia",
    "Ill": "Illinois", "Ind": "Indiana", "Kan": "Kansas", "Ky": "Kentucky", "La": "Louisiana", "Mass": "Massachusetts",
    "Md": "Maryland", "Mich": "Michigan", "Minn": "Minnesota", "Miss": "Mississippi", "Mo": "Missouri",
    "Mont": "Montana", "Neb": "Nebraska", "Nev": "Nevada", "Okla": "Oklahoma", "Ore": "Oregon", "Pa": "Pennsylvania",
    "Penn": "Pennsylvania", "Tenn": "Tennessee", "Tex": "Texas", "Va": "Virginia", "Vt": "Vermont",
    "Wash": "Washington", "Wis": "Wisconsin", "Wyo": "Wyoming",
}  # fmt: skip
"""The traditional abbreviations, as printed after the name of a town."""
_WORDS: Final = frozenset({"Ill", "Ind", "La", "Mass", "Miss", "Mo", "Ore", "Pa", "Wash", "Ark"})
"""These are words too (`Yes, Miss.`); they are states before a comma."""
_INITIALS: Final = {
    "N.Y": "New York", "N.J": "New Jersey", "N.H": "New Hampshire", "N.C": "North Carolina", "S.C": "South Carolina",
    "R.I": "Rhode Island", "W.Va": "West Virginia", "N.Mex": "New Mexico", "D.C": "D C",
}  # fmt: skip
_POSTAL: Final = {
    "AK": "Alaska", "AL": "Alabama", "AR": "Arkansas", "AZ": "Arizona", "CA": "California", "CO": "Colorado",
    "CT": "Connecticut", "DC": "D C", "DE": "Delaware", "FL": "Florida", "GA": "Georgia", "HI": "Hawaii", "IA": "Iowa",
    "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "KS": "Kansas", "KY": "Kentucky", "LA": "Louisiana",
    "MA": "Massachusetts", "MD": "Maryland", "ME": "Maine", "MI": "Michigan", "MN": "Minnesota", "MO": "Missouri",
    "MS": "Mississippi", "MT": "Montana", "NC": "North Carolina", "ND": "North Dakota", "NE": "Nebraska",
    "NH": "New Hampshire", "NJ": "New Jersey", "NM": "New Mexico", "NV": "Nevada", "NY": "New York", "OH": "Ohio",
    "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania", "RI": "Rhode Island", "SC": "South Carolina",
    "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VA": "Virginia", "VT": "Vermont",
    "WA": "Washington", "WI": "Wisconsin", "WV": "West Virginia", "WY": "Wyoming",
}  # fmt: skip
"""The codes of the United States Postal Service (Publication 28, appendix B)."""
_AFTER_TOWN: Final = r"(?:(?<=[a-z], )|(?<=[A-Z], )|(?<=[a-z]_, )|(?<=[a-z] \())"


def _speak_name(name: str) -> Speak:
    def speak(match: re.Match[str], _context: Context) -> str:
        return name.upper() if match[0][:2].isupper() and len(match[0]) > 4 else name

    return speak


def _speak_zip(match: re.Match[str], context: Context) -> str:
    """`UT 84116` -> Utah eight four one one six."""
    code = ", ".join(digits(part, context.locale) for part in match["zip"].split("-"))
    return f"{_POSTAL[match['state']]}{match['between']}{code}"


def _state_rules(short: str, name: str) -> tuple[Rule, ...]:
    pattern = rf"{_AFTER_TOWN}(?:{re.escape(short)}|{re.escape(short.upper())})\.{'(?=,)' if short in _WORDS else ''}"
    return (Rule(name="address.state", pattern=re.compile(pattern), speak=_speak_name(name), may_end_sentence=True),)


WORDS: Final[Mapping[str, tuple[Rule, ...]]] = {
    short.lower(): _state_rules(short, name) for short, name in {**_SHORT, **_INITIALS}.items()
}
"""For a trigger `word`, before what else the letters are short for."""

INITIAL_RULES: Final = tuple(
    rule for short, name in _INITIALS.items() if short != "D.C" for rule in _state_rules(short, name)
)
"""For a trigger `initial`."""

ZIP_RULES: Final = (
    Rule(
        name="address.zip",
        pattern=re.compile(
            rf"(?P<state>{alternation(_POSTAL)})(?P<between>,? )(?P<zip>\d{{5}}(?:-\d{{4}})?)(?![\w,]\d|\d)"
        ),
        speak=_speak_zip,
    ),
)
"""For a trigger `capitals`."""

TRIGGER: Final = rf"{alternation([*_SHORT, *(short.upper() for short in _SHORT)])}\.(?=[,;:)\]”’'\" ]|$)"
"""At the begin of a word."""
ZIP_TRIGGER: Final = rf"{alternation(_POSTAL)}(?=,? \d{{5}}\b)"
