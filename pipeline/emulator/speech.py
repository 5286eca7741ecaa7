"""A speech request over HTTP -> a generation, billed, remembered and delivered: the four text-to-speech routes."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import Response

from pipeline.emulator.account import Charge
from pipeline.emulator.checks import Situation, check, fault_answer
from pipeline.emulator.faults import FaultCall, FaultName, latency_s
from pipeline.emulator.making import Made, Order, Wrapping, make, wrap
from pipeline.emulator.options import Options
from pipeline.emulator.performance import Casting
from pipeline.emulator.records import CallRecord, HistoryItem, Recording
from pipeline.emulator.refusals import INTERNAL, Answer, Refusal, answer_refusal
from pipeline.emulator.responses import Delivery, Outgoing, respond
from pipeline.emulator.schema import SpeechRequest, read_speech
from pipeline.emulator.stitching import Generation, GenerationState, Verdict, judge
from pipeline.emulator.utterance import Speech
from pipeline.emulator.world import World
from pipeline.errors import DeclaimError

FREE_WITHIN_S = 2 * 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """A request that passed every check: a slot is taken and its cost reserved."""

    situation: Situation
    request: SpeechRequest
    cost: int
    request_id: str
    history_item_id: str
    headers: tuple[tuple[str, str], ...]
    """Of concurrency, as it was when the slot was taken."""


async def speak(request: Request, world: World, wrapping: Wrapping) -> Response:
    """Answer a speech request on the route that wraps audio in that way."""
    call: CallRecord = request.state.call
    situation = _read_situation(request, world, call)
    cost = await _pass_checks(situation)
    if not isinstance(cost, int) or situation.request is None:
        answer, call.identifier = cost if isinstance(cost, tuple) else (INTERNAL, "schema")
        await asyncio.sleep(answer.after_s)
        return respond(answer, _concurrency_headers(situation))
    admitted = _admit(situation, situation.request, call, cost)
    try:
        made = await _generate(admitted, wrapping)
    except (DeclaimError, ValueError) as error:
        situation.account.release(admitted.cost, situation.key)
        _end(admitted, call, "refused")
        return respond(replace(INTERNAL, value={"status": "internal_server_error", "message": str(error)}))
    call.credits = admitted.cost
    return await _answer(request, admitted, made, wrapping)


def _read_situation(request: Request, world: World, call: CallRecord) -> Situation:
    read = read_speech(call.body, dict(request.query_params))
    fits = isinstance(read, SpeechRequest)
    call.voice_id = request.path_params["voice_id"]
    call.text = read.text if isinstance(read, SpeechRequest) else ""
    call.model_id = read.model_id if isinstance(read, SpeechRequest) else ""
    struck = world.faults.strike(FaultCall(path=call.path, text=call.text, headers=call.headers))
    call.faults = tuple(str(fault.name) for fault in struck)
    situation = Situation(
        world=world,
        account=world.account,
        slots=world.slots,
        key_given=request.headers.get("xi-api-key"),
        voice_id=call.voice_id,
        request=read if isinstance(read, SpeechRequest) else None,
        schema_errors=() if fits else read,  # type: ignore[arg-type]
        faults=struck,
        trace_id=call.trace_id,
    )
    call.remarks = situation.remarks()
    return situation


async def _pass_checks(situation: Situation) -> tuple[Answer, str] | int:
    """Run the checks in their order; return the cost, or the refusal once what was taken before it is given back."""
    world, group = situation.world, situation.group
    done: set[str] = set()
    cost = 0
    for name in world.options.check_order:
        if name == "quota":
            cost = _cost(situation)
        refused = await _take_slot(situation) if name == "concurrency" else check(name, situation)
        if refused:
            if "concurrency" in done:
                situation.slots.give_back(group, situation.cap)
            if "quota" in done:
                situation.account.release(cost, situation.key)
            return refused
        if name == "quota":
            situation.account.reserve(cost, situation.key)
        done.add(name)
    return cost


async def _take_slot(situation: Situation) -> tuple[Answer, str] | None:
    world, group = situation.world, situation.group
    is_taken = await situation.slots.take(
        group,
        situation.cap,
        overflow=world.options.overflow,
        priority=world.profile(situation.plan).priority,
    )
    if is_taken:
        return None
    message = f"Too many concurrent requests. Your plan allows {situation.cap} at a time."
    refusal = Refusal(identifier="too_many_concurrent_requests", message=message)
    return answer_refusal(refusal, world.options, situation.trace_id), refusal.identifier


def _cost(situation: Situation) -> int:
    """What is billed: nothing for a free regeneration of the very same request, where those are switched on."""
    allowed = situation.world.options.free_regenerations
    times = situation.world.regenerations.get(_fingerprint(situation), []) if allowed else []
    recent = [at for at in times if situation.world.now() - at <= FREE_WITHIN_S]
    return 0 if 1 <= len(recent) <= allowed else situation.cost


def _fingerprint(situation: Situation) -> str:
    return hashlib.sha256(repr((situation.voice_id, situation.request)).encode()).hexdigest()


def _admit(situation: Situation, request: SpeechRequest, call: CallRecord, cost: int) -> Admitted:
    world = situation.world
    stitching = judge(situation.context, world.generations, world.now())
    call.request_id = world.new_id()
    call.history_item_id = world.new_id() if request.is_logged else ""
    call.stitching = stitching
    world.regenerations.setdefault(_fingerprint(situation), []).append(world.now())
    world.generations[call.request_id] = Generation(
        request_id=call.request_id,
        state=GenerationState.IN_FLIGHT,
        voice_id=situation.voice_id,
        model_id=request.model_id,
        text=request.text,
        previous_text=request.previous_text,
        next_text=request.next_text,
        is_logged=request.is_logged,
        used_next_ids=bool(request.next_ids),
        before=tuple(name for name, verdict in stitching.previous if verdict is Verdict.OK),
        after=tuple(name for name, verdict in stitching.next if verdict is Verdict.OK),
    )
    return Admitted(
        situation=situation,
        request=request,
        cost=cost,
        request_id=call.request_id,
        history_item_id=call.history_item_id,
        headers=_concurrency_headers(situation),
    )


async def _generate(admitted: Admitted, wrapping: Wrapping) -> Made:
    """Make the audio, bill it and remember it; the slot is held for as long as the service would take."""
    situation, world = admitted.situation, admitted.situation.world
    loop = asyncio.get_running_loop()
    began = loop.time()
    cap = situation.cap
    made = None
    try:
        made = await asyncio.to_thread(make, _order(admitted), world.speaker())
        await asyncio.sleep(_latency_s(admitted, "headers_s"))
    finally:
        if made is None:
            situation.slots.give_back(situation.group, cap)
    left_s = _service_s(made, world.options) - (loop.time() - began)
    if wrapping.is_stream and left_s > 0:
        # A streamed body leaves while it is being made; who stops reading does not end the generation.
        loop.call_later(left_s, situation.slots.give_back, situation.group, cap)
    else:
        await asyncio.sleep(max(0.0, left_s))
        situation.slots.give_back(situation.group, cap)
    if situation.account is world.account:
        _remember(admitted, made, available_at=world.now() + world.options.history_delay_s)
    return made


def _order(admitted: Admitted) -> Order:
    situation, request = admitted.situation, admitted.request
    options, model = situation.world.options, situation.model
    normalises = bool(model and model.normalises) and request.normalisation != "off"
    return Order(
        text=request.text,
        speech=Speech(
            rules=situation.rules(),
            takes_phonemes=bool(model and model.takes_phonemes),
            normalises=normalises,
            phoneme_mode=options.phoneme_mode,
        ),
        casting=Casting(
            voice=situation.voice_id, model=request.model_id, settings=_settings(admitted), seed=request.seed
        ),
        form=situation.form or situation.world.catalogue.formats[request.output_format],
        break_mode=options.break_mode,
        faults=situation.faults,
    )


def _settings(admitted: Admitted) -> dict[str, float | bool]:
    stored = admitted.situation.world.voices[admitted.situation.voice_id].settings
    return {**stored, **admitted.request.voice_settings}


def _service_s(made: Made, options: Options) -> float:
    paced_s = made.duration_s / options.real_time_factor if options.real_time_factor else 0.0
    return max(options.generation_s, paced_s)


def _latency_s(admitted: Admitted, parameter: str) -> float:
    fault = admitted.situation.fault(FaultName.LATENCY)
    world = admitted.situation.world
    return latency_s(fault, parameter, world.options.seed, len(world.calls)) if fault else 0.0


def _remember(admitted: Admitted, made: Made, available_at: float) -> None:
    situation, world, request = admitted.situation, admitted.situation.world, admitted.request
    charge = Charge(
        at=world.now(),
        credits=admitted.cost,
        voice_id=situation.voice_id,
        model_id=request.model_id,
        key=situation.key.key,
    )
    before, after = situation.account.settle(charge)
    recording = Recording(text=request.text, alignment=made.alignment, duration_s=made.duration_s)
    world.recordings[hashlib.sha256(made.audio).hexdigest()] = recording
    if not request.is_logged:
        return
    voice = world.voices[situation.voice_id].voice
    world.history.append(
        HistoryItem(
            history_item_id=admitted.history_item_id,
            request_id=admitted.request_id,
            voice_id=situation.voice_id,
            voice_name=voice.name,
            voice_category=voice.category,
            model_id=request.model_id,
            text=request.text,
            date_unix=int(world.now()),
            available_at=available_at,
            count_from=before,
            count_to=after,
            content_type=made.media_type,
            settings=_settings(admitted),
            alignment=made.alignment,
            normalized_alignment=made.spoken_alignment,
            audio=made.audio,
            form=made.form,
        )
    )


async def _answer(request: Request, admitted: Admitted, made: Made, wrapping: Wrapping) -> Response:
    call: CallRecord = request.state.call
    situation = admitted.situation
    bad = next((fault for fault in situation.faults if fault.bills), None)
    if bad:
        answer = fault_answer(bad, situation.world.options, call.trace_id)
        _end(admitted, call, "dropped")
        await asyncio.sleep(answer.after_s)
        return respond(answer)
    pieces, kind = wrap(made, wrapping, situation.faults)
    paced_s = _service_s(made, situation.world.options) / len(pieces) if wrapping.is_stream else 0.0
    outgoing = Outgoing(
        headers=(("content-type", kind), *_speech_headers(admitted), *admitted.headers),
        pieces=pieces,
        gap_s=paced_s + _latency_s(admitted, "chunk_s"),
        is_chunked=wrapping.is_stream,
    )
    return Delivery(outgoing, request.state.connection, faults=situation.faults, ended=_ending(admitted, call))


def _speech_headers(admitted: Admitted) -> tuple[tuple[str, str], ...]:
    headers = [("request-id", admitted.request_id), ("character-cost", str(admitted.cost)), ("x-region", "loopback")]
    if admitted.history_item_id:
        headers.append(("history-item-id", admitted.history_item_id))
    return tuple(headers)


def _concurrency_headers(situation: Situation) -> tuple[tuple[str, str], ...]:
    """The counts of the model's group; a call of ours counts at least itself."""
    current = max(1, situation.slots.lanes[situation.group].in_flight)
    return (
        ("current-concurrent-requests", str(current)),
        ("maximum-concurrent-requests", str(situation.cap)),
    )


def _ending(admitted: Admitted, call: CallRecord) -> Callable[[str], None]:
    return lambda outcome: _end(admitted, call, outcome)


def _end(admitted: Admitted, call: CallRecord, outcome: str) -> None:
    world = admitted.situation.world
    call.outcome, call.ended_at = outcome, world.now()
    is_complete = outcome == "delivered"
    generation = world.generations.get(admitted.request_id)
    if generation:
        world.generations[admitted.request_id] = replace(
            generation,
            state=GenerationState.COMPLETE if is_complete else GenerationState.ABORTED,
            completed_at=world.now() if is_complete else None,
        )
