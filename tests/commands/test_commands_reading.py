"""A producer changes what is read of a page: book.toml, `ingest` and `extract`, with edits and takes in place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from manuscript.epub_builder import epub, nav, prose

from pipeline.cli import run_verb

CHAPTER = (
    '<h1>I</h1><p>The lamp<a epub:type="noteref" href="#n1">1</a> burned.</p>'
    '<p>It was late.</p><p><img src="x" alt="a map"/></p><p>Nobody came.</p>'
    '<aside epub:type="footnote" id="n1"><p>Of brass.</p></aside>'
)
LAMP = epub(
    {"one.xhtml": CHAPTER, "two.xhtml": f"<h1>II</h1>{prose('word', 20)}"},
    contents=nav(("I", "one.xhtml"), ("II", "two.xhtml")),
)


def declaim(projects: Path, *words: str) -> int:
    return run_verb([*words, "--projects", str(projects)])


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


@pytest.fixture
def lamp(tmp_path: Path) -> Path:
    source = tmp_path / "lamp.epub"
    source.write_bytes(LAMP)
    assert declaim(tmp_path / "projects", "new", "lamp", str(source)) == 0
    folder = tmp_path / "projects" / "lamp"
    edit(folder / "book.toml", '"hibari"', '"tone"')
    edit(folder / "book.toml", '"heart"', '"middle"')
    return folder


def planned(folder: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The paragraphs that would be recorded."""
    capsys.readouterr()
    assert declaim(folder.parent, "plan", "lamp", "--json") == 0
    return [row["paragraph"] for row in json.loads(capsys.readouterr().out)["to_record"]]


def test_a_changed_policy_is_merged_like_a_corrected_manuscript(lamp, capsys):
    script = lamp / "script" / "c01.txt"
    edit(script, "It was late.", "It was very late.")
    assert declaim(lamp.parent, "record", "lamp", "--workers", "1") == 0
    assert planned(lamp, capsys) == []
    before = script.read_text()

    edit(lamp / "book.toml", 'notes = "never"', 'notes = "at-reference"')
    edit(lamp / "book.toml", 'images = "skip"', 'images = "announce"')
    assert declaim(lamp.parent, "ingest", "lamp") == 0
    after = script.read_text()
    assert "Note 1.\nOf brass.\n" in after.partition("It was very late.")[0]
    assert "Image: a map\n" in after.partition("It was very late.")[2]
    added = [line for line in after.splitlines() if line.startswith("@") and line not in before]
    assert planned(lamp, capsys) == [line.split()[0][1:] for line in added]
    assert len(added) == 2

    edit(lamp / "book.toml", 'notes = "at-reference"', 'notes = "never"')
    edit(lamp / "book.toml", 'images = "announce"', 'images = "skip"')
    assert declaim(lamp.parent, "ingest", "lamp") == 0
    assert script.read_text() == before
    assert planned(lamp, capsys) == []


def test_extract_and_new_take_policies_of_their_own(tmp_path, capsys):
    source = tmp_path / "lamp.epub"
    source.write_bytes(LAMP)
    assert run_verb(["extract", str(source), "--json", "--reading", "notes=chapter-end"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["chapters"][0]["text"].endswith("Nobody came.\n\nNote 1. Of brass.")
    assert found["conservation"]["announced_words"] == 2
    words = ("new", "lamp", str(source), "--reading", "images=read", "--reading", "notes=at-reference")
    assert declaim(tmp_path / "projects", *words) == 0
    assert "announced     2    5.9%  beside the source, by [reading]" in capsys.readouterr().out
    text = (tmp_path / "projects" / "lamp" / "book.toml").read_text()
    assert 'images = "read" # read, skip, announce, mention; their descriptions\n' in text
    assert 'notes = "at-reference"' in text


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ("notse=never", "'notse' is not one of notes, "),
        ("notes=always", "notes is one of never, at-reference, chapter-end, not 'always'"),
    ],
)
def test_a_policy_that_there_is_not_is_refused_with_those_there_are(tmp_path, capsys, choice, message):
    with pytest.raises(SystemExit) as stopped:
        run_verb(["extract", str(tmp_path / "lamp.epub"), "--reading", choice])
    assert stopped.value.code == 2
    assert message in capsys.readouterr().err


def test_the_account_holds_where_a_person_chooses_the_chapters_of_a_book_with_policies(tmp_path, capsys):
    pages = '<p>Lamp, <span epub:type="pagebreak" title="9"/>3</p><p><img src="x" alt="a map"/></p>'
    parts = {"one.xhtml": CHAPTER, "index.xhtml": f"<h1>Index</h1>{pages}", "two.xhtml": f"<h1>II</h1>{prose('word')}"}
    contents = nav(("I", "one.xhtml"), ("Index", "index.xhtml"), ("II", "two.xhtml"))
    (tmp_path / "lamp.epub").write_bytes(epub(parts, contents=contents))
    choices = ("images=mention", "page-markers=announce", "notes=chapter-end")
    options = [word for choice in choices for word in ("--reading", choice)]
    assert declaim(tmp_path / "projects", "new", "lamp", str(tmp_path / "lamp.epub"), *options, "--json") == 0
    before = json.loads(capsys.readouterr().out)
    assert before["account"]["announced_words"] == 4  # Image omitted. Note 1.
    assert before["account"]["unaccounted_words"] == 0
    chosen = ("--exclude", "I", "--include", "Index")
    assert declaim(tmp_path / "projects", "ingest", "lamp", *chosen, "--json") == 0
    after = json.loads(capsys.readouterr().out)["account"]
    assert (after["announced_words"], after["unaccounted_words"]) == (0, 0)
    words = before["account"]["imported_words"]
    assert after["imported_words"] == words - 11 + 3  # Index Lamp, 3
