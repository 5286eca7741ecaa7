from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.model import PhonemeAbility, PhonemeAlphabet
from pipeline.script.pronunciation.lint import CODES, INFORMATION, BookText, lint_lexicons
from pipeline.script.pronunciation.pls import parse_pls
from pipeline.script.pronunciation.rules import NamedPls

GOLDEN = Path(__file__).parents[1] / "golden" / "lexicon"
ENGINES = {"plain": None, "arpabet": PhonemeAbility(alphabet=PhonemeAlphabet.ARPABET)}


def case_files(case: str) -> list[NamedPls]:
    paths = sorted((GOLDEN / case / "in").glob("*.pls"))
    return [NamedPls(name=path.name, file=parse_pls(path.read_bytes(), name=path.name)) for path in paths]


def case_book(case: str) -> BookText | None:
    path = GOLDEN / case / "in" / "book.txt"
    if not path.exists():
        return None
    return BookText(paragraphs=(path.read_text(),), own=frozenset({"lexicon.pls"}), engines=ENGINES)


@pytest.mark.parametrize("code", sorted(CODES))
def test_each_code_is_found_where_its_golden_folder_says(code, golden):
    case = code.removeprefix("lexicon.")
    findings = lint_lexicons(case_files(case), book=case_book(case))
    assert code in {finding.code for finding in findings}
    rows = [f"{finding.where}: {finding.code}: {finding.message}\n" for finding in findings]
    golden(GOLDEN / case / "out" / "findings.txt", "".join(rows))


def test_there_is_a_golden_folder_for_every_code_and_no_other():
    assert sorted(path.name for path in GOLDEN.iterdir()) == sorted(code.removeprefix("lexicon.") for code in CODES)
    assert set(CODES) > INFORMATION


def test_two_spellings_of_one_word_in_a_lexeme_are_no_fault():
    data = (
        '<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" xml:lang="en"><lexeme>'
        "<grapheme>O'Ames</grapheme><grapheme>O’Ames</grapheme><alias>O-aims</alias></lexeme></lexicon>"
    ).encode()
    assert lint_lexicons([NamedPls(name="x.pls", file=parse_pls(data, name="x.pls"))]) == ()
