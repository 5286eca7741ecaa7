"""XHTML and ranges of its text -> the same XHTML with an element around each range; every other byte stays.

A place counts in the text of a part as the import does: what stands between the tags of the root element, in document
order, entities as the characters they are, line ends as line feeds, comments and instructions left out.
"""

from __future__ import annotations

import html
import html.entities
import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

_TOKEN = re.compile(
    r"(?P<aside><!--.*?-->|<\?.*?\?>|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)"
    r"|<!\[CDATA\[(?P<raw>.*?)\]\]>"
    r"|</(?P<close>[^\s>]+)\s*>"
    r"|<(?P<open>[^\s/>!]+)(?:[^>\"']|\"[^\"]*\"|'[^']*')*?(?P<void>/?)>"
    r"|(?P<entity>&#?\w+;)"
    r"|(?P<text>[^<&]+|[<&])",
    re.DOTALL | re.IGNORECASE,
)
_INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn", "em", "font", "i",
    "img", "ins", "kbd", "mark", "math", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "svg", "time", "tt",
    "u", "var", "wbr",
})  # fmt: skip
"""What may stand inside a `span` (HTML, phrasing content); every other element ends one."""
_XML_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'"}


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    """`text`, `open`, `close`, `void` or `aside`."""
    name: str
    start: int
    stop: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A stretch of a document that one element can hold."""

    start: int
    """In the document."""
    stop: int
    letters: int
    """Letters and digits in it: its share of the range's time."""


@dataclass(slots=True)
class Markup:
    """A document taken apart: where each character of its text stands."""

    source: str
    text: str = field(init=False)
    _tokens: list[_Token] = field(init=False, default_factory=list)
    _starts: array[int] = field(init=False, default_factory=lambda: array("q"))
    _stops: array[int] = field(init=False, default_factory=lambda: array("q"))
    _closes: dict[int, int] = field(init=False, default_factory=dict)
    """Index of the tag that closes an opening tag."""
    _opens: dict[int, int] = field(init=False, default_factory=dict)
    """The other way round."""

    def __post_init__(self) -> None:
        pieces: list[str] = []
        depth: list[int] = []
        for match in _TOKEN.finditer(self.source):
            self._take(match, pieces, depth)
        self.text = "".join(pieces)

    def runs(self, start: int, stop: int) -> tuple[Run, ...]:
        """Return the stretches that hold a range of the text: one, or several where tags do not nest in it."""
        if start >= stop or stop > len(self.text):
            return ()
        begin, end = self._starts[start], self._stops[stop - 1]
        first = bisect_right(self._tokens, begin, key=lambda token: token.start) - 1
        last = bisect_left(self._tokens, end, key=lambda token: token.start)
        first, last, begin, end = self._around(max(0, first), last, begin, end)
        return tuple(self._find_runs(first, last, begin, end))

    def _around(self, first: int, last: int, begin: int, end: int) -> tuple[int, int, int, int]:
        """Return a range of tokens with the inline elements that begin right before it or end right behind it.

        So the number of a heading, in a span of its own, is in one element with the words that follow it.
        """
        while first and self._tokens[first].start == begin and self._tokens[first - 1].kind == "open":
            close = self._closes.get(first - 1)
            if self._tokens[first - 1].name not in _INLINE or close is None or close >= last:
                break
            first -= 1
            begin = self._tokens[first].start
        while last < len(self._tokens) and self._tokens[last - 1].stop == end and self._tokens[last].kind == "close":
            opened = self._opens.get(last)
            if self._tokens[last].name not in _INLINE or opened is None or opened < first:
                break
            end = self._tokens[last].stop
            last += 1
        return first, last, begin, end

    def _take(self, match: re.Match[str], pieces: list[str], depth: list[int]) -> None:
        kind, name = match.lastgroup or "text", ""
        if match["open"]:
            kind, name = ("void" if match["void"] else "open"), match["open"].lower()
        elif match["close"]:
            kind, name = "close", match["close"].lower()
        elif kind in {"text", "entity", "raw"}:
            if depth:
                self._add_text(match, kind, pieces)
            kind = "text"
        if kind == "open":
            depth.append(len(self._tokens))
        elif kind == "close" and depth:
            opened = depth.pop()
            self._closes[opened], self._opens[len(self._tokens)] = len(self._tokens), opened
        self._tokens.append(_Token(kind, name, match.start(), match.end()))

    def _add_text(self, match: re.Match[str], kind: str, pieces: list[str]) -> None:
        if kind == "entity":
            signs = _XML_ENTITIES.get(match[0]) or (
                html.unescape(match[0]) if match[0][1] == "#" else html.entities.html5.get(match[0][1:], "")
            )
            self._place(signs, [match.start()] * len(signs), [match.end()] * len(signs), pieces)
            return
        group = "raw" if kind == "raw" else "text"
        begin = match.start(group)
        for line in re.finditer(r"\r\n?|[^\r]+", match[group]):
            signs = "\n" if line[0][0] == "\r" else line[0]
            starts = [begin + line.start()] if signs == "\n" else range(begin + line.start(), begin + line.end())
            stops = [begin + line.end()] if signs == "\n" else range(begin + line.start() + 1, begin + line.end() + 1)
            self._place(signs, starts, stops, pieces)

    def _place(self, signs: str, starts: Sequence[int], stops: Sequence[int], pieces: list[str]) -> None:
        pieces.append(signs)
        self._starts.extend(starts)
        self._stops.extend(stops)

    def _find_runs(self, first: int, last: int, begin: int, end: int) -> Iterator[Run]:
        """Yield maximal stretches of whole inline elements and text between two tokens."""
        index, run = first, _OpenRun()
        while index < last:
            token = self._tokens[index]
            whole = self._whole_element(index, last)
            if token.kind == "text":
                run.add(max(token.start, begin), min(token.stop, end), self.source)
            elif whole is not None:
                run.add(token.start, self._tokens[whole].stop, self.source)
                index = whole
            elif token.kind in {"open", "close"} or (token.kind == "void" and token.name not in _INLINE):
                yield from run.close(self.source)
                run = _OpenRun()
            index += 1
        yield from run.close(self.source)

    def _whole_element(self, index: int, last: int) -> int | None:
        """Return the index of the closing tag where an inline element lies whole before `last`, with inline content."""
        token = self._tokens[index]
        close = self._closes.get(index)
        if token.kind != "open" or token.name not in _INLINE or close is None or close >= last:
            return None
        inner = self._tokens[index + 1 : close]
        return close if all(one.kind in {"text", "aside"} or one.name in _INLINE for one in inner) else None


class _OpenRun:
    """A stretch that grows until something ends it; space at its edges is not part of it."""

    def __init__(self) -> None:
        self.start: int | None = None
        self.stop = 0

    def add(self, start: int, stop: int, source: str) -> None:
        """Take in a piece of the document; space begins nothing."""
        piece = source[start:stop]
        if self.start is None:
            if not piece.strip():
                return
            self.start = start + len(piece) - len(piece.lstrip())
        if piece.strip():
            self.stop = start + len(piece.rstrip())

    def close(self, source: str) -> Iterator[Run]:
        """Yield the run, if there is one with anything to be heard in it."""
        if self.start is None:
            return
        shown = html.unescape(re.sub(r"<[^>]*>", "", source[self.start : self.stop]))
        letters = sum(sign.isalnum() for sign in shown)
        if letters:
            yield Run(start=self.start, stop=self.stop, letters=letters)


def insert_spans(source: str, spans: Sequence[tuple[Run, str]]) -> str:
    """Return a document with a `span` of that id around each run; runs are sorted and do not overlap."""
    written, place = [], 0
    for run, name in spans:
        written += [source[place : run.start], f'<span id="{name}">', source[run.start : run.stop], "</span>"]
        place = run.stop
    return "".join([*written, source[place:]])
