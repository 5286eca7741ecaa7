"""The official SDKs take the emulator for the service. `python bench/sdk_environments.py` makes their environments."""

from __future__ import annotations

import json
import subprocess
from functools import cache
from pathlib import Path

import pytest

from pipeline.emulator.options import DEFAULT_KEY
from pipeline.emulator.running import run_emulator

ROOT = Path(__file__).parents[2] / ".venvs"
DRIVER = Path(__file__).parent / "sdk_driver.py"
TEXT = "The lamp at Sallow Point had not been lit. " * 3


@cache
def drive(name: str, era: str) -> dict[str, object]:
    """Run the driver in the environment of that name against a new emulator, and return what it printed."""
    python = ROOT / name / "bin" / "python"
    if not python.exists():
        pytest.skip(f"no environment {name}; `python bench/sdk_environments.py` makes it")
    with run_emulator(characters_per_second=400, era=era) as emulator:
        command = [str(python), str(DRIVER), emulator.base_url, DEFAULT_KEY]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


CASES = [("sdk-1", "2025-04"), ("sdk-2", "2025-04"), ("sdk-2", "2026")]


@pytest.fixture(params=CASES, ids=lambda case: "-".join(case))
def seen(request: pytest.FixtureRequest) -> dict[str, object]:
    return {"era": request.param[1], **drive(*request.param)}


@pytest.mark.parametrize(("name", "era"), [("sdk-1", "2025-04"), ("sdk-2", "2026")])
def test_every_answer_of_an_era_fits_the_models_of_its_sdk(name, era):
    assert drive(name, era)["problems"] == []


def test_speech_is_the_same_on_all_four_routes(seen):
    assert seen["speech"] == {
        "plain_equals_streamed": True,
        "timed_equals_plain": True,
        "timed_text": TEXT,
        "normalized_text": " " + TEXT,
        "chunks": 5,
        "chunked_text": TEXT,
        "chunked_equals_plain": True,
    }


def test_every_field_and_null_is_taken(seen):
    assert seen["body"] == {"audio": True, "nulls": True}


def test_models_voices_and_user_are_listed(seen):
    library = seen["library"]
    assert "eleven_multilingual_v2" in library["models"]
    assert ("eleven_v3" in library["models"]) is (seen["era"] == "2026")
    assert library["group"] == "standard"
    assert "EmuLibraryNotAdded03" not in library["voices"]
    assert (library["found"], library["voice"]) == (["Rachel"], "Rachel")
    assert (library["stability"], library["default_speed"], library["tier"]) == (0.5, 1.0, "creator")
    # Four times the text, eleven characters at half a credit, and six.
    assert library["used"] == library["user_used"] == library["usage"] == 4 * len(TEXT) + 6 + 6


def test_the_history_is_paged_played_and_deleted(seen):
    assert seen["history"] == {
        "page": 2,
        "has_more": True,
        "is_next_page": True,
        "text": "Nulls.",
        "request_id": True,
        "audio": True,
        "zip": "PK",
        "deleted": "ok",
    }


def test_dictionaries_are_made_changed_pinned_and_downloaded(seen):
    assert seen["dictionaries"] == {
        "listed": 1,
        "has_more": True,
        "rules": [1, 2, 1],
        "latest": True,
        "pls": True,
        "spoken": " Shivawn, Neev.",
    }


def test_what_was_said_is_transcribed_and_aligned(seen):
    assert seen["listening"] == {
        "text": "Listen to this.",
        "words": ["Listen", "to", "this."],
        "aligned": ["Listen", "to", "this."],
        "characters": 15,
    }


def test_errors_arrive_with_status_and_identifier(seen):
    is_later = seen["era"] == "2026"
    assert seen["errors"] == {
        "voice": [404 if is_later else 400, "voice_not_found"],
        "model": [400, "model_not_found"],
        "length": [400, "max_character_limit_exceeded"],
        "format": [403, "output_format_not_allowed"],
        "key": [401, "invalid_api_key"],
        "schema": [422, "text"],
        "history": [404 if is_later else 400, "history_item_not_found"],
    }


def test_headers_are_there_where_the_sdk_shows_them(seen):
    expected = {} if seen["version"].startswith("1.") else {"character-cost": "3", "maximum-concurrent-requests": "5"}
    assert seen["headers"] == expected
