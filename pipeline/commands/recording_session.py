"""A project's lines and its take store -> the plan -> takes, journaled, and takes.lock."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.adapters.progress import Advance, show_progress
from pipeline.adapters.project import ProjectFolder
from pipeline.adapters.signals import stopping_cleanly, uninterrupted
from pipeline.adapters.takes import LedgerEntry
from pipeline.commands.desk import Desk, card_of, keyed_request, prepare_desk, write_choices
from pipeline.commands.keeping import Keeper, Recording, name_of
from pipeline.commands.reading import ChapterLines
from pipeline.errors import BudgetError, TakesMissingError
from pipeline.model import Finding, Take
from pipeline.recording.budget import Spent, affordable, passed_limit, sum_spent
from pipeline.recording.heard import HeardTakes
from pipeline.recording.plan import Plan, Slot, ToRecord, chosen_after

if TYPE_CHECKING:
    from pipeline.adapters.workers import SpokenLine
    from pipeline.commands.remote_session import RemoteOptions

__all__ = [
    "Desk",
    "Recorded",
    "find_standing",
    "keyed_request",
    "prepare_desk",
    "record_missing",
    "take_stock",
    "write_choices",
]

CHECKPOINT_TAKES = 50
"""takes.lock is written after so many takes, and at the end: a killed run is seldom further behind in git."""

MOST_SPOKEN_HERE = 2_400
"""Characters: the longest paragraphs. A pickup is spoken in this process, in 2 s at the most (hibari speaks 1,440
characters a second); to start a worker takes 1 s of CPU, and one for each core would."""

log = logging.getLogger(__name__)

OpenProgress = Callable[[str, int], AbstractContextManager[Advance]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What a recording session came to."""

    recorded: tuple[Take, ...]
    """New takes, doubtful ones too."""
    reused: int
    takes: HeardTakes
    """For each paragraph that has all its takes here, in script order: those that are heard, told for its lines."""
    waiting: tuple[str, ...]
    """Paragraphs that lack a take still: it was not wanted in this session, or a doubtful one waits for a person."""
    findings: tuple[Finding, ...]
    reading_changed: tuple[str, ...]
    claimed: tuple[str, ...] = ()
    """Paragraphs that use a take of the store that takes.lock did not name for them before."""


def record_missing(
    folder: ProjectFolder,
    chapters: Sequence[ChapterLines],
    *,
    only: Collection[str] | None = None,
    retake: Collection[str] = frozenset(),
    workers: int | None = None,
    progress: OpenProgress = show_progress,
    checkpoint_takes: int = CHECKPOINT_TAKES,
    remote: RemoteOptions | None = None,
) -> Recorded:
    """Record what the plan says, keep every take as it comes, write takes.lock; return what stands now.

    chapters are all that are read aloud; only are ids of the paragraphs to record (None: all); retake are those of
    which another take is asked for; remote says how a service is called. The caller holds the project. Raises
    TakesMissingError before anything is recorded, BudgetError once no further line fits the budget, EngineError,
    TakesError, StorageError; what was recorded until then is kept and chosen.
    """
    desk = _with_trash(prepare_desk(folder, chapters, retake=retake), chapters, retake)
    _refuse_missing(desk.plan, only)
    for note in desk.notes:
        log.warning(note)
    wanted = [line for line in desk.plan.to_record if only is None or line.paragraph in only]
    spent = _spent(desk, wanted)
    fitting = affordable(wanted, budget=folder.project.budget, spent=spent)
    local, far = _divide(desk, fitting)
    keeper = Keeper(desk, checkpoint_takes=checkpoint_takes)
    try:
        with stopping_cleanly(), progress("recording", sum(line.characters for line in fitting)) as advance:
            _record_locally(desk, keeper, local, workers=workers, advance=advance)
            if far:
                # The client of a service is loaded only where a line needs one.
                from pipeline.commands.remote_session import record_remotely

                record_remotely(desk, keeper, far, spent=spent, advance=advance, options=remote)
    finally:
        keeper.checkpoint()
    if len(fitting) < len(wanted):
        run = sum((line.credits for line in (*fitting, wanted[len(fitting)])), 0.0)
        limit = passed_limit(folder.project.budget, spent=spent, run=run)
        raise BudgetError(_budget_message(wanted[len(fitting)], limit, done=len(fitting), wanted=len(wanted)))
    after = prepare_desk(folder, chapters, before=desk) if keeper.recorded else desk
    return _recorded(after, keeper.recorded, reused=desk.plan.reused)


def find_standing(folder: ProjectFolder, chapters: Sequence[ChapterLines]) -> Recorded:
    """Return what stands now, recording nothing. Raises TakesMissingError, TakesError, StorageError."""
    desk = _with_trash(prepare_desk(folder, chapters), chapters, frozenset())
    _refuse_missing(desk.plan, None)
    return _recorded(desk, (), reused=desk.plan.reused)


def take_stock(folder: ProjectFolder, chapters: Sequence[ChapterLines]) -> Recorded:
    """Return what stands now, recording nothing; paragraphs whose audio is not here wait too.

    Raises EngineError, TakesError, StorageError.
    """
    desk = prepare_desk(folder, chapters)
    return _recorded(desk, (), reused=desk.plan.reused)


def _with_trash(desk: Desk, chapters: Sequence[ChapterLines], retake: Collection[str]) -> Desk:
    """Return the desk with the takes that stand and are in the trash where they belong."""
    back = desk.store.bring_back(take.object for take in desk.plan.missing)
    return prepare_desk(desk.folder, chapters, retake=retake) if back else desk


def _spent(desk: Desk, wanted: Sequence[ToRecord]) -> Spent:
    """Return what the book has cost; an attempt whose outcome is open counts where its line is not recorded anyway.

    Where nothing is to be paid, nothing is compared with it, and a long book's ledger is not read.
    """
    if not any(line.credits for line in wanted):
        return Spent()
    keys = {desk.requests[line.paragraph, line.line][1] for line in wanted}
    counted = (entry for entry in desk.store.ledger() if not (entry.is_open and entry.key in keys))
    return sum_spent(((entry.time, entry.credits) for entry in counted), now=desk.store.now())


def _divide(desk: Desk, lines: Sequence[ToRecord]) -> tuple[list[ToRecord], list[ToRecord]]:
    """Return the lines that this machine speaks, and those that a service does."""
    local: list[ToRecord] = []
    far: list[ToRecord] = []
    for line in lines:
        request = desk.requests[line.paragraph, line.line][0]
        (local if card_of(request.voice.engine).is_local else far).append(line)
    return local, far


def _record_locally(
    desk: Desk, keeper: Keeper, wanted: Sequence[ToRecord], *, workers: int | None, advance: Advance
) -> None:
    """Have worker processes speak; every group that is ready is kept at once."""
    if not wanted:
        return
    # What speaks and what measures sound is loaded only where a line needs them.
    from pipeline.adapters.workers import speak_all
    from pipeline.recording.sound import inspect_take

    slots = {name_of((line.paragraph, line.line)): (line.paragraph, line.line) for line in wanted}
    orders = ((name, desk.requests[slot][0]) for name, slot in slots.items())
    crew = 0 if workers is None and sum(line.characters for line in wanted) <= MOST_SPOKEN_HERE else workers
    with closing(speak_all(orders, inspect=inspect_take, workers=crew)) as groups:
        for group in groups:
            with uninterrupted():
                takes = keeper.keep([_recording(desk, slots[spoken.name], spoken) for spoken in group])
            advance(sum(len(take.request.text) for take in takes))


def _recording(desk: Desk, slot: Slot, spoken: SpokenLine) -> Recording:
    take, now = desk.store.new_id(), desk.store.now()
    return Recording(
        slot=slot,
        take=take,
        delivery=spoken.delivery,
        sound=spoken.sound,
        findings=spoken.findings,
        recorded_at=now,
        ledger=tuple(_attempts(desk, slot, spoken, take=take, now=now)),
    )


def _attempts(desk: Desk, slot: Slot, spoken: SpokenLine, *, take: str, now: str) -> Iterator[LedgerEntry]:
    """Yield the ledger's entries for a take: the attempts before it, which local engines give for nothing, too."""
    request, _ = desk.requests[slot]
    for number in range(1, spoken.attempts + 1):
        is_last = number == spoken.attempts
        yield LedgerEntry(
            id=desk.store.new_id(),
            time=now,
            paragraph=slot[0],
            line=slot[1],
            engine=request.voice.engine,
            voice=request.voice.voice,
            characters=len(request.text),
            credits=spoken.delivery.credits if is_last else 0.0,
            outcome="kept" if is_last else "spoken again with another seed",
            take=take if is_last else "",
        )


def _refuse_missing(plan: Plan, only: Collection[str] | None) -> None:
    missing = [take for take in plan.missing if only is None or take.paragraph in only]
    if missing:
        raise TakesMissingError(
            f"{len(missing)} takes are chosen but their audio is not here; pull them (`declaim takes pull`), bring "
            "back the takes/ folder, or record them again with `declaim record --retake --paragraph ID`",
            problems=tuple(f"{take.paragraph} line {take.line}: take {take.take}" for take in missing),
        )


def _budget_message(line: ToRecord, limit: str, *, done: int, wanted: int) -> str:
    return (
        f"{line.paragraph} line {line.line}: its {line.credits:g} credits would pass the budget ({limit}); {done} of "
        f"{wanted} lines were recorded; raise {limit} in book.toml, or record a part with --chapter or --paragraph"
    )


def _recorded(desk: Desk, recorded: Sequence[Take], *, reused: int) -> Recorded:
    missing = {take.paragraph for take in desk.plan.missing}
    chosen = {entry.paragraph: entry for entry in chosen_after(desk.plan, {})}
    spoken = [paragraph for paragraph in desk.plan.paragraphs if paragraph.lines.lines]
    whole = {p.lines.paragraph: p for p in spoken if p.is_complete and p.lines.paragraph not in missing}
    return Recorded(
        recorded=tuple(recorded),
        reused=reused,
        takes=HeardTakes(whole, chosen, desk.index.takes),
        waiting=tuple(p.lines.paragraph for p in spoken if p.lines.paragraph not in whole),
        findings=desk.plan.findings,
        reading_changed=desk.plan.reading_changed,
        claimed=tuple(dict.fromkeys(claim.paragraph for claim in desk.plan.claimed)),
    )
