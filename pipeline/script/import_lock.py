"""JSON Lines of `import.lock` <-> what the last import brought: the base of the next merge.

The first line is the version, then a paragraph a line in the order of the book, then the ids of blocks that people
added and the ids that are no longer in use, each on its own line: so that git merges two people's changes by line.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TypeAlias

from pipeline.errors import ScriptError
from pipeline.model import Kind, Place
from pipeline.script.ids import id_order, is_id

VERSION = 1

_Fields: TypeAlias = "dict[str, object]"


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedParagraph:
    """A paragraph as the last import had it."""

    id: str
    chapter: str
    """Where it stood in the manuscript; `id` may be of another chapter."""
    kind: Kind
    text: str
    """As imported, in markup (`format_markup`)."""
    place: Place | None = None
    breaks: int = 0
    """Scene breaks right after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportLock:
    """What the last import brought, and which ids are not to be given again."""

    paragraphs: tuple[LockedParagraph, ...] = ()
    added: tuple[str, ...] = ()
    """Of blocks that people typed, in use or not."""
    retired: tuple[str, ...] = ()
    """Of paragraphs that the manuscript no longer has and the script neither."""

    @property
    def ids(self) -> frozenset[str]:
        """Every id that was ever given."""
        return frozenset((*(paragraph.id for paragraph in self.paragraphs), *self.added, *self.retired))


def format_import_lock(lock: ImportLock) -> str:
    """Return the text of an import.lock; the same lock gives the same text."""
    lines: list[_Fields] = [{"version": VERSION}, *(_fields(paragraph) for paragraph in lock.paragraphs)]
    lines += [{"added": identity} for identity in sorted(set(lock.added), key=id_order)]
    lines += [{"retired": identity} for identity in sorted(set(lock.retired), key=id_order)]
    return "".join(f"{json.dumps(fields, ensure_ascii=False)}\n" for fields in lines)


def _fields(paragraph: LockedParagraph) -> _Fields:
    place = paragraph.place
    fields: _Fields = {"id": paragraph.id, "chapter": paragraph.chapter, "kind": paragraph.kind.value}
    if place:
        fields["place"] = [place.part, place.start, place.stop]
    if paragraph.breaks:
        fields["breaks"] = paragraph.breaks
    return fields | {"text": paragraph.text}


def parse_import_lock(text: str, *, name: str = "import.lock") -> ImportLock:
    """Return the lock of that text; of an empty one an empty lock.

    Raises ScriptError with every mistake as one of its `problems`: what is not JSON (a merge of git that was not
    finished), an unknown field, an id that stands twice.
    """
    reader = _LockReader()
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            reader.read(line, f"{name}:{number}")
    if reader.problems:
        raise ScriptError(f"{name} is damaged; restore it from version control", problems=tuple(reader.problems))
    return ImportLock(
        paragraphs=tuple(reader.paragraphs), added=tuple(reader.ids["added"]), retired=tuple(reader.ids["retired"])
    )


class _LockReader:
    """Reads line after line and collects what is wrong."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self.paragraphs: list[LockedParagraph] = []
        self.ids: dict[str, list[str]] = {"added": [], "retired": []}
        self.first_places: dict[str, str] = {}

    def read(self, line: str, where: str) -> None:
        try:
            fields = json.loads(line)
        except ValueError:
            self.problems.append(f"{where}: not a line of JSON: {line[:40]}")
            return
        problem = self._take(fields, where) if isinstance(fields, dict) else "not an object"
        if problem:
            self.problems.append(f"{where}: {problem}")

    def _take(self, fields: _Fields, where: str) -> str:
        if set(fields) == {"version"}:
            return "" if fields["version"] == VERSION else f"version {fields['version']} is newer than this Declaim"
        name = next((name for name in self.ids if set(fields) == {name}), "id")
        identity = fields.get(name)
        if not isinstance(identity, str) or not is_id(identity):
            return f"`{name}` is not an id"
        first = self.first_places.setdefault(identity, where)
        if first != where:
            return f"{identity} also stands at {first}"
        if name != "id":
            self.ids[name].append(identity)
            return ""
        return self._take_paragraph(identity, fields)

    def _take_paragraph(self, identity: str, fields: _Fields) -> str:
        chapter, kind, text = (fields.get(name) for name in ("chapter", "kind", "text"))
        breaks = fields.get("breaks", 0)
        if set(fields) - {"id", "chapter", "kind", "text", "place", "breaks"}:
            return f"{identity}: unknown fields"
        if (
            not isinstance(chapter, str)
            or not isinstance(text, str)
            or not isinstance(breaks, int)
            or kind not in set(Kind)
        ):
            return f"{identity}: `chapter`, `kind`, `text` or `breaks` is missing or wrong"
        place = _place(fields.get("place"))
        if place is None and "place" in fields:
            return f"{identity}: `place` is not [part, start, stop]"
        self.paragraphs.append(
            LockedParagraph(id=identity, chapter=chapter, kind=Kind(str(kind)), text=text, place=place, breaks=breaks)
        )
        return ""


def _place(value: object) -> Place | None:
    if not isinstance(value, list) or len(value) != 3:
        return None
    part, start, stop = value
    if not isinstance(part, str) or not isinstance(start, int) or not isinstance(stop, int):
        return None
    return Place(part=part, start=start, stop=stop)
