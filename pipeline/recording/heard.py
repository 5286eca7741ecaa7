"""Planned paragraphs and the takes chosen for them -> what is heard, told for the lines of now."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping

from pipeline.model import ChosenTakes, Line, Take
from pipeline.recording.external import is_whole, told_for
from pipeline.recording.planned import PlannedParagraph


def heard_takes(paragraph: PlannedParagraph, chosen: ChosenTakes, takes: Mapping[str, Take]) -> tuple[Take, ...]:
    """Return the takes of a paragraph as they are heard, each told for the line it stands for now.

    A take may have been made for a line elsewhere or before an edit beside it: where its key is the line's, place,
    boundary and the map of the spoken text are the line's. Raises KeyError for a take that is not in takes.
    """
    heard = [takes[entry.take] for entry in chosen.takes]
    keys = [entry.key for entry in chosen.takes]
    if any(map(is_whole, keys)):
        return tuple(told_for(take, paragraph.lines) for take in heard) if paragraph.says(keys) else tuple(heard)
    if not paragraph.says(keys):
        return tuple(heard)
    return tuple(_as_line(take, line) for take, line in zip(heard, paragraph.lines.lines, strict=True))


class HeardTakes(Mapping[str, tuple[Take, ...]]):
    """What is heard in each paragraph, by its id, in script order; made when it is asked for."""

    def __init__(
        self,
        paragraphs: Mapping[str, PlannedParagraph],
        chosen: Mapping[str, ChosenTakes],
        takes: Mapping[str, Take],
    ) -> None:
        self._paragraphs, self._chosen, self._takes = paragraphs, chosen, takes
        self._made: dict[str, tuple[Take, ...]] = {}

    def __getitem__(self, paragraph: str) -> tuple[Take, ...]:
        if paragraph not in self._made:
            planned = self._paragraphs[paragraph]
            self._made[paragraph] = heard_takes(planned, self._chosen[paragraph], self._takes)
        return self._made[paragraph]

    def __contains__(self, paragraph: object) -> bool:
        return paragraph in self._paragraphs

    def __iter__(self) -> Iterator[str]:
        return iter(self._paragraphs)

    def __len__(self) -> int:
        return len(self._paragraphs)

    def choices(self, paragraph: str) -> tuple[tuple[str, str], ...]:
        """Return the take and the key that it was chosen for, for each take of a paragraph, without reading one."""
        return tuple((entry.take, entry.key) for entry in self._chosen[paragraph].takes)


def _as_line(take: Take, line: Line) -> Take:
    return dataclasses.replace(
        take,
        paragraph=line.paragraph,
        line=line.number,
        start=line.start,
        stop=line.stop,
        ends=line.ends,
        spoken=line.spoken if line.spoken.text == take.spoken.text else take.spoken,
        speaker=line.speaker,
        break_s=line.break_s,
    )
