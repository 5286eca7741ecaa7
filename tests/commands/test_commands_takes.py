from __future__ import annotations

import pytest
from test_commands_recording_session import BOOK, folder_at, record

from pipeline.commands.recording_session import prepare_desk
from pipeline.commands.takes import decide
from pipeline.commands.takes_listed import list_takes
from pipeline.errors import TakesError


def desk_at(path):
    return prepare_desk(folder_at(path), BOOK)


def listed(path, *only):
    return [(row["take"], row["stands"], row["rejected"]) for row in list_takes(desk_at(path), only=frozenset(only))]


@pytest.fixture
def two_takes(tmp_path):
    """A project in which p002 has two takes, the second standing; return its path and their ids."""
    first = record(tmp_path).takes["p002"][0].id
    second = record(tmp_path, only={"p002"}, retake={"p002"}).takes["p002"][0].id
    return tmp_path, first, second


def test_takes_are_listed_in_script_order_with_the_one_that_stands(two_takes):
    path, first, second = two_takes
    assert [row["paragraph"] for row in list_takes(desk_at(path), only=frozenset())] == ["p001", "p001", "p002", "p002"]
    assert listed(path, "p002") == [(first, False, False), (second, True, False)]


def test_a_chosen_take_stands_and_nothing_is_recorded_for_it(two_takes):
    path, first, second = two_takes
    decide("choose", desk_at(path), [first])
    assert listed(path, "p002") == [(first, True, False), (second, False, False)]
    assert record(path).recorded == ()


def test_for_a_rejected_take_another_that_passes_stands_and_else_one_is_recorded(two_takes):
    path, first, second = two_takes
    decide("reject", desk_at(path), [second])
    assert record(path).recorded == ()
    assert listed(path, "p002") == [(first, True, False), (second, False, True)]
    decide("reject", desk_at(path), [first])
    assert [take.paragraph for take in record(path).recorded] == ["p002"]


def test_a_locked_paragraph_is_not_recorded_again_until_it_is_unlocked(two_takes):
    path = two_takes[0]
    decide("lock", desk_at(path), ["p002"])
    done = record(path, only={"p002"}, retake={"p002"})
    assert (done.recorded, [finding.code for finding in done.findings]) == ((), ["take.locked"])
    decide("unlock", desk_at(path), ["p002"])
    assert len(record(path, only={"p002"}, retake={"p002"}).recorded) == 1


def test_accepting_where_nothing_changed_is_an_error(two_takes):
    with pytest.raises(TakesError, match="p002: its reading did not change"):
        decide("accept", desk_at(two_takes[0]), ["p002"])


def test_an_unknown_take_is_an_error(two_takes):
    with pytest.raises(TakesError, match="no such take: t0"):
        decide("choose", desk_at(two_takes[0]), ["t0"])
