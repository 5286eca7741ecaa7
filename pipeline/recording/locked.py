"""takes.lock and the script -> locked paragraphs that are not spoken any more, and what to say of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from pipeline.model import ChosenTakes, Finding


def locked_and_unspoken(chosen: Iterable[ChosenTakes], spoken: Collection[str]) -> tuple[ChosenTakes, ...]:
    """Return the locked choices for paragraphs that the script skips or has no longer: they stay in takes.lock."""
    return tuple(entry for entry in chosen if entry.is_locked and entry.paragraph not in spoken)


def tell_unspoken(kept: Iterable[ChosenTakes]) -> Iterator[Finding]:
    """Yield a finding for each of them."""
    message = "its takes are locked, and the script does not say it any more; bring it back, or unlock it"
    for entry in kept:
        yield Finding(code="take.locked-unspoken", where=entry.paragraph, message=message)
