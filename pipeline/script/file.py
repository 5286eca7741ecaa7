"""Text of a script file <-> its blocks and scene breaks, every character kept.

A line that begins with `@` begins a block, as does a line after a blank line; a line `* * *` is a scene break. The id
may be missing (`declaim script fix` gives one), and so may the whole id line where it would say nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from pipeline.errors import ScriptError
from pipeline.model import Finding, Kind, Mark, SceneBreak, ScriptParagraph
from pipeline.script.attributes import Word, scan_words, value_problem
from pipeline.script.ids import is_id
from pipeline.script.markup import parse_markup
from pipeline.script.origin import Origin

DIRECTIONS = (
    "kind", "speaker", "lang", "speed", "stability", "similarity", "style", "seed",
    "pause-before", "pause-after", "skip", "volume", "conflict",
)  # fmt: skip
"""What an id line can say. `conflict` is written by an import and taken out by the person who settles it."""

_HEAD = re.compile(r"\ufeff?(?:[ \t\r]*\n)*(?:[ \t\r]+\Z)?")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_ID_LINE = re.compile(r"@([^ \t\r\n]*)")
_HEADING_MARK = re.compile(r"(#{1,6})[ \t]+")
_SCENE_BREAK = re.compile(r"[ \t]*\* \* \*[ \t\r]*\n?")
_LIKE_SCENE_BREAK = re.compile(r"[ \t]*\*[ \t]*\*[ \t*\r]*\n?")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptBlock:
    """A block as typed, and what it says."""

    id: str | None
    kind: Kind
    text: str
    marks: tuple[Mark, ...] = ()
    direction: tuple[tuple[str, str], ...] = ()
    """As typed, without `kind` and `conflict`; `skip` has the value `yes`."""
    conflict: str = ""
    """`theirs`: what the manuscript now says for the block above, not narrated. `deleted`: the manuscript lost it."""
    level: int = 0
    """Number signs of a heading, 1 to 6."""
    source: str
    """The id line and the content with their line ends, as typed."""
    content_start: int
    """Where in `source` the content begins, after the id line and a heading's number signs."""
    gap: str = ""
    """The blank lines after the block."""

    @property
    def raw(self) -> str:
        """The content as typed."""
        return self.source[self.content_start :]

    @property
    def is_proposal(self) -> bool:
        """Whether the block only shows what the manuscript says, and is no part of the script."""
        return self.conflict == "theirs"


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneBreakLine:
    """A line `* * *`, as typed."""

    source: str = "* * *\n"
    gap: str = ""


Item: TypeAlias = ScriptBlock | SceneBreakLine


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptFile:
    """A script file: all of its text, in order."""

    name: str
    head: str = ""
    """A byte order mark and blank lines before the first item."""
    items: tuple[Item, ...] = ()

    @property
    def blocks(self) -> tuple[ScriptBlock, ...]:
        """The blocks, proposals included."""
        return tuple(item for item in self.items if isinstance(item, ScriptBlock))

    @property
    def newline(self) -> str:
        """The line end that the file uses."""
        return "\r\n" if any("\r\n" in part for part in (self.head, *(item.source for item in self.items))) else "\n"

    @property
    def paragraphs(self) -> tuple[ScriptParagraph | SceneBreak, ...]:
        """What is narrated, in order: no proposals, no empty blocks. Raises ScriptError where an id is missing."""
        missing = tuple(
            f"{self.name}:{line}: a block without id"
            for line, item in located_items(self)
            if isinstance(item, ScriptBlock) and item.id is None
        )
        if missing:
            raise ScriptError(f"{self.name}: blocks have no id; run `declaim script fix`", problems=missing)
        return tuple(_paragraph(item) for item in self.items if _is_narrated(item))


def _is_narrated(item: Item) -> bool:
    return isinstance(item, SceneBreakLine) or (not item.is_proposal and bool(item.text.strip() or item.marks))


def _paragraph(item: Item) -> ScriptParagraph | SceneBreak:
    if isinstance(item, SceneBreakLine):
        return SceneBreak()
    return ScriptParagraph(id=item.id or "", kind=item.kind, text=item.text, marks=item.marks, direction=item.direction)


def located_items(script: ScriptFile) -> Iterator[tuple[int, Item]]:
    """Yield each item with the number of its first line, from 1."""
    line = 1 + script.head.count("\n")
    for item in script.items:
        yield line, item
        line += item.source.count("\n") + item.gap.count("\n")


def format_script(script: ScriptFile) -> str:
    """Return the text of a script file; of a parsed one the very text it was parsed from."""
    return script.head + "".join(item.source + item.gap for item in script.items)


def parse_script(text: str, *, name: str) -> ScriptFile:
    """Return the script file of that text. Raises ScriptError with every mistake as one of its `problems`."""
    script, found = read_script(text, name=name)
    _refuse(name, found)
    return script


def parse_scripts(texts: Mapping[str, str]) -> dict[str, ScriptFile]:
    """Return the script files of texts by chapter id, each named `<chapter id>.txt`.

    Raises ScriptError with every mistake in all of them, an id that stands in two files among them.
    """
    readings = {chapter: read_script(text, name=f"{chapter}.txt") for chapter, text in texts.items()}
    scripts = {chapter: script for chapter, (script, _) in readings.items()}
    found = [finding for _, findings in readings.values() for finding in findings]
    _refuse("the script", (*found, *find_shared_ids(tuple(scripts.values()))))
    return scripts


def _refuse(name: str, found: tuple[Finding, ...]) -> None:
    if found:
        problems = tuple(f"{finding.where}: {finding.message}" for finding in found)
        raise ScriptError(f"{name} cannot be read; correct these lines", problems=problems)


def find_shared_ids(scripts: tuple[ScriptFile, ...]) -> tuple[Finding, ...]:
    """Return a finding for each block whose id another file before it has already."""
    first: dict[str, str] = {}
    found = []
    for script in scripts:
        for line, item in located_items(script):
            if not isinstance(item, ScriptBlock) or item.id is None or item.is_proposal:
                continue
            if first.setdefault(item.id, script.name) != script.name:
                found.append(_duplicate(f"{script.name}:{line}", item.id, first[item.id]))
    return tuple(found)


def _duplicate(where: str, identity: str, first: str) -> Finding:
    message = f"the id {identity} also stands in {first}; take it out here, `declaim script fix` gives another"
    return Finding(code="script.duplicate-id", where=where, message=message)


def read_script(text: str, *, name: str) -> tuple[ScriptFile, tuple[Finding, ...]]:
    """Return a script file with what is wrong in it; a block that cannot be read has its source and no text."""
    reader = _FileReader(text, name)
    return reader.script, tuple(reader.found)


@dataclass(slots=True)
class _Chunk:
    """The lines of an item and of the gap after it."""

    line: int
    is_break: bool
    lines: list[str]
    gap: list[str] = field(default_factory=list)


def _chunks(text: str, first_line: int) -> list[_Chunk]:
    chunks: list[_Chunk] = []
    for number, line in enumerate(_LINE.findall(text), first_line):
        is_break = _SCENE_BREAK.fullmatch(line) is not None
        if not line.strip(" \t\r\n"):
            chunks[-1].gap.append(line)
        elif is_break or line.startswith("@") or not chunks or chunks[-1].is_break or chunks[-1].gap:
            chunks.append(_Chunk(number, is_break, [line]))
        else:
            chunks[-1].lines.append(line)
    return chunks


class _FileReader:
    """Reads one file and collects what is wrong in it."""

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self.found: list[Finding] = []
        self.first_lines: dict[str, int] = {}
        match = _HEAD.match(text)
        head = match[0] if match else ""
        chunks = _chunks(text[len(head) :], head.count("\n") + 1)
        self.script = ScriptFile(name=name, head=head, items=tuple(self._item(chunk) for chunk in chunks))

    def _report(self, code: str, line: int, message: str) -> None:
        self.found.append(Finding(code=code, where=f"{self.name}:{line}", message=message))

    def _item(self, chunk: _Chunk) -> Item:
        source, gap = "".join(chunk.lines), "".join(chunk.gap)
        if chunk.is_break:
            return SceneBreakLine(source=source, gap=gap)
        id_line = chunk.lines[0] if chunk.lines[0].startswith("@") else ""
        identity, said = self._id_line(id_line, chunk.line)
        content_start = len(id_line)
        mark = _HEADING_MARK.match(source, content_start)
        kind = self._kind(said.get("kind"), chunk.line, has_mark=mark is not None)
        content_start = mark.end() if mark else content_start
        text, marks = self._content(source, content_start, kind, chunk.line)
        return ScriptBlock(
            id=identity,
            kind=kind,
            text=text,
            marks=marks,
            direction=tuple((key, value) for key, value in said.items() if key not in {"kind", "conflict"}),
            conflict=said.get("conflict", ""),
            level=len(mark[1]) if mark else 0,
            source=source,
            content_start=content_start,
            gap=gap,
        )

    def _id_line(self, raw: str, line: int) -> tuple[str | None, dict[str, str]]:
        match = _ID_LINE.match(raw)
        if match is None:
            return None, {}
        words, offset = scan_words(raw, match.end())
        if offset < len(raw):
            self._report("script.direction", line, f"`{raw[offset:].strip()}` is not `name=value`")
        said = self._directions(words, line)
        return self._id(match[1], line, is_proposal=said.get("conflict") == "theirs"), said

    def _id(self, written: str, line: int, *, is_proposal: bool) -> str | None:
        if written and not is_id(written):
            message = (
                f"`@{written}` is not an id; take it out and run `declaim script fix`, or write `\\@` for the character"
            )
            self._report("script.bad-id", line, message)
            return None
        first = line if is_proposal else self.first_lines.setdefault(written, line)
        if written and first != line:
            self.found.append(_duplicate(f"{self.name}:{line}", written, f"line {first}"))
        return written or None

    def _directions(self, words: tuple[Word, ...], line: int) -> dict[str, str]:
        said: dict[str, str] = {}
        for word in words:
            value = "yes" if word.name == "skip" and word.value is None else word.value
            if problem := _direction_problem(word.name, value, said):
                self._report("script.direction", line, problem)
            elif value is not None:
                said[word.name] = value
        return said

    def _kind(self, written: str | None, line: int, *, has_mark: bool) -> Kind:
        kind = Kind(written) if written else Kind.HEADING if has_mark else Kind.PARAGRAPH
        if has_mark and kind is not Kind.HEADING:
            self._report(
                "script.heading", line, f"a {kind} begins with `# ` like a heading; write `\\#` for the character"
            )
        if not has_mark and kind is Kind.HEADING:
            self._report(
                "script.heading", line, "a heading has no `# ` before its text; write it, or take out kind=heading"
            )
        return kind

    def _content(self, source: str, begin: int, kind: Kind, line: int) -> tuple[str, tuple[Mark, ...]]:
        line_start = source.rfind("\n", 0, begin) + 1
        line += source.count("\n", 0, begin)
        raw = source[begin:]
        for number, typed in enumerate(raw.split("\n"), line):
            if _LIKE_SCENE_BREAK.fullmatch(typed):
                message = "this looks like a scene break, which is `* * *`; write `\\*` for the characters"
                self._report("script.like-scene-break", number, message)
                return "", ()
        origin = Origin(name=self.name, line=line, column=begin - line_start + 1)
        try:
            return parse_markup(raw, kind=kind, origin=origin)
        except ScriptError as error:
            place, _, message = error.message.partition(": ")
            self.found.append(Finding(code="script.markup", where=place, message=message))
            return "", ()


def _direction_problem(name: str, value: str | None, said: Mapping[str, str]) -> str:
    if name not in DIRECTIONS:
        return f"an id line cannot say `{name}`; it can say {', '.join(DIRECTIONS)}"
    if name in said:
        return f"`{name}` stands twice"
    return f"`{name}` needs a value: `{name}=...`" if value is None else value_problem(name, value)
