"""Paragraphs of two imports -> those in which only what a conversion loses is different.

A manuscript that comes again in another format (EPUB today, DOCX tomorrow) often cannot say what the first could: which
writing is a Roman numeral, where a line must not break, curly quotes, verse. What the new manuscript has nowhere (or
hardly), while the last import had it, the conversion lost: where a paragraph differs in that alone, nobody changed it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, TypeAlias

from pipeline.model import Kind, Mark, MarkName
from pipeline.script.continued import Imported
from pipeline.script.import_lock import ImportLock, LockedParagraph
from pipeline.script.markup import LINE_KINDS, parse_markup

_CHARACTERS: Final = {
    "\u2060": "", "\u00ad": "", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u200a": " ", "“": '"', "”": '"',
    "‘": "'", "’": "'", "—": "--", "–": "-", "…": "...", "⸺": "--", "⸻": "---",
}  # fmt: skip
"""What a conversion or a typewriter writes in place of a character, or leaves out."""
_FEW: Final = 3
"""Fewer emphases or signs in the last import may have been taken out by hand; semantics nobody takes out."""
_LEFT_OVER: Final = 0.05
"""Share of the signs of a kind that a conversion may have overlooked."""
_SEMANTIC: Final = frozenset({MarkName.AS, MarkName.LANG})
_Said: TypeAlias = tuple[MarkName, str, str]
"""What a mark says: its name, its value, the text under it."""
_NOTE: Final = re.compile(r"(?<=note=)[^\s\]}]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """What the last import had and the new one has nowhere."""

    marks: frozenset[MarkName]
    kinds: frozenset[Kind]
    characters: tuple[str, ...]


def keep_wording(paragraphs: Sequence[Imported]) -> tuple[Imported, ...]:
    """Return an import in which paragraphs that differ from the last one only in what was lost are as they were."""
    pairs = [(entry, entry.base) for entry in paragraphs if entry.base is not None]
    lost = _lost([base for _, base in pairs], [entry.locked for entry, _ in pairs])
    return tuple(_kept(entry, lost) for entry in paragraphs)


def _lost(old: Sequence[LockedParagraph], new: Sequence[LockedParagraph]) -> Lost:
    before, after = _features(old), _features(new)
    gone = {
        name
        for name, count in before.items()
        if after[name] <= count * (_LEFT_OVER if name in _CHARACTERS else 0) and (count >= _FEW or name in _SEMANTIC)
    }
    return Lost(
        marks=frozenset(name for name in MarkName if name in gone),
        kinds=frozenset(kind for kind in Kind if kind in gone),
        characters=tuple(character for character in _CHARACTERS if character in gone),
    )


def _features(paragraphs: Iterable[LockedParagraph]) -> Counter[object]:
    """Count the kinds, names of marks and characters that a conversion may lose."""
    counts: Counter[object] = Counter()
    for paragraph in paragraphs:
        text, marks = parse_markup(paragraph.text, kind=paragraph.kind)
        counts[paragraph.kind] += 1
        counts.update(mark.name for mark in marks)
        counts.update(character for character in text if character in _CHARACTERS)
    return counts


def _kept(entry: Imported, lost: Lost) -> Imported:
    base, new = entry.base, entry.locked
    if base is None or (base.kind, base.text) == (new.kind, new.text):
        return entry
    is_reset = base.kind in LINE_KINDS and new.kind is Kind.PARAGRAPH  # no author sets verse as prose word for word
    if base.kind is not new.kind and base.kind not in lost.kinds and not is_reset:
        return entry
    text, marks = parse_markup(base.text, kind=base.kind)
    if not _is_same(_folded(text, marks, lost), _folded(*parse_markup(new.text, kind=new.kind), lost), base.kind, lost):
        return entry
    return replace(
        entry,
        paragraph=replace(entry.paragraph, kind=base.kind, text=text, marks=marks),
        locked=replace(new, kind=base.kind, text=base.text),
    )


@lru_cache(maxsize=2)
def _table(characters: tuple[str, ...]) -> dict[int, str]:
    return str.maketrans({character: _CHARACTERS[character] for character in characters} | {"\n": " "})


def _folded(text: str, marks: Iterable[Mark], lost: Lost) -> tuple[str, Counter[_Said]]:
    """Return a text without the characters that were lost, and what marks say of its pieces."""
    table = _table(lost.characters)
    said = Counter((mark.name, mark.value, text[mark.start : mark.stop].translate(table)) for mark in marks)
    return text.translate(table), said


def _is_same(old: tuple[str, Counter[_Said]], new: tuple[str, Counter[_Said]], kind: Kind, lost: Lost) -> bool:
    """Whether nothing but what was lost is different.

    A heading in capitals says the same as one without. Italics over what was marked as something else are what the
    conversion made of that mark.
    """
    (old_text, old_said), (new_text, new_said) = old, new
    if old_text != new_text and not (kind is Kind.HEADING and old_text.upper() == new_text):
        return False
    gone = Counter({said: count for said, count in old_said.items() if said[0] in lost.marks})
    italics: Counter[_Said] = Counter()
    for (_, _, piece), count in gone.items():
        italics[MarkName.EMPHASIS, "", piece] += count
    return not (old_said - gone) - new_said and not (new_said - (old_said - gone)) - italics


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """An import, the last one and the scripts, in which every call of a note points to where the note is now."""

    paragraphs: tuple[Imported, ...]
    lock: ImportLock
    scripts: Mapping[str, str]


def turn_notes(paragraphs: Sequence[Imported], lock: ImportLock, scripts: Mapping[str, str]) -> Turned:
    """Return all three sides with the calls of notes turned to the new manuscript's places.

    Paragraphs that continue one another and call as many notes say which note is which. Nobody edits where a note is.
    """
    targets: dict[str, str] = {}
    for entry in paragraphs:
        old = _NOTE.findall(entry.base.text) if entry.base else []
        new = _NOTE.findall(entry.locked.text)
        if len(old) == len(new):
            targets |= {was: now for was, now in zip(old, new, strict=True) if was != now}
    if not targets:
        return Turned(paragraphs=tuple(paragraphs), lock=lock, scripts=scripts)
    return Turned(
        paragraphs=tuple(
            replace(entry, base=_turned(entry.base, targets)) if entry.base else entry for entry in paragraphs
        ),
        lock=replace(lock, paragraphs=tuple(_turned(paragraph, targets) for paragraph in lock.paragraphs)),
        scripts={name: _turned_text(text, targets) for name, text in scripts.items()},
    )


def _turned(paragraph: LockedParagraph, targets: Mapping[str, str]) -> LockedParagraph:
    return replace(paragraph, text=_turned_text(paragraph.text, targets))


def _turned_text(text: str, targets: Mapping[str, str]) -> str:
    return _NOTE.sub(lambda match: targets.get(match[0], match[0]), text)
