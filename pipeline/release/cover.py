"""The bytes of a cover -> its size in pixels.

PNG: https://www.w3.org/TR/png-3/#11IHDR. JPEG: the frame headers of ITU-T T.81, table B.1.
"""

from __future__ import annotations

from pipeline.model import Cover

_DAMAGED = 0, 0
_NO_LENGTH = frozenset({0x01, *range(0xD0, 0xD9)})
"""Markers that stand alone: TEM, RST0 to RST7, SOI."""
_NO_FRAME = frozenset({0xC4, 0xC8, 0xCC})
"""Of C0 to CF, those that begin no frame: DHT, JPG, DAC."""


def cover_size(cover: Cover) -> tuple[int, int]:
    """Return width and height in pixels; zeros where the picture is cut short or damaged."""
    if cover.media_type == "image/png":
        header = cover.data[16:24]
        is_whole = len(header) == 8 and cover.data[12:16] == b"IHDR"
        return (int.from_bytes(header[:4], "big"), int.from_bytes(header[4:], "big")) if is_whole else _DAMAGED
    return _jpeg_size(cover.data)


def _jpeg_size(data: bytes) -> tuple[int, int]:
    """Go from marker to marker up to the first frame header."""
    place = 2
    while place + 9 <= len(data) and data[place] == 0xFF:
        marker = data[place + 1]
        if marker == 0xFF:
            place += 1
        elif marker in _NO_LENGTH:
            place += 2
        elif 0xC0 <= marker <= 0xCF and marker not in _NO_FRAME:
            height, width = data[place + 5 : place + 7], data[place + 7 : place + 9]
            return int.from_bytes(width, "big"), int.from_bytes(height, "big")
        else:
            place += 2 + int.from_bytes(data[place + 2 : place + 4], "big")
    return _DAMAGED
