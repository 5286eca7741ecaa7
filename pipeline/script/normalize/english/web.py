"""Addresses of the web and of mail -> words."""

from __future__ import annotations

import re
from typing import Final

from pipeline.script.normalize.numerals import digits
from pipeline.script.normalize.rule import Context, Rule

_SIGNS: Final = {".": "dot", "/": "slash", "@": "at", "-": "dash", "_": "underscore", ":": "colon", "~": "tilde"}
_PIECE = re.compile(r"[A-Za-z]+|\d+|[./@_:~-]")
_ENDINGS: Final = "com|org|net|edu|gov|info|io|co\\.uk|ac\\.uk|de|fr|eu"


def _spell(piece: str, context: Context) -> str:
    if piece.isdecimal():
        return digits(piece, context.locale)
    return "w w w" if piece == "www" else _SIGNS.get(piece, piece)


def _speak_address(match: re.Match[str], context: Context) -> str:
    return " ".join(_spell(piece, context) for piece in _PIECE.findall(match["address"].rstrip("/")))


RULES: Final = (
    Rule(
        name="web.address",
        pattern=re.compile(r"(?:https?://)?(?P<address>[\w.~/@:-]*[\w/])"),
        speak=_speak_address,
    ),
)
"""For a trigger `web`."""

TRIGGER: Final = rf"\bhttps?://\S|\bwww\.\w|\b[\w.-]{{1,64}}@\w|\b[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{0,5}}\.(?:{_ENDINGS})\b(?=[/\s,;:)]|\.?$)"
"""Tried only in a text with one of `SIGNS`."""
SIGNS: Final = (
    "@",
    "://",
    "www.",
    *(f".{ending}" for ending in ("com", "org", "net", "edu", "gov", "info", "io", "co.uk", "ac.uk", "de", "fr", "eu")),
)
