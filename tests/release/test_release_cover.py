"""The size of a cover, from its bytes."""

from pathlib import Path

import pymupdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Cover
from pipeline.release.cover import cover_size

DEMO = Path(__file__).parent.parent.parent / "projects/the-lamp-at-sallow-point/source/book/cover.jpg"


def picture(form, width, height):
    pixmap = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, width, height), 0)
    pixmap.clear_with(200)
    return Cover(name=f"cover.{form}", media_type=f"image/{form}", data=pixmap.tobytes(form))


@pytest.mark.parametrize("form", ["png", "jpeg"])
def test_width_and_height_are_read_as_the_file_says(form):
    assert cover_size(picture(form, 301, 17)) == (301, 17)


def test_a_jpeg_from_a_camera_or_a_painter_is_read_behind_what_stands_before_its_frame():
    jpeg = picture("jpeg", 64, 48)
    exif = b"\xff\xe1\x00\x08Exif\x00\x00"
    assert cover_size(Cover(name="x", media_type="image/jpeg", data=jpeg.data[:2] + exif + jpeg.data[2:])) == (64, 48)
    assert cover_size(Cover(name="x", media_type="image/jpeg", data=DEMO.read_bytes())) == (1600, 1600)


@given(data=st.binary(max_size=64), form=st.sampled_from(["png", "jpeg"]))
def test_whatever_the_bytes_are_there_is_an_answer(data, form):
    begin = b"\x89PNG\r\n\x1a\n" if form == "png" else b"\xff\xd8\xff"
    width, height = cover_size(Cover(name="x", media_type=f"image/{form}", data=begin + data))
    assert width >= 0
    assert height >= 0


def test_a_picture_that_is_cut_short_has_no_size():
    for form in ("png", "jpeg"):
        whole = picture(form, 10, 10)
        assert cover_size(Cover(name="x", media_type=whole.media_type, data=whole.data[:15])) == (0, 0)
