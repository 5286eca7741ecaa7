"""A book rehearsed in offline voices beside its production takes."""

from __future__ import annotations

from pathlib import Path

from pipeline.adapters.project import load_project
from pipeline.cli import run_verb
from pipeline.commands.rehearsing import cast_offline, rehearsal_of
from pipeline.model import Cast, Voice

GEORGE = Voice(engine="elevenlabs", voice="JBFqnCBsd6RMkjVDRZzb", model="eleven_multilingual_v2")
RACHEL = Voice(engine="elevenlabs", voice="21m00Tcm4TlvDq8ikWAM", settings=(("stability", 0.3),))
BOOK = """\
[book]
title = "The Lamp"
language = "en"
source = "source/lamp.txt"

[cast.narrator]
engine = "{engine}"
{voice}

[budget]
run = 1
price = 0.25
currency = "EUR"

[release]
formats = ["mp3"]

[[chapters]]
id = "c01"
title = "One"
"""
PRODUCTION = ("takes.lock", "mastering.lock", "takes")


def make_project(projects: Path, *, engine: str, voice: str = "") -> Path:
    folder = projects / "lamp"
    (folder / "script").mkdir(parents=True)
    (folder / "source").mkdir()
    (folder / "source" / "lamp.txt").write_text("The lamp was lit.")
    (folder / "book.toml").write_text(BOOK.format(engine=engine, voice=voice))
    (folder / "script" / "c01.txt").write_text("@c01-p001\nThe lamp was lit again on the first evening.\n")
    (folder / "script" / "import.lock").write_text("")
    return folder


def test_a_cast_of_a_service_gets_voices_of_this_machine_each_its_own():
    cast = cast_offline(Cast(narrator=GEORGE, speakers=(("rachel", RACHEL), ("george", GEORGE), ("mina", RACHEL))))
    voices = dict(cast.speakers)
    assert cast.narrator.engine == "hibari"
    assert voices["george"] == cast.narrator
    assert voices["mina"] == voices["rachel"] != cast.narrator
    assert all(voice.engine != "elevenlabs" for voice in (cast.narrator, *voices.values()))


def test_twenty_speakers_are_twenty_voices_and_none_ever_runs_out():
    speakers = tuple((f"s{number}", Voice(engine="elevenlabs", voice=f"v{number}")) for number in range(400))
    cast = cast_offline(Cast(narrator=GEORGE, speakers=speakers))
    assert len({voice for _, voice in cast.speakers[:6]} | {cast.narrator}) == 7
    assert len(cast.speakers) == 400


def test_a_voice_that_speaks_here_stays():
    tone = Voice(engine="tone", voice="low")
    cast = cast_offline(Cast(narrator=GEORGE, speakers=(("bell", tone),), volumes=(("bell", -6.0),)))
    assert (dict(cast.speakers)["bell"], cast.volumes) == (tone, (("bell", -6.0),))


def test_everything_of_a_rehearsal_lies_in_its_own_folder(tmp_path):
    folder = load_project(tmp_path, make_project(tmp_path, engine="elevenlabs").name)
    rehearsal = rehearsal_of(folder)
    own = tmp_path / "lamp" / "build" / "rehearsal"
    places = (
        rehearsal.takes, rehearsal.takes_lock, rehearsal.mastering_lock, rehearsal.dictionaries_lock, rehearsal.build
    )  # fmt: skip
    assert {place.parent for place in places} == {own}
    assert (rehearsal.script, rehearsal.source) == (folder.script, folder.source)
    assert rehearsal.project.budget.run is None


def test_a_rehearsal_makes_the_whole_book_and_leaves_takes_and_locks_as_they_were(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("ELEVENLABS_BASE_URL", "http://127.0.0.1:9")  # nothing listens: a call would fail
    folder = make_project(tmp_path, engine="tone", voice='voice = "low"')
    assert run_verb(["record", "lamp", "--projects", str(tmp_path), "--workers", "0"]) == 0
    (folder / "book.toml").write_text(BOOK.format(engine="elevenlabs", voice=""))
    before = {name: _content(folder / name) for name in PRODUCTION}
    assert run_verb(["build", "lamp", "--rehearse", "--projects", str(tmp_path), "--workers", "0"]) in (0, 1)
    told = capsys.readouterr().out
    assert {name: _content(folder / name) for name in PRODUCTION} == before
    assert (folder / "build" / "rehearsal" / "takes.lock").exists()
    assert "production would record 1 lines, 44 characters, 44 credits: 0.01 EUR (budget.price)" in told
    assert "44 characters, **44 credits**" in (folder / "build" / "rehearsal" / "production.md").read_text()


def _content(path: Path) -> object:
    if path.is_dir():
        return {file.name: file.read_bytes() for file in sorted(path.rglob("*")) if file.is_file()}
    return path.read_bytes() if path.exists() else None
