"""What the producer wrote of a paragraph -> its fingerprint."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Final

from pipeline.model import Mark, MarkName, ScriptParagraph, Voice
from pipeline.script.casting import Stretch
from pipeline.script.lexicon import LexiconEntry, LexiconHit

_MASTERED: Final = frozenset({"pause-before", "pause-after", "volume"})
"""Direction that mastering follows: no other words are spoken for it, nor otherwise."""


def source_key(
    paragraph: ScriptParagraph,
    *,
    language: str,
    stretches: Sequence[Stretch],
    hits: Sequence[LexiconHit],
    house: Sequence[tuple[int, int, str]] = (),
) -> str:
    """Return the SHA-256 (hex) of what the producer decided and is heard: text, marks, voices, lexicon rules.

    `house` is what the book's own rules decide here (`spoken.find_house_effects`).

    Our own rules are not in it, nor the line limit, ids, pauses and volume: they change how a text is read, cut or
    mastered, not what was asked for.
    """
    decided: dict[str, object] = {
        "text": paragraph.text,
        "kind": str(paragraph.kind),
        "language": language,
        "marks": [_mark(mark) for mark in paragraph.marks if mark.name is not MarkName.NOTE],
        "direction": sorted([name, value] for name, value in paragraph.direction if name not in _MASTERED),
        "voices": [[stretch.start, stretch.stop, _voice(stretch.voice)] for stretch in stretches],
        "lexicon": sorted({_rule(hit.entry) for hit in hits}),
    }
    if house:
        decided["house"] = [list(effect) for effect in house]
    canonical = json.dumps(decided, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def _rule(entry: LexiconEntry) -> tuple[str, ...]:
    """Return what the producer decided in an entry; one with a phoneme has its alphabet beside it."""
    if not entry.phoneme:
        return entry.grapheme, entry.alias
    return entry.grapheme, entry.alias, entry.phoneme, entry.alphabet, "alias" if entry.prefers_alias else ""


def _mark(mark: Mark) -> list[int | str]:
    """Return the mark; of a break only where it is, because how long it is is mastering's."""
    return [mark.start, mark.stop, str(mark.name), "" if mark.name is MarkName.BREAK else mark.value]


def _voice(voice: Voice) -> list[object]:
    return [voice.engine, voice.voice, voice.model, [list(setting) for setting in voice.settings]]
