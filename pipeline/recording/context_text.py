"""Spoken texts around a line -> context text: no tags, whole sentences, the nearest text first."""

from __future__ import annotations

import re
from collections.abc import Iterable

import sentencex

CONTEXT_LIMIT = 1000
"""Characters of context text on one side. ElevenLabs documents no limit (read 2025-04); ours is a little more than the
800 to 900 characters that it advises for the text of one request."""

_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’»)\]]*\s+")
_WORD_END = re.compile(r"\s+")


def text_before(texts: Iterable[str], language: str) -> str:
    """Return what is heard up to here from texts, the nearest given first: the last whole sentences that fit."""
    text = " ".join(reversed(_collect(texts)))
    if len(text) <= CONTEXT_LIMIT:
        return text
    earliest = len(text) - CONTEXT_LIMIT
    for borders in _borders(text, language):
        fitting = [border for border in borders if border >= earliest]
        if fitting:
            return text[min(fitting) :]
    return text[earliest:]


def text_after(texts: Iterable[str], language: str) -> str:
    """Return what is heard from here on from texts, the nearest given first: the first whole sentences that fit."""
    text = " ".join(_collect(texts))
    if len(text) <= CONTEXT_LIMIT:
        return text
    for borders in _borders(text, language):
        fitting = [border for border in borders if len(text[:border].rstrip()) <= CONTEXT_LIMIT]
        if fitting:
            return text[: max(fitting)].rstrip()
    return text[:CONTEXT_LIMIT]


def without_tags(text: str) -> str:
    """Return a text as it is heard: a tag is gone, what it encloses stays, white space is single spaces."""
    return " ".join(_TAG.sub(lambda tag: " " if tag[0].startswith("<break") else "", text).split())


def blank_tags(text: str) -> str:
    """Return a text with spaces in place of its tags: what is heard of it keeps its offsets."""
    return _TAG.sub(lambda tag: " " * len(tag[0]), text)


def _collect(texts: Iterable[str]) -> list[str]:
    """The nearest texts, as many as are needed to pass the limit."""
    collected: list[str] = []
    length = -1
    for text in map(without_tags, texts):
        if length > CONTEXT_LIMIT:
            break
        if text:
            collected.append(text)
            length += len(text) + 1
    return collected


def _borders(text: str, language: str) -> Iterable[list[int]]:
    """Where the text may be cut, the best kind first: sentences, sentences inside a quotation, words."""
    primary = language.partition("-")[0].lower() or "en"
    # sentencex 1.0.32 panics at a space of several bytes behind an initial; offsets stay the same.
    plain = re.sub(r"\s", " ", text)
    starts = [int(sentence["start_index"]) for sentence in sentencex.get_sentence_boundaries(primary, plain)]
    yield [start for start in starts if start > 0]
    yield [end.end() for end in _SENTENCE_END.finditer(text)]
    yield [space.end() for space in _WORD_END.finditer(text)]
