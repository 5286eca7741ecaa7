"""Direction in a script file, to what the service receives and what is heard in the chapter."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from commands.test_commands_build import declaim, edit, make_book
from remote_studio import GEORGE, SPEECH, Press

WORDS = "“Who is there?” said Mrs. Brown."


@pytest.fixture
def folder(press: Press, tmp_path: Path) -> Path:
    """A recorded book in the emulator's voice."""
    press.tell("options", {"characters_per_second": SPEECH})
    folder = make_book(tmp_path / "projects")
    edit(folder / "book.toml", '"tone"', '"elevenlabs"')
    edit(folder / "book.toml", '"middle"', f'"{GEORGE}"')
    edit(folder / "book.toml", '"mp3", "m4b"', '"mp3"')
    assert declaim(folder.parent, "record", "gate") == 0
    return folder


def direct(folder: Path, words: str, text: str = WORDS) -> None:
    """Give c01-p002 a direction and a text, as a person types them."""
    file = folder / "script" / "c01.txt"
    before, block = file.read_text().split("@c01-p002", 1)
    _, _, after = block.partition("\n\n")
    file.write_text(f"{before}@c01-p002 {words}\n{text}\n\n{after}")


def planned(folder: Path, capsys: pytest.CaptureFixture[str]) -> list[tuple[str, int]]:
    capsys.readouterr()
    assert declaim(folder.parent, "plan", "gate", "--json") == 0
    return [(row["paragraph"], row["line"]) for row in json.loads(capsys.readouterr().out)["to_record"]]


def gaps(folder: Path) -> dict[tuple[str, int], float]:
    """The silence after each line of the first chapter as it was mastered."""
    assert declaim(folder.parent, "master", "gate") == 0
    timeline = json.loads((folder / "build" / "mastered" / "c01.json").read_text())["timeline"]
    return {
        (one["paragraph"], one["line"]): round(other["begin_s"] - one["end_s"], 2) for one, other in pairwise(timeline)
    }


def test_direction_records_its_paragraph_alone_and_reaches_the_service(press, folder, capsys):
    direct(folder, "stability=0.3 style=0.4 speed=0.9 similarity=0.6 seed=7")
    assert planned(folder, capsys) == [("c01-p002", 0)]
    calls = len(press.calls)
    assert declaim(folder.parent, "record", "gate") == 0
    (call,) = press.calls[calls:]
    settings = call["json"]["voice_settings"]
    told = {"stability": 0.3, "style": 0.4, "speed": 0.9, "similarity_boost": 0.6}
    assert ({name: settings[name] for name in told}, call["json"]["seed"]) == (told, 7)


def test_a_respelling_is_what_is_sent(press, folder, capsys):
    direct(folder, "", "“Who is there?” said Mrs. [Brown]{say=Browne-Smythe}.")
    assert planned(folder, capsys) == [("c01-p002", 0)]
    assert declaim(folder.parent, "record", "gate") == 0
    assert press.calls[-1]["text"] == "“Who is there?” said Missus Browne-Smythe."


def test_pauses_are_heard_and_cost_nothing(folder, capsys):
    before = gaps(folder)
    direct(folder, "pause-before=1.5s pause-after=2600ms")
    assert planned(folder, capsys) == []
    after = gaps(folder)
    assert after == before | {("c01-p001", 0): 1.5, ("c01-p002", 0): 2.6}


def test_a_break_is_a_pause_of_that_length_and_is_not_sent(press, folder, capsys):
    direct(folder, "", '“Who is there?” <break time="0.8s"/> said Mrs. Brown.')
    assert planned(folder, capsys) == [("c01-p002", 0), ("c01-p002", 1)]
    assert declaim(folder.parent, "record", "gate") == 0
    assert "break" not in "".join(call["text"] for call in press.calls)
    assert gaps(folder)["c01-p002", 0] == 0.8


def test_a_paragraph_that_is_skipped_is_not_heard_and_costs_nothing_when_it_comes_back(press, folder, capsys):
    before, calls = gaps(folder), len(press.calls)
    direct(folder, "skip")
    assert planned(folder, capsys) == []
    assert "c01-p002" not in {paragraph for paragraph, _ in gaps(folder)}
    direct(folder, "")
    assert declaim(folder.parent, "record", "gate") == 0
    assert (gaps(folder), len(press.calls)) == (before, calls)
