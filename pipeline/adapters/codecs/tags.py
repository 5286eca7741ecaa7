"""Tags -> ID3v2.4 bytes, MP4 atoms, Vorbis comments; every field and its reason stands in docs/tags.md.

The narrator goes where players read it: the composer (ID3 TCOM, MP4 ©wrt); MP4 has ©nrt besides.
Frames: https://id3.org/id3v2.4.0-frames. Atoms: https://mutagen.readthedocs.io/en/latest/api/mp4.html.
"""

from __future__ import annotations

import base64
import io
from pathlib import Path

import mutagen
from mutagen import flac, id3, oggopus
from mutagen.mp4 import MP4, AtomDataType, MP4Cover

from pipeline.errors import AudioError
from pipeline.model import Tags

GENRE = "Audiobook"
_UTF8 = id3.Encoding.UTF8
_AUDIOBOOK = 2
"""The media kind `stik` of an audiobook."""
_FREEFORM = "----:com.apple.iTunes:"


def id3_bytes(tags: Tags) -> bytes:
    """Return an ID3v2.4 tag without padding, to stand before the first frame of an MP3."""
    frames = id3.ID3()
    for frame, text in _id3_texts(tags).items():
        if text:
            frames.add(frame(encoding=_UTF8, text=[text]))
    for name, text in _named(tags).items():
        if text:
            frames.add(id3.TXXX(encoding=_UTF8, desc=name, text=[text]))
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
    try:
        file = MP4(path)
        for atom, text in _mp4_texts(tags).items():
            file.pop(atom, None)
            if text:
                file[atom] = [text]
        for name, text in _named(tags).items():
            if text:
                file[f"{_FREEFORM}{name}"] = [text.encode()]
        file["stik"] = [_AUDIOBOOK]
        file["pgap"] = True
        if tags.track:
            file["trkn"] = [tags.track]
        if tags.series_position.isdigit():
            file["\xa9mvi"] = [int(tags.series_position)]
        if tags.cover:
            is_png = tags.cover.media_type == "image/png"
            form = AtomDataType.PNG if is_png else AtomDataType.JPEG
            file["covr"] = [MP4Cover(tags.cover.data, imageformat=form)]
        file.save(padding=_no_padding)
    except mutagen.MutagenError as error:
        raise AudioError(f"{path}: the tags cannot be written: {error}") from error


def write_vorbis_tags(path: Path, tags: Tags) -> None:
    """Write the tags into a FLAC or Ogg Opus file. Raises AudioError."""
    try:
        file = flac.FLAC(path) if path.read_bytes()[:4] == b"fLaC" else oggopus.OggOpus(path)
        if file.tags is None:
            file.add_tags()
        fields = {**_vorbis_texts(tags), **_named(tags)}
        file.update({name.lower(): [text] for name, text in fields.items() if text})
        if tags.cover:
            _add_picture(file, _picture(tags))
        file.save(padding=_no_padding)
    except (mutagen.MutagenError, OSError) as error:
        raise AudioError(f"{path}: the tags cannot be written: {error}") from error


def _id3_texts(tags: Tags) -> dict[type[id3.TextFrame], str]:
    people = "; ".join(tags.authors)
    return {
        id3.TIT2: tags.title,
        id3.TIT3: tags.subtitle,
        id3.TALB: tags.album,
        id3.TPE1: people,
        id3.TPE2: people,
        id3.TCOM: tags.narrator,
        id3.TPUB: tags.publisher,
        id3.TCON: GENRE,
        id3.TDRC: tags.year,
        id3.TDRL: tags.date,
        id3.TLAN: tags.language,
        id3.TRCK: f"{tags.track[0]}/{tags.track[1]}" if tags.track else "",
        id3.TIT1: _series_line(tags),
        id3.MVNM: tags.series,
        id3.MVIN: tags.series_position if tags.series_position.isdigit() else "",
        id3.TSOA: _sort_album(tags),
    }


def _mp4_texts(tags: Tags) -> dict[str, str]:
    people = "; ".join(tags.authors)
    return {
        "\xa9nam": tags.title,
        "\xa9alb": tags.album,
        "\xa9ART": people,
        "aART": people,
        "\xa9wrt": tags.narrator,
        "\xa9nrt": tags.narrator,
        "\xa9pub": tags.publisher,
        "\xa9gen": GENRE,
        "\xa9day": tags.date or tags.year,
        "\xa9cmt": tags.comment,
        "desc": tags.description,
        "ldes": tags.description,
        "\xa9grp": _series_line(tags),
        "\xa9mvn": tags.series,
        "soal": _sort_album(tags),
    }


def _vorbis_texts(tags: Tags) -> dict[str, str]:
    people = "; ".join(tags.authors)
    number, total = tags.track or (0, 0)
    return {
        "title": tags.title,
        "album": tags.album,
        "artist": people,
        "albumartist": people,
        "composer": tags.narrator,
        "narrator": tags.narrator,
        "publisher": tags.publisher,
        "genre": GENRE,
        "date": tags.date or tags.year,
        "comment": tags.comment,
        "tracknumber": str(number) if number else "",
        "tracktotal": str(total) if total else "",
    }


def _named(tags: Tags) -> dict[str, str]:
    """Return the fields that have no frame or atom of their own; players of audiobooks read them by these names."""
    return {
        "SUBTITLE": tags.subtitle,
        "NARRATOR": tags.narrator,
        "TRANSLATOR": "; ".join(tags.translators),
        "DESCRIPTION": tags.description,
        "SERIES": tags.series,
        "SERIES-PART": tags.series_position,
        "ISBN": tags.isbn,
        "LANGUAGE": tags.language_tag,
        "SUBJECT": "; ".join(tags.subjects),
    }


def _series_line(tags: Tags) -> str:
    """Return `Series, Book 2`, as Audible's files have it."""
    if not tags.series or not tags.series_position:
        return tags.series
    return f"{tags.series}, Book {tags.series_position}"


def _sort_album(tags: Tags) -> str:
    """Return what sorts the books of a series in its order; empty for a book alone."""
    return f"{tags.series} {tags.series_position} - {tags.album}" if tags.series and tags.series_position else ""


def _picture(tags: Tags) -> flac.Picture:
    picture = flac.Picture()
    if tags.cover:
        picture.type, picture.mime, picture.data = id3.PictureType.COVER_FRONT, tags.cover.media_type, tags.cover.data
    return picture


def _add_picture(file: flac.FLAC | oggopus.OggOpus, picture: flac.Picture) -> None:
    """FLAC has a block for pictures; Ogg has one as base64 in a comment (https://wiki.xiph.org/VorbisComment)."""
    if isinstance(file, flac.FLAC):
        file.clear_pictures()
        file.add_picture(picture)
    else:
        file["metadata_block_picture"] = [base64.b64encode(picture.write()).decode("ascii")]


def _no_padding(_: object) -> int:
    return 0
