"""Script files and what becomes of their paragraphs -> the script files after an import.

A file is a row of runs: a paragraph that the import knows and stays, with what people put after it. New and moved
paragraphs come after the run of the paragraph that they follow in the manuscript.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.script.edit import with_items
from pipeline.script.file import Item, SceneBreakLine, ScriptBlock, ScriptFile
from pipeline.script.import_lock import LockedParagraph
from pipeline.script.settle import Settlement, Verdict, content_of, content_of_locked


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """An import beside the last one: what both had in which order, and what becomes of it."""

    base: Mapping[str, LockedParagraph]
    theirs: Mapping[str, LockedParagraph]
    """In the new order."""
    settled: Mapping[str, Settlement]
    moved: frozenset[str]
    """Paragraphs that the manuscript moved and the script had not."""


@dataclass(slots=True)
class _Run:
    lead: str
    items: list[Item] = field(default_factory=list)
    arrived: list[Item] = field(default_factory=list)

    def all_items(self) -> list[Item]:
        breaks = (place for place, item in enumerate(self.items) if isinstance(item, SceneBreakLine))
        cut = next(breaks, len(self.items))
        return [*self.items[:cut], *self.arrived, *self.items[cut:]]


def find_moved(base: Iterable[LockedParagraph], places: Mapping[str, str]) -> frozenset[str]:
    """Return the ids of the last import that stand in another chapter, or not in their old order in it.

    `places` are the ids of the other side in order, with their chapters; what only one side has is not moved.
    """
    order = {paragraph.id: (place, paragraph.chapter) for place, paragraph in enumerate(base)}
    stayed: dict[str, list[str]] = {}
    for identity, chapter in places.items():
        if identity in order and order[identity][1] == chapter:
            stayed.setdefault(chapter, []).append(identity)
    in_order = {identity for ids in stayed.values() for identity in _longest_rise(ids, [order[i][0] for i in ids])}
    return frozenset(identity for identity in places if identity in order and identity not in in_order)


def _longest_rise(ids: Sequence[str], numbers: Sequence[int]) -> list[str]:
    """Return the most ids whose numbers rise (patience sorting)."""
    tails: list[int] = []
    tail_places: list[int] = []
    before: list[int] = []
    for place, number in enumerate(numbers):
        height = bisect_left(tails, number)
        before.append(tail_places[height - 1] if height else -1)
        tails[height : height + 1] = [number]
        tail_places[height : height + 1] = [place]
    place, rise = tail_places[-1] if tail_places else -1, []
    while place >= 0:
        rise.append(ids[place])
        place = before[place]
    return rise


def arrange_scripts(scripts: Mapping[str, ScriptFile], news: Import) -> dict[str, ScriptFile]:
    """Return every script file after the import by chapter; a file without a block left is not among them."""
    carried: dict[str, list[Item]] = {}
    runs = {chapter: _runs(script, news, carried) for chapter, script in scripts.items()}
    orders: dict[str, list[str]] = {}
    for identity, paragraph in news.theirs.items():
        orders.setdefault(paragraph.chapter, []).append(identity)
    wanted = _wanted_breaks(scripts, news)
    result = {}
    for chapter in dict.fromkeys((*orders, *scripts)):
        rows = runs.get(chapter, [_Run("")])
        _place_arrivals(rows, orders.get(chapter, []), news, carried)
        items = _with_breaks([item for run in rows for item in run.all_items()], wanted)
        if any(isinstance(item, ScriptBlock) for item in items):
            script = scripts.get(chapter, ScriptFile(name=f"{chapter}.txt"))
            result[chapter] = with_items(script, items)
    return result


def _runs(script: ScriptFile, news: Import, carried: dict[str, list[Item]]) -> list[_Run]:
    """Return the runs of a file; what moves elsewhere goes into `carried` with what people put after it."""
    runs = [_Run("")]
    row = runs[0].items
    for item in script.items:
        if isinstance(item, SceneBreakLine):
            row = runs[-1].items
            row.append(item)
            continue
        settlement = None if item.is_proposal else news.settled.get(item.id or "")
        if settlement is None:
            row.extend(_unsettled(item, news))
        elif settlement.verdict is Verdict.DELETED_EDITED:
            row.append(settlement.block or item)
        elif settlement.block is None:
            row = runs[-1].items
        elif item.id in news.moved:
            row = carried.setdefault(item.id or "", [])
            row.extend(_placed(settlement))
        else:
            runs.append(_Run(item.id or "", _placed(settlement)))
            row = runs[-1].items
    return runs


def _unsettled(block: ScriptBlock, news: Import) -> list[Item]:
    """Return a block that people added, or a proposal unless the manuscript has left it behind or makes it anew."""
    identity = block.id or ""
    base, theirs, settlement = news.base.get(identity), news.theirs.get(identity), news.settled.get(identity)
    if not block.is_proposal or base is None:
        return [block]
    content = content_of(block)
    is_renewed = settlement and settlement.proposal and content == content_of(settlement.proposal)
    is_outdated = content == content_of_locked(base) and (not theirs or content_of_locked(theirs) != content)
    return [] if is_renewed or is_outdated else [block]


def _placed(settlement: Settlement) -> list[Item]:
    return [item for item in (settlement.block, settlement.proposal) if item is not None]


def _place_arrivals(runs: list[_Run], order: list[str], news: Import, carried: Mapping[str, list[Item]]) -> None:
    leads = {run.lead: run for run in runs}
    run = runs[0]
    for identity in order:
        if identity in leads:
            run = leads[identity]
        elif identity in carried:
            run.arrived.extend(replace(item, gap="") for item in carried[identity])
        elif news.settled[identity].verdict in {Verdict.NEW, Verdict.CHANGED_LEFT_OUT}:
            run.arrived.extend(_placed(news.settled[identity]))


def _wanted_breaks(scripts: Mapping[str, ScriptFile], news: Import) -> dict[str, int]:
    """Return how many scene breaks follow each paragraph: the manuscript's number if it changed, else the script's."""
    present: dict[str, int] = {}
    for script in scripts.values():
        present |= _count_breaks(script.items, {**news.base, **news.theirs})
    wanted = {}
    for identity, paragraph in news.theirs.items():
        base = news.base.get(identity)
        is_same = base is not None and base.breaks == paragraph.breaks
        wanted[identity] = present.get(identity, paragraph.breaks) if is_same else paragraph.breaks
    return wanted


def _count_breaks(items: Sequence[Item], known: Mapping[str, object]) -> dict[str, int]:
    counts: dict[str, int] = {}
    lead = ""
    for item in items:
        if isinstance(item, SceneBreakLine):
            counts[lead] = counts.get(lead, 0) + 1
        elif item.id in known and not item.is_proposal:
            lead = item.id or ""
            counts.setdefault(lead, 0)
    return counts


def _with_breaks(items: list[Item], wanted: Mapping[str, int]) -> list[Item]:
    """Return the items with as many scene breaks after each known paragraph as are wanted."""
    present = _count_breaks(items, wanted)
    excess = {lead: count - wanted[lead] for lead, count in present.items() if lead}
    result: list[Item] = []
    lead = ""
    for place, item in enumerate(items):
        if isinstance(item, SceneBreakLine):
            if excess.get(lead, 0) > 0:
                excess[lead] -= 1
            else:
                result.append(item)
            continue
        if item.id in wanted and not item.is_proposal:
            lead = item.id or ""
        result.append(item)
        if excess.get(lead, 0) < 0 and _ends_group(items, place, wanted):
            result.extend(SceneBreakLine() for _ in range(-excess.pop(lead)))
    return result


def _ends_group(items: list[Item], place: int, wanted: Mapping[str, int]) -> bool:
    """Return whether a scene break or another known paragraph comes next, or nothing."""
    following = items[place + 1] if place + 1 < len(items) else SceneBreakLine()
    return isinstance(following, SceneBreakLine) or (following.id in wanted and not following.is_proposal)
