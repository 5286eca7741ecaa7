"""Findings on a take -> how bad it is: which finding is told first, which of several takes is the best."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from pipeline.model import HeardFinding, ListeningCode, Remedy

WEIGHTS: Final[Mapping[ListeningCode, float]] = {
    ListeningCode.SILENT: 100.0,
    ListeningCode.SWAPPED: 80.0,
    ListeningCode.TRUNCATED: 50.0,
    ListeningCode.MISSING: 40.0,
    ListeningCode.REPEATED: 40.0,
    ListeningCode.ADDED: 35.0,
    ListeningCode.VOICE: 30.0,
    ListeningCode.CLIPPED: 25.0,
    ListeningCode.NOISE: 25.0,
    ListeningCode.LEAK: 25.0,
    ListeningCode.WRONG: 20.0,
    ListeningCode.GAP: 10.0,
    ListeningCode.LEVEL: 8.0,
    ListeningCode.RATE: 8.0,
    ListeningCode.PITCH: 6.0,
}
"""How much a finding takes from a take. Ours: the order is that of what a listener forgives least, a word lost before a
sound that disturbs before a manner that differs; mastering mends a part of a stray level."""


def strongest_first(findings: Iterable[HeardFinding]) -> tuple[HeardFinding, ...]:
    """Return findings by weight, then by time."""
    return tuple(sorted(findings, key=lambda one: (-WEIGHTS[one.code], one.begin_s, one.code)))


def score_of(findings: Iterable[HeardFinding]) -> float:
    """Return how bad a take with these findings is; 0 without any."""
    return sum((WEIGHTS[finding.code] for finding in findings), 0.0)


def best_take(scores: Sequence[tuple[str, float]]) -> str:
    """Return the take with the lowest score; of equals the first, so that nothing is exchanged for nothing."""
    return min(scores, key=lambda each: each[1])[0]


def lines_to_retake(
    findings: Iterable[HeardFinding], *, most: int, made: Callable[[str], int]
) -> tuple[tuple[str, int], ...]:
    """Return the lines (paragraph, number) that another take may mend, the worst first.

    made tells by take how many retakes its line has had of these words; of `most` a word that is said wrongly gets one:
    where that says it so again, it is the lexicon's.
    """
    lines: dict[tuple[str, int], list[HeardFinding]] = {}
    for finding in findings:
        lines.setdefault((finding.paragraph, finding.line), []).append(finding)
    wanted = [slot for slot, own in lines.items() if made(own[0].take) < _most_for(own, most)]
    return tuple(sorted(wanted, key=lambda slot: -score_of(lines[slot])))


def _most_for(findings: Sequence[HeardFinding], most: int) -> int:
    remedies = {finding.remedy for finding in findings}
    if remedies == {Remedy.SCRIPT}:
        return 0
    return min(most, 1) if remedies == {Remedy.LEXICON} else most
