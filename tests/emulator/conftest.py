"""One emulator for all tests of this folder, made new before each of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from emulator_studio import Studio

from pipeline.emulator.running import RunningEmulator, run_emulator


@pytest.fixture(scope="session")
def emulator() -> Iterator[RunningEmulator]:
    with run_emulator(characters_per_second=400, credits=100_000) as running:
        yield running


@pytest.fixture(scope="session")
def client(emulator: RunningEmulator) -> Iterator[Studio]:
    studio = Studio(emulator.base_url)
    yield studio
    studio.http.close()


@pytest.fixture
def studio(client: Studio) -> Studio:
    client.tell("reset", {})
    return client
