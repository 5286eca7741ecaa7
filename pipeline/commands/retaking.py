"""Paragraphs to be recorded again -> takes of each, beside the takes that stand now: `record` and `pickups work`."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Sequence
from typing import Any

from pipeline.adapters.project import ProjectFolder
from pipeline.commands.desk import changed_neighbours, prepare_desk
from pipeline.commands.reading import ChapterLines
from pipeline.commands.recording_session import Recorded, record_missing
from pipeline.recording.comparison import tell_comparison
from pipeline.recording.restitching import beside


def record_again(
    folder: ProjectFolder,
    chapters: Sequence[ChapterLines],
    *,
    only: Collection[str] | None,
    retake: Collection[str] = frozenset(),
    count: int = 1,
    restitches: bool = False,
    **options: Any,
) -> Recorded:
    """Record what has no take, then `count` takes of what is asked for again; the last that passes stands.

    With restitches also the takes beside them (beside any, where only is None) whose neighbours are others now. All of
    it is one run for the budget. Raises as `record_missing` does; what was recorded until then is kept.
    """
    done = [record_missing(folder, chapters, only=only, retake=retake, **options)]
    for _ in range(count - 1):
        done.append(record_missing(_with_rest(folder, done), chapters, only=retake, retake=retake, **options))
    if restitches:
        desk = prepare_desk(folder, chapters)
        stale = beside(changed_neighbours(desk), only)
        if stale:
            done.append(record_missing(_with_rest(folder, done), chapters, only=stale, retake=stale, **options))
    recorded = tuple(take for each in done for take in each.recorded)
    findings = tuple(dict.fromkeys(finding for each in done for finding in each.findings))
    return dataclasses.replace(done[-1], recorded=recorded, reused=done[0].reused, findings=findings)


def format_comparisons(recorded: Recorded) -> tuple[str, ...]:
    """Return a line for each new take that replaces one of the same words: how it differs."""
    return tuple(
        f"{take.paragraph} line {take.line}: {take.id}  {tell_comparison(take.comparison)}"
        for take in recorded.recorded
        if take.comparison is not None
    )


def _with_rest(folder: ProjectFolder, done: Sequence[Recorded]) -> ProjectFolder:
    """Return the folder with what earlier passes have left of the run's budget."""
    budget = folder.project.budget
    if budget.run is None:
        return folder
    spent = sum(take.credits for each in done for take in each.recorded)
    rest = dataclasses.replace(budget, run=max(0.0, budget.run - spent))
    return dataclasses.replace(folder, project=dataclasses.replace(folder.project, budget=rest))
