"""Times of marked texts -> EPUB 3 Media Overlays (SMIL).

https://www.w3.org/TR/epub-33/#sec-media-overlays: a `par` pairs an element of a document with a clip of an audio file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape
from urllib.parse import quote

ACTIVE_CLASS = "-epub-media-overlay-active"
STYLE = f".{ACTIVE_CLASS} {{\n  background-color: #fff3b0;\n  color: #000;\n}}\n"
"""A reading system gives the class to what is heard; EPUB 3 has the book say how it looks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """A marked text and when it is heard."""

    target: str
    """Path of the document from the root of the EPUB, with the id behind `#`."""
    audio: str
    """Path of the audio from the root of the EPUB."""
    begin_s: float
    end_s: float


def close_gaps(clips: Sequence[Clip], *, duration_s: float) -> tuple[Clip, ...]:
    """Return the clips of one audio file so that they follow each other without a gap, from its begin to its end.

    A reading system plays clip after clip; with gaps it would skip the pauses and whatever has no text.
    """
    begins = [0.0, *(clip.begin_s for clip in clips[1:]), duration_s]
    closed = [
        replace(clip, begin_s=_milliseconds(begin_s), end_s=_milliseconds(end_s))
        for clip, begin_s, end_s in zip(clips, begins, begins[1:], strict=False)
    ]
    return tuple(clip for clip in closed if clip.end_s > clip.begin_s)


def total_s(clips: Iterable[Clip]) -> float:
    """Return how long clips are together, in seconds."""
    return round(sum(clip.end_s - clip.begin_s for clip in clips), 3)


def format_overlay(clips: Sequence[Clip], *, folder: str, document: str) -> str:
    """Return the SMIL of one document; it lies in `folder` below the root, all other paths are from the root."""
    up = "../" * (folder.count("/") + 1) if folder else ""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<smil xmlns="http://www.w3.org/ns/SMIL" xmlns:epub="http://www.idpf.org/2007/ops" version="3.0">',
        "<body>",
        f'<seq id="seq" epub:textref="{_address(up + document)}">',
    ]
    for number, clip in enumerate(clips, start=1):
        text, audio = _address(up + clip.target), _address(up + clip.audio)
        times = f'clipBegin="{clock(clip.begin_s)}" clipEnd="{clock(clip.end_s)}"'
        lines.append(f'<par id="p{number}"><text src="{text}"/><audio src="{audio}" {times}/></par>')
    return "\n".join([*lines, "</seq>", "</body>", "</smil>"]) + "\n"


def clock(seconds: float) -> str:
    """Return a SMIL clock value, `h:mm:ss.mmm`."""
    total = round(seconds * 1000)
    return f"{total // 3_600_000}:{total // 60_000 % 60:02d}:{total // 1000 % 60:02d}.{total % 1000:03d}"


def _address(path: str) -> str:
    return escape(quote(path, safe="/#"))


def _milliseconds(seconds: float) -> float:
    return round(seconds, 3)
