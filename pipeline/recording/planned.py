"""A paragraph and takes.lock -> which takes stand in it: what the plan knows of each paragraph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.model import ChosenTake, ChosenTakes, ParagraphLines
from pipeline.recording.external import is_external, is_whole, line_key, whole_key


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedParagraph:
    """A paragraph with the takes that stand for it now."""

    lines: ParagraphLines
    keys: tuple[str, ...]
    """Of its lines."""
    before: ChosenTakes | None
    """What takes.lock says."""
    stands_whole: bool
    """Whether `before` stands as it is: locked, a person's recording of all of it, or only the reading changed."""
    takes: tuple[ChosenTake | None, ...] = ()
    """For each line the take that stands or was claimed; empty where `before` stands whole."""
    is_held: bool = False
    """Whether a person recorded other words than are written now: nothing is recorded until a person decides."""

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to record for it."""
        return self.stands_whole or None not in self.takes

    @property
    def is_locked(self) -> bool:
        """Whether takes.lock says that its takes stand whatever changes."""
        return self.before is not None and self.before.is_locked

    @property
    def entries(self) -> list[tuple[int, ChosenTake]]:
        """The takes that stand in it, each with its place."""
        entries = self.before.takes if self.stands_whole and self.before else self.takes
        return [(place, entry) for place, entry in enumerate(entries) if entry is not None]

    @property
    def whole(self) -> ChosenTake | None:
        """The recording of the whole paragraph by a person, where one stands."""
        return next((entry for _, entry in self.entries if is_whole(entry.key)), None)

    def entry_of(self, place: int) -> ChosenTake | None:
        """Return what stands for a line; a recording of the whole paragraph stands for each."""
        return self.whole or dict(self.entries).get(place)

    def says(self, keys: Sequence[str]) -> bool:
        """Return whether takes of these keys, in order, say the paragraph as it is written and read now."""
        if len(keys) == 1 and is_whole(keys[0]):
            return keys[0] == whole_key(self.lines)
        return len(keys) == len(self.keys) and all(
            key == (line_key(self.lines, place) if is_external(key) else self.keys[place])
            for place, key in enumerate(keys)
        )
