"""What goes to a shop beside the chapters -> what it will ask for: cover, credits, who narrates.

None of it is in the sound, and a shop takes most of it in a form of its own, so it is told and fails nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from pipeline.mastering.profiles import Profile
from pipeline.model import Finding

BOOK = "book"
"""Where these findings are: in no single file."""
OPENING, CLOSING = "opening", "closing"


def check_delivery(
    profile: Profile,
    *,
    cover_px: tuple[int, int] | None,
    chapters: Collection[str],
    codecs: Collection[str],
    disclosure: str,
) -> tuple[Finding, ...]:
    """Return what a shop asks for beside the sound and this book has not, sorted by code.

    `cover_px` is width and height, None without a cover, zeros where it cannot be read; `chapters` are the ids that are
    heard; `codecs` what the release has; `disclosure` says how the narration was made, and is empty for a person.
    """
    found = [
        *_check_cover(profile, cover_px),
        *_check_credits(profile, chapters),
        *_check_codecs(profile, codecs),
        *(_check_narration(profile, disclosure) if disclosure else ()),
    ]
    return tuple(sorted(found, key=lambda finding: finding.code))


def _check_cover(profile: Profile, cover_px: tuple[int, int] | None) -> Iterable[Finding]:
    limit = profile.cover_px
    if limit.is_open:
        return
    if cover_px is None:
        yield _finding("cover.missing", f"{profile.title} asks for a square cover; name one in book.toml: book.cover")
        return
    width, height = cover_px
    if not width or not height:
        yield _finding("cover.unreadable", "the size of the cover cannot be read; save the picture anew")
        return
    if width != height:
        yield _finding(
            "cover.not-square", f"the cover has {width} x {height} pixels; {profile.title} takes square ones"
        )
    if limit.is_below(min(cover_px)):
        yield _finding(
            "cover.small", f"the cover has {width} x {height} pixels; at least {limit.least:g} are asked for"
        )
    if limit.is_above(max(cover_px)):
        yield _finding("cover.large", f"the cover has {width} x {height} pixels; at most {limit.most:g} are allowed")


def _check_credits(profile: Profile, chapters: Collection[str]) -> Iterable[Finding]:
    for kind in (OPENING, CLOSING) if profile.has_credits else ():
        if kind not in chapters:
            message = f"{profile.title} asks for {kind} credits as a file of its own; book.toml: credits.{kind}"
            yield _finding(f"credits.{kind}-missing", message)


def _check_codecs(profile: Profile, codecs: Collection[str]) -> Iterable[Finding]:
    if codecs and not set(codecs) & set(profile.codecs):
        wanted, there = " or ".join(profile.codecs), ", ".join(sorted(codecs))
        yield _finding("format.none-taken", f"{profile.title} takes {wanted}; this release has {there} only")


def _check_narration(profile: Profile, disclosure: str) -> Iterable[Finding]:
    policy = profile.synthetic
    if not policy.is_accepted:
        message = f"{profile.title} does not take synthetic narration: its numbers are met, but for other shops"
        yield _finding("narration.not-taken", f"{message} ({policy.source})")
    elif policy.disclosure:
        yield _finding("narration.disclose", f"{disclosure} For {profile.title}, {policy.disclosure} ({policy.source})")


def _finding(code: str, message: str) -> Finding:
    return Finding(code=code, where=BOOK, message=message)
