"""A line of text without markup -> the kind that it looks like."""

from __future__ import annotations

import re
from typing import Final

from pipeline.model import Kind

_HEADS: Final = (
    re.compile(r"\s*[IVXLC]+\.?\s*"),
    re.compile(r"\s*[IVXLC]+[.:—–] [A-Z“‘][^.!?]{0,60}\s*"),
    re.compile(
        r"\s*(?:chapter|part|book|volume|act|canto|letter|stave) (?:[ivxlc]+|\d+|the \w+)\b.{0,60}", re.IGNORECASE
    ),
)


def guess_kind(line: str) -> Kind:
    """Return HEADING for a chapter's number with or without title (`IV`, `I. The Sculler`), else PARAGRAPH."""
    return Kind.HEADING if any(head.fullmatch(line) for head in _HEADS) else Kind.PARAGRAPH
