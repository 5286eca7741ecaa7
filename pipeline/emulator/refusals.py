"""A refusal -> HTTP status and JSON body, in the shape and with the names of the era."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.emulator.catalogue import Era
from pipeline.emulator.options import Options


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a request is not served: an identifier of `KINDS`, and what is said about it."""

    identifier: str
    message: str
    parameter: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaError:
    """One place where a request does not fit the schema."""

    place: tuple[str | int, ...]
    message: str
    kind: str
    given: object = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """How an identifier is answered: status in April 2025 and later, and its later names where they differ."""

    status: int
    later_status: int
    later_code: str = ""
    later_type: str = "validation_error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A status and a JSON value, or `text` (HTML or plain) where an edge or proxy answers. `after_s` delays it."""

    status: int
    value: object = None
    text: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    after_s: float = 0.0


# The error pages of April 2025; later codes from field reports of 2025 and 2026. The last block has no source but us.
KINDS = {
    "max_character_limit_exceeded": Kind(status=400, later_status=400, later_code="text_too_long"),
    "empty_text": Kind(status=400, later_status=400),
    "needs_authorization": Kind(
        status=401, later_status=401, later_code="missing_api_key", later_type="authentication_error"
    ),
    "invalid_api_key": Kind(status=401, later_status=401, later_code="unauthorized", later_type="authentication_error"),
    "workspace_not_found": Kind(status=404, later_status=404, later_type="not_found"),
    "missing_permissions": Kind(status=401, later_status=401, later_type="authorization_error"),
    "quota_exceeded": Kind(
        status=401, later_status=401, later_code="insufficient_credits", later_type="payment_required"
    ),
    "voice_not_found": Kind(status=400, later_status=404, later_type="not_found"),
    "voice_does_not_exist": Kind(status=400, later_status=404, later_type="not_found"),
    "only_for_creator+": Kind(status=403, later_status=403, later_type="authorization_error"),
    "output_format_not_allowed": Kind(status=403, later_status=403, later_type="authorization_error"),
    "model_not_found": Kind(status=400, later_status=400, later_type="not_found"),
    "unsupported_model": Kind(status=400, later_status=400),
    "pronunciation_dictionary_not_found": Kind(status=404, later_status=404, later_type="not_found"),
    "too_many_concurrent_requests": Kind(
        status=429, later_status=429, later_code="concurrent_limit_exceeded", later_type="rate_limit_error"
    ),
    "system_busy": Kind(status=429, later_status=429, later_type="rate_limit_error"),
    "rate_limit_exceeded": Kind(status=429, later_status=429, later_type="rate_limit_error"),
    "invalid_output_format": Kind(status=400, later_status=400),
    "invalid_parameters": Kind(status=400, later_status=400),
    "zero_retention_not_allowed": Kind(status=403, later_status=403, later_type="authorization_error"),
    "history_item_not_found": Kind(status=400, later_status=404, later_type="not_found"),
    "invalid_history_items": Kind(status=400, later_status=400),
    "invalid_pls_file": Kind(status=400, later_status=400),
    "invalid_audio": Kind(status=400, later_status=400),
}

INTERNAL = Answer(
    status=500,
    value={"status": "internal_server_error", "message": "Internal Server error. Please try again later."},
)
"""The shape of a crash: no `detail` around it."""


def answer_refusal(refusal: Refusal, options: Options, trace_id: str) -> Answer:
    """Return the answer of the era: shape A with `status` and `message`, or shape B with code, type and request id."""
    kind = KINDS[refusal.identifier]
    status = kind.status if options.era is Era.APRIL_2025 else kind.later_status
    status = dict(options.statuses).get(refusal.identifier, status)
    if options.era is Era.APRIL_2025:
        detail: dict[str, object] = {"status": refusal.identifier, "message": refusal.message}
        return Answer(status=status, value={"detail": detail})
    detail = {
        "type": kind.later_type,
        "code": kind.later_code or refusal.identifier,
        "status": refusal.identifier,
        "message": refusal.message,
        "param": refusal.parameter or None,
        "request_id": trace_id,
    }
    return Answer(status=status, value={"detail": detail})


def answer_schema(errors: tuple[SchemaError, ...], era: Era) -> Answer:
    """Return shape C, always 422; later servers add what was given."""
    rows: list[dict[str, object]] = []
    for error in errors:
        row: dict[str, object] = {"loc": list(error.place), "msg": error.message, "type": error.kind}
        if era is Era.YEAR_2026:
            row |= {"input": error.given, "ctx": {}}
        rows.append(row)
    return Answer(status=422, value={"detail": rows})
