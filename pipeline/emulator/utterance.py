"""Request text, rules and model -> runs: what is spoken for which characters, where the pauses are, what is lost."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from num2words import num2words

from pipeline.emulator.options import PhonemeMode
from pipeline.emulator.pronunciation import BREAK, PHONEME, Rule, find_rule

LONGEST_BREAK_S = 3.0
"""Controls page of the docs, April 2025."""
_NUMBER = re.compile(r"(?<!\d)\d+")
_LONGEST_NUMBER = 15


class RunKind(StrEnum):
    """What a run of the request's text is."""

    PLAIN = "plain"
    """Spoken character by character."""
    REPLACED = "replaced"
    """Spoken as another text: an alias, a number in words."""
    BREAK = "break"
    MARKUP = "markup"
    """The characters of a tag other than a break; not heard."""
    LOST = "lost"
    """A word that the model skips."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A range of the request's text; all runs together are the text."""

    start: int
    stop: int
    kind: RunKind
    spoken: str = ""
    break_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """How a request's text is to be read."""

    rules: tuple[Rule, ...] = ()
    takes_phonemes: bool = False
    normalises: bool = True
    phoneme_mode: PhonemeMode = PhonemeMode.SKIP_WORD


def cut_runs(text: str, speech: Speech) -> tuple[Run, ...]:
    """Return the runs of a text, in its order and without gaps."""
    speech = replace(speech, rules=tuple(rule for rule in speech.rules if rule.string in text))
    runs: list[Run] = []
    place = 0
    while place < len(text):
        run = _tag_run(text, place, speech) or _rule_run(text, place, speech) or _number_run(text, place, speech)
        found = run if run is not None else (Run(start=place, stop=place + 1, kind=RunKind.PLAIN, spoken=text[place]),)
        runs += found
        place = found[-1].stop
    return tuple(_joined(runs))


def _tag_run(text: str, place: int, speech: Speech) -> tuple[Run, ...] | None:
    if text[place] != "<":
        return None
    pause = BREAK.match(text, place)
    if pause:
        seconds = min(float(pause["seconds"]), LONGEST_BREAK_S)
        return (Run(start=place, stop=pause.end(), kind=RunKind.BREAK, break_s=seconds),)
    phoneme = PHONEME.match(text, place)
    if not phoneme:
        return None
    start, stop = phoneme.span("word")
    word = _phoneme_run(text, start, stop, speech)
    runs = [Run(start=place, stop=start, kind=RunKind.MARKUP), *word]
    return (*runs, Run(start=stop, stop=phoneme.end(), kind=RunKind.MARKUP))


def _phoneme_run(text: str, start: int, stop: int, speech: Speech) -> tuple[Run, ...]:
    """The word itself: we have no phonemes, so a model that takes them speaks it as it is written."""
    if start == stop:
        return ()
    is_heard = speech.takes_phonemes or speech.phoneme_mode is PhonemeMode.IGNORE_RULE
    kind = RunKind.PLAIN if is_heard else RunKind.LOST
    return (Run(start=start, stop=stop, kind=kind, spoken=text[start:stop] if is_heard else ""),)


def _rule_run(text: str, place: int, speech: Speech) -> tuple[Run, ...] | None:
    rule = find_rule(speech.rules, text, place)
    if rule is None:
        return None
    stop = place + len(rule.string)
    if rule.alias:
        return (Run(start=place, stop=stop, kind=RunKind.REPLACED, spoken=rule.alias),)
    return _phoneme_run(text, place, stop, speech)


def _number_run(text: str, place: int, speech: Speech) -> tuple[Run, ...] | None:
    number = _NUMBER.match(text, place) if speech.normalises and text[place].isdecimal() else None
    if number is None or len(number[0]) > _LONGEST_NUMBER:
        return None
    words = str(num2words(int(number[0])))
    return (Run(start=place, stop=number.end(), kind=RunKind.REPLACED, spoken=words),)


def _joined(runs: list[Run]) -> list[Run]:
    """Neighbouring plain runs as one."""
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last and last.kind is RunKind.PLAIN and run.kind is RunKind.PLAIN:
            joined[-1] = Run(start=last.start, stop=run.stop, kind=RunKind.PLAIN, spoken=last.spoken + run.spoken)
        else:
            joined.append(run)
    return joined
