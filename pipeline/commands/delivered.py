"""A mastered book -> what its shop asks for beside the sound; told by `master`, `release`, `build` and the report."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from pipeline.adapters.project import ProjectFolder
from pipeline.commands.finished import read_cover
from pipeline.commands.mastered import MasteredBook
from pipeline.mastering.delivery import check_delivery
from pipeline.mastering.profiles import find_profile
from pipeline.model import Finding
from pipeline.release.cover import cover_size
from pipeline.release.formats import released_codecs
from pipeline.release.wording import disclose

log = logging.getLogger(__name__)


def find_delivery(folder: ProjectFolder, book: MasteredBook) -> tuple[Finding, ...]:
    """Return what the shop of the profile asks for and this book has not. Raises ProjectError for the cover."""
    project, cover = folder.project, read_cover(folder.cover)
    return check_delivery(
        find_profile(project.profile),
        cover_px=cover_size(cover) if cover else None,
        chapters=[record.chapter.chapter for record in book.records],
        codecs=released_codecs(project.formats),
        disclosure=disclose((project.cast.narrator, *dict(project.cast.speakers).values())),
    )


def tell_delivery(findings: Sequence[Finding]) -> None:
    """Log each; nothing fails because of them."""
    for finding in findings:
        log.warning("%s: %s", finding.code, finding.message)
