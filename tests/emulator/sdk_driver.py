"""Drive an emulator with the ElevenLabs SDK of this environment; print what came back as JSON.

Run by the interpreter of `.venvs/sdk-1` or `.venvs/sdk-2`: `python sdk_driver.py BASE_URL KEY`. The SDKs build their
models unchecked, so each answer is validated against its own model once more.
"""

from __future__ import annotations

import base64
import importlib.metadata
import json
import sys
import time

import httpx
from elevenlabs.client import ElevenLabs
from elevenlabs.core.api_error import ApiError
from pydantic import BaseModel, ValidationError

RACHEL = "21m00Tcm4TlvDq8ikWAM"
MODEL = "eleven_multilingual_v2"
TEXT = "The lamp at Sallow Point had not been lit. " * 3
PLS = b"""<?xml version="1.0" encoding="UTF-8"?>
<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="ipa" xml:lang="en">
<lexeme><grapheme>Siobhan</grapheme><alias>Shivawn</alias></lexeme></lexicon>"""
VERSION = importlib.metadata.version("elevenlabs")
IS_FIRST = VERSION.startswith("1.")
PROBLEMS: list[str] = []


def open_client(base_url: str, key: str) -> ElevenLabs:
    http = httpx.Client(trust_env=False, timeout=20)
    if not IS_FIRST:
        return ElevenLabs(base_url=base_url, api_key=key, httpx_client=http)
    from elevenlabs.environment import ElevenLabsEnvironment

    environment = ElevenLabsEnvironment(base=base_url, wss=base_url.replace("http", "ws"))
    return ElevenLabs(environment=environment, api_key=key, httpx_client=http)


def valid(value):
    """Return a model after checking it against its own schema, which the SDK does not do."""
    models = value if isinstance(value, list) else [value]
    for model in models:
        assert isinstance(model, BaseModel), model
        try:
            type(model).model_validate(model.model_dump(by_alias=True))
        except ValidationError as error:
            PROBLEMS.append(f"{type(model).__name__}: {error}")
    return value


def drive_speech(client) -> dict:
    stream = client.text_to_speech.convert_as_stream if IS_FIRST else client.text_to_speech.stream
    plain = b"".join(client.text_to_speech.convert(RACHEL, text=TEXT, model_id=MODEL))
    streamed = b"".join(stream(RACHEL, text=TEXT, model_id=MODEL, output_format="mp3_44100_128"))
    timed = valid(client.text_to_speech.convert_with_timestamps(RACHEL, text=TEXT, model_id=MODEL))
    chunks = list(client.text_to_speech.stream_with_timestamps(RACHEL, text=TEXT, model_id=MODEL))
    spelled = "".join(char for chunk in chunks if chunk.alignment for char in chunk.alignment.characters)
    return {
        "plain_equals_streamed": plain == streamed and len(plain) > 1000,
        "timed_equals_plain": base64.b64decode(timed.audio_base_64) == plain,
        "timed_text": "".join(timed.alignment.characters),
        "normalized_text": "".join(timed.normalized_alignment.characters),
        "chunks": len(chunks),
        "chunked_text": spelled,
        "chunked_equals_plain": b"".join(base64.b64decode(valid(chunk).audio_base_64) for chunk in chunks) == plain,
    }


def drive_full_body(client) -> dict:
    """Every field of the body, and null where the SDK sends it."""
    from elevenlabs import VoiceSettings

    sent = {
        "text": "All fields.",
        "model_id": "eleven_flash_v2_5",
        "language_code": "en",
        "seed": 5,
        "previous_text": "Before.",
        "next_text": "After.",
        "previous_request_ids": ["a"],
        "next_request_ids": ["b"],
        "apply_text_normalization": "off",
        "voice_settings": VoiceSettings(
            stability=0.4, similarity_boost=0.8, style=0.1, use_speaker_boost=False, speed=0.9
        ),
    }
    audio = b"".join(client.text_to_speech.convert(RACHEL, output_format="mp3_22050_32", **sent))
    nulls = b"".join(
        client.text_to_speech.convert(RACHEL, text="Nulls.", model_id=None, seed=None, voice_settings=None)
    )
    return {"audio": len(audio) > 500, "nulls": len(nulls) > 500}


def drive_library(client) -> dict:
    models = valid(client.models.get_all() if IS_FIRST else client.models.list())
    voices = valid(client.voices.get_all())
    found = valid(client.voices.search(search="rachel"))
    settings = client.voices.get_settings(RACHEL) if IS_FIRST else client.voices.settings.get(RACHEL)
    default = client.voices.get_default_settings() if IS_FIRST else client.voices.settings.get_default()
    subscription = client.user.get_subscription() if IS_FIRST else client.user.subscription.get()
    now_ms = int(time.time() * 1000)
    usage = client.usage.get_characters_usage_metrics if IS_FIRST else client.usage.get
    statistics = valid(usage(start_unix=now_ms - 86_400_000, end_unix=now_ms + 86_400_000))
    return {
        "models": [model.model_id for model in models],
        "group": str(next(model.concurrency_group for model in models if model.model_id == MODEL)),
        "voices": [voice.voice_id for voice in voices.voices],
        "found": [voice.name for voice in found.voices],
        "voice": valid(client.voices.get(RACHEL)).name,
        "stability": valid(settings).stability,
        "default_speed": valid(default).speed,
        "tier": valid(subscription).tier,
        "used": subscription.character_count,
        "user_used": valid(client.user.get()).subscription.character_count,
        "usage": sum(statistics.usage["All"]),
    }


def drive_history(client) -> dict:
    list_items = client.history.get_all if IS_FIRST else client.history.list
    page = valid(list_items(page_size=2))
    after = valid(list_items(page_size=2, start_after_history_item_id=page.last_history_item_id))
    item = valid(client.history.get(page.history[0].history_item_id))
    audio = b"".join(client.history.get_audio(item.history_item_id))
    names = [one.history_item_id for one in page.history]
    archive = b"".join(client.history.download(history_item_ids=names))
    deleted = client.history.delete(names[0])
    return {
        "page": len(page.history),
        "has_more": page.has_more,
        "is_next_page": after.history[0].history_item_id not in names,
        "text": item.text,
        "request_id": bool(item.request_id),
        "audio": len(audio) > 500,
        "zip": archive[:2].decode(),
        "deleted": deleted.status if not isinstance(deleted, dict) else deleted["status"],
    }


def drive_dictionaries(client) -> dict:
    from elevenlabs import PronunciationDictionaryVersionLocator as Locator

    rule = {"type": "alias", "string_to_replace": "Niamh", "alias": "Neev"}
    if IS_FIRST:
        shelf = client.pronunciation_dictionary
        from_file, from_rules, list_all = shelf.add_from_file, shelf.add_from_rules, shelf.get_all
        add, remove = shelf.add_rules, shelf.remove_rules
    else:
        shelf = client.pronunciation_dictionaries
        from_file, from_rules, list_all = shelf.create_from_file, shelf.create_from_rules, shelf.list
        add, remove = shelf.rules.add, shelf.rules.remove
    made = valid(from_file(name="file", file=("book.pls", PLS)))
    valid(from_rules(name="rules", rules=[rule], description="for one book"))
    added = valid(add(made.id, rules=[rule]))
    removed = valid(remove(made.id, rule_strings=["Siobhan"]))
    locator = Locator(pronunciation_dictionary_id=made.id, version_id=added.version_id)
    spoken = client.text_to_speech.convert_with_timestamps(
        RACHEL, text="Siobhan, Niamh.", model_id=MODEL, pronunciation_dictionary_locators=[locator]
    )
    return {
        "listed": len(valid(list_all(page_size=1)).pronunciation_dictionaries),
        "has_more": list_all(page_size=1).has_more,
        "rules": [made.version_rules_num, added.version_rules_num, removed.version_rules_num],
        "latest": valid(shelf.get(made.id)).latest_version_id == removed.version_id,
        "pls": b"Siobhan" in b"".join(shelf.download(made.id, made.version_id)),
        "spoken": "".join(spoken.normalized_alignment.characters),
    }


def drive_listening(client) -> dict:
    audio = b"".join(client.text_to_speech.convert(RACHEL, text="Listen to this.", model_id=MODEL))
    heard = valid(client.speech_to_text.convert(model_id="scribe_v1", file=("a.mp3", audio), tag_audio_events=False))
    aligned = valid(client.forced_alignment.create(file=("a.mp3", audio), text="Listen to this."))
    return {
        "text": heard.text,
        "words": [word.text for word in heard.words if word.type == "word"],
        "aligned": [word.text for word in aligned.words],
        "characters": len(aligned.characters),
    }


def fails(call) -> list:
    try:
        result = call()
        list(result) if hasattr(result, "__next__") else None
    except ApiError as error:
        body = error.body if isinstance(error.body, dict) else json.loads(error.body.json())
        detail = body["detail"]
        return [error.status_code, detail["status"] if isinstance(detail, dict) else detail[0]["loc"][-1]]
    return [200, ""]


def drive_errors(client, base_url: str) -> dict:
    speak = client.text_to_speech.convert
    stranger = open_client(base_url, "wrong-key")
    return {
        "voice": fails(lambda: speak("NobodyNobodyNobody00", text="Hi.", model_id=MODEL)),
        "model": fails(lambda: speak(RACHEL, text="Hi.", model_id="eleven_nothing")),
        "length": fails(lambda: speak(RACHEL, text="a" * 10_001, model_id=MODEL)),
        "format": fails(lambda: speak(RACHEL, text="Hi.", model_id=MODEL, output_format="pcm_44100")),
        "key": fails(lambda: stranger.models.get_all() if IS_FIRST else stranger.models.list()),
        "schema": fails(lambda: speak(RACHEL, text=5, model_id=MODEL)),
        "history": fails(lambda: client.history.get("nobody")),
    }


def drive_raw_headers(client) -> dict:
    """Only the newer SDK shows response headers."""
    if IS_FIRST:
        return {}
    with client.text_to_speech.with_raw_response.convert(RACHEL, text="Hi.", model_id=MODEL) as response:
        b"".join(response.data)
        return {name: response.headers[name] for name in ("character-cost", "maximum-concurrent-requests")}


def main(base_url: str, key: str) -> None:
    client = open_client(base_url, key)
    results = {
        "speech": drive_speech(client),
        "body": drive_full_body(client),
        "library": drive_library(client),
        "history": drive_history(client),
        "dictionaries": drive_dictionaries(client),
        "listening": drive_listening(client),
        "errors": drive_errors(client, base_url),
        "headers": drive_raw_headers(client),
    }
    print(json.dumps({"version": VERSION, "problems": PROBLEMS, **results}))


if __name__ == "__main__":
    main(*sys.argv[1:])
