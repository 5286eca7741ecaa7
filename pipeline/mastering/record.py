"""A mastered chapter and its levels <-> the record beside its samples, `build/mastered/<chapter>.json`."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from pipeline.model import Levels, MasteredChapter, TimelineEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class MasteredRecord:
    """What is known of a mastered chapter without reading its samples."""

    chapter: MasteredChapter
    levels: Levels
    size: int
    """Bytes of the file of samples."""


def format_record(record: MasteredRecord) -> str:
    """Return the text of a record: the same chapter is the same bytes. The title is not in it; it is book.toml's."""
    chapter = asdict(record.chapter)
    del chapter["title"]
    content = {**chapter, "levels": record.levels.to_row(), "size": record.size}
    return json.dumps(content, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


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
        )
        return MasteredRecord(chapter=chapter, levels=Levels.from_row(content["levels"]), size=content["size"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
