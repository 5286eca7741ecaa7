"""Passages -> the same with decorated initials that are blocks of their own joined to their words.

A typesetter's drop cap may be a frame, a text box or a floating block: a passage of one letter, before one that begins
in the midst of a word; the description of a picture or the number of a page may come between them. Whether `A` before
`lice` is a word of its own is decided by the words of the document.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from typing import Final

from pipeline.manuscript.features import Aside
from pipeline.manuscript.passage import Document, Passage
from pipeline.manuscript.words import count_words, split_words
from pipeline.model import Kind, MarkName, Paragraph, Skip

_INITIAL: Final = re.compile(r"(?P<quote>[“‘\"'«„]?)(?P<letter>[^\W\d_])")
_POSSESSIVES: Final = ("'s", "’s")
_WORDS: Final = frozenset("AIOÀÉY")
"""Letters that are words of their own in the languages we read: joined only to a word that the document has."""
_NUMBERS: Final = frozenset("IVX")
"""Letters that are the numbers of chapters: initials only of a word that the document has."""
_KINDS: Final = frozenset({Kind.PARAGRAPH, Kind.QUOTE})


def join_initials(document: Document) -> Document:
    """Return a document in which every initial stands with its text; the joined word counts under `split-initial`."""
    passages = list(document.passages)
    texts = [place for place, passage in enumerate(passages) if not isinstance(passage.block, Aside)]
    letters = [pair for pair in itertools.pairwise(texts) if _is_letter(*(passages[place] for place in pair))]
    if not letters:
        return document
    known = _known({_candidate(passages[place], passages[after]) for place, after in letters}, passages)
    initials = [(place, after) for place, after in letters if _is_initial(passages[place], passages[after], known)]
    skips = list(document.skips)
    for place, after in reversed(initials):
        passages[after], skip = _joined(passages[place], passages[after], known, document.part)
        del passages[place]
        skips.extend(skip)
    anchors = {name: index - sum(place < index for place, _ in initials) for name, index in document.anchors.items()}
    return replace(document, passages=tuple(passages), skips=tuple(skips), anchors=anchors)


def _known(wanted: set[str], passages: list[Passage]) -> set[str]:
    """Return which words the document has somewhere, as they stand or as possessives; both in small letters."""
    lowered = (_text(passage).lower() for passage in passages)
    telling = "\n".join(text for text in lowered if any(word in text for word in wanted))
    words = set(split_words(telling))
    return wanted & (words | {word[: -len(_POSSESSIVES[0])] for word in words if word.endswith(_POSSESSIVES)})


def _candidate(passage: Passage, following: Passage) -> str:
    """Return the word that a letter and the first word behind it would make, in small letters."""
    return (_text(passage)[-1] + (split_words(_text(following)) or [""])[0]).lower()


def _is_letter(passage: Passage, following: Passage) -> bool:
    """Whether a passage is one capital, and text follows."""
    is_read = bool(_text(following)) and not passage.rule and not following.rule
    is_last = not _is_capital(following)
    return _is_capital(passage) and is_last and is_read and {_kind(passage), _kind(following)} <= _KINDS


def _is_capital(passage: Passage) -> bool:
    found = _INITIAL.fullmatch(_text(passage))
    return found is not None and found["letter"].isupper()


def _is_initial(passage: Passage, following: Passage, known: set[str]) -> bool:
    """Whether what follows a letter begins in the midst of a word or sentence, or goes on with its word in capitals."""
    rest = _text(following)
    first = (split_words(rest) or [""])[0]
    is_known = _candidate(passage, following) in known
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
    calls = (mark for mark in head.marks if mark.name is MarkName.NOTE)
    moved = (replace(mark, start=mark.start + shift, stop=mark.stop + shift) for mark in block.marks)
    place = block.place
    if place is not None and head.place is not None and head.place.part == place.part:
        place = replace(place, start=min(place.start, head.place.start))
    words = count_words(text) - block.announced_words
    lost = initial.words + following.words - words
    where = f"{place.part} {place.start}-{place.stop}" if place is not None else part
    skips = (Skip(rule="split-initial", words=lost, where=where),) if lost else ()
    block = replace(block, text=text, marks=(*calls, *moved), place=place)
    return replace(following, block=block, words=words, calls=(*initial.calls, *following.calls)), skips


def _text(passage: Passage) -> str:
    return passage.block.text if isinstance(passage.block, Paragraph) else ""


def _kind(passage: Passage) -> Kind | None:
    return passage.block.kind if isinstance(passage.block, Paragraph) else None
