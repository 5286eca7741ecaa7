"""A book recorded through the emulator: time, calls in flight, memory over the run, and whether the ledger agrees.

    python bench/through_emulator.py FILE [--cap 10] [--pace 400] [--faults 0.02]

Makes a project of FILE in a temporary folder, with every line spoken by the service, records it, masters and releases
it, and prints the row of docs/benchmarks.md. `--pace` is the emulator's characters a second; `--faults` is the part of
the calls that are throttled, and half of it that are lost on the way.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import httpx

from pipeline.adapters.project import load_project
from pipeline.adapters.takes import TakeStore
from pipeline.cli import run_verb
from pipeline.commands.reading import read_chapters
from pipeline.commands.recording_session import record_missing
from pipeline.commands.remote_session import RemoteOptions
from pipeline.emulator.options import DEFAULT_KEY

VOICE = "JBFqnCBsd6RMkjVDRZzb"
SAMPLE_EVERY_S = 1.0


class Memory:
    """The resident memory of this process, sampled while it runs."""

    def __init__(self) -> None:
        self.samples_mb: list[float] = []
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)

    def __enter__(self) -> Memory:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ends.set()
        self._thread.join()

    def _sample(self) -> None:
        while not self._ends.wait(SAMPLE_EVERY_S):
            pages = int(Path("/proc/self/statm").read_text().split()[1])
            self.samples_mb.append(pages * resource.getpagesize() / 1e6)

    def at(self, share: float) -> float:
        """Return the largest of the samples in the tenth that ends at a share of the run, in MB."""
        end = max(1, round(len(self.samples_mb) * share))
        return max(self.samples_mb[max(0, end - max(1, len(self.samples_mb) // 10)) : end], default=0.0)


def make_project(projects: Path, file: Path) -> None:
    """Make the project `book`, spoken by the service."""
    if run_verb(["new", "book", str(file), "--projects", str(projects)]) != 0:
        raise SystemExit(f"{file}: no book")
    path = projects / "book" / "book.toml"
    text = path.read_text().replace('"hibari"', '"elevenlabs"', 1).replace('"heart"', f'"{VOICE}"', 1)
    path.write_text(text)


def main() -> int:
    """Record a book and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--cap", type=int, default=10)
    parser.add_argument("--pace", type=float, default=400.0)
    parser.add_argument("--generation-s", type=float, default=0.2)
    parser.add_argument("--faults", type=float, default=0.0)
    arguments = parser.parse_args()
    words = [
        "--concurrency",
        str(arguments.cap),
        "--characters-per-second",
        str(arguments.pace),
        "--overflow",
        "reject",
    ]
    command = [sys.executable, "-m", "pipeline.cli", "emulator", *words, "--credits", "10000000"]
    command += ["--generation-s", str(arguments.generation_s)]
    with (
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as emulator,
        tempfile.TemporaryDirectory() as folder,
    ):
        try:
            base_url = (emulator.stdout.readline() if emulator.stdout else "").strip()
            return measure(arguments, base_url, Path(folder) / "projects")
        finally:
            emulator.terminate()


def measure(arguments: argparse.Namespace, base_url: str, projects: Path) -> int:
    """Record, build, compare the ledger with what was billed."""
    os.environ |= {"ELEVENLABS_BASE_URL": base_url, "ELEVENLABS_API_KEY": DEFAULT_KEY}
    http = httpx.Client(base_url=base_url, trust_env=False, timeout=60)
    if arguments.faults:
        rules = [
            {"fault": "too_many_concurrent", "probability": arguments.faults, "times": None},
            {"fault": "drop_mid_body", "probability": arguments.faults / 2, "times": None},
        ]
        http.post("/_emu/faults", json=rules).raise_for_status()
    make_project(projects, arguments.file)
    project = load_project(projects, "book")
    begun = time.perf_counter()
    with Memory() as memory:
        options = RemoteOptions(pace=(0.1, 20 * arguments.pace), pause=0.2, patience_s=10)
        done = record_missing(project, read_chapters(project), remote=options)
    recorded_s = time.perf_counter() - begun
    state, group = http.get("/_emu/state").json(), http.get("/_emu/concurrency").json()["standard"]
    code = run_verb(["build", "book", "--projects", str(projects)])
    entries = TakeStore(project.takes).ledger()
    spent = sum(entry.credits for entry in entries)
    fetched = sum("from-history" in dict(take.made_by) for take in done.recorded)
    print(
        "| takes | attempts | from the history | cap, peak | recorded in | memory at 20, 50, 100 % | ledger, billed |"
    )
    print("|--:|--:|--:|--:|--:|--:|--:|")
    megabytes = ", ".join(f"{memory.at(share):.0f}" for share in (0.2, 0.5, 1.0))
    billed = state["credits"]["used"]
    print(
        f"| {len(done.recorded)} | {len(entries)} | {fetched} | {arguments.cap}, {group['open_peak']} "
        f"| {recorded_s:.0f} s | {megabytes} MB | {spent:g}, {billed} |"
    )
    is_right = spent == billed and group["open_peak"] <= arguments.cap and code == 0
    print(f"built with exit code {code}; {'as it should be' if is_right else 'NOT as it should be'}")
    return 0 if is_right else 1


if __name__ == "__main__":
    sys.exit(main())
