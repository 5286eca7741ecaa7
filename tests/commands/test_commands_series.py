"""A book whose voice and lexicon move into its series: nothing is recorded again."""

from __future__ import annotations

import json

from commands.test_commands_build import declaim, edit, make_book, release_bytes, takes_of

LEXICON = """<?xml version="1.0" encoding="UTF-8"?>
<lexicon version="1.0" alphabet="ipa" xml:lang="en" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon">
  <lexeme><grapheme>Brown</grapheme><alias>{}</alias></lexeme>
</lexicon>
"""


def plan(projects, capsys) -> dict[str, object]:
    capsys.readouterr()
    assert declaim(projects, "plan", "gate", "--json") == 0
    return json.loads(capsys.readouterr().out)


def test_what_is_not_heard_otherwise_is_not_planned_and_what_is_is(tmp_path, capsys):
    projects = tmp_path / "projects"
    folder = make_book(projects)
    lexicon = tmp_path / "lexicons" / "gate.pls"
    lexicon.parent.mkdir()
    lexicon.write_text(LEXICON.format("Browne"))
    edit(folder / "book.toml", "[book]", '[book]\nlexicons = ["../../lexicons/gate.pls"]')
    edit(folder / "book.toml", 'formats = ["mp3", "m4b"]', 'formats = ["mp3"]')
    assert declaim(projects, "build", "gate", "--workers", "1") == 0
    takes, audio = takes_of(folder), release_bytes(folder)
    edit(folder / "book.toml", 'lexicons = ["../../lexicons/gate.pls"]', 'series = "gates"')
    edit(folder / "book.toml", 'engine = "tone"\nvoice = "middle"\n', "")
    (projects / "series.toml").write_text(
        '[series.gates]\nlexicons = ["../lexicons/gate.pls"]\n'
        '[series.gates.cast.narrator]\nengine = "tone"\nvoice = "middle"\n'
    )
    assert (plan(projects, capsys)["to_record"], plan(projects, capsys)["reused"]) == ([], 7)
    assert declaim(projects, "build", "gate", "--workers", "1") == 0
    assert takes_of(folder) == takes
    assert json.loads(release_bytes(folder)["manifest.json"])["script"] == json.loads(audio["manifest.json"])["script"]
    lexicon.write_text(LEXICON.format("Brun"))
    assert [line["paragraph"] for line in plan(projects, capsys)["to_record"]] == ["c01-p001", "c01-p002"]
    edit(projects / "series.toml", '"middle"', '"low"')
    assert len(plan(projects, capsys)["to_record"]) == 7
