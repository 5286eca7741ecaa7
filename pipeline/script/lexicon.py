"""PLS bytes -> Lexicon; text and lexicons -> what is said instead of the words they know.

The format is the W3C's Pronunciation Lexicon Specification 1.0 (https://www.w3.org/TR/pronunciation-lexicon/).
Matching is case-sensitive and by whole words, so that a rule for `Ames` leaves `James` alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from lxml import etree

from pipeline.errors import LexiconError
from pipeline.model import Change, Mark, MarkName
from pipeline.script.normalize.folding import Folded, fold
from pipeline.script.normalize.languages import primary_language

_NAMESPACE: Final = "{http://www.w3.org/2005/01/pronunciation-lexicon}"
_XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_POSSESSIVE_OR_END = re.compile(r"(?!\w)(?!'\w)|(?='s(?!\w))")


@dataclass(frozen=True, slots=True, kw_only=True)
class LexiconEntry:
    """One grapheme of a lexeme, and how it is said."""

    grapheme: str
    alias: str = ""
    """The words to say instead; empty where the lexeme has phonemes only."""
    phoneme: str = ""
    alphabet: str = ""
    """Of the phoneme: `ipa`, `cmu-arpabet`, `x-sampa`."""
    line: int = 0
    """In the file, for messages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """A PLS file, in the order of the file."""

    name: str
    language: str
    """BCP 47 of the whole file; empty where it names none, and then the lexicon is for every language."""
    entries: tuple[LexiconEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lexicons:
    """The lexicons of a book, the first to ask first: its own, then the shared ones in the order of book.toml.

    Equal only to itself: what is made for matching is kept under it, and hashing ten thousand entries for every
    paragraph would cost more than the matching.
    """

    layers: tuple[Lexicon, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LexiconHit:
    """A place where an entry applies."""

    start: int
    stop: int
    entry: LexiconEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """An entry ready for matching."""

    folded: str
    language: str
    entry: LexiconEntry = field(repr=False)


def parse_lexicon(data: bytes, *, name: str) -> Lexicon:
    """Return the lexicon in the bytes of a PLS file.

    Raises LexiconError with name and line where it is no well-formed PLS 1.0, and where it holds a document type:
    entities can reach outside the file or grow without end, and no lexicon needs them.
    """
    root = _parse_xml(data, name)
    if root.tag != f"{_NAMESPACE}lexicon":
        raise LexiconError(
            f"{name}:{_line_of(root)}: the root element is not a PLS lexicon;"
            f' write <lexicon version="1.0" xmlns="{_NAMESPACE[1:-1]}" ...>'
        )
    alphabet = root.get("alphabet", "")
    entries = [
        entry for lexeme in root.iterchildren(f"{_NAMESPACE}lexeme") for entry in _read_lexeme(lexeme, name, alphabet)
    ]
    return Lexicon(name=name, language=root.get(_XML_LANG, ""), entries=tuple(entries))


def find_entries(text: str, lexicons: Lexicons, *, language: str, marks: Sequence[Mark] = ()) -> tuple[LexiconHit, ...]:
    """Return where entries of the lexicons apply in a text, sorted, none touching another.

    At one place the longest grapheme wins over all layers; of the same grapheme the first layer's, and in it the first.
    A lexicon of another language than the book's applies only inside `lang` marks of its language.
    """
    folded = fold(text)
    spans = [(mark.start, mark.stop, primary_language(mark.value)) for mark in marks if mark.name is MarkName.LANG]
    book = primary_language(language)
    languages = frozenset({"", book, *(span[2] for span in spans)})
    return tuple(
        hit
        for hit, known in _match(folded, _matcher(lexicons, languages))
        if known.language in {"", book}
        or any(start <= hit.start and hit.stop <= stop and known.language == tag for start, stop, tag in spans)
    )


def find_aliases(text: str, lexicons: Lexicons, *, language: str, marks: Sequence[Mark] = ()) -> tuple[Change, ...]:
    """Return the changes that the lexicons' aliases make, under the rule `lexicon:<grapheme>`."""
    hits = find_entries(text, lexicons, language=language, marks=marks)
    return tuple(alias_of(hit) for hit in hits if hit.entry.alias)


def find_phonemes(
    text: str, lexicons: Lexicons, *, language: str, marks: Sequence[Mark] = ()
) -> tuple[tuple[str, str], ...]:
    """Return (grapheme, phoneme) of each entry without alias that applies, once, in the order of the text."""
    hits = find_entries(text, lexicons, language=language, marks=marks)
    return tuple(dict.fromkeys((hit.entry.grapheme, hit.entry.phoneme) for hit in hits if not hit.entry.alias))


def alias_of(hit: LexiconHit) -> Change:
    """Return the change of a hit whose entry has an alias."""
    return Change(start=hit.start, stop=hit.stop, spoken=hit.entry.alias, rule=f"lexicon:{hit.entry.grapheme}")


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


def _read_lexeme(lexeme: etree._Element, name: str, alphabet: str) -> Iterator[LexiconEntry]:
    graphemes = [grapheme for grapheme in map(_text, lexeme.iterchildren(f"{_NAMESPACE}grapheme")) if grapheme]
    aliases = _preferred(lexeme, "alias")
    phonemes = _preferred(lexeme, "phoneme")
    where = f"{name}:{_line_of(lexeme)}"
    if not graphemes:
        raise LexiconError(f"{where}: a lexeme has no grapheme; write the word it is for")
    if not aliases and not phonemes:
        raise LexiconError(f"{where}: the lexeme of {graphemes[0]!r} has no alias and no phoneme; say how it is spoken")
    spelled = (phonemes[0].get("alphabet") or alphabet) if phonemes else ""
    if phonemes and not spelled:
        raise LexiconError(f'{where}: the phoneme of {graphemes[0]!r} has no alphabet; add alphabet="ipa" to <lexicon>')
    for grapheme in graphemes:
        yield LexiconEntry(
            grapheme=grapheme,
            alias=_text(aliases[0]) if aliases else "",
            phoneme=_text(phonemes[0]) if phonemes else "",
            alphabet=spelled,
            line=_line_of(lexeme),
        )


def _line_of(element: etree._Element) -> int:
    line: object = element.sourceline
    return line if isinstance(line, int) else 0


def _preferred(lexeme: etree._Element, tag: str) -> list[etree._Element]:
    """Return the readings with words in them, those marked `prefer="true"` first."""
    found = [element for element in lexeme.iterchildren(f"{_NAMESPACE}{tag}") if _text(element)]
    return sorted(found, key=lambda element: element.get("prefer") != "true")


def _text(element: etree._Element) -> str:
    """Return the text with its white space as PLS reads it: one space between words, none around."""
    return " ".join("".join(str(part) for part in element.itertext()).split())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Matcher:
    """A pattern for the places to look at, and per first word the entries to try there, the longest first."""

    scan: re.Pattern[str]
    by_key: Mapping[str, tuple[_Known, ...]]


@lru_cache(maxsize=64)
def _matcher(lexicons: Lexicons, languages: frozenset[str]) -> _Matcher:
    known: dict[str, _Known] = {}
    for layer in lexicons.layers:
        language = primary_language(layer.language)
        for entry in layer.entries if language in languages else ():
            written = fold(entry.grapheme).text
            known.setdefault(written, _Known(folded=written, language=language, entry=entry))
    by_key: dict[str, list[_Known]] = defaultdict(list)
    for each in sorted(known.values(), key=lambda each: -len(each.folded)):
        by_key[_key(each.folded)].append(each)
    signs = "".join(re.escape(key) for key in by_key if not re.match(r"\w", key))
    return _Matcher(
        scan=re.compile(rf"\w+|[{signs}]" if signs else r"\w+"),
        by_key={key: tuple(entries) for key, entries in by_key.items()},
    )


def _key(written: str) -> str:
    word = re.match(r"\w+", written)
    return word[0] if word else written[0]


def _match(folded: Folded, matcher: _Matcher) -> Iterator[tuple[LexiconHit, _Known]]:
    if not matcher.by_key:
        return
    text, stop = folded.text, 0
    for word in matcher.scan.finditer(text):
        begin = word.start()
        known = _longest(text, begin, matcher.by_key.get(word[0], ())) if begin >= stop else None
        if known:
            stop = begin + len(known.folded)
            start, end = folded.written(begin, stop)
            yield LexiconHit(start=start, stop=end, entry=known.entry), known


def _longest(text: str, begin: int, candidates: tuple[_Known, ...]) -> _Known | None:
    return next((known for known in candidates if _stands_alone(text, begin, known.folded)), None)


def _stands_alone(text: str, begin: int, written: str) -> bool:
    """Return whether the grapheme is here as whole words; a possessive 's may follow."""
    if not text.startswith(written, begin):
        return False
    end_is_word = written[-1].isalnum()
    return not end_is_word or _POSSESSIVE_OR_END.match(text, begin + len(written)) is not None
