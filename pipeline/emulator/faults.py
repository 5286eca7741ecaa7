"""Rules of what goes wrong, and a call -> the faults that strike it.

A rule names its fault, says which calls it matches (route, text, nth, header, probability) and how often it fires.
Chance is a hash of the seed, the rule and the call, so that a run can be had again.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from statistics import NormalDist

SPEECH_ROUTES = r"^/v1/text-to-speech/"
SUBSCRIPTION_ROUTES = r"^/v1/user"


class FaultName(StrEnum):
    """Everything that can go wrong."""

    LATENCY = "latency"
    SYSTEM_BUSY = "system_busy"
    TOO_MANY_CONCURRENT = "too_many_concurrent"
    RATE_LIMIT = "rate_limit"
    HTTP_500_PLAIN = "http_500_plain"
    HTTP_500_DETAIL = "http_500_detail"
    HTTP_502_HTML = "502_html"
    HTTP_503 = "503"
    HTTP_504_AFTER = "504_after"
    DROP_BEFORE_HEADERS = "drop_before_headers"
    DROP_MID_BODY = "drop_mid_body"
    CLOSE_WITHOUT_LENGTH = "close_without_length"
    SHORT_AUDIO = "short_audio"
    WRONG_CONTENT_TYPE = "wrong_content_type"
    SLOW_LORIS = "slow_loris"
    BAD_JSON = "bad_json"
    CUT_NDJSON_LINE = "cut_ndjson_line"
    NULL_ALIGNMENT = "null_alignment"
    ALIGNMENT_SHORT = "alignment_short"
    ALIGNMENT_BACKWARDS = "alignment_backwards"
    BAD_AUDIO = "bad_audio"
    QUOTA_RACE = "quota_race"
    VOICE_WITHDRAWN_AT = "voice_withdrawn_at"
    DICT_ARCHIVED_AT = "dict_archived_at"
    KEY_REVOKED_AT = "key_revoked_at"
    STALE_SUBSCRIPTION = "stale_subscription"


PARAMETERS: dict[FaultName, dict[str, object]] = {
    FaultName.LATENCY: {"distribution": "constant", "headers_s": 0.0, "chunk_s": 0.0, "sigma": 0.5},
    FaultName.SYSTEM_BUSY: {"retry_after": "", "retry_after_ms": ""},
    FaultName.TOO_MANY_CONCURRENT: {"retry_after": "", "retry_after_ms": ""},
    FaultName.RATE_LIMIT: {"retry_after": "", "retry_after_ms": ""},
    FaultName.HTTP_500_PLAIN: {"bills": False},
    FaultName.HTTP_500_DETAIL: {"bills": False},
    FaultName.HTTP_502_HTML: {"bills": False},
    FaultName.HTTP_503: {"bills": False, "retry_after": "", "retry_after_ms": ""},
    FaultName.HTTP_504_AFTER: {"bills": True, "after_s": 0.0},
    FaultName.DROP_BEFORE_HEADERS: {},
    FaultName.DROP_MID_BODY: {"percent": 50.0},
    FaultName.CLOSE_WITHOUT_LENGTH: {"percent": 50.0},
    FaultName.SHORT_AUDIO: {"percent": 50.0},
    FaultName.WRONG_CONTENT_TYPE: {"kind": "html_label"},
    FaultName.SLOW_LORIS: {"gap_s": 1.0},
    FaultName.BAD_JSON: {},
    FaultName.CUT_NDJSON_LINE: {},
    FaultName.NULL_ALIGNMENT: {},
    FaultName.ALIGNMENT_SHORT: {"missing_s": 4.0},
    FaultName.ALIGNMENT_BACKWARDS: {},
    FaultName.BAD_AUDIO: {"kind": "silence"},
    FaultName.QUOTA_RACE: {},
    FaultName.VOICE_WITHDRAWN_AT: {"after_s": 0.0, "voice_id": ""},
    FaultName.DICT_ARCHIVED_AT: {"after_s": 0.0, "dictionary_id": ""},
    FaultName.KEY_REVOKED_AT: {"after_s": 0.0, "key": ""},
    FaultName.STALE_SUBSCRIPTION: {"lag_s": 60.0},
}
"""The parameters of each fault with their defaults. `after_s` of the `_at` faults counts on the movable clock."""

CHOICES = {
    (FaultName.LATENCY, "distribution"): ("constant", "lognormal", "spike"),
    (FaultName.WRONG_CONTENT_TYPE, "kind"): ("html_label", "json_as_audio"),
    (FaultName.BAD_AUDIO, "kind"): (
        "clipping",
        "silence",
        "noise_burst",
        "wrong_rate",
        "repeated_phrase",
        "skipped_word",
        "onset_leak",
    ),
}

STANDING = {FaultName.VOICE_WITHDRAWN_AT, FaultName.DICT_ARCHIVED_AT, FaultName.KEY_REVOKED_AT}
"""Changes of state rather than of an answer: they hold from their time on."""

BEFORE_SYNTHESIS = (
    FaultName.SYSTEM_BUSY,
    FaultName.TOO_MANY_CONCURRENT,
    FaultName.RATE_LIMIT,
    FaultName.HTTP_500_PLAIN,
    FaultName.HTTP_500_DETAIL,
    FaultName.HTTP_502_HTML,
    FaultName.HTTP_503,
)
SPIKES_EVERY = 10
SPIKE = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault that strikes a call, with its parameters."""

    name: FaultName
    parameters: Mapping[str, object] = field(default_factory=dict)

    def number(self, parameter: str) -> float:
        """Return a parameter that is a number."""
        return float(str(self.parameters.get(parameter, PARAMETERS[self.name][parameter])))

    def text(self, parameter: str) -> str:
        """Return a parameter that is a text."""
        return str(self.parameters.get(parameter, PARAMETERS[self.name][parameter]))

    @property
    def bills(self) -> bool:
        """Whether the generation is made and billed although the answer is an error."""
        return bool(self.parameters.get("bills", PARAMETERS[self.name].get("bills", False)))


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultRule:
    """Which calls a fault strikes. `nth` counts the calls that match, from 1; `times` None is without end."""

    fault: Fault
    route: str = SPEECH_ROUTES
    text: str = ""
    nth: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    probability: float = 1.0
    times: int | None = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultCall:
    """What a rule looks at."""

    path: str
    text: str
    headers: Mapping[str, str]


class FaultBook:
    """The rules in force, and how often each matched and fired."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._rules: list[FaultRule] = []
        self._matched: list[int] = []
        self._fired: list[int] = []

    def add(self, rule: FaultRule) -> None:
        """Put a rule into force."""
        self._rules.append(rule)
        self._matched.append(0)
        self._fired.append(0)

    def clear(self) -> None:
        """Take all rules out of force."""
        self._rules, self._matched, self._fired = [], [], []

    def strike(self, call: FaultCall) -> tuple[Fault, ...]:
        """Return the faults of a call, in the order of the rules, and count them. `x-emu-fault` names one more."""
        struck = [self._rules[i].fault for i in range(len(self._rules)) if self._fires(i, call)]
        asked = call.headers.get("x-emu-fault")
        if asked:
            struck.append(Fault(name=FaultName(asked)))
        return tuple(struck)

    def shown(self) -> list[dict[str, object]]:
        """Return the rules with their counts, for the inspection API."""
        counts = zip(self._rules, self._matched, self._fired, strict=True)
        return [{"fault": str(rule.fault.name), "matched": seen, "fired": fired} for rule, seen, fired in counts]

    def _fires(self, index: int, call: FaultCall) -> bool:
        rule = self._rules[index]
        if not _matches(rule, call) or (rule.times is not None and self._fired[index] >= rule.times):
            return False
        self._matched[index] += 1
        if rule.nth is not None and self._matched[index] != rule.nth:
            return False
        if _chance(self._seed, index, self._matched[index]) >= rule.probability:
            return False
        self._fired[index] += 1
        return True


def latency_s(fault: Fault, parameter: str, seed: int, number: int) -> float:
    """Return the delay of one call or chunk in seconds: constant, lognormal around it, or a spike now and then."""
    base_s = fault.number(parameter)
    kind = fault.text("distribution")
    if kind == "lognormal":
        share = min(max(_chance(seed, 0, number), 1e-6), 1 - 1e-6)
        return float(base_s * pow(2.718281828, fault.number("sigma") * NormalDist().inv_cdf(share)))
    return base_s * SPIKE if kind == "spike" and number % SPIKES_EVERY == 0 else base_s


def read_rule(row: Mapping[str, object]) -> FaultRule:
    """Return a rule of the inspection API or the start-up file. Raises ValueError saying what is wrong with it."""
    name = FaultName(str(row.get("fault")))
    known = {"fault", "route", "text", "nth", "headers", "probability", "times"}
    parameters = {key: value for key, value in row.items() if key not in known}
    _check_parameters(name, parameters)
    headers = row.get("headers") or {}
    is_stale = name is FaultName.STALE_SUBSCRIPTION
    return FaultRule(
        fault=Fault(name=name, parameters=parameters),
        route=str(row.get("route", SUBSCRIPTION_ROUTES if is_stale else SPEECH_ROUTES)),
        text=str(row.get("text", "")),
        nth=_count(row.get("nth"), "nth"),
        headers={key.lower(): value for key, value in headers.items()} if isinstance(headers, Mapping) else {},
        probability=float(str(row.get("probability", 1.0))),
        times=_count(row.get("times", None if is_stale else 1), "times"),
    )


def _check_parameters(name: FaultName, parameters: Mapping[str, object]) -> None:
    for parameter, value in parameters.items():
        if parameter not in PARAMETERS[name]:
            raise ValueError(f"{name}: no parameter `{parameter}`; there are {', '.join(PARAMETERS[name]) or 'none'}")
        choices = CHOICES.get((name, parameter))
        if choices and value not in choices:
            raise ValueError(f"{name}: {parameter} is one of {', '.join(choices)}")
        if isinstance(PARAMETERS[name][parameter], float):
            float(str(value))


def _count(value: object, name: str) -> int | None:
    if value is None or (isinstance(value, int) and value > 0):
        return value
    raise ValueError(f"{name}: a whole number from 1 up, or null")


def _matches(rule: FaultRule, call: FaultCall) -> bool:
    fits_headers = all(re.search(pattern, call.headers.get(name, "")) for name, pattern in rule.headers.items())
    return bool(fits_headers and re.search(rule.route, call.path) and re.search(rule.text, call.text))


def _chance(seed: int, index: int, number: int) -> float:
    digest = hashlib.sha256(f"{seed}/{index}/{number}".encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64
