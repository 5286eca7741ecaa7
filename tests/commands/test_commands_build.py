"""A book from its EPUB to the release, by the verbs a producer types; the `tone` engine speaks."""

from __future__ import annotations

import json
import os
import shutil
import signal
from pathlib import Path

import pytest
from manuscript.epub_builder import epub, nav, page

from pipeline.cli import run_verb

FIRST = page(
    "<section epub:type='chapter'><h1>I. The Gate</h1>"
    "<p>It was late, and Mr. Brown had come to the gate at last.</p>"
    "<p>“Who is there?” said Mrs. Brown.</p><hr/><p>Nobody answered her for a long time.</p></section>"
)
SECOND = page(
    "<section epub:type='chapter'><h1>II. The House</h1><p>In 1887 the house was sold for £12 10s.</p>"
    "<p>She never went back there, and he never asked.</p></section>"
)
BOTH = epub(
    {"one.xhtml": FIRST, "two.xhtml": SECOND},
    contents=nav(("I. The Gate", "one.xhtml"), ("II. The House", "two.xhtml")),
)
ONE = epub({"one.xhtml": FIRST}, contents=nav(("I. The Gate", "one.xhtml")))


def declaim(projects: Path, *words: str) -> int:
    return run_verb([*words, "--projects", str(projects)])


def make_book(projects: Path, manuscript: bytes = BOTH) -> Path:
    """Make the project `gate`, spoken by tones, and return its folder."""
    source = projects.parent / "gate.epub"
    source.write_bytes(manuscript)
    assert declaim(projects, "new", "gate", str(source)) == 0
    folder = projects / "gate"
    edit(folder / "book.toml", '"hibari"', '"tone"')
    edit(folder / "book.toml", '"heart"', '"middle"')
    return folder


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def takes_of(folder: Path) -> list[dict[str, object]]:
    rows = [json.loads(line) for line in (folder / "takes" / "journal.jsonl").read_text().splitlines()]
    return [row for row in rows if row["event"] == "take"]


def mastered(folder: Path) -> dict[str, int]:
    return {file.stem: file.stat().st_mtime_ns for file in (folder / "build" / "mastered").glob("*.mp3")}


def release_bytes(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted((folder / "build" / "release").iterdir())}


@pytest.fixture
def projects(tmp_path: Path) -> Path:
    return tmp_path / "projects"


@pytest.fixture(scope="module")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    projects = tmp_path_factory.mktemp("built") / "projects"
    make_book(projects)
    assert declaim(projects, "build", "gate", "--workers", "1") == 0
    return projects / "gate"


@pytest.fixture
def folder(built_once: Path, projects: Path) -> Path:
    """A project of its own that is built already."""
    shutil.copytree(built_once, projects / "gate")
    return projects / "gate"


def test_a_book_is_made_from_its_manuscript_and_passes_its_profile(projects, capsys):
    folder = make_book(projects)
    assert declaim(projects, "build", "gate", "--workers", "1") == 0
    table = capsys.readouterr().out
    assert table.count("passes") == 2
    assert sorted(release_bytes(folder)) == [
        "01 - I. The Gate.mp3",
        "02 - II. The House.mp3",
        "NOTES.md",
        "SHA256SUMS",
        "The Lamp.m4b",
        "manifest.json",
    ]


def test_a_second_build_records_and_masters_nothing(projects, folder):
    takes, chapters, release = takes_of(folder), mastered(folder), release_bytes(folder)
    assert declaim(projects, "build", "gate", "--workers", "1") == 0
    assert (takes_of(folder), mastered(folder), release_bytes(folder)) == (takes, chapters, release)


def test_one_edited_word_records_its_paragraph_and_masters_its_chapter(projects, folder):
    before, chapters = takes_of(folder), mastered(folder)
    edit(folder / "script" / "c02.txt", "never asked", "always asked")
    assert declaim(projects, "build", "gate", "--workers", "1") == 0
    assert [take["paragraph"] for take in takes_of(folder)[len(before) :]] == ["c02-p002"]
    assert [chapter for chapter, at in mastered(folder).items() if chapters[chapter] != at] == ["c02"]


def test_one_paragraph_inserted_at_the_front_records_one_paragraph(projects, folder):
    before, chapters = takes_of(folder), mastered(folder)
    edit(folder / "script" / "c01.txt", "@c01-p001", "This was not here before.\n\n@c01-p001")
    assert declaim(projects, "script", "fix", "gate") == 0
    assert declaim(projects, "build", "gate", "--workers", "1") == 0
    assert [take["paragraph"] for take in takes_of(folder)[len(before) :]] == ["c01-p004"]
    assert [chapter for chapter, at in mastered(folder).items() if chapters[chapter] != at] == ["c01"]


def test_a_pause_costs_no_take(projects, folder):
    before, chapters = takes_of(folder), mastered(folder)
    edit(folder / "script" / "c01.txt", "@c01-p001", "@c01-p001 pause-after=3s")
    assert declaim(projects, "build", "gate", "--workers", "1") == 0
    assert takes_of(folder) == before
    assert [chapter for chapter, at in mastered(folder).items() if chapters[chapter] != at] == ["c01"]


def test_a_book_built_elsewhere_from_the_same_takes_has_the_same_bytes(projects, folder, tmp_path):
    other = tmp_path / "elsewhere" / "projects" / "gate"
    other.parent.mkdir(parents=True)
    shutil.copytree(folder, other)
    shutil.rmtree(other / "build")
    assert declaim(other.parent, "build", "gate", "--workers", "1") == 0
    assert release_bytes(other) == release_bytes(folder)


def test_takes_that_are_chosen_but_not_here_stop_the_build_and_are_not_bought_again(projects, folder, capsys):
    shutil.rmtree(folder / "takes" / "objects")
    before = takes_of(folder)
    assert declaim(projects, "build", "gate", "--workers", "1") == 8
    assert "their audio is not here" in capsys.readouterr().err
    assert takes_of(folder) == before


def test_a_trace_tells_the_way_of_a_paragraph(projects, folder, capsys):
    assert declaim(projects, "trace", "gate", "c01-p001", "--json") == 0
    row = json.loads(capsys.readouterr().out)
    assert row["source"].startswith("EPUB/one.xhtml ")
    assert row["lines"][0]["spoken"] == "It was late, and Mister Brown had come to the gate at last."
    assert row["lines"][0]["changes"] == [{"written": "Mr.", "spoken": "Mister", "rule": "abbreviation.mr"}]
    assert row["lines"][0]["take"]
    assert row["lines"][0]["heard"].endswith(" of chapter c01, 01 - I. The Gate.mp3")
    assert declaim(projects, "trace", "gate", "c09-p001") == 5


def test_a_cue_is_paid_for_and_heard_in_no_chapter_subtitle_or_count(projects):
    folder = make_book(projects)
    book, script = folder / "book.toml", folder / "script" / "c01.txt"
    edit(book, "formats = [", 'formats = ["srt", ')
    assert declaim(projects, "build", "gate", "--workers", "1") == 0
    before = (folder / "build" / "release" / "01 - I. The Gate.srt").read_text(), chapter_seconds(folder)
    edit(script, "“Who is there?”", '[“Who is there?”]{cue="she cried out across the long dark garden"}')
    assert declaim(projects, "build", "gate", "--workers", "1") == 0
    cued = next(take for take in takes_of(folder) if "garden" in str(take["request"]))
    assert cued["request"]["text"] == "“Who is there?”\n\nshe cried out across the long dark garden."
    assert cued["timings"][-1]["stop"] <= len("“Who is there?”")
    after = (folder / "build" / "release" / "01 - I. The Gate.srt").read_text()
    assert "garden" not in after
    assert words_of(after) == words_of(before[0])
    # A line more in the paragraph is a pause more; the cue alone would be 0.3 s.
    assert abs(chapter_seconds(folder) - before[1]) < 0.25


def words_of(subtitles: str) -> list[str]:
    return [word for line in subtitles.splitlines() if "-->" not in line for word in line.split() if not word.isdigit()]


def chapter_seconds(folder: Path) -> float:
    timeline = json.loads((folder / "build" / "mastered" / "c01.json").read_text())
    return float(timeline["timeline"][-1]["end_s"])


# --- killed at every fsync and rename --------------------------------------------------------------------------------


def killed_at(projects: Path, boundary: int) -> bool:
    """Build in a process of its own that kills itself at a boundary; return whether it did."""
    child = os.fork()
    if child == 0:
        os.environ["DECLAIM_KILL_AT"] = str(boundary)
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        os._exit(declaim(projects, "build", "gate", "--workers", "1"))
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def visible(folder: Path) -> list[str]:
    """Return what a killed build left where a person or a program looks, beyond whole files."""
    files = [file for file in folder.rglob("*") if file.is_file() and "release" in file.parts and file.name[0] != "."]
    return sorted(file.name for file in files)


def test_a_build_killed_at_any_fsync_or_rename_goes_on_and_pays_nothing_twice(projects):
    folder = make_book(projects, ONE)
    kept: list[str] = []
    boundary = 1
    while killed_at(projects, boundary):
        journal = folder / "takes" / "journal.jsonl"
        now = [str(take["id"]) for take in takes_of(folder)] if journal.exists() else []
        assert now[: len(kept)] == kept, "a take that was stored is lost"
        kept = now
        assert visible(folder) in (
            [],
            ["01 - I. The Gate.mp3", "NOTES.md", "SHA256SUMS", "The Lamp.m4b", "manifest.json"],
        )
        boundary += 1
    takes = takes_of(folder)
    slots = [(take["paragraph"], take["line"]) for take in takes]
    assert len(slots) == len(set(slots)) == 4, "a take was recorded twice"
    assert declaim(projects, "build", "gate", "--workers", "1") == 0
    assert takes_of(folder) == takes
