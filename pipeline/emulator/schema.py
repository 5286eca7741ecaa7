"""Query and body of a speech request -> SpeechRequest, or every place that does not fit the schema."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pipeline.emulator.refusals import SchemaError

MAX_LOCATORS = 3
MAX_SEED = 4_294_967_295
SPEED_LOW, SPEED_HIGH = 0.7, 1.2
NORMALISATION = ("auto", "on", "off")
DEFAULT_FORMAT = "mp3_44100_128"
DEFAULT_MODEL = "eleven_multilingual_v2"
"""Not stated anywhere; a client sends the model always."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Locator:
    """A dictionary at a version; an empty version is the latest."""

    dictionary_id: str
    version_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechRequest:
    """A speech request that fits the schema. `loose` holds what is refused after the schema (400), unless strict."""

    text: str
    model_id: str = DEFAULT_MODEL
    language_code: str | None = None
    voice_settings: Mapping[str, float | bool] = field(default_factory=dict)
    locators: tuple[Locator, ...] = ()
    seed: int | None = None
    previous_text: str = ""
    next_text: str = ""
    previous_ids: tuple[str, ...] = ()
    next_ids: tuple[str, ...] = ()
    normalisation: str = "auto"
    output_format: str = DEFAULT_FORMAT
    is_logged: bool = True
    loose: tuple[SchemaError, ...] = ()


Check = Callable[[object], tuple[str, str] | None]
"""A value -> (type, message) where it does not fit."""


def read_speech(body: bytes, query: Mapping[str, str]) -> SpeechRequest | tuple[SchemaError, ...]:
    """Return the request, or all of its schema errors (never empty)."""
    try:
        value = json.loads(body)
    except ValueError:
        return (SchemaError(place=("body", 0), message="JSON decode error", kind="json_invalid", given={}),)
    if not isinstance(value, dict):
        return (SchemaError(place=("body",), message="Input should be an object", kind="model_attributes_type"),)
    errors = (*_query_errors(query), *_body_errors(value))
    return errors or _request(value, query)


def _request(value: dict[str, object], query: Mapping[str, str]) -> SpeechRequest:
    given = {name: item for name, item in value.items() if item is not None}
    settings = given.get("voice_settings", {})
    settings = settings if isinstance(settings, dict) else {}
    rows = given.get("pronunciation_dictionary_locators", [])
    return SpeechRequest(
        text=str(value["text"]),
        model_id=str(given.get("model_id", DEFAULT_MODEL)),
        language_code=str(given["language_code"]) if "language_code" in given else None,
        voice_settings={name: number for name, number in settings.items() if number is not None},
        locators=tuple(_locator(row) for row in rows) if isinstance(rows, list) else (),
        seed=_whole(given.get("seed")),
        previous_text=str(given.get("previous_text", "")),
        next_text=str(given.get("next_text", "")),
        previous_ids=_names(given.get("previous_request_ids")),
        next_ids=_names(given.get("next_request_ids")),
        normalisation=str(given.get("apply_text_normalization", "auto")),
        output_format=query.get("output_format", DEFAULT_FORMAT),
        is_logged=query.get("enable_logging", "true").lower() not in {"false", "0", "no", "off"},
        loose=tuple(_loose_errors(given)),
    )


def _locator(row: Mapping[str, object]) -> Locator:
    return Locator(dictionary_id=str(row["pronunciation_dictionary_id"]), version_id=str(row.get("version_id") or ""))


def _names(value: object) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, list) else ()


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _is_text(value: object) -> tuple[str, str] | None:
    return None if isinstance(value, str) else ("string_type", "Input should be a valid string")


def _is_flag(value: object) -> tuple[str, str] | None:
    return None if isinstance(value, bool) else ("bool_type", "Input should be a valid boolean")


def _is_whole(value: object) -> tuple[str, str] | None:
    fits = isinstance(value, int) and not isinstance(value, bool)
    return None if fits else ("int_type", "Input should be a valid integer")


def _is_number(value: object) -> tuple[str, str] | None:
    fits = isinstance(value, int | float) and not isinstance(value, bool)
    return None if fits else ("float_type", "Input should be a valid number")


def _is_share(value: object) -> tuple[str, str] | None:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return _is_number(value)
    if value > 1:
        return "less_than_equal", "Input should be less than or equal to 1"
    return ("greater_than_equal", "Input should be greater than or equal to 0") if value < 0 else None


def _is_normalisation(value: object) -> tuple[str, str] | None:
    return None if value in NORMALISATION else ("enum", "Input should be 'auto', 'on' or 'off'")


BODY: dict[str, Check] = {
    "model_id": _is_text,
    "language_code": _is_text,
    "seed": _is_whole,
    "previous_text": _is_text,
    "next_text": _is_text,
    "use_pvc_as_ivc": _is_flag,
    "apply_text_normalization": _is_normalisation,
    "apply_language_text_normalization": _is_flag,
}
SETTINGS: dict[str, Check] = {
    "stability": _is_share,
    "similarity_boost": _is_share,
    "style": _is_number,
    "use_speaker_boost": _is_flag,
    "speed": _is_number,
}


def _query_errors(query: Mapping[str, str]) -> tuple[SchemaError, ...]:
    errors = []
    latency = query.get("optimize_streaming_latency")
    if latency is not None and latency not in {"0", "1", "2", "3", "4"}:
        errors.append(("optimize_streaming_latency", "int_parsing", "Input should be a valid integer from 0 to 4"))
    logging = query.get("enable_logging", "true").lower()
    if logging not in {"true", "false", "1", "0", "yes", "no", "on", "off"}:
        errors.append(("enable_logging", "bool_parsing", "Input should be a valid boolean"))
    return tuple(
        SchemaError(place=("query", name), message=message, kind=kind, given=query[name])
        for name, kind, message in errors
    )


def _body_errors(value: dict[str, object]) -> tuple[SchemaError, ...]:
    if "text" not in value:
        missing = SchemaError(place=("body", "text"), message="Field required", kind="missing", given=value)
        return (missing, *_fields(("body",), value, BODY))
    return (
        *_fields(("body",), {"text": value["text"]}, {"text": _is_text}, takes_null=False),
        *_fields(("body",), value, BODY),
        *_settings_errors(value.get("voice_settings")),
        *_locator_errors(value.get("pronunciation_dictionary_locators")),
        *_list_errors("previous_request_ids", value.get("previous_request_ids")),
        *_list_errors("next_request_ids", value.get("next_request_ids")),
    )


def _fields(
    place: tuple[str | int, ...], value: Mapping[str, object], checks: Mapping[str, Check], *, takes_null: bool = True
) -> tuple[SchemaError, ...]:
    errors = []
    for name, check in checks.items():
        if name not in value or (takes_null and value[name] is None):
            continue
        fault = check(value[name])
        if fault:
            errors.append(SchemaError(place=(*place, name), kind=fault[0], message=fault[1], given=value[name]))
    return tuple(errors)


def _settings_errors(value: object) -> tuple[SchemaError, ...]:
    if value is None:
        return ()
    place = ("body", "voice_settings")
    if not isinstance(value, dict):
        return (SchemaError(place=place, message="Input should be an object", kind="model_attributes_type"),)
    return _fields(place, value, SETTINGS)


def _list_errors(name: str, value: object) -> tuple[SchemaError, ...]:
    if value is None:
        return ()
    if not isinstance(value, list):
        return (SchemaError(place=("body", name), message="Input should be a valid list", kind="list_type"),)
    return tuple(
        SchemaError(place=("body", name, i), message="Input should be a valid string", kind="string_type", given=item)
        for i, item in enumerate(value)
        if not isinstance(item, str)
    )


def _locator_errors(value: object) -> tuple[SchemaError, ...]:
    name = "pronunciation_dictionary_locators"
    if value is None:
        return ()
    if not isinstance(value, list):
        return (SchemaError(place=("body", name), message="Input should be a valid list", kind="list_type"),)
    errors: list[SchemaError] = []
    for number, row in enumerate(value):
        place = ("body", name, number)
        if not isinstance(row, dict):
            errors.append(SchemaError(place=place, message="Input should be an object", kind="model_attributes_type"))
        elif "pronunciation_dictionary_id" not in row:
            place = (*place, "pronunciation_dictionary_id")  # type: ignore[assignment]
            errors.append(SchemaError(place=place, message="Field required", kind="missing", given=row))
        else:
            errors += _fields(place, row, {"pronunciation_dictionary_id": _is_text, "version_id": _is_text})
    return tuple(errors)


def _loose_errors(given: Mapping[str, object]) -> list[SchemaError]:
    """What was seen to be refused after the schema, or not at all: counts and ranges."""
    errors = []
    locators = given.get("pronunciation_dictionary_locators")
    if isinstance(locators, list) and len(locators) > MAX_LOCATORS:
        errors.append(("pronunciation_dictionary_locators", "too_long", f"at most {MAX_LOCATORS} locators"))
    seed = given.get("seed")
    if isinstance(seed, int) and not 0 <= seed <= MAX_SEED:
        errors.append(("seed", "greater_than_equal", f"seed must be from 0 to {MAX_SEED}"))
    settings = given.get("voice_settings")
    settings = settings if isinstance(settings, dict) else {}
    speed, style = settings.get("speed"), settings.get("style")
    if isinstance(speed, int | float) and not SPEED_LOW <= speed <= SPEED_HIGH:
        errors.append(("speed", "range", f"speed must be from {SPEED_LOW} to {SPEED_HIGH}"))
    if isinstance(style, int | float) and not 0 <= style <= 1:
        errors.append(("style", "range", "style must be from 0 to 1"))
    return [SchemaError(place=("body", name), message=message, kind=kind) for name, kind, message in errors]
