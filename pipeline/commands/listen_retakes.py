"""Lines that do not sound as they should -> other takes of them, each heard again; the best one stands."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.adapters.project import ProjectFolder
from pipeline.adapters.takes import TakeStore
from pipeline.commands.desk import Desk, prepare_desk, write_choices
from pipeline.commands.listening import Listened
from pipeline.commands.reading import ChapterLines
from pipeline.commands.recording_session import fit_budget, record_missing
from pipeline.errors import BudgetError
from pipeline.listening.scores import best_take, lines_to_retake, score_of
from pipeline.model import Take
from pipeline.recording.choice import choose_takes
from pipeline.recording.heard_pickups import count_retakes
from pipeline.recording.plan import Slot


@dataclass(frozen=True, slots=True, kw_only=True)
class Retaken:
    """What came of automatic retakes."""

    listened: Listened
    """To what stands in the end."""
    takes: tuple[Take, ...]
    """Every retake, also those that were worse."""
    credits: float
    """What the ledger has of them."""
    beyond_budget: int
    """Lines that were not recorded again, because the budget ended."""


class Retakes:
    """Automatic retakes of a book's lines."""

    def __init__(self, folder: ProjectFolder, chapters: Sequence[ChapterLines], *, most: int) -> None:
        self._folder, self._chapters, self._most = folder, chapters, most
        self._store = TakeStore(folder.takes)
        self._spent_before = self._spent()
        self._in_vain: set[Slot] = set()
        """Lines of which the engine gives the same audio again."""

    def make(self, listen: Callable[[], Listened], **options: Any) -> Retaken:
        """Record what is bad again, at most so often a line, and hear it, until nothing more can be mended.

        The caller holds the project; listen hears what stands; options are those of `record_missing`. A locked
        paragraph and a person's recording stand as they are. Raises as `record_missing` does; what was
        recorded until then is kept.
        """
        listened = listen()
        takes: list[Take] = []
        beyond: set[Slot] = set()
        for _ in range(self._most):
            wanted, beyond = self._wanted(listened)
            if not wanted:
                break
            recorded, is_over = self._record(wanted, options)
            takes += recorded
            listened = self._choose(listened, listen(), wanted, listen)
            if is_over:
                beyond |= {*wanted} - {(take.paragraph, take.line) for take in recorded}
                break
        credits_spent = self._spent() - self._spent_before
        return Retaken(listened=listened, takes=tuple(takes), credits=credits_spent, beyond_budget=len(beyond))

    def _wanted(self, listened: Listened) -> tuple[tuple[Slot, ...], set[Slot]]:
        """Return the lines to record again now, the worst first, and those for which the budget does not suffice."""
        desk = self._desk()
        slots = lines_to_retake(
            listened.findings,
            most=self._most,
            made=lambda take: count_retakes(desk.index, listened.standing[take]),
        )
        slots = tuple(slot for slot in slots if slot not in self._in_vain and _may_be_recorded(desk, slot, listened))
        planned = {(line.paragraph, line.line): line for line in self._desk(slots).plan.to_record}
        lines = [planned[slot] for slot in slots if slot in planned]
        fitting = fit_budget(desk, lines)
        beyond = {(line.paragraph, line.line) for line in lines[len(fitting) :]}
        return tuple(slot for slot in slots if slot not in beyond), beyond

    def _record(self, slots: Collection[Slot], options: dict[str, Any]) -> tuple[tuple[Take, ...], bool]:
        """Return the new takes, and whether the budget ended before all were made: a call may have to be made twice."""
        known = self._desk().index.takes.keys()
        is_over = False
        try:
            record_missing(
                self._within_budget(),
                self._chapters,
                only={paragraph for paragraph, _ in slots},
                retake=frozenset(slots),
                **options,
            )
        except BudgetError:
            is_over = True
        takes = self._desk().index.takes
        return tuple(takes[name] for name in takes if name not in known), is_over

    def _choose(
        self, before: Listened, now: Listened, slots: Collection[Slot], listen: Callable[[], Listened]
    ) -> Listened:
        """Let the better of two takes of a line stand: the one before, or the retake; return what is heard then."""
        back: list[Take] = []
        for slot in slots:
            old, new = _standing(before, slot), _standing(now, slot)
            if old is None or new is None or old.id == new.id:
                continue
            if old.object == new.object:
                self._in_vain.add(slot)
            scores = [(old.id, _score(before, old)), (new.id, _score(now, new))]
            back += [old] if best_take(scores) == old.id and not old.findings else []
        if not back:
            return now
        desk = self._desk()
        write_choices(desk, choose_takes(desk.plan, back))
        return listen()

    def _desk(self, retake: Collection[Slot] = ()) -> Desk:
        return prepare_desk(self._within_budget(), self._chapters, retake=frozenset(retake))

    def _within_budget(self) -> ProjectFolder:
        """Return the folder with what is left of the run's budget."""
        budget = self._folder.project.budget
        if budget.run is None:
            return self._folder
        rest = max(0.0, budget.run - (self._spent() - self._spent_before))
        project = dataclasses.replace(self._folder.project, budget=dataclasses.replace(budget, run=rest))
        return dataclasses.replace(self._folder, project=project)

    def _spent(self) -> float:
        return sum((entry.credits for entry in self._store.ledger()), 0.0)


def tell_retakes(retaken: Retaken) -> str:
    """Return what was done, for a person."""
    lines = {(take.paragraph, take.line) for take in retaken.takes}
    left = {(one.paragraph, one.line) for one in retaken.listened.findings}
    told = (
        f"{len(retaken.takes)} retakes of {len(lines)} lines, {retaken.credits:g} credits; {len(lines - left)} mended"
    )
    return f"{told}; {retaken.beyond_budget} beyond the budget" if retaken.beyond_budget else told


def _may_be_recorded(desk: Desk, slot: Slot, listened: Listened) -> bool:
    """Return whether a line is the cast's to speak again: not locked, and not recorded by a person."""
    planned = next((each for each in desk.plan.paragraphs if each.lines.paragraph == slot[0]), None)
    if planned is None or slot not in desk.requests or (planned.before and planned.before.is_locked):
        return False
    take = _standing(listened, slot)
    return take is not None and take.request.voice.engine == desk.requests[slot][0].voice.engine


def _standing(listened: Listened, slot: Slot) -> Take | None:
    return next((take for take in listened.standing.values() if (take.paragraph, take.line) == slot), None)


def _score(listened: Listened, take: Take) -> float:
    return score_of(one for one in listened.findings if one.take == take.id)
