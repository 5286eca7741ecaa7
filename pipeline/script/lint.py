"""Script files -> what a reader of them could misread; blocks without id -> blocks with one."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from pipeline.model import Finding, Kind, MarkName
from pipeline.script.edit import set_id
from pipeline.script.file import (
    Item,
    ScriptBlock,
    ScriptFile,
    find_shared_ids,
    format_script,
    located_items,
    parse_scripts,
    read_script,
)
from pipeline.script.ids import IdGiver, id_order
from pipeline.script.import_lock import ImportLock

LONGEST_PARAGRAPH = 5_000
"""Characters; a longer paragraph is usually several whose blank lines were lost. Ours."""

INFORMATION = frozenset({"script.added", "script.left-out", "script.literal-mark", "script.long", "script.quotes"})
"""Codes of what is worth knowing and no fault: a check does not fail for them."""

_STAGE_TAG = re.compile(r"\[[^\[\]]{1,40}\]")
_STARRED = re.compile(r"\*[^*\s][^*]*\*")
_MARKUP_TAG = re.compile(r"</?[A-Za-z][^<>]{0,60}>")
_RULE = re.compile(r"[ \t]*(?:[*\-_=~#•·⁂—–]|&#?\w+;)(?:[ \t]*[*\-_=~#•·⁂—–])*[ \t]*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_QUOTES = (("“", "”"), ("«", "»"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Context:
    """What a block is judged by beside itself."""

    speakers: frozenset[str] | None
    retired: frozenset[str]
    next_text: str = field(default="")


_Found = Iterator[tuple[str, int, str]]
"""Code, line within the block from 0, message."""


def lint_scripts(
    scripts: Mapping[str, str], *, lock: ImportLock | None = None, speakers: Collection[str] | None = None
) -> tuple[Finding, ...]:
    """Return everything in the script files that a person could have meant otherwise, by file and line.

    `scripts` are texts by chapter id in the order to report; `speakers` are the names of the cast, None where unknown.
    Findings whose code is in `INFORMATION` are no faults.
    """
    readings = {chapter: read_script(text, name=f"{chapter}.txt") for chapter, text in scripts.items()}
    files = {chapter: script for chapter, (script, _) in readings.items()}
    context = _Context(
        speakers=None if speakers is None else frozenset(speakers), retired=frozenset(lock.retired if lock else ())
    )
    found = [finding for _, findings in readings.values() for finding in findings]
    found += find_shared_ids(tuple(files.values()))
    for script in files.values():
        found += _lint_file(script, context)
    found += _left_out(files, lock or ImportLock())
    order = {f"{chapter}.txt": place for place, chapter in enumerate(scripts)}
    return tuple(sorted(found, key=lambda finding: _place(finding, order)))


def _place(finding: Finding, order: Mapping[str, int]) -> tuple[int, tuple[int, ...]]:
    name, *numbers = finding.where.split(":")
    return order.get(name, len(order)), tuple(int(number) for number in numbers)


def _lint_file(script: ScriptFile, context: _Context) -> list[Finding]:
    found = []
    texts = [item.text if isinstance(item, ScriptBlock) else "" for item in script.items]
    for place, (line, item) in enumerate(located_items(script)):
        around = _Context(speakers=context.speakers, retired=context.retired, next_text=(*texts, "")[place + 1])
        for code, offset, message in _lint_item(item, around):
            found.append(Finding(code=code, where=f"{script.name}:{line + offset}", message=message))
    return found


def _lint_item(item: Item, context: _Context) -> _Found:
    for check in _ITEM_CHECKS:
        yield from check(item, context)
    if isinstance(item, ScriptBlock):
        for check_block in _BLOCK_CHECKS:
            yield from check_block(item, context)


def _blanks_at_line_ends(item: Item, _: _Context) -> _Found:
    for number, line in enumerate(item.source.split("\n")):
        if line.rstrip("\r") != line.rstrip("\r").rstrip(" \t"):
            yield "script.trailing-blank", number, "blanks at the end of the line; take them out"


def _identity(block: ScriptBlock, context: _Context) -> _Found:
    if block.id is None:
        yield "script.no-id", 0, "the block has no id; run `declaim script fix`"
    elif block.id in context.retired:
        message = f"{block.id} was the id of a paragraph that is gone; take it out, `declaim script fix` gives another"
        yield "script.retired-id", 0, message


def _conflict(block: ScriptBlock, _: _Context) -> _Found:
    if block.conflict == "theirs":
        yield "script.conflict", 0, "the manuscript has this text for the block above; decide, then delete one of them"
    elif block.conflict:
        yield "script.conflict", 0, "the manuscript no longer has this; delete the block or take out `conflict=deleted`"


def _emptiness(block: ScriptBlock, _: _Context) -> _Found:
    if not block.raw.strip():
        yield "script.empty", 0, "the block is empty; write its text under the id line, without a blank line between"


def _line_starts(block: ScriptBlock, _: _Context) -> _Found:
    first = block.source.count("\n", 0, block.content_start)
    for number, line in enumerate(block.raw.split("\n")):
        if line.lstrip().startswith("@") and not (number == 0 and block.kind is Kind.HEADING):
            yield "script.late-id", first + number, "`@` after blanks is text; take the blanks out, or write `\\@`"
        if number and re.match(r"[ \t]*#{1,6} ", line):
            message = "`#` is a heading only at the begin of a block; put a blank line before it, or write `\\#`"
            yield "script.late-heading", first + number, message


def _looks(block: ScriptBlock, _: _Context) -> _Found:
    first = block.source.count("\n", 0, block.content_start)
    if _RULE.fullmatch(block.text):
        message = f"`{block.text}` is narrated; a scene break is a line `* * *` without id"
        yield "script.like-scene-break", first, message
        return
    for pattern, said in _LOOKS:
        if match := pattern.search(block.text):
            yield "script.literal-mark", first, f"`{match[0]}` is text, {said}"


_LOOKS = (
    (_STARRED, "not emphasis; take out the backslashes if emphasis is meant"),
    (_STAGE_TAG, "and some engines take such words for a direction; take out the brackets or the words"),
    (_MARKUP_TAG, "and markup is not read; write it as a mark, or take it out"),
)


def _speakers(block: ScriptBlock, context: _Context) -> _Found:
    named = [value for name, value in block.direction if name == "speaker"]
    named += [mark.value for mark in block.marks if mark.name is MarkName.SPEAKER]
    for name in dict.fromkeys(named):
        if context.speakers is not None and name and name not in context.speakers:
            known = ", ".join(sorted(context.speakers)) or "nobody"
            yield (
                "script.unknown-speaker",
                0,
                f"`{name}` is not in the cast, which has {known}; see [cast] in book.toml",
            )


def _languages(block: ScriptBlock, _: _Context) -> _Found:
    named = [value for name, value in block.direction if name == "lang"]
    named += [mark.value for mark in block.marks if mark.name is MarkName.LANG]
    for name in dict.fromkeys(named):
        if not _LANGUAGE.fullmatch(name):
            yield "script.unknown-language", 0, f"`{name}` is not a language tag such as fr or en-GB"


def _length(block: ScriptBlock, _: _Context) -> _Found:
    if len(block.text) > LONGEST_PARAGRAPH:
        yield "script.long", 0, f"{len(block.text)} characters in one block; are blank lines missing?"


def _quotes(block: ScriptBlock, context: _Context) -> _Found:
    """Report quotation marks without a partner; one that stays open is good where the next paragraph opens anew."""
    for begin, end in _QUOTES:
        if "„" in block.text or "»" in block.text.partition("«")[0]:
            continue  # German: „...“ and »...«
        open_count = block.text.count(begin) - block.text.count(end)
        goes_on = open_count == 1 and context.next_text.lstrip("‘'").startswith(begin)
        if open_count and not goes_on:
            side, count = (begin, open_count) if open_count > 0 else (end, -open_count)
            yield "script.quotes", 0, f"{count} `{side}` without a partner in this paragraph"


_ITEM_CHECKS: tuple[Callable[[Item, _Context], _Found], ...] = (_blanks_at_line_ends,)
_BLOCK_CHECKS: tuple[Callable[[ScriptBlock, _Context], _Found], ...] = (
    _identity, _conflict, _emptiness, _line_starts, _looks, _speakers, _languages, _length, _quotes,
)  # fmt: skip


def _left_out(files: Mapping[str, ScriptFile], lock: ImportLock) -> list[Finding]:
    """Return what the manuscript has and the script has not, and the other way round."""
    present = {
        block.id: f"{script.name}:{line}"
        for script in files.values()
        for line, block in located_items(script)
        if isinstance(block, ScriptBlock) and block.id and not block.is_proposal
    }
    known = {paragraph.id: paragraph for paragraph in lock.paragraphs}
    found = [
        Finding(
            code="script.left-out",
            where=f"{paragraph.chapter}.txt",
            message=f"{identity} was taken out: {paragraph.text[:60]}",
        )
        for identity, paragraph in known.items()
        if identity not in present
    ]
    if known:
        found += [
            Finding(code="script.added", where=where, message=f"{identity} was added; the manuscript does not have it")
            for identity, where in present.items()
            if identity not in known
        ]
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """What to write after blocks were given ids."""

    scripts: tuple[tuple[str, str], ...]
    """Chapter id and text of the files that changed."""
    lock: ImportLock
    """With the given ids among those that are not to be given again."""
    given: tuple[str, ...]


def give_ids(scripts: Mapping[str, str], *, lock: ImportLock) -> Fixed:
    """Return the script files with an id for every block that had none; all else stays as typed.

    Raises ScriptError where a file cannot be read.
    """
    files = parse_scripts(scripts)
    typed = [block.id for script in files.values() for block in script.blocks if block.id]
    giver = IdGiver((*lock.ids, *typed))
    given: list[str] = []
    changed = []
    for chapter, script in files.items():
        namer = _IdNamer(chapter, script.newline, giver)
        items = tuple(namer.with_id(item) for item in script.items)
        given += namer.given
        if items != script.items:
            changed.append((chapter, format_script(replace(script, items=items))))
    in_use = ({*typed, *given} - {paragraph.id for paragraph in lock.paragraphs}) - {*lock.retired}
    added = tuple(sorted({*lock.added, *in_use}, key=id_order))
    return Fixed(
        scripts=tuple(changed),
        lock=ImportLock(paragraphs=lock.paragraphs, added=added, retired=lock.retired),
        given=tuple(given),
    )


class _IdNamer:
    """Gives the blocks of one file their ids."""

    def __init__(self, chapter: str, newline: str, giver: IdGiver) -> None:
        self.chapter, self.newline, self.giver = chapter, newline, giver
        self.given: list[str] = []

    def with_id(self, item: Item) -> Item:
        if not isinstance(item, ScriptBlock) or item.id:
            return item
        give = self.giver.give_heading if item.kind is Kind.HEADING else self.giver.give_paragraph
        identity = give(self.chapter)
        self.given.append(identity)
        return set_id(item, identity, newline=self.newline)
