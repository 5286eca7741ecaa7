"""A chapter over a shop's length, from takes to a release in every format: parts are files like any other."""

import json
from dataclasses import replace

import pytest
import webvtt
from full_release import build, make_project

from pipeline.commands import check, trace
from pipeline.mastering.profiles import ACX, PROFILES

LONGEST_S = 9.4


@pytest.fixture(scope="module")
def cut(tmp_path_factory):
    """A release whose second chapter is too long for its shop, made on one core: workers know the real profiles."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.sched_getaffinity", lambda _: {0}, raising=False)
        patch.setitem(PROFILES, "acx", replace(ACX, length_s=replace(ACX.length_s, most=LONGEST_S)))
        folder = make_project(tmp_path_factory.mktemp("projects"))
        release = build(folder)
        assert release.findings == ()
        yield folder


def manifest(folder):
    return json.loads((folder.release / "manifest.json").read_text())


def test_every_part_is_a_file_of_its_own_with_its_takes_in_the_manifest(cut):
    told = manifest(cut)["chapters"]
    assert [row["id"] for row in told] == ["opening", "c01.1", "c01.2", "c02.1", "c02.2"]
    assert [row["title"] for row in told][1:3] == ["One: of “Lamps”, part 1", "One: of “Lamps”, part 2"]
    assert all(row["duration_s"] <= LONGEST_S and row["takes"] for row in told)
    takes = [take for row in told for take in row["takes"]]
    assert len(takes) == len(set(takes)) == 11


def test_subtitles_of_a_part_hold_its_paragraphs_and_end_with_it(cut):
    lengths = {row["id"]: row["duration_s"] for row in manifest(cut)["chapters"]}
    for number, part in enumerate(("c01.1", "c01.2", "c02.1", "c02.2"), start=2):
        (path,) = cut.release.glob(f"{number:02} - *.vtt")
        cues = list(webvtt.read(path))
        assert sum("the ledger" in cue.text.replace("\n", " ") for cue in cues) == 2, part
        assert cues[-1].end_in_seconds < lengths[part]


@pytest.mark.parametrize(("paragraph", "part", "name"), [("c01-p001", "c01.1", "02"), ("c01-p004", "c01.2", "03")])
def test_trace_finds_a_paragraph_in_its_part_and_its_file(cut, capsys, paragraph, part, name):
    arguments = trace.argparse.Namespace(projects=cut.path.parent, slug="lamp", paragraph=paragraph, json=True)
    assert trace.run(arguments) == 0
    heard = [line["heard"] for line in json.loads(capsys.readouterr().out)["lines"]]
    assert all(f" of chapter {part}, {name} - " in place for place in heard)


def test_the_release_passes_its_check(cut, capsys):
    arguments = check.argparse.Namespace(paths=[cut.release], profile=None, listen=False, json=True)
    assert check.run(arguments) == 0
    assert json.loads(capsys.readouterr().out)["findings"] == []


def test_a_chapter_that_is_whole_again_leaves_no_parts_behind(cut, monkeypatch):
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {0}, raising=False)
    monkeypatch.setitem(PROFILES, "acx", ACX)
    build(cut)
    mastered = {path.stem for path in (cut.build / "mastered").iterdir()}
    assert mastered == {"opening", "c01", "c02"}
