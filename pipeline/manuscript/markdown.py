"""Markdown (CommonMark, tables, strike-through, footnotes) -> Book, over HTML and the same walk as EPUB.

The second witness of the account reads the tokens of the parser, not the HTML made of them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from typing import Final

from lxml import etree
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from pipeline.manuscript.conservation import displayed_text
from pipeline.manuscript.decoding import Decoded
from pipeline.manuscript.features import described_elements
from pipeline.manuscript.html import assemble
from pipeline.manuscript.imprint import isbn_digits, valid_isbn
from pipeline.manuscript.markup import Markup, parse_markup
from pipeline.manuscript.passage import Document, Passage
from pipeline.manuscript.steps import outside
from pipeline.manuscript.walk import walk
from pipeline.manuscript.words import count_words
from pipeline.model import Book, Kind, Metadata, Paragraph, Place, ReadingPolicy

_NAMES: Final = (".md", ".markdown", ".mdown", ".mkd", ".mkdn")
_HEADING: Final = re.compile(r"^#{1,6} +\S[^\n]*\n[ \t]*\n", re.MULTILINE)
_LEAST_HEADINGS: Final = 2
"""Lines such as `# I` from which a text file is Markdown, whatever its name."""
_BLOCK: Final = re.compile(r"\A\s*---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD: Final = re.compile(r"^([\w-]+)[ \t]*:[ \t]*(.*(?:\n[ \t]*-[ \t]+.*)*)$", re.MULTILINE)
"""A field of a metadata block, with the items of a list below it."""
_ITEMS: Final = re.compile(r"\s*(?:[;,]|\n\s*-\s)\s*")
_NOTE: Final = re.compile(r"^\[\^([^\]\s]+)\]:[ \t]*(.*(?:\n(?:[ \t]+.*|[ \t]*(?=\n[ \t]+\S)))*)", re.MULTILINE)
_CALL: Final = re.compile(r"\[\^([^\]\s]+)\]")
_TAG: Final = re.compile(r"<(/?)([A-Za-z][\w-]*)")
_TAGS: Final = frozenset({"a", "abbr", "b", "br", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s",
                          "small", "span", "strong", "sub", "sup", "u"})  # fmt: skip
"""Tags inside a line that are kept; all others only stood around text."""
_FRONT_RULE: Final = "content.front-matter-block"


def is_markdown(text: str, *, name: str) -> bool:
    """Whether a text is Markdown: named so, or with headings that only Markdown writes."""
    return name.lower().endswith(_NAMES) or len(_HEADING.findall(text)) >= _LEAST_HEADINGS


def read_markdown(decoded: Decoded, reading: ReadingPolicy, *, name: str) -> Book:
    """Return the book in a Markdown text, read under a policy. Raises ManuscriptError where it has no words."""
    text = decoded.text
    block = _BLOCK.match(text)
    body = text[block.end() :] if block else text
    metadata = _metadata(block[1]) if block else Metadata()
    notes = {found[1]: found[2] for found in _NOTE.finditer(body)}
    parser = _parser(notes)
    tokens = [parser.parse(piece) for piece in (_NOTE.sub("", body), *notes.values())]
    page = _page(parser, tokens, tuple(notes), language=metadata.language)
    root = parse_markup(page.encode(), where=name).root
    document = walk(root, part=name, around=outside(metadata.language, reading), note_calls={})
    described = described_elements(reading)
    if block:
        document = _with_front(document, block[1])
    return assemble(
        document,
        metadata,
        reading,
        source_words=count_words(block[1] if block else "")
        + sum(count_token_words(piece, described=described) for piece in tokens),
        warnings=decoded.warnings,
    )


def count_token_words(tokens: Iterable[Token], *, described: frozenset[str] = frozenset()) -> int:
    """Return how many words the tokens of a Markdown text hold: of texts, code and what HTML displays.

    `described` as in `displayed_text`.
    """
    pieces: list[str] = []
    lost = 0
    for token in tokens:
        if token.type == "html_block":
            shown = _parsed(token.content)
            pieces.append(displayed_text(shown.root, described=described))
            lost += shown.lost_words
        elif token.type in ("fence", "code_block"):
            pieces.append(token.content)
        for inner in token.children or ():
            is_tag = inner.type == "html_inline" and inner.content.lower().startswith("<br")
            is_break = is_tag or inner.type in ("softbreak", "hardbreak")
            is_shown = inner.type in ("text", "code_inline", "note_call")
            pieces.append("\n" if is_break else inner.content if is_shown else "")
            if inner.type == "image" and "img" in described:
                pieces.append(_description(inner))
        pieces.append("\n")
    return count_words("".join(pieces)) + lost


def _parser(notes: dict[str, str]) -> MarkdownIt:
    """Return a parser that knows the calls of the notes a text has."""

    def call(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the parser calls it so
        found = _CALL.match(state.src, state.pos)
        if not found or found[1] not in notes:
            return False
        if not silent:
            state.push("note_call", "", 0).content = found[1]
        state.pos = found.end()
        return True

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    parser.inline.ruler.before("link", "note_call", call)
    parser.add_render_rule("note_call", _render_call)
    parser.add_render_rule("html_inline", _render_tag)
    parser.add_render_rule("html_block", _render_block)
    return parser


def _render_call(_: object, tokens: list[Token], index: int, *__: object) -> str:
    label = html.escape(tokens[index].content)
    return f'<a role="doc-noteref" href="#note-{label}">{label}</a>'


def _render_tag(_: object, tokens: list[Token], index: int, *__: object) -> str:
    """Return a tag inside a line without its attributes; no tag that could hide text."""
    found = _TAG.match(tokens[index].content)
    return f"<{found[1]}{found[2].lower()}>" if found and found[2].lower() in _TAGS else ""


def _render_block(_: object, tokens: list[Token], index: int, *__: object) -> str:
    """Return a block of HTML as one that ends where it ends, and reaches over no text outside it."""
    return etree.tostring(_parsed(tokens[index].content).root, encoding="unicode", method="xml")


def _page(parser: MarkdownIt, tokens: list[list[Token]], labels: tuple[str, ...], *, language: str) -> str:
    """Return tokens as one HTML page: the text, then its notes."""
    rendered = [parser.renderer.render(piece, parser.options, {}) for piece in tokens]
    notes = (
        f'<aside role="doc-footnote" id="note-{html.escape(label)}">{text}</aside>'
        for label, text in zip(labels, rendered[1:], strict=True)
    )
    return f'<html lang="{html.escape(language)}"><body>{rendered[0]}{"".join(notes)}</body></html>'


def _description(image: Token) -> str:
    """Return the description of a picture, parted from the text around it as `description_of` does."""
    return f" {image.content.strip()} "


def _parsed(markup: str) -> Markup:
    """Return a block of HTML as a tree of its own."""
    return parse_markup(f"<div>{markup}</div>".encode(), where="a block of HTML in the Markdown")


def _metadata(block: str) -> Metadata:
    """Return the fields of a metadata block that this program knows: one line each, or a list."""
    fields = {name.lower().replace("_", "-"): value for name, value in _FIELD.findall(block)}

    def one(*names: str) -> str:
        return next((text for name in names if (text := _unquoted(fields.get(name, "")))), "")

    def several(*names: str) -> tuple[str, ...]:
        values = next((fields[name] for name in names if fields.get(name, "").strip()), "")
        return tuple(filter(None, map(_unquoted, _ITEMS.split(f"\n{values.strip().strip('[]')}"))))

    series = one("series", "belongs-to-collection")
    return Metadata(
        title=one("title"),
        subtitle=one("subtitle"),
        authors=several("author", "authors", "creator"),
        translators=several("translator", "translators"),
        language=one("lang", "language"),
        publisher=one("publisher"),
        date=one("date"),
        isbn=valid_isbn(isbn_digits(one("isbn", "identifier"))),
        description=one("description", "abstract"),
        subjects=several("keywords", "subject", "subjects", "tags"),
        series=series,
        series_position=one("series-position", "series-index", "group-position") if series else "",
    )


def _unquoted(text: str) -> str:
    return text.strip().removeprefix("- ").strip().strip("\"'[]").strip()


def _with_front(document: Document, block: str) -> Document:
    """Return a document with its metadata block before it, as left out."""
    place = Place(part=document.part, start=0, stop=len(block))
    paragraph = Paragraph(kind=Kind.PARAGRAPH, text=" ".join(block.split()), place=place)
    front = Passage(block=paragraph, words=count_words(block), rule=_FRONT_RULE)
    return Document(
        part=document.part,
        passages=(front, *document.passages),
        skips=document.skips,
        anchors={name: index + 1 for name, index in document.anchors.items()},
    )
