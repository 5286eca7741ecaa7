"""Zips whose bytes follow from their members alone; tags beside the common ones."""

import io
import os
import zipfile

import mutagen
import numpy as np
import pytest

from pipeline.adapters.archives import write_archive
from pipeline.adapters.codecs.ffmpeg import encode_opus
from pipeline.adapters.codecs.pcm import write_flac
from pipeline.adapters.codecs.tags import id3_bytes, write_vorbis_tags
from pipeline.model import Cover, Tags

TAGS = Tags(
    title="Two",
    album="The Lamp",
    authors=("A", "B"),
    narrator="Heart",
    date="2026-03-01",
    series="Lights",
    series_position="2",
    isbn="9783161484100",
    language="eng",
    language_tag="en-GB",
    description="A story.",
    comment="Synthetic.",
    track=(2, 12),
    cover=Cover(name="c", media_type="image/png", data=b"\x89PNG" + b"x" * 9),
)
TONE = np.round(8000 * np.sin(np.arange(44_100) / 20)).astype(np.int16)


def test_two_zips_of_the_same_members_are_the_same_bytes_whenever_and_under_whatever_rights(tmp_path):
    file = tmp_path / "a.mp3"
    file.write_bytes(b"sound")
    write_archive(tmp_path / "1.zip", [("mimetype", b"x"), ("audio/a.mp3", file)])
    os.utime(file, (0, 0))
    file.chmod(0o600)
    before = os.umask(0o077)
    write_archive(tmp_path / "2.zip", [("mimetype", b"x"), ("audio/a.mp3", file)])
    os.umask(before)
    assert (tmp_path / "1.zip").read_bytes() == (tmp_path / "2.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "1.zip") as archive:
        assert archive.namelist() == ["mimetype", "audio/a.mp3"]
        assert archive.read("audio/a.mp3") == b"sound"
        assert archive.testzip() is None
    assert (tmp_path / "1.zip").read_bytes()[30:38] == b"mimetype"


def test_series_and_isbn_are_where_players_read_them():
    frames = mutagen.id3.ID3()
    frames.load(io.BytesIO(id3_bytes(TAGS)))
    assert {
        name: str(frames[name]) for name in ("TXXX:SERIES", "TXXX:SERIES-PART", "TXXX:ISBN", "TXXX:DESCRIPTION")
    } == {
        "TXXX:SERIES": "Lights",
        "TXXX:SERIES-PART": "2",
        "TXXX:ISBN": "9783161484100",
        "TXXX:DESCRIPTION": "A story.",
    }
    assert (str(frames["MVNM"]), str(frames["TIT1"]), str(frames["TSOA"])) == (
        "Lights",
        "Lights, Book 2",
        "Lights 2 - The Lamp",
    )


@pytest.mark.parametrize("suffix", [".flac", ".opus"])
def test_flac_and_opus_say_the_same_as_the_mp3(tmp_path, suffix):
    path = tmp_path / f"x{suffix}"
    samples = tmp_path / "x.flac"
    write_flac(samples, [TONE], sample_rate_hz=44_100)
    if suffix == ".opus":
        encode_opus(path, samples, bit_rate_kbps=32)
    write_vorbis_tags(path, TAGS)
    file = mutagen.File(path)
    told = {name: file[name][0] for name in ("title", "album", "composer", "series", "tracknumber", "comment")}
    assert told == {
        "title": "Two", "album": "The Lamp", "composer": "Heart", "series": "Lights", "tracknumber": "2",
        "comment": "Synthetic.",
    }  # fmt: skip
    assert file.info.length == pytest.approx(1.0, abs=0.02)
    assert "metadata_block_picture" in file or file.pictures[0].data == TAGS.cover.data
