"""Runs that are killed in flight: nothing is paid twice, nothing delivered is lost, nobody owns another's take."""

from __future__ import annotations

import importlib.util
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import httpx
import pytest

from pipeline.adapters.takes import TakeStore
from pipeline.emulator.options import DEFAULT_KEY

KILLS = 8


@pytest.fixture(scope="module")
def soak() -> ModuleType:
    """The bench that kills a hundred times; here it kills a few."""
    path = Path(__file__).parents[2] / "bench" / "kills_elevenlabs.py"
    spec = importlib.util.spec_from_file_location("kills_elevenlabs", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["kills_elevenlabs"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def emulator_url(soak: ModuleType) -> Iterator[str]:
    with soak.running_emulator() as base_url:
        yield base_url


@pytest.fixture
def account(emulator_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("ELEVENLABS_BASE_URL", emulator_url)
    monkeypatch.setenv("ELEVENLABS_API_KEY", DEFAULT_KEY)
    httpx.post(f"{emulator_url}/_emu/reset", json={}, trust_env=False)
    return emulator_url


def test_a_book_killed_at_random_moments_is_paid_once(soak, account, tmp_path):
    kills, wrong = soak.press_until_whole(tmp_path, soak.make_book(6, 8), account, random.Random(7), most=KILLS)
    assert kills >= 3
    assert wrong == []


def test_forty_paragraphs_that_all_say_yes_own_a_generation_each(soak, account, tmp_path):
    book = soak.make_book(8, 5)
    book = tuple(
        soak.ChapterLines(
            entry=chapter.entry,
            paragraphs=tuple(soak.make_paragraph(each.paragraph, "Yes.") for each in chapter.paragraphs),
        )
        for chapter in book
    )
    assert kill_in_flight(soak, account, tmp_path, book) >= 3
    soak.record(tmp_path, book)
    state = httpx.get(f"{account}/_emu/state", trust_env=False).json()
    assert soak.find_faults(tmp_path, book, state["billed_calls"], state["credits"]["used"]) == []
    takes = soak.takes_of(tmp_path)
    assert sum("from-history" in dict(take.made_by) for take in takes) >= 3
    assert len({dict(take.made_by)["history-item-id"] for take in takes}) == 40
    assert Counter(take.request.text for take in takes) == {"Yes.": 40}


def kill_in_flight(soak, account, path, book) -> int:
    """Kill a run when several of its calls are being answered; return how many attempts are open then."""
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        soak.record(path, book)
        os._exit(0)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        group = httpx.get(f"{account}/_emu/concurrency", trust_env=False).json()["standard"]
        if group["in_flight"] >= 4:
            break
        time.sleep(0.01)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return sum(entry.is_open for entry in TakeStore(path / "takes").ledger())
