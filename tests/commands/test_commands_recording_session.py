"""The way of a line into the take store, and what a killed run leaves."""

from __future__ import annotations

import dataclasses
import json
import os
import signal
import stat
from contextlib import contextmanager

import pytest

from pipeline.adapters.disk import sweep_leftovers
from pipeline.adapters.project import ProjectFolder
from pipeline.adapters.takes import TakeStore
from pipeline.commands.reading import ChapterLines
from pipeline.commands.recording_session import prepare_desk, record_missing
from pipeline.errors import EngineError, TakesError, TakesMissingError
from pipeline.model import (
    Boundary,
    Cast,
    ChapterEntry,
    Kind,
    Line,
    Metadata,
    ParagraphLines,
    Project,
    Spoken,
    Voice,
)
from pipeline.recording.records import fold_journal

TONE = Voice(engine="tone", voice="middle")


def folder_at(path, **fields):
    project = Project(
        slug="book",
        metadata=Metadata(),
        narrator_name="Nobody",
        source="source/book.epub",
        chapters=(),
        cast=Cast(narrator=TONE),
        **fields,
    )
    return ProjectFolder(path=path, project=project)


def paragraph(name, *texts, voice=TONE, language="en"):
    lines = [
        Line(
            paragraph=name,
            number=number,
            start=0,
            stop=len(text),
            spoken=Spoken(text=text),
            voice=voice,
            language=language,
            ends=Boundary.SENTENCE if number < len(texts) - 1 else Boundary.PARAGRAPH,
        )
        for number, text in enumerate(texts)
    ]
    return ParagraphLines(
        paragraph=name,
        chapter="c01",
        kind=Kind.PARAGRAPH,
        lines=tuple(lines),
        source_key=f"{texts} {voice}",
        text=" ".join(texts),
        ends=Boundary.PARAGRAPH,
    )


def chapter(*paragraphs):
    return (ChapterLines(entry=ChapterEntry(id="c01", title="One"), paragraphs=paragraphs),)


BOOK = chapter(paragraph("p001", "It was a dark night.", "The rain fell."), paragraph("p002", "Nobody came."))


@contextmanager
def quietly(title, total):
    yield lambda amount: None


def record(path, chapters=BOOK, **options):
    return record_missing(folder_at(path), chapters, **{"workers": 0, "progress": quietly} | options)


def journal_of(path):
    return fold_journal(TakeStore(path / "takes").journal())


def test_a_book_is_recorded_once_and_everything_is_in_its_place(tmp_path):
    done = record(tmp_path)
    assert [(take.paragraph, take.line) for take in done.recorded] == [("p001", 0), ("p001", 1), ("p002", 0)]
    assert {name: [take.id for take in takes] for name, takes in done.takes.items()} == {
        "p001": [done.recorded[0].id, done.recorded[1].id],
        "p002": [done.recorded[2].id],
    }
    assert done.waiting == done.findings == ()
    assert [json.loads(line)["paragraph"] for line in (tmp_path / "takes.lock").read_text().splitlines()] == [
        "p001",
        "p002",
    ]
    store = TakeStore(tmp_path / "takes")
    assert store.present() == {take.object for take in done.recorded}
    assert [(entry.paragraph, entry.outcome, entry.take) for entry in store.ledger()] == [
        (take.paragraph, "kept", take.id) for take in done.recorded
    ]


def test_the_request_of_a_take_has_every_setting_of_the_engine_resolved(tmp_path):
    assert record(tmp_path).recorded[0].request.voice == Voice(
        engine="tone", voice="middle", settings=(("speed", 1.0),)
    )


def test_a_second_run_records_nothing_and_writes_nothing(tmp_path):
    record(tmp_path)
    before = {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in tmp_path.rglob("*")}
    done = record(tmp_path)
    assert (done.recorded, done.reused) == ((), 3)
    assert {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in tmp_path.rglob("*")} == before


def test_worker_processes_record_the_same_book(tmp_path):
    done = record(tmp_path, workers=2)
    assert sorted((take.paragraph, take.line) for take in done.recorded) == [("p001", 0), ("p001", 1), ("p002", 0)]
    assert record(tmp_path).recorded == ()


def test_one_edited_word_records_its_line_and_nothing_else(tmp_path):
    record(tmp_path)
    done = record(
        tmp_path, chapter(paragraph("p001", "It was a dark night.", "The snow fell."), *BOOK[0].paragraphs[1:])
    )
    assert [take.request.text for take in done.recorded] == ["The snow fell."]
    assert done.reused == 2


def test_only_the_wanted_paragraphs_are_recorded_and_the_others_wait(tmp_path):
    done = record(tmp_path, only={"p002"})
    assert [take.paragraph for take in done.recorded] == ["p002"]
    assert done.waiting == ("p001",)
    assert list(done.takes) == ["p002"]


def test_another_take_of_a_paragraph_stands_from_then_on(tmp_path):
    first = record(tmp_path)
    second = record(tmp_path, only={"p002"}, retake={"p002"})
    assert [take.paragraph for take in second.recorded] == ["p002"]
    assert record(tmp_path).takes["p002"][0].id == second.recorded[0].id != first.recorded[2].id


def test_identical_audio_is_kept_once_and_each_take_stands_for_itself(tmp_path):
    done = record(tmp_path, chapter(paragraph("p001", "No."), paragraph("p002", "No.")))
    assert done.recorded[0].object == done.recorded[1].object
    assert done.recorded[0].id != done.recorded[1].id
    assert len(TakeStore(tmp_path / "takes").present()) == 1


def test_missing_takes_stop_the_run_before_anything_is_recorded(tmp_path):
    done = record(tmp_path)
    gone = TakeStore(tmp_path / "takes").object_path(done.recorded[2].object)
    gone.unlink()
    with pytest.raises(TakesMissingError, match="1 takes are chosen but their audio is not here; pull them") as caught:
        record(tmp_path, chapter(*BOOK[0].paragraphs, paragraph("p003", "More.")))
    assert caught.value.problems == (f"p002 line 0: take {done.recorded[2].id}",)
    assert len(journal_of(tmp_path).takes) == 3
    assert [take.paragraph for take in record(tmp_path, only={"p002"}, retake={"p002"}).recorded] == ["p002"]


def test_a_book_without_takes_lock_has_the_choices_of_the_journal(tmp_path):
    record(tmp_path)
    second = record(tmp_path, retake={"p002"}, only={"p002"})
    text = (tmp_path / "takes.lock").read_text()
    (tmp_path / "takes.lock").unlink()
    done = record(tmp_path)
    assert done.recorded == ()
    assert done.takes["p002"][0].id == second.recorded[0].id
    assert (tmp_path / "takes.lock").read_text() == text


def test_what_was_recorded_before_an_engine_fails_is_kept_and_chosen(tmp_path):
    bad = paragraph("p003", "No.", voice=dataclasses.replace(TONE, voice="emma"))
    with pytest.raises(EngineError, match="p003 line 0: engine tone cannot speak") as caught:
        record(tmp_path, chapter(*BOOK[0].paragraphs, bad))
    assert caught.value.problems == ("voice 'emma': it has low, middle, high",)
    assert len((tmp_path / "takes.lock").read_text().splitlines()) == 2
    assert record(tmp_path).recorded == ()


def test_a_broken_takes_lock_is_an_error_and_is_not_touched(tmp_path):
    (tmp_path / "takes.lock").write_text("<<<<<<< ours\n")
    with pytest.raises(TakesError, match=r"takes\.lock cannot be read"):
        record(tmp_path)
    assert (tmp_path / "takes.lock").read_text() == "<<<<<<< ours\n"


def test_what_an_engine_does_not_know_is_told_before_it_speaks(tmp_path):
    latin = paragraph("p001", "Nil desperandum.", language="la")
    styled = paragraph("p002", "No.", voice=dataclasses.replace(TONE, settings=(("style", 0.3),)))
    assert prepare_desk(folder_at(tmp_path), chapter(latin, styled)).notes == (
        "engine tone speaks en; it reads la by those rules",
        "engine tone does not know style; it speaks as if that were not there",
    )


def killed_at(boundary, action):
    child = os.fork()
    if child == 0:
        os.environ["DECLAIM_KILL_AT"] = str(boundary)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        action()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert status == 0 or os.WTERMSIG(status) == signal.SIGKILL, "the run failed otherwise than by the fault point"
    return os.WIFSIGNALED(status)


def ways_to_be_killed(tmp_path, action):
    """Yield a fresh folder for each boundary, in which the action was killed there, and at last one where it ended."""
    boundary, is_killed = 1, True
    while is_killed:
        path = tmp_path / str(boundary)
        path.mkdir()
        is_killed = killed_at(boundary, lambda path=path: action(path))
        yield path
        boundary += 1


def test_killed_at_any_boundary_the_next_run_continues_and_no_take_is_lost_or_recorded_twice(tmp_path):
    ways = 0
    for path in ways_to_be_killed(tmp_path, lambda path: record(path, checkpoint_takes=2)):
        ways += 1
        before = journal_of(path)
        present = TakeStore(path / "takes").present()
        assert {take.object for take in before.takes.values()} <= present, (
            "a take counts only when its audio is durable"
        )
        sweep_leftovers(path)
        done = record(path)
        after = journal_of(path)
        assert len(after.takes) == 3
        assert len(done.recorded) == 3 - len(before.takes)
        assert sorted((take.paragraph, take.line) for take in after.takes.values()) == [
            ("p001", 0),
            ("p001", 1),
            ("p002", 0),
        ]
        assert done.waiting == ()
        assert record(path).recorded == ()
        assert [path.name for path in path.rglob("*.partial")] == []
    assert ways > 25, "three takes of some eight boundaries each"


def test_a_retake_that_was_killed_before_it_was_chosen_is_not_recorded_again_for_the_same_wish(tmp_path):
    def ask(path):
        record(path)
        record(path, only={"p002"}, retake={"p002"})

    counts = set()
    for path in ways_to_be_killed(tmp_path, ask):
        takes = journal_of(path).takes
        lock = path / "takes.lock"
        is_orphaned = len(takes) == 4 and not any(name in lock.read_text() for name in list(takes)[3:])
        if is_orphaned:
            ask(path)
            counts.add(len(journal_of(path).takes))
    assert counts == {4}


def test_objects_are_read_only(tmp_path):
    done = record(tmp_path)
    path = TakeStore(tmp_path / "takes").object_path(done.recorded[0].object)
    assert stat.S_IMODE(path.stat().st_mode) == 0o444
