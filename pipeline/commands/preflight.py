"""The account and the lines to record -> findings: what would stop a run, or spoil it, found without a cost."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from pipeline.adapters.engines.elevenlabs.account import (
    AccountVoice,
    Subscription,
    find_voice,
    list_models,
    may_read_history,
    read_subscription,
)
from pipeline.adapters.engines.elevenlabs.catalogue import VOICE_ID, load_catalogue
from pipeline.adapters.engines.elevenlabs.client import Client
from pipeline.adapters.engines.elevenlabs.wire import make_call
from pipeline.errors import EngineError
from pipeline.model import Finding, Request

RESERVE = 1.15
"""What must be there for each credit of the estimate: repeats, and counters that lag (our decision)."""
SOON_S = 90 * 86_400
"""A voice that is withdrawn this soon may not be there for the pickups of a book (our decision)."""


def check_account(client: Client, requests: Sequence[Request], *, wanted: Sequence[Request]) -> Iterator[Finding]:
    """Yield what is wrong with the key, the plan, the voices and models of a book, and the lines to record.

    requests are all of the book that the service speaks; wanted those that have no take. Everything asked is free.
    """
    subscription = _subscription_or_finding(client)
    if isinstance(subscription, Finding):
        yield subscription
        if subscription.code == "doctor.key":
            return
    refused = may_read_history(client)
    if refused is not None:
        yield _finding(
            "doctor.history", "key", f"may not read the history, so a lost answer is paid again: {refused.tell()}"
        )
    voices: dict[str, AccountVoice] = {}
    yield from _check_voices(client, requests, voices)
    yield from _check_models(client, requests)
    yield from check_lines(wanted)
    if isinstance(subscription, Subscription):
        yield from check_plan(subscription, requests, wanted=wanted, voices=voices)


def check_plan(
    subscription: Subscription,
    requests: Sequence[Request],
    *,
    wanted: Sequence[Request],
    voices: Mapping[str, AccountVoice],
) -> Iterator[Finding]:
    """Yield where the account's plan does not reach: credits for what is to be recorded, the format, open invoices."""
    estimate = sum(estimate_of(request, voices) for request in wanted)
    if subscription.available < estimate * RESERVE:
        yield _finding(
            "doctor.quota",
            "account",
            f"{subscription.available} credits are left and {estimate:g} are expected, {estimate * RESERVE:.0f} with a "
            f"reserve{subscription.reset_note}; the run would stop on the way, and go on after the reset",
        )
    formats = {request.audio_format for request in requests}
    for audio_format in sorted(formats):
        if not load_catalogue().may_ask_for(audio_format, subscription.tier):
            message = (
                f"needs a plan of {load_catalogue().formats[audio_format]} or more, this one is {subscription.tier}"
            )
            yield _finding("doctor.format", audio_format, message)
    if subscription.has_open_invoices:
        yield _finding("doctor.invoices", "account", "has open invoices; it may be blocked while a book is recorded")


def check_lines(wanted: Sequence[Request]) -> Iterator[Finding]:
    """Yield every line that would be refused before it is sent."""
    for request in wanted:
        try:
            make_call(request, None)
        except EngineError as error:
            yield _finding("doctor.line", f"“{request.text[:40]}”", "; ".join(error.problems))


def check_voice(voice: AccountVoice, models: Sequence[str], *, now_s: float) -> Iterator[Finding]:
    """Yield why a voice will not serve: not made for its model, or withdrawn soon."""
    where = f"voice {voice.id} ({voice.name})"
    for model in models:
        if voice.models and model not in voice.models:
            yield _finding("doctor.voice-model", where, f"is not made for {model}; it is for {', '.join(voice.models)}")
    if voice.disabled_at_s is not None and voice.disabled_at_s - now_s < SOON_S:
        day = datetime.fromtimestamp(voice.disabled_at_s, UTC).date()
        yield _finding("doctor.voice-leaves", where, f"is withdrawn by its owner on {day}; choose another, or hurry")


def estimate_of(request: Request, voices: Mapping[str, AccountVoice]) -> float:
    """Return the credits that a request is expected to cost, with what the voice's owner charges."""
    voice = voices.get(request.voice.voice)
    rate = voice.rate if voice else 1.0
    return float(load_catalogue().model(request.voice.model).credits(request.text, voice_rate=rate))


def _subscription_or_finding(client: Client) -> Subscription | Finding:
    """Return the account's credits, or what the refusal to tell them means: no key, or a key without that scope."""
    try:
        return read_subscription(client)
    except EngineError as error:
        is_scope = "missing_permissions" in error.message
        code = "doctor.scope" if is_scope else "doctor.key"
        return _finding(code, "key", error.message)


def _check_voices(client: Client, requests: Sequence[Request], found: dict[str, AccountVoice]) -> Iterator[Finding]:
    """Yield what is wrong with the voices of a book, and note those that are there."""
    used: dict[str, set[str]] = {}
    for request in requests:
        used.setdefault(request.voice.voice, set()).add(request.voice.model)
    for name, models in sorted(used.items()):
        if not VOICE_ID.match(name):
            yield _finding(
                "doctor.voice", f"voice {name!r}", "is no id of 20 letters and digits; `declaim voices list`"
            )
            continue
        try:
            found[name] = find_voice(client, name)
        except EngineError as error:
            yield _finding("doctor.voice", f"voice {name}", error.message)
        else:
            yield from check_voice(found[name], sorted(models), now_s=time.time())


def _check_models(client: Client, requests: Sequence[Request]) -> Iterator[Finding]:
    """Yield the models of a book that the account has not, and what the service says otherwise than our table."""
    used = sorted({request.voice.model for request in requests})
    try:
        models = {model.id: model for model in list_models(client)}
    except EngineError as error:
        yield _finding("doctor.scope", "key", error.message)
        return
    for name in used:
        model, ours = models.get(name), load_catalogue().model(name)
        if model is None or not model.speaks:
            speaking = ", ".join(sorted(each.id for each in models.values() if each.speaks))
            yield _finding("doctor.model", f"model {name}", f"the account has no such model; it has {speaking}")
        elif model.rate is not None and model.rate != ours.rate:
            yield _finding(
                "doctor.rate",
                f"model {name}",
                f"costs {model.rate:g} credits a character, estimates count {ours.rate:g}",
            )


def _finding(code: str, where: str, message: str) -> Finding:
    return Finding(code=code, where=where, message=message)
