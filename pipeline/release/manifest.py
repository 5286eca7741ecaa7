"""What was released -> `manifest.json`: every file with its hash, its levels and what it was made from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pipeline.errors import ProjectError
from pipeline.model import Encoding, Levels, MasteredChapter, Project, Tags, Take, Voice
from pipeline.release.editions import Edition, edition_rows

FORMAT = 1
NAME = "manifest.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What a release was made from, so that it can be made again, and nothing of the machine that made it."""

    source_sha256: str
    commit: str = ""
    """Of the repository the project lies in, with `-dirty` where something was changed since; empty outside one."""
    lexicons: tuple[tuple[str, str], ...] = ()
    """(name, SHA-256) in the order of their layers."""
    takes: tuple[tuple[str, tuple[Take, ...]], ...] = ()
    """What is heard in each chapter, by its id, in order."""
    cover_px: tuple[int, int] | None = None
    """Width and height of the cover; None without one."""
    edition: Edition | None = None
    """The same by paragraph, for the notes of the next release."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedFile:
    """A file of the release."""

    name: str
    size: int
    sha256: str
    made_from: str
    chapter: str = ""
    """Id of its chapter; empty for the whole book."""
    levels: Levels | None = None
    """Measured on this file; None where only its chapters were measured."""
    encoding: Encoding | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedRelease:
    """What a manifest says, as far as it is read again."""

    profile: str
    disclosure: str
    pauses_s: Mapping[str, float]
    """The longest pause that is asked for, by chapter id."""
    files: tuple[ReleasedFile, ...]
    cover_px: tuple[int, int] | None = None

    def asked_gap(self, file: ReleasedFile) -> float:
        """Return the longest pause in seconds that is asked for in a file: of its chapter, or of all."""
        return self.pauses_s.get(file.chapter, 0.0) if file.chapter else max(self.pauses_s.values(), default=0.0)


def format_manifest(
    project: Project,
    files: Sequence[ReleasedFile],
    chapters: Sequence[MasteredChapter],
    *,
    voices: Sequence[Voice],
    origin: Origin,
    disclosure: str,
    pauses_s: Mapping[str, float],
) -> str:
    """Return the text of the manifest: the same release is the same bytes, on every machine and day.

    `pauses_s` is the longest pause that is asked for, by chapter id.
    """
    content = {
        "format": FORMAT,
        "title": project.metadata.title,
        "version": (origin.edition.version if origin.edition else "") or None,
        "authors": project.metadata.authors,
        "narrator": project.narrator_name,
        "language": project.metadata.language,
        "disclosure": disclosure,
        "profile": project.profile,
        "source": {"name": project.source, "sha256": origin.source_sha256},
        "commit": origin.commit or None,
        "cover": {"width": origin.cover_px[0], "height": origin.cover_px[1]} if origin.cover_px else None,
        "lexicons": [{"name": name, "sha256": sha256} for name, sha256 in origin.lexicons],
        "voices": [_voice_entry(voice) for voice in sorted(set(voices), key=repr)],
        "engines": _engines(origin),
        "chapters": [
            {
                "id": chapter.chapter,
                "title": chapter.title,
                "duration_s": round(chapter.frames / chapter.sample_rate_hz, 6),
                "longest_pause_s": round(pauses_s[chapter.chapter], 3),
                "mastered": chapter.key,
                "takes": {take.id: take.object for take in dict(origin.takes).get(chapter.chapter, ())},
                **_people(dict(origin.takes).get(chapter.chapter, ())),
            }
            for chapter in chapters
        ],
        "script": edition_rows(origin.edition) if origin.edition else [],
        "files": [_file_entry(file) for file in sorted(files, key=lambda file: file.name)],
    }
    return json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def parse_manifest(text: str, *, where: str) -> ListedRelease:
    """Return what a manifest says. Raises ProjectError where it is not one of this format."""
    try:
        content = json.loads(text)
        written_in = content["format"]
        listed = ListedRelease(
            profile=str(content["profile"]),
            disclosure=str(content["disclosure"]),
            pauses_s={str(row["id"]): float(row.get("longest_pause_s", 0.0)) for row in content["chapters"]},
            files=tuple(_parse_file(entry) for entry in content["files"]),
            cover_px=_parse_cover(content.get("cover")),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ProjectError(f"{where}: this manifest cannot be read ({error}); delete it and release again.") from error
    if written_in != FORMAT:
        raise ProjectError(f"{where}: a manifest of format {written_in}, this is a reader of {FORMAT}; release again.")
    return listed


def parse_mastered_keys(text: str) -> dict[str, str]:
    """Return, by the id of each chapter in a manifest, the key of the samples it was released with; {} for none."""
    try:
        return {str(chapter["id"]): str(chapter["mastered"]) for chapter in json.loads(text)["chapters"]}
    except (ValueError, KeyError, TypeError):
        return {}


def fingerprint(content: object, tags: Tags) -> str:
    """Return a hash over what a file is made from and its tags, as hex."""
    words = asdict(tags)
    if tags.cover:
        words["cover"] = (tags.cover.media_type, hashlib.sha256(tags.cover.data).hexdigest())
    return hashlib.sha256(json.dumps((content, words), ensure_ascii=False).encode()).hexdigest()


def _voice_entry(voice: Voice) -> dict[str, object]:
    entry: dict[str, object] = {
        "engine": voice.engine,
        "model": voice.model,
        "voice": voice.voice,
        "settings": dict(voice.settings),
    }
    return {**entry, "human": True} if voice.is_human else entry


def _people(takes: Sequence[Take]) -> dict[str, dict[str, str]]:
    """Return which takes of a chapter people recorded, and who; nothing where nobody did."""
    people = {take.id: take.request.voice.voice for take in takes if take.request.voice.is_human}
    return {"people": people} if people else {}


def _engines(origin: Origin) -> list[dict[str, str]]:
    """Return what made the takes: versions of engines and hashes of models, each once."""
    made_by = {
        tuple((name, value) for name, value in take.made_by if name in {"engine", "model"})
        for _, takes in origin.takes
        for take in takes
    }
    return [dict(pairs) for pairs in sorted(made_by) if pairs]


def _file_entry(file: ReleasedFile) -> dict[str, object]:
    entry = {name: value for name, value in asdict(file).items() if value not in ("", None)}
    return {**entry, "levels": file.levels.to_row()} if file.levels else entry


def _parse_cover(row: Mapping[str, Any] | None) -> tuple[int, int] | None:
    return (int(row["width"]), int(row["height"])) if row else None


def _parse_file(entry: Mapping[str, Any]) -> ReleasedFile:
    levels, encoding = entry.get("levels"), entry.get("encoding")
    return ReleasedFile(
        name=str(entry["name"]),
        size=int(entry["size"]),
        sha256=str(entry["sha256"]),
        made_from=str(entry["made_from"]),
        chapter=str(entry.get("chapter", "")),
        levels=Levels.from_row(levels) if levels else None,
        encoding=Encoding(**encoding) if encoding else None,
    )
