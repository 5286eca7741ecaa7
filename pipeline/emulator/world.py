"""Options and a synthesiser -> the world of the emulator: everything it remembers, on its own clock.

All of it lives in memory and is touched by one event loop only; speech is computed in threads, from values.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Mapping

from pipeline.emulator.account import Account, Key
from pipeline.emulator.catalogue import Catalogue, Group, Model, OutputFormat, Plan, PlanProfile, load_catalogue
from pipeline.emulator.faults import STANDING, Fault, FaultBook, FaultName, FaultRule
from pipeline.emulator.options import DEFAULT_KEY, Options
from pipeline.emulator.pronunciation import Dictionary
from pipeline.emulator.records import AccountVoice, CallRecord, HistoryItem, Recording
from pipeline.emulator.slots import Slots
from pipeline.emulator.stitching import Generation
from pipeline.emulator.voice import Synthesiser, ToneVoice

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_ID_LENGTH = 20


class World:
    """The state of the emulator. Without a synthesiser it speaks in tones."""

    def __init__(
        self, options: Options, *, synthesise: Synthesiser | None = None, fault_rules: Iterable[FaultRule] = ()
    ) -> None:
        self.catalogue: Catalogue = load_catalogue()
        self._synthesise = synthesise
        self._first_options = options
        self._first_faults = tuple(fault_rules)
        self.reset()

    def reset(self) -> None:
        """Forget everything, and go back to the options of the start."""
        self.options = self._first_options
        self._ahead_s = 0.0
        self._ids = 0
        self.account = Account(limit=self._credits(), period_began=self.now())
        self.keys = {DEFAULT_KEY: Key(key=DEFAULT_KEY)}
        self.voices = {name: AccountVoice(voice=voice) for name, voice in self.catalogue.voices.items()}
        for entry in self.voices.values():
            if entry.voice.disabled_after_s is not None:
                entry.withdrawn_at = self.now() + entry.voice.disabled_after_s
        self.dictionaries: dict[str, Dictionary] = {}
        self.archived_at: dict[str, float] = {}
        self.history: list[HistoryItem] = []
        self.generations: dict[str, Generation] = {}
        self.recordings: dict[str, Recording] = {}
        self.regenerations: dict[str, list[float]] = {}
        self.calls: list[CallRecord] = []
        self.slots = Slots()
        self.faults = FaultBook(self.options.seed)
        for rule in self._first_faults:
            self.add_fault(rule)

    def now(self) -> float:
        """Return the time on the movable clock, in Unix seconds."""
        return time.time() + self._ahead_s

    def advance(self, seconds: float) -> None:
        """Move the clock ahead."""
        self._ahead_s += seconds
        self.account.roll(self.now())

    def change_options(self, values: Mapping[str, object]) -> None:
        """Turn switches while running. Raises ValueError."""
        self.options = self.options.changed(values)
        self.account.limit = self._credits()
        for group in Group:
            self.slots.wake(group, self.cap(group))

    def new_id(self) -> str:
        """Return 20 letters and digits that no other call returns; the same row of them for the same seed."""
        self._ids += 1
        number = int.from_bytes(hashlib.sha256(f"{self.options.seed}/{self._ids}".encode()).digest(), "big")
        return "".join(_ALPHABET[number // 62**i % 62] for i in range(_ID_LENGTH))

    def profile(self, plan: Plan | None = None) -> PlanProfile:
        """Return what a plan allows; without one, that of the account."""
        return self.catalogue.plans[plan or self.options.plan]

    def cap(self, group: Group, plan: Plan | None = None) -> int:
        """Return how many generations of the group run at a time."""
        return self.profile(plan).cap(group) if self.options.concurrency is None else self.options.concurrency

    def speaker(self) -> Synthesiser:
        """Return who speaks."""
        return self._synthesise or ToneVoice(characters_per_second=self.options.characters_per_second)

    def models(self) -> dict[str, Model]:
        """Return the models of the era."""
        return self.catalogue.models_in(self.options.era)

    def formats(self) -> dict[str, OutputFormat]:
        """Return the output formats of the era."""
        return self.catalogue.formats_in(self.options.era)

    def voice(self, voice_id: str) -> AccountVoice | None:
        """Return a voice that the account can see now, or None."""
        entry = self.voices.get(voice_id)
        return entry if entry and self.now() < entry.withdrawn_at else None

    def dictionary(self, dictionary_id: str) -> Dictionary | None:
        """Return a dictionary that is neither unknown nor archived, or None."""
        is_gone = self.now() >= self.archived_at.get(dictionary_id, float("inf"))
        return None if is_gone else self.dictionaries.get(dictionary_id)

    def past(self) -> list[HistoryItem]:
        """Return what the history shows now, newest first."""
        return [item for item in reversed(self.history) if item.available_at <= self.now()]

    def add_fault(self, rule: FaultRule) -> None:
        """Put a fault rule into force; the `_at` faults set their time. Raises ValueError where they name nothing."""
        if rule.fault.name in STANDING:
            self._set_time(rule.fault)
        else:
            self.faults.add(rule)

    def _set_time(self, fault: Fault) -> None:
        at = self.now() + fault.number("after_s")
        if fault.name is FaultName.DICT_ARCHIVED_AT:
            self.archived_at[fault.text("dictionary_id")] = at
            return
        voice = self.voices.get(fault.text("voice_id")) if fault.name is FaultName.VOICE_WITHDRAWN_AT else None
        key = self.keys.get(fault.text("key") or DEFAULT_KEY) if fault.name is FaultName.KEY_REVOKED_AT else None
        if voice:
            voice.withdrawn_at = at
        elif key:
            key.revoked_at = at
        else:
            raise ValueError(f"{fault.name}: there is no such voice or key")

    def _credits(self) -> int:
        return self.profile().credits if self.options.credits is None else self.options.credits
