from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.model import PhonemeAlphabet
from pipeline.script.pronunciation.lint import lint_lexicons
from pipeline.script.pronunciation.phonemes import format_phonemes, parse_phonemes
from pipeline.script.pronunciation.pls import PartName, format_pls, parse_pls
from pipeline.script.pronunciation.rules import NamedPls

FILES = sorted((Path(__file__).parents[2] / "lexicons").glob("*.pls"))


def named(path: Path) -> NamedPls:
    return NamedPls(name=path.name, file=parse_pls(path.read_bytes(), name=path.name))


def test_there_are_five_seed_lexicons_of_60_to_150_entries():
    counts = {path.name: len(named(path).file.lexemes) for path in FILES}
    assert len(counts) == 5
    assert all(60 <= count <= 150 for count in counts.values()), counts


def test_the_seed_lexicons_have_no_fault_alone_or_together():
    assert [finding for path in FILES for finding in lint_lexicons([named(path)])] == []
    assert lint_lexicons([named(path) for path in FILES]) == ()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_entry_names_its_source_and_can_be_said_in_letters_and_by_every_engine(path):
    for lexeme in named(path).file.lexemes:
        assert lexeme.parts[0].name is PartName.COMMENT
        assert "Dictionary" in lexeme.parts[0].text or "Merriam-Webster" in lexeme.parts[0].text
        assert lexeme.named(PartName.ALIAS)
        for phoneme in lexeme.named(PartName.PHONEME):
            sounds = parse_phonemes(phoneme.words, PhonemeAlphabet.IPA)
            again = parse_phonemes(format_phonemes(sounds, PhonemeAlphabet.ARPABET), PhonemeAlphabet.ARPABET)
            assert [(s.symbol, s.stress) for s in again] == [(s.symbol, s.stress) for s in sounds]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_files_are_laid_out_as_they_would_be_written(path):
    assert format_pls(named(path).file) == path.read_bytes()
