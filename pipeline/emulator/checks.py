"""A speech request and the world -> why it is refused, or None: one function for each name of the check order."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.emulator.account import Account, Key, short_of_credits
from pipeline.emulator.catalogue import Era, Group, Model, OutputFormat, Plan
from pipeline.emulator.faults import BEFORE_SYNTHESIS, Fault, FaultName
from pipeline.emulator.options import DEFAULT_KEY, Options
from pipeline.emulator.pronunciation import Rule
from pipeline.emulator.records import AccountVoice
from pipeline.emulator.refusals import INTERNAL, Answer, Refusal, SchemaError, answer_refusal, answer_schema
from pipeline.emulator.schema import SpeechRequest
from pipeline.emulator.slots import Slots
from pipeline.emulator.stitching import Context, crashes
from pipeline.emulator.world import World

Refused = Refusal | tuple[SchemaError, ...] | Answer | None
LEAST_PROFESSIONAL_PLAN = Plan.CREATOR
_TAG = re.compile(r"<\s*(break|phoneme)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """A speech request with everything that decides about it; without `request` it does not fit the schema."""

    world: World
    account: Account
    """Of the world when the request came: a reset in between gives the world another one."""
    slots: Slots
    key_given: str | None
    voice_id: str
    request: SpeechRequest | None
    schema_errors: tuple[SchemaError, ...] = ()
    faults: tuple[Fault, ...] = ()
    trace_id: str = ""

    @property
    def key(self) -> Key:
        """The known key of this call, or the default one where the check order lets an unknown one pass."""
        return self.world.keys.get(self.key_given or "") or self.world.keys.get(DEFAULT_KEY) or Key(key="")

    @property
    def plan(self) -> Plan:
        """The plan that counts for this call."""
        return self.key.plan or self.world.options.plan

    @property
    def cap(self) -> int:
        """How many calls of this group may be in flight."""
        return self.world.cap(self.group, self.plan)

    @property
    def voice(self) -> AccountVoice | None:
        """The voice, if the account can see it."""
        return self.world.voice(self.voice_id)

    @property
    def model(self) -> Model | None:
        """The model, if there is one of that name."""
        return self.world.models().get(self.request.model_id) if self.request else None

    @property
    def form(self) -> OutputFormat | None:
        """The output format, if there is one of that name."""
        return self.world.formats().get(self.request.output_format) if self.request else None

    @property
    def group(self) -> Group:
        """The concurrency group that counts this call."""
        return self.model.group if self.model else Group.STANDARD

    @property
    def cost(self) -> int:
        """Credits: characters of the text, tags too, times the rates of model and voice, rounded up."""
        multiplier = self.model.multiplier if self.model else 1.0
        rate = self.voice.voice.rate if self.voice else 1.0
        return math.ceil(len(self.request.text if self.request else "") * multiplier * rate)

    @property
    def context(self) -> Context:
        """What is sent for the neighbours."""
        request = self.request or SpeechRequest(text="")
        return Context(
            voice_id=self.voice_id,
            model_id=request.model_id,
            is_logged=request.is_logged,
            previous_ids=request.previous_ids,
            next_ids=request.next_ids,
            previous_text=request.previous_text,
            next_text=request.next_text,
        )

    def fault(self, *names: FaultName) -> Fault | None:
        """Return the first fault of these names that strikes this call, or None."""
        return next((fault for fault in self.faults if fault.name in names), None)

    def rules(self) -> tuple[Rule, ...]:
        """Return the rules of all locators, in their order."""
        found: list[Rule] = []
        for locator in self.request.locators if self.request else ():
            dictionary = self.world.dictionary(locator.dictionary_id)
            version = dictionary.version(locator.version_id) if dictionary else None
            found += version.rules if version else ()
        return tuple(found)

    def remarks(self) -> tuple[str, ...]:
        """Return what a careful client would not have sent."""
        if self.request is None:
            return ()
        has_tags = any(_TAG.search(text) for text in (self.request.previous_text, self.request.next_text))
        is_loose = any(not locator.version_id for locator in self.request.locators)
        return (*(["tag_in_context"] if has_tags else []), *(["unpinned_locator"] if is_loose else []))


def check(name: str, situation: Situation) -> tuple[Answer, str] | None:
    """Return the answer and the identifier of the refusal if that check refuses, or None."""
    refused = CHECKS[name](situation)
    options = situation.world.options
    if isinstance(refused, Refusal):
        return answer_refusal(refused, options, situation.trace_id), refused.identifier
    if isinstance(refused, tuple):
        return (answer_schema(refused, options.era), "schema") if refused else None
    return (refused, "fault") if refused else None


def check_key(world: World, key_given: str | None) -> Refusal | None:
    """Return why the key is not accepted, or None; the same on every route."""
    if not key_given:
        return Refusal(
            identifier="needs_authorization", message="Neither authorization header nor xi-api-key received."
        )
    key = world.keys.get(key_given)
    if key is None or world.now() >= key.revoked_at:
        return Refusal(identifier="invalid_api_key", message="Invalid API key")
    return None


def check_scope(world: World, key_given: str | None, scope: str) -> Refusal | None:
    """Return why the key may not do this, or None. The message names the scope that it lacks."""
    key = world.keys.get(key_given or "")
    if key is None or key.scopes is None or scope in key.scopes:
        return None
    message = f"The API key you used is missing the permission {scope} to execute this operation."
    return Refusal(identifier="missing_permissions", message=message)


def _check_schema(situation: Situation) -> Refused:
    request = situation.request
    if request is None or not situation.world.options.is_strict:
        return situation.schema_errors
    unknown = SchemaError(place=("query", "output_format"), message="Input should be a known format", kind="enum")
    return (*request.loose, *(() if situation.form else (unknown,)))


def _check_key(situation: Situation) -> Refused:
    return check_key(situation.world, situation.key_given)


def _check_scope(situation: Situation) -> Refused:
    return check_scope(situation.world, situation.key_given, "text_to_speech")


def _check_voice(situation: Situation) -> Refused:
    if situation.voice is None:
        message = f"A voice for the voice_id {situation.voice_id} was not found."
        return Refusal(identifier="voice_not_found", message=message, parameter="voice_id")
    if not situation.voice.voice.is_added:
        message = f"Voice {situation.voice_id} has not been added to this account."
        return Refusal(identifier="voice_does_not_exist", message=message, parameter="voice_id")
    return None


def _check_model(situation: Situation) -> Refused:
    if situation.request is None:
        return None
    name = situation.request.model_id
    if situation.model is None:
        return Refusal(identifier="model_not_found", message=f"A model with model ID {name} does not exist.")
    if not situation.model.speaks_text:
        message = f"The model {name} cannot do text to speech."
        return Refusal(identifier="unsupported_model", message=message, parameter="model_id")
    return None


def _check_voice_gate(situation: Situation) -> Refused:
    voice = situation.voice
    is_open = voice is None or voice.voice.category != "professional"
    if is_open or situation.plan.reaches(LEAST_PROFESSIONAL_PLAN):
        return None
    return Refusal(identifier="only_for_creator+", message="Professional voices are only available from Creator on.")


def _check_empty_text(situation: Situation) -> Refused:
    is_empty = situation.request is not None and not situation.request.text.strip()
    return (
        Refusal(identifier="empty_text", message="The text must not be empty.", parameter="text") if is_empty else None
    )


def _check_length(situation: Situation) -> Refused:
    request, model = situation.request, situation.model
    if request is None or model is None or len(request.text) <= model.limit:
        return None
    message = f"Your text has {len(request.text)} characters; {model.model_id} takes {model.limit} in a request."
    return Refusal(identifier="max_character_limit_exceeded", message=message, parameter="text")


def _check_format(situation: Situation) -> Refused:
    if situation.request is None:
        return None
    form, token = situation.form, situation.request.output_format
    if form is None:
        message = f"{token} is not an output format."
        return Refusal(identifier="invalid_output_format", message=message, parameter="output_format")
    if not situation.plan.reaches(form.least_plan):
        message = f"{token} needs the plan {form.least_plan} or a higher one."
        return Refusal(identifier="output_format_not_allowed", message=message, parameter="output_format")
    return None


def _check_model_parameters(situation: Situation) -> Refused:
    request, model = situation.request, situation.model
    if request is None or model is None:
        return None
    if request.loose:
        return Refusal(
            identifier="invalid_parameters", message=request.loose[0].message, parameter=str(request.loose[0].place[-1])
        )
    refused = _refused_parameter(request, model, situation.world.options.era)
    if not refused:
        return None
    message = f"The model {model.model_id} does not support {refused}."
    return Refusal(identifier="unsupported_model", message=message, parameter=refused)


def _refused_parameter(request: SpeechRequest, model: Model, era: Era) -> str:
    """The parameter that this model does not take; from 2026 on a language is ignored rather than refused."""
    if request.language_code and not model.takes_language and era is Era.APRIL_2025:
        return "language_code"
    if request.normalisation == "on" and not model.normalises:
        return "apply_text_normalization"
    if model.stitches:
        return ""
    sent = {
        "previous_request_ids": request.previous_ids,
        "next_request_ids": request.next_ids,
        "previous_text": request.previous_text,
        "next_text": request.next_text,
    }
    return next((name for name, value in sent.items() if value), "")


def _check_dictionaries(situation: Situation) -> Refused:
    for locator in situation.request.locators if situation.request else ():
        dictionary = situation.world.dictionary(locator.dictionary_id)
        if dictionary is None or dictionary.version(locator.version_id) is None:
            message = f"Pronunciation dictionary {locator.dictionary_id} {locator.version_id} was not found."
            return Refusal(identifier="pronunciation_dictionary_not_found", message=message)
    return None


def _check_logging(situation: Situation) -> Refused:
    if situation.request is None or situation.request.is_logged:
        return None
    if situation.plan is Plan.ENTERPRISE:
        return None
    message = "enable_logging=false is only available to enterprise customers."
    return Refusal(identifier="zero_retention_not_allowed", message=message, parameter="enable_logging")


def _check_fault(situation: Situation) -> Refused:
    has_bug = situation.world.options.bug_500_on_next_conditioned
    if has_bug and crashes(situation.context, situation.world.generations):
        return INTERNAL
    fault = situation.fault(*BEFORE_SYNTHESIS, FaultName.HTTP_504_AFTER)
    if fault is None or fault.bills:
        return None
    return fault_answer(fault, situation.world.options, situation.trace_id)


def _check_quota(situation: Situation) -> Refused:
    account = situation.account
    account.roll(situation.world.now())
    if situation.fault(FaultName.QUOTA_RACE):
        return short_of_credits(account.limit, max(0, situation.cost - 1), situation.cost)
    return account.refuse(situation.cost, situation.key)


CHECKS: dict[str, Callable[[Situation], Refused]] = {
    "schema": _check_schema,
    "key": _check_key,
    "scope": _check_scope,
    "voice": _check_voice,
    "model": _check_model,
    "voice_gate": _check_voice_gate,
    "empty_text": _check_empty_text,
    "length": _check_length,
    "format": _check_format,
    "model_parameters": _check_model_parameters,
    "dictionaries": _check_dictionaries,
    "logging": _check_logging,
    "fault": _check_fault,
    "quota": _check_quota,
}
"""`concurrency` is not here: it may wait."""

_THROTTLES = {
    FaultName.SYSTEM_BUSY: ("system_busy", "We are currently experiencing heavy traffic. Please try again later."),
    FaultName.TOO_MANY_CONCURRENT: ("too_many_concurrent_requests", "Too many concurrent requests."),
    FaultName.RATE_LIMIT: ("rate_limit_exceeded", "Too many requests. Please slow down."),
}
_EDGE = "<html><head><title>{0}</title></head><body><center><h1>{0}</h1></center></body></html>"


def fault_answer(fault: Fault, options: Options, trace_id: str) -> Answer:
    """Return the error answer of a fault that answers instead of the service."""
    if fault.name in _THROTTLES:
        identifier, message = _THROTTLES[fault.name]
        answer = answer_refusal(Refusal(identifier=identifier, message=message), options, trace_id)
        return Answer(status=answer.status, value=answer.value, headers=_retry_after(fault))
    if fault.name is FaultName.HTTP_500_PLAIN:
        return INTERNAL
    if fault.name is FaultName.HTTP_500_DETAIL:
        return Answer(status=500, value={"detail": {"status": "internal_server_error", "message": "Something broke."}})
    if fault.name is FaultName.HTTP_503:
        return Answer(status=503, text="upstream connect error", headers=_retry_after(fault))
    if fault.name is FaultName.HTTP_502_HTML:
        return Answer(status=502, text=_EDGE.format("502 Bad Gateway"))
    return Answer(status=504, text=_EDGE.format("504 Gateway Time-out"), after_s=fault.number("after_s"))


def _retry_after(fault: Fault) -> tuple[tuple[str, str], ...]:
    names = {"retry-after": "retry_after", "retry-after-ms": "retry_after_ms"}
    return tuple((header, fault.text(name)) for header, name in names.items() if fault.text(name))
