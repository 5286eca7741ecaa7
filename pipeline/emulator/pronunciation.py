"""Dictionaries of rules and a PLS file -> versions that never change, and the rules of a request.

Matching is case sensitive, at word boundaries; the first rule that matches wins, in the order of the locators.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from lxml import etree

NAMESPACE = "http://www.w3.org/2005/01/pronunciation-lexicon"


class Alphabet(StrEnum):
    """The alphabets of phoneme rules."""

    IPA = "ipa"
    CMU = "cmu-arpabet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Replace a string by an alias, or speak it as a phoneme; one of both is set."""

    string: str
    alias: str = ""
    phoneme: str = ""
    alphabet: Alphabet = Alphabet.IPA


@dataclass(frozen=True, slots=True, kw_only=True)
class DictionaryVersion:
    """The rules of a dictionary at one version."""

    version_id: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dictionary:
    """A pronunciation dictionary; the last version is the latest."""

    dictionary_id: str
    name: str
    description: str | None
    created_at: int
    """Unix time."""
    versions: tuple[DictionaryVersion, ...]
    access: str = "admin"
    archived_at: int | None = None

    @property
    def latest(self) -> DictionaryVersion:
        """The version that stands without a pin."""
        return self.versions[-1]

    def version(self, version_id: str) -> DictionaryVersion | None:
        """Return the version of that id (empty: the latest), or None where there is none."""
        if not version_id:
            return self.latest
        return next((version for version in self.versions if version.version_id == version_id), None)

    def with_rules(self, version_id: str, rules: tuple[Rule, ...]) -> Dictionary:
        """Return the dictionary with one more version."""
        return replace(self, versions=(*self.versions, DictionaryVersion(version_id=version_id, rules=rules)))


def add_rules(rules: tuple[Rule, ...], added: Iterable[Rule]) -> tuple[Rule, ...]:
    """Return the rules with others added at the end; a rule for the same string is replaced where it stands."""
    kept = {rule.string: rule for rule in rules}
    for rule in added:
        kept[rule.string] = rule
    return tuple(kept.values())


def remove_rules(rules: tuple[Rule, ...], strings: Iterable[str]) -> tuple[Rule, ...]:
    """Return the rules without those of these strings; one that is not there is no error."""
    gone = set(strings)
    return tuple(rule for rule in rules if rule.string not in gone)


def find_rule(rules: tuple[Rule, ...], text: str, place: int) -> Rule | None:
    """Return the first rule whose string stands at that place of the text as whole words."""
    return next((rule for rule in rules if _stands_at(rule.string, text, place)), None)


def _stands_at(string: str, text: str, place: int) -> bool:
    if not text.startswith(string, place):
        return False
    stop = place + len(string)
    cuts_before = place > 0 and text[place - 1].isalnum() and string[0].isalnum()
    cuts_after = stop < len(text) and text[stop].isalnum() and string[-1].isalnum()
    return not cuts_before and not cuts_after


def read_rule(row: object) -> Rule:
    """Return a rule of a JSON body. Raises ValueError saying what is wrong with it."""
    match row:
        case {"string_to_replace": ""}:
            raise ValueError("string_to_replace must not be empty")
        case {"type": "alias", "string_to_replace": str(string), "alias": str(alias)}:
            return Rule(string=string, alias=alias)
        case {"type": "phoneme", "string_to_replace": str(string), "phoneme": str(phoneme), "alphabet": alphabet}:
            return Rule(string=string, phoneme=phoneme, alphabet=Alphabet(str(alphabet)))
    raise ValueError("type must be `alias` with an alias, or `phoneme` with a phoneme and an alphabet")


def show_rule(rule: Rule) -> dict[str, object]:
    """Return a rule as the API writes it."""
    if rule.alias:
        return {"type": "alias", "string_to_replace": rule.string, "alias": rule.alias}
    shown = {"type": "phoneme", "string_to_replace": rule.string}
    return {**shown, "phoneme": rule.phoneme, "alphabet": str(rule.alphabet)}


def read_pls(data: bytes) -> tuple[Rule, ...]:
    """Return the rules of a PLS 1.0 file. Raises ValueError where it is none."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        lexicon = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"the file is not XML: {error}") from error
    if etree.QName(lexicon).localname != "lexicon":
        raise ValueError("the file is not a PLS lexicon")
    alphabet = Alphabet(lexicon.get("alphabet", "ipa"))
    lexemes = lexicon.iterfind(f"{{{NAMESPACE}}}lexeme")
    return tuple(rule for lexeme in lexemes for rule in _lexeme_rules(lexeme, alphabet))


def _lexeme_rules(lexeme: etree._Element, alphabet: Alphabet) -> list[Rule]:
    alias = lexeme.findtext(f"{{{NAMESPACE}}}alias") or ""
    phoneme = lexeme.findtext(f"{{{NAMESPACE}}}phoneme") or ""
    graphemes = [element.text or "" for element in lexeme.iterfind(f"{{{NAMESPACE}}}grapheme")]
    if not all(graphemes) or not graphemes or bool(alias) == bool(phoneme):
        raise ValueError("a lexeme needs a grapheme and one alias or phoneme")
    return [Rule(string=string, alias=alias, phoneme=phoneme, alphabet=alphabet) for string in graphemes]


def write_pls(rules: tuple[Rule, ...]) -> bytes:
    """Return the rules as a PLS 1.0 file; its alphabet is that of the first phoneme rule."""
    alphabet = next((rule.alphabet for rule in rules if rule.phoneme), Alphabet.IPA)
    lexicon = etree.Element(f"{{{NAMESPACE}}}lexicon", nsmap={None: NAMESPACE})  # type: ignore[dict-item]
    lexicon.set("version", "1.0")
    lexicon.set("alphabet", str(alphabet))
    lexicon.set("{http://www.w3.org/XML/1998/namespace}lang", "en")
    for rule in rules:
        lexeme = etree.SubElement(lexicon, f"{{{NAMESPACE}}}lexeme")
        etree.SubElement(lexeme, f"{{{NAMESPACE}}}grapheme").text = rule.string
        kind = "alias" if rule.alias else "phoneme"
        etree.SubElement(lexeme, f"{{{NAMESPACE}}}{kind}").text = rule.alias or rule.phoneme
    return etree.tostring(lexicon, xml_declaration=True, encoding="UTF-8", pretty_print=True)


BREAK = re.compile(r"""<break\s+time\s*=\s*["'](?P<seconds>\d+(?:\.\d+)?)s["']\s*/>""")
PHONEME = re.compile(r"""<phoneme\s[^>]*?ph\s*=\s*["'](?P<phoneme>[^"']*)["'][^>]*>(?P<word>[^<]*)</phoneme>""")
