"""What tests of this folder share: an emulator, made new for each that asks for it, and one release in every format."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from full_release import build, make_project
from remote_studio import FAST, KEY, Press

from pipeline.adapters.project import ProjectFolder
from pipeline.emulator.running import RunningEmulator, run_emulator


@pytest.fixture(scope="session")
def emulator() -> Iterator[RunningEmulator]:
    with run_emulator(characters_per_second=FAST, credits=1_000_000) as running:
        yield running


@pytest.fixture
def press(emulator: RunningEmulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Press]:
    monkeypatch.setenv("ELEVENLABS_BASE_URL", emulator.base_url)
    monkeypatch.setenv("ELEVENLABS_API_KEY", KEY)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "book").mkdir()
    press = Press(tmp_path / "book", emulator.base_url)
    press.tell("reset", {})
    yield press
    press.http.close()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[ProjectFolder, tuple[str, ...]]:
    """A project with its release, and the names of the files that were made."""
    folder = make_project(tmp_path_factory.mktemp("projects"))
    release = build(folder)
    assert release.findings == ()
    return folder, release.made
