"""An HTTP error, or an exception of the transport -> what failed, classified by its identifier first.

The status of one identifier has moved over the years (quota_exceeded is 401 in most, voice_not_found was 400 and is
404), so it decides only where no identifier is known: https://elevenlabs.io/docs/developers/resources/errors, read
2025-04, and reports from the field since.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

from pipeline.adapters.engines.elevenlabs.headers import AnswerHeaders
from pipeline.model import FailureClass

MESSAGE_LIMIT = 300
"""Characters of a message that are kept; an edge may answer with a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A call that did not bring what it should: a value, because the run decides what follows."""

    failure: FailureClass
    message: str
    status: int | None = None
    identifier: str = ""
    headers: AnswerHeaders
    was_sent: bool = True
    """False where the service was never reached, so that nothing can have been billed."""

    @property
    def may_be_billed(self) -> bool:
        """Whether the generation may exist on the account although this call did not bring it."""
        return self.was_sent and self.failure in _MAY_BE_BILLED

    def tell(self) -> str:
        """Return one line for people: what happened, and the ids that support asks for."""
        named = f"{self.identifier}: " if self.identifier and self.identifier not in self.message else ""
        status = f"HTTP {self.status}, " if self.status else ""
        trace = f" (trace {self.headers.trace_id})" if self.headers.trace_id else ""
        return f"{status}{named}{self.message}{trace}"


_MAY_BE_BILLED = {
    FailureClass.TRANSPORT_BEFORE_HEADERS,
    FailureClass.TRANSPORT_AFTER_HEADERS,
    FailureClass.SERVER,
}

_QUOTA = {"quota_exceeded", "insufficient_credits", "payment_required"}
_CONFIG = {
    FailureClass.CONFIG_VOICE: {"voice_not_found", "voice_does_not_exist", "only_for_creator+", "voice_access_denied"},
    FailureClass.CONFIG_MODEL: {"model_not_found", "unsupported_model", "model_access_denied"},
    FailureClass.CONFIG_DICTIONARY: {"pronunciation_dictionary_not_found"},
    FailureClass.CONFIG_FORMAT: {"output_format_not_allowed", "invalid_output_format"},
}
_THROTTLE = {
    FailureClass.THROTTLE_CONCURRENCY: {"too_many_concurrent_requests", "concurrent_limit_exceeded"},
    FailureClass.THROTTLE_BUSY: {"system_busy"},
    FailureClass.THROTTLE_RATE: {"rate_limit_exceeded"},
}
_AUTH = {
    "invalid_api_key",
    "unauthorized",
    "missing_api_key",
    "needs_authorization",
    "invalid_authorization_header",
    "missing_permissions",
    "workspace_not_found",
    "authentication_error",
    "authorization_error",
}


def classify(status: int, body: bytes, headers: AnswerHeaders) -> Failure:
    """Return what an answer that is not 2xx means; the kinds are asked in the order that the service needs."""
    said = _read(body)
    names = {said[name] for name in ("type", "code", "status") if said.get(name)}
    failure = _by_identifier(names, said.get("message", ""), status) or _by_status(status)
    return Failure(
        failure=failure,
        message=said.get("message", "")[:MESSAGE_LIMIT] or "no reason given",
        status=status,
        identifier=said.get("status") or said.get("code", ""),
        headers=headers,
    )


def retry_after_s(headers: Mapping[str, str], *, now: datetime) -> float | None:
    """Return the wait that `retry-after-ms` or `retry-after` asks for (seconds or a date), None where neither reads."""
    try:
        if "retry-after-ms" in headers:
            return float(headers["retry-after-ms"]) / 1000
        return float(headers["retry-after"])
    except KeyError:
        return None
    except ValueError:
        return _until_date(headers.get("retry-after", ""), now)


def _until_date(text: str, now: datetime) -> float | None:
    try:
        return (parsedate_to_datetime(text) - now).total_seconds()
    except (TypeError, ValueError):
        return None


def _read(body: bytes) -> dict[str, str]:
    """Return the fields of the five known shapes of an error body as texts; a page of an edge has its first line."""
    try:
        value = json.loads(body)
    except ValueError:
        return {"message": " ".join(body.decode(errors="replace").split())}
    detail = value.get("detail", value) if isinstance(value, dict) else value
    if isinstance(detail, dict):
        return {name: str(text) for name, text in detail.items() if text is not None}
    if isinstance(detail, list):
        return {"message": "; ".join(_schema_row(row) for row in detail)}
    return {"message": str(detail)}


def _schema_row(row: object) -> str:
    if not isinstance(row, dict):
        return str(row)
    place = ".".join(str(part) for part in row.get("loc", ()))
    return f"{place}: {row.get('msg', '')}"


def _by_identifier(names: set[str], message: str, status: int) -> FailureClass | None:
    told = message.lower()
    if names & _QUOTA or status == 402 or (("quota" in told or "credits" in told) and "remaining" in told):
        return FailureClass.QUOTA
    families = {**_CONFIG, **_THROTTLE, FailureClass.AUTH: _AUTH}
    return next((failure for failure, family in families.items() if names & family), None)


def _by_status(status: int) -> FailureClass:
    if status == 408 or status >= 500:
        return FailureClass.SERVER
    known = {
        429: FailureClass.THROTTLE_RATE,
        401: FailureClass.AUTH,
        403: FailureClass.AUTH,
        422: FailureClass.SCHEMA,
        404: FailureClass.NOT_FOUND,
    }
    return known.get(status, FailureClass.REQUEST)
