from __future__ import annotations

import pytest
from normalize_cases_reader import Case, misses, read_cases

from pipeline.script.normalize import find_changes
from pipeline.script.normalize.headings import guess_kind
from pipeline.script.spoken import make_spoken


def say(case: Case) -> str:
    changes = find_changes(case.written, locale=case.locale, kind=guess_kind(case.written))
    return make_spoken(case.written, changes).text


@pytest.mark.parametrize(("language", "least"), [("en", 0.98), ("de", 0.95), ("fr", 0.95), ("es", 0.95), ("it", 0.95)])
def test_sentences_are_read_as_a_narrator_would(language, least):
    cases = read_cases(language)
    missed = misses(cases, say)
    assert len(missed) <= (1 - least) * len(cases), missed


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "it"])
def test_a_case_that_must_not_change_is_left_exactly_as_it_is_written(language):
    kept = [case for case in read_cases(language) if case.spoken == (case.written,)]
    assert len(kept) >= 2
    assert [case.written for case in kept if say(case) != case.written] == []
