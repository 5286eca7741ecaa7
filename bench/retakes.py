"""A book through the emulator with damaged audio: what listening finds, what retakes mend, and what that costs.

    python bench/retakes.py [--lines 100] [--share 0.05] [--kinds silence,skipped_word] [--keep DIR]

The emulator speaks with hibari, so that whisper understands it, and spoils `--share` of its answers. The book is
recorded, heard, and recorded again by `declaim listen --retake 2`: once with a budget for three lines, once without.
Which take is damaged is asked of the emulator. Figures go to docs/benchmarks.md; the exit code is 1 where the ledger
and the account differ, a budget was passed, or a line that was found stays damaged.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

from pipeline.adapters.project import ProjectFolder, load_project
from pipeline.adapters.takes import TakeStore
from pipeline.cli import run_verb
from pipeline.commands.emulator import local_voice
from pipeline.commands.pickup_file import read_pickups
from pipeline.commands.reading import read_chapters
from pipeline.commands.recording_session import take_stock
from pipeline.emulator.faults import CHOICES, FaultName, read_rule
from pipeline.emulator.options import DEFAULT_KEY
from pipeline.emulator.running import RunningEmulator, run_emulator
from pipeline.model import Take

VOICE = "JBFqnCBsd6RMkjVDRZzb"
SCRIPTS = Path(__file__).parent.parent / "projects" / "the-lamp-at-sallow-point" / "script"
LENGTHS = range(50, 140)
RETAKES = 2


def main() -> int:
    """Print what was found, mended and paid."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=100)
    parser.add_argument("--share", type=float, default=0.05)
    parser.add_argument("--kinds", default=",".join(CHOICES[FaultName.BAD_AUDIO, "kind"]))
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path)
    arguments = parser.parse_args()
    kinds = arguments.kinds.split(",")
    rules = [
        {"fault": "bad_audio", "kind": kind, "probability": arguments.share / len(kinds), "times": None}
        for kind in kinds
    ]
    with (
        run_emulator(synthesise=local_voice("hibari"), credits=10_000_000, seed=arguments.seed) as emulator,
        tempfile.TemporaryDirectory() as temporary,
    ):
        os.environ |= {"ELEVENLABS_BASE_URL": emulator.base_url, "ELEVENLABS_API_KEY": DEFAULT_KEY}
        projects = arguments.keep or Path(temporary)
        make_book(projects, book_lines(arguments.lines))
        for rule in rules:
            emulator.world.add_fault(read_rule(rule))
        result = measure(projects, emulator)
        fired = [row["fired"] for row in emulator.world.faults.shown()]
        print("struck, retakes too:", dict(zip(kinds, fired, strict=True)))
        return result


def book_lines(count: int) -> list[str]:
    """Return so many sentences of the demo book, each to be a paragraph."""
    texts = (line for file in sorted(SCRIPTS.glob("c*.txt")) for line in file.read_text().splitlines())
    plain = [text for text in texts if len(text) in LENGTHS and not set(text) & set("@#[]<>*")]
    return list(dict.fromkeys(plain))[:count]


def make_book(projects: Path, lines: list[str]) -> None:
    """Make the project `book`, spoken by the service."""
    source = projects / "book.md"
    source.parent.mkdir(parents=True, exist_ok=True)
    source.write_text("---\ntitle: Retakes\n---\n\n# One\n\n" + "\n\n".join(lines) + "\n")
    if run_verb(["new", "book", str(source), "--projects", str(projects)]) != 0:
        raise SystemExit("no book")
    file = projects / "book" / "book.toml"
    file.write_text(file.read_text().replace('"hibari"', '"elevenlabs"', 1).replace('"heart"', f'"{VOICE}"', 1))


def measure(projects: Path, emulator: RunningEmulator) -> int:
    """Record, listen, record again; compare with what the emulator knows."""
    run_verb(["record", "book", "--projects", str(projects)])
    folder = load_project(projects, "book")
    before = standing(folder)
    print("recorded:", tell(before, emulator))
    run_verb(["listen", "book", "--projects", str(projects)])
    is_right = stops_at_budget(projects, emulator)
    billed, paid = used(emulator), ledger(folder)
    run_verb(["listen", "book", "--retake", str(RETAKES), "--projects", str(projects)])
    after = standing(folder)
    print("after retakes:", tell(after, emulator))
    print(f"retakes cost {ledger(folder) - paid:g} by the ledger, {used(emulator) - billed:g} by the account")
    again = run_verb(["listen", "book", "--json", "--projects", str(projects)])
    left = [take for take in after if is_damaged(take, emulator)]
    found = {pickup.take for pickup in read_pickups(folder)}
    unmended = [take for take in left if take.id in found]
    is_right &= ledger(folder) - paid == used(emulator) - billed and not unmended
    missed = ", ".join(take.request.text for take in left if take.id not in found)
    print(f"damaged and found, not mended: {len(unmended)}; never found: {len(left) - len(unmended)} {missed}")
    print(f"a further listen exits with {again}: {'right' if is_right else 'NOT right'}")
    return 0 if is_right else 1


def stops_at_budget(projects: Path, emulator: RunningEmulator) -> bool:
    """Run retakes of a copy of the book with a budget of some lines; return whether it was kept."""
    most = 300
    copy = projects / "with-budget"
    shutil.copytree(projects / "book", copy / "book")
    file = copy / "book" / "book.toml"
    text = file.read_text()
    if "[budget]" in text:
        raise SystemExit("the new book has a budget already")
    file.write_text(text.replace("[pauses]", f"[budget]\nrun = {most}\n\n[pauses]", 1))
    billed = used(emulator)
    run_verb(["listen", "book", "--retake", str(RETAKES), "--projects", str(copy)])
    spent = used(emulator) - billed
    print(f"with a budget of {most} credits, retakes cost {spent:g}")
    return spent <= most


def standing(folder: ProjectFolder) -> list[Take]:
    """Return the takes that stand, and the doubtful ones of lines that have no other."""
    recorded = take_stock(folder, read_chapters(folder))
    return [*(take for name in recorded.takes for take in recorded.takes[name]), *recorded.held]


def is_damaged(take: Take, emulator: RunningEmulator) -> bool:
    """Return whether the emulator spoiled the audio of a take."""
    name = dict(take.made_by)["request-id"]
    return any(name == call.request_id and bool(call.faults) for call in emulator.world.calls)


def tell(takes: list[Take], emulator: RunningEmulator) -> str:
    """Return how many takes are damaged."""
    return f"{len(takes)} takes, {sum(is_damaged(take, emulator) for take in takes)} damaged"


def used(emulator: RunningEmulator) -> float:
    """Return what the account was billed."""
    return float(emulator.world.account.used)


def ledger(folder: ProjectFolder) -> float:
    """Return what the ledger says."""
    return sum(entry.credits for entry in TakeStore(folder.takes).ledger())


if __name__ == "__main__":
    sys.exit(main())
