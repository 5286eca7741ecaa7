"""A mastered chapter, its files and levels <-> the record beside them, `build/mastered/<chapter>.json`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pipeline.model import (
    ChapterAudio,
    ChapterFormat,
    Contour,
    Encoding,
    Levels,
    MasteredChapter,
    TimelineEntry,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MasteredRecord:
    """What is known of a mastered chapter without reading its samples."""

    chapter: MasteredChapter
    files: tuple[ChapterAudio, ...]
    """At least one, sorted as `ChapterFormat` is."""
    contour: Contour

    @property
    def levels(self) -> Levels:
        """The levels of what is delivered: of the first file, decoded."""
        return self.files[0].levels

    def file(self, form: ChapterFormat) -> ChapterAudio | None:
        """Return the file of that format, or None."""
        return next((file for file in self.files if file.format is form), None)


def format_record(record: MasteredRecord) -> str:
    """Return the text of a record: the same chapter is the same bytes. The title is not in it; it is book.toml's."""
    chapter = asdict(record.chapter)
    del chapter["title"]
    files = [{**asdict(file), "levels": file.levels.to_row()} for file in record.files]
    content = {**chapter, "files": files, "contour": asdict(record.contour)}
    return json.dumps(content, ensure_ascii=False, allow_nan=False) + "\n"


def parse_record(text: str, *, title: str) -> MasteredRecord | None:
    """Return the record, or None where the text is none of ours: then the chapter is mastered again."""
    try:
        content = json.loads(text)
        chapter = MasteredChapter(
            chapter=content["chapter"],
            title=title,
            frames=content["frames"],
            sample_rate_hz=content["sample_rate_hz"],
            timeline=tuple(TimelineEntry(**entry) for entry in content["timeline"]),
            key=content["key"],
            part_of=content.get("part_of", ""),
        )
        contour = content["contour"]
        return MasteredRecord(
            chapter=chapter,
            files=tuple(_parse_file(file) for file in content["files"]),
            contour=Contour(
                step_s=float(contour["step_s"]),
                peaks=tuple(contour["peaks"]),
                loudness_lufs=tuple(contour["loudness_lufs"]),
            ),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _parse_file(row: Mapping[str, Any]) -> ChapterAudio:
    return ChapterAudio(
        format=ChapterFormat(row["format"]),
        made_with=str(row["made_with"]),
        size=int(row["size"]),
        encoding=Encoding(**row["encoding"]),
        levels=Levels.from_row(row["levels"]),
    )
