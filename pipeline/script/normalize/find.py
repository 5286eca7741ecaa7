"""Written text, marks, kind -> changes: what is spoken otherwise than it is written, and by which rule.

One scan of the text by the language's trigger finds the few places where a rule may apply; there the rules are tried in
order and the first that can say it without touching what others have claimed takes the range.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, TypeAlias

from pipeline.model import Change, HouseRules, Kind, Mark, MarkName
from pipeline.script.normalize.claims import Claims
from pipeline.script.normalize.folding import Folded, fold
from pipeline.script.normalize.foreign import find_foreign_numbers
from pipeline.script.normalize.house import find_house_changes, is_vetoed
from pipeline.script.normalize.languages import canonical_tag, primary_language, rules_of
from pipeline.script.normalize.marked import find_marked, find_unread_numerals
from pipeline.script.normalize.rule import Context, Language

_Found: TypeAlias = tuple[int, int, str, str]
"""Range of the folded text, spoken words, rule."""
_NO_HOUSE_RULES: Final = HouseRules()


def find_changes(
    text: str,
    *,
    locale: str,
    marks: Sequence[Mark] = (),
    kind: Kind = Kind.PARAGRAPH,
    claimed: Sequence[tuple[int, int]] = (),
    house: HouseRules = _NO_HOUSE_RULES,
) -> tuple[Change, ...]:
    """Return the ranges of a written text that are spoken otherwise, sorted, none touching another.

    The book's own rules go first, then the marks of the manuscript (`as`, `lang`), then our rules but those that the
    book vetoes. Ranges in `claimed` are never touched.
    """
    folded = fold(text)
    locale = canonical_tag(locale)
    context = Context(text=folded.text, locale=locale, kind=kind)
    claims = Claims((folded.folded(start), folded.folded(stop)) for start, stop in claimed)
    found: list[_Found] = [each for each in find_house_changes(folded.text, house) if claims.take(each[0], each[1])]
    found += _allowed(find_marked(folded, marks, context), claims, house)
    for start, stop, language in _stretches(folded, marks, locale):
        found += _find_in_stretch(context, start, stop, language=language, claims=claims, house=house)
    found += _allowed(find_unread_numerals(folded, marks, context), claims, house)
    changes = sorted((_written(folded, *each) for each in found), key=lambda change: change.start)
    hidden = [(start, stop) for start, stop in claimed if folded.folded(start) == folded.folded(stop)]
    return tuple(change for change in changes if not _touches(change, hidden))


def _allowed(found: Iterable[_Found], claims: Claims, house: HouseRules) -> list[_Found]:
    return [each for each in found if not is_vetoed(each[3], house) and claims.take(each[0], each[1])]


def _touches(change: Change, hidden: Sequence[tuple[int, int]]) -> bool:
    """Return whether a change goes over a claimed range of invisible characters only, which the folded text lacks."""
    return any(change.start < stop and start < change.stop for start, stop in hidden)


def _written(folded: Folded, start: int, stop: int, spoken: str, rule: str) -> Change:
    begin, end = folded.written(start, stop)
    return Change(start=begin, stop=end, spoken=spoken, rule=rule)


def _stretches(folded: Folded, marks: Sequence[Mark], locale: str) -> Iterator[tuple[int, int, str]]:
    """Yield the ranges of one language each, in order; the innermost `lang` mark decides."""
    spans = [mark for mark in marks if mark.name is MarkName.LANG and mark.start < mark.stop]
    if not spans:
        yield 0, len(folded.text), locale
        return
    size = len(folded.text)
    points = {0, size} | {min(size, folded.folded(at)) for mark in spans for at in (mark.start, mark.stop)}
    ordered = sorted(points)
    for start, stop in pairwise(ordered):
        covering = [mark for mark in spans if folded.folded(mark.start) <= start and stop <= folded.folded(mark.stop)]
        innermost = min(covering, key=lambda mark: mark.stop - mark.start, default=None)
        yield start, stop, innermost.value if innermost else locale


def _find_in_stretch(
    context: Context, start: int, stop: int, *, language: str, claims: Claims, house: HouseRules
) -> list[_Found]:
    same = primary_language(language) == primary_language(context.locale)
    there = context if same else Context(text=context.text, locale=canonical_tag(language), kind=context.kind)
    rules = rules_of(language)
    if rules is None:
        numbers = find_foreign_numbers(context.text, start, stop, language=language)
        return _allowed(((*number, "number.foreign") for number in numbers), claims, house)
    return list(_scan(rules, there, start, stop, claims=claims, house=house))


def _scan(
    language: Language, context: Context, start: int, stop: int, *, claims: Claims, house: HouseRules
) -> Iterator[_Found]:
    triggers = [language.trigger]
    if any(sign in context.text for sign in language.rare_signs):
        triggers.insert(0, language.rare_trigger)
    for trigger in triggers:
        at = start
        while seed := trigger.search(context.text, at, stop):
            at = seed.end()
            for rule in language.rules_at(seed):
                if house.veto and is_vetoed(rule.name, house):
                    continue
                change = rule.apply(seed.start(), stop, context)
                if change and claims.take(change[0], change[1]):
                    yield (*change, rule.name)
                    at = max(seed.start() + 1, change[1])
                    break
