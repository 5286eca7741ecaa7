"""Tags -> ID3v2.4 bytes and MP4 atoms.

The narrator goes where players read it: the composer (ID3 TCOM, MP4 ©wrt); MP4 has ©nrt besides.
Frames: https://id3.org/id3v2.4.0-frames. Atoms: https://mutagen.readthedocs.io/en/latest/api/mp4.html.
"""

from __future__ import annotations

import io
from pathlib import Path

import mutagen
from mutagen import id3
from mutagen.mp4 import MP4, AtomDataType, MP4Cover

from pipeline.errors import AudioError
from pipeline.model import Tags

GENRE = "Audiobook"
_UTF8 = id3.Encoding.UTF8
_AUDIOBOOK = 2
"""The media kind `stik` of an audiobook."""


def id3_bytes(tags: Tags) -> bytes:
    """Return an ID3v2.4 tag without padding, to stand before the first frame of an MP3."""
    people = "; ".join(tags.authors)
    texts = {
        id3.TIT2: tags.title,
        id3.TALB: tags.album,
        id3.TPE1: people,
        id3.TPE2: people,
        id3.TCOM: tags.narrator,
        id3.TPUB: tags.publisher,
        id3.TCON: GENRE,
        id3.TDRC: tags.year,
        id3.TLAN: tags.language,
        id3.TRCK: f"{tags.track[0]}/{tags.track[1]}" if tags.track else "",
    }
    frames = id3.ID3()
    for frame, text in texts.items():
        if text:
            frames.add(frame(encoding=_UTF8, text=[text]))
    if tags.comment:
        frames.add(id3.COMM(encoding=_UTF8, lang=tags.language or "XXX", desc="", text=[tags.comment]))
    if tags.cover:
        front = id3.PictureType.COVER_FRONT
        cover = id3.APIC(encoding=_UTF8, mime=tags.cover.media_type, type=front, desc="", data=tags.cover.data)
        frames.add(cover)
    written = io.BytesIO()
    frames.save(written, v1=0, v2_version=4, padding=_no_padding)
    return written.getvalue()


def write_mp4_tags(path: Path, tags: Tags) -> None:
    """Write the tags into an M4B; its chapters stay. Raises AudioError."""
    people = "; ".join(tags.authors)
    texts = {
        "\xa9nam": tags.title,
        "\xa9alb": tags.album,
        "\xa9ART": people,
        "aART": people,
        "\xa9wrt": tags.narrator,
        "\xa9nrt": tags.narrator,
        "\xa9pub": tags.publisher,
        "\xa9gen": GENRE,
        "\xa9day": tags.year,
        "\xa9cmt": tags.comment,
        "desc": tags.description,
    }
    try:
        file = MP4(path)
        for atom, text in texts.items():
            file.pop(atom, None)
            if text:
                file[atom] = [text]
        file["stik"] = [_AUDIOBOOK]
        file["pgap"] = True
        if tags.cover:
            is_png = tags.cover.media_type == "image/png"
            form = AtomDataType.PNG if is_png else AtomDataType.JPEG
            file["covr"] = [MP4Cover(tags.cover.data, imageformat=form)]
        file.save(padding=_no_padding)
    except mutagen.MutagenError as error:
        raise AudioError(f"{path}: the tags cannot be written: {error}") from error


def _no_padding(_: object) -> int:
    return 0
