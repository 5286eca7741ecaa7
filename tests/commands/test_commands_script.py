from __future__ import annotations

import json

import pytest

from pipeline.cli import run_verb
from pipeline.script.import_lock import parse_import_lock


@pytest.fixture
def book(tmp_path):
    folder = tmp_path / "alice"
    (folder / "script").mkdir(parents=True)
    (folder / "book.toml").write_text(
        '[book]\ntitle = "Alice"\nlanguage = "en"\n\n[[chapters]]\nid = "c02"\n\n[[chapters]]\nid = "c01"\n',
        encoding="utf-8",
    )
    (folder / "script" / "c01.txt").write_bytes(b"@c01-p001\r\none\r\n\r\ntyped\r\n")
    (folder / "script" / "c02.txt").write_bytes("@c02-p001\ntwo \n\n“open\n".encode())
    return folder


def run(book, *words):
    return run_verb(["script", *words, "--projects", str(book.parent)])


def test_lint_prints_findings_by_place_and_fails(book, capsys):
    assert run(book, "lint", "alice") == 1
    assert [line.split()[:2] for line in capsys.readouterr().out.splitlines()] == [
        ["c02.txt:2:", "script.trailing-blank"],
        ["c02.txt:4:", "script.no-id"],
        ["c02.txt:4:", "script.quotes"],
        ["c01.txt:4:", "script.no-id"],
    ]


def test_information_alone_does_not_fail_and_json_says_which_is_which(book, capsys):
    (book / "script" / "c01.txt").unlink()
    (book / "script" / "c02.txt").write_text("@c02-p001\n“open\n", encoding="utf-8")
    assert run(book, "lint", "alice", "--json") == 0
    (finding,) = json.loads(capsys.readouterr().out)["findings"]
    assert (finding["code"], finding["where"], finding["information"]) == ("script.quotes", "c02.txt:1", True)


def test_fix_gives_ids_keeps_the_rest_and_remembers_what_it_gave(book, capsys):
    assert run(book, "fix", "alice", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"given": ["c02-p002", "c01-p002"], "files": ["c02.txt", "c01.txt"]}
    assert (book / "script" / "c01.txt").read_bytes() == b"@c01-p001\r\none\r\n\r\n@c01-p002\r\ntyped\r\n"
    lock = parse_import_lock((book / "script" / "import.lock").read_text(encoding="utf-8"))
    assert lock.added == ("c01-p001", "c01-p002", "c02-p001", "c02-p002")
    assert run(book, "fix", "alice") == 0
    assert capsys.readouterr().out == ""


def test_fix_changes_nothing_where_a_file_cannot_be_read(book, capsys):
    (book / "script" / "c02.txt").write_text("one [two\n", encoding="utf-8")
    before = (book / "script" / "c01.txt").read_bytes()
    assert run(book, "fix", "alice") == 5
    assert "c02.txt:1:5: `[` has no end" in capsys.readouterr().err
    assert (book / "script" / "c01.txt").read_bytes() == before


def test_a_file_that_is_not_utf8_is_an_error_with_its_line(book, capsys):
    (book / "script" / "c02.txt").write_bytes(b"one\n\xff\n")
    assert run(book, "lint", "alice") == 5
    assert "c02.txt:2: this is not UTF-8" in capsys.readouterr().err
