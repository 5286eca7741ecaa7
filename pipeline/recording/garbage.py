"""Takes, and what any lock names -> the objects that nobody needs any more."""

from __future__ import annotations

import re
from collections.abc import Collection

from pipeline.recording.records import TakeIndex

_OBJECT = re.compile(r'"object":\s*"([0-9a-f]{64})"')


def find_objects(text: str) -> frozenset[str]:
    """Return the objects that a takes.lock names, also one that cannot be read because a conflict was left in it."""
    return frozenset(_OBJECT.findall(text))


def find_garbage(
    index: TakeIndex, *, present: Collection[str], named: Collection[str], recorded_before: str
) -> tuple[str, ...]:
    """Return the hashes of objects that are here, that no lock names, and whose takes are all older; sorted.

    named are the objects of every takes.lock of every ref and of the working tree; recorded_before is ISO 8601, UTC.
    An object of no take at all (a run was killed before its journal line) has no age and stays.
    """
    youngest: dict[str, str] = {}
    for take in index.takes.values():
        youngest[take.object] = max(youngest.get(take.object, ""), take.recorded_at)
    kept = frozenset(named)
    return tuple(
        sorted(name for name in present if name in youngest and name not in kept and youngest[name] < recorded_before)
    )
