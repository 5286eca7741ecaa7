"""A paragraph as the last import had it, as the script has it, as the new import has it -> what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pipeline.model import Kind
from pipeline.script.continued import Imported
from pipeline.script.edit import new_block, replace_content, set_direction
from pipeline.script.file import ScriptBlock
from pipeline.script.from_book import import_block
from pipeline.script.import_lock import LockedParagraph
from pipeline.script.markup import LINE_KINDS, format_markup


class Verdict(StrEnum):
    """What an import does with a paragraph."""

    KEPT = "kept"
    """The script stays as it is."""
    NEW = "new"
    CHANGED = "changed"
    """The manuscript changed and the script had not been edited."""
    REMOVED = "removed"
    LEFT_OUT = "left-out"
    """A person took it out of the script, and the manuscript has not changed it."""
    BOTH_CHANGED = "both-changed"
    CHANGED_LEFT_OUT = "changed-left-out"
    """A person took it out of the script, and the manuscript changed it."""
    DELETED_EDITED = "deleted-edited"
    """The manuscript lost it, and a person had edited it."""


CONFLICTS = {
    Verdict.BOTH_CHANGED: "{id} was edited here and changed in the manuscript; edit the block, then delete the block "
    "`conflict=theirs` under it",
    Verdict.CHANGED_LEFT_OUT: "{id} was taken out here and changed in the manuscript; delete this block, or take out "
    "`conflict=theirs skip` to narrate it",
    Verdict.DELETED_EDITED: "{id} was edited here and is gone from the manuscript; delete the block, or take out "
    "`conflict=deleted` to keep it",
}
"""What a person has to decide, and how the decision is written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What stands in the script under an id after the import."""

    verdict: Verdict
    block: ScriptBlock | None = None
    proposal: ScriptBlock | None = None


def settle(
    identity: str,
    *,
    base: LockedParagraph | None,
    ours: ScriptBlock | None,
    theirs: Imported | None,
    language: str,
) -> Settlement:
    """Return what becomes of a paragraph that at least one of the two imports has."""
    if theirs is None:
        return _settle_lost(base, ours)
    if base is None and ours is None:
        return Settlement(
            verdict=Verdict.NEW, block=import_block(theirs.chapter, theirs.paragraph, identity, language=language)
        )
    is_unchanged = base is not None and content_of_locked(theirs.locked) == content_of_locked(base)
    if ours is None:
        proposal = None if is_unchanged else _proposal(identity, theirs, language)
        return Settlement(verdict=Verdict.LEFT_OUT if is_unchanged else Verdict.CHANGED_LEFT_OUT, proposal=proposal)
    if is_unchanged or content_of(ours) == content_of_locked(theirs.locked):
        return Settlement(verdict=Verdict.KEPT, block=_without_conflict(ours, base))
    return _settle_changed(identity, base, ours, theirs, language)


def _without_conflict(ours: ScriptBlock, base: LockedParagraph | None) -> ScriptBlock:
    """Return the block without `conflict=deleted` where the manuscript has it again."""
    return set_direction(ours, "conflict", "") if base is None and ours.conflict == "deleted" else ours


def _settle_lost(base: LockedParagraph | None, ours: ScriptBlock | None) -> Settlement:
    if ours is None:
        return Settlement(verdict=Verdict.REMOVED)
    if base and content_of(ours) == content_of_locked(base) and not ours.direction:
        return Settlement(verdict=Verdict.REMOVED)
    return Settlement(verdict=Verdict.DELETED_EDITED, block=set_direction(ours, "conflict", "deleted"))


def _settle_changed(
    identity: str, base: LockedParagraph | None, ours: ScriptBlock, theirs: Imported, language: str
) -> Settlement:
    """Merge text and kind apart: a block made a quote here takes a corrected text from there."""
    imported = theirs.paragraph
    base_kind, base_text = content_of_locked(base) if base else ("", "")
    kind = _merged(base_kind, ours.kind, imported.kind)
    text = _merged(base_text, content_of(ours)[1], theirs.locked.text)
    is_ours = text != theirs.locked.text
    if kind is None or text is None or (is_ours and _has_lines(ours.kind) != _has_lines(kind)):
        return Settlement(verdict=Verdict.BOTH_CHANGED, block=ours, proposal=_proposal(identity, theirs, language))
    text, marks = (ours.text, ours.marks) if is_ours else (imported.text, imported.marks)
    block = replace_content(ours, text, marks, kind=Kind(kind), language=language)
    return Settlement(verdict=Verdict.CHANGED, block=block)


def _has_lines(kind: str) -> bool:
    return kind in LINE_KINDS


def _merged(base: str, ours: str, theirs: str) -> str | None:
    """Return the side that changed, either where both are the same, None where both changed."""
    if ours in {base, theirs}:
        return theirs
    return ours if theirs == base else None


def _proposal(identity: str, theirs: Imported, language: str) -> ScriptBlock:
    paragraph = theirs.paragraph
    return new_block(
        identity,
        paragraph.text,
        marks=paragraph.marks,
        kind=paragraph.kind,
        conflict="theirs",
        language=language,
    )


def content_of(block: ScriptBlock) -> tuple[str, str]:
    """Return what an import compares of a block: kind and text with marks, however the lines are cut."""
    return block.kind, format_markup(block.text, block.marks, kind=block.kind)


def content_of_locked(paragraph: LockedParagraph) -> tuple[str, str]:
    """Return what an import compares of a paragraph in the lock."""
    return paragraph.kind, paragraph.text
