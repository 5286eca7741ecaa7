"""Open pickups -> another take of their paragraphs -> pickups that are done.

What stood when the work began is written down first: a run that was killed after its takes stood, and before
pickups.csv told so, is not paid for twice.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.adapters.disk import read_file, write_file
from pipeline.adapters.project import ProjectFolder
from pipeline.commands.desk import Desk
from pipeline.commands.reading import ChapterLines, read_chapters
from pipeline.commands.record import format_recorded
from pipeline.commands.recording_session import prepare_desk
from pipeline.commands.retaking import format_comparisons, record_again
from pipeline.model import Pickup
from pipeline.recording.pickups import close_retakes, retakes_wanted
from pipeline.recording.plan import chosen_after

Standing = Mapping[str, tuple[str, ...]]
"""The takes that stand, by paragraph."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """What came of working through a list."""

    pickups: tuple[Pickup, ...]
    done: int
    told: tuple[str, ...]
    """What was recorded, how it differs from what stood, and what could not be: a line each."""


def work_through(
    folder: ProjectFolder,
    pickups: Sequence[Pickup],
    *,
    keep: Callable[[Sequence[Pickup]], None],
    count: int = 1,
    restitches: bool = False,
    workers: int | None = None,
) -> Worked:
    """Record another take for each open retake, and keep the list with those done whose new take stands.

    The caller holds the project. Raises as `record_missing` does; the list is kept as far as it came.
    """
    chapters = read_chapters(folder)
    begun_file = folder.build / "pickups-begun.json"
    desk = prepare_desk(folder, chapters)
    wanted = retakes_wanted(pickups)
    begun = {**_standing(desk, wanted), **_read_begun(begun_file)}
    left = frozenset(name for name in wanted if name in begun and not _is_new(_standing(desk, wanted), begun, name))
    told: list[str] = []
    if left:
        write_file(begun_file, json.dumps({name: begun[name] for name in wanted if name in begun}).encode())
    try:
        if left:
            told = _record(folder, chapters, left, count=count, restitches=restitches, workers=workers)
    finally:
        after = _standing(prepare_desk(folder, chapters), wanted)
        closed = close_retakes(pickups, {name for name in wanted if _is_new(after, begun, name)})
        keep(closed)
        begun_file.unlink(missing_ok=True)
    done = sum(new.state is not old.state for new, old in zip(closed, pickups, strict=True))
    return Worked(pickups=closed, done=done, told=tuple(told))


def _record(
    folder: ProjectFolder,
    chapters: Sequence[ChapterLines],
    paragraphs: frozenset[str],
    *,
    count: int,
    restitches: bool,
    workers: int | None,
) -> list[str]:
    recorded = record_again(
        folder, chapters, only=paragraphs, retake=paragraphs, count=count, restitches=restitches, workers=workers
    )
    findings = (f"{finding.where}: {finding.message}" for finding in recorded.findings)
    return [format_recorded(recorded), *format_comparisons(recorded), *findings]


def _standing(desk: Desk, paragraphs: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return the takes that stand for each of these paragraphs; those that are not spoken any more are left out."""
    chosen = {entry.paragraph: tuple(take.take for take in entry.takes) for entry in chosen_after(desk.plan, {})}
    spoken = {planned.lines.paragraph for planned in desk.plan.paragraphs if planned.lines.lines}
    return {name: chosen.get(name, ()) for name in paragraphs if name in spoken}


def _is_new(now: Standing, begun: Standing, paragraph: str) -> bool:
    """Return whether every take of a paragraph is another than when the work began."""
    takes = now.get(paragraph, ())
    return bool(takes) and not set(takes) & set(begun.get(paragraph, ()))


def _read_begun(path: Path) -> dict[str, tuple[str, ...]]:
    """Return what a killed run has written down; nothing where there was none, or it cannot be read."""
    try:
        content = json.loads(read_file(path) or b"{}")
        return {str(name): tuple(map(str, takes)) for name, takes in content.items()}
    except (ValueError, AttributeError, TypeError):
        return {}
