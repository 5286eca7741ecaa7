"""A release as other people's programs meet it: ffprobe, MediaInfo, mutagen and Chromium read and play every file."""

import base64
import json
import shutil
import subprocess
import zipfile
from pathlib import Path

import imageio_ffmpeg
import mutagen
import pytest
from browser import ask_browser
from mutagen.flac import Picture
from mutagen.mp4 import MP4

AUDIO = (".mp3", ".m4b", ".flac", ".opus")
CHAPTERS = ["Opening Credits", "One: of “Lamps”", "Two"]
TITLES = {"01": CHAPTERS[0], "02": CHAPTERS[1], "03": CHAPTERS[2], "Th": "The Lamp"}
PLAY = """
const read = {};
for (const name of %s) {
  const audio = new Audio('/' + encodeURIComponent(name));
  await new Promise((done, fail) => {
    audio.onloadedmetadata = done;
    audio.onerror = () => fail(name + ': ' + audio.error.message);
  });
  const seconds = audio.duration;
  audio.currentTime = seconds * 0.75;
  await new Promise(done => audio.onseeked = done);
  const from = audio.currentTime;
  await audio.play();
  await new Promise(done => audio.ontimeupdate = () => audio.currentTime > from && done());
  audio.pause();
  read[name] = {seconds, from, to: audio.currentTime};
}
return read;
"""
READ_TEXTS = """
const files = %s, read = {};
for (const name of files.vtt) {
  const video = document.createElement('video'), track = document.createElement('track');
  track.src = '/' + encodeURIComponent(name); track.default = true;
  video.append(track); document.body.append(video);
  track.track.mode = 'showing';
  await new Promise((done, fail) => { track.onload = done; track.onerror = () => fail(name) });
  read[name] = [...track.track.cues].map(cue => [cue.startTime, cue.endTime, cue.text]);
}
for (const name of files.xhtml) {
  const page = new DOMParser().parseFromString(await (await fetch('/' + name)).text(), 'application/xhtml+xml');
  if (page.querySelector('parsererror')) throw name + page.querySelector('parsererror').textContent;
  read[name] = page.documentElement.textContent.length;
}
for (const name of files.images) {
  const image = new Image(); image.src = '/' + name; await image.decode();
  read[name] = [image.naturalWidth, image.naturalHeight];
}
return read;
"""
REPORT = """
const frame = document.createElement('iframe');
frame.style = 'width:1200px;height:900px'; frame.src = '/report/index.html';
document.body.append(frame);
await new Promise(done => frame.onload = done);
const page = frame.contentDocument, seen = [], line = page.querySelector('#c02 li[data-begin="%s"]');
line.click();
const player = page.getElementById('player');
await new Promise((done, fail) => {
  player.onerror = () => fail(player.error.message);
  player.addEventListener('timeupdate', () => { if (player.currentTime > Number(line.dataset.begin)) done() });
});
player.pause();
return {
  playing: [...page.querySelectorAll('li.playing')].map(item => item.id),
  now: page.getElementById('now').textContent,
  at: player.currentTime,
  pictures: [...page.querySelectorAll('.picture')].map(picture => picture.getBoundingClientRect().width),
  wide: page.documentElement.scrollWidth - page.documentElement.clientWidth,
};
"""


def audio_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix in AUDIO)


def run_json(program: str, *words: str, package: str) -> dict:
    if shutil.which(program) is None:
        pytest.skip(f"there is no {program}: apt-get install {package}")
    return json.loads(subprocess.run([program, *words], capture_output=True, check=True).stdout)


def probe(path: Path) -> dict:
    words = ("-v", "error", "-of", "json", "-show_format", "-show_streams", "-show_chapters", str(path))
    return run_json("ffprobe", *words, package="ffmpeg")


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


def test_ffprobe_reads_tags_cover_and_chapters_of_every_file(built):
    release = built[0].release
    for path in audio_files(release):
        told = probe(path)
        tags = {**told["format"].get("tags", {}), **told["streams"][0].get("tags", {})}
        tags = {name.lower(): value for name, value in tags.items()}
        assert (tags["artist"], tags["composer"], tags["album"]) == ("A. Author", "Middle", "The Lamp"), path.name
        assert tags["title"].startswith(TITLES[path.name[:2]])
        assert (tags["series"], tags["isbn"]) == ("Lights", "9783161484100"), path.name
        assert any(stream["disposition"].get("attached_pic") for stream in told["streams"]), path.name
    told = probe(release / "The Lamp.m4b")
    assert [row["tags"]["title"] for row in told["chapters"]] == CHAPTERS
    assert told["format"]["tags"]["media_type"] == "2"


def test_mediainfo_reads_tags_cover_and_chapters_of_every_file(built):
    release = built[0].release
    for path in audio_files(release):
        tracks = run_json("mediainfo", "--Output=JSON", str(path), package="mediainfo")["media"]["track"]
        told = next(track for track in tracks if track["@type"] == "General")
        assert (told["Performer"], told["Composer"], told["Album"]) == ("A. Author", "Middle", "The Lamp"), path.name
        assert told["Track"].startswith(TITLES[path.name[:2]]), path.name
        assert told["Cover"] == "Yes", path.name
    menus = [track["extra"] for track in tracks if track["@type"] == "Menu"]
    assert path.name == "The Lamp.m4b"
    assert len(menus) == 2, "the Nero list and the text track"
    for menu in menus:
        assert [title for clock, title in menu.items() if clock.startswith("_")] == CHAPTERS


def test_mutagen_reads_tags_cover_and_chapters_of_every_file(built):
    release = built[0].release
    pictures = {
        ".mp3": lambda file: file.tags.getall("APIC")[0].data,
        ".m4b": lambda file: bytes(file["covr"][0]),
        ".flac": lambda file: file.pictures[0].data,
        ".opus": lambda file: Picture(base64.b64decode(file["metadata_block_picture"][0])).data,
    }
    cover = built[0].cover.read_bytes()
    for path in audio_files(release):
        easy = mutagen.File(path, easy=True)
        assert (easy["artist"], easy["album"]) == (["A. Author"], ["The Lamp"]), path.name
        assert pictures[path.suffix](mutagen.File(path)) == cover, path.name
    assert [chapter.title for chapter in MP4(release / "The Lamp.m4b").chapters] == CHAPTERS


def test_a_browser_plays_every_file_and_jumps_to_its_end(built):
    release = built[0].release
    names = [path.name for path in audio_files(release)]
    told = ask_browser(release, PLAY % json.dumps(names))
    assert sorted(told) == names
    for name, row in told.items():
        length_s = mutagen.File(release / name).info.length
        assert row["seconds"] == pytest.approx(length_s, abs=0.06), name
        assert row["from"] == pytest.approx(row["seconds"] * 0.75, abs=0.001), name
        assert row["from"] < row["to"] <= row["seconds"], name


def test_a_browser_reads_the_subtitles_the_pages_and_the_cover(built, tmp_path):
    release = built[0].release
    for path in release.glob("*.vtt"):
        shutil.copy(path, tmp_path)
    with zipfile.ZipFile(release / "The Lamp.epub") as book:
        book.extractall(tmp_path)
    found = {
        "vtt": [path.name for path in tmp_path.glob("*.vtt")],
        "xhtml": [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.xhtml")],
        "images": [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.jpg")],
    }
    assert (len(found["vtt"]), len(found["images"])) == (3, 1)
    told = ask_browser(tmp_path, READ_TEXTS % json.dumps(found))
    for name in found["vtt"]:
        begins = [begin_s for begin_s, _, _ in told[name]]
        assert begins == sorted(begins)
        assert all(begin_s < end_s and text for begin_s, end_s, text in told[name])
    assert told[found["images"][0]][0] == told[found["images"][0]][1] >= 1400


def test_a_browser_shows_the_report_and_plays_it_from_a_paragraph(built):
    folder = built[0]
    page = (folder.build / "report/index.html").read_text()
    begin = page.partition('id="at-c02-p003" data-begin="')[2].partition('"')[0]
    told = ask_browser(folder.build, REPORT % begin)
    assert told["playing"] == ["at-c02-p003"]
    assert told["now"].startswith("Two – The keeper of the light")
    assert told["at"] == pytest.approx(float(begin), abs=1.5)
    assert min(told["pictures"]) > 1000
    assert told["wide"] == 0
