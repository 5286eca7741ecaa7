"""A project's lines and its take store -> the plan -> takes, journaled, and takes.lock."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from functools import cache

from pipeline.adapters.disk import read_file, write_file
from pipeline.adapters.engines.protocol import EngineCard
from pipeline.adapters.engines.registry import find_engine
from pipeline.adapters.progress import Advance, show_progress
from pipeline.adapters.project import ProjectFolder
from pipeline.adapters.signals import stopping_cleanly, uninterrupted
from pipeline.adapters.takes import LedgerEntry, TakeStore, object_of
from pipeline.adapters.workers import SpokenLine, speak_all
from pipeline.commands.reading import ChapterLines
from pipeline.errors import BudgetError, TakesMissingError
from pipeline.model import ChosenTakes, Finding, Line, ParagraphLines, Request, Take
from pipeline.recording.budget import affordable
from pipeline.recording.keys import ignored_directions, key_of, request_of, resolve_voice
from pipeline.recording.lock import format_lock, parse_lock, rebuild_lock
from pipeline.recording.plan import Plan, Slot, ToRecord, chosen_after, heard_takes, plan_takes
from pipeline.recording.records import TakeIndex, choose_line, fold_journal, take_line
from pipeline.recording.sound import inspect_take

CHECKPOINT_TAKES = 50
"""takes.lock is written after so many takes, and at the end: a killed run is seldom further behind in git."""

log = logging.getLogger(__name__)

OpenProgress = Callable[[str, int], AbstractContextManager[Advance]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What every command on takes looks at: the store, what stands, and the plan that follows."""

    folder: ProjectFolder
    store: TakeStore
    index: TakeIndex
    requests: Mapping[Slot, tuple[Request, str]]
    plan: Plan
    notes: tuple[str, ...]
    """What a producer should know before recording: a language the engine does not speak, a direction it ignores."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What a recording session came to."""

    recorded: tuple[Take, ...]
    """New takes, doubtful ones too."""
    reused: int
    takes: Mapping[str, tuple[Take, ...]]
    """For each paragraph that has all its takes here, in script order: those that are heard, told for its lines."""
    waiting: tuple[str, ...]
    """Paragraphs that lack a take still: it was not wanted in this session, or a doubtful one waits for a person."""
    findings: tuple[Finding, ...]
    reading_changed: tuple[str, ...]


def prepare_desk(
    folder: ProjectFolder, chapters: Sequence[ChapterLines], *, retake: Collection[str] = frozenset()
) -> Desk:
    """Read the take store and takes.lock of a project and return what they come to for these lines.

    chapters are all that are read aloud; retake are ids of paragraphs. Raises EngineError, TakesError, StorageError.
    """
    store = TakeStore(folder.takes)
    index = fold_journal(store.journal())
    paragraphs = [paragraph for chapter in chapters for paragraph in chapter.paragraphs]
    requests = {(line.paragraph, line.number): _keyed(line) for paragraph in paragraphs for line in paragraph.lines}
    plan = plan_takes(
        paragraphs,
        requests=requests,
        chosen={entry.paragraph: entry for entry in _read_lock(folder, index, paragraphs)},
        index=index,
        present=store.present(),
        shares_takes=folder.project.shares_takes,
        retake=frozenset(retake),
        price=lambda request: len(request.text) * _card(request.voice.engine).credits_per_character,
    )
    return Desk(folder=folder, store=store, index=index, requests=requests, plan=plan, notes=tuple(_notes(paragraphs)))


def record_missing(
    folder: ProjectFolder,
    chapters: Sequence[ChapterLines],
    *,
    only: Collection[str] | None = None,
    retake: Collection[str] = frozenset(),
    workers: int | None = None,
    progress: OpenProgress = show_progress,
    checkpoint_takes: int = CHECKPOINT_TAKES,
) -> Recorded:
    """Record what the plan says, keep every take as it comes, write takes.lock; return what stands now.

    chapters are all that are read aloud; only are ids of the paragraphs to record (None: all); retake are those of
    which another take is asked for. The caller holds the project. Raises TakesMissingError before anything is
    recorded, BudgetError once no further line fits the budget, EngineError, TakesError, StorageError; what was
    recorded until then is kept and chosen.
    """
    desk = prepare_desk(folder, chapters, retake=retake)
    _refuse_missing(desk.plan, only)
    for note in desk.notes:
        log.warning(note)
    wanted = [line for line in desk.plan.to_record if only is None or line.paragraph in only]
    spent = sum(entry.credits for entry in desk.store.ledger())
    fitting = affordable(wanted, budget=folder.project.budget, spent=spent)
    session = _Session(desk, checkpoint_takes=checkpoint_takes)
    try:
        with stopping_cleanly(), progress("recording", sum(line.characters for line in fitting)) as advance:
            session.record(fitting, workers=workers, advance=advance)
    finally:
        session.checkpoint()
    if len(fitting) < len(wanted):
        raise BudgetError(_budget_message(wanted[len(fitting)], done=len(fitting), wanted=len(wanted)))
    after = prepare_desk(folder, chapters) if session.recorded else desk
    return _recorded(after, session.recorded, reused=desk.plan.reused)


def find_standing(folder: ProjectFolder, chapters: Sequence[ChapterLines]) -> Recorded:
    """Return what stands now, recording nothing. Raises TakesMissingError, TakesError, StorageError."""
    desk = prepare_desk(folder, chapters)
    _refuse_missing(desk.plan, None)
    return _recorded(desk, (), reused=desk.plan.reused)


def write_choices(desk: Desk, after: Sequence[ChosenTakes], *, last: Mapping[str, ChosenTakes] | None = None) -> None:
    """Make these choices stand: takes.lock is written, then the journal is told of those that differ from the last.

    last are the choices that the journal has by paragraph, where it is further than the desk. In this order a take of
    which the journal has a choice is surely in takes.lock: one without is what a killed run had recorded, and the
    next run uses it. Raises StorageError.
    """
    text = format_lock(after).encode()
    if read_file(desk.folder.takes_lock) != text:
        write_file(desk.folder.takes_lock, text)
    before = desk.index.choices if last is None else last
    desk.store.note([choose_line(entry) for entry in after if before.get(entry.paragraph) != entry])


class _Session:
    """One run of the worker processes: requests out, takes into the store."""

    def __init__(self, desk: Desk, *, checkpoint_takes: int) -> None:
        self._desk = desk
        self._checkpoint_takes = checkpoint_takes
        self._lines = {
            (line.paragraph, line.number): (paragraph.lines, line)
            for paragraph in desk.plan.paragraphs
            for line in paragraph.lines.lines
        }
        self._choices = desk.index.choices
        self.recorded: list[Take] = []
        self.passing: dict[Slot, Take] = {}

    def record(self, wanted: Sequence[ToRecord], *, workers: int | None, advance: Advance) -> None:
        slots = {f"{line.paragraph} line {line.line}": (line.paragraph, line.line) for line in wanted}
        orders = ((name, self._desk.requests[slot][0]) for name, slot in slots.items())
        with closing(speak_all(orders, inspect=inspect_take, workers=workers)) as groups:
            for group in groups:
                before = len(self.recorded)
                with uninterrupted():
                    self._keep([(slots[spoken.name], spoken) for spoken in group])
                advance(sum(len(take.request.text) for take in self.recorded[before:]))
                if before // self._checkpoint_takes != len(self.recorded) // self._checkpoint_takes:
                    self.checkpoint()

    def _keep(self, group: Sequence[tuple[Slot, SpokenLine]]) -> None:
        """Make a group of takes durable; only then they count."""
        takes = [self._take_of(slot, spoken) for slot, spoken in group]
        ledger = [
            entry
            for take, (_, spoken) in zip(takes, group, strict=True)
            for entry in self._attempts(take, spoken.attempts)
        ]
        audios = {take.object: spoken.delivery.audio for take, (_, spoken) in zip(takes, group, strict=True)}
        self._desk.store.add(audios, journal=[take_line(take) for take in takes], ledger=ledger)
        self.recorded.extend(takes)
        self.passing |= {(take.paragraph, take.line): take for take in takes if not take.findings}

    def _take_of(self, slot: Slot, spoken: SpokenLine) -> Take:
        paragraph, line = self._lines[slot]
        request, key = self._desk.requests[slot]
        return Take(
            id=self._desk.store.new_id(),
            paragraph=line.paragraph,
            line=line.number,
            start=line.start,
            stop=line.stop,
            ends=line.ends,
            key=key,
            source_key=paragraph.source_key,
            object=object_of(spoken.delivery.audio),
            request=request,
            spoken=line.spoken,
            sound=spoken.sound,
            timings=spoken.delivery.timings,
            timing_unit=spoken.delivery.timing_unit,
            findings=tuple(dataclasses.replace(finding, where=spoken.name) for finding in spoken.findings),
            made_by=spoken.delivery.made_by,
            credits=spoken.delivery.credits,
            recorded_at=self._desk.store.now(),
            speaker=line.speaker,
            break_s=line.break_s,
        )

    def _attempts(self, take: Take, count: int) -> Iterator[LedgerEntry]:
        """Yield the ledger's entries for a take: the attempts before it, which local engines give for nothing, too."""
        for number in range(1, count + 1):
            is_last = number == count
            yield LedgerEntry(
                id=self._desk.store.new_id(),
                time=take.recorded_at,
                paragraph=take.paragraph,
                line=take.line,
                engine=take.request.voice.engine,
                characters=len(take.request.text),
                credits=take.credits if is_last else 0.0,
                outcome="kept" if is_last else "spoken again with another seed",
                take=take.id if is_last else "",
            )

    def checkpoint(self) -> None:
        """Let every paragraph that is complete have its takes."""
        after = chosen_after(self._desk.plan, self.passing)
        write_choices(self._desk, after, last=self._choices)
        self._choices = {entry.paragraph: entry for entry in after}


@cache
def _card(engine: str) -> EngineCard:
    return find_engine(engine).describe()


def _keyed(line: Line) -> tuple[Request, str]:
    """Return the request of a line and its key, its voice resolved to what the engine will use."""
    card = _card(line.voice.engine)
    voice = resolve_voice(
        line.voice, default_voice=card.default_voice, default_model=card.default_model, defaults=card.defaults
    )
    request = request_of(
        dataclasses.replace(line, voice=voice), audio_format=card.audio_format, engine_normalisation="off"
    )
    return request, key_of(request)


def _read_lock(
    folder: ProjectFolder, index: TakeIndex, paragraphs: Sequence[ParagraphLines]
) -> tuple[ChosenTakes, ...]:
    """Return takes.lock, or where it is gone what the journal of the store says."""
    text = read_file(folder.takes_lock)
    if text is not None:
        return parse_lock(text.decode(errors="replace"))
    return rebuild_lock(index, order=[paragraph.paragraph for paragraph in paragraphs])


def _notes(paragraphs: Sequence[ParagraphLines]) -> Iterator[str]:
    lines = [line for paragraph in paragraphs for line in paragraph.lines]
    for engine in sorted({line.voice.engine for line in lines}):
        card = _card(engine)
        own = [line for line in lines if line.voice.engine == engine]
        foreign = sorted({line.language for line in own if line.language.split("-")[0] not in card.languages})
        ignored = sorted({name for line in own for name in ignored_directions(line.voice, defaults=card.defaults)})
        if foreign:
            yield f"engine {engine} speaks {', '.join(card.languages)}; it reads {', '.join(foreign)} by those rules"
        if ignored:
            yield f"engine {engine} does not know {', '.join(ignored)}; it speaks as if that were not there"


def _refuse_missing(plan: Plan, only: Collection[str] | None) -> None:
    missing = [take for take in plan.missing if only is None or take.paragraph in only]
    if missing:
        raise TakesMissingError(
            f"{len(missing)} takes are chosen but their audio is not here; pull them (`declaim takes pull`), bring "
            "back the takes/ folder, or record them again with `declaim record --retake --paragraph ID`",
            problems=tuple(f"{take.paragraph} line {take.line}: take {take.take}" for take in missing),
        )


def _budget_message(line: ToRecord, *, done: int, wanted: int) -> str:
    return (
        f"{line.paragraph} line {line.line}: its {line.credits:g} credits would pass the budget; {done} of {wanted} "
        "lines were recorded; raise [budget] in book.toml, or record a part with --chapter or --paragraph"
    )


def _recorded(desk: Desk, recorded: Sequence[Take], *, reused: int) -> Recorded:
    missing = {take.paragraph for take in desk.plan.missing}
    chosen = {entry.paragraph: entry for entry in chosen_after(desk.plan, {})}
    spoken = [paragraph for paragraph in desk.plan.paragraphs if paragraph.lines.lines]
    whole = {p.lines.paragraph: p for p in spoken if p.is_complete and p.lines.paragraph not in missing}
    return Recorded(
        recorded=tuple(recorded),
        reused=reused,
        takes={name: heard_takes(paragraph, chosen[name], desk.index.takes) for name, paragraph in whole.items()},
        waiting=tuple(p.lines.paragraph for p in spoken if p.lines.paragraph not in whole),
        findings=desk.plan.findings,
        reading_changed=desk.plan.reading_changed,
    )
