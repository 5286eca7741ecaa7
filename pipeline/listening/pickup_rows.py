"""Findings of the takes of a book <-> rows of its pickup list: one a take, the strongest finding first.

A row keeps what was heard and written in each place, parted by slashes, so that what a person dismisses can be told
again from it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pipeline.listening.evidence import HeardLine
from pipeline.listening.scores import strongest_first
from pipeline.model import HeardFinding, ListeningCode, Pickup, PickupState, Remedy

PREFIX: Final = "listen."
PLACES: Final = " / "
MOST_WORDS: Final = 3
"""A longer place is another text: nobody learns from it how words are heard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dismissed:
    """What a person has said is no fault."""

    takes: frozenset[tuple[str, str]] = frozenset()
    """Take and code."""
    hearings: frozenset[tuple[str, str]] = frozenset()
    """A few written words, and what is heard for them."""
    names: frozenset[str] = frozenset()
    """Names that are heard in any way, and are right."""

    def covers(self, finding: HeardFinding) -> bool:
        """Return whether a finding is one that a person has dismissed, in this take or in another one."""
        if (finding.take, finding.code.value.removeprefix(PREFIX)) in self.takes:
            return True
        is_wrong = finding.code is ListeningCode.WRONG
        return is_wrong and ((finding.written, finding.heard) in self.hearings or finding.written in self.names)


def make_rows(findings: Iterable[HeardFinding], *, advice: Callable[[HeardFinding], str]) -> tuple[Pickup, ...]:
    """Return a pickup for each take that has findings, in their order; advice says more of the strongest one."""
    takes: dict[str, list[HeardFinding]] = {}
    for finding in findings:
        takes.setdefault(finding.take, []).append(finding)
    return tuple(_row(strongest_first(own), advice) for own in takes.values())


def read_dismissed(pickups: Iterable[Pickup], *, names: Collection[str]) -> Dismissed:
    """Return what the dismissed rows of listening tell; names are the book's own, in lower case."""
    rows = [pickup for pickup in pickups if pickup.take and pickup.state is PickupState.DISMISSED]
    hearings = frozenset(place for row in rows for place in _places(row) if all(_is_short(words) for words in place))
    return Dismissed(
        takes=frozenset((row.take, code) for row in rows for code in codes_of(row)),
        hearings=hearings,
        names=frozenset(written for written, _ in hearings if written in names),
    )


def names_of(lines: Iterable[HeardLine]) -> frozenset[str]:
    """Return the names of a book as bare words: what it writes with a capital inside a sentence."""
    return frozenset(word.text for line in lines for word in line.written if word.is_name)


def codes_of(pickup: Pickup) -> tuple[str, ...]:
    """Return the codes of a row of listening, the strongest first, without what they all begin with."""
    return tuple(code for code in pickup.kind.split(", ") if code)


def _row(findings: tuple[HeardFinding, ...], advice: Callable[[HeardFinding], str]) -> Pickup:
    first = findings[0]
    places = [finding for finding in findings if finding.written or finding.heard]
    messages = dict.fromkeys(filter(None, (*(finding.message for finding in findings), advice(first))))
    return Pickup(
        chapter=first.chapter,
        time_s=None if first.chapter_s is None else max(0.0, first.chapter_s),
        paragraph=first.paragraph,
        kind=", ".join(dict.fromkeys(finding.code.value.removeprefix(PREFIX) for finding in findings)),
        note="; ".join(messages),
        heard=PLACES.join(finding.heard or "-" for finding in places),
        written=PLACES.join(finding.written or "-" for finding in places),
        remedy=_remedy(findings),
        take=first.take,
    )


def _remedy(findings: tuple[HeardFinding, ...]) -> Remedy:
    """Return what helps: a lexicon only where nothing else is the matter, because a retake may mend that with it."""
    remedies = {finding.remedy for finding in findings}
    return remedies.pop() if len(remedies) == 1 else Remedy.RETAKE


def _places(row: Pickup) -> Iterator[tuple[str, str]]:
    """Yield written and heard words of each place; a person who edited one of them has left no pairs."""
    written, heard = (cell.split("/") if cell else [] for cell in (row.written, row.heard))
    if len(written) == len(heard):
        yield from ((one.strip(), other.strip()) for one, other in zip(written, heard, strict=True))


def _is_short(words: str) -> bool:
    return words not in ("", "-") and len(words.split()) <= MOST_WORDS
