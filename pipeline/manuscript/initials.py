"""Passages -> the same with decorated initials that are blocks of their own joined to their words.

A typesetter's drop cap may be a frame, a text box or a floating block: a passage of one letter, before one that begins
in the midst of a word. Whether `A` before `lice` is a word of its own is decided by the words of the document.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from pipeline.manuscript.passage import Document, Passage
from pipeline.manuscript.words import count_words, split_words
from pipeline.model import Kind, Mark, Paragraph, Skip

_INITIAL: Final = re.compile(r"(?P<quote>[“‘\"'«„]?)(?P<letter>[^\W\d_])")
_POSSESSIVE: Final = re.compile("['’]s$")
_WORDS: Final = frozenset("AIOÀÉY")
"""Letters that are words of their own in the languages we read: joined only to a word that the document has."""
_NUMBERS: Final = frozenset("IVX")
"""Letters that are the numbers of chapters: initials only of a word that the document has."""
_KINDS: Final = frozenset({Kind.PARAGRAPH, Kind.QUOTE})


def join_initials(document: Document) -> Document:
    """Return a document in which every initial stands with its text; the joined word counts under `split-initial`."""
    passages = list(document.passages)
    letters = [place for place in range(len(passages) - 1) if _is_letter(passages[place], passages[place + 1])]
    if not letters:
        return document
    words = (word.lower() for passage in passages for word in split_words(_text(passage)))
    known = {form for word in words for form in (word, _POSSESSIVE.sub("", word))}
    places = [place for place in letters if _is_initial(passages[place], passages[place + 1], known)]
    skips = list(document.skips)
    for place in reversed(places):
        joined, skip = _joined(passages[place], passages[place + 1], known, document.part)
        passages[place : place + 2] = [joined]
        skips.extend(skip)
    anchors = {name: index - sum(place < index for place in places) for name, index in document.anchors.items()}
    return replace(document, passages=tuple(passages), skips=tuple(skips), anchors=anchors)


def _is_letter(passage: Passage, following: Passage) -> bool:
    """Whether a passage is one capital, and text follows."""
    found = _INITIAL.fullmatch(_text(passage))
    is_read = bool(_text(following)) and not passage.rule and not following.rule
    return bool(found and found["letter"].isupper()) and is_read and {_kind(passage), _kind(following)} <= _KINDS


def _is_initial(passage: Passage, following: Passage, known: set[str]) -> bool:
    """Whether what follows a letter begins in the midst of a word or sentence, or goes on with its word in capitals."""
    rest = _text(following)
    first = (split_words(rest) or [""])[0]
    is_known = (_text(passage)[-1] + first).lower() in known
    if _text(passage) in _NUMBERS or not rest[0].islower():
        return is_known and (rest[0].islower() or (len(first) > 1 and first.isupper()))
    return True


def _joined(initial: Passage, following: Passage, known: set[str], part: str) -> tuple[Passage, tuple[Skip, ...]]:
    """Return both as one passage, and what the account has for the white space that was between."""
    head, block = initial.block, following.block
    if not isinstance(head, Paragraph) or not isinstance(block, Paragraph):
        return following, ()
    letter = head.text[-1]
    first = split_words(block.text)[0].lower() if split_words(block.text) else ""
    is_word = letter in _WORDS and letter.lower() + first not in known
    between = " " if is_word else ""
    text = f"{head.text}{between}{block.text}"
    shift = len(head.text) + len(between)
    marks = tuple(
        Mark(start=mark.start + shift, stop=mark.stop + shift, name=mark.name, value=mark.value) for mark in block.marks
    )
    place = block.place
    if place is not None and head.place is not None and head.place.part == place.part:
        place = replace(place, start=min(place.start, head.place.start))
    words = count_words(text)
    lost = initial.words + following.words - words
    where = f"{place.part} {place.start}-{place.stop}" if place is not None else part
    skips = (Skip(rule="split-initial", words=lost, where=where),) if lost else ()
    return replace(following, block=replace(block, text=text, marks=marks, place=place), words=words), skips


def _text(passage: Passage) -> str:
    return passage.block.text if isinstance(passage.block, Paragraph) else ""


def _kind(passage: Passage) -> Kind | None:
    return passage.block.kind if isinstance(passage.block, Paragraph) else None
