from __future__ import annotations

import pytest
import soundfile
from test_commands_recording_session import BOOK, chapter, folder_at, paragraph, record

from pipeline.commands.recording_session import prepare_desk
from pipeline.commands.takes import decide
from pipeline.commands.takes_listed import format_take, list_takes, write_audio
from pipeline.errors import TakesError
from pipeline.recording.plan import chosen_after


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


def test_the_list_says_when_why_at_what_cost_and_how_it_differs(two_takes):
    path, first, second = two_takes
    rows = {row["take"]: row for row in list_takes(desk_at(path), only=frozenset({"p002"}))}
    assert [rows[take]["reason"] for take in (first, second)] == ["new", "asked for"]
    assert rows[second]["comparison"]["take"] == first
    assert rows[second]["recorded_at"] >= rows[first]["recorded_at"]
    assert (rows[second]["credits"], rows[second]["findings"], rows[second]["locked"]) == (0.0, [], False)
    decide("lock", desk_at(path), ["p002"])
    assert [format_take(row)[0] for row in list_takes(desk_at(path), only=frozenset({"p002"}))] == [" ", "="]


def test_a_refused_take_stands_again_when_it_is_restored(two_takes):
    path, first, second = two_takes
    decide("reject", desk_at(path), [first])
    decide("restore", desk_at(path), [first])
    assert listed(path, "p002") == [(first, True, False), (second, False, False)]
    assert record(path).recorded == ()


def test_a_take_is_restored_out_of_the_trash(two_takes):
    path, first, _ = two_takes
    desk = desk_at(path)
    audio = desk.index.takes[first].object
    desk.store.discard(audio)
    assert audio not in desk.store.present()
    decide("restore", desk_at(path), [first])
    assert audio in desk_at(path).store.present()
    assert listed(path, "p002")[0] == (first, True, False)


def test_a_run_that_needs_audio_of_the_trash_brings_it_back(two_takes):
    path, _, second = two_takes
    desk = desk_at(path)
    desk.store.discard(desk.index.takes[second].object)
    assert [take.take for take in desk_at(path).plan.missing] == [second]
    assert record(path).recorded == ()
    assert desk_at(path).plan.missing == ()


def test_audio_that_is_nowhere_has_to_be_pulled(two_takes):
    path, first, _ = two_takes
    desk = desk_at(path)
    desk.store.object_path(desk.index.takes[first].object).unlink()
    with pytest.raises(TakesError, match="neither here nor in takes/trash; `declaim takes pull --all` fetches it"):
        decide("restore", desk_at(path), [first])


def test_a_take_is_written_to_a_file_as_samples_or_as_it_came(two_takes, tmp_path):
    path, first, _ = two_takes
    desk = desk_at(path)
    take = desk.index.takes[first]
    write_audio(desk, "p002", take=first, to=tmp_path / "one.wav")
    with soundfile.SoundFile(tmp_path / "one.wav") as file:
        assert (file.frames, file.samplerate) == (take.sound.frames, take.sound.sample_rate_hz)
    suffix = take.request.audio_format.split("_")[0]
    write_audio(desk, "p002", take=first, to=tmp_path / f"one.{suffix}")
    assert (tmp_path / f"one.{suffix}").read_bytes() == desk.store.read_object(take.object)
    with pytest.raises(TakesError, match=r"takes are written as .wav"):
        write_audio(desk, "p002", take=first, to=tmp_path / "one.ogg")
    with pytest.raises(TakesError, match=r"p001 has no take"):
        write_audio(desk, "p001", take=first, to=tmp_path / "one.wav")


def test_what_stands_for_a_paragraph_is_written_in_order_with_silence_between(tmp_path):
    book = chapter(paragraph("p001", "One is said here.", "Two is said here."))
    takes = record(tmp_path, book).takes["p001"]
    write_audio(prepare_desk(folder_at(tmp_path), book), "p001", take="", to=tmp_path / "p.wav")
    with soundfile.SoundFile(tmp_path / "p.wav") as file:
        assert file.frames == sum(take.sound.frames for take in takes) + 0.4 * file.samplerate


def test_a_locked_paragraph_that_the_script_says_no_more_is_a_finding_and_its_takes_stay(two_takes):
    path, _, second = two_takes
    decide("lock", desk_at(path), ["p002"])
    shorter = chapter(paragraph("p001", "Nobody came."))
    desk = prepare_desk(folder_at(path), shorter)
    assert [(finding.code, finding.where) for finding in desk.plan.findings] == [("take.locked-unspoken", "p002")]
    record(path, shorter)
    assert [entry.takes[0].take for entry in chosen_after(desk_at(path).plan, {}) if entry.is_locked] == [second]
    decide("unlock", prepare_desk(folder_at(path), shorter), ["p002"])
    assert prepare_desk(folder_at(path), shorter).plan.findings == ()
