"""Lines, chosen takes, the journal -> what to record, and which takes stand.

The rules are docs/design.md, section 3 (Takes), in this order: a locked paragraph stands whole; where only our own
rules changed, it stands whole and is listed; a chosen take stands while its key is the line's; a passing take that
nobody owns is claimed; a take that waits for a person's ear holds its line; what is left is recorded.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.model import ChosenTake, ChosenTakes, Finding, Line, ParagraphLines, Request, Take
from pipeline.recording.locked import locked_and_unspoken, tell_unspoken
from pipeline.recording.reasons import Reason, reason_of_change, tell_details
from pipeline.recording.records import TakeIndex

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
class PlannedParagraph:
    """A paragraph with the takes that stand for it now."""

    lines: ParagraphLines
    keys: tuple[str, ...]
    """Of its lines."""
    before: ChosenTakes | None
    """What takes.lock says."""
    stands_whole: bool
    """Whether `before` stands as it is, whatever the keys: locked, or only the reading changed."""
    takes: tuple[ChosenTake | None, ...] = ()
    """For each line the take that stands or was claimed; empty where `before` stands whole."""

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to record for it."""
        return self.stands_whole or None not in self.takes


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
    """`take.locked-differs`, `take.locked`, `take.locked-unspoken`, `take.needs-listening`."""
    held: Mapping[Slot, Take] = field(default_factory=dict)
    """Lines whose only take is doubtful and waits for a person."""
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
    retake: frozenset[str | Slot]
    price: Callable[[Request], float]

    def wants_again(self, slot: Slot) -> bool:
        """Return whether another take of a line is asked for, alone or with its paragraph."""
        return slot in self.retake or slot[0] in self.retake


def plan_takes(
    paragraphs: Sequence[ParagraphLines],
    *,
    requests: Mapping[Slot, tuple[Request, str]],
    chosen: Mapping[str, ChosenTakes],
    index: TakeIndex,
    present: Collection[str],
    shares_takes: bool,
    retake: frozenset[str | Slot],
    price: Callable[[Request], float],
) -> Plan:
    """Return the plan for the whole book (a part of it would see takes as unowned that stand elsewhere).

    requests holds the request and its key for every line; chosen is takes.lock by paragraph; present are the hashes
    of the objects that are here; retake are ids of paragraphs, or single lines, of which another take is asked
    for; price is the credits of one request.
    """
    desk = _Desk(
        requests=requests,
        chosen=chosen,
        index=_without_retaken(index, chosen, retake),
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
        reading_changed=tuple(p.lines.paragraph for p in planned if p.stands_whole and not _is_locked(p)),
        claimed=tuple(
            Claim(paragraph=slot[0], line=slot[1], take=claims[slot].id)
            for slot in _open_slots(standing)
            if slot in claims
        ),
        shared=shared,
        reused=sum(len(_entries(paragraph)) for paragraph in planned),
        findings=(
            *_locked_findings(desk, planned),
            *tell_unspoken(unspoken),
            *(_held_finding(slot, take) for slot, take in held.items()),
        ),
        held=held,
        unspoken=unspoken,
    )


def chosen_after(plan: Plan, recorded: Mapping[Slot, Take]) -> tuple[ChosenTakes, ...]:
    """Return takes.lock as it is once these takes are recorded (or chosen by a person), in script order.

    A paragraph is in it once every line has a take; until then what stood before stays. Paragraphs that are no
    longer spoken are at its end if they are locked, else not in it; their takes are in the store, to be claimed again.
    """
    after = (_chosen_after(paragraph, plan.shared, recorded) for paragraph in plan.paragraphs)
    return (*(entry for entry in after if entry is not None), *plan.unspoken)


def _without_retaken(index: TakeIndex, chosen: Mapping[str, ChosenTakes], retake: Collection[str | Slot]) -> TakeIndex:
    """Return the index as if what stands for the single lines of which another take is asked for were refused."""
    slots = (slot for slot in retake if isinstance(slot, tuple))
    entries = (chosen[name].takes[line : line + 1] for name, line in slots if name in chosen)
    return dataclasses.replace(index, rejected=index.rejected | {entry.take for own in entries for entry in own})


def _stand(desk: _Desk, lines: ParagraphLines) -> PlannedParagraph:
    """Return which chosen takes of a paragraph stand, before anything is claimed."""
    before = desk.chosen.get(lines.paragraph)
    keys = tuple(desk.requests[lines.paragraph, line.number][1] for line in lines.lines)
    if before is not None and tuple([entry.key for entry in before.takes]) == keys and _is_undisputed(desk, before):
        return PlannedParagraph(lines=lines, keys=keys, before=before, stands_whole=False, takes=before.takes)
    planned = PlannedParagraph(lines=lines, keys=keys, before=before, stands_whole=False, takes=(None,) * len(keys))
    if before is None or not keys:
        return planned
    if before.is_locked:
        return dataclasses.replace(planned, stands_whole=True, takes=())
    if lines.paragraph in desk.retake:
        return planned
    standing = _matched(keys, [entry for entry in before.takes if entry.take not in desk.index.rejected])
    if None not in standing or before.source_key != lines.source_key:
        return dataclasses.replace(planned, takes=standing)
    if not any(entry.take in desk.index.rejected for entry in before.takes):
        return dataclasses.replace(planned, stands_whole=True, takes=())
    if len(before.takes) == len(keys):
        standing = tuple(None if entry.take in desk.index.rejected else entry for entry in before.takes)
    return dataclasses.replace(planned, takes=standing)


def _is_undisputed(desk: _Desk, before: ChosenTakes) -> bool:
    """Return whether nobody has locked the paragraph, refused a take of it or asked for another."""
    is_refused = any(entry.take in desk.index.rejected for entry in before.takes)
    return not (before.is_locked or before.paragraph in desk.retake or is_refused)


def _matched(keys: Sequence[str], entries: Sequence[ChosenTake]) -> tuple[ChosenTake | None, ...]:
    """Give each key the first entry of that key that none before it has."""
    left = list(entries)
    matched: list[ChosenTake | None] = []
    for key in keys:
        entry = next((entry for entry in left if entry.key == key), None)
        if entry is not None:
            left.remove(entry)
        matched.append(entry)
    return tuple(matched)


def _entries(paragraph: PlannedParagraph) -> list[tuple[int, ChosenTake]]:
    """Return the takes that stand in a paragraph, each with its place."""
    entries = paragraph.before.takes if paragraph.stands_whole and paragraph.before else paragraph.takes
    return [(number, entry) for number, entry in enumerate(entries) if entry is not None]


def _open_slots(planned: Sequence[PlannedParagraph]) -> Iterator[Slot]:
    for paragraph in planned:
        for line, entry in zip(paragraph.lines.lines, paragraph.takes, strict=False):
            if entry is None:
                yield line.paragraph, line.number


def _claim(desk: _Desk, standing: Sequence[PlannedParagraph]) -> dict[Slot, Take]:
    """Give open lines the passing takes that nobody owns: in a first round each its own, then whatever is left."""
    owned = {entry.take for paragraph in standing for _, entry in _entries(paragraph)}
    claims: dict[Slot, Take] = {}
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
    if desk.wants_again(slot):
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
    if desk.wants_again(slot):
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
            if entry is None and slot not in without:
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
    standing = {entry.take for _, entry in _entries(paragraph)}
    before = paragraph.before.takes if paragraph.before else ()
    return iter([desk.index.takes.get(entry.take) for entry in before if entry.take not in standing])


def _reason(desk: _Desk, paragraph: PlannedParagraph, line: Line, before: Take | None) -> Reason:
    request, key = desk.requests[line.paragraph, line.number]
    if desk.wants_again((line.paragraph, line.number)):
        return Reason.ASKED_FOR if line.paragraph in desk.retake else Reason.LISTENING
    own = [take for take in desk.index.by_key.get(key, ()) if take.paragraph == line.paragraph]
    if own and all(take.id in desk.index.rejected for take in own):
        return Reason.TAKE_REJECTED
    if paragraph.before is None:
        return Reason.NEW
    return reason_of_change(line, request, before)


def _missing(desk: _Desk, planned: Sequence[PlannedParagraph]) -> Iterator[MissingTake]:
    for paragraph in planned:
        for number, entry in _entries(paragraph):
            if entry.object not in desk.present or entry.take not in desk.index.takes:
                yield MissingTake(
                    paragraph=paragraph.lines.paragraph, line=number, take=entry.take, object=entry.object
                )


def _is_locked(paragraph: PlannedParagraph) -> bool:
    return paragraph.before is not None and paragraph.before.is_locked


def _locked_findings(desk: _Desk, planned: Sequence[PlannedParagraph]) -> Iterator[Finding]:
    for paragraph in planned:
        if not (paragraph.stands_whole and _is_locked(paragraph)):
            continue
        where = paragraph.lines.paragraph
        if tuple(entry.key for _, entry in _entries(paragraph)) != paragraph.keys:
            message = "its takes are locked and say something else than the script; unlock it to record it again"
            yield Finding(code="take.locked-differs", where=where, message=message)
        if where in desk.retake:
            message = "another take is asked for, but its takes are locked; unlock it first"
            yield Finding(code="take.locked", where=where, message=message)


def _held_finding(slot: Slot, take: Take) -> Finding:
    found = "; ".join(f"{finding.code}: {finding.message}" for finding in take.findings)
    return Finding(
        code="take.needs-listening",
        where=f"{slot[0]} line {slot[1]}",
        message=f"take {take.id} is doubtful ({found}); listen to it, then choose it, reject it or record another",
    )


def _chosen_after(
    paragraph: PlannedParagraph, shared: Mapping[Slot, Slot], recorded: Mapping[Slot, Take]
) -> ChosenTakes | None:
    slots = [(line.paragraph, line.number) for line in paragraph.lines.lines]
    new = {
        n: take for n, slot in enumerate(slots) if (take := recorded.get(slot) or recorded.get(shared.get(slot, slot)))
    }
    if paragraph.stands_whole and not new:
        return paragraph.before
    filled = dict(_entries(paragraph)) | {
        n: ChosenTake(take=take.id, key=paragraph.keys[n], object=take.object) for n, take in new.items()
    }
    if not slots or set(filled) != set(range(len(slots))):
        return paragraph.before if slots else None
    return ChosenTakes(
        paragraph=paragraph.lines.paragraph,
        source_key=paragraph.lines.source_key,
        takes=tuple(entry for _, entry in sorted(filled.items())),
        is_locked=_is_locked(paragraph),
    )
