"""A person's decisions on takes -> takes.lock."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Sequence

from pipeline.errors import TakesError
from pipeline.model import ChosenTake, ChosenTakes, Take
from pipeline.recording.external import is_external, is_whole, key_now
from pipeline.recording.plan import Plan, PlannedParagraph, chosen_after


def choose_takes(plan: Plan, takes: Sequence[Take]) -> tuple[ChosenTakes, ...]:
    """Return takes.lock with each of these takes standing for the line it was made for, whatever its key.

    Raises TakesError, with every problem, where its paragraph is locked, its line is no longer there, or another
    line of the paragraph is left without a take.
    """
    planned = {paragraph.lines.paragraph: paragraph for paragraph in plan.paragraphs}
    problems = [problem for take in takes if (problem := _choice_problem(planned.get(take.paragraph), take))]
    after = chosen_after(plan, {(take.paragraph, take.line): take for take in takes})
    standing = {entry.take for chosen in after for entry in chosen.takes}
    if not problems:
        problems = [_incomplete(take) for take in takes if take.id not in standing]
    if problems:
        raise TakesError("nothing was chosen", problems=tuple(problems))
    return after


def refuse_takes(plan: Plan, takes: Sequence[Take]) -> tuple[Take, ...]:
    """Return the takes to refuse. Raises TakesError where one stands in a locked paragraph: it would stand on."""
    locked = {
        entry.take: chosen.paragraph for chosen in chosen_after(plan, {}) if chosen.is_locked for entry in chosen.takes
    }
    problems = [f"{take.id}: {locked[take.id]} is locked; unlock it first" for take in takes if take.id in locked]
    if problems:
        raise TakesError("nothing was rejected", problems=tuple(problems))
    return tuple(takes)


def accept_reading(plan: Plan, paragraphs: Collection[str]) -> tuple[ChosenTakes, ...]:
    """Return takes.lock with the takes of paragraphs whose reading changed standing for the lines as read now.

    What a person recorded with other words than are written now stands for these, too. Raises TakesError where a
    paragraph is neither, or has another number of lines than takes.
    """
    held = {paragraph.lines.paragraph for paragraph in plan.paragraphs if paragraph.is_held}
    strange = sorted(set(paragraphs) - set(plan.reading_changed) - held)
    problems = [
        f"{paragraph}: its reading did not change; `declaim plan` lists those that did" for paragraph in strange
    ]
    planned = {paragraph.lines.paragraph: paragraph for paragraph in plan.paragraphs}
    accepted = {name: _with_keys_of_now(planned[name]) for name in paragraphs if name not in strange}
    problems += [
        f"{name}: it is read in another number of lines now; lock it to keep its takes, or record it again"
        for name, chosen in accepted.items()
        if chosen is None
    ]
    if problems:
        raise TakesError("nothing was accepted", problems=tuple(problems))
    return tuple(accepted.get(entry.paragraph) or entry for entry in chosen_after(plan, {}))


def lock_paragraphs(plan: Plan, paragraphs: Collection[str], *, is_locked: bool) -> tuple[ChosenTakes, ...]:
    """Return takes.lock with these paragraphs locked, or not. Raises TakesError where one has no takes that stand."""
    after = chosen_after(plan, {})
    without = sorted(set(paragraphs) - {chosen.paragraph for chosen in after})
    if without:
        problems = tuple(f"{paragraph}: no takes stand for it; record it first" for paragraph in without)
        raise TakesError("nothing was locked or unlocked", problems=problems)
    return tuple(dataclasses.replace(c, is_locked=is_locked) if c.paragraph in paragraphs else c for c in after)


def _choice_problem(paragraph: PlannedParagraph | None, take: Take) -> str:
    """Return why a take cannot be chosen, or nothing."""
    if paragraph is None:
        return f"{take.id}: its paragraph {take.paragraph} is no longer in the script"
    if paragraph.before is not None and paragraph.before.is_locked:
        return f"{take.id}: the takes of {take.paragraph} are locked; `declaim takes unlock` it first"
    if take.line >= len(paragraph.keys):
        return f"{take.id}: {take.paragraph} has no line {take.line} any more"
    return ""


def _incomplete(take: Take) -> str:
    return f"{take.id}: another line of {take.paragraph} has no take yet; record it, or choose one for it as well"


def _with_keys_of_now(paragraph: PlannedParagraph) -> ChosenTakes | None:
    """Return the takes that stood under the keys of now; of a held paragraph only those that a person recorded."""
    before = paragraph.before
    if before is None:
        return None
    is_one = len(before.takes) == 1 and is_whole(before.takes[0].key)
    if not is_one and len(before.takes) != len(paragraph.keys):
        return None
    entries = tuple(_with_key_of_now(paragraph, place, entry) for place, entry in enumerate(before.takes))
    # Of a held paragraph other lines may be new as well: with the fingerprint of now they would count as our reading.
    source_key = before.source_key if paragraph.is_held else paragraph.lines.source_key
    return dataclasses.replace(before, source_key=source_key, takes=entries)


def _with_key_of_now(paragraph: PlannedParagraph, place: int, entry: ChosenTake) -> ChosenTake:
    if is_external(entry.key):
        return dataclasses.replace(entry, key=key_now(paragraph.lines, place, of=entry.key))
    return entry if paragraph.is_held else dataclasses.replace(entry, key=paragraph.keys[place])
