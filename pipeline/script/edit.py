"""Items of a script file -> items with one thing changed and all else as typed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.model import Kind, Mark
from pipeline.script.attributes import format_word, scan_words
from pipeline.script.file import Item, ScriptBlock, ScriptFile
from pipeline.script.markup import LINE_KINDS, format_markup
from pipeline.script.nesting import normal_marks
from pipeline.script.normalize import find_changes
from pipeline.script.sentences import find_all_sentences

_ID = re.compile(r"@[^ \t\r\n]*")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_TAIL = re.compile(r"[ \t\r\n]*\Z")


def sentence_cuts(
    text: str, language: str, *, marks: Sequence[Mark] = (), kind: Kind = Kind.PARAGRAPH
) -> tuple[int, ...]:
    """Return the offsets of the single spaces between sentences: where a script file begins a new line.

    How the lines are cut says nothing to later stages; a line end is a space. A sum like `£14 10s. 6d.` is not cut.
    """
    encodable = _SURROGATE.sub("\ufffd", text)  # the segmenter takes UTF-8, which has no lone surrogates
    changes = find_changes(encodable, locale=language, marks=marks, kind=kind)
    whole = [(change.start, change.stop) for change in changes]
    starts = [start for start, _ in find_all_sentences(encodable, language=language, whole=whole)]
    return tuple(start - 1 for start in starts if start and _is_single_space(text, start - 1))


def _is_single_space(text: str, offset: int) -> bool:
    around = text[offset - 1 : offset + 2] if offset > 0 else ""
    return len(around) == 3 and around[1] == " " and not {around[0], around[2]} & set(" \n")


def format_content(text: str, marks: Sequence[Mark], *, kind: Kind, language: str) -> str:
    """Return the content of a block, one sentence a line, without the last line end."""
    cuts = () if kind in LINE_KINDS | {Kind.HEADING} else sentence_cuts(text, language, marks=marks, kind=kind)
    return format_markup(text, marks, kind=kind, cuts=cuts)


def new_block(
    identity: str,
    text: str,
    *,
    marks: tuple[Mark, ...] = (),
    kind: Kind = Kind.PARAGRAPH,
    level: int = 1,
    conflict: str = "",
    language: str = "en",
) -> ScriptBlock:
    """Return a block as an import writes it. A proposal (`conflict="theirs"`) also says `skip`, for its reader."""
    heading_level = level if kind is Kind.HEADING else 0
    said = {} if kind is Kind.PARAGRAPH else {"kind": kind.value}
    said |= {"conflict": conflict} if conflict else {}
    words = [f"@{identity}", *(format_word(name, value) for name, value in said.items())]
    words += ["skip"] if conflict == "theirs" else []
    id_line = " ".join(words) + "\n" + ("#" * heading_level + " " if heading_level else "")
    return ScriptBlock(
        id=identity,
        kind=kind,
        text=text,
        marks=normal_marks(text, marks),
        direction=(("skip", "yes"),) if conflict == "theirs" else (),
        conflict=conflict,
        level=heading_level,
        source=id_line + format_content(text, marks, kind=kind, language=language) + "\n",
        content_start=len(id_line),
    )


def replace_content(
    block: ScriptBlock, text: str, marks: tuple[Mark, ...], *, kind: Kind, language: str = "en"
) -> ScriptBlock:
    """Return the block with another text and kind; its id line is kept, but for the kind."""
    directed = (
        block if kind is block.kind else set_direction(block, "kind", "" if kind is Kind.PARAGRAPH else kind.value)
    )
    id_line = _id_line(directed)
    level = max(block.level, 1) if kind is Kind.HEADING else 0
    sign = "#" * level + " " if level else ""
    end = _TAIL.search(block.source)
    content = format_content(text, marks, kind=kind, language=language).replace("\n", _newline_of(block))
    return replace(
        directed,
        kind=kind,
        text=text,
        marks=normal_marks(text, marks),
        level=level,
        source=id_line + sign + content + (end[0].lstrip(" \t") if end else ""),
        content_start=len(id_line) + len(sign),
    )


def _id_line(block: ScriptBlock) -> str:
    """Return the id line with its line end, which an empty block at the end of a file may lack."""
    if not block.source.startswith("@"):
        return ""
    line, end, _ = block.source.partition("\n")
    return line + (end or "\n")


def _newline_of(block: ScriptBlock) -> str:
    return "\r\n" if "\r\n" in block.source else "\n"


def set_id(block: ScriptBlock, identity: str, *, newline: str = "\n") -> ScriptBlock:
    """Return the block under that id; a block without an id line gets one, with its kind where it is a heading."""
    if block.source.startswith("@"):
        match = _ID.match(block.source)
        old = match.end() if match else 1
        source = f"@{identity}{block.source[old:]}"
    else:
        kind = " kind=heading" if block.kind is Kind.HEADING else ""
        source = f"@{identity}{kind}{newline}{block.source}"
    content_start = block.content_start + len(source) - len(block.source)
    return replace(block, id=identity, source=source, content_start=content_start)


def set_direction(block: ScriptBlock, name: str, value: str) -> ScriptBlock:
    """Return the block with one thing said anew on its id line, or with "" no longer said; the rest stays as typed.

    Raises ValueError for a block without an id line.
    """
    match = _ID.match(block.source)
    if match is None:
        raise ValueError("the block has no id line")
    words, _ = scan_words(block.source[: block.content_start].partition("\n")[0], match.end())
    present = next((word for word in words if word.name == name), None)
    start, stop = (present.start, present.stop) if present else (words[-1].stop if words else match.end(),) * 2
    written = format_word(name, value) if value else ""
    if written and not present:
        written = f" {written}"
    if not written and present:
        start -= 1
    source = block.source[:start] + written + block.source[stop:]
    said = {key: old for key, old in block.direction if key != name} | ({name: value} if value else {})
    return replace(
        block,
        source=source,
        content_start=block.content_start + len(source) - len(block.source),
        direction=tuple(entry for entry in said.items() if entry[0] not in {"kind", "conflict"}),
        conflict=value if name == "conflict" else block.conflict,
        kind=(Kind(value) if value else Kind.PARAGRAPH) if name == "kind" else block.kind,
    )


def with_items(script: ScriptFile, items: Sequence[Item]) -> ScriptFile:
    """Return the file with these items instead of its own, kept apart by blank lines.

    Two items that followed each other in the file stay as they were typed, and the file ends as it did; so a file given
    its own items is the same.
    """
    typed = {id(item): place for place, item in enumerate(script.items)}
    newline = script.newline
    fitted = [item if id(item) in typed else _fitted(item, newline) for item in items]
    settled = [
        item if _follow(typed, items[place], items[place + 1]) else _apart(item, newline)
        for place, item in enumerate(fitted[:-1])
    ]
    if fitted:
        settled.append(replace(fitted[-1], gap=script.items[-1].gap if script.items else ""))
    return replace(script, items=tuple(settled))


def _follow(typed: dict[int, int], item: Item, following: Item) -> bool:
    return typed.get(id(following), -1) - typed.get(id(item), len(typed)) == 1


def _apart(item: Item, newline: str) -> Item:
    end = "" if item.source.endswith("\n") else newline
    return replace(item, source=item.source + end, gap=item.gap or newline)


def _fitted(item: Item, newline: str) -> Item:
    """Return an item from elsewhere with the line ends of the file."""
    if newline == "\n" or "\r\n" in item.source:
        return item
    if not isinstance(item, ScriptBlock):
        return replace(item, source=item.source.replace("\n", newline))
    before = item.source[: item.content_start].replace("\n", newline)
    return replace(item, source=before + item.raw.replace("\n", newline), content_start=len(before))
