"""Bytes of a picture -> the cover of a book, as JPEG or PNG.

Players and tags take JPEG and PNG. What is neither is drawn anew as PNG where the parser of PDF can: SVG, GIF, BMP,
TIFF. It reads nothing but the bytes.
"""

from __future__ import annotations

import base64
import binascii
import posixpath
import re
from typing import Any, Final

from pipeline.errors import ManuscriptError
from pipeline.manuscript.markup import local_name, parse_xml
from pipeline.model import Cover

_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
_DRAWN: Final = (b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_SVG: Final = "image/svg+xml"
_OTHER: Final = "image/*"
LONGEST_SIDE: Final = 1600
"""Pixels of a cover that is drawn from lines, on its longer side."""
_LARGEST: Final = 32 * 2**20
"""Bytes of a picture that is taken for a cover."""
_DATA: Final = re.compile(r"data:image/(?:jpe?g|png);base64,", re.IGNORECASE)


def make_cover(data: bytes, *, name: str) -> Cover | None:
    """Return a picture as a cover, or None where it is none; one to be drawn stays as it came (`show_cover`)."""
    stem = posixpath.splitext(posixpath.basename(name))[0] or "cover"
    if not data or len(data) > _LARGEST:
        return None
    if data.startswith(_JPEG):
        return Cover(name=f"{stem}.jpg", media_type="image/jpeg", data=data)
    if data.startswith(_PNG):
        return Cover(name=f"{stem}.png", media_type="image/png", data=data)
    kind = _SVG if is_svg(data) else _OTHER if data.startswith(_DRAWN) else ""
    return Cover(name=f"{stem}.png", media_type=kind, data=data) if kind else None


def show_cover(cover: Cover | None) -> Cover | None:
    """Return a cover that players can show: one that is no JPEG or PNG is drawn, which takes a quarter of a second.

    None where it cannot be drawn.
    """
    if cover is None or cover.media_type not in (_SVG, _OTHER):
        return cover
    drawn = _draw(cover.data, "svg" if cover.media_type == _SVG else "image")
    return Cover(name=cover.name, media_type="image/png", data=drawn) if drawn else None


def is_svg(data: bytes) -> bool:
    """Whether a picture is drawn in SVG."""
    return b"<svg" in data[:4096] and not data.startswith((b"\x89", b"\xff"))


def picture_in_svg(data: bytes) -> str:
    """Return where the only picture that an SVG wraps is: a path, or a `data:` URI; empty where it draws more."""
    try:
        root = parse_xml(data, where="the cover")
    except ManuscriptError:
        return ""
    shapes = [element for element in root.iter() if local_name(element) in ("image", "path", "text", "rect", "polygon")]
    pictures = [element for element in shapes if local_name(element) == "image"]
    if len(pictures) != 1 or any(local_name(element) in ("path", "text") for element in shapes):
        return ""
    return pictures[0].get("{http://www.w3.org/1999/xlink}href") or pictures[0].get("href") or ""


def inline_picture(uri: str) -> bytes:
    """Return the bytes of a JPEG or PNG in a `data:` URI; empty where it is none."""
    found = _DATA.match(uri)
    try:
        return base64.b64decode(uri[found.end() :]) if found else b""
    except (binascii.Error, ValueError):
        return b""


def _draw(data: bytes, kind: str) -> bytes:
    """Return a drawing as PNG; empty where the parser cannot read it."""
    import pymupdf  # loaded only where a cover needs it

    parser: Any = pymupdf
    parser.TOOLS.mupdf_display_errors(False)  # noqa: FBT003 - the parser's own signature
    try:
        with parser.open(stream=data, filetype=kind if kind == "svg" else None) as document:
            page = document[0]
            scale = LONGEST_SIDE / max(1.0, page.rect.width, page.rect.height)
            scale = scale if kind == "svg" else min(1.0, scale)
            return bytes(page.get_pixmap(matrix=parser.Matrix(scale, scale), alpha=False).tobytes("png"))
    except (RuntimeError, ValueError, TypeError, IndexError, parser.mupdf.FzErrorBase):
        return b""
