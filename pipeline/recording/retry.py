"""A failed call -> when to send it again, or never.

The policy is ours; the classes are those of https://elevenlabs.io/docs/developers/resources/errors (read 2025-04). No
call is idempotent and a failed one may have been billed, so what may have been delivered is looked for first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from pipeline.model import FailureClass

LONGEST_BACKOFF_S = 60.0
LONGEST_RETRY_AFTER_S = 60.0
"""A `retry-after` beyond this is not believed; nobody documents the header, and edges have sent absurd ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryRule:
    """How often a class of failure is tried, and how long to wait before the next attempt."""

    attempts: int | None = 1
    """In all; None is without limit inside the line's deadline."""
    least_s: float = 0.0
    spread_s: float = 1.0
    """The wait before the first repetition is least_s plus a random part of this."""
    growth: float = 2.0
    """What the spread is multiplied by each time, up to LONGEST_BACKOFF_S."""
    looks_in_history: bool = False
    """Whether the answer may exist on the account: it is looked for in the history before anything is sent again."""
    stops_run: bool = False
    """Whether new work stops at once: no other line can fare better."""


_ONCE = RetryRule()
_STOP = RetryRule(stops_run=True)

RETRY_RULES: Mapping[FailureClass, RetryRule] = MappingProxyType(
    {
        FailureClass.TRANSPORT_BEFORE_HEADERS: RetryRule(attempts=4, looks_in_history=True),
        FailureClass.TRANSPORT_AFTER_HEADERS: RetryRule(attempts=2, looks_in_history=True),
        FailureClass.THROTTLE_CONCURRENCY: RetryRule(attempts=None, least_s=0.25, spread_s=0.75, growth=1.0),
        FailureClass.THROTTLE_BUSY: RetryRule(attempts=6),
        FailureClass.THROTTLE_RATE: RetryRule(attempts=6),
        # An edge that gives up (502 to 504) may stand before a server that went on.
        FailureClass.SERVER: RetryRule(attempts=6, looks_in_history=True),
        FailureClass.QUOTA: _STOP,
        FailureClass.AUTH: _STOP,
        FailureClass.CONFIG_VOICE: _ONCE,
        FailureClass.CONFIG_MODEL: _ONCE,
        FailureClass.CONFIG_DICTIONARY: _ONCE,
        FailureClass.CONFIG_FORMAT: _ONCE,
        FailureClass.SCHEMA: _ONCE,
        FailureClass.REQUEST: _ONCE,
        FailureClass.NOT_FOUND: _ONCE,
    }
)


def retry_delay(
    failure: FailureClass, attempt: int, *, jitter: float, retry_after_s: float | None = None
) -> float | None:
    """Return the seconds to wait after the `attempt`th failure of this class (1 is the first); None to give up.

    jitter is chance, 0..1: all of the wait except a least part is random, so that workers do not come back together. A
    `retry-after` of 0 to 60 s wins. Raises ValueError for an attempt below 1 or a jitter outside 0..1.
    """
    if attempt < 1 or not 0 <= jitter <= 1:
        raise ValueError(f"attempt {attempt} or jitter {jitter} is out of range")
    rule = RETRY_RULES[failure]
    if rule.attempts is not None and attempt >= rule.attempts:
        return None
    if retry_after_s is not None and 0 <= retry_after_s <= LONGEST_RETRY_AFTER_S:
        return retry_after_s
    # The exponent is bounded because attempts without limit would overflow.
    spread_s = min(rule.spread_s * rule.growth ** min(attempt - 1, 32), LONGEST_BACKOFF_S)
    return rule.least_s + jitter * spread_s
