"""Planned paragraphs -> what a person has to decide before anything is recorded over what is there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Final

from pipeline.model import Finding, Take
from pipeline.recording.external import is_external
from pipeline.recording.planned import PlannedParagraph

_LOCKED_DIFFERS: Final = "its takes are locked and say something else than the script; unlock it to record it again"
_LOCKED: Final = "another take is asked for, but its takes are locked; unlock it first"
_EXTERNAL_DIFFERS: Final = (
    "a person recorded other words than are written now, so nothing stands for it and nothing is recorded: add a new "
    "recording (`declaim takes add`), keep this one (`takes accept`), or refuse it (`takes reject`) to have the cast "
    "speak"
)
_EXTERNAL: Final = (
    "another take is asked for, but a person's recording stands: add another (`declaim takes add`), or refuse this one "
    "first (`takes reject`)"
)


def tell_locked(planned: Iterable[PlannedParagraph], retake: Collection[str]) -> Iterator[Finding]:
    """Yield a finding for each locked paragraph that the script says otherwise, or of which a take is asked for."""
    for paragraph in planned:
        if not (paragraph.stands_whole and paragraph.is_locked):
            continue
        where = paragraph.lines.paragraph
        if not paragraph.says([entry.key for _, entry in paragraph.entries]):
            yield Finding(code="take.locked-differs", where=where, message=_LOCKED_DIFFERS)
        if where in retake:
            yield Finding(code="take.locked", where=where, message=_LOCKED)


def tell_external(planned: Iterable[PlannedParagraph], retake: Collection[str]) -> Iterator[Finding]:
    """Yield a finding for each paragraph that a person recorded with other words, or that a take is asked for of."""
    for paragraph in planned:
        where = paragraph.lines.paragraph
        if paragraph.is_held:
            yield Finding(code="take.external-differs", where=where, message=_EXTERNAL_DIFFERS)
        has_external = any(is_external(entry.key) for _, entry in paragraph.entries)
        if where in retake and has_external and not paragraph.is_locked:
            yield Finding(code="take.external", where=where, message=_EXTERNAL)


def tell_doubtful(held: Iterable[tuple[tuple[str, int], Take]]) -> Iterator[Finding]:
    """Yield a finding for each line whose take waits for a person to listen."""
    for (paragraph, line), take in held:
        found = "; ".join(f"{finding.code}: {finding.message}" for finding in take.findings)
        message = f"take {take.id} is doubtful ({found}); listen to it, then choose it, reject it or record another"
        yield Finding(code="take.needs-listening", where=f"{paragraph} line {line}", message=message)
