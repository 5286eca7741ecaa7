"""Bytes of XML or XHTML -> element trees, safely; and the facts about HTML elements that all readers share.

Nothing outside the bytes is ever read: no DTD, no network, no entity of the document's own. Named HTML entities are
known without a DTD. Markup that is not well-formed is read as HTML, which loses no text.
"""

from __future__ import annotations

import html
import html.entities
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, TypeAlias

from lxml import etree
from lxml.etree import _Element

from pipeline.errors import ManuscriptError
from pipeline.manuscript.decoding import guess_encoding
from pipeline.manuscript.words import clean_text, count_words

Element: TypeAlias = _Element

INLINE: Final = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "button", "case", "cite", "code", "data", "default",
    "del", "dfn", "em", "emphasis", "font", "g", "i", "image", "img", "input", "ins", "kbd", "label", "mark",
    "math", "mi", "mn", "mo", "ms", "mtext", "mrow", "msub", "msup", "msubsup", "mfrac", "msqrt", "mroot",
    "mstyle", "mfenced", "mover", "munder", "munderover", "semantics", "meter", "nobr", "output", "picture", "q",
    "rb", "rp", "rt", "rtc", "ruby", "s", "samp", "select", "small", "source", "span", "strike", "strong", "sub",
    "sup", "svg", "switch", "time", "tspan", "tt", "u", "use", "var", "wbr",
})  # fmt: skip
"""Elements that stand inside a line: they never separate words. Every other element does (HTML, "Phrasing content")."""

HIDDEN: Final = frozenset({
    "head", "script", "noscript", "style", "template", "rp", "title", "desc", "metadata", "annotation",
    "annotation-xml",
})  # fmt: skip
"""Elements whose text a reading system that runs scripts does not display; `title`, `desc` and `metadata` are SVG's."""

_EPUB_TYPE: Final = "{http://www.idpf.org/2007/ops}type"
_XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_XML_ID: Final = "{http://www.w3.org/XML/1998/namespace}id"
_VOID: Final = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
})  # fmt: skip
_DECLARED = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)""")
_META = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?([A-Za-z0-9._-]+)""", re.IGNORECASE)
_PROLOGUE = re.compile(r"<\?xml[^>]*\?>")
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*(?:>|\[.*?(?:\]\s*>|\Z))", re.IGNORECASE | re.DOTALL)
_ENTITY = re.compile(r"&(#?\w+;)?")
_ASIDE = re.compile(r"<!--(.*?)(-->|\Z)|<\?(.*?)(\?>|\Z)", re.DOTALL)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)(?:\]\]>|\Z)", re.DOTALL)
_DOCUMENT_END = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
_BARE_LESS = re.compile(r"<(?![A-Za-z/!][^<>]*>)")
_EMPTY_TAG = re.compile(r"<([A-Za-z][\w:.-]*)((?:\s[^<>]*?)?)/>")
_TAG = re.compile(r"<[A-Za-z/!](?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+'|[\"'])*+>")
"""A quote that opens no value is part of its tag, as HTML parsers have it (`<h2">`)."""
_KEPT_ENTITIES: Final = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})
_UNDISPLAYED = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Markup:
    """A parsed document."""

    root: Element
    lost_words: int = 0
    """Words between the tags that the repair of a document that is not well-formed lost; they stay in the account."""


def parse_markup(data: bytes, *, where: str) -> Markup:
    """Parse XHTML or XML, repaired as HTML where it is not well-formed.

    `where` names the document in errors. Raises ManuscriptError for an empty document and for one that only a parser
    without limits could read (more than 10 million characters in one text, or nested too deeply).
    """
    text = _without_entities(_without_doctype(_PROLOGUE.sub("", decode_text(data))))
    if not text.strip():
        raise ManuscriptError(f"{where}: the document is empty; export the manuscript again")
    try:
        return Markup(root=etree.fromstring(text.encode(), _xml_parser()))
    except etree.XMLSyntaxError:
        text = _readable_html(text)
        root = _parse_html(text, where=where)
        found = count_words("".join(str(piece) for piece in root.itertext()))
        return Markup(root=root, lost_words=max(0, count_words(html.unescape(_TAG.sub("", text))) - found))


def parse_xml(data: bytes, *, where: str) -> Element:
    """Parse an XML file that is not a text (container, package, NCX), recovering what can be read.

    Raises ManuscriptError where nothing can be.
    """
    text = _without_entities(_without_doctype(_PROLOGUE.sub("", decode_text(data))))
    try:
        root = etree.fromstring(text.strip().encode(), _xml_parser(is_recovering=True))
    except etree.XMLSyntaxError as error:
        raise ManuscriptError(f"{where}: this is not XML ({error.msg}); export the manuscript again") from error
    if root is None:
        raise ManuscriptError(f"{where}: the file has no XML in it; export the manuscript again")
    return root


def decode_text(data: bytes) -> str:
    """Return bytes as text: by byte order mark, then as declared, then UTF-8, else as guessed (never fails)."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    head = data[:2048]
    declared = _DECLARED.search(head) or _META.search(head)
    for encoding in ((declared.group(1).decode("ascii"),) if declared else ()) + ("utf-8-sig",):
        try:
            return data.decode(encoding).removeprefix("\ufeff")
        except (LookupError, UnicodeDecodeError):
            continue
    return data.decode(guess_encoding(data), errors="replace")


def local_name(element: Element) -> str:
    """Return the name of an element without its namespace, in lower case; empty for what is no element."""
    return _local(element.tag) if isinstance(element.tag, str) else ""


def semantic_types(element: Element) -> tuple[str, ...]:
    """Return the `epub:type` and `role` tokens of an element; `doc-` roles without the prefix."""
    types = element.get(_EPUB_TYPE) or element.get("epub:type") or ""
    role = element.get("role") or ""
    return tuple(types.split()) + tuple(token.removeprefix("doc-") for token in role.split()) if types or role else ()


def language_of(element: Element) -> str:
    """Return the language an element declares for its content; empty where it declares none."""
    return element.get(_XML_LANG) or element.get("lang") or element.get("xml:lang") or ""


def identifier_of(element: Element) -> str:
    """Return the id that a link may point to; empty where there is none."""
    identifier = element.get("id") or element.get(_XML_ID)
    return identifier or (element.get("name") or "" if local_name(element) == "a" else "")


def description_of(element: Element) -> str:
    """Return the description of a picture or formula with the white space that parts it from the text around it.

    Empty where there is none, where the picture is said to be decoration, and for an illustrated initial.
    """
    name, text = local_name(element), ""
    if name == "img" and (element.get("role") or "") not in ("presentation", "none"):
        text = "" if initial_of(element) else element.get("alt") or ""
    elif name == "math":
        text = element.get("alttext") or ""
    elif name == "svg":
        title = next((child for child in element if local_name(child) == "title"), None)
        text = element.get("aria-label") or (title.text if title is not None else "") or ""
    text = clean_text(text).strip()
    return f" {text} " if text else ""


def initial_of(picture: Element) -> str:
    """Return the letter that an illustrated initial shows, or an empty text.

    It is one where the description of the picture is a single letter and the next text goes on a word.
    """
    letter = (picture.get("alt") or "").strip()
    if len(letter) != 1 or not letter.isalpha():
        return ""
    element: Element | None = picture
    while element is not None and not element.tail and element.getnext() is None:
        element = element.getparent()
        if element is None or local_name(element) not in INLINE:
            return ""
    following = (element.tail or "") if element is not None else ""
    return letter if following[:1].isalpha() else ""


def is_undisplayed(element: Element) -> bool:
    """Whether a reading system does not display the element and what is in it."""
    return local_name(element) in HIDDEN or is_concealed(element)


def is_concealed(element: Element) -> bool:
    """Whether the attributes of an element say that it is not displayed."""
    style = element.get("style")
    return element.get("hidden") is not None or (style is not None and _UNDISPLAYED.search(style) is not None)


@lru_cache(maxsize=1024)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2].rpartition(":")[2].lower()


@cache
def _xml_parser(*, is_recovering: bool = False) -> etree.XMLParser:
    return etree.XMLParser(
        encoding="utf-8",
        recover=is_recovering,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _parse_html(text: str, *, where: str) -> Element:
    """Return the tree of a document read as HTML, where only void elements may close themselves."""

    def opened(match: re.Match[str]) -> str:
        name, rest = match.groups()
        return match[0] if name.lower() in _VOID else f"<{name}{rest}></{name}>"

    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    root = etree.fromstring(_EMPTY_TAG.sub(opened, text).encode(), parser)
    limits = [entry.message for entry in parser.error_log if re.search(r"huge|depth", entry.message, re.IGNORECASE)]
    if root is None or limits:
        reason = limits[0].strip() if limits else "no text in it"
        raise ManuscriptError(f"{where}: the document cannot be read whole ({reason}); split it or export it again")
    return root


def _readable_html(text: str) -> str:
    """Return broken markup without what an HTML parser would lose text by.

    Comments and instructions go (one that never ends is text), CDATA is text, the document ends where the file does.
    """
    text = _ASIDE.sub(lambda match: "" if match[2] or match[4] else match[1] or match[3] or "", text)
    text = _CDATA.sub(lambda match: html.escape(match[1]), text)
    return _BARE_LESS.sub("&lt;", _DOCUMENT_END.sub("", text))


def _without_doctype(text: str) -> str:
    """Return markup without its first document type declaration, wherever that stands."""
    at = text.find("<!")
    while at >= 0:
        found = _DOCTYPE.match(text, at)
        if found:
            return text[:at] + text[found.end() :]
        at = text.find("<!", at + 1)
    return text


def _without_entities(text: str) -> str:
    """Return markup with named HTML entities as characters, stray ampersands escaped, unknown entities dropped."""

    def replaced(match: re.Match[str]) -> str:
        name: str | None = match[1]
        if name is None:
            return "&amp;"
        if name.startswith("#") or name in _KEPT_ENTITIES:
            return match[0]
        return html.escape(html.entities.html5.get(name, ""), quote=False)

    return _ENTITY.sub(replaced, text) if "&" in text else text
