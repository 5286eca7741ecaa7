"""The marks of a long M4B, as players meet them: by the container's clock, playing on, and jumping."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest
from browser import ask_browser
from mutagen.mp4 import MP4

from pipeline.adapters.codecs.aac import open_aac
from pipeline.adapters.codecs.ffmpeg import join_m4b
from pipeline.adapters.codecs.probe import decode_blocks, probe_file
from pipeline.mastering.tone import room_tone, tone_peak
from pipeline.model import MasteredChapter, Tags
from pipeline.release.m4b import format_chapters, mark_chapters

RATE = 44_100
HEAD_FRAMES = 4_410
"""Room tone before the burst with which each chapter begins."""
CHAPTERS = 60
BAR_S = 0.010
BUNDLED = imageio_ffmpeg.get_ffmpeg_exe()
BURST = 2_250
"""A quarter of the burst: where it is over this, it has begun."""
LISTEN = """
const marks = %s, loud = %f, rate = 44100, context = new AudioContext({sampleRate: rate});
const sound = (await context.decodeAudioData(await (await fetch('/book.m4b')).arrayBuffer())).getChannelData(0);
const linear = marks.map(mark => {
  let place = mark;
  while (place < sound.length && Math.abs(sound[place]) < loud) place++;
  return place - mark;
});
const code = `registerProcessor('tap', class extends AudioWorkletProcessor {
  process(inputs) { if (inputs[0].length) this.port.postMessage(inputs[0][0].slice()); return true }
})`;
await context.audioWorklet.addModule(URL.createObjectURL(new Blob([code], {type: 'text/javascript'})));
const audio = new Audio('/book.m4b'), tap = new AudioWorkletNode(context, 'tap');
await new Promise(done => audio.onloadedmetadata = done);
context.createMediaElementSource(audio).connect(tap).connect(context.destination);
await context.resume();
const sought = [];
for (const mark of [marks[0], marks[31], marks[59]]) {
  audio.pause();
  await new Promise(done => setTimeout(done, 150));
  audio.currentTime = mark / rate;
  await new Promise(done => audio.onseeked = done);
  const heard = new Promise(done => {
    let first = -1, count = 0;
    tap.port.onmessage = event => {
      for (const value of event.data) {
        if (first < 0 && value !== 0) first = count;
        if (count - first > 2 * rate || (first >= 0 && Math.abs(value) >= loud)) {
          tap.port.onmessage = null;
          return done(count - first);
        }
        count++;
      }
    };
  });
  await audio.play();
  sought.push(await heard);
}
return {linear, sought, frames: sound.length, seconds: audio.duration};
"""
"""Decodes the book at once, then plays from three marks. Room tone is never zero, so what is played begins with the
first sample that is not."""


def burst_chapter(number: int) -> np.ndarray:
    samples = room_tone(0, 1024 * (52 + number * 7 % 40)).copy()
    place = np.arange(4_410)
    samples[HEAD_FRAMES : HEAD_FRAMES + 4_410] += (9_000 * np.sin(2 * np.pi * 1_000 * place / RATE)).astype(np.int16)
    return samples


def burst_begin_s(samples: np.ndarray) -> float:
    """Where the sound rises over a quarter of the burst."""
    return int(np.flatnonzero(np.abs(samples.astype(int)) > BURST)[0]) / RATE


def decode(path: Path, *, begin_s: float | None = None, length_s: float = 0.4, ffmpeg: str = BUNDLED) -> np.ndarray:
    seek = () if begin_s is None else ("-ss", f"{begin_s:.6f}")
    length = () if begin_s is None else ("-t", str(length_s))
    command = [ffmpeg, "-v", "error", *seek, "-i", str(path), *length]
    done = subprocess.run([*command, "-f", "s16le", "-ac", "1", "pipe:1"], stdout=subprocess.PIPE, check=True)
    return np.frombuffer(done.stdout, "<i2")


@pytest.fixture(scope="module", params=["bundled", "system"])
def ffmpeg(request):
    """The ffmpeg that made the book, and another of another version where the machine has one."""
    found = BUNDLED if request.param == "bundled" else shutil.which("ffmpeg")
    if found is None:
        pytest.skip("there is no other ffmpeg: apt-get install ffmpeg")
    return found


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    folder = tmp_path_factory.mktemp("book")
    parts, chapters, samples = [], [], []
    for number in range(CHAPTERS):
        sound = burst_chapter(number)
        parts.append(folder / f"{number}.aac")
        around = room_tone(-2048, 2048), room_tone(0, 2048)
        with open_aac(parts[-1], sample_rate_hz=RATE, before=around[0], after=around[1]) as write:
            write(sound)
        samples.append(sound)
        chapters.append(
            MasteredChapter(
                chapter=f"c{number}",
                title=f"Chapter {number}",
                frames=len(sound),
                sample_rate_hz=RATE,
                timeline=(),
                key=str(number),
            )
        )
    marks = mark_chapters(chapters)
    path = folder / "book.m4b"
    join_m4b(path, parts, metadata=format_chapters(marks, RATE), tags=Tags(title="Book", album="Book"))
    return path, marks, samples


def test_the_container_lasts_as_long_as_its_samples_and_its_marks_are_theirs(book):
    path, marks, samples = book
    total_s = sum(map(len, samples)) / RATE
    file = MP4(path)
    assert file.info.length == pytest.approx(total_s, abs=0.001)
    words = subprocess.run([imageio_ffmpeg.get_ffmpeg_exe(), "-i", str(path)], stderr=subprocess.PIPE, text=True).stderr
    hours, minutes, seconds = re.findall(r"Duration: (\d+):(\d+):([\d.]+), start: 0.000000", words)[0]
    assert int(hours) * 3600 + int(minutes) * 60 + float(seconds) == pytest.approx(total_s, abs=0.01)
    assert [chapter.start for chapter in file.chapters] == pytest.approx(
        [mark.begin_frame / RATE for mark in marks], abs=0.001
    )


def test_ffprobe_reads_every_mark(book):
    if shutil.which("ffprobe") is None:
        pytest.skip("there is no ffprobe: apt-get install ffmpeg")
    path, marks, _ = book
    command = ["ffprobe", "-v", "error", "-show_chapters", "-of", "json", str(path)]
    told = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)["chapters"]
    assert [row["tags"]["title"] for row in told] == [mark.title for mark in marks]
    assert [float(row["start_time"]) for row in told] == pytest.approx(
        [mark.begin_frame / RATE for mark in marks], abs=0.001
    )


def test_a_browser_begins_every_chapter_at_its_mark_decoded_at_once_and_after_a_jump(book):
    path, marks, samples = book
    told = ask_browser(path.parent, LISTEN % (json.dumps([mark.begin_frame for mark in marks]), BURST / 32_768))
    assert told["frames"] == sum(map(len, samples))
    assert told["seconds"] == pytest.approx(told["frames"] / RATE, abs=0.001)
    for frames in (*told["linear"], *told["sought"]):
        assert abs(frames - HEAD_FRAMES) < BAR_S * RATE
    assert len(told["linear"]) == CHAPTERS


def test_played_on_every_chapter_begins_at_its_mark(book, ffmpeg):
    path, marks, samples = book
    decoded = decode(path, ffmpeg=ffmpeg)
    assert len(decoded) == sum(map(len, samples))
    for mark in marks:
        begin_s = burst_begin_s(decoded[mark.begin_frame :]) - HEAD_FRAMES / RATE
        assert abs(begin_s) < BAR_S, mark.title


def test_a_jump_to_a_mark_lands_on_it(book, ffmpeg):
    path, marks, _ = book
    for mark in (*marks[:2], marks[30], *marks[-2:]):
        begin_s = burst_begin_s(decode(path, begin_s=mark.begin_frame / RATE, ffmpeg=ffmpeg)) - HEAD_FRAMES / RATE
        assert abs(begin_s) < BAR_S, mark.title


def test_nothing_louder_than_room_tone_is_heard_where_chapters_meet(book):
    path, marks, samples = book
    decoded, whole = decode(path).astype(int), np.concatenate(samples).astype(int)
    for mark in marks[1:]:
        around = slice(mark.begin_frame - 1_024, mark.begin_frame + 1_024)
        assert np.abs(decoded[around]).max() <= tone_peak() + 8, mark.title
        assert np.sqrt(((decoded - whole)[around] ** 2).mean()) < 4, mark.title


def test_the_file_decodes_the_same_in_blocks_as_at_once(book):
    path, _, _ = book
    blocks = list(decode_blocks(path, probe_file(path)))
    assert sys.getsizeof(blocks[0]) < 1_000_000
    assert np.array_equal(np.concatenate(blocks)[:, 0], decode(path))
