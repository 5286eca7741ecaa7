"""Calls -> HTTP -> answers or failures. One attempt each: who tries again, and when, is decided by the run.

Free questions (subscription, voices, history) are asked again where the transport or the server fails; a speech call
never is, because any POST that reaches synthesis may be billed.
"""

from __future__ import annotations

import ipaddress
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

import httpx
import tenacity

from pipeline.adapters.engines.elevenlabs.answers import Answer as Spoken
from pipeline.adapters.engines.elevenlabs.answers import Damage, read_answer
from pipeline.adapters.engines.elevenlabs.failures import Failure, classify, retry_after_s
from pipeline.adapters.engines.elevenlabs.headers import AnswerHeaders, read_headers
from pipeline.adapters.engines.elevenlabs.wire import Call
from pipeline.adapters.environment import Secret, read_environment
from pipeline.errors import EngineError
from pipeline.model import FailureClass

BASE_URL = "https://api.elevenlabs.io"
KEY_NAME, URL_NAME = "ELEVENLABS_API_KEY", "ELEVENLABS_BASE_URL"
CONNECT_S, WRITE_S, READ_S = 10.0, 30.0, 120.0
"""An answer without streaming comes in one piece after all of it was made; 10,000 characters take about a minute."""
QUESTION_ATTEMPTS = 4
SPARE_CONNECTIONS = 4
DEADLINE_S, DEADLINE_PER_CHARACTER_S = 60.0, 0.25
"""How long a whole answer may take, however steadily it drips: our decision, four times what has been seen."""
LARGEST_ANSWER_BYTES = 256 << 20
"""40,000 characters are 45 minutes, in base64 of 44.1 kHz PCM; what is longer is no answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Where the service is and with which key; the key shows in no representation."""

    key: Secret
    base_url: str = BASE_URL


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """A speech call that brought what was asked for."""

    answer: Spoken
    headers: AnswerHeaders


def find_account(project: Path | None = None) -> Account:
    """Return the account of the environment or a `.env`. Raises EngineError where there is no key, or a URL is none."""
    known = read_environment(project)
    key = known.get(KEY_NAME, "").strip()
    if not key:
        raise EngineError(
            f"engine elevenlabs needs an API key: set {KEY_NAME} in the environment, or in a file .env beside "
            "book.toml or in the folder you work in (docs/elevenlabs.md)"
        )
    if not key.isascii() or not key.isprintable():
        raise EngineError(f"{KEY_NAME} holds characters that no key has; copy it again")
    return Account(key=Secret(key), base_url=_checked_url(known.get(URL_NAME, "").strip() or BASE_URL))


class Client:
    """A connection pool to the service; safe to use from many threads. Close it, or use it as a context."""

    def __init__(self, account: Account, *, connections: int = 30, deadline_s: float = DEADLINE_S) -> None:
        self._account = account
        self._deadline_s = deadline_s
        self._clock_ahead_s = 0.0
        self._http = httpx.Client(
            base_url=account.base_url,
            headers={"xi-api-key": account.key.reveal(), "user-agent": "declaim"},
            timeout=httpx.Timeout(connect=CONNECT_S, write=WRITE_S, read=READ_S, pool=None),
            limits=httpx.Limits(max_connections=connections + SPARE_CONNECTIONS),
            follow_redirects=False,
            trust_env=not _is_loopback(urlsplit(account.base_url).hostname or ""),
        )

    def __enter__(self) -> Client:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._http.close()

    @property
    def clock_ahead_s(self) -> float:
        """How far the service's clock was ahead of ours in its last answer, in seconds."""
        return self._clock_ahead_s

    def speak(self, call: Call) -> Delivered | Failure:
        """Return what a speech call brought, or how it failed; it is sent once."""
        headers: AnswerHeaders | None = None
        most_s = self._deadline_s + DEADLINE_PER_CHARACTER_S * len(call.text)
        deadline = time.monotonic() + most_s
        read_s = min(READ_S, most_s)
        timeout = httpx.Timeout(connect=CONNECT_S, write=WRITE_S, read=read_s, pool=None)
        try:
            with self._http.stream("POST", call.path, params=call.query, json=call.body, timeout=timeout) as answer:
                headers = self._headers(answer)
                body = _read_until(answer, deadline)
        except _LateError:
            return _broken(headers, f"the answer was not complete after {most_s:.0f} s")
        except httpx.HTTPError as error:
            return _broken(headers, _tell(error), was_sent=not isinstance(error, _NEVER_SENT))
        if not answer.is_success:
            return self._failure(answer.status_code, body, headers)
        read = read_answer(body, call.route, call.audio_format)
        return _broken(headers, read.reason) if isinstance(read, Damage) else Delivered(answer=read, headers=headers)

    def ask(self, path: str, **query: str | int) -> Any:
        """Return the JSON of a free question. Raises EngineError where the service refuses or is not reached."""
        answer = self.look(path, **query)
        if isinstance(answer, Failure):
            raise self._refused(path, answer)
        try:
            return json.loads(answer)
        except ValueError as error:
            raise EngineError(f"{self._account.base_url}{path} answered something that is not JSON") from error

    def look(self, path: str, **query: str | int) -> bytes | Failure:
        """Return the body of the answer to a free question, or how the service refused it."""
        try:
            answer = self._get(path, query)
        except httpx.HTTPError as error:
            return _broken(None, f"{self._account.base_url} cannot be reached ({_tell(error)}); check the network")
        headers = self._headers(answer)
        return answer.content if answer.is_success else self._failure(answer.status_code, answer.content, headers)

    def tell(self, path: str, body: object) -> Any:
        """Return the JSON of a change of the account that is no speech, sent once. Raises EngineError."""
        try:
            answer = self._http.post(path, json=body)
        except httpx.HTTPError as error:
            raise EngineError(f"{self._account.base_url}{path}: {_tell(error)}; look before you try again") from error
        if not answer.is_success:
            raise self._refused(path, self._failure(answer.status_code, answer.content, self._headers(answer)))
        return answer.json()

    def send_file(self, path: str, audio: bytes, *, fields: Mapping[str, str]) -> Any:
        """Return the JSON that the service says of an audio file; sent once, it may be billed. Raises EngineError."""
        try:
            answer = self._http.post(path, data=dict(fields), files={"file": ("take", audio)})
        except httpx.HTTPError as error:
            raise EngineError(f"{self._account.base_url}{path}: {_tell(error)}; run the same command again") from error
        if not answer.is_success:
            raise self._refused(path, self._failure(answer.status_code, answer.content, self._headers(answer)))
        return answer.json()

    def _get(self, path: str, query: Mapping[str, str | int]) -> httpx.Response:
        attempts = tenacity.Retrying(
            stop=tenacity.stop_after_attempt(QUESTION_ATTEMPTS),
            wait=tenacity.wait_random_exponential(multiplier=0.2, max=5),
            retry=tenacity.retry_if_exception_type(httpx.TransportError) | tenacity.retry_if_result(_is_passing),
            retry_error_callback=_last_outcome,
        )
        answer: httpx.Response = attempts(self._http.get, path, params=dict(query))
        return answer

    def _headers(self, answer: httpx.Response) -> AnswerHeaders:
        lowered = {name.lower(): value for name, value in answer.headers.items()}
        now = datetime.now(UTC)
        if "date" in lowered:
            self._note_clock(lowered["date"], now)
        return read_headers(lowered, retry_after_s=retry_after_s(lowered, now=now))

    def _note_clock(self, date: str, now: datetime) -> None:
        try:
            self._clock_ahead_s = (parsedate_to_datetime(date) - now).total_seconds()
        except (TypeError, ValueError):
            return

    def _failure(self, status: int, body: bytes, headers: AnswerHeaders) -> Failure:
        hidden = self._account.key.hide_in(body.decode(errors="replace"))
        return classify(status, hidden.encode(), headers)

    def _refused(self, path: str, failure: Failure) -> EngineError:
        remedies = {
            FailureClass.AUTH: f"check {KEY_NAME} and what the key may do",
            FailureClass.QUOTA: "wait for the reset of the quota, or buy credits",
        }
        return EngineError(f"{path}: {failure.tell()}; {remedies.get(failure.failure, 'run `declaim doctor`')}")


_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)


class _LateError(Exception):
    """The deadline of a call has passed while its answer was read."""


def _read_until(answer: httpx.Response, deadline: float) -> bytes:
    """Return the whole body; no timeout of a single read ends an answer that drips."""
    pieces = []
    length = 0
    for piece in answer.iter_bytes():
        pieces.append(piece)
        length += len(piece)
        if time.monotonic() > deadline or length > LARGEST_ANSWER_BYTES:
            raise _LateError
    return b"".join(pieces)


def _broken(headers: AnswerHeaders | None, message: str, *, was_sent: bool = True) -> Failure:
    failure = FailureClass.TRANSPORT_AFTER_HEADERS if headers else FailureClass.TRANSPORT_BEFORE_HEADERS
    return Failure(failure=failure, message=message, headers=headers or AnswerHeaders(), was_sent=was_sent)


def _tell(error: httpx.HTTPError) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def _is_passing(answer: httpx.Response) -> bool:
    """Whether another attempt at a free question may fare better."""
    return answer.status_code == 429 or answer.status_code >= 500


def _last_outcome(state: tenacity.RetryCallState) -> Any:
    return state.outcome.result() if state.outcome else None


def _checked_url(text: str) -> str:
    url = urlsplit(text)
    if url.scheme not in {"http", "https"} or not url.hostname or url.username or url.query:
        raise EngineError(f"{URL_NAME} is not a base URL such as {BASE_URL}")
    if url.scheme == "http" and not _is_loopback(url.hostname):
        raise EngineError(f"{URL_NAME} is not https: the key would travel in the clear; only loopback may be http")
    return text.rstrip("/")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
