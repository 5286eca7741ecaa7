"""Takes decoded; finished files written, tagged, read back and measured."""

import hashlib
import io

import mutagen
import numpy as np
import pytest
import soundfile
from mutagen.mp4 import MP4
from synthetic_voice import flac_bytes, speech

from pipeline.adapters.codecs.aac import open_aac
from pipeline.adapters.codecs.decode import decode_take
from pipeline.adapters.codecs.ffmpeg import join_m4b
from pipeline.adapters.codecs.mp3 import encode_mp3, probe_mp3
from pipeline.adapters.codecs.pcm import read_blocks, write_flac
from pipeline.adapters.codecs.probe import decode_blocks, probe_file
from pipeline.adapters.codecs.tags import id3_bytes
from pipeline.errors import AudioError, StorageError
from pipeline.mastering.levels import LevelMeter
from pipeline.mastering.tone import room_tone, tone_peak
from pipeline.model import ChapterMark, Cover, Tags
from pipeline.release.m4b import format_chapters

RATE = 44_100
COVER = Cover(name="cover.png", media_type="image/png", data=b"\x89PNG\r\n\x1a\n" + b"x" * 100)
TAGS = Tags(
    title="Of Chips = ; # \\",
    album="The Lamp – Œuvre",
    authors=("A. Author", "B. Author"),
    narrator="Heart",
    publisher="Press",
    year="2026",
    language="eng",
    description="A story.",
    comment="Narrated by a synthetic voice.",
    track=(2, 12),
    cover=COVER,
)


def sound(seconds=2.0, seed=1):
    return np.rint(speech(seconds, level_db=-20, rate_hz=RATE, seed=seed) * 32768).astype(np.int16)


def blocks_of(samples, size=30_000):
    return [samples[begin : begin + size] for begin in range(0, len(samples), size)]


def levels_of(blocks, rate=RATE):
    meter = LevelMeter(rate)
    for block in blocks:
        meter.add(block)
    return meter.levels()


def encode(path, samples, tags=TAGS):
    encode_mp3(path, blocks_of(samples), sample_rate_hz=RATE, bit_rate_kbps=192, tags=tags)
    return path


@pytest.mark.parametrize(("container", "audio_format"), [("FLAC", "flac_24000"), ("WAV", "wav_24000")])
def test_a_lossless_take_is_decoded_to_its_very_samples(container, audio_format):
    samples = speech(0.3)
    written = io.BytesIO()
    soundfile.write(written, samples, 24_000, format=container, subtype="PCM_16")
    decoded, rate_hz = decode_take(written.getvalue(), audio_format)
    assert rate_hz == 24_000
    assert decoded.dtype == np.float32
    assert np.array_equal(decoded, samples)


def test_bare_pcm_takes_its_rate_from_the_format():
    samples = np.array([0, 16384, -32768], "<i2")
    decoded, rate_hz = decode_take(samples.tobytes(), "pcm_44100")
    assert rate_hz == 44_100
    assert decoded.tolist() == [0.0, 0.5, -1.0]


def test_an_mp3_take_is_decoded_to_its_end(tmp_path):
    samples = sound(1.0)
    decoded, rate_hz = decode_take(encode(tmp_path / "t.mp3", samples).read_bytes(), "mp3_44100_192")
    assert rate_hz == RATE
    assert len(samples) <= len(decoded) <= len(samples) + 4 * 1152
    assert np.abs(decoded[-2000:]).max() < 0.5


def test_two_channels_of_a_take_are_mixed():
    stereo = np.stack((speech(0.1), np.zeros(2400, np.float32)), axis=1)
    decoded, _ = decode_take(flac_bytes(stereo), "flac_24000")
    assert np.allclose(decoded, stereo[:, 0] / 2, atol=1e-7)


@pytest.mark.parametrize(
    ("data", "audio_format"),
    [(b"", "flac_24000"), (b"no audio", "mp3_44100_128"), (b"abc", "pcm_44100"), (b"ab", "pcm")],
)
def test_what_is_no_audio_is_an_audio_error(data, audio_format):
    with pytest.raises(AudioError, match="record the paragraph anew"):
        decode_take(data, audio_format)


def test_mastered_samples_come_back_from_flac_as_they_went_in(tmp_path):
    samples = sound(3.5)
    assert write_flac(tmp_path / "c01.flac", blocks_of(samples), sample_rate_hz=RATE) == len(samples)
    assert np.array_equal(np.concatenate(list(read_blocks(tmp_path / "c01.flac"))), samples)


def test_a_file_appears_only_when_its_last_block_is_written(tmp_path):
    def failing():
        yield sound(1.0)
        assert not (tmp_path / "c01.flac").exists()
        raise AudioError("the take is damaged")

    with pytest.raises(AudioError, match="the take is damaged"):
        write_flac(tmp_path / "c01.flac", failing(), sample_rate_hz=RATE)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_a_storage_error(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError):
        encode(tmp_path / "file" / "t.mp3", sound(0.1))


def test_an_mp3_is_what_the_profile_asks_for_and_keeps_its_level(tmp_path):
    samples = sound(4.0)
    path = encode(tmp_path / "t.mp3", samples)
    encoding = probe_file(path)
    assert (encoding.codec, encoding.sample_rate_hz, encoding.channels) == ("mp3", RATE, 1)
    assert (encoding.bit_rate_kbps, encoding.is_constant_bit_rate) == (192.0, True)
    before, after = levels_of([samples]), levels_of(decode_blocks(path, encoding))
    assert after.rms_db == pytest.approx(before.rms_db, abs=0.4)
    assert after.duration_s == pytest.approx(4.0, abs=0.1)


def test_every_frame_of_an_mp3_is_looked_at_for_its_bit_rate(tmp_path):
    first, second = (tmp_path / name for name in ("a.mp3", "b.mp3"))
    tags = Tags(title="", album="")
    encode_mp3(first, [sound(1.0)], sample_rate_hz=RATE, bit_rate_kbps=192, tags=tags)
    encode_mp3(second, [sound(1.0)], sample_rate_hz=RATE, bit_rate_kbps=128, tags=tags)
    frames_only = second.read_bytes().removeprefix(id3_bytes(tags))
    both = probe_mp3(first.read_bytes() + frames_only, where="both")
    assert not both.is_constant_bit_rate
    assert both.bit_rate_kbps == pytest.approx(160, abs=2)


@pytest.mark.parametrize("data", [b"", b"no frames here", b"ID3\x04\x00\x00\x00\x00\x00\x00", b"\xff\xfb"])
def test_what_has_no_frames_is_no_mp3(data):
    with pytest.raises(AudioError, match="this is not an MP3 file"):
        probe_mp3(data, where="x.mp3")


def test_mp3_tags_are_where_players_read_them(tmp_path):
    frames = mutagen.File(encode(tmp_path / "t.mp3", sound(0.2))).tags
    assert frames.version == (2, 4, 0)
    texts = {name: str(frames[name]) for name in frames if name.startswith("T")}
    assert (
        texts.items()
        >= {
            "TIT2": "Of Chips = ; # \\",
            "TALB": "The Lamp – Œuvre",
            "TPE1": "A. Author; B. Author",
            "TPE2": "A. Author; B. Author",
            "TCOM": "Heart",
            "TPUB": "Press",
            "TCON": "Audiobook",
            "TDRC": "2026",
            "TLAN": "eng",
            "TRCK": "2/12",
        }.items()
    )
    assert frames.getall("COMM")[0].text == ["Narrated by a synthetic voice."]
    assert frames.getall("APIC")[0].data == COVER.data
    assert frames.getall("APIC")[0].mime == "image/png"


def test_the_same_mp3_is_the_same_bytes(tmp_path):
    first, second = encode(tmp_path / "a.mp3", sound(0.5)), encode(tmp_path / "b.mp3", sound(0.5))
    assert first.read_bytes() == second.read_bytes()


MARKS = (
    ChapterMark(title="I. Of Chips = ; # \\ \n “and” Œuvre", begin_frame=0, end_frame=41_237),
    ChapterMark(title="II", begin_frame=41_237, end_frame=100_001),
    ChapterMark(title="III", begin_frame=100_001, end_frame=133_120),
)


def encode_aac(path, samples, rate=RATE):
    tone = room_tone(0, 2048)
    with open_aac(path, sample_rate_hz=rate, before=room_tone(-2048, 2048), after=tone) as write:
        for block in blocks_of(samples):
            write(block)
    return path


def make_book(path, metadata=None):
    chapters = format_chapters(MARKS, RATE) if metadata is None else metadata
    part = encode_aac(path.with_suffix(".aac"), sound(130 * 1024 / RATE))
    join_m4b(path, [part], metadata=chapters, tags=TAGS)
    part.unlink()
    return path


def test_an_m4b_has_its_chapters_to_the_millisecond_its_tags_and_its_cover(tmp_path):
    path = make_book(tmp_path / "book.m4b")
    assert path.read_bytes()[4:12] == b"ftypM4B "
    book = MP4(path)
    assert [chapter.title for chapter in book.chapters] == [mark.title for mark in MARKS]
    for chapter, mark in zip(book.chapters, MARKS, strict=True):
        assert chapter.start == pytest.approx(mark.begin_frame / RATE, abs=0.001)
    words = {name: value for name, value in book.tags.items() if name != "covr"}
    expected = {
        "\xa9nam": ["Of Chips = ; # \\"],
        "\xa9alb": ["The Lamp – Œuvre"],
        "\xa9ART": ["A. Author; B. Author"],
        "aART": ["A. Author; B. Author"],
        "\xa9wrt": ["Heart"],
        "\xa9nrt": ["Heart"],
        "\xa9pub": ["Press"],
        "\xa9gen": ["Audiobook"],
        "\xa9day": ["2026"],
        "\xa9cmt": ["Narrated by a synthetic voice."],
        "desc": ["A story."],
        "stik": [2],
        "pgap": True,
    }
    assert {name: words[name] for name in expected} == expected
    assert bytes(book.tags["covr"][0]) == COVER.data


def test_an_m4b_is_exactly_as_long_as_its_timeline_and_keeps_its_level(tmp_path):
    path = make_book(tmp_path / "book.m4b")
    encoding = probe_file(path)
    assert (encoding.codec, encoding.sample_rate_hz, encoding.channels) == ("aac", RATE, 1)
    levels = levels_of(decode_blocks(path, encoding))
    assert levels.duration_s == round(130 * 1024 / RATE, 6)
    assert MP4(path).info.length == pytest.approx(130 * 1024 / RATE, abs=0.001)
    assert levels.rms_db == pytest.approx(levels_of([sound(3.0)]).rms_db, abs=0.5)


def test_frames_of_chapters_encoded_apart_decode_to_the_samples_of_the_whole(tmp_path):
    chapters = []
    for seed in range(3):
        chapter = room_tone(0, 60 * 1024).copy()
        chapter[20_000:40_000] += sound(20_000 / RATE, seed=seed)
        chapters.append(chapter)
    parts = [encode_aac(tmp_path / f"{number}.aac", chapter) for number, chapter in enumerate(chapters)]
    join_m4b(tmp_path / "book.m4b", parts, metadata=";FFMETADATA1\n", tags=TAGS)
    decoded = np.concatenate(list(decode_blocks(tmp_path / "book.m4b", probe_file(tmp_path / "book.m4b"))))[:, 0]
    whole = np.concatenate(chapters)
    assert len(decoded) == len(whole)
    error = decoded.astype(float) - whole
    for joint in (60 * 1024, 120 * 1024):
        around = slice(joint - 2048, joint + 2048)
        assert np.sqrt((error[around] ** 2).mean()) < 4  # room tone has 8
        assert np.abs(decoded[around].astype(int)).max() <= tone_peak() + 8
    assert np.sqrt((error**2).mean()) < 0.3 * np.sqrt((whole.astype(float) ** 2).mean())


def test_samples_that_do_not_fill_whole_aac_frames_are_refused(tmp_path):
    with pytest.raises(AudioError, match="1025 samples do not fill whole AAC frames of 1024"):
        encode_aac(tmp_path / "c.aac", np.zeros(1025, np.int16))
    assert list(tmp_path.iterdir()) == []


def test_the_same_m4b_is_the_same_bytes(tmp_path):
    (tmp_path / "there").mkdir()
    books = [make_book(tmp_path / name) for name in ("a.m4b", "there/b.m4b")]
    assert len({hashlib.sha256(book.read_bytes()).hexdigest() for book in books}) == 1


def test_an_encoder_that_fails_says_why_and_leaves_nothing(tmp_path):
    with pytest.raises(AudioError, match=r"c\.aac: ffmpeg "):
        encode_aac(tmp_path / "c.aac", sound(10 * 1024 / RATE), rate=0)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "part.aac").write_bytes(b"these are no frames" * 100)
    with pytest.raises(AudioError, match=r"book\.m4b: ffmpeg failed with exit code \d+: .*"):
        join_m4b(tmp_path / "book.m4b", [tmp_path / "part.aac"], metadata=";FFMETADATA1\n", tags=TAGS)
    assert [path.name for path in tmp_path.iterdir()] == ["part.aac"]


def test_a_chapter_that_fails_while_it_is_encoded_leaves_nothing(tmp_path):
    def fail():
        tone = room_tone(0, 2048)
        with open_aac(tmp_path / "c.aac", sample_rate_hz=RATE, before=tone, after=tone) as write:
            write(sound(0.5))
            raise AudioError("c02 is damaged")

    with pytest.raises(AudioError, match="c02 is damaged"):
        fail()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["x.mp3", "x.m4b", "x.flac", "x.wav"])
def test_a_file_that_is_missing_or_no_audio_is_an_audio_error(tmp_path, name):
    with pytest.raises(AudioError, match="there is no such file"):
        probe_file(tmp_path / name)
    (tmp_path / name).write_text("this is a letter, not a sound")
    with pytest.raises(AudioError, match="not an"):
        probe_file(tmp_path / name)
