"""Requests -> ElevenLabs: the card of the engine, and a speaker for single requests without context."""

from __future__ import annotations

from pipeline.adapters.engines.elevenlabs.alignment import time_words
from pipeline.adapters.engines.elevenlabs.catalogue import load_catalogue
from pipeline.adapters.engines.elevenlabs.client import Client, Delivered, find_account
from pipeline.adapters.engines.elevenlabs.wire import SPEAKER_BOOST, make_call
from pipeline.adapters.engines.protocol import EngineCard, Setting, Speaker
from pipeline.errors import EngineError
from pipeline.model import Delivery, PhonemeAbility, PhonemeAlphabet, Request, TimingUnit

NAME = "elevenlabs"
API = "v1"
PACE = (8.0, 25.0)
"""Characters a second outside which a generation lost or gained words; ElevenLabs' voices read about 15 (reports from
the field, 2025)."""

PHONEMES = PhonemeAbility(alphabet=PhonemeAlphabet.ARPABET, is_english_only=True)
"""A tag a word; the docs call CMU's alphabet the more predictable one
(https://elevenlabs.io/docs/best-practices/prompting/controls, read 2025-04)."""


def describe() -> EngineCard:
    """Return the card of the engine; nothing is asked of the service."""
    catalogue = load_catalogue()
    return EngineCard(
        name=NAME,
        version=API,
        voices=(catalogue.default_voice,),  # the account has others: `declaim voices list`
        default_voice=catalogue.default_voice,
        default_model=catalogue.default_model,
        languages=tuple(sorted({tag for model in catalogue.models.values() for tag in model.languages})),
        audio_format=catalogue.default_format,
        settings=(
            *(
                Setting(name=name, default=row.default, least=row.least, most=row.most)
                for name, row in catalogue.settings.items()
            ),
            Setting(name=SPEAKER_BOOST, default=True, least=0, most=1),
        ),
        most_characters=max(model.limit for model in catalogue.models.values()),
        is_local=False,
        credits_per_character=catalogue.model(catalogue.default_model).rate,
        credits_by_model=tuple((name, model.rate) for name, model in catalogue.models.items()),
        pace=PACE,
        phonemes=tuple((name, PHONEMES) for name, model in catalogue.models.items() if model.phonemes),
    )


def open_speaker() -> Speaker:
    """Return a speaker. Raises EngineError where no API key is set."""
    return _Speaker(Client(find_account()))


class _Speaker:
    """Speaks one request at a time, for trying voices; recording goes through the run, which keeps the ledger."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def speak(self, request: Request) -> Delivery:
        call = make_call(request, None)
        spoken = self._client.speak(call)
        if not isinstance(spoken, Delivered):
            raise EngineError(f"engine elevenlabs: {spoken.tell()}; `declaim doctor` says more")
        alignment = spoken.answer.alignment
        return Delivery(
            audio=spoken.answer.sound.audio,
            timings=time_words(request.text, alignment) if alignment else (),
            timing_unit=TimingUnit.WORD,
            made_by=(("engine", f"{NAME} {API}"), ("request-id", spoken.headers.request_id)),
            credits=spoken.headers.credits or load_catalogue().model(request.voice.model).credits(call.text),
        )
