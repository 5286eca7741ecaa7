"""Text of a proof-listener's table -> pickups -> the text of pickups.csv.

Every listener has a table of their own: other names and orders of columns, tabs or semicolons, lines above the header.
`pickups.csv` is read by the same rules, so that it may pass through a spreadsheet.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from pipeline.errors import ProjectError
from pipeline.model import Pickup, PickupState, Remedy

COLUMNS: Final = ("chapter", "time", "paragraph", "kind", "note", "heard", "written", "remedy", "state", "take")
"""Of pickups.csv, in order."""
HEADER_WITHIN: Final = 10
"""A table may have so many lines above its header: the book, the listener, the date."""

_NAMES: Final[Mapping[str, str]] = {
    alias: column
    for column, aliases in {
        "chapter": "chapter chapterfile chapterid chaptername chaptertitle file filename audiofile audio track section",
        "time": "time timestamp timecode tc at start starttime position timein in",
        "paragraph": "paragraph paragraphid id para line lineid block",
        "kind": "kind type category issuetype errortype",
        "note": "note notes comment comments remark remarks description issue problem error",
        "heard": "heard asread read said spoken actual",
        "written": "written text script expected shouldbe aswritten manuscript correct correction",
        "remedy": "remedy fix action",
        "state": "state status",
        "take": "take takeid",
    }.items()
    for alias in aliases.split()
}
"""What listeners call a column, in lower case without spaces and signs."""
_REMEDIES: Final = {
    "retake": Remedy.RETAKE,
    "pickup": Remedy.RETAKE,
    "rerecord": Remedy.RETAKE,
    "script": Remedy.SCRIPT,
    "text": Remedy.SCRIPT,
    "lexicon": Remedy.LEXICON,
    "pronunciation": Remedy.LEXICON,
}
_STATES: Final = {
    **dict.fromkeys(("done", "fixed", "closed", "yes", "x"), PickupState.DONE),
    **dict.fromkeys(("dismissed", "ignore", "ignored", "wontfix", "no"), PickupState.DISMISSED),
}
_TAKE: Final = re.compile(r"t[0-9a-hjkmnp-tv-z]{14}")
"""The id of a take; what listeners call a take is a number."""
_DELIMITERS: Final = ",;\t|"
_CLOCK: Final = re.compile(r"(?:(?:(\d+):)?(\d+):)?(\d+(?:[.,]\d+)?)(?::\d+)?\s*s?")
"""`1:23.5`, `83.5`, `00:01:23`, and `00:01:23:12` of an editor, whose frames are less than a second."""
_SPELLED: Final = re.compile(r"(?:(\d+)\s*h)?\s*(?:(\d+)\s*(?:m|min|'))?\s*(?:(\d+(?:[.,]\d+)?)\s*(?:s|sec|\")?)?")
_RANGE: Final = re.compile(r"\s*(?:–|—|\bto\b|(?<=\d)\s*-)\s*")


def parse_pickups(text: str, *, name: str) -> tuple[Pickup, ...]:
    """Return the rows of a table as pickups, unresolved; nothing that a listener wrote is lost.

    A time or a remedy that cannot be read is kept in the note. Raises ProjectError, naming the file, where no header
    says which column is the paragraph, or chapter and time.
    """
    delimiter = max(_DELIMITERS, key=lambda sign: max(map(len, _headers(text, sign)), default=0))
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    for place, row in enumerate(rows[:HEADER_WITHIN]):
        columns = _columns(row)
        if "paragraph" in columns or {"chapter", "time"} <= columns.keys():
            filled = (row for row in rows[place + 1 :] if any(cell.strip() for cell in row))
            return tuple(_pickup(row, columns) for row in filled)
    raise ProjectError(
        f"{name}: no line in the first {HEADER_WITHIN} names the columns of a pickup list; it needs a header with "
        f"`paragraph`, or with `chapter` and `time` (columns: {', '.join(COLUMNS)})"
    )


def format_pickups(pickups: Iterable[Pickup]) -> str:
    """Return the text of pickups.csv, a line each, in the order given; `parse_pickups` gives back equal pickups."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for pickup in pickups:
        row = {name: getattr(pickup, name) for name in COLUMNS if name != "time"}
        row["time"] = "" if pickup.time_s is None else format_clock(pickup.time_s)
        writer.writerow([str(row[name]) for name in COLUMNS])
    return file.getvalue()


def parse_clock(text: str) -> float | None:
    """Return the seconds of a time as people write it, of the first where it is a range; None where it is no time."""
    written = _RANGE.split(text.strip().lower())[0]
    match = _CLOCK.fullmatch(written) or _SPELLED.fullmatch(written)
    if match is None or not any(match.groups()):
        return None
    hours, minutes, seconds = (float((part or "0").replace(",", ".")) for part in match.groups())
    return round(hours * 3600 + minutes * 60 + seconds, 3)


def format_clock(seconds: float) -> str:
    """Return `0:01:23.5`: hours, minutes and seconds, down to a millisecond where there is a fraction."""
    milliseconds = round(seconds * 1000)
    minutes, rest = divmod(milliseconds // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    fraction = f"{milliseconds % 1000:03d}".rstrip("0")
    return f"{hours}:{minutes:02d}:{rest:02d}{'.' if fraction else ''}{fraction}"


def _headers(text: str, delimiter: str) -> Iterator[dict[str, int]]:
    """Yield what each of the first lines would be as a header."""
    for row in csv.reader(io.StringIO("\n".join(text.splitlines()[:HEADER_WITHIN])), delimiter=delimiter):
        yield _columns(row)


def _columns(row: Sequence[str]) -> dict[str, int]:
    """Return the place of each column that a header names; of two of one name the first."""
    columns: dict[str, int] = {}
    for place, cell in enumerate(row):
        column = _NAMES.get(_plain(cell))
        if column is not None:
            columns.setdefault(column, place)
    return columns


def _pickup(row: Sequence[str], columns: Mapping[str, int]) -> Pickup:
    cells = {name: " ".join(row[place].split()) for name, place in columns.items() if place < len(row)}
    time, remedy, kind = (cells.get(name, "") for name in ("time", "remedy", "kind"))
    time_s = parse_clock(time)
    unread = [f"time: {time}"] if time and time_s is None else []
    unread += [f"remedy: {remedy}"] if remedy and _plain(remedy) not in _REMEDIES else []
    return Pickup(
        chapter=cells.get("chapter", ""),
        time_s=time_s,
        paragraph=cells.get("paragraph", "").removeprefix("@"),
        kind=kind,
        note="; ".join(filter(None, (cells.get("note", ""), *unread))),
        heard=cells.get("heard", ""),
        written=cells.get("written", ""),
        remedy=_REMEDIES.get(_plain(remedy)) or _remedy_of(kind),
        state=_STATES.get(_plain(cells.get("state", "")), PickupState.OPEN),
        take=take[0] if (take := _TAKE.fullmatch(cells.get("take", ""))) else "",
    )


def _remedy_of(kind: str) -> Remedy:
    """Return what helps where the list does not say: a word said wrongly will be said so again, a typo read again."""
    plain = _plain(kind)
    if "pronun" in plain or "pronoun" in plain:
        return Remedy.LEXICON
    return Remedy.SCRIPT if "typo" in plain or "script" in plain else Remedy.RETAKE


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())
