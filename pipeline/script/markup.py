r"""Content of a block as typed <-> its text and marks (docs/design.md, section 3).

Blanks, tabs and line ends count as one space however many there are, and as none at the begin and end of the block;
in verse and rows a line end counts as one line feed. Every other white space (U+00A0, thin spaces) is text.
`\` before punctuation or a blank is that character, `\u{a0}` is the character of that code point.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from pipeline.errors import ScriptError
from pipeline.model import Kind, Mark, MarkName
from pipeline.script.attributes import (
    ESCAPE,
    LONGEST_BREAK_S,
    Word,
    escape_code_point,
    format_word,
    parse_seconds,
    scan_words,
    unescape,
    value_problem,
)
from pipeline.script.nesting import POINT_NAMES, mark_order, normal_marks
from pipeline.script.origin import Origin

LINE_KINDS = frozenset({Kind.VERSE, Kind.ROW})
"""Where a line end is a line feed of the text."""
SPAN_NAMES = frozenset(MarkName) - {MarkName.EMPHASIS, MarkName.BREAK}
"""What `[...]{name=value}` can say."""

_TOKEN = re.compile(
    r"(?P<words>[^\\*\[\]{< \t\r\n]+|<(?!break[ \t\r\n/>]))"
    r"|(?P<blank>[ \t\r\n]+)"
    rf"|(?P<escape>{ESCAPE})"
    r"|(?P<star>\*)|(?P<begin>\[)|(?P<end>\])|(?P<pause><)|(?P<brace>\{)|(?P<backslash>\\)"
)
_MARK_CHARACTER = re.compile(r"[\\*\[\]{<]")
_PAUSE = re.compile(r'<break[ \t\r\n]+time[ \t\r\n]*=[ \t\r\n]*"([^"\n]*)"[ \t\r\n]*/>')
_ESCAPED = re.compile(
    r"[\\*\[\]{]|<(?=break)|[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]|(?:(?<=[ \n])|\A) | (?=\n|\Z)",
    re.IGNORECASE,
)
_LINE_FEED = re.compile(r"\n")
_OUTER_LINE_FEED = re.compile(r"\A\n|\n(?=\n|\Z)")


def parse_markup(raw: str, *, kind: Kind, origin: Origin | None = None) -> tuple[str, tuple[Mark, ...]]:
    """Return the text of a block's content and its marks in normal order.

    Raises ScriptError with file, line and column of the first thing that cannot be read without guessing.
    """
    if kind not in LINE_KINDS and not _MARK_CHARACTER.search(raw):
        return re.sub(r"[ \t\r\n]+", " ", raw).strip(" "), ()
    return _Reader(raw, kind, origin or Origin()).read()


@dataclass(frozen=True, slots=True)
class _Begun:
    sign: str
    start: int
    offset: int


class _Reader:
    """Reads one block from left to right; `begun` holds what has begun and not ended."""

    def __init__(self, raw: str, kind: Kind, origin: Origin) -> None:
        self.raw, self.origin = raw, origin
        self.has_lines = kind in LINE_KINDS
        self.written: list[str] = []
        self.length = 0
        self.after_blank = True
        self.begun: list[_Begun] = []
        self.found: list[tuple[Mark, int]] = []
        self.readers: dict[str, Callable[[re.Match[str]], int]] = {
            "words": self._words,
            "blank": self._blank,
            "escape": self._escape,
            "star": self._star,
            "begin": self._begin,
            "end": self._end,
            "pause": self._pause,
            "brace": self._brace,
            "backslash": self._backslash,
        }

    def read(self) -> tuple[str, tuple[Mark, ...]]:
        offset = 0
        while match := _TOKEN.match(self.raw, offset):
            offset = self.readers[str(match.lastgroup)](match)
        if self.begun:
            sign = self.begun[-1].sign
            raise self._error(
                self.begun[-1].offset, f"`{sign}` has no end; end it, or write `\\{sign}` for the character"
            )
        self._drop_last_blank()
        return "".join(self.written), self._marks()

    def _error(self, offset: int, message: str) -> ScriptError:
        return self.origin.error(self.raw, offset, message)

    def _write(self, written: str) -> None:
        self.written.append(written)
        self.length += len(written)
        self.after_blank = False

    def _words(self, match: re.Match[str]) -> int:
        self._write(match[0])
        return match.end()

    def _escape(self, match: re.Match[str]) -> int:
        self._write(unescape(match[0]))
        return match.end()

    def _blank(self, match: re.Match[str]) -> int:
        blank = "\n" if self.has_lines and "\n" in match[0] else " "
        if not self.after_blank:
            self._write(blank)
            self.after_blank = True
        elif self.written and blank == "\n":
            self.written[-1] = blank
        return match.end()

    def _drop_last_blank(self) -> None:
        if self.after_blank and self.written:
            self.written.pop()
            self.length -= 1

    def _star(self, match: re.Match[str]) -> int:
        if not self.begun or self.begun[-1].sign != "*":
            return self._begin(match)
        begun = self.begun.pop()
        self.found.append((Mark(start=begun.start, stop=self.length, name=MarkName.EMPHASIS), begun.offset))
        return match.end()

    def _begin(self, match: re.Match[str]) -> int:
        self.begun.append(_Begun(match[0], self.length, match.start()))
        return match.end()

    def _end(self, match: re.Match[str]) -> int:
        if not self.begun:
            raise self._error(match.start(), "`]` ends nothing; write `\\]` for the character")
        begun = self.begun.pop()
        if begun.sign != "[":
            raise self._error(begun.offset, "`*` has no end before `]`; end it, or write `\\*` for the character")
        words, offset = self._attributes(match.end())
        self.found.extend((self._mark(begun, word), begun.offset) for word in words)
        return offset

    def _attributes(self, begin: int) -> tuple[tuple[Word, ...], int]:
        if not self.raw.startswith("{", begin):
            raise self._error(begin - 1, "`]` needs `{name=value}` after it; write `\\[` and `\\]` for the characters")
        words, offset = scan_words(self.raw, begin + 1)
        if not self.raw.startswith("}", offset):
            raise self._error(offset, "this is not `name=value` or the `}` of a span; quote values with blanks in them")
        if not words:
            raise self._error(begin, "`{}` says nothing; name what is meant, for example `{lang=fr}`")
        names = [word.name for word in words]
        for place, word in enumerate(words):
            if word.name in names[:place]:
                raise self._error(word.start, f"`{word.name}` stands twice in one span")
        return words, offset + 1

    def _mark(self, begun: _Begun, word: Word) -> Mark:
        if word.name not in SPAN_NAMES:
            known = ", ".join(name for name in MarkName if name in SPAN_NAMES)
            raise self._error(word.start, f"a span cannot say `{word.name}`; it can say {known}")
        if word.value is None:
            raise self._error(
                word.start, f'`{word.name}` needs a value: `{word.name}=...`, or `{word.name}=""` for none'
            )
        if problem := value_problem(word.name, word.value):
            raise self._error(word.start, problem)
        return Mark(start=begun.start, stop=self.length, name=MarkName(word.name), value=word.value)

    def _pause(self, match: re.Match[str]) -> int:
        pause = _PAUSE.match(self.raw, match.start())
        seconds = parse_seconds(pause[1]) if pause else None
        if pause is None or seconds is None:
            wanted = f'a pause is `<break time="1.5s"/>` or "800ms", up to {LONGEST_BREAK_S} s'
            raise self._error(match.start(), f"{wanted}; write `\\<` for the character")
        self.found.append(
            (Mark(start=self.length, stop=self.length, name=MarkName.BREAK, value=seconds), match.start())
        )
        return pause.end()

    def _brace(self, match: re.Match[str]) -> int:
        raise self._error(match.start(), "`{` has no `[...]` before it; write `\\{` for the character")

    def _backslash(self, match: re.Match[str]) -> int:
        raise self._error(match.start(), "`\\` escapes nothing here; write `\\\\` for the character")

    def _marks(self) -> tuple[Mark, ...]:
        marks = []
        for mark, offset in sorted(self.found, key=lambda entry: entry[1]):
            held = replace(mark, start=min(mark.start, self.length), stop=min(mark.stop, self.length))
            if held.start == held.stop and held.name not in POINT_NAMES:
                sign = "*" if held.name is MarkName.EMPHASIS else "["
                raise self._error(
                    offset, f"{held.name} of no words; a scene break is `* * *`, and `\\{sign}` is the character"
                )
            marks.append(held)
        return tuple(sorted(marks, key=mark_order))


def format_markup(text: str, marks: Iterable[Mark], *, kind: Kind, cuts: Iterable[int] = ()) -> str:
    """Return how a text with marks is written: `parse_markup` of it gives the text and `normal_marks` of the marks.

    `cuts` are offsets of single spaces (not beside white space, not at an end) to write as line ends; verse and rows
    have none. Raises ValueError for marks that cannot be (`normal_marks`).
    """
    cut = set(cuts)
    characters = [(offset, 1, written) for offset, written in _characters(text, kind, cut).items()]
    signs = [(offset, 0, written) for offset, written in _signs(normal_marks(text, marks))]
    pieces, done = [], 0
    for offset, width, written in sorted(chain(signs, characters), key=lambda event: event[:2]):
        pieces += [text[done:offset], written]
        done = offset + width
    return "".join((*pieces, text[done:]))


def _characters(text: str, kind: Kind, cuts: set[int]) -> dict[int, str]:
    """Return what is written for each character that cannot stand for itself, by offset."""
    written = {match.start(): _escaped(match[0]) for match in _ESCAPED.finditer(text)}
    feeds = (_OUTER_LINE_FEED if kind in LINE_KINDS else _LINE_FEED).finditer(text)
    written |= {match.start(): escape_code_point("\n") for match in feeds}
    line_starts = [0, *(cut + 1 for cut in cuts), *(match.end() for match in _LINE_FEED.finditer(text))]
    written |= {start: f"\\{text[start]}" for start in line_starts if text[start : start + 1] in {"@", "#"}}
    return written | dict.fromkeys(cuts, "\n")


def _escaped(character: str) -> str:
    return f"\\{character}" if character in "\\*[]{<" else escape_code_point(character)


def _signs(marks: tuple[Mark, ...]) -> Iterator[tuple[int, str]]:
    """Yield what is written for nested marks in normal order, with its offset in the text."""
    begun: list[tuple[Mark, ...]] = []
    for group in _groups(marks):
        start, stop = group[0].start, group[0].stop
        while begun and begun[-1][0].stop <= start:
            yield begun[-1][0].stop, _end_sign(begun.pop())
        yield start, _begin_sign(group)
        if start == stop:
            yield stop, _end_sign(group)
        else:
            begun.append(group)
    while begun:
        yield begun[-1][0].stop, _end_sign(begun.pop())


def _groups(marks: tuple[Mark, ...]) -> list[tuple[Mark, ...]]:
    """Return the marks that share a span: the same range, different names."""
    groups: list[tuple[Mark, ...]] = []
    for mark in marks:
        last = groups[-1] if groups else ()
        if last and _can_share(last, mark):
            groups[-1] = (*last, mark)
        else:
            groups.append((mark,))
    return groups


def _can_share(group: tuple[Mark, ...], mark: Mark) -> bool:
    names = {member.name for member in group}
    return (
        (group[0].start, group[0].stop) == (mark.start, mark.stop)
        and mark.name in SPAN_NAMES
        and names <= SPAN_NAMES - {mark.name}
    )


def _begin_sign(group: tuple[Mark, ...]) -> str:
    return {MarkName.EMPHASIS: "*", MarkName.BREAK: f'<break time="{group[0].value}s"/>'}.get(group[0].name, "[")


def _end_sign(group: tuple[Mark, ...]) -> str:
    words = " ".join(format_word(mark.name, mark.value) for mark in group)
    return {MarkName.EMPHASIS: "*", MarkName.BREAK: ""}.get(group[0].name, f"]{{{words}}}")
