"""Builds of the demo book killed with -9 at random moments: nothing lost, nothing recorded twice, nothing half done.

    python bench/kills.py [--kills 20] [--engine hibari] [--seed 1]

Each kill hits the main process of `declaim build`, wherever it is: import of the program, recording, mastering,
encoding, the swap of the release. After each, the take store is compared with the one before.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SLUG = "the-lamp-at-sallow-point"
BOOK = Path(__file__).parent.parent / "projects" / SLUG


def main() -> None:
    """Kill builds, then let one end, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--engine", default="hibari")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = copy_book(Path(scratch), engine=arguments.engine)
        whole_s = time_a_build(Path(scratch) / "timed", engine=arguments.engine)
        print(f"| a build that nobody kills | {whole_s:.1f} s |")
        kills = kill_builds(folder, arguments.kills, within_s=whole_s, chance=random.Random(arguments.seed))
        print(f"| builds killed | {kills} |")
        if build(folder) != 0:
            sys.exit("the last build did not end well")
        takes = takes_of(folder)
        slots = {(take["paragraph"], take["line"]) for take in takes}
        print(f"| takes lost / recorded twice | 0 / {len(takes) - len(slots)} |")
        if len(slots) != len(takes) or build(folder) != 0 or takes_of(folder) != takes:
            sys.exit("a take was recorded twice")


def copy_book(scratch: Path, *, engine: str) -> Path:
    """Return a fresh project of the demo book."""
    folder = scratch / "projects" / SLUG
    ignored = shutil.ignore_patterns("takes", "build", "takes.lock", "mastering.lock")
    shutil.copytree(BOOK, folder, ignore=ignored)
    if engine != "hibari":
        book = folder / "book.toml"
        book.write_text(book.read_text().replace('"hibari"', f'"{engine}"').replace('"heart"', '"middle"'))
    return folder


def time_a_build(scratch: Path, *, engine: str) -> float:
    """Return how long a whole build takes."""
    folder = copy_book(scratch, engine=engine)
    begun = time.perf_counter()
    if build(folder) != 0:
        sys.exit("the demo book does not build")
    return time.perf_counter() - begun


def kill_builds(folder: Path, count: int, *, within_s: float, chance: random.Random) -> int:
    """Kill as many builds, each at a random moment of what a whole one takes; return how many were running then."""
    kept: list[str] = []
    killed = 0
    while killed < count:
        process = start_build(folder)
        try:
            process.wait(chance.uniform(0.05, within_s))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            killed += 1
        else:
            start_anew(folder)
            kept = []
        kept = compare_store(folder, kept)
    return killed


def start_anew(folder: Path) -> None:
    """Forget everything built, so that the next kills have something to hit."""
    for name in ("takes", "build"):
        shutil.rmtree(folder / name, ignore_errors=True)
    for name in ("takes.lock", "mastering.lock"):
        (folder / name).unlink(missing_ok=True)


def compare_store(folder: Path, kept: list[str]) -> list[str]:
    """Return the takes there are now; end the bench where one is gone, or something half done is visible."""
    now = [take["id"] for take in takes_of(folder)]
    if now[: len(kept)] != kept:
        sys.exit("a stored take is lost")
    release = folder / "build" / "release"
    names = {file.name for file in release.iterdir()} if release.exists() else set()
    if names and "manifest.json" not in names:
        sys.exit(f"a release without its manifest is visible: {sorted(names)}")
    return now


def takes_of(folder: Path) -> list[dict[str, str]]:
    """Return the takes of the journal; a torn last line is no take."""
    journal = folder / "takes" / "journal.jsonl"
    text = journal.read_text() if journal.exists() else ""
    rows = [json.loads(line) for line in text[: text.rfind("\n") + 1].splitlines()]
    return [row for row in rows if row["event"] == "take"]


def start_build(folder: Path) -> subprocess.Popen[bytes]:
    """Start `declaim build`."""
    command = [sys.executable, "-m", "pipeline.cli", "build", SLUG, "--projects", str(folder.parent)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def build(folder: Path) -> int:
    """Build and return the exit code."""
    return start_build(folder).wait()


if __name__ == "__main__":
    main()
