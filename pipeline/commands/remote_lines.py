"""A desk and the lines to record -> the lines of its chapters, as the schedule and their neighbours see them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime

from pipeline.adapters.engines.elevenlabs.catalogue import load_catalogue
from pipeline.commands.desk import Desk
from pipeline.commands.keeping import name_of
from pipeline.model import (
    Boundary,
    ChapterLine,
    Context,
    Generation,
    Kind,
    Line,
    Standing,
    StitchingSupport,
    Take,
)
from pipeline.recording.lanes import ScheduledLine, expected_service_s
from pipeline.recording.plan import PlannedParagraph, Slot
from pipeline.recording.provenance import recall_generation
from pipeline.recording.stitching import choose_context


class Chapters:
    """The lines of a book in their chapters; it changes as lines are recorded."""

    def __init__(self, desk: Desk, wanted: Collection[Slot]) -> None:
        self._lines: dict[str, list[ChapterLine]] = {}
        self._places: dict[str, tuple[str, int]] = {}
        self._wanted = frozenset(name_of(slot) for slot in wanted)
        ends = Boundary.CHAPTER_END
        for paragraph in desk.plan.paragraphs:
            for line in _chapter_lines(desk, paragraph, self._wanted, is_new_scene=ends is Boundary.SCENE_BREAK):
                lines = self._lines.setdefault(line.chapter, [])
                self._places[line.id] = (line.chapter, len(lines))
                lines.append(line)
            if paragraph.lines.lines:
                ends = paragraph.lines.ends

    def scheduled(self) -> tuple[ScheduledLine, ...]:
        """Return every line, those that this run does not record as recorded."""
        return tuple(
            ScheduledLine(
                id=line.id,
                chapter=line.chapter,
                expected_s=expected_service_s(len(line.text)),
                group=load_catalogue().model(line.model).group if line.id in self._wanted else "",
                follows_scene_break=line.follows_scene_break,
                is_recorded=line.id not in self._wanted,
            )
            for lines in self._lines.values()
            for line in lines
        )

    def context(self, name: str, *, now_s: float, support: StitchingSupport) -> Context:
        """Return what is sent with a line now (seconds since 1970)."""
        chapter, at = self._places[name]
        return choose_context(self._lines[chapter], at, now_s=now_s, support=support)

    def recorded(self, name: str, take: Take) -> None:
        """Take note of the take of a line."""
        chapter, at = self._places[name]
        generation = generation_of(take)
        self._lines[chapter][at] = replace(self._lines[chapter][at], standing=Standing.RECORDED, generation=generation)


def generation_of(take: Take) -> Generation:
    """Return what stitching needs to know of a take that stands."""
    completed_at_s = datetime.fromisoformat(take.recorded_at).timestamp()
    return recall_generation(take, completed_at_s=completed_at_s, is_chosen=True)


def standing_take(desk: Desk, planned: PlannedParagraph, place: int) -> Take | None:
    """Return the take that stands for a line now, if there is one."""
    chosen = planned.entry_of(place)
    return desk.index.takes.get(chosen.take) if chosen else None


def _chapter_lines(
    desk: Desk, planned: PlannedParagraph, wanted: Collection[str], *, is_new_scene: bool
) -> Iterator[ChapterLine]:
    for place, line in enumerate(planned.lines.lines):
        name = name_of((line.paragraph, line.number))
        take = standing_take(desk, planned, place) or _replaced_take(desk, planned, place)
        stands = standing_take(desk, planned, place) is not None and name not in wanted
        request, _ = desk.requests[line.paragraph, line.number]
        yield ChapterLine(
            id=name,
            chapter=planned.lines.chapter,
            voice=request.voice.voice,
            model=request.voice.model,
            text=line.spoken.text,
            standing=Standing.STANDS if stands else Standing.TO_RECORD,
            generation=generation_of(take) if take else None,
            language=line.language,
            follows_scene_break=is_new_scene and place == 0,
            is_title=_is_title(planned, line),
            expected_s=expected_service_s(len(line.spoken.text)),
        )


def _replaced_take(desk: Desk, planned: PlannedParagraph, place: int) -> Take | None:
    """Return the take that stood for a line that is to be recorded again."""
    entries = planned.before.takes if planned.before else ()
    return desk.index.takes.get(entries[place].take) if place < len(entries) else None


def _is_title(planned: PlannedParagraph, line: Line) -> bool:
    return planned.lines.kind is Kind.HEADING and line.number == 0
