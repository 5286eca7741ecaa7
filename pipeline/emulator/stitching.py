"""Request ids and the generations they name -> a verdict for each id, and what conditions each side.

The service never says whether an id took effect; the emulator knows, and tells it through the inspection API only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

MAX_IDS = 3
RETENTION_S = 2 * 3600.0
"""After two hours the effect of an id diminishes, says the stitching guide; it is taken as gone."""


ADJOINING = 24
"""Characters that must agree to recognise a neighbour by its text."""


class GenerationState(StrEnum):
    """Whether a generation can condition another one."""

    IN_FLIGHT = "in_flight"
    COMPLETE = "complete"
    ABORTED = "aborted"


class Verdict(StrEnum):
    """What becomes of an id that was sent along."""

    OK = "ok"
    UNKNOWN = "unknown"
    IN_FLIGHT = "in_flight"
    ABORTED = "aborted"
    EXPIRED = "expired"
    OTHER_MODEL = "other_model"
    OTHER_VOICE = "other_voice"
    ZERO_RETENTION = "zero_retention"
    WRONG_ORDER = "wrong_order"
    OVER_MAX = "over_max"


class Effective(StrEnum):
    """What conditions a side in the end."""

    IDS = "ids"
    TEXT = "text"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """A speech request that reached synthesis. `before` and `after` are the generations known to stand beside it."""

    request_id: str
    state: GenerationState
    voice_id: str
    model_id: str
    text: str
    previous_text: str = ""
    next_text: str = ""
    is_logged: bool = True
    used_next_ids: bool = False
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    completed_at: float | None = None
    """On the emulator's clock, in seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a request sends for its neighbours, and who it is."""

    voice_id: str
    model_id: str
    is_logged: bool
    previous_ids: tuple[str, ...] = ()
    next_ids: tuple[str, ...] = ()
    previous_text: str = ""
    next_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stitching:
    """The verdicts of both sides, in the order of the ids, and what is effective."""

    previous: tuple[tuple[str, Verdict], ...]
    next: tuple[tuple[str, Verdict], ...]
    before: Effective
    after: Effective


def judge(context: Context, known: Mapping[str, Generation], now: float) -> Stitching:
    """Return what each id is worth at that time, and what conditions each side. Text is ignored beside ids."""
    previous = _judge_side(context, context.previous_ids, known, now)
    following = _judge_side(context, context.next_ids, known, now)
    return Stitching(
        previous=previous,
        next=following,
        before=_effective(previous, context.previous_text),
        after=_effective(following, context.next_text),
    )


def crashes(context: Context, known: Mapping[str, Generation]) -> bool:
    """Return whether a previous id names a generation that was itself conditioned on next ids (a known defect)."""
    return any(name in known and known[name].used_next_ids for name in context.previous_ids)


def _judge_side(
    context: Context, names: tuple[str, ...], known: Mapping[str, Generation], now: float
) -> tuple[tuple[str, Verdict], ...]:
    verdicts = []
    for place, name in enumerate(names):
        if place >= MAX_IDS:
            verdict = Verdict.OVER_MAX
        elif not context.is_logged:
            verdict = Verdict.ZERO_RETENTION
        else:
            verdict = _judge_id(context, known.get(name), now)
        if verdict is Verdict.OK and _is_out_of_order(names[:MAX_IDS], place, known):
            verdict = Verdict.WRONG_ORDER
        verdicts.append((name, verdict))
    return tuple(verdicts)


def _judge_id(context: Context, generation: Generation | None, now: float) -> Verdict:
    if generation is None:
        return Verdict.UNKNOWN
    if not generation.is_logged:
        return Verdict.ZERO_RETENTION
    if generation.state is not GenerationState.COMPLETE or generation.completed_at is None:
        return Verdict.ABORTED if generation.state is GenerationState.ABORTED else Verdict.IN_FLIGHT
    if now - generation.completed_at > RETENTION_S:
        return Verdict.EXPIRED
    if generation.voice_id != context.voice_id:
        return Verdict.OTHER_VOICE
    return Verdict.OK if generation.model_id == context.model_id else Verdict.OTHER_MODEL


def _is_out_of_order(names: tuple[str, ...], place: int, known: Mapping[str, Generation]) -> bool:
    """Whether an id stands twice, or before one that is known to be heard earlier."""
    if names[place] in names[:place]:
        return True
    return any(_precedes(later, names[place], known) for later in names[place + 1 :])


def _precedes(earlier: str, later: str, known: Mapping[str, Generation]) -> bool:
    """Whether earlier requests told that the one is heard before the other: by ids, over any steps, or by texts."""
    seen, waiting = set(), [later]
    while waiting:
        name = waiting.pop()
        if name == earlier:
            return earlier != later
        if name in known and name not in seen:
            seen.add(name)
            waiting += known[name].before
    if earlier not in known or later not in known:
        return False
    a, b = known[earlier], known[later]
    return later in a.after or (_adjoins(a, b) and not _adjoins(b, a))


def _adjoins(a: Generation, b: Generation) -> bool:
    """Whether the context text of one shows that it is followed by the other; the ends of both are enough."""
    told_before = bool(a.next_text) and a.next_text.startswith(b.text[:ADJOINING])
    told_after = bool(b.previous_text) and b.previous_text.endswith(a.text[-ADJOINING:])
    return told_before or told_after


def _effective(verdicts: tuple[tuple[str, Verdict], ...], text: str) -> Effective:
    if verdicts:
        is_heard = any(verdict in {Verdict.OK, Verdict.WRONG_ORDER} for _, verdict in verdicts)
        return Effective.IDS if is_heard else Effective.NONE
    return Effective.TEXT if text.strip() else Effective.NONE
