"""A line and the take that stood there -> why it is recorded."""

from __future__ import annotations

import difflib
import re
from enum import StrEnum

from pipeline.model import Line, Request, Spoken, Take


class Reason(StrEnum):
    """Why a line is recorded, as `plan` prints it."""

    NEW = "new"
    TEXT_CHANGED = "text changed"
    VOICE_CHANGED = "voice changed"
    SETTINGS_CHANGED = "settings changed"
    ENGINE_CHANGED = "engine changed"
    LEXICON_CHANGED = "lexicon changed"
    ASKED_FOR = "asked for"
    TAKE_REJECTED = "take rejected"


def reason_of_change(line: Line, request: Request, before: Take | None) -> Reason:
    """Return what changed between the take that stood and the line as it is now.

    A paragraph whose lines shifted has no such take (None) for its added lines: the text changed.
    """
    if before is None:
        return Reason.TEXT_CHANGED
    old, new = before.request, request
    if (old.voice.engine, old.voice.model) != (new.voice.engine, new.voice.model):
        return Reason.ENGINE_CHANGED
    if old.voice.voice != new.voice.voice:
        return Reason.VOICE_CHANGED
    if old.text != new.text:
        is_lexicon = differ_by_lexicon_only(before.spoken, line.spoken)
        return Reason.LEXICON_CHANGED if is_lexicon else Reason.TEXT_CHANGED
    return Reason.LEXICON_CHANGED if old.pronunciations != new.pronunciations else Reason.SETTINGS_CHANGED


def tell_details(line: Line, request: Request, before: Take | None) -> tuple[str, ...]:
    """Return what changed beside the words: engine, voice, settings, and the lexicon rules that spoke or speak now."""
    if before is None:
        return ()
    old, new = before.request, request
    pairs = (
        ("engine", f"{old.voice.engine} {old.voice.model}".strip(), f"{new.voice.engine} {new.voice.model}".strip()),
        ("voice", old.voice.voice, new.voice.voice),
        ("language", old.language, new.language),
        ("format", old.audio_format, new.audio_format),
        ("seed", old.seed, new.seed),
        *_settings(old, new),
    )
    changed = tuple(f"{name} {_shown(was)} -> {_shown(now)}" for name, was, now in pairs if was != now)
    return (*_changed_rules(before, line, request), *changed)


def _settings(old: Request, new: Request) -> list[tuple[str, object, object]]:
    was, now = dict(old.voice.settings), dict(new.voice.settings)
    return [(name, was.get(name), now.get(name)) for name in sorted({*was, *now})]


def _shown(value: object) -> str:
    if isinstance(value, float):
        return f"{value:g}"
    return "none" if value is None or value == "" else str(value)


def _changed_rules(before: Take, line: Line, request: Request) -> tuple[str, ...]:
    """Return the lexicon rules that are said otherwise now, or only then, or only now."""
    was = _said_by(before.spoken) | {(f"lexicon:{word}", phoneme) for word, phoneme in before.request.pronunciations}
    now = _said_by(line.spoken) | {(f"lexicon:{word}", phoneme) for word, phoneme in request.pronunciations}
    return tuple(sorted({rule for rule, _ in was ^ now}))


def _said_by(spoken: Spoken) -> set[tuple[str, str]]:
    return {
        (span.rule, spoken.text[span.spoken_start : span.spoken_stop])
        for span in spoken.spans
        if span.rule.startswith("lexicon")
    }


def differ_by_lexicon_only(old: Spoken, new: Spoken) -> bool:
    """Return whether two spoken texts differ only where a lexicon rule spoke in one of them.

    Compared word by word: of each run of words that differs, a lexicon rule must have spoken every word on one side.
    """
    old_words, old_touched = _words(old)
    new_words, new_touched = _words(new)
    changes = difflib.SequenceMatcher(None, old_words, new_words, autojunk=False).get_opcodes()
    return all(
        any(touched and all(touched) for touched in (old_touched[old_start:old_stop], new_touched[new_start:new_stop]))
        for tag, old_start, old_stop, new_start, new_stop in changes
        if tag != "equal"
    )


def _words(spoken: Spoken) -> tuple[list[str], list[bool]]:
    """Return the words and, for each, whether a lexicon rule spoke in it."""
    spans = [span for span in spoken.spans if span.rule.startswith("lexicon")]
    found = list(re.finditer(r"\S+", spoken.text))
    touched = [
        any(span.spoken_start < word.end() and word.start() < span.spoken_stop for span in spans) for word in found
    ]
    return [word.group() for word in found], touched
