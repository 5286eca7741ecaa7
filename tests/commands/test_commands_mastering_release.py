"""From takes to a release on disk: what is made, what is left alone, what fails."""

import json
import logging
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from mutagen.mp4 import MP4
from synthetic_voice import HEART, JOE, flac_bytes, make_line, make_paragraph, make_take, speech, with_silence

from pipeline.adapters.codecs.pcm import read_blocks, write_flac
from pipeline.adapters.project import ProjectFolder
from pipeline.commands import check
from pipeline.commands.encoded import chapter_file
from pipeline.commands.mastered import chapter_sounds, master_book
from pipeline.commands.measured import measure_file
from pipeline.commands.reading import ChapterLines
from pipeline.commands.release import print_release
from pipeline.commands.released import release_book
from pipeline.errors import AudioError, ProjectError
from pipeline.mastering.profiles import ACX
from pipeline.model import Boundary, Cast, ChapterEntry, ChapterFormat, Metadata, Project


class Studio:
    """A project on disk whose takes are in memory."""

    def __init__(self, path: Path, chapters: int = 2) -> None:
        project = Project(
            slug="lamp",
            metadata=Metadata(title="The Lamp", authors=("A. Author",), language="en"),
            narrator_name="Heart",
            source="source/lamp.txt",
            chapters=(),
            cast=Cast(narrator=HEART),
            cover="source/cover.png",
        )
        self.folder = ProjectFolder(path=path, project=project)
        (path / "source").mkdir(parents=True)
        (path / "source/lamp.txt").write_text("words")
        (path / "source/cover.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"x" * 50)
        self.objects: dict[str, bytes] = {}
        self.takes = {}
        self.chapters = tuple(self.chapter(number) for number in range(1, chapters + 1))

    def chapter(self, number: int) -> ChapterLines:
        name = f"c{number:02d}"
        heading, body = f"{name}-p001", f"{name}-p002"
        self.record(heading, level_db=-24, seed=number, seconds=1.0)
        self.record(body, level_db=-30, seed=10 + number, seconds=2.0, voice=JOE)
        paragraphs = (
            make_paragraph(heading, make_line(heading), ends=Boundary.HEADING),
            make_paragraph(body, make_line(body), ends=Boundary.CHAPTER_END),
        )
        return ChapterLines(entry=ChapterEntry(id=name, title=f"Title {number}"), paragraphs=paragraphs)

    def record(self, paragraph: str, *, level_db: float, seed: int, seconds: float, voice=HEART) -> None:
        samples = with_silence(speech(seconds, level_db=level_db, seed=seed), before_s=0.2, after_s=0.2)
        take = make_take(paragraph, samples, begin_s=0.2, end_s=0.2 + seconds, voice=voice)
        self.takes[paragraph] = (take,)
        self.objects[take.object] = flac_bytes(samples)

    def master(self):
        return master_book(self.folder, self.chapters, self.takes, read_object=self.objects.__getitem__)

    def release(self):
        return release_book(self.folder, self.master(), self.chapters, self.takes)


@pytest.fixture
def studio(tmp_path, monkeypatch):
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {0}, raising=False)
    return Studio(tmp_path / "lamp")


def mp3_frames(studio, chapter):
    return chapter_file(studio.folder.mastered, chapter, ChapterFormat.MP3)


def state(folder: Path) -> dict[str, tuple[int, int]]:
    return {
        str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.stat().st_ino)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_book_is_mastered_within_its_levels_with_its_voices_matched(studio):
    book = studio.master()
    assert book.made == ("c01", "c02")
    assert book.findings == ()
    for record in book.records:
        assert -22.0 <= record.levels.rms_db <= -19.0
        assert record.levels.noise_floor_db < -70
        assert record.levels.head_s == pytest.approx(0.75, abs=0.15)
        measured = measure_file(mp3_frames(studio, record.chapter.chapter)).levels
        assert measured == record.levels
        assert [file.format for file in record.files] == [ChapterFormat.MP3, ChapterFormat.AAC]
        assert record.files[1].levels.duration_s == round(record.chapter.frames / 44_100, 6)


def test_what_is_up_to_date_is_not_touched(studio):
    first = studio.master()
    before = state(studio.folder.path)
    again = studio.master()
    assert again.made == ()
    assert again.records == first.records
    assert state(studio.folder.path) == before


def test_another_take_masters_its_chapter_again_and_no_other(studio):
    studio.master()
    lock = studio.folder.mastering_lock.read_bytes()
    other = mp3_frames(studio, "c01").read_bytes()
    studio.record("c02-p002", level_db=-28, seed=99, seconds=2.0, voice=JOE)
    assert studio.master().made == ("c02",)
    assert studio.folder.mastering_lock.read_bytes() == lock
    assert mp3_frames(studio, "c01").read_bytes() == other


def test_a_chapter_far_off_gets_a_correction_that_is_kept_in_the_lock(studio):
    studio.master()
    for paragraph, voice in (("c02-p001", HEART), ("c02-p002", JOE)):
        studio.record(paragraph, level_db=-36, seed=50, seconds=2.0, voice=voice)
    book = studio.master()
    assert book.findings == ()
    assert book.records[1].levels.rms_db == pytest.approx(-21.9, abs=0.1)
    assert '"c02" = ' in studio.folder.mastering_lock.read_text()
    assert studio.master().made == ()


def test_a_correction_that_is_not_needed_any_more_leaves_the_lock(studio):
    studio.master()
    before = dict(studio.takes)
    for paragraph, voice in (("c02-p001", HEART), ("c02-p002", JOE)):
        studio.record(paragraph, level_db=-40, seed=50, seconds=2.0, voice=voice)
    studio.master()
    assert '"c02" = ' in studio.folder.mastering_lock.read_text()
    studio.takes.update(before)
    assert studio.master().made == ("c02",)
    assert '"c02" = ' not in studio.folder.mastering_lock.read_text()


def test_a_chapter_longer_than_its_profile_allows_is_released_in_parts(studio):
    paragraphs = []
    for number in range(1, 9):
        name = f"c03-p{number:03d}"
        studio.record(name, level_db=-26, seed=20 + number, seconds=30.0 if number == 1 else 1.0)
        ends = Boundary.CHAPTER_END if number == 8 else Boundary.SCENE_BREAK
        paragraphs.append(make_paragraph(name, make_line(name), ends=ends))
    chapter = ChapterLines(entry=ChapterEntry(id="c03", title="Long"), paragraphs=tuple(paragraphs))
    parts = list(
        chapter_sounds(chapter, studio.takes, studio.folder, replace(ACX, length_s=replace(ACX.length_s, most=45.0)))
    )
    assert [entry.title for entry, _ in parts] == ["Long, part 1", "Long, part 2"]
    assert [entry.id for entry, _ in parts] == ["c03.1", "c03.2"]
    assert all(sound.length_s <= 45.0 for _, sound in parts)


def test_a_pause_of_twelve_seconds_that_the_script_asks_for_is_no_fault(studio, capsys):
    first = studio.chapters[0]
    paused = replace(first.paragraphs[0], pause_after_s=12.0)
    studio.chapters = (replace(first, paragraphs=(paused, *first.paragraphs[1:])), *studio.chapters[1:])
    release = studio.release()
    assert release.findings == ()
    assert max(file.levels.gap_s for file in release.files if file.levels) > 11.5
    assert check.run(arguments(studio.folder.release, profile=None)) == 0
    (studio.folder.release / "manifest.json").unlink()
    assert check.run(arguments(studio.folder.release)) == 1
    assert capsys.readouterr().out.count("silence.gap-long") == 2  # the MP3 and the M4B


def test_a_podcast_is_brought_to_its_loudness_on_the_encoded_file(studio):
    studio.folder = replace(studio.folder, project=replace(studio.folder.project, profile="podcast"))
    book = studio.master()
    assert book.findings == ()
    for record in book.records:
        assert record.levels.loudness_lufs == pytest.approx(-16.0, abs=0.7)
        assert record.levels.true_peak_db < -1.0
    assert 'profile = "podcast"' in studio.folder.mastering_lock.read_text()


def test_a_chapter_that_stays_outside_its_profile_is_a_finding(studio):
    silence = np.zeros(24_000, np.float32)
    for paragraph in ("c02-p001", "c02-p002"):
        take = make_take(paragraph, silence, begin_s=0.5, end_s=0.5)
        studio.takes[paragraph] = (take,)
        studio.objects[take.object] = flac_bytes(silence)
    assert [(finding.where, finding.code) for finding in studio.master().findings] == [("c02", "level.rms-low")]


def test_a_damaged_samples_file_is_made_again(studio):
    studio.master()
    mp3_frames(studio, "c01").write_bytes(b"torn")
    assert studio.master().made == ("c01",)
    (studio.folder.mastered / "c02.json").write_text("{")
    assert studio.master().made == ("c02",)


def test_a_take_that_cannot_be_decoded_is_named(studio):
    studio.objects[studio.takes["c02-p001"][0].object] = b"no audio"
    with pytest.raises(AudioError, match="c02-p001, take t-c02-p001-0: the audio does not decode"):
        studio.master()
    assert not mp3_frames(studio, "c02").exists()


def test_a_release_has_an_mp3_a_chapter_an_m4b_and_a_manifest_and_passes_its_check(studio, capsys):
    release = studio.release()
    assert release.findings == ()
    names = ["01 - Title 1.mp3", "02 - Title 2.mp3", "NOTES.md", "SHA256SUMS", "The Lamp.m4b", "manifest.json"]
    assert sorted(path.name for path in studio.folder.release.iterdir()) == names
    assert check.run(arguments(studio.folder.release)) == 0
    assert capsys.readouterr().out.count("passes") == 3


def test_the_chapters_of_the_m4b_begin_where_their_mp3s_samples_begin(studio):
    book, _ = studio.master(), studio.release()
    marks = MP4(studio.folder.release / "The Lamp.m4b").chapters
    assert [mark.title for mark in marks] == ["Title 1", "Title 2"]
    assert marks[1].start == pytest.approx(book.records[0].chapter.frames / 44_100, abs=0.001)


def test_a_second_release_touches_nothing(studio):
    studio.release()
    before = state(studio.folder.path)
    assert studio.release().made == ()
    assert state(studio.folder.path) == before


def test_after_a_change_in_one_chapter_its_mp3_and_the_m4b_are_made_again(studio):
    studio.release()
    studio.record("c02-p002", level_db=-28, seed=99, seconds=2.0, voice=JOE)
    before = state(studio.folder.release)
    assert studio.release().made == ("02 - Title 2.mp3", "The Lamp.m4b")
    assert state(studio.folder.release)["01 - Title 1.mp3"][0] == before["01 - Title 1.mp3"][0]


def test_the_same_takes_and_lock_give_the_same_bytes_in_another_folder(studio, tmp_path):
    studio.release()
    twin = Studio(tmp_path / "elsewhere" / "twin")
    twin.release()
    for path in sorted(studio.folder.release.iterdir()):
        assert (twin.folder.release / path.name).read_bytes() == path.read_bytes(), path.name


def test_a_release_outside_its_profile_leaves_the_last_one_in_place(studio):
    studio.record("c02-p002", level_db=-30, seed=12, seconds=31.0, voice=JOE)
    studio.release()
    before = state(studio.folder.release)
    pauses = replace(studio.folder.project.pauses, chapter_tail_s=7.0)
    studio.folder = replace(studio.folder, project=replace(studio.folder.project, pauses=pauses))
    release = studio.release()
    assert {finding.code for finding in release.findings} == {"silence.tail-long"}
    assert state(studio.folder.release) == before
    assert sorted(path.name for path in studio.folder.build.iterdir()) == ["mastered", "release"]


def test_a_release_that_was_killed_between_its_two_renames_is_put_back(studio):
    studio.release()
    before = state(studio.folder.release)
    studio.folder.release.rename(studio.folder.build / "release.previous")
    (studio.folder.build / "release.next").mkdir()
    assert studio.release().made == ()
    assert state(studio.folder.release) == before


def test_formats_that_are_not_asked_for_are_not_made_and_leave(studio):
    studio.release()
    studio.folder = replace(studio.folder, project=replace(studio.folder.project, formats=("m4b",)))
    assert studio.release().made == ()
    assert sorted(path.name for path in studio.folder.release.iterdir()) == [
        "NOTES.md",
        "SHA256SUMS",
        "The Lamp.m4b",
        "manifest.json",
    ]


def test_a_cover_that_is_no_picture_is_an_error(studio):
    (studio.folder.path / "source/cover.png").write_text("<html>")
    with pytest.raises(ProjectError, match="neither JPEG nor PNG"):
        studio.release()


def test_the_report_names_chapters_files_and_that_acx_takes_no_synthetic_voice(studio, capsys, caplog):
    release = studio.release()
    with caplog.at_level(logging.WARNING):
        print_release(studio.folder, studio.master(), release)
    out = capsys.readouterr().out
    assert "Title 2" in out
    assert out.count("passes") == 2
    assert str(studio.folder.release / "The Lamp.m4b") in out
    assert "narration.not-taken: ACX (Audible, Amazon, Apple) does not take synthetic narration" in caplog.text
    for code in ("cover.unreadable", "credits.opening-missing", "credits.closing-missing"):
        assert code in caplog.text


def test_workers_give_the_same_bytes_as_one_process(studio, tmp_path, monkeypatch):
    alone = studio.master()
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {0, 1}, raising=False)
    twin = Studio(tmp_path / "twin")
    assert twin.master().records == alone.records
    for chapter in ("c01", "c02"):
        paths = [mp3_frames(one, chapter) for one in (studio, twin)]
        assert paths[0].read_bytes() == paths[1].read_bytes()


def arguments(*paths, profile="acx", as_json=False):
    return check.argparse.Namespace(paths=list(paths), profile=profile, listen=False, json=as_json)


def test_check_tells_what_lies_outside_with_its_code(studio, capsys):
    studio.master()
    path = studio.folder.path / "c01.flac"
    write_flac(path, read_blocks(mp3_frames(studio, "c01")), sample_rate_hz=44_100)
    assert check.run(arguments(path)) == 1
    out = capsys.readouterr().out
    assert "fails" in out
    assert f"{path}: format.codec: flac, not mp3" in out


def test_check_finds_a_file_of_a_release_that_was_changed_or_lost(studio, capsys):
    studio.release()
    first, second = studio.folder.release / "01 - Title 1.mp3", studio.folder.release / "02 - Title 2.mp3"
    first.write_bytes(second.read_bytes())
    second.unlink()
    assert check.run(arguments(studio.folder.release, as_json=True)) == 1
    told = json.loads(capsys.readouterr().out)
    assert [(finding["code"], finding["where"]) for finding in told["findings"]] == [
        ("manifest.changed", str(first)),
        ("manifest.missing", str(second)),
    ]
    assert told["files"][0]["levels"]["noise_floor_db"] < -60


def test_check_of_an_empty_folder_or_a_missing_file_is_an_error(tmp_path):
    with pytest.raises(AudioError, match="no audio file in this folder"):
        check.run(arguments(tmp_path))
    with pytest.raises(AudioError, match="there is no such file"):
        check.run(arguments(tmp_path / "x.mp3"))
