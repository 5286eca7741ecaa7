"""A new import, the last one, the script as edited -> the script after the import: a merge of three by content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from pipeline.errors import ScriptError
from pipeline.model import Chapter, ChapterEntry, Finding, Kind
from pipeline.script.arrange import Import, arrange_scripts, find_moved
from pipeline.script.continued import Imported, continue_chapters
from pipeline.script.file import ScriptBlock, ScriptFile, format_script, located_items, parse_scripts
from pipeline.script.from_book import paragraphs_of
from pipeline.script.ids import IdGiver, id_order
from pipeline.script.import_lock import ImportLock
from pipeline.script.settle import CONFLICTS, Verdict, content_of, content_of_locked, settle
from pipeline.script.wording import keep_wording, turn_notes


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What an import did, by ids of paragraphs; a moved one may be changed as well."""

    kept: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    """Taken out of the script by a person, in this import or before."""
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What to write after an import."""

    chapters: tuple[Chapter, ...]
    """All chapters of the manuscript under the ids that they keep, read aloud as book.toml has it."""
    order: tuple[str, ...]
    """Chapter ids for book.toml: people's order if they changed it, with the new chapters in their places."""
    scripts: tuple[tuple[str, str], ...]
    """Chapter id and text of every script file there is now, changed or not."""
    removed_scripts: tuple[str, ...]
    """Chapter ids of the script files to delete: nothing is left in them."""
    lock: ImportLock
    findings: tuple[Finding, ...]
    """Where both sides changed: a person has to decide. Any of them makes the exit code 1."""
    summary: Summary


def merge_import(
    chapters: tuple[Chapter, ...],
    *,
    lock: ImportLock,
    scripts: Mapping[str, str],
    entries: Sequence[ChapterEntry] = (),
    language: str = "en",
) -> Merged:
    """Return the project's script after an import of these chapters.

    `scripts` are the texts of the script files by chapter id, `lock` is of the last import; both empty at the first.
    Raises ScriptError where a script file cannot be read, or where there are script files and the lock is empty.
    """
    ours = parse_scripts(scripts)
    texts = {chapter: frozenset(block.text for block in script.blocks) for chapter, script in ours.items()}
    _refuse_lost_lock(lock, texts, chapters)
    continued = continue_chapters(chapters, lock, entries=entries, scripts=texts)
    turned = turn_notes(continued.paragraphs, lock, scripts)
    lock, ours = turned.lock, parse_scripts(turned.scripts)
    imported = _name_paragraphs(keep_wording(turned.paragraphs), lock, ours)
    news = _settle_all(imported, lock, ours, language)
    arranged = arrange_scripts(ours, news)
    order = _chapter_order(continued.chapters, tuple(arranged), lock, entries)
    return Merged(
        chapters=continued.chapters,
        order=order,
        scripts=tuple((chapter, format_script(arranged[chapter])) for chapter in order if chapter in arranged),
        removed_scripts=tuple(chapter for chapter in ours if chapter not in arranged),
        lock=_next_lock(imported, lock, arranged, news),
        findings=_findings([arranged[chapter] for chapter in order if chapter in arranged], news),
        summary=_summary(news),
    )


def _refuse_lost_lock(lock: ImportLock, scripts: Mapping[str, frozenset[str]], chapters: tuple[Chapter, ...]) -> None:
    """Refuse scripts without a lock, unless they hold nothing but this manuscript: a first import that was stopped."""
    imported = {paragraph.text for chapter in chapters for paragraph in paragraphs_of(chapter)}
    if not lock.ids and not imported.issuperset(chain.from_iterable(scripts.values())):
        raise ScriptError(
            "script/import.lock is missing or empty, but there are script files: an import would double them;"
            " restore the lock from version control, or move the script files away to begin anew"
        )


def _blocks(scripts: Mapping[str, ScriptFile]) -> dict[str, tuple[str, ScriptBlock]]:
    """Return every block with an id, with the chapter where it stands."""
    return {
        block.id: (chapter, block)
        for chapter, script in scripts.items()
        for block in script.blocks
        if block.id and not block.is_proposal
    }


def _name_paragraphs(
    paragraphs: tuple[Imported, ...], lock: ImportLock, ours: Mapping[str, ScriptFile]
) -> dict[str, Imported]:
    """Return the paragraphs of the import by id, in order: its own, that of a block people typed, or a new one."""
    typed = _typed_blocks(ours, {paragraph.id for paragraph in lock.paragraphs})
    unlocked = _unlocked_blocks(ours, lock.ids)
    giver = IdGiver((*lock.ids, *_blocks(ours)), chapters=(*ours, *(entry.chapter.id for entry in paragraphs)))
    named: dict[str, Imported] = {}
    before: dict[str, str] = {}
    for entry in paragraphs:
        chapter = entry.chapter.id
        nearby = typed.get(before.get(chapter, f"{chapter} begin"), [])
        identity = entry.locked.id or _take_typed((nearby, unlocked.get(chapter, [])), entry) or _give_id(giver, entry)
        if identity in typed:
            before[chapter] = identity
        named[identity] = replace(entry, locked=replace(entry.locked, id=identity))
    return named


def _give_id(giver: IdGiver, entry: Imported) -> str:
    give = giver.give_heading if entry.paragraph.kind is Kind.HEADING else giver.give_paragraph
    return give(entry.chapter.id)


def _typed_blocks(ours: Mapping[str, ScriptFile], known: set[str]) -> dict[str, list[ScriptBlock]]:
    """Return the blocks that people typed, by the imported paragraph before them, or the chapter at its begin."""
    typed: dict[str, list[ScriptBlock]] = {}
    for chapter, script in ours.items():
        row = typed.setdefault(f"{chapter} begin", [])
        for block in script.blocks:
            if block.id in known and not block.is_proposal:
                row = typed.setdefault(block.id or "", [])
            elif block.id and not block.is_proposal:
                row.append(block)
    return typed


def _unlocked_blocks(ours: Mapping[str, ScriptFile], known: frozenset[str]) -> dict[str, list[ScriptBlock]]:
    """Return the blocks under ids that the lock has never heard of: of an import that was stopped before the lock."""
    return {
        chapter: [block for block in script.blocks if block.id and block.id not in known and not block.is_proposal]
        for chapter, script in ours.items()
    }


def _take_typed(rows: Sequence[list[ScriptBlock]], entry: Imported) -> str:
    """Return the id of a block that the script has already with the very words that the manuscript now brings."""
    wanted = content_of_locked(entry.locked)
    block = next((block for row in rows for block in row if content_of(block) == wanted), None)
    for row in rows:
        row[:] = [other for other in row if other is not block]
    return (block.id or "") if block else ""


def _settle_all(
    imported: Mapping[str, Imported], lock: ImportLock, ours: Mapping[str, ScriptFile], language: str
) -> Import:
    base = {paragraph.id: paragraph for paragraph in lock.paragraphs}
    theirs = {identity: entry.locked for identity, entry in imported.items()}
    blocks = _blocks(ours)
    settled = {
        identity: settle(
            identity,
            base=base.get(identity),
            ours=blocks[identity][1] if identity in blocks else None,
            theirs=imported.get(identity),
            language=language,
        )
        for identity in dict.fromkeys((*theirs, *base))
    }
    moved = find_moved(lock.paragraphs, {identity: paragraph.chapter for identity, paragraph in theirs.items()})
    moved_here = find_moved(lock.paragraphs, {identity: chapter for identity, (chapter, _) in blocks.items()})
    return Import(base=base, theirs=theirs, settled=settled, moved=(moved & blocks.keys()) - moved_here)


def _next_lock(
    imported: Mapping[str, Imported], lock: ImportLock, arranged: Mapping[str, ScriptFile], news: Import
) -> ImportLock:
    present = _blocks(arranged)
    added = ({*lock.added, *present} - imported.keys()) - {*lock.retired}
    return ImportLock(
        paragraphs=tuple(entry.locked for entry in imported.values()),
        added=tuple(sorted(added, key=id_order)),
        retired=tuple(sorted({*lock.retired, *news.base} - imported.keys() - added, key=id_order)),
    )


def _chapter_order(
    chapters: tuple[Chapter, ...], scripts: tuple[str, ...], lock: ImportLock, entries: Sequence[ChapterEntry]
) -> tuple[str, ...]:
    """Return the chapters in the manuscript's order, or in book.toml's where people changed that."""
    new_order = [chapter.id for chapter in chapters]
    old_order = [entry.id for entry in entries]
    locked = list(dict.fromkeys(paragraph.chapter for paragraph in lock.paragraphs))
    is_reordered = [identity for identity in old_order if identity in locked] != [i for i in locked if i in old_order]
    first, second = (old_order, new_order) if is_reordered else (new_order, [*old_order, *scripts])
    known = {*new_order, *scripts}
    order = [identity for identity in first if identity in known]
    for place, identity in enumerate(second):
        if identity in known and identity not in order:
            order.insert(_after_last_known(order, second[:place]), identity)
    return tuple(order)


def _after_last_known(order: list[str], before: list[str]) -> int:
    return next((order.index(identity) + 1 for identity in reversed(before) if identity in order), 0)


def _findings(scripts: Sequence[ScriptFile], news: Import) -> tuple[Finding, ...]:
    """Return what a person has to decide, of this import or an earlier one, at the line where it is decided."""
    return tuple(
        _finding(item, f"{script.name}:{line}", news)
        for script in scripts
        for line, item in located_items(script)
        if isinstance(item, ScriptBlock) and item.conflict
    )


def _finding(block: ScriptBlock, where: str, news: Import) -> Finding:
    settlement = news.settled.get(block.id or "")
    verdict = settlement.verdict if settlement else Verdict.KEPT
    if verdict in CONFLICTS:
        return Finding(code=f"merge.{verdict}", where=where, message=CONFLICTS[verdict].format(id=block.id))
    message = (
        f"{block.id} waits for a decision since an earlier import; take out `conflict={block.conflict}` or the block"
    )
    return Finding(code="merge.undecided", where=where, message=message)


def _summary(news: Import) -> Summary:
    by_verdict: dict[Verdict, list[str]] = {verdict: [] for verdict in Verdict}
    for identity, settlement in news.settled.items():
        by_verdict[settlement.verdict].append(identity)
    return Summary(
        kept=tuple(by_verdict[Verdict.KEPT]),
        new=tuple(by_verdict[Verdict.NEW]),
        changed=tuple(by_verdict[Verdict.CHANGED]),
        moved=tuple(identity for identity in news.theirs if identity in news.moved),
        removed=tuple(by_verdict[Verdict.REMOVED]),
        left_out=tuple(by_verdict[Verdict.LEFT_OUT]),
        conflicts=tuple(identity for verdict in CONFLICTS for identity in by_verdict[verdict]),
    )
