"""Blocks -> which of them are headings, and which are a table of contents."""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

from pipeline.manuscript.headings import Head, parse_head
from pipeline.manuscript.plain.blocks import TextBlock
from pipeline.manuscript.rules import partition_of_title
from pipeline.manuscript.typescript import is_end

_HEAD_WORDS: Final = 16
_HEAD_LINES: Final = 3
_TITLE_WORDS: Final = 12
_PROSE_WORDS: Final = 60
"""Words from which a block that is no list is prose."""
_LIST_ENTRY: Final = 14
_OUTER: Final = frozenset({"part", "book", "volume", "vol", "teil", "buch", "band", "partie", "livre", "tome", "parte",
                           "libro", "deel"})  # fmt: skip
_INNER: Final = {"act": 4, "acte": 4, "akt": 4, "atto": 4, "scene": 5, "szene": 5, "section": 4}
"""Levels of what divides a chapter, or a play where there are no chapters."""
_HEADINGS_IN_A_ROW: Final = 8
_LONGEST_NUMBERED: Final = 3
"""Numbers that count on from one another, from which bare numbers are the heads of chapters."""


def find_headings(blocks: tuple[TextBlock, ...]) -> dict[int, int]:
    """Return the blocks that are headings, with their levels: 1 parts, 2 chapters, 3 their titles, from 4 inside."""
    heads = {index: head for index, block in enumerate(blocks) if (head := _labelled(block)) is not None}
    chapters = [index for index, head in heads.items() if head.label not in _OUTER and head.label not in _INNER]
    levels = {index: _label_level(head.label, has_chapters=bool(chapters)) for index, head in heads.items()}
    numbers = _numbered(blocks)
    if len(numbers) >= _LONGEST_NUMBERED:
        levels |= {index: 4 if len(chapters) > 1 else 2 for index in numbers if index not in levels}
    main = [index for index, level in levels.items() if level == 2]
    gap = min((blocks[index].before for index in main), default=2)
    for index, block in enumerate(blocks):
        if index not in levels and _is_set_off(block):
            is_main = not main or block.before >= gap or _is_named(block)
            levels[index] = 2 if is_main else 4
    for index in sorted(levels):
        follower = index + 1
        if levels[index] <= 2 and follower < len(blocks) and _goes_on(blocks[index], blocks[follower]):
            levels[follower] = 3
    return levels


def find_contents(blocks: tuple[TextBlock, ...], levels: dict[int, int]) -> set[int]:
    """Return the blocks of a table of contents: from its title to the heading of the first text after it.

    A list of heads without a title counts too.
    """
    found: set[int] = set()
    proses = [index for index, block in enumerate(blocks) if _is_prose(block)]
    for index, block in enumerate(blocks):
        named = partition_of_title(block.text) if _is_short(block) else None
        if index not in found and named is not None and named.name in ("contents", "list"):
            prose = next(iter(proses[(place := bisect_right(proses, index)) : place + 1]), len(blocks))
            found.update(range(index, _contents_end(blocks, levels, start=index, prose=prose)))
        elif _is_list_of_heads(block):
            found.add(index)
    return found


def _contents_end(blocks: tuple[TextBlock, ...], levels: dict[int, int], *, start: int, prose: int) -> int:
    """Return the first block after a table of contents: the headings right before the first prose, or the prose."""
    first = prose
    while first - 1 > start and first - 1 in levels and prose - first < _HEADINGS_IN_A_ROW:
        first -= 1
    set_off = (index for index in range(first, prose) if blocks[index].before >= 2)
    return next(set_off, prose)


def _labelled(block: TextBlock) -> Head | None:
    """Return the head of a block that says of itself what it is: `CHAPTER IV`, `Part One. The Sea`."""
    head = parse_head(block.text) if _is_short(block) and block.before else None
    if head is None or not head.label or head.rest[:1].islower():
        return None
    return head


def _label_level(label: str, *, has_chapters: bool) -> int:
    if label in _OUTER:
        return 1 if has_chapters else 2
    return _INNER.get(label, 2) if has_chapters else 2


def _numbered(blocks: tuple[TextBlock, ...]) -> list[int]:
    """Return the blocks that are numbers counting on from one another; each part of a book may begin anew."""
    found: list[int] = []
    previous = 0
    for index, block in enumerate(blocks):
        head = parse_head(block.text) if _is_short(block) and len(block.lines) == 1 and block.before else None
        is_bare = head is not None and not head.label and (not head.rest or block.before >= 2)
        if head is not None and is_bare and head.number in (1, previous + 1):
            previous = head.number
            found.append(index)
    return found


def _is_set_off(block: TextBlock) -> bool:
    """Whether a block without a number is a heading: a line in capitals or of a known name, with room around it."""
    head = parse_head(block.text) if _is_short(block) else None
    is_number = head is not None and not head.label and not head.rest
    if not _is_short(block) or block.before < 2 or not block.after or is_number or is_end(block.text):
        return False
    is_caps = block.text.upper() == block.text and sum(map(str.isalpha, block.text)) > 1
    return (is_caps and block.text[0] not in "[(" and not block.text.endswith(",")) or _is_named(block)


def _is_named(block: TextBlock) -> bool:
    return _is_short(block) and partition_of_title(block.text) is not None


def _goes_on(head: TextBlock, block: TextBlock) -> bool:
    """Whether a block is the title under a number: `GRETCHEN'S VIOLIN` after `CHAPTER I`."""
    number = parse_head(head.text)
    if number is None or number.rest or block.before > 2 or not block.after or len(block.text.split()) > _TITLE_WORDS:
        return False
    words = [word for word in block.text.replace('"', "").replace("“", "").split() if word[0].isalpha()]
    capitals = sum(word[0].isupper() for word in words)
    is_sentence = block.text.endswith((",", ";", ".”", '."', "?”", "!”")) or block.text[0] in "“\"'‘["
    is_caps = block.text.upper() == block.text
    is_title = not is_sentence and capitals * 2 >= len(words) and (not block.text.endswith(".") or block.after > 1)
    return bool(words) and len(block.lines) <= _HEAD_LINES and (is_caps or is_title)


def _is_short(block: TextBlock) -> bool:
    return len(block.lines) <= _HEAD_LINES and len(block.text.split()) <= _HEAD_WORDS


def _is_prose(block: TextBlock) -> bool:
    """Whether a block is running text: several full lines, or many words, and not a list of short entries."""
    words = len(block.text.split())
    return not block.is_verse and not block.is_indented and (
        words >= _PROSE_WORDS or (len(block.lines) > 2 and words >= _LIST_ENTRY * 2)
    )  # fmt: skip


def _is_list_of_heads(block: TextBlock) -> bool:
    """Whether the lines of a block are heads of chapters."""
    heads = sum(parse_head(line.text) is not None for line in block.lines)
    return len(block.lines) > _HEAD_LINES and heads * 3 >= len(block.lines) * 2
