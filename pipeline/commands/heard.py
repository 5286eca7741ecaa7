"""A project folder and its lines -> the takes that are heard, in order, for each paragraph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.adapters.project import ProjectFolder
from pipeline.adapters.takes import TakeStore
from pipeline.commands.reading import ChapterLines
from pipeline.commands.recording_session import Recorded, find_standing
from pipeline.errors import TakesError
from pipeline.recording.heard import HeardTakes

MOST_NAMED = 10
"""Ids in a message; the rest is in `declaim plan`."""


@dataclass(frozen=True, slots=True)
class StoredObjects:
    """Reads the audio of takes; travels to worker processes, which the store itself does not."""

    folder: Path

    def __call__(self, name: str) -> bytes:
        """Return the audio of an object. Raises TakesError where it is not here or damaged."""
        return TakeStore(self.folder).read_object(name)


def read_heard_takes(folder: ProjectFolder, chapters: Sequence[ChapterLines]) -> HeardTakes:
    """Return the chosen takes by paragraph id.

    Raises TakesMissingError where their audio is not here, TakesError where a paragraph has none.
    """
    standing = find_standing(folder, chapters)
    if standing.waiting:
        raise TakesError(
            f"{len(standing.waiting)} paragraphs have no take that stands;"
            f" run `declaim record {folder.project.slug}`, then this again",
            problems=standing.waiting[:MOST_NAMED],
        )
    return standing.takes


def find_locked(folder: ProjectFolder, chapters: Sequence[ChapterLines]) -> Recorded:
    """Return what stands by takes.lock alone: no engine is asked, nothing is claimed, nothing is written.

    So the release of a commit is the same wherever its takes are, whatever else lies in the store. Raises
    TakesMissingError where the audio of a chosen take is not here, TakesError where a line has none.
    """
    standing = find_standing(folder, chapters)
    lacking = sorted({*standing.waiting, *standing.claimed})
    if lacking:
        raise TakesError(
            f"{folder.takes_lock} names no take for {len(lacking)} paragraphs as they are now, and nothing is recorded"
            f" here; run `declaim record {folder.project.slug}` where the engine is, `declaim takes push` and commit"
            " takes.lock",
            problems=(*lacking[:MOST_NAMED], *(["..."] if len(lacking) > MOST_NAMED else [])),
        )
    return standing
