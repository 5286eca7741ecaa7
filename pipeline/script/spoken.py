"""Written text, marks, lexicons -> changes -> what is said, with its map to what is written.

Precedence: the producer's `say`, then the lexicons, then the book's own rules, then the normaliser, then cleaning for
the engine's ear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from pipeline.model import Change, HouseRules, Kind, Mark, MarkName, Spoken, SpokenSpan
from pipeline.script.lexicon import LexiconHit, alias_of
from pipeline.script.normalize import find_changes
from pipeline.script.normalize.claims import Claims
from pipeline.script.normalize.folding import INVISIBLE, ODD_SPACES
from pipeline.script.normalize.house import PREFIX as HOUSE_PREFIX
from pipeline.script.normalize.house import is_vetoed

_TO_CLEAN = re.compile(f"(?P<invisible>[{INVISIBLE}]+)|(?P<space>[{ODD_SPACES}])")
_NO_HOUSE_RULES: Final = HouseRules()
_NOT_SPACE: Final = re.compile(r"\S")


def find_spoken_changes(
    text: str,
    *,
    language: str,
    marks: Sequence[Mark] = (),
    kind: Kind = Kind.PARAGRAPH,
    hits: Sequence[LexiconHit] = (),
    house: HouseRules = _NO_HOUSE_RULES,
) -> tuple[Change, ...]:
    """Return everything that is said otherwise than written, sorted; none is empty in the text or touches another.

    `hits` are where the lexicons apply (`lexicon.find_entries`); those left to the engine keep their writing.
    """
    said = find_said(text, marks)
    claims = Claims((change.start, change.stop) for change in said)
    free = [hit for hit in hits if claims.take(hit.start, hit.stop)]
    aliases = [alias_of(hit) for hit in free if hit.entry.alias]
    claimed = [(change.start, change.stop) for change in said] + [(hit.start, hit.stop) for hit in free]
    normal = find_changes(text, locale=language, marks=marks, kind=kind, claimed=claimed, house=house)
    return add_cleaning(text, [*said, *aliases, *normal])


def find_house_effects(
    text: str, *, language: str, marks: Sequence[Mark], kind: Kind, hits: Sequence[LexiconHit], house: HouseRules
) -> tuple[tuple[int, int, str], ...]:
    """Return what the book's own rules decide in a text: range and spoken words, or the rule that they veto there."""
    if house == _NO_HOUSE_RULES:
        return ()
    said = find_said(text, marks)
    claimed = [(change.start, change.stop) for change in said] + [(hit.start, hit.stop) for hit in hits]
    without_veto = replace(house, veto=())
    changes = find_changes(text, locale=language, marks=marks, kind=kind, claimed=claimed, house=without_veto)
    own = [(each.start, each.stop, each.spoken) for each in changes if each.rule.startswith(HOUSE_PREFIX)]
    vetoed = [(each.start, each.stop, f"veto {each.rule}") for each in changes if is_vetoed(each.rule, house)]
    return tuple(sorted([*own, *vetoed]))


def find_said(text: str, marks: Sequence[Mark]) -> tuple[Change, ...]:
    """Return the changes that `say` marks ask for; of two that overlap, the one that begins first, then the longer."""
    wanted = sorted((m for m in marks if m.name is MarkName.SAY), key=lambda mark: (mark.start, -mark.stop))
    claims = Claims()
    changes = (_say(text, mark) for mark in wanted)
    return tuple(change for change in changes if change and claims.take(change.start, change.stop))


def find_engine_rules(hits: Sequence[LexiconHit], start: int, stop: int) -> tuple[tuple[str, str], ...]:
    """Return (grapheme, phoneme) of the hits inside a range that are left to the engine, each once."""
    inside = (hit for hit in hits if start <= hit.start and hit.stop <= stop and not hit.entry.alias)
    return tuple(dict.fromkeys((hit.entry.grapheme, hit.entry.phoneme) for hit in inside))


def add_cleaning(text: str, changes: Sequence[Change]) -> tuple[Change, ...]:
    """Return the changes with those that take out what no engine should see: invisible characters, odd spaces.

    The space behind words that are not spoken goes too, where there is one before them.
    """
    claims = Claims((change.start, change.stop) for change in changes)
    cleaned = [change for change in _clean(text) if claims.take(change.start, change.stop)]
    spare = [Change(start=at, stop=at + 1, spoken="", rule="clean.space") for at in _spare_spaces(text, changes)]
    cleaned = [change for change in cleaned if change.start not in {each.start for each in spare}]
    return tuple(sorted([*changes, *cleaned, *spare], key=lambda change: change.start))


def make_spoken(text: str, changes: Sequence[Change], *, start: int = 0, stop: int | None = None) -> Spoken:
    """Return what is said for `text[start:stop]` under changes that are sorted and do not cross the range's ends.

    Offsets of the result's spans count from `start`.
    """
    end = len(text) if stop is None else stop
    parts: list[str] = []
    spans: list[SpokenSpan] = []
    at, spoken_at = start, 0
    for change in changes:
        if change.start < start or change.stop > end:
            continue
        parts += [text[at : change.start], change.spoken]
        spoken_start = spoken_at + change.start - at
        at, spoken_at = change.stop, spoken_start + len(change.spoken)
        spans.append(
            SpokenSpan(
                start=change.start - start,
                stop=change.stop - start,
                spoken_start=spoken_start,
                spoken_stop=spoken_at,
                rule=change.rule,
            )
        )
    return Spoken(text="".join([*parts, text[at:end]]), spans=tuple(spans))


def _say(text: str, mark: Mark) -> Change | None:
    """Return the change of a `say` mark without the white space at its ends.

    On an empty range its words go before the next character, which is then part of the change.
    """
    inside = text[mark.start : mark.stop]
    start = mark.start + len(inside) - len(inside.lstrip())
    stop = mark.stop - (len(inside) - len(inside.rstrip()))
    if start < stop:
        return Change(start=start, stop=stop, spoken=mark.value, rule="say")
    if not mark.value:
        return None
    after = _NOT_SPACE.search(text, mark.start)
    if after:
        return Change(start=after.start(), stop=after.end(), spoken=f"{mark.value} {after[0]}", rule="say")
    before = text[: mark.start].rstrip()
    if not before:
        return None
    return Change(start=len(before) - 1, stop=len(before), spoken=f"{before[-1]} {mark.value}", rule="say")


def _clean(text: str) -> Iterator[Change]:
    for found in _TO_CLEAN.finditer(text):
        if found.lastgroup == "invisible":
            yield Change(start=found.start(), stop=found.end(), spoken="", rule="clean.invisible")
        else:
            yield Change(start=found.start(), stop=found.end(), spoken=" ", rule="clean.space")


def _spare_spaces(text: str, changes: Sequence[Change]) -> Iterator[int]:
    taken = Claims((change.start, change.stop) for change in changes)
    for change in changes:
        is_dropped = not change.spoken and change.stop < len(text) and text[change.stop].isspace()
        is_alone = change.start == 0 or text[change.start - 1].isspace()
        if is_dropped and is_alone and text[change.stop] != "\n" and taken.take(change.stop, change.stop + 1):
            yield change.stop
