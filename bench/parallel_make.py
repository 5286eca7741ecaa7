"""Is `make -j all` over several books the same after it was killed? Books of tones, killed as a process group.

    python bench/parallel_make.py                      # five books, -j4, six kills
    python bench/parallel_make.py --books 3 --kills 3

In a checkout of its own, `make -j4 all` is started and its whole process group killed with SIGKILL at random moments,
then run to its end. It must equal two clean builds: one from the same takes, byte for byte (`diff -r` of the releases),
and one from nothing, except for the ids of takes, which tell when they were recorded. Exit code 1 where anything
differs.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from small_checkout import add_book, make, make_checkout, releases, set_up

TAKE_ID = re.compile(rb"\bt[0-9a-hjkmnp-z]{14}\b")


def main() -> int:
    """Build, kill, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--books", type=int, default=5)
    parser.add_argument("--chapters", type=int, default=2)
    parser.add_argument("--kills", type=int, default=6)
    parser.add_argument("--jobs", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="declaim-make-") as scratch:
        clean = make_books(Path(scratch, "clean"), arguments.books, chapters=arguments.chapters)
        began_s = time.perf_counter()
        finish(clean, arguments.jobs)
        whole_s = time.perf_counter() - began_s
        print(f"| a clean `make -j{arguments.jobs} all` over {arguments.books} books | {whole_s:.1f} s |")
        killed = make_books(Path(scratch, "killed"), arguments.books, chapters=arguments.chapters)
        chance = random.Random(arguments.seed)
        moments_s = [chance.uniform(0.1, whole_s * 0.7) for _ in range(arguments.kills)]
        kills = sum(kill_after(killed, moment_s, jobs=arguments.jobs) for moment_s in moments_s)
        print(f"| process groups killed | {kills} |")
        finish(killed, arguments.jobs)
        problems = compare(killed, clean, again=Path(scratch, "again"), jobs=arguments.jobs)
        print(f"| differences from the clean builds | {len(problems)} |")
        print("\n".join(problems))
    return 1 if problems or not kills else 0


def make_books(place: Path, books: int, *, chapters: int) -> Path:
    """Return a checkout with so many books."""
    checkout = make_checkout(place)
    for number in range(1, books + 1):
        add_book(checkout, f"book-{number}", chapters=chapters, paragraphs=4)
    return checkout


def kill_after(checkout: Path, moment_s: float, *, jobs: int) -> bool:
    """Start `make -j all` and kill all of it after so many seconds; return whether it was still running."""
    surroundings = {name: value for name, value in os.environ.items() if name not in {"MAKEFLAGS", "MAKELEVEL"}}
    process = subprocess.Popen(
        ["make", f"-j{jobs}", "all"],
        cwd=checkout,
        env=surroundings,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(moment_s)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return True
    return False


def finish(checkout: Path, jobs: int) -> None:
    """Run `make -j all` to its end. Ends the process where it fails."""
    done = make(checkout, f"-j{jobs}", "all")
    if done.returncode:
        sys.exit(f"make failed in {checkout}:\n{done.stdout}{done.stderr}")


def compare(killed: Path, clean: Path, *, again: Path, jobs: int) -> list[str]:
    """Return every difference between what was killed and restarted, and the clean builds."""
    shutil.copytree(killed, again, ignore=shutil.ignore_patterns("build", ".venv"))
    set_up(again)
    finish(again, jobs)
    problems = differences("a clean build from the same takes", releases(killed), releases(again))
    problems += differences("a clean build from nothing", anonymous(releases(killed)), anonymous(releases(clean)))
    leftovers = list((killed / "projects").rglob(".*.partial"))
    stages = list((killed / "projects").glob("*/build/release.*"))
    return problems + [f"left behind: {path}" for path in (*leftovers, *stages)] + bought_twice(killed)


def differences(name: str, found: dict[str, bytes], expected: dict[str, bytes]) -> list[str]:
    """Return a line for each file that is not in both, or not the same."""
    if not expected:
        return [f"{name}: it is empty"]
    files = sorted(found.keys() | expected.keys())
    return [f"{name}: {file} differs" for file in files if found.get(file) != expected.get(file)]


def anonymous(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return the files without what names the takes: their ids in the manifest, and its checksum."""
    return {name: TAKE_ID.sub(b"t", data) for name, data in files.items() if not name.endswith("SHA256SUMS")}


def bought_twice(checkout: Path) -> list[str]:
    """Return the books of which a line was recorded twice."""
    problems = []
    for journal in sorted((checkout / "projects").glob("*/takes/journal.jsonl")):
        slots = re.findall(r'"event": ?"take".*', journal.read_text())
        takes = re.findall(r'"paragraph": ?"([^"]+)", ?"line": ?(\d+)', "\n".join(slots))
        if len(takes) != len(set(takes)):
            problems.append(f"recorded twice: {journal.parent.parent.name}")
    return problems


if __name__ == "__main__":
    sys.exit(main())
