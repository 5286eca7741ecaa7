"""A day at the desk: a book is made, listened to, mended and released again, by what a producer types into a shell.

The voices are the emulator's, so every call is counted and billed. Before each step `declaim plan --json` says what
will be recorded and what it costs; after it exactly those lines have a new take, and the account was billed that sum.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from manuscript.epub_builder import epub, nav, page

from pipeline.cli import run_verb
from pipeline.emulator.options import DEFAULT_KEY
from pipeline.emulator.running import run_emulator

ROOT = Path(__file__).parent.parent
CHAPTERS = {
    "I. The Lane": [
        "Mr. Featherstonehaugh came down the lane in the rain.",
        "Nobody else was abroad.",
        "“Is this the house?” asked Featherstonehaugh.",
        "The old dog at the gate did not answer.",
        "Featherstonehaugh knocked twice.",
        "Then Featherstonehaugh waited.",
        "The lamp in the window went out.",
        "“I know that you are there,” said Featherstonehaugh.",
    ],
    "II. The House": [
        "Inside, the housekeeper counted to ten.",
        "She had never liked Featherstonehaugh.",
        "Featherstonehaugh had never liked her.",
        "The stairs creaked under somebody.",
        "“Who is it?” a voice called from above.",
        "“Only Featherstonehaugh,” she said.",
        "“Then let Featherstonehaugh stand in the rain.”",
        "So Featherstonehaugh stood in the rain.",
    ],
    "III. The Lamp": [
        "At midnight the rain was over.",
        "Featherstonehaugh had gone, and so had the dog.",
        "The lamp was lit again at one.",
        "In the morning Featherstonehaugh came back with a ladder.",
        "The ladder was too short for Featherstonehaugh.",
        "He sat down and laughed until noon.",
        "That was how Featherstonehaugh met the painter.",
        "They lit the lamp together.",
    ],
}
LEXICON = """<?xml version="1.0" encoding="UTF-8"?>
<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="ipa" xml:lang="en">
  <lexeme><grapheme>Featherstonehaugh</grapheme><alias>Fanshaw</alias></lexeme>
</lexicon>
"""
SHIM = f"""#!/bin/sh
PYTHONPATH='{ROOT}' exec '{sys.executable}' -m pipeline.cli "$@"
"""


def manuscript(chapters: dict[str, list[str]]) -> bytes:
    pages = {
        f"{number}.xhtml": page(
            f"<section epub:type='chapter'><h1>{title}</h1>{''.join(f'<p>{text}</p>' for text in texts)}</section>"
        )
        for number, (title, texts) in enumerate(chapters.items(), 1)
    }
    return epub(pages, contents=nav(*zip(chapters, pages, strict=True)))


class Desk:
    """A producer's folder with a shell in it, and the account that is billed."""

    def __init__(self, folder: Path, account: object) -> None:
        self.folder, self.account = folder, account
        self.book = folder / "projects" / "day"
        (folder / ".venv" / "bin").mkdir(parents=True)
        for name in ("pyproject.toml", "constraints.txt", ".venv/.made", ".venv/.run"):
            (folder / name).touch()
        (folder / ".venv" / "bin" / "declaim").write_text(SHIM)
        (folder / ".venv" / "bin" / "declaim").chmod(0o755)

    def types(self, line: str, *, code: int = 0) -> str:
        """Run a line in the shell; return what it printed."""
        path = f"{self.folder / '.venv' / 'bin'}:{os.environ['PATH']}"
        done = subprocess.run(
            ["bash", "-euc", line], cwd=self.folder, env={**os.environ, "PATH": path}, capture_output=True, text=True
        )
        assert done.returncode == code, f"{line}\n{done.stdout}\n{done.stderr}"
        return done.stdout + done.stderr

    def plan(self, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[list[tuple[str, int]], float]:
        """Return what `plan --json` says: the lines to record, and the credits."""
        capsys.readouterr()
        assert run_verb(["plan", "day", "--json", *words, "--projects", str(self.folder / "projects")]) == 0
        plan = json.loads(capsys.readouterr().out)
        return sorted((row["paragraph"], row["line"]) for row in plan["to_record"]), plan["credits"]

    def takes(self) -> list[tuple[str, int]]:
        file = self.book / "takes" / "journal.jsonl"
        rows = [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []
        return [(row["paragraph"], row["line"]) for row in rows if row["event"] == "take"]

    def billed(self) -> float:
        return float(self.account.world.account.used)

    def does(self, capsys: pytest.CaptureFixture[str], line: str, *, plan: tuple[str, ...] = (), code: int = 0) -> str:
        """Type a line; what it records and costs is what the plan said before, and nothing is left of it after."""
        lines, credits_planned = self.plan(capsys, *plan)
        takes, billed = len(self.takes()), self.billed()
        said = self.types(line, code=code)
        assert sorted(self.takes()[takes:]) == lines
        assert self.billed() - billed == credits_planned
        assert self.plan(capsys) == ([], 0)
        return said

    def standing(self, paragraph: str) -> str:
        rows = map(json.loads, (self.book / "takes.lock").read_text().splitlines())
        return next(row["takes"][0]["take"] for row in rows if row["paragraph"] == paragraph)

    def released(self) -> dict[str, bytes]:
        files = (self.book / "build" / "release").glob("*.mp3")
        return {file.name[:2]: file.read_bytes() for file in sorted(files)}

    def begin_of(self, chapter: str, paragraph: str) -> float:
        timeline = json.loads((self.book / "build" / "mastered" / f"{chapter}.json").read_text())["timeline"]
        return next(entry["begin_s"] for entry in timeline if entry["paragraph"] == paragraph)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with run_emulator(credits=100_000) as running:
        monkeypatch.setenv("ELEVENLABS_BASE_URL", running.base_url)
        monkeypatch.setenv("ELEVENLABS_API_KEY", DEFAULT_KEY)
        yield Desk(tmp_path, running)


def test_a_day_of_production(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    # The manuscript comes in.
    (desk.folder / "lamp.epub").write_bytes(manuscript(CHAPTERS))
    desk.types("declaim new day lamp.epub")
    desk.types(
        'sed -i \'s/, "m4b"//; s/"hibari"/"elevenlabs"/; s/"heart"/"JBFqnCBsd6RMkjVDRZzb"/\' projects/day/book.toml;'
        f"make -f {ROOT}/Makefile day.plan | grep '27 lines to record'"
    )

    # It is recorded, mastered and released: 1.0.
    desk.does(capsys, f"make -f {ROOT}/Makefile day")
    assert len(desk.takes()) == 27
    first_release = desk.released()
    assert sorted(first_release) == ["01", "02", "03"]

    # A proof-listener sends a table: two rows with a file and a time, one with an id.
    house, lamp = desk.begin_of("c02", "c02-p004"), desk.begin_of("c03", "c03-p001")
    (desk.folder / "proof.csv").write_text(
        "File;Time;Id;Type;Comment\n"
        f"02 - II. The House.mp3;0:{house + 0.4:04.1f};;noise;a click on the stairs\n"
        f"03;{lamp + 0.4:.1f};;pace;too fast\n"
        ";;c01-p002;misread;sounds amused\n",
        encoding="utf-8-sig",
    )
    desk.types("declaim pickups import day proof.csv")
    before = {name: desk.standing(name) for name in ("c01-p002", "c02-p004", "c03-p001")}
    assert desk.plan(capsys, "--pickups")[0] == [(name, 0) for name in sorted(before)]
    said = desk.does(capsys, "declaim pickups work day", plan=("--pickups",))
    assert "3 pickups done, 0 open" in said
    assert said.count(", level ") == 3, "each is compared with the take that stood"
    assert all(desk.standing(name) != take for name, take in before.items())

    # The name is said otherwise: fourteen paragraphs, and no other.
    (desk.book / "lexicon.pls").write_text(LEXICON)
    assert len(desk.plan(capsys)[0]) == 14
    desk.does(capsys, "declaim record day")

    # The click was not so bad after all: the first take of that paragraph stands again, for nothing.
    desk.does(capsys, f"declaim takes restore day {before['c02-p004']}")
    assert desk.standing("c02-p004") == before["c02-p004"]

    # The third chapter is approved.
    desk.does(capsys, "declaim takes lock day --chapter 3")
    approved = desk.standing("c03-p008")

    # One more pickup by hand, and every chapter that changed today with it.
    desk.does(capsys, f"make -f {ROOT}/Makefile day.pickup P=c02-p005", plan=("--retake", "c02-p005"))
    second_release = desk.released()
    assert all(second_release[name] != first_release[name] for name in first_release)

    # The author corrects: a word in I, a new paragraph in II, and a word in the chapter that is locked.
    corrected = {title: list(texts) for title, texts in CHAPTERS.items()}
    corrected["I. The Lane"][3] = "The old hound at the gate did not answer."
    corrected["II. The House"].insert(4, "Then it was quiet again.")
    corrected["III. The Lamp"][7] = "They put out the lamp together."
    (desk.folder / "lamp.epub").write_bytes(manuscript(corrected))
    desk.types("cp lamp.epub projects/day/source/ && declaim ingest day")
    lines, _ = desk.plan(capsys)
    assert [paragraph[:3] for paragraph, _ in lines] == ["c01", "c02"]
    said = desk.does(capsys, "declaim record day", code=1)
    assert "c03-p008: its takes are locked and say something else than the script" in said
    assert run_verb(["plan", "day", "--check", "--projects", str(desk.folder / "projects")]) == 1
    assert "c03-p008: its takes are locked" in capsys.readouterr().err
    assert desk.standing("c03-p008") == approved

    # 1.1: two chapters are new, the approved one is the same bytes, and nothing was paid for twice.
    desk.types(f"make -f {ROOT}/Makefile day.release")
    third_release = desk.released()
    assert [name for name in sorted(third_release) if third_release[name] != second_release[name]] == ["01", "02"]
    assert len(desk.takes()) == 27 + 3 + 1 + 14 + 2
    ledger = [json.loads(line) for line in (desk.book / "takes" / "ledger.jsonl").read_text().splitlines()]
    kept = {row["id"]: row["credits"] for row in ledger if row["outcome"] == "kept"}
    assert sum(kept.values()) == desk.billed()
