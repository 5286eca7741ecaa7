"""Reservations and generations -> credits used, as the subscription, the history and the usage statistics show them."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from pipeline.emulator.catalogue import Plan
from pipeline.emulator.refusals import Refusal

PERIOD_S = 30 * 86_400
DAY_S = 86_400


@dataclass(slots=True, kw_only=True)
class Key:
    """An API key: `scopes` None is all of them; `credit_cap` and `plan` None are those of the account."""

    key: str
    scopes: frozenset[str] | None = None
    credit_cap: int | None = None
    plan: Plan | None = None
    used: int = 0
    revoked_at: float = math.inf
    """On the emulator's clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """Credits that a generation cost, and for what."""

    at: float
    credits: int
    voice_id: str
    model_id: str
    key: str


@dataclass(slots=True, kw_only=True)
class Account:
    """The credits of a workspace in its period; a new period begins when the clock passes its end."""

    limit: int
    period_began: float
    used: int = 0
    reserved: int = 0
    charges: list[Charge] = field(default_factory=list)

    @property
    def resets_at(self) -> int:
        """Unix time at which the period ends."""
        return int(self.period_began + PERIOD_S)

    def roll(self, now: float) -> None:
        """Begin as many new periods as have passed."""
        while now >= self.resets_at:
            self.period_began += PERIOD_S
            self.used = 0

    def refuse(self, cost: int, key: Key) -> Refusal | None:
        """Return why a generation of that cost cannot be paid, or None. The message names the three figures."""
        remaining = self.limit - self.used - self.reserved
        cap_left = math.inf if key.credit_cap is None else key.credit_cap - key.used
        if cost <= min(remaining, cap_left):
            return None
        quota = self.limit if remaining <= cap_left else key.credit_cap
        return short_of_credits(int(quota or 0), int(max(0, min(remaining, cap_left))), cost)

    def reserve(self, cost: int, key: Key) -> None:
        """Hold credits for a generation that begins."""
        self.reserved += cost
        key.used += cost

    def release(self, cost: int, key: Key) -> None:
        """Give back what a generation that failed had held."""
        self.reserved -= cost
        key.used -= cost

    def settle(self, charge: Charge) -> tuple[int, int]:
        """Turn a reservation into a charge; return the counter before and after."""
        before = self.used
        self.reserved -= charge.credits
        self.used += charge.credits
        self.charges.append(charge)
        return before, self.used

    def used_before(self, when: float) -> int:
        """Return the counter as it was at that time of the period."""
        return sum(c.credits for c in self.charges if self.period_began <= c.at <= when)


def short_of_credits(quota: int, remaining: int, required: int) -> Refusal:
    """Return the refusal with its three figures."""
    return Refusal(
        identifier="quota_exceeded",
        message=f"This request exceeds your quota of {quota}. You have {remaining} credits remaining, "
        f"while {required} credits are required for this request.",
    )


def usage_by_day(charges: list[Charge], begin: float, end: float, breakdown: str) -> dict[str, list[int]]:
    """Return credits per day from begin to end (Unix seconds), by voice, model, key, or all together."""
    days = [day * DAY_S for day in range(int(begin // DAY_S), int(end // DAY_S) + 1)]
    names = {"voice": "voice_id", "model": "model_id", "api_keys": "key", "all_api_keys": "key"}
    usage: dict[str, list[int]] = {} if breakdown in names else {"All": [0] * len(days)}
    for charge in charges:
        if begin <= charge.at <= end:
            name = str(getattr(charge, names[breakdown])) if breakdown in names else "All"
            row = usage.setdefault(name, [0] * len(days))
            row[int(charge.at // DAY_S) - days[0] // DAY_S] += charge.credits
    return usage
