"""`declaim lexicon push` and `pull` against an account: versions, differences, and what stands in the lock."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from remote_studio import GEORGE, KEY, Press

from pipeline.cli import run_verb
from pipeline.script.pronunciation.dictionary import hash_rules, read_rules
from pipeline.script.pronunciation.pls import parse_pls

HEAD = '<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="ipa" xml:lang="en">\n'
BOOK = f"""\
[book]
title = "The Gate"
language = "en-GB"
source = "source/gate.txt"

[cast.narrator]
engine = "elevenlabs"
voice = "{GEORGE}"

[[chapters]]
id = "c01"
title = "One"
"""
ROOT = "/v1/pronunciation-dictionaries"
ROAD, BATH, AMES = ("Bath Road", "Bahth Rode"), ("Bath", "Bahth"), ("Ames", "Aims")


def write_lexicon(folder: Path, *rules: tuple[str, str]) -> None:
    lexemes = (f"<lexeme><grapheme>{word}</grapheme><alias>{said}</alias></lexeme>\n" for word, said in rules)
    (folder / "lexicon.pls").write_text(f"{HEAD}{''.join(lexemes)}</lexicon>\n")


def locked(folder: Path) -> dict[str, str]:
    return json.loads((folder / "dictionaries.lock").read_text())["dictionaries"]["lexicon.pls"]


def changes(press: Press) -> list[str]:
    """The last words of the paths of all changes of dictionaries, in order."""
    calls = press.see("calls?path=pronunciation-dictionaries")
    return [call["path"].rpartition("/")[2] for call in calls if call["method"] == "POST"]


def held(press: Press, folder: Path) -> list[tuple[str, str]]:
    pin = locked(folder)
    answer = press.http.get(f"{ROOT}/{pin['dictionary']}/{pin['version']}/download", headers={"xi-api-key": KEY})
    return [(rule.string, rule.alias) for rule in read_rules(parse_pls(answer.content, name="held"))]


@pytest.fixture
def folder(tmp_path: Path, press: Press) -> Path:
    """The book `gate` with two rules."""
    made = tmp_path / "projects" / "gate"
    (made / "script").mkdir(parents=True)
    (made / "book.toml").write_text(BOOK)
    (made / "script" / "c01.txt").write_text("@c01-p001\nAmes came from Bath Road in Bath.\n")
    write_lexicon(made, BATH, AMES)
    press.tell("options", {"characters_per_second": 15})
    return made


def push() -> int:
    return run_verb(["lexicon", "push", "gate"])


def test_the_first_push_creates_and_the_second_changes_nothing(folder, press, capsys):
    assert push() == 0
    first = (folder / "dictionaries.lock").read_bytes()
    assert push() == 0
    assert changes(press) == ["add-from-rules"]
    assert (folder / "dictionaries.lock").read_bytes() == first
    assert "nothing to change, 2 rules" in capsys.readouterr().out


def test_added_changed_and_removed_rules_are_new_versions_and_nothing_else_is_sent(folder, press):
    push()
    first = locked(folder)
    write_lexicon(folder, BATH, AMES, ("Zed", "Zee"))
    push()
    assert changes(press) == ["add-from-rules", "add-rules"]
    assert held(press, folder) == [AMES, BATH, ("Zed", "Zee")]
    write_lexicon(folder, BATH, ("Zed", "Zee"))
    push()
    assert changes(press)[2:] == ["remove-rules"]
    write_lexicon(folder, BATH, ("Zed", "Zedd"))
    push()
    assert changes(press)[3:] == ["remove-rules", "add-rules"]
    assert held(press, folder) == [BATH, ("Zed", "Zedd")]
    assert locked(folder)["dictionary"] == first["dictionary"]
    assert locked(folder)["version"] != first["version"]


def test_a_longer_rule_goes_before_the_rule_that_it_holds(folder, press):
    push()
    write_lexicon(folder, BATH, AMES, ROAD)
    push()
    assert held(press, folder) == [AMES, ROAD, BATH]


def test_a_push_whose_lock_was_lost_takes_its_dictionary_up(folder, press):
    push()
    first = (folder / "dictionaries.lock").read_bytes()
    (folder / "dictionaries.lock").unlink()
    push()
    assert (folder / "dictionaries.lock").read_bytes() == first
    assert changes(press) == ["add-from-rules"]


def test_an_archived_dictionary_is_told_by_push_and_by_the_doctor(folder, press, capsys):
    push()
    assert run_verb(["doctor", "gate"]) == 0
    press.fault("dict_archived_at", dictionary_id=locked(folder)["dictionary"])
    capsys.readouterr()
    assert push() == 7
    assert "is archived; restore it" in capsys.readouterr().err
    assert run_verb(["doctor", "gate", "--json"]) == 1
    assert [row["code"] for row in json.loads(capsys.readouterr().out)] == ["doctor.dictionary"]
    assert press.calls == []


def test_a_lexicon_that_the_book_no_longer_has_leaves_the_lock(folder, press, capsys):
    push()
    (folder / "lexicon.pls").unlink()
    assert push() == 0
    assert "no longer a lexicon to push" in capsys.readouterr().err
    assert json.loads((folder / "dictionaries.lock").read_text()) == {"dictionaries": {}}
    assert changes(press) == ["add-from-rules"]


def test_a_rule_that_somebody_else_added_to_the_dictionary_is_taken_out_again_and_told(folder, press, capsys):
    push()
    pin = locked(folder)
    rules = {"rules": [{"type": "alias", "string_to_replace": "Zed", "alias": "Zee"}]}
    press.http.post(f"{ROOT}/{pin['dictionary']}/add-rules", json=rules, headers={"xi-api-key": KEY})
    capsys.readouterr()
    push()
    assert "than the pinned one" in capsys.readouterr().err
    assert changes(press) == ["add-from-rules", "add-rules", "remove-rules"]
    assert held(press, folder) == [AMES, BATH]


def test_a_damaged_lock_is_refused_before_anything_is_sent(folder, press):
    (folder / "dictionaries.lock").write_text('{"dictionaries": {"lexicon.pls": {"dictionary": "../x"}}}')
    assert push() == 6
    assert changes(press) == []


def test_a_pulled_lexicon_reads_back_equal(folder):
    push()
    assert run_verb(["lexicon", "pull", "gate"]) == 0
    pin = locked(folder)
    pulled = folder / "build" / "dictionaries" / pin["dictionary"] / "lexicon.pls"
    rules = read_rules(parse_pls(pulled.read_bytes(), name="pulled"))
    assert [(rule.string, rule.alias) for rule in rules] == [AMES, BATH]
    assert hash_rules(rules) == pin["rules"]


def test_phonemes_of_a_voice_that_takes_them_come_back_as_they_were_sent(folder, press):
    (folder / "book.toml").write_text(BOOK.replace("[[chapters]]", 'model = "eleven_flash_v2"\n\n[[chapters]]'))
    rule = "<lexeme><grapheme>Ames</grapheme><phoneme>ˈeɪmz</phoneme></lexeme>"
    (folder / "lexicon.pls").write_text(f"{HEAD}{rule}</lexicon>\n")
    push()
    assert run_verb(["lexicon", "pull", "gate"]) == 0
    pulled = folder / "build" / "dictionaries" / locked(folder)["dictionary"] / "lexicon.pls"
    rules = read_rules(parse_pls(pulled.read_bytes(), name="pulled"))
    assert [(rule.phoneme, rule.alphabet) for rule in rules] == [("EY1 M Z", "cmu-arpabet")]
    push()
    assert changes(press) == ["add-from-rules"]


def test_the_key_is_in_no_output_and_no_file(folder, capsys, monkeypatch):
    push()
    monkeypatch.setenv("ELEVENLABS_API_KEY", "a-key-that-is-wrong")
    assert push() == 7
    told = "".join(capsys.readouterr())
    assert KEY not in told
    assert "a-key-that-is-wrong" not in told
    assert [path for path in folder.rglob("*") if path.is_file() and KEY.encode() in path.read_bytes()] == []
