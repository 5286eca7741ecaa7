"""A person's recording in place of a paragraph, by the verbs a producer types; hibari is the person."""

from __future__ import annotations

import importlib.util
import json
import shutil
import tomllib
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr
from remote_studio import book
from test_commands_build import declaim as run_declaim
from test_commands_build import edit, make_book, projects, takes_of

from pipeline.adapters.codecs.decode import decode_take
from pipeline.adapters.engines import hibari
from pipeline.cli import run_verb
from pipeline.commands.adding import Wish, add_recording
from pipeline.commands.desk import changed_neighbours, prepare_desk
from pipeline.model import Request, Voice
from pipeline.recording.choice import choose_takes

__all__ = ["projects"]

ASKED = "“Who is there?” said Mrs. Brown."
NOBODY = "Nobody answered her for a long time."
needs_aligner = pytest.mark.skipif(
    importlib.util.find_spec("pocketsphinx") is None, reason="pocketsphinx is not installed: make align"
)


@pytest.fixture(scope="module")
def say():
    """Return a function that has hibari say a text: samples and their rate."""
    speaker = hibari.open_speaker()

    def spoken(text: str) -> tuple[np.ndarray, int]:
        request = Request(
            voice=Voice(engine="hibari", voice="heart"), text=text, language="en-GB", audio_format="flac_24000"
        )
        return decode_take(speaker.speak(request).audio, request.audio_format)

    return spoken


@pytest.fixture(scope="module")
def built(tmp_path_factory, say) -> Path:
    """A book of tones in which a paragraph has two lines, with recordings beside it; nothing is added yet."""
    place = tmp_path_factory.mktemp("added")
    folder = make_book(place / "projects")
    script = next((folder / "script").glob("*.txt"))
    edit(script, "“Who is there?”", "[“Who is there?”]{speed=1.2}")
    assert run_declaim(place / "projects", "build", "gate", "--workers", "1") == 0
    samples, rate_hz = say(ASKED)
    loud = soxr.resample(samples, rate_hz, 48000)
    noise = 0.0005 * np.random.default_rng(2).standard_normal(len(loud))
    soundfile.write(place / "jane.wav", np.stack([loud * 0.5 + noise, loud * 0.5 - noise], axis=1), 48000, "PCM_24")
    soundfile.write(place / "jane.mp3", soxr.resample(samples, rate_hz, 22050), 22050, format="MP3")
    other, _ = say(NOBODY)
    soundfile.write(place / "jane.flac", soxr.resample(other, rate_hz, 96000) * 0.1, 96000, "PCM_24")
    line, _ = say("Who is there?")
    soundfile.write(place / "line.wav", soxr.resample(line, rate_hz, 16000), 16000)
    soundfile.write(place / "silent.wav", np.zeros(48000), 48000)
    (place / "notes.txt").write_text("no audio")
    return place


@pytest.fixture
def place(built: Path, tmp_path: Path) -> Path:
    shutil.copytree(built, tmp_path / "place", symlinks=True)
    return tmp_path / "place"


def declaim(place: Path, *words: str) -> int:
    return run_verb([*words, "--projects", str(place / "projects")])


def add(place: Path, paragraph: str, file: str, *options: str) -> int:
    return declaim(place, "takes", "add", "gate", paragraph, str(place / file), *options)


def folder_of(place: Path) -> Path:
    return place / "projects" / "gate"


def paragraph_of(place: Path, text: str) -> str:
    """Return the id of the paragraph that says a text."""
    made = takes_of(folder_of(place))
    return next(str(row["paragraph"]) for row in made if row["request"]["text"].startswith(text))


def asked(place: Path) -> str:
    return paragraph_of(place, "“Who is there?”")


def chosen(place: Path, paragraph: str) -> dict[str, object]:
    rows = [json.loads(row) for row in (folder_of(place) / "takes.lock").read_text().splitlines()]
    return next(row for row in rows if row["paragraph"] == paragraph)


def plan(place: Path, capsys) -> dict[str, list[dict[str, object]]]:
    capsys.readouterr()
    declaim(place, "plan", "gate", "--json")
    return json.loads(capsys.readouterr().out)


@needs_aligner
def test_a_recording_stands_in_the_release_levelled_timed_told_and_for_nothing(place, capsys):
    ledger = (folder_of(place) / "takes" / "ledger.jsonl").read_bytes()
    assert add(place, asked(place), "jane.wav", "--narrator", "Jane Doe") == 0
    assert "it stands" in capsys.readouterr().out
    take = takes_of(folder_of(place))[-1]
    assert take["request"]["voice"] == {"engine": "external", "voice": "Jane Doe"}
    assert (take["request"]["audio_format"], take["timing_unit"], take.get("credits", 0)) == ("wav_48000", "word", 0)
    assert [take["request"]["text"][t["start"] : t["stop"]] for t in take["timings"]][-2:] == ["Missus", "Brown."]
    assert len(chosen(place, asked(place))["takes"]) == 1
    assert declaim(place, "build", "gate", "--workers", "1") == 0
    assert (folder_of(place) / "takes" / "ledger.jsonl").read_bytes() == ledger
    manifest = json.loads((folder_of(place) / "build" / "release" / "manifest.json").read_text())
    assert {"engine": "external", "model": "", "voice": "Jane Doe", "settings": {}, "human": True} in manifest["voices"]
    assert [chapter.get("people") for chapter in manifest["chapters"]] == [{take["id"]: "Jane Doe"}, None]
    assert manifest["disclosure"] == "Narrated by a synthetic voice (tone), in parts by a person."
    lock = tomllib.loads((folder_of(place) / "mastering.lock").read_text())
    brought_to = lock["voices"]["external/Jane Doe"] + take["sound"]["active_rms_db"]
    assert brought_to == pytest.approx(lock["active_level_db"], abs=0.02)


def test_a_recording_may_be_of_any_rate_and_format_and_its_voice_has_a_level_of_its_own(place, capsys):
    assert add(place, asked(place), "jane.mp3") == 0
    assert add(place, paragraph_of(place, NOBODY), "jane.flac", "--narrator", "Joe") == 0
    formats = [row["request"]["audio_format"] for row in takes_of(folder_of(place))[-2:]]
    assert formats == ["mp3_22050", "flac_96000"]
    assert declaim(place, "build", "gate", "--workers", "1") == 0
    gains = tomllib.loads((folder_of(place) / "mastering.lock").read_text())["voices"]
    assert gains["external/Joe"] - gains["external/human"] == pytest.approx(20.0, abs=2.0)
    assert add(place, paragraph_of(place, NOBODY), "jane.flac") == 0
    assert "dB beside human's other recordings" in capsys.readouterr().err


def test_without_its_extra_the_sentences_are_timed_by_their_pauses(place, capsys, monkeypatch):
    monkeypatch.setattr("pipeline.commands.adding.find_aligner", lambda: None)
    assert add(place, asked(place), "jane.wav") == 0
    take = takes_of(folder_of(place))[-1]
    assert take.get("timing_unit", "sentence") == "sentence"
    (sentence,) = take["timings"]
    assert (sentence["begin_s"], sentence["end_s"]) == (take["sound"]["speech_begin_s"], take["sound"]["speech_end_s"])
    assert "estimated" in capsys.readouterr().out


def test_an_edit_of_the_text_stops_the_build_until_a_person_decides(place, capsys):
    name = asked(place)
    assert add(place, name, "jane.wav") == 0
    script = next((folder_of(place) / "script").glob("*.txt"))
    edit(script, "said Mrs. Brown.", "asked Mrs. Brown.")
    told = plan(place, capsys)
    assert ([finding["code"] for finding in told["findings"]], told["to_record"]) == (["take.external-differs"], [])
    assert declaim(place, "plan", "gate", "--check") == 1
    assert declaim(place, "build", "gate", "--workers", "1") == 1
    assert declaim(place, "takes", "accept", "gate", name) == 0
    assert declaim(place, "build", "gate", "--workers", "1") == 0
    edit(script, "asked Mrs. Brown.", "cried Mrs. Brown.")
    assert declaim(place, "takes", "reject", "gate", str(takes_of(folder_of(place))[-1]["id"])) == 0
    assert [line["line"] for line in plan(place, capsys)["to_record"]] == [1]


def test_the_voice_of_the_cast_may_change_and_the_recording_stays(place, capsys):
    assert add(place, asked(place), "jane.wav") == 0
    edit(folder_of(place) / "book.toml", '"middle"', '"high"')
    told = plan(place, capsys)
    assert asked(place) not in {line["paragraph"] for line in told["to_record"]}
    assert (told["findings"], told["reading_changed"]) == ([], [])
    assert told["to_record"]


def test_it_is_undone_by_choosing_what_stood_before_and_brought_back_by_restore(place, capsys):
    name = asked(place)
    before = [str(entry["take"]) for entry in chosen(place, name)["takes"]]
    assert add(place, name, "jane.wav") == 0
    added = chosen(place, name)["takes"]
    assert declaim(place, "takes", "choose", "gate", *before) == 0
    assert [entry["take"] for entry in chosen(place, name)["takes"]] == before
    assert declaim(place, "takes", "restore", "gate", str(added[0]["take"])) == 0
    assert chosen(place, name)["takes"] == added
    assert plan(place, capsys)["to_record"] == []


def test_a_line_alone_is_recorded_among_the_lines_of_the_cast_and_locked_if_wanted(place):
    name = asked(place)
    before = chosen(place, name)["takes"]
    assert add(place, name, "line.wav", "--line", "0", "--lock") == 0
    after = chosen(place, name)
    assert after["is_locked"]
    assert str(after["takes"][0]["key"]).startswith("external-line:")
    assert after["takes"][1] == before[1]
    assert declaim(place, "build", "gate", "--workers", "1") == 0
    assert declaim(place, "takes", "play", "gate", name, "--to", str(place / "heard.wav")) == 0
    rates = {row["id"]: row["sound"] for row in takes_of(folder_of(place))}
    lengths_s = [rates[entry["take"]]["frames"] / rates[entry["take"]]["sample_rate_hz"] for entry in after["takes"]]
    assert soundfile.info(place / "heard.wav").duration == pytest.approx(sum(lengths_s) + 0.4, abs=0.001)
    assert add(place, name, "jane.wav") > 2


def test_a_doubtful_recording_waits_for_a_person_and_what_stood_stands(place, capsys):
    name = asked(place)
    before = chosen(place, name)
    assert add(place, name, "silent.wav") == 1
    assert "take.silent" in capsys.readouterr().err
    assert chosen(place, name) == before


@pytest.mark.parametrize(
    ("file", "options", "told"),
    [
        ("notes.txt", (), "save it as WAV, FLAC or MP3"),
        ("gone.wav", (), "there is no such file"),
        ("jane.wav", ("--line", "7"), "has lines 0 to 1"),
    ],
)
def test_what_cannot_be_added_is_an_error_and_nothing_is_kept(place, capsys, file, options, told):
    before = takes_of(folder_of(place))
    assert add(place, asked(place), file, *options) > 2
    assert told in capsys.readouterr().err
    assert takes_of(folder_of(place)) == before


def test_an_unknown_paragraph_is_an_error(place, capsys):
    assert add(place, "c99-p999", "jane.wav") > 2
    assert "no such paragraph is read aloud: c99-p999" in capsys.readouterr().err


def test_neighbours_are_stitched_to_a_recording_by_text_and_never_by_the_generation_it_replaced(press, place):
    texts = ("The lamp went out.", ASKED, "No, she said.")
    lines = book(*texts)
    press.record(lines)
    bought = press.spent
    wish = Wish(paragraph="p002", file=place / "jane.wav")
    assert add_recording(press.folder(), lines, wish).stands
    desk = prepare_desk(press.folder(), lines)
    assert [(each.paragraph, each.side) for each in changed_neighbours(desk)] == [("p003", "before")]
    assert press.spent == bought
    press.record(lines, only={"p001", "p003"}, retake={"p001", "p003"})
    for name, side in (("p001", "next"), ("p003", "previous")):
        sent = press.call_of(texts[int(name[-1]) - 1])["json"]
        assert f"{side}_request_ids" not in sent
        assert ASKED in sent[f"{side}_text"]
    desk = prepare_desk(press.folder(), lines)
    assert (changed_neighbours(desk), desk.plan.to_record, desk.plan.findings) == ((), (), ())
    human = next(take for take in desk.index.takes.values() if take.request.voice.is_human)
    assert choose_takes(desk.plan, [human])[1].takes[0].take == human.id
