"""What listening found -> pickups.csv, and the page on which a producer hears each place."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from pipeline.adapters.project import ProjectFolder
from pipeline.adapters.takes import TakeStore
from pipeline.commands.journal import read_index
from pipeline.commands.lexicon_book import find_candidates
from pipeline.commands.listen_page import write_page
from pipeline.commands.listening import Listened
from pipeline.commands.pickup_file import read_pickups, write_pickups
from pipeline.commands.reading import ChapterLines
from pipeline.listening.pickup_rows import make_rows
from pipeline.listening.scores import strongest_first
from pipeline.model import HeardFinding, PickupState, Remedy
from pipeline.recording.heard_pickups import count_retakes, merge_heard

RETAKES_IN_VAIN = 2
"""After so many takes that did not mend it, a person has to change what is said or how."""


def keep_list(folder: ProjectFolder, chapters: Sequence[ChapterLines], listened: Listened) -> Path:
    """Merge what was found into pickups.csv, write the page of what is open, and return where that lies.

    Raises ProjectError where pickups.csv cannot be read, StorageError.
    """
    findings = _with_remedies(folder, listened)
    candidates = {
        finding.written: find_candidates(folder, _as_in_text(listened, finding))
        for finding in findings
        if finding.remedy is Remedy.LEXICON
    }
    said = {word: ", ".join(each.letters or each.ipa for each in own) for word, own in candidates.items()}
    found = make_rows(findings, advice=_advice(said))
    merged = merge_heard(
        read_pickups(folder),
        found,
        is_settled=lambda take: take in listened.asked or take not in listened.standing,
        order=[paragraph.paragraph for chapter in chapters for paragraph in chapter.paragraphs],
    )
    write_pickups(folder, merged)
    rows = [pickup for pickup in merged if pickup.state is PickupState.OPEN]
    strongest = {one.take: one for one in reversed(strongest_first(findings))}
    readings = {word: tuple((each.ipa, each.letters) for each in own) for word, own in candidates.items()}
    return write_page(folder, chapters, rows, listened=listened, strongest=strongest, readings=readings)


def _with_remedies(folder: ProjectFolder, listened: Listened) -> tuple[HeardFinding, ...]:
    """Return the findings; what several retakes have not mended is the script's."""
    if not listened.findings:
        return ()
    index = read_index(TakeStore(folder.takes), build=folder.build)
    made = {
        name: count_retakes(index, listened.standing[name])
        for name in {finding.take for finding in listened.findings}
        if name in listened.standing
    }
    return tuple(
        dataclasses.replace(one, remedy=Remedy.SCRIPT, message=f"{one.message}; {made[one.take]} retakes in vain")
        if made.get(one.take, 0) >= RETAKES_IN_VAIN and one.remedy is Remedy.RETAKE
        else one
        for one in listened.findings
    )


def _advice(said: dict[str, str]) -> Callable[[HeardFinding], str]:
    def advice(finding: HeardFinding) -> str:
        known = said.get(finding.written, "") if finding.remedy is Remedy.LEXICON else ""
        return f"it may be said {known}" if known else ""

    return advice


def _as_in_text(listened: Listened, finding: HeardFinding) -> str:
    """Return a written word with its capitals."""
    take = listened.standing.get(finding.take)
    found = re.search(rf"(?i)\b{re.escape(finding.written)}\b", take.spoken.text) if take else None
    return found[0] if found else finding.written
