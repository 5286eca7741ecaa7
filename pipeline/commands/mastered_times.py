"""A project's mastered chapters -> when each take begins in its file, as it is heard there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.adapters.project import ProjectFolder
from pipeline.commands.hearing import read_hearing
from pipeline.commands.reading import ChapterLines
from pipeline.model import Take


@dataclass(frozen=True, slots=True, kw_only=True)
class MasteredPlace:
    """Where a take is heard."""

    part: str
    """The mastered file: the chapter's id, or that of one of its parts (`c05.2`)."""
    begins_at_s: float
    """When the take begins in that file, with the silence before its speech; may be before the file."""


def find_mastered(
    folder: ProjectFolder, chapters: Sequence[ChapterLines], takes: Mapping[str, Sequence[Take]]
) -> dict[str, MasteredPlace]:
    """Return by take id where the takes of mastered chapters are heard; takes are those that stand, by paragraph.

    A chapter of which a take is not in its mastered file was recorded since, and is left out. Raises StorageError.
    """
    heard = {
        entry.take: (chapter.id, entry.begin_s)
        for chapter in read_hearing(folder, chapters).chapters
        for entry in chapter.timeline
    }
    found: dict[str, MasteredPlace] = {}
    for chapter in chapters:
        own = [take for paragraph in chapter.paragraphs for take in takes.get(paragraph.paragraph, ())]
        if all(take.id in heard for take in own):
            found |= {take.id: _place(take, *heard[take.id]) for take in own}
    return found


def _place(take: Take, part: str, speech_begin_s: float) -> MasteredPlace:
    return MasteredPlace(part=part, begins_at_s=speech_begin_s - take.sound.speech_begin_s)
