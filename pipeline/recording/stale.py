"""The plan under a lexicon, the journal -> the lines whose chosen take says something else, and what they cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from pipeline.model import Line, Request
from pipeline.recording.external import is_external
from pipeline.recording.plan import Plan, PlannedParagraph, Slot
from pipeline.recording.records import TakeIndex


class StaleState(StrEnum):
    """What recording would do about a line whose take says something else."""

    RECORD = "record"
    CLAIM = "in the store"
    """A take of the new words is there already: it costs nothing."""
    LOCKED = "locked"
    """The paragraph's takes are locked: it stays as it is."""
    READING_CHANGED = "reading changed"
    """Only Declaim's own rules changed: the take stays unless it is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StaleLine:
    """A line whose chosen take says something else."""

    paragraph: str
    line: int
    before: str
    """The text of the take; empty where the paragraph had fewer lines."""
    after: str
    pronunciations: tuple[tuple[str, str], ...]
    state: StaleState
    characters: int
    """To record; 0 where nothing is."""
    credits: float


def find_stale(plan: Plan, *, requests: Mapping[Slot, tuple[Request, str]], index: TakeIndex) -> tuple[StaleLine, ...]:
    """Return every line of a recorded paragraph whose key is not that of a chosen take, in script order.

    Paragraphs without chosen takes are new, not stale: `plan` has them.
    """
    costs = {(line.paragraph, line.line): line for line in plan.to_record}
    stale = []
    for paragraph in plan.paragraphs:
        for line, before in _changed(paragraph, index):
            slot = line.paragraph, line.number
            cost = costs.get(slot)
            stale.append(
                StaleLine(
                    paragraph=line.paragraph,
                    line=line.number,
                    before=before,
                    after=requests[slot][0].text,
                    pronunciations=requests[slot][0].pronunciations,
                    state=StaleState.RECORD if cost else _state(paragraph),
                    characters=cost.characters if cost else 0,
                    credits=cost.credits if cost else 0.0,
                )
            )
    return tuple(stale)


def _state(paragraph: PlannedParagraph) -> StaleState:
    if not paragraph.stands_whole:
        return StaleState.CLAIM
    is_locked = paragraph.before is not None and paragraph.before.is_locked
    return StaleState.LOCKED if is_locked else StaleState.READING_CHANGED


def _changed(paragraph: PlannedParagraph, index: TakeIndex) -> Iterator[tuple[Line, str]]:
    """Yield the lines that no chosen take says, each with the text of the take that is left over in its place."""
    if paragraph.before is None or paragraph.whole or paragraph.is_held:
        return  # what a person recorded follows no lexicon
    standing = Counter(entry.key for entry in paragraph.before.takes) & Counter(paragraph.keys)
    kept = standing.copy()
    changed = []
    for line, key in zip(paragraph.lines.lines, paragraph.keys, strict=True):
        entry = paragraph.entry_of(line.number)
        if kept[key]:
            kept[key] -= 1
        elif not (entry and is_external(entry.key)):
            changed.append(line)
    gone = []
    for entry in paragraph.before.takes:
        if standing[entry.key]:
            standing[entry.key] -= 1
        elif not is_external(entry.key) and entry.take in index.takes:
            gone.append(index.takes[entry.take].request.text)
    texts = iter(gone)
    for line in changed:
        yield line, next(texts, "")
