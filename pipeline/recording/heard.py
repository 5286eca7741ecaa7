"""A planned paragraph and its choice -> its takes as they are heard, each told for the line it stands for."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from pipeline.model import ChosenTakes, Line, Take
from pipeline.recording.plan import PlannedParagraph


def heard_takes(paragraph: PlannedParagraph, chosen: ChosenTakes, takes: Mapping[str, Take]) -> tuple[Take, ...]:
    """Return the takes of a paragraph as they are heard, each told for the line it stands for now.

    A take may have been made for a line elsewhere or before an edit beside it: where its key is the line's, place,
    boundary and the map of the spoken text are the line's. Raises KeyError for a take that is not in takes.
    """
    heard = [takes[entry.take] for entry in chosen.takes]
    if tuple(entry.key for entry in chosen.takes) != paragraph.keys:
        return tuple(heard)
    return tuple(_as_line(take, line) for take, line in zip(heard, paragraph.lines.lines, strict=True))


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
