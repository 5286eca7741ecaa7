"""Nouns of an attempt: the ways a call to a voice engine can fail."""

from __future__ import annotations

from enum import StrEnum


class FailureClass(StrEnum):
    """What a failed call means for the next one, whatever its HTTP status was.

    The identifiers of the ElevenLabs API fall into these classes (https://elevenlabs.io/docs/developers/resources/errors,
    read 2025-04): an engine's adapter says which, the retry policy of the recording stage says what follows.
    """

    TRANSPORT_BEFORE_HEADERS = "transport:before-headers"
    """The connection failed and no answer came; the call may have been billed."""
    TRANSPORT_AFTER_HEADERS = "transport:after-headers"
    """The answer came and broke off or is damaged; the call was billed."""
    THROTTLE_CONCURRENCY = "throttle:concurrency"
    """More calls in flight than the plan allows."""
    THROTTLE_BUSY = "throttle:busy"
    """The service is overloaded."""
    THROTTLE_RATE = "throttle:rate"
    """Too many calls in a while."""
    SERVER = "server"
    """The service crashed or its edge did not reach it (408, 5xx)."""
    QUOTA = "quota"
    """Not enough credits; the run stops and keeps everything."""
    AUTH = "auth"
    """The key is missing, wrong or lacks a scope; the run stops."""
    CONFIG_VOICE = "config:voice"
    CONFIG_MODEL = "config:model"
    CONFIG_DICTIONARY = "config:dictionary"
    CONFIG_FORMAT = "config:format"
    SCHEMA = "schema"
    """The request is malformed: our bug."""
    REQUEST = "request"
    """The service refuses this request as it is."""
    NOT_FOUND = "not-found"
    """A wrong route."""
