from __future__ import annotations

import argparse
import io
from types import SimpleNamespace

import pytest

from pipeline.commands import say
from pipeline.errors import LexiconError, ScriptError

PLS = (
    b'<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" xml:lang="en">'
    b"<lexeme><grapheme>Ames</grapheme><alias>Aims</alias></lexeme></lexicon>"
)


def run(monkeypatch, written: bytes, *arguments: str) -> int:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(written)))
    parser = argparse.ArgumentParser()
    say.add_arguments(parser)
    return say.run(parser.parse_args(arguments))


def test_each_line_of_stdin_is_one_spoken_line(monkeypatch, capsys):
    assert run(monkeypatch, "XLII\n\n* * *\r\nIt cost £4.\nno end".encode()) == 0
    assert capsys.readouterr().out == "forty-two\n\n\nIt cost four pounds.\nno end\n"


def test_a_lexicon_goes_before_the_rules_and_the_trace_shows_both(monkeypatch, capsys, tmp_path):
    (tmp_path / "names.pls").write_bytes(PLS)
    run(monkeypatch, b"Mr. Ames\n", "--locale", "en-GB", "--lexicon", str(tmp_path / "names.pls"), "--trace")
    assert capsys.readouterr().out == (
        "Mister Aims\n    'Mr.' -> 'Mister'  abbreviation.mr  0-3\n    'Ames' -> 'Aims'  lexicon:Ames  4-8\n"
    )


def test_a_missing_lexicon_is_an_error_with_its_path(monkeypatch, tmp_path):
    with pytest.raises(LexiconError, match=r"none\.pls: the lexicon cannot be read"):
        run(monkeypatch, b"x\n", "--lexicon", str(tmp_path / "none.pls"))


def test_bytes_that_are_not_utf8_are_an_error_with_their_line(monkeypatch):
    with pytest.raises(ScriptError, match="stdin:2: not UTF-8"):
        run(monkeypatch, b"one\n\xff\n")
