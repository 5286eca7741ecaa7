"""What all tests share: golden files and how to rewrite them, properties without a clock."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("declaim", deadline=None)
settings.load_profile("declaim")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="rewrite the golden files with what the code gives now")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str | bytes], None]:
    """Compare what the code gives with a golden file; under --golden write the file instead."""

    def compare(path: Path, actual: str | bytes) -> None:
        data = actual.encode() if isinstance(actual, str) else actual
        if request.config.getoption("--golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        assert path.exists(), f"{path} is missing: run pytest --golden, then review what it wrote"
        expected = path.read_bytes()
        if isinstance(actual, str):
            assert actual == expected.decode(), f"{path} differs: review, then run pytest --golden"
        assert data == expected, f"{path} differs: review, then run pytest --golden"

    return compare
