"""Chosen takes <-> takes.lock.

JSON Lines, one paragraph a line in script order with sorted keys: two people's changes to different paragraphs merge.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from json.encoder import encode_basestring as _text

from pipeline.errors import TakesError
from pipeline.model import ChosenTakes
from pipeline.recording.records import TakeIndex
from pipeline.recording.rows import value_of


def format_lock(chosen: Iterable[ChosenTakes]) -> str:
    """Return the text of takes.lock; the order is the caller's, that of the script."""
    return "".join(f"{_row_of(entry)}\n" for entry in chosen)


def parse_lock(text: str) -> tuple[ChosenTakes, ...]:
    """Return what takes.lock says. Raises TakesError with every line that cannot be read, or a paragraph told twice."""
    chosen: dict[str, ChosenTakes] = {}
    problems: list[str] = []
    for number, line in enumerate(text.removesuffix("\n").split("\n") if text else (), start=1):
        entry = _entry_of(line)
        if entry is None:
            problems.append(f"line {number}: not a choice of takes: {line[:60]}")
        elif entry.paragraph in chosen:
            problems.append(f"line {number}: {entry.paragraph} stands in an earlier line already")
        else:
            chosen[entry.paragraph] = entry
    if problems:
        raise TakesError(
            "takes.lock cannot be read (a merge conflict left in it?); resolve it, or remove the file: "
            "it is rebuilt from the journal of the take store",
            problems=tuple(problems),
        )
    return tuple(chosen.values())


def rebuild_lock(index: TakeIndex, *, order: Sequence[str]) -> tuple[ChosenTakes, ...]:
    """Return the choices that the journal tells for the paragraphs of the script, in that order."""
    return tuple(index.choices[paragraph] for paragraph in order if paragraph in index.choices)


def _row_of(entry: ChosenTakes) -> str:
    """Return the row of a paragraph; written by hand, because a long book's ten thousand are written at checkpoints."""
    takes = ", ".join(
        f'{{"key": {_text(take.key)}, "object": {_text(take.object)}, "take": {_text(take.take)}}}'
        for take in entry.takes
    )
    locked = '"is_locked": true, ' if entry.is_locked else ""
    paragraph, source_key = _text(entry.paragraph), _text(entry.source_key)
    return f'{{{locked}"paragraph": {paragraph}, "source_key": {source_key}, "takes": [{takes}]}}'


@lru_cache(maxsize=1 << 16)
def _entry_of(line: str) -> ChosenTakes | None:
    try:
        return value_of(ChosenTakes, json.loads(line))
    except ValueError:
        return None
