"""Lines, chosen takes, the journal -> what to record, and which takes stand.

The rules are docs/design.md, section 3 (Takes), in this order: a locked paragraph stands whole; where only our own
rules changed, it stands whole and is listed; a chosen take stands while its key is the line's, and what a person
recorded while the words are the same, and else it holds its paragraph; a passing take that nobody owns is claimed; a
take that waits for a person's ear holds its line; what is left is recorded.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.model import ChosenTake, ChosenTakes, Finding, Line, ParagraphLines, Request, Take
from pipeline.recording.external import is_external, is_whole, key_now, line_key, recalled, waiting_lines
from pipeline.recording.held import tell_doubtful, tell_external, tell_locked
from pipeline.recording.locked import locked_and_unspoken, tell_unspoken
from pipeline.recording.planned import PlannedParagraph
from pipeline.recording.reasons import Reason, reason_of_change, tell_details
from pipeline.recording.records import TakeIndex

__all__ = ["Plan", "PlannedParagraph", "Slot", "ToRecord", "chosen_after", "plan_takes"]

Slot = tuple[str, int]
"""A paragraph and the number of a line in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToRecord:
    """A line that has no take, and what one will cost."""

    paragraph: str
    line: int
    reason: Reason
    characters: int
    """Of the spoken text: what engines bill."""
    credits: float
    after: str = ""
    """What is spoken now."""
    before: str = ""
    """What the take says that stood in its place; empty where there was none."""
    details: tuple[str, ...] = ()
    """What changed, where the reason alone does not say it: `lexicon:Cholmondeley`, `speed 1 -> 1.1`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingTake:
    """A take that stands and whose audio is not here."""

    paragraph: str
    line: int
    take: str
    object: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A take of the store that a line uses from now on."""

    paragraph: str
    line: int
    take: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What recording would do; everything in script order."""

    paragraphs: tuple[PlannedParagraph, ...]
    to_record: tuple[ToRecord, ...]
    missing: tuple[MissingTake, ...]
    reading_changed: tuple[str, ...]
    """Ids of paragraphs that stand although our rules would now read them otherwise."""
    claimed: tuple[Claim, ...]
    shared: Mapping[Slot, Slot]
    """Lines that will use the take recorded for another (only where the project shares takes)."""
    reused: int
    """Lines whose take is there already, claimed ones too."""
    findings: tuple[Finding, ...]
    """`take.locked-differs`, `take.locked`, `take.locked-unspoken`, `take.external-differs`, `take.external`,
    `take.needs-listening`."""
    unspoken: tuple[ChosenTakes, ...] = ()
    """Choices that are kept because they are locked, although the script does not say the paragraph any more."""

    @property
    def credits(self) -> float:
        """What recording all of it costs."""
        return sum((line.credits for line in self.to_record), 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """What every step of planning looks at."""

    requests: Mapping[Slot, tuple[Request, str]]
    chosen: Mapping[str, ChosenTakes]
    index: TakeIndex
    present: Collection[str]
    shares_takes: bool
    retake: frozenset[str]
    price: Callable[[Request], float]


def plan_takes(
    paragraphs: Sequence[ParagraphLines],
    *,
    requests: Mapping[Slot, tuple[Request, str]],
    chosen: Mapping[str, ChosenTakes],
    index: TakeIndex,
    present: Collection[str],
    shares_takes: bool,
    retake: frozenset[str],
    price: Callable[[Request], float],
) -> Plan:
    """Return the plan for the whole book (a part of it would see takes as unowned that stand elsewhere).

    requests holds the request and its key for every line; chosen is takes.lock by paragraph; present are the hashes
    of the objects that are here; retake are ids of paragraphs of which another take is asked for; price is the
    credits of one request.
    """
    desk = _Desk(
        requests=requests,
        chosen=chosen,
        index=index,
        present=present,
        shares_takes=shares_takes,
        retake=retake,
        price=price,
    )
    standing = [_stand(desk, lines) for lines in paragraphs]
    claims = _claim(desk, standing)
    planned = tuple(_with_claims(paragraph, claims) for paragraph in standing)
    held = {slot: take for slot in _open_slots(planned) if (take := _held_take(desk, slot)) is not None}
    shared = _shared(desk, [slot for slot in _open_slots(planned) if slot not in held])
    unspoken = locked_and_unspoken(chosen.values(), {lines.paragraph for lines in paragraphs if lines.lines})
    return Plan(
        paragraphs=planned,
        to_record=tuple(_to_record(desk, planned, without={*held, *shared})),
        missing=tuple(_missing(desk, planned)),
        reading_changed=tuple(p.lines.paragraph for p in planned if p.stands_whole and not p.is_locked and not p.whole),
        claimed=(
            *(
                Claim(paragraph=slot[0], line=slot[1], take=claims[slot].id)
                for slot in _open_slots(standing)
                if slot in claims
            ),
            *(
                Claim(paragraph=each.lines.paragraph, line=0, take=each.whole.take)
                for each in standing
                if each.whole and each.lines.paragraph not in chosen
            ),
        ),
        shared=shared,
        reused=sum(len(paragraph.entries) for paragraph in planned),
        findings=(
            *tell_locked(planned, retake),
            *tell_unspoken(unspoken),
            *tell_external(planned, retake),
            *tell_doubtful(held.items()),
        ),
        unspoken=unspoken,
    )


def chosen_after(plan: Plan, recorded: Mapping[Slot, Take]) -> tuple[ChosenTakes, ...]:
    """Return takes.lock as it is once these takes are recorded (or chosen by a person), in script order.

    A paragraph is in it once every line has a take; until then what stood before stays. Paragraphs that are no
    longer spoken are at its end if they are locked, else not in it; their takes are in the store, to be claimed again.
    """
    after = (_chosen_after(paragraph, plan.shared, recorded) for paragraph in plan.paragraphs)
    return (*(entry for entry in after if entry is not None), *plan.unspoken)


def _stand(desk: _Desk, lines: ParagraphLines) -> PlannedParagraph:
    """Return which chosen takes of a paragraph stand, before anything is claimed."""
    before = desk.chosen.get(lines.paragraph) or recalled(desk.index.choices.get(lines.paragraph), lines, desk.index)
    keys = tuple(desk.requests[lines.paragraph, line.number][1] for line in lines.lines)
    if before is not None and tuple([entry.key for entry in before.takes]) == keys and _is_undisputed(desk, before):
        return PlannedParagraph(lines=lines, keys=keys, before=before, stands_whole=False, takes=before.takes)
    planned = PlannedParagraph(lines=lines, keys=keys, before=before, stands_whole=False, takes=(None,) * len(keys))
    if before is None or not keys:
        return planned
    if before.is_locked:
        return dataclasses.replace(planned, stands_whole=True, takes=())
    entries = [entry for entry in before.takes if entry.take not in desk.index.rejected]
    if len(before.takes) == 1 and entries and is_whole(entries[0].key):
        is_said = planned.says([entries[0].key])
        return dataclasses.replace(
            planned, stands_whole=is_said, is_held=not is_said, takes=() if is_said else planned.takes
        )
    standing, left = _matched(planned, entries)
    differing = sum(is_external(entry.key) for entry in left)
    waiting = dict(waiting_lines(desk.index, [lines])) if differing else {}
    is_held = None in standing and differing > len(waiting)
    if lines.paragraph in desk.retake:
        standing = tuple(entry if entry and is_external(entry.key) else None for entry in standing)
        return dataclasses.replace(planned, takes=standing, is_held=is_held)
    if None not in standing or before.source_key != lines.source_key:
        return dataclasses.replace(planned, takes=standing, is_held=is_held)
    if not any(entry.take in desk.index.rejected for entry in before.takes):
        return dataclasses.replace(planned, stands_whole=True, takes=())
    if len(before.takes) == len(keys):
        standing = tuple(None if entry.take in desk.index.rejected else entry for entry in before.takes)
    return dataclasses.replace(planned, takes=standing)


def _is_undisputed(desk: _Desk, before: ChosenTakes) -> bool:
    """Return whether nobody has locked the paragraph, refused a take of it or asked for another."""
    is_refused = any(entry.take in desk.index.rejected for entry in before.takes)
    return not (before.is_locked or before.paragraph in desk.retake or is_refused)


def _matched(
    paragraph: PlannedParagraph, entries: Sequence[ChosenTake]
) -> tuple[tuple[ChosenTake | None, ...], list[ChosenTake]]:
    """Give each line the first entry of its key that none before it has; return the entries that are left, too."""
    left = list(entries)
    has_external = any(is_external(entry.key) for entry in entries)
    matched: list[ChosenTake | None] = []
    for place, key in enumerate(paragraph.keys):
        wanted = {key, line_key(paragraph.lines, place)} if has_external else {key}
        entry = next((entry for entry in left if entry.key in wanted), None)
        if entry is not None:
            left.remove(entry)
        matched.append(entry)
    return tuple(matched), left


def _open_slots(planned: Sequence[PlannedParagraph]) -> Iterator[Slot]:
    for paragraph in planned:
        for line, entry in zip(paragraph.lines.lines, paragraph.takes, strict=False):
            if entry is None and not paragraph.is_held:
                yield line.paragraph, line.number


def _claim(desk: _Desk, standing: Sequence[PlannedParagraph]) -> dict[Slot, Take]:
    """Give open lines the passing takes that nobody owns: in a first round each its own, then whatever is left."""
    owned = {entry.take for paragraph in standing for _, entry in paragraph.entries}
    open_slots = {*_open_slots(standing)}
    incomplete = [p.lines for p in standing if not p.is_complete]
    claims = {slot: takes[-1] for slot, takes in waiting_lines(desk.index, incomplete) if slot in open_slots}
    for makers in ("own", "all"):
        for slot in _open_slots(standing):
            takes = _free_takes(desk, slot, owned) if slot not in claims else []
            candidates = [take for take in takes if makers == "all" or take.paragraph == slot[0]]
            if candidates:
                claims[slot] = min(candidates, key=lambda take: _rank(desk, slot, take))
                owned.add(claims[slot].id)
    return claims


def _free_takes(desk: _Desk, slot: Slot, owned: Collection[str]) -> list[Take]:
    """Return the passing takes of the slot's key that it may use.

    Where another take is asked for, only those count that were made for this paragraph and never chosen: what a run
    that was killed had recorded for the same wish.
    """
    takes = [take for take in desk.index.by_key.get(desk.requests[slot][1], ()) if desk.index.is_passing(take)]
    if slot[0] in desk.retake:
        takes = [take for take in takes if take.paragraph == slot[0] and take.id not in desk.index.ever_chosen]
    return [take for take in takes if desk.shares_takes or take.id not in owned]


def _rank(desk: _Desk, slot: Slot, take: Take) -> tuple[bool, bool]:
    """Return what is preferred: audio that is here, then the line's own; among equals the oldest comes first."""
    return take.object not in desk.present, take.line != slot[1]


def _with_claims(paragraph: PlannedParagraph, claims: Mapping[Slot, Take]) -> PlannedParagraph:
    if None not in paragraph.takes:
        return paragraph
    filled = tuple(
        entry if entry is not None or take is None else ChosenTake(take=take.id, key=take.key, object=take.object)
        for line, entry in zip(paragraph.lines.lines, paragraph.takes, strict=False)
        for take in [claims.get((line.paragraph, line.number))]
    )
    return dataclasses.replace(paragraph, takes=filled)


def _held_take(desk: _Desk, slot: Slot) -> Take | None:
    """Return the take of this line that has findings and waits for a person: it is not bought again unasked."""
    if slot[0] in desk.retake:
        return None
    takes = desk.index.by_key.get(desk.requests[slot][1], ())
    return next((t for t in takes if t.paragraph == slot[0] and t.findings and t.id not in desk.index.rejected), None)


def _shared(desk: _Desk, slots: Sequence[Slot]) -> dict[Slot, Slot]:
    """Return, where takes are shared, the first slot of the same key for every later one."""
    first: dict[str, Slot] = {}
    pairs = ((slot, first.setdefault(desk.requests[slot][1], slot)) for slot in slots)
    return {slot: source for slot, source in pairs if slot != source} if desk.shares_takes else {}


def _to_record(desk: _Desk, planned: Sequence[PlannedParagraph], *, without: Collection[Slot]) -> Iterator[ToRecord]:
    for paragraph in planned:
        freed = _freed_takes(desk, paragraph)
        for line, entry in zip(paragraph.lines.lines, paragraph.takes, strict=False):
            slot = line.paragraph, line.number
            if entry is None and not paragraph.is_held and slot not in without:
                request = desk.requests[slot][0]
                before = next(freed, None)
                yield ToRecord(
                    paragraph=line.paragraph,
                    line=line.number,
                    reason=_reason(desk, paragraph, line, before),
                    characters=len(request.text),
                    credits=desk.price(request),
                    after=request.text,
                    before=before.request.text if before else "",
                    details=tell_details(line, request, before),
                )


def _freed_takes(desk: _Desk, paragraph: PlannedParagraph) -> Iterator[Take | None]:
    """Yield, in order, the takes that takes.lock has for the paragraph and that stand no longer."""
    standing = {entry.take for _, entry in paragraph.entries}
    before = paragraph.before.takes if paragraph.before else ()
    return iter([desk.index.takes.get(entry.take) for entry in before if entry.take not in standing])


def _reason(desk: _Desk, paragraph: PlannedParagraph, line: Line, before: Take | None) -> Reason:
    request, key = desk.requests[line.paragraph, line.number]
    if line.paragraph in desk.retake:
        return Reason.ASKED_FOR
    own = [take for take in desk.index.by_key.get(key, ()) if take.paragraph == line.paragraph]
    if own and all(take.id in desk.index.rejected for take in own):
        return Reason.TAKE_REJECTED
    if paragraph.before is None:
        return Reason.NEW
    return reason_of_change(line, request, before)


def _missing(desk: _Desk, planned: Sequence[PlannedParagraph]) -> Iterator[MissingTake]:
    for paragraph in planned:
        for number, entry in paragraph.entries:
            if entry.object not in desk.present or entry.take not in desk.index.takes:
                yield MissingTake(
                    paragraph=paragraph.lines.paragraph, line=number, take=entry.take, object=entry.object
                )


def _is_as_before(paragraph: PlannedParagraph, before: ChosenTakes) -> bool:
    """Return whether takes.lock says already what stands: so it is with nearly every paragraph of a long book."""
    same_text = before.source_key == paragraph.lines.source_key and not paragraph.whole
    return same_text and not before.is_locked and bool(before.takes) and paragraph.takes is before.takes


def _chosen_after(
    paragraph: PlannedParagraph, shared: Mapping[Slot, Slot], recorded: Mapping[Slot, Take]
) -> ChosenTakes | None:
    slots = [(line.paragraph, line.number) for line in paragraph.lines.lines]
    new = {
        n: take for n, slot in enumerate(slots) if (take := recorded.get(slot) or recorded.get(shared.get(slot, slot)))
    }
    before = paragraph.before
    if not new and (paragraph.stands_whole or (before and _is_as_before(paragraph, before))):
        return before
    filled = {} if paragraph.whole else dict(paragraph.entries)
    filled |= {n: _chosen_for(paragraph, n, take) for n, take in new.items()}
    whole = [entry for entry in filled.values() if is_whole(entry.key)]
    if whole:
        filled = {0: whole[0]}
    elif not slots or set(filled) != set(range(len(slots))):
        return paragraph.before if slots else None
    return ChosenTakes(
        paragraph=paragraph.lines.paragraph,
        source_key=paragraph.lines.source_key,
        takes=tuple(entry for _, entry in sorted(filled.items())),
        is_locked=paragraph.is_locked,
    )


def _chosen_for(paragraph: PlannedParagraph, place: int, take: Take) -> ChosenTake:
    """Return the entry that lets a take stand for a line, or for all of it, as they are now."""
    key = key_now(paragraph.lines, place, of=take.key) if is_external(take.key) else paragraph.keys[place]
    return ChosenTake(take=take.id, key=key, object=take.object)
