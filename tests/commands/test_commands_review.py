"""The review at the end of an import, and how a person changes what it decided."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commands.test_commands_build import declaim
from manuscript.epub_builder import epub, nav, prose

from pipeline.commands import new

BOOK = epub(
    {
        "t.xhtml": "<h1>Title Page</h1><p>The Lamp by Ada Bell</p>",
        "c1.xhtml": "<h1>One [I]</h1>" + prose("story"),
        "c2.xhtml": "<h1>Two</h1>" + prose("tale"),
        "i.xhtml": "<h1>Index</h1><p>Lamp, 3; Light, 5</p>",
    },
    contents=nav(("Title Page", "t.xhtml"), ("One [I]", "c1.xhtml"), ("Two", "c2.xhtml"), ("Index", "i.xhtml")),
)


@pytest.fixture
def projects(tmp_path: Path, capsys) -> Path:
    (tmp_path / "lamp.epub").write_bytes(BOOK)
    assert declaim(tmp_path / "projects", "new", "lamp", str(tmp_path / "lamp.epub")) == 0
    capsys.readouterr()
    return tmp_path / "projects"


def review(projects: Path, capsys, *options: str) -> dict:
    assert declaim(projects, "ingest", "lamp", "--json", *options) == 0
    return json.loads(capsys.readouterr().out)


def readings(found: dict) -> dict[str, tuple[bool, str]]:
    return {row["id"]: (row["read"], row["rule"]) for row in found["chapters"]}


def test_an_import_ends_with_chapters_account_and_warnings(tmp_path, capsys):
    (tmp_path / "lamp.epub").write_bytes(BOOK)
    assert declaim(tmp_path / "projects", "new", "lamp", str(tmp_path / "lamp.epub")) == 0
    said = capsys.readouterr().out
    assert "c01      One [I]" in said
    assert "x02      Index" in said
    assert "name.index" in said
    assert "skipped" in said
    assert "unaccounted" in said
    assert "paragraphs: 4 new" in said


def test_a_chapter_that_was_skipped_is_included_by_its_title_and_stays_so(projects, capsys):
    before = review(projects, capsys)
    assert readings(before)["x02"] == (False, "name.index")
    found = review(projects, capsys, "--include", "index")
    assert readings(found)["x02"] == (True, "choice.producer")
    assert found["account"]["imported_words"] == before["account"]["imported_words"] + 5
    assert found["account"]["unaccounted_words"] == 0
    assert found["paragraphs"]["new"] == 2
    assert "Light, 5" in (projects / "lamp" / "script" / "x02.txt").read_text()
    assert 'rule = "choice.producer"' in (projects / "lamp" / "book.toml").read_text()
    assert readings(review(projects, capsys))["x02"] == (True, "choice.producer")


def test_a_chapter_that_was_read_is_excluded_by_its_id_and_its_script_stays(projects, capsys):
    found = review(projects, capsys, "--exclude", "c02")
    assert readings(found)["c02"] == (False, "choice.producer")
    assert found["account"]["unaccounted_words"] == 0
    assert {"rule": "choice.producer", "words": 401, "share": 0.49202} in found["account"]["skipped"]
    assert (projects / "lamp" / "script" / "c02.txt").exists()
    assert "read = false" in (projects / "lamp" / "book.toml").read_text()
    back = review(projects, capsys, "--include", "Two")
    assert readings(back)["c02"] == (True, "default.chapter")
    assert back["account"]["skipped"] == review(projects, capsys)["account"]["skipped"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--include", "Indx"), "no chapter is called 'Indx'; did you mean 'Index'?"),
        (("--include", "c01", "--exclude", "c01"), "'c01' is both included and excluded"),
    ],
)
def test_a_choice_of_no_chapter_changes_nothing(projects, capsys, options, message):
    before = (projects / "lamp" / "book.toml").read_text()
    assert declaim(projects, "ingest", "lamp", *options) == 3
    assert message in capsys.readouterr().err
    assert (projects / "lamp" / "book.toml").read_text() == before


def lost_words(path: Path, **_: str):
    """Read a manuscript, and count three words in it that no reader found."""
    from dataclasses import replace

    from pipeline.manuscript.read import read_book

    book = read_book(path.read_bytes(), name=path.name)
    return replace(book, conservation=replace(book.conservation, source_words=book.conservation.source_words + 3))


def test_words_that_are_unaccounted_for_are_told_and_strict_writes_nothing(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(new, "open_manuscript", lost_words)
    source = tmp_path / "lamp.epub"
    source.write_bytes(BOOK)
    projects = tmp_path / "projects"
    assert declaim(projects, "new", "lamp", str(source), "--strict") == 1
    said = capsys.readouterr().out
    assert "warning: 3 words are neither read nor under a rule" in said
    assert not (projects / "lamp").exists()
    assert declaim(projects, "new", "lamp", str(source)) == 1
    assert "unaccounted    3" in capsys.readouterr().out
    assert (projects / "lamp").exists()


def test_strict_lets_pass_what_is_accounted_for(projects, capsys):
    assert review(projects, capsys, "--strict")["account"]["unaccounted_words"] == 0


def test_a_book_without_a_title_is_called_as_its_file_and_can_be_read(tmp_path, capsys):
    source = tmp_path / "the_old-lamp.txt"
    source.write_text("It was late and the lamp was not lit, but for him it was the only one that he had. " * 9)
    assert declaim(tmp_path / "projects", "new", "lamp", str(source)) == 0
    said = capsys.readouterr().out
    assert "does not say its title" in said
    book = (tmp_path / "projects" / "lamp" / "book.toml").read_text()
    assert 'title = "The old lamp"' in book
    assert 'language = "en"' in book
