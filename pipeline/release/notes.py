"""What was heard in this release and the last -> the release notes, and the checksums of its files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.release.editions import ChapterChange, Edition, EditionChapter, compare_chapters

NOTES = "NOTES.md"
CHECKSUMS = "SHA256SUMS"
MOST_IDS = 12
"""Ids of paragraphs in a row of the notes; the manifest has all."""


def format_checksums(hashes: Mapping[str, str]) -> str:
    """Return the lines that `sha256sum --check` reads: files by name, each with its SHA-256.

    The names of a release hold neither line feeds nor backslashes (`names.legal_name`), which that format would escape.
    """
    return "".join(f"{hashes[name]}  {name}\n" for name in sorted(hashes))


def format_notes(now: Edition, before: Edition | None, *, title: str) -> str:
    """Return the notes as Markdown; without a last release they tell of this one alone. No clock, so no date."""
    head = [f"# {_cell(title)}{f' {now.version}' if now.version else ''}", ""]
    body = _whole(now) if before is None else _since(now, before)
    return "\n".join([*head, *body]) + "\n"


def _whole(now: Edition) -> Iterator[str]:
    yield _sum(now)
    yield ""
    yield "| chapter | paragraphs | words | length |"
    yield "|---|--:|--:|--:|"
    for chapter in now.chapters:
        count = len(chapter.paragraphs or ())
        yield f"| {_name(chapter)} | {count} | {chapter.words:,} | {_length(chapter.length_s)} |"


def _since(now: Edition, before: Edition) -> Iterator[str]:
    changes = compare_chapters(now, before)
    changed = [change for change in changes if change.is_any]
    gone = _gone(now, before)
    last = before.version or "the last release"
    if not changed and not gone:
        yield f"Nothing that is heard has changed since {last}."
    else:
        same = len(changes) - len(changed)
        yield (
            f"Since {last}: {_count(len(changed), 'chapter')} changed, {same} the same as before"
            f"{f', {len(gone)} removed' if gone else ''}."
        )
    if changed:
        yield from ("", "| chapter | changed | words | seconds recorded | length |", "|---|---|--:|--:|--:|")
        yield from (_row(change) for change in changed)
    named = [line for change in changed for line in _ids(change)]
    yield from (("", *named) if named else ())
    yield from (("", *(f"- removed: {_name(chapter)}, {chapter.words:,} words" for chapter in gone)) if gone else ())
    if _is_reordered(now, before):
        yield from ("", "The chapters are in another order.")
    yield from ("", _sum(now))


def _row(change: ChapterChange) -> str:
    touched = change.touched
    seconds = sum(each.speech_s for each in touched)
    words = sum(each.words for each in touched)
    cells = (_name(change.chapter), _what(change), f"{words:,}", f"{seconds:.1f}", _lengths(change))
    return f"| {' | '.join(cells)} |"


def _what(change: ChapterChange) -> str:
    paragraphs = change.chapter.paragraphs
    if change.before is None:
        return f"new: {_count(len(paragraphs or ()), 'paragraph')}"
    if paragraphs is None or change.before.paragraphs is None:
        return "paragraphs not known"
    counts = _counts(change)
    said = ", ".join(f"{len(ids)} {word}" for word, ids in counts if ids)
    return f"{said} of {_count(len(paragraphs), 'paragraph')}" if said else "mastered anew: pauses or levels"


def _counts(change: ChapterChange) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return (
        ("edited", change.edited),
        ("recorded again", change.recorded_again),
        ("new", change.added),
        ("removed", change.removed),
    )


def _ids(change: ChapterChange) -> Iterator[str]:
    """Yield the line that names the paragraphs of a chapter that was there before."""
    said = [f"{word} {_some(ids)}" for word, ids in _counts(change) if ids]
    if change.before is not None and said:
        yield f"- {_name(change.chapter)}: {'; '.join(said)}"


def _some(ids: Sequence[str]) -> str:
    rest = len(ids) - MOST_IDS
    return ", ".join(ids[:MOST_IDS]) + (f" and {rest} more" if rest > 0 else "")


def _lengths(change: ChapterChange) -> str:
    now_s = change.chapter.length_s
    before_s = change.before.length_s if change.before else None
    if now_s is None or before_s is None:
        return _length(now_s)
    return f"{_length(now_s)} ({now_s - before_s:+.1f} s)"


def _gone(now: Edition, before: Edition) -> list[EditionChapter]:
    here = {chapter.id for chapter in now.chapters}
    return [chapter for chapter in before.chapters if chapter.id not in here]


def _is_reordered(now: Edition, before: Edition) -> bool:
    old, new = [chapter.id for chapter in before.chapters], [chapter.id for chapter in now.chapters]
    return [name for name in old if name in new] != [name for name in new if name in old]


def _sum(now: Edition) -> str:
    lengths = [chapter.length_s for chapter in now.chapters]
    length = f", {_length(sum(one or 0.0 for one in lengths))}" if None not in lengths else ""
    words = sum(chapter.words for chapter in now.chapters)
    return f"The book: {_count(len(lengths), 'chapter')}, {words:,} words{length}."


def _name(chapter: EditionChapter) -> str:
    return _cell(chapter.title) or chapter.id


def _cell(text: str) -> str:
    """Return a text as it may stand in a cell of a table: one line, with what Markdown would read escaped."""
    return "".join(f"\\{sign}" if sign in "\\|*_`<>[]" else sign for sign in " ".join(text.split()))


def _length(seconds: float | None) -> str:
    """Return `1:02:03`, or `2:03` under an hour."""
    if seconds is None:
        return "not known"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
