"""PLS bytes -> the lexicon as a value, with everything in it -> PLS bytes.

The format is the W3C's Pronunciation Lexicon Specification 1.0 (https://www.w3.org/TR/pronunciation-lexicon/). Reading
keeps every element, attribute, namespace prefix and comment in its order; only the layout between elements is ours when
it is written: two spaces a level, UTF-8, one element a line. What was read, written and read again is the same value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, TypeAlias

from lxml import etree

from pipeline.errors import LexiconError

NAMESPACE: Final = "http://www.w3.org/2005/01/pronunciation-lexicon"
ALPHABET: Final = "alphabet"
XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_PLS: Final = f"{{{NAMESPACE}}}"

Attributes: TypeAlias = tuple[tuple[str, str], ...]
"""(name, value) in the order of the file; a name in a namespace as `{uri}name`."""
Prefixes: TypeAlias = tuple[tuple[str, str], ...]
"""(prefix, namespace) declared on an element and not around it, sorted; "" is the default namespace."""


class PartName(StrEnum):
    """What stands in a lexicon beside its lexemes, and in a lexeme: the elements of PLS 1.0, section 4."""

    META = "meta"
    METADATA = "metadata"
    """Raw XML, because any schema may be in it."""
    GRAPHEME = "grapheme"
    PHONEME = "phoneme"
    ALIAS = "alias"
    EXAMPLE = "example"
    COMMENT = "comment"
    OTHER = "other"
    """Raw XML that PLS does not know: a processing instruction, an element of another namespace."""


_RAW: Final = frozenset({PartName.METADATA, PartName.OTHER})
_IN_LEXICON: Final = frozenset({PartName.META})
_IN_LEXEME: Final = frozenset({PartName.GRAPHEME, PartName.PHONEME, PartName.ALIAS, PartName.EXAMPLE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """An element or a comment."""

    name: PartName
    text: str = ""
    """As it stands there; for METADATA and OTHER the raw XML."""
    attributes: Attributes = ()
    prefixes: Prefixes = ()
    line: int = field(default=0, compare=False)

    @property
    def words(self) -> str:
        """The text with its white space as PLS reads it: one space between words, none around."""
        return " ".join(self.text.split())

    def attribute(self, name: str, default: str = "") -> str:
        """Return the attribute of that name, or the default."""
        return dict(self.attributes).get(name, default)

    @property
    def is_preferred(self) -> bool:
        """Whether the reading is marked `prefer="true"` (XML Schema writes the boolean as 1, too)."""
        return self.attribute("prefer") in {"true", "1"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexeme:
    """One entry: graphemes, readings, examples and comments, in the order of the file."""

    parts: tuple[Part, ...]
    attributes: Attributes = ()
    """`role`, `xml:id`."""
    prefixes: Prefixes = ()
    line: int = field(default=0, compare=False)

    def named(self, *names: PartName) -> tuple[Part, ...]:
        """Return the parts of these names, in order."""
        return tuple(part for part in self.parts if part.name in names)

    @property
    def graphemes(self) -> tuple[Part, ...]:
        """The graphemes that have a character."""
        return tuple(part for part in self.named(PartName.GRAPHEME) if part.words)

    @property
    def readings(self) -> tuple[Part, ...]:
        """The phonemes and aliases that have a character, those marked `prefer` first."""
        found = (part for part in self.named(PartName.PHONEME, PartName.ALIAS) if part.words)
        return tuple(sorted(found, key=lambda part: not part.is_preferred))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlsFile:
    """A PLS file with everything in it."""

    parts: tuple[Part | Lexeme, ...]
    attributes: Attributes = ()
    """Of `<lexicon>`: version, alphabet, xml:lang, xml:base, ..."""
    prefixes: Prefixes = ((("", NAMESPACE)),)
    before: tuple[Part, ...] = ()
    """Comments and processing instructions before `<lexicon>`."""
    after: tuple[Part, ...] = ()

    @property
    def lexemes(self) -> tuple[Lexeme, ...]:
        """The entries, in the order of the file."""
        return tuple(part for part in self.parts if isinstance(part, Lexeme))

    @property
    def language(self) -> str:
        """BCP 47 of the whole file; empty where it names none."""
        return dict(self.attributes).get(XML_LANG, "")

    @property
    def alphabet(self) -> str:
        """Of the phonemes that name none of their own; empty where the file names none."""
        return dict(self.attributes).get(ALPHABET, "")

    def meta(self, name: str) -> str:
        """Return the content of `<meta name="..." content="..."/>`, empty where there is none."""
        metas = (part for part in self.parts if isinstance(part, Part) and part.name is PartName.META)
        return next((part.attribute("content") for part in metas if part.attribute("name") == name), "")


def parse_pls(data: bytes, *, name: str) -> PlsFile:
    """Return the value of a PLS file.

    Raises LexiconError with name and line where it is no well-formed PLS 1.0, where a lexeme has no grapheme or no
    reading, and where it holds a document type: entities can reach outside the file or grow without end, and no
    lexicon needs them.
    """
    root = _parse_xml(data, name)
    if root.tag != f"{_PLS}lexicon":
        raise LexiconError(
            f"{name}:{_line_of(root)}: the root element is not a PLS lexicon but {_told(root)};"
            f' write <lexicon version="1.0" xmlns="{NAMESPACE}" ...>'
        )
    if root.get("version", "1.0") != "1.0":
        raise LexiconError(f'{name}:{_line_of(root)}: PLS version {root.get("version")!r}; only version="1.0" is read')
    return PlsFile(
        parts=tuple(_read_lexicon_part(child, name) for child in root),
        attributes=_attributes(root),
        prefixes=_prefixes(root),
        before=tuple(_sibling_parts(root, preceding=True)),
        after=tuple(_sibling_parts(root, preceding=False)),
    )


def format_pls(lexicon: PlsFile) -> bytes:
    """Return the bytes of a PLS file. Raises LexiconError where a text holds a character that XML cannot."""
    try:
        root = etree.Element(f"{_PLS}lexicon", dict(lexicon.attributes), nsmap=_nsmap(lexicon.prefixes))
        for part in lexicon.parts:
            root.append(_write_lexeme(part) if isinstance(part, Lexeme) else _write_part(part))
        _lay_out(root)
        around = [
            "\n".join(etree.tostring(_write_part(part), encoding="unicode") for part in parts)
            for parts in (lexicon.before, lexicon.after)
        ]
    except ValueError as error:
        raise LexiconError(f"a text of the lexicon cannot stand in XML: {error}; take the character out") from error
    body = [around[0], etree.tostring(root, encoding="unicode"), around[1]]
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + "\n".join(filter(None, body)) + "\n").encode()


def own_alphabet(phoneme: Part, lexicon: PlsFile) -> str:
    """Return the alphabet of a phoneme: its own, else the file's, else empty."""
    return phoneme.attribute(ALPHABET) or lexicon.alphabet


def _parse_xml(data: bytes, name: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    if b"<!DOCTYPE" in data.replace(b"\0", b""):
        raise LexiconError(f"{name}: a lexicon may not hold a document type (<!DOCTYPE ...>); remove it")
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise LexiconError(f"{name}:{error.lineno or 1}: not well-formed XML: {error.msg}; correct the line") from error
    if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]
        raise LexiconError(f"{name}: a lexicon may not hold a document type (<!DOCTYPE ...>); remove it")
    return root


def _told(element: etree._Element) -> str:
    tag = etree.QName(element)
    return f"<{tag.localname}> of {tag.namespace or 'no namespace'}"


def _line_of(element: etree._Element) -> int:
    line: object = element.sourceline
    return line if isinstance(line, int) else 0


def _read_lexicon_part(element: etree._Element, name: str) -> Part | Lexeme:
    if element.tag == f"{_PLS}lexeme":
        return _read_lexeme(element, name)
    if element.tag == f"{_PLS}metadata":
        return _raw(element, PartName.METADATA)
    return _read_part(element, name, known=_IN_LEXICON)


def _read_lexeme(element: etree._Element, name: str) -> Lexeme:
    lexeme = Lexeme(
        parts=tuple(_read_part(child, name, known=_IN_LEXEME) for child in element),
        attributes=_attributes(element),
        prefixes=_prefixes(element),
        line=_line_of(element),
    )
    where = f"{name}:{lexeme.line}"
    if not lexeme.graphemes:
        raise LexiconError(f"{where}: a lexeme has no grapheme; write the word it is for")
    if not lexeme.readings:
        word = lexeme.graphemes[0].words
        raise LexiconError(f"{where}: the lexeme of {word!r} has no alias and no phoneme; say how it is spoken")
    return lexeme


def _read_part(element: etree._Element, name: str, *, known: frozenset[PartName]) -> Part:
    """Return an element of the known names as its text, anything else as raw XML."""
    if _is_comment(element):
        return Part(name=PartName.COMMENT, text=element.text or "", line=_line_of(element))
    found = next((part for part in known if element.tag == f"{_PLS}{part}"), None)
    if found is None:
        return _raw(element, PartName.OTHER)
    if not all(map(_is_comment, element)):
        raise LexiconError(f"{name}:{_line_of(element)}: <{found}> may hold text only; take out {_told(element[0])}")
    return Part(
        name=found,
        text="".join([element.text or "", *(child.tail or "" for child in element)]),
        attributes=_attributes(element),
        prefixes=_prefixes(element),
        line=_line_of(element),
    )


def _is_comment(element: etree._Element) -> bool:
    tag: object = element.tag
    return tag is etree.Comment


def _raw(element: etree._Element, name: PartName) -> Part:
    """Return anything as XML; an element in its canonical form, so that the same element is the same text."""
    if isinstance(element.tag, str):
        text = etree.tostring(element, method="c14n", with_tail=False).decode()
    else:
        text = etree.tostring(element, encoding="unicode", with_tail=False)
    return Part(name=name, text=text, line=_line_of(element))


def _attributes(element: etree._Element) -> Attributes:
    return tuple((str(name), str(value)) for name, value in element.attrib.items())


def _prefixes(element: etree._Element) -> Prefixes:
    parent = element.getparent()
    around = dict(parent.nsmap) if parent is not None else {}
    own = {prefix: uri for prefix, uri in element.nsmap.items() if around.get(prefix) != uri}
    return tuple(sorted((prefix or "", uri) for prefix, uri in own.items()))


def _sibling_parts(root: etree._Element, *, preceding: bool) -> list[Part]:
    found = [_read_part(each, "", known=frozenset()) for each in root.itersiblings(preceding=preceding)]
    return found[::-1] if preceding else found


def _nsmap(prefixes: Prefixes) -> dict[str, str]:
    """Return the prefixes as lxml takes them: None is the default namespace, which its stubs do not know."""
    return {prefix or None: uri for prefix, uri in prefixes}  # type: ignore[misc]


def _write_lexeme(lexeme: Lexeme) -> etree._Element:
    element = etree.Element(f"{_PLS}lexeme", dict(lexeme.attributes), nsmap=_nsmap(lexeme.prefixes))
    element.extend([_write_part(part) for part in lexeme.parts])
    return element


def _write_part(part: Part) -> etree._Element:
    if part.name is PartName.COMMENT:
        return etree.Comment(part.text)
    if part.name in _RAW:
        # A processing instruction alone is no document: the wrapper makes it one.
        return etree.fromstring(f"<raw>{part.text}</raw>")[0]
    element = etree.Element(f"{_PLS}{part.name}", dict(part.attributes), nsmap=_nsmap(part.prefixes))
    element.text = part.text or None
    return element


def _lay_out(root: etree._Element) -> None:
    """Put every child of the lexicon and of a lexeme on a line of its own; other texts stay as they are."""
    for element, indent in _with_children(root):
        element.text = f"\n{indent}  "
        for child in element:
            child.tail = f"\n{indent}  "
        element[-1].tail = f"\n{indent}"


def _with_children(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    if len(root):
        yield root, ""
    for lexeme in root.iterchildren(f"{_PLS}lexeme"):
        yield lexeme, "  "


def text_part(name: PartName, text: str, /, **attributes: str) -> Part:
    """Return an element of that name with a text and attributes."""
    return Part(name=name, text=text, attributes=tuple(attributes.items()))


def comment(text: str) -> Part:
    """Return a comment; two hyphens in a row, which no comment may hold, become a dash."""
    return Part(name=PartName.COMMENT, text=f" {text.replace('--', '–').strip('-')} ")


def new_pls(parts: Iterable[Part | Lexeme], *, language: str, alphabet: str = "ipa") -> PlsFile:
    """Return a lexicon of that language whose phonemes are of that alphabet unless they say so."""
    attributes = (("version", "1.0"), (ALPHABET, alphabet), (XML_LANG, language))
    return PlsFile(parts=tuple(parts), attributes=attributes)


def map_parts(lexeme: Lexeme, change: Callable[[Part], Part]) -> Lexeme:
    """Return the lexeme with each part changed."""
    return Lexeme(
        parts=tuple(change(part) for part in lexeme.parts),
        attributes=lexeme.attributes,
        prefixes=lexeme.prefixes,
        line=lexeme.line,
    )
