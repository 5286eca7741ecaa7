"""From what is heard to the list and to other takes; the emulator speaks, and Scribe hears."""

from __future__ import annotations

import dataclasses
from functools import partial

import pytest
from remote_studio import SENTENCES, book

from pipeline.adapters.takes import TakeStore
from pipeline.commands.desk import prepare_desk, write_choices
from pipeline.commands.listen_list import keep_list
from pipeline.commands.listen_retakes import Retakes, tell_retakes
from pipeline.commands.listening import listen_to_book
from pipeline.commands.pickup_file import read_pickups, write_pickups
from pipeline.commands.remote_session import RemoteOptions
from pipeline.model import Budget, PickupState
from pipeline.recording.choice import lock_paragraphs

OPTIONS = {"workers": 0, "remote": RemoteOptions(patience_s=0.3, pause=0.0, pace=(0.1, 4000.0))}
LINES = book(*SENTENCES)


@pytest.fixture
def misheard(press):
    """A book in which Scribe hears some words wrongly, once; what is recorded from now on it hears right."""
    press.record(LINES)
    press.tell("options", {"word_error_rate": 0.2})
    listened = listen(press)
    assert 2 <= len(bad(listened)) < len(SENTENCES)
    press.tell("options", {"word_error_rate": 0.0, "characters_per_second": 390.0})  # so that retakes are other audio
    return press


def listen(press):
    return listen_to_book(press.folder(), LINES, engine="scribe")


def bad(listened):
    return sorted({finding.paragraph for finding in listened.findings})


def retake(press, **options):
    return Retakes(press.folder(), LINES, most=2).make(partial(listen, press), **(OPTIONS | options))


def states(press):
    return [pickup.state for pickup in read_pickups(press.folder())]


def test_a_bad_line_is_recorded_again_and_only_that_and_costs_what_the_ledger_says(misheard):
    wanted, billed = bad(listen(misheard)), misheard.billed
    retaken = retake(misheard)
    assert sorted(take.paragraph for take in retaken.takes) == wanted
    assert {take.reason for take in retaken.takes} == {"found by listening"}
    assert retaken.listened.findings == ()
    assert retaken.credits == misheard.billed - billed == misheard.spent - billed
    assert tell_retakes(retaken).endswith(f"{len(wanted)} mended")


def test_a_retake_that_is_no_better_is_kept_and_the_take_before_stands(misheard):
    misheard.tell("options", {"word_error_rate": 0.2})
    before = {take.paragraph: take.id for take in listen(misheard).standing.values()}
    retaken = retake(misheard)
    assert len(retaken.takes) == len(bad(retaken.listened)), "a word that is heard so again is the lexicon's"
    assert {take.paragraph: take.id for take in retaken.listened.standing.values()} == before
    assert retake(misheard).takes == (), "nor is it recorded a third time in another run"


def test_retakes_stop_at_the_budget_with_the_worst_line_done(misheard):
    most = 45.0
    misheard.fields["budget"] = Budget(run=most)
    billed = misheard.billed
    retaken = retake(misheard)
    assert len(retaken.takes) == 1
    assert retaken.credits == misheard.billed - billed <= most
    assert retaken.beyond_budget == len(bad(retaken.listened))
    assert "beyond the budget" in tell_retakes(retaken)


def test_a_locked_paragraph_is_never_recorded_again(misheard):
    locked, *others = bad(listen(misheard))
    desk = prepare_desk(misheard.folder(), LINES)
    write_choices(desk, lock_paragraphs(desk.plan, {locked}, is_locked=True))
    retaken = retake(misheard)
    assert sorted(take.paragraph for take in retaken.takes) == others
    assert bad(retaken.listened) == [locked]


def test_a_doubtful_take_that_holds_its_line_is_found_and_recorded_again(press):
    press.fault("bad_audio", kind="clipping", text="bridge")
    press.record(LINES)
    listened = listen(press)
    assert [(finding.code, finding.paragraph) for finding in listened.findings] == [("listen.clipped", "p004")]
    retaken = retake(press)
    assert retaken.listened.findings == ()
    assert retaken.listened.unrecorded == 0


def test_what_is_found_is_listed_and_shown_and_done_when_it_is_mended(misheard):
    listened = listen(misheard)
    page = keep_list(misheard.folder(), LINES, listened)
    rows = read_pickups(misheard.folder())
    assert [row.paragraph for row in rows] == bad(listened)
    assert all(row.take and row.kind and row.written for row in rows)
    shown = page.read_text()
    assert shown.count("<article") == shown.count("data:audio/mpeg;base64,") == len(rows)
    keep_list(misheard.folder(), LINES, retake(misheard).listened)
    assert set(states(misheard)) == {PickupState.DONE}
    assert "Nothing is open" in page.read_text()


def test_a_dismissed_finding_is_not_reported_again_nor_recorded_again(misheard):
    first = bad(listen(misheard))[0]
    keep_list(misheard.folder(), LINES, listen(misheard))
    rows = read_pickups(misheard.folder())
    dismissed = [
        dataclasses.replace(row, state=PickupState.DISMISSED) if row.paragraph == first else row for row in rows
    ]
    write_pickups(misheard.folder(), dismissed)
    assert first not in bad(listen(misheard))
    takes = len(TakeStore(misheard.path / "takes").journal())
    assert first not in {take.paragraph for take in retake(misheard).takes}
    assert len(TakeStore(misheard.path / "takes").journal()) > takes
