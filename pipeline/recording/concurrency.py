"""Answers of the service -> how many calls may be in flight.

The plans' limits are documented (https://elevenlabs.io/docs/models#concurrency-and-priority, read 2025-04), but they
hold for a group of models and for the whole workspace; an answer's `maximum-concurrent-requests` header is the truth.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

FIRST_CALLS = 2
"""Calls in flight before the service has named its cap: enough to learn it, too few to be refused on any plan."""
BREAKING_FAILURES = 5
PAUSE_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Concurrency:
    """How many calls of one group of models may be in flight; every answer gives the next value."""

    configured: int
    """What the producer allows; never passed."""
    allowed: int
    """Calls that may be in flight now."""
    told: int | None = None
    """What the service named last, never above `configured`; None before it named anything."""
    has_answered: bool = False
    halved_at_s: float | None = None
    """When `allowed` was halved last."""
    is_recovering: bool = False
    """Whether it climbs back from a halving, one slot with each success."""

    @classmethod
    def begin(cls, configured: int) -> Concurrency:
        """Return the cap of a group that has not been called. Raises ValueError unless 1 or more are configured."""
        if configured < 1:
            raise ValueError(f"{configured} calls in flight cannot record anything")
        return cls(configured=configured, allowed=min(configured, FIRST_CALLS))

    @property
    def planned(self) -> int:
        """How many calls at once to lay the lanes out for: what the service named, whatever a passing 429 allows.

        1 before the first answer, so that no chapter is cut for a cap that nobody has named; where answers name none,
        what has been reached.
        """
        if self.told is not None:
            return self.told
        return self.allowed if self.has_answered else 1

    def succeeded(self, *, maximum: int | None = None) -> Concurrency:
        """Return the cap after a success whose header named a maximum (None: it named none).

        The whole cap is used as soon as it is named; after a halving one slot comes back with each success.
        """
        told = self._heard(maximum)
        limit = self.configured if told is None else told
        climbs = told is None or self.is_recovering
        allowed = min(self.allowed + 1, limit) if climbs else limit
        return replace(
            self, told=told, allowed=allowed, has_answered=True, is_recovering=self.is_recovering and allowed < limit
        )

    def throttled(self, *, sent_at_s: float, now_s: float, maximum: int | None = None) -> Concurrency:
        """Return the cap after a 429 at now_s of a call sent at sent_at_s: halved, but once per round trip.

        A call sent before the last halving, or with it, says nothing about what is in flight since.
        """
        told = self._heard(maximum)
        allowed = self.allowed if told is None else min(self.allowed, told)
        if self.halved_at_s is None or sent_at_s > self.halved_at_s:
            return replace(self, told=told, allowed=max(1, allowed // 2), halved_at_s=now_s, is_recovering=True)
        return replace(self, told=told, allowed=allowed)

    def _heard(self, maximum: int | None) -> int | None:
        return self.told if maximum is None else max(1, min(maximum, self.configured))


@dataclass(frozen=True, slots=True, kw_only=True)
class Breaker:
    """Stops all new calls when the service is down: after five failures in a row, of any lines, it rests a minute."""

    failures: int = 0
    """Server errors and busy answers since the last success."""
    resting_until_s: float | None = None
    """Set from the fifth failure until a call succeeds again."""

    def most_in_flight(self, now_s: float) -> int | None:
        """Return how many calls may be in flight in all groups together: 0 at rest, 1 to probe, None without limit."""
        if self.resting_until_s is None:
            return None
        return 0 if now_s < self.resting_until_s else 1

    def succeeded(self, now_s: float) -> Breaker:
        """Return the breaker after a success; one that was sent before the rest does not end it."""
        return self if self.most_in_flight(now_s) == 0 else Breaker()

    def failed(self, now_s: float) -> Breaker:
        """Return the breaker after a `server` or `throttle:busy` failure; one that comes at rest prolongs nothing."""
        if self.most_in_flight(now_s) == 0:
            return self
        failures = self.failures + 1
        rests = failures >= BREAKING_FAILURES
        return Breaker(failures=failures, resting_until_s=now_s + PAUSE_S if rests else None)
