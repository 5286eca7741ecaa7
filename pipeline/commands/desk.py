"""A project's lines and its take store -> the plan, and choices that stand: what every command on takes looks at."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.adapters.disk import read_file, write_file
from pipeline.adapters.engines.protocol import EngineCard
from pipeline.adapters.engines.registry import ELEVENLABS, find_engine
from pipeline.adapters.project import ProjectFolder
from pipeline.adapters.takes import TakeStore
from pipeline.commands.journal import read_fold
from pipeline.commands.reading import ChapterLines
from pipeline.model import ChosenTakes, ElevenLabs, Line, ParagraphLines, Request, Voice
from pipeline.recording.engine_normalisation import engine_normalisation
from pipeline.recording.journal import JournalFold, index_of
from pipeline.recording.keys import ignored_directions, key_of, request_of, resolve_voice
from pipeline.recording.lock import format_lock, parse_lock, rebuild_lock
from pipeline.recording.plan import Plan, Slot, plan_takes
from pipeline.recording.records import TakeIndex, choose_line, fingerprint_of
from pipeline.recording.restitching import ChangedNeighbour, find_changed_neighbours


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What every command on takes looks at: the store, what stands, and the plan that follows."""

    folder: ProjectFolder
    store: TakeStore
    journal: JournalFold
    index: TakeIndex
    requests: Mapping[Slot, tuple[Request, str]]
    plan: Plan
    notes: tuple[str, ...]
    """What a producer should know before recording: a language the engine does not speak, a direction it ignores."""


def prepare_desk(
    folder: ProjectFolder,
    chapters: Sequence[ChapterLines],
    *,
    retake: Collection[str] = frozenset(),
    before: Desk | None = None,
) -> Desk:
    """Read the take store and takes.lock of a project and return what they come to for these lines.

    chapters are all that are read aloud; retake are ids of paragraphs; before is an earlier desk of the same chapters,
    whose requests and journal hold in this run. Raises EngineError, TakesError, StorageError.
    """
    store = TakeStore(folder.takes)
    journal = read_fold(store, build=folder.build, before=before.journal if before else None)
    index = index_of(journal, store.journal_file)
    paragraphs = [paragraph for chapter in chapters for paragraph in chapter.paragraphs]
    requests = (
        before.requests
        if before
        else {
            (line.paragraph, line.number): keyed_request(line, folder.project.elevenlabs)
            for paragraph in paragraphs
            for line in paragraph.lines
        }
    )
    plan = plan_takes(
        paragraphs,
        requests=requests,
        chosen={entry.paragraph: entry for entry in _read_lock(folder, index, paragraphs)},
        index=index,
        present=store.present(),
        shares_takes=folder.project.shares_takes,
        retake=frozenset(retake),
        price=lambda request: card_of(request.voice.engine).price(request),
    )
    return Desk(
        folder=folder,
        store=store,
        journal=journal,
        index=index,
        requests=requests,
        plan=plan,
        notes=tuple(_notes(paragraphs)),
    )


def write_choices(
    desk: Desk, after: Sequence[ChosenTakes], *, noted: Mapping[str, str] | None = None
) -> Mapping[str, str]:
    """Make these choices stand: takes.lock is written, then the journal is told of those that differ from the last.

    noted and what is returned are the fingerprints of the choices that the journal has by paragraph, before (where it
    is further than the desk) and after. In this order a take of
    which the journal has a choice is surely in takes.lock: one without is what a killed run had recorded, and the
    next run uses it. Raises StorageError.
    """
    text = format_lock(after).encode()
    if read_file(desk.folder.takes_lock) != text:
        write_file(desk.folder.takes_lock, text)
    before = desk.index.noted if noted is None else noted
    now, prints = desk.store.now(), [fingerprint_of(entry) for entry in after]
    pairs = list(zip(after, prints, strict=True))
    desk.store.note([choose_line(entry, at=now) for entry, known in pairs if before.get(entry.paragraph) != known])
    return {**before, **{entry.paragraph: known for entry, known in pairs}}


def changed_neighbours(desk: Desk) -> tuple[ChangedNeighbour, ...]:
    """Return the takes that stand beside others than they were made beside; engines on this machine know no context."""
    engines = {request.voice.engine for request, _ in desk.requests.values()}
    stitching = frozenset(engine for engine in engines if not card_of(engine).is_local)
    return find_changed_neighbours(desk.plan, desk.index, engines=stitching)


@cache
def card_of(engine: str) -> EngineCard:
    """Return the card of an engine. Raises EngineError."""
    return find_engine(engine).describe()


def keyed_request(line: Line, elevenlabs: ElevenLabs | None = None) -> tuple[Request, str]:
    """Return the request of a line and its key, its voice resolved to what the engine will use.

    Without options the ElevenLabs engine has those of a new book.
    """
    options = elevenlabs or ElevenLabs()
    card = card_of(line.voice.engine)
    voice = _resolved(line.voice)
    request = request_of(
        line,
        voice=voice,
        audio_format=options.audio_format if card.name == ELEVENLABS else card.audio_format,
        engine_normalisation=engine_normalisation(voice.engine, voice.model, line.language),
    )
    return request, key_of(request)


@cache
def _resolved(voice: Voice) -> Voice:
    card = card_of(voice.engine)
    return resolve_voice(
        voice, default_voice=card.default_voice, default_model=card.default_model, defaults=card.defaults
    )


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
        card = card_of(engine)
        own = [line for line in lines if line.voice.engine == engine]
        foreign = sorted({line.language for line in own if line.language.split("-")[0] not in card.languages})
        ignored = sorted({name for line in own for name in ignored_directions(line.voice, defaults=card.defaults)})
        if foreign:
            yield f"engine {engine} speaks {', '.join(card.languages)}; it reads {', '.join(foreign)} by those rules"
        if ignored:
            yield f"engine {engine} does not know {', '.join(ignored)}; it speaks as if that were not there"
