"""A client of the emulator for tests, and the names that they use."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable
from typing import Any

import httpx
import soundfile

from pipeline.emulator.options import DEFAULT_KEY

RACHEL = "21m00Tcm4TlvDq8ikWAM"
ADAM = "pNInz6obpgDQGcFmaJgB"
PROFESSIONAL = "EmuProfessional00001"
MULTILINGUAL = "eleven_multilingual_v2"
FLASH = "eleven_flash_v2_5"


class Studio:
    """A client that sends what a test says, and reads what the emulator saw."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.http = httpx.Client(base_url=base_url, headers={"xi-api-key": DEFAULT_KEY}, timeout=20, trust_env=False)

    def speak(self, text: str = "Hello there.", *, route: str = "", voice: str = RACHEL, **sent: Any) -> httpx.Response:
        """POST a speech request; `query` and `headers` apart, everything goes into the body."""
        query, headers = sent.pop("query", {}), sent.pop("headers", {})
        body = {"text": text, "model_id": MULTILINGUAL, **sent}
        return self.http.post(f"/v1/text-to-speech/{voice}{route}", json=body, params=query, headers=headers)

    def say(self, text: str = "Hello there.", **sent: Any) -> str:
        """Speak and return the request id."""
        response = self.speak(text, **sent)
        assert response.status_code == 200, response.text
        return response.headers["request-id"]

    def tell(self, path: str, body: object) -> Any:
        """Use the inspection API."""
        response = self.http.post(f"/_emu/{path}", json=body)
        assert response.status_code == 200, response.text
        return response.json()

    def options(self, **values: object) -> None:
        self.tell("options", values)

    def fault(self, name: str, **rule: object) -> None:
        self.tell("faults", {"fault": name, **rule})

    def see(self, path: str) -> Any:
        return self.http.get(f"/_emu/{path}").json()

    def calls(self) -> list[dict[str, Any]]:
        return self.see("calls?path=text-to-speech")

    def last(self) -> dict[str, Any]:
        return self.calls()[-1]

    @property
    def used(self) -> int:
        return self.see("state")["credits"]["used"]


def wait_for(claim: Callable[[], bool], limit_s: float = 10.0) -> None:
    """Wait until a claim about the emulator holds."""
    deadline = time.monotonic() + limit_s
    while not claim() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert claim()


def detail(response: httpx.Response) -> dict[str, Any]:
    return json.loads(response.content)["detail"]


def seconds(audio: bytes) -> float:
    samples, rate = soundfile.read(io.BytesIO(audio))
    return len(samples) / rate
