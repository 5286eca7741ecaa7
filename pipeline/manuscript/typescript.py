"""Passages of an author's typescript -> the same with what belongs to the sheets marked, and who wrote what.

A submission manuscript (https://www.shunn.net/format/) opens with the author's address and a count of words, then the
title and a by-line, and closes with THE END or -30-. None of it is the book; all of it is words of the source.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from pipeline.manuscript.passage import Passage
from pipeline.model import Paragraph

_ADDRESS: Final = re.compile(
    r"\b(?:approx\w*|about|circa|ca?\.|word ?count)?\W*\d[\d,.  ]*\s*(?:words|wörter|mots|palabras|parole)\b"
    r"|\bword ?count\b|[\w.+-]+@[\w-]+\.\w+|\b(?:tel|phone|telephone|mobile)\b\W*[\d+(]",
    re.IGNORECASE,
)
_HEAD_PASSAGES: Final = 12
_HEAD_WORDS: Final = 90
_BYLINE: Final = re.compile(
    r"(?:(?:a|an|ein|eine|un|une|una)?\s*(?:novel|novella|story|short story|memoir|roman|novela|romanzo)\s+)?"
    r"(?:by|von|par|de|di|door|av)\s+(?P<name>\S.{1,80})",
    re.IGNORECASE,
)
_END: Final = re.compile(
    r"[\W_]*(?:the end|end|finis|fin|ende|fine|einde|slut|end of (?:book|manuscript)|-30-|30)[\W_]*", re.IGNORECASE
)
_END_PASSAGES: Final = 3
_TITLE_WORDS: Final = 15


def mark_address(passages: list[Passage], *, stop: int) -> int:
    """Leave out the address block before the title, and return the place after it; 0 where there is none.

    `stop` is the place of the first title or heading. A block without an e-mail address, a telephone number or a count
    of words is none.
    """
    places = [place for place in range(stop) if passages[place].words and not passages[place].rule]
    text = "\n".join(_text(passages[place]) for place in places)
    words = sum(passages[place].words for place in places)
    if not places or len(places) > _HEAD_PASSAGES or words > _HEAD_WORDS or not _ADDRESS.search(text):
        return 0
    for place in places:
        passages[place] = replace(passages[place], rule="content.manuscript-head")
    return stop


def mark_end(passages: list[Passage]) -> None:
    """Leave out THE END among the last passages that are read."""
    worded = [place for place, passage in enumerate(passages) if passage.words and not passage.rule]
    for place in worded[:0:-1][:_END_PASSAGES]:
        if is_end(_text(passages[place])):
            passages[place] = replace(passages[place], rule="end-mark")


def is_end(text: str) -> bool:
    """Whether a text says no more than that the book ends here."""
    return _END.fullmatch(text) is not None


def read_title(passages: list[Passage], *, start: int, stop: int) -> tuple[str, str]:
    """Return title and author from a title page: a short line, and after it the by-line; empty without a by-line."""
    lines = [
        line.strip()
        for passage in passages[start:stop]
        if isinstance(passage.block, Paragraph) and not passage.rule
        for line in _text(passage).split("\n")
    ]
    for index, line in enumerate(lines):
        joined = " ".join(lines[index : index + 2]) if line.lower() in ("by", "von", "par", "de", "di") else line
        found = _BYLINE.fullmatch(joined)
        if found and index > 0 and len(lines[index - 1].split()) <= _TITLE_WORDS:
            return lines[index - 1], found["name"].strip()
    return "", ""


def _text(passage: Passage) -> str:
    return passage.block.text if isinstance(passage.block, Paragraph) else ""
