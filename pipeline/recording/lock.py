"""Chosen takes <-> takes.lock.

JSON Lines, one paragraph a line in script order with sorted keys: two people's changes to different paragraphs merge.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from pipeline.errors import TakesError
from pipeline.model import ChosenTakes
from pipeline.recording.records import TakeIndex
from pipeline.recording.rows import row_of, value_of


def format_lock(chosen: Iterable[ChosenTakes]) -> str:
    """Return the text of takes.lock; the order is the caller's, that of the script."""
    rows = (json.dumps(row_of(entry), sort_keys=True, ensure_ascii=False) for entry in chosen)
    return "".join(f"{row}\n" for row in rows)


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


def _entry_of(line: str) -> ChosenTakes | None:
    try:
        return value_of(ChosenTakes, json.loads(line))
    except ValueError:
        return None
