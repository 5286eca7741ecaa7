"""A PLS file -> the rules of a dictionary of the account, what two lists of rules differ by, and what is pinned.

A dictionary is searched from the top and its first rule that matches is used (ElevenLabs, pronunciation dictionaries,
read 2025-04), while a lexicon says the longest grapheme: so the longer rules stand before those that they hold.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass

from pipeline.errors import LexiconError
from pipeline.model import PhonemeAbility, PhonemeAlphabet
from pipeline.script.lexicon import LexiconEntry, entries_of
from pipeline.script.pronunciation.phonemes import alphabet_of
from pipeline.script.pronunciation.pls import Lexeme, PartName, PlsFile, new_pls, text_part
from pipeline.script.pronunciation.saying import say_entry


@dataclass(frozen=True, slots=True, kw_only=True)
class DictionaryRule:
    """What is said for a string: an alias, or a phoneme of an alphabet; one of both is set."""

    string: str
    alias: str = ""
    phoneme: str = ""
    alphabet: str = ""
    """`ipa` or `cmu-arpabet`; empty for an alias."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What makes one list of rules of another: first the strings to remove, then the rules to add at the end."""

    removed: tuple[str, ...]
    added: tuple[DictionaryRule, ...]

    def __bool__(self) -> bool:
        """Whether there is anything to change."""
        return bool(self.removed or self.added)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """The version of a dictionary that stands for a lexicon."""

    dictionary: str
    version: str
    rules: str
    """`hash_rules` of the version."""


def rules_of_lexicon(file: PlsFile, ability: PhonemeAbility | None) -> tuple[DictionaryRule, ...]:
    """Return the rules of a lexicon, the longest first; of a string that it has twice the first.

    A phoneme stays one where the ability takes it; otherwise its alias is sent, or its sounds in ordinary letters. A
    rule that can be said in no way is left out. Strings are NFC, as the text of every request is.
    """
    rules: dict[str, DictionaryRule] = {}
    for entry in _entries(file):
        said = say_entry(entry, ability)
        if said is not None:
            rule = _rule(said)
            rules.setdefault(rule.string, rule)
    return tuple(sorted(rules.values(), key=_longest_first))


def read_rules(file: PlsFile) -> tuple[DictionaryRule, ...]:
    """Return the rules of a dictionary that was downloaded, as they are and in their order."""
    return tuple(_rule(entry) for entry in _entries(file))


def pls_of_rules(rules: Iterable[DictionaryRule], *, language: str) -> PlsFile:
    """Return a lexicon that reads back as these rules; a phoneme names its alphabet."""
    return new_pls((_lexeme(rule) for rule in rules), language=language)


def difference(current: Iterable[DictionaryRule], wanted: Iterable[DictionaryRule]) -> Difference:
    """Return the least that turns the current rules into the wanted ones; empty where they say the same.

    Added rules stand at the end, so a kept rule that such a rule must go before is removed and added behind it.
    """
    rules = sorted(wanted, key=_longest_first)
    now = {rule.string: (place, rule) for place, rule in enumerate(current)}
    end = len(now)
    places: dict[str, int] = {}
    for rule in rules:
        place, known = now.get(rule.string, (end, None))
        after = max((at for string, at in places.items() if rule.string in string), default=-1)
        places[rule.string] = end if known != rule or after > place else place
    added = tuple(rule for rule in rules if places[rule.string] == end)
    again = {rule.string for rule in added}
    return Difference(
        removed=tuple(string for string in now if string not in places or string in again),
        added=added,
    )


def hash_rules(rules: Iterable[DictionaryRule]) -> str:
    """Return the SHA-256 of the rules, whatever their order, as 64 hexadecimal digits."""
    rows = sorted((rule.string, rule.alias, rule.phoneme, rule.alphabet) for rule in rules)
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def rule_row(rule: DictionaryRule) -> dict[str, str]:
    """Return a rule as the service takes it."""
    if rule.alias:
        return {"type": "alias", "string_to_replace": rule.string, "alias": rule.alias}
    row = {"type": "phoneme", "string_to_replace": rule.string}
    return row | {"phoneme": rule.phoneme, "alphabet": rule.alphabet}


def parse_pins(data: bytes, *, name: str) -> dict[str, Pin]:
    """Return the pins of a `dictionaries.lock` by lexicon. Raises LexiconError where it is none."""
    try:
        rows = json.loads(data)["dictionaries"]
        return {lexicon: _pin(row) for lexicon, row in rows.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise LexiconError(f"{name} is not a list of pinned dictionaries ({error!r}); restore it from git") from error


def format_pins(pins: Mapping[str, Pin]) -> bytes:
    """Return the bytes of a `dictionaries.lock`, sorted, so that a change of one lexicon is a change of its lines."""
    rows = {lexicon: asdict(pins[lexicon]) for lexicon in sorted(pins)}
    return (json.dumps({"dictionaries": rows}, ensure_ascii=False, indent=2) + "\n").encode()


def _pin(row: Mapping[str, object]) -> Pin:
    fields = {field: row[field] for field in ("dictionary", "version", "rules")}
    if not all(isinstance(value, str) and value.isalnum() for value in map(_without_dashes, fields.values())):
        raise ValueError("an id is letters, digits, - and _")
    return Pin(**{field: str(value) for field, value in fields.items()})


def _without_dashes(value: object) -> object:
    """Return an id without its signs: what is left decides whether it may stand in a URL and a path."""
    return value.replace("-", "").replace("_", "") if isinstance(value, str) else value


def _entries(file: PlsFile) -> Iterator[LexiconEntry]:
    for lexeme in file.lexemes:
        yield from entries_of(lexeme, file)


def _rule(entry: LexiconEntry) -> DictionaryRule:
    string = unicodedata.normalize("NFC", entry.grapheme)
    if entry.alias:
        return DictionaryRule(string=string, alias=entry.alias)
    alphabet = "cmu-arpabet" if alphabet_of(entry.alphabet) is PhonemeAlphabet.ARPABET else entry.alphabet
    return DictionaryRule(string=string, phoneme=entry.phoneme, alphabet=str(alphabet))


def _lexeme(rule: DictionaryRule) -> Lexeme:
    if rule.alias:
        said = text_part(PartName.ALIAS, rule.alias)
    else:
        said = text_part(PartName.PHONEME, rule.phoneme, alphabet=rule.alphabet)
    return Lexeme(parts=(text_part(PartName.GRAPHEME, rule.string), said))


def _longest_first(rule: DictionaryRule) -> tuple[int, str]:
    return -len(rule.string), rule.string
