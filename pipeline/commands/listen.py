"""`declaim listen`: chosen takes -> what is said otherwise than written, or does not sound like its voice."""

from __future__ import annotations

import argparse
import dataclasses
import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipeline.adapters.disk import read_file, write_file
from pipeline.adapters.hearings import NAME as HEARINGS
from pipeline.adapters.project import ProjectFolder, load_project
from pipeline.adapters.run_lock import hold_project
from pipeline.adapters.transcribers.registry import TRANSCRIBERS, WHISPER
from pipeline.commands.listen_list import keep_list
from pipeline.commands.listen_retakes import Retakes, tell_retakes
from pipeline.commands.listening import Listened, chosen_places, listen_to_book
from pipeline.commands.reading import read_chapters
from pipeline.commands.record import takes_wanted
from pipeline.errors import ProjectError
from pipeline.model import HeardFinding, ListeningCode, Remedy

EXAMPLE = """\
declaim listen alice                     hears every take once, and lists what is worth your ears
declaim listen alice --chapter c03       one chapter; the others still tell what is usual for a voice
declaim listen alice --retake 2          records what is bad again, at most twice a line; the best take stands
declaim listen alice --engine scribe     by ElevenLabs' speech-to-text, which is paid by the hour"""

WIDE = 160
RULES = "2"
"""Version of what is compared and judged; findings kept under another are found anew."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument("slug", metavar="SLUG", help="the book's folder below projects/")
    told = "listen to this chapter only (again for more)"
    parser.add_argument("--chapter", action="append", default=[], metavar="ID", help=told)
    told = "listen to this paragraph only (again for more)"
    parser.add_argument("--paragraph", action="append", default=[], metavar="ID", help=told)
    parser.add_argument("--engine", choices=TRANSCRIBERS, default=WHISPER, help="who listens (default: whisper)")
    told = "record a line again that is not as it should be, at most N times, within the budget; the best take stands"
    parser.add_argument("--retake", type=takes_wanted, default=0, metavar="N", help=told)
    parser.add_argument("--json", action="store_true", help="print what was found as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Listen and print; 1 where anything was found."""
    folder = load_project(arguments.projects, arguments.slug)
    with hold_project(folder.path, verb="listen"):
        listened = _listen(folder, arguments)
    if arguments.json:
        print(json.dumps(_as_json(listened), ensure_ascii=False, indent=1))
    else:
        _print_findings(listened.findings)
    print(_tell(listened), file=sys.stderr)
    if listened.findings:
        page = folder.build / "listening" / "index.html"
        print(f"{folder.pickups} lists them by paragraph; hear them on {page}", file=sys.stderr)
    return 1 if listened.findings else 0


def _listen(folder: ProjectFolder, arguments: argparse.Namespace) -> Listened:
    """Return what listening comes to; where nothing has changed since the last time, what it came to then."""
    path = folder.build / "listening" / "findings.json"
    wish = f"{RULES} {arguments.engine} {sorted(arguments.chapter)} {sorted(arguments.paragraph)}"
    known = _read_kept(read_file(path), _key_of(folder, wish))
    if known is not None and not (arguments.retake and known.findings):
        return known
    chapters = read_chapters(folder)
    _refuse_unknown(arguments, folder, {paragraph.paragraph for each in chapters for paragraph in each.paragraphs})
    only = chosen_places(arguments.chapter, arguments.paragraph)
    listen = partial(listen_to_book, folder, chapters, engine=arguments.engine, only=only)
    if arguments.retake:
        retaken = Retakes(folder, chapters, most=arguments.retake).make(listen)
        print(tell_retakes(retaken), file=sys.stderr)
    listened = retaken.listened if arguments.retake else listen()
    keep_list(folder, chapters, listened)
    row = {"key": _key_of(folder, wish), **_as_json(listened)}
    write_file(path, json.dumps(row, ensure_ascii=False, indent=1).encode())
    return listened


def _refuse_unknown(arguments: argparse.Namespace, folder: ProjectFolder, paragraphs: set[str]) -> None:
    """Raise ProjectError for a chapter or paragraph that is not read aloud: nothing would be found, silently."""
    chapters = {entry.id for entry in folder.project.chapters}
    problems = [f"chapter {name}" for name in arguments.chapter if name not in chapters]
    problems += [f"paragraph {name}" for name in arguments.paragraph if name not in paragraphs]
    if problems:
        raise ProjectError(f"{folder.book_file} has not:", problems=tuple(problems))


def _key_of(folder: ProjectFolder, wish: str) -> str:
    """Return a hash of everything that findings depend on: script, lexicons, book.toml, takes, hearings, the wish."""
    digest = hashlib.sha256(wish.encode())
    for path in _sources(folder):
        data = read_file(path)
        digest.update(f"\0{path}\0{-1 if data is None else len(data)}\0".encode())
        digest.update(data or b"")
    for path in sorted(folder.mastered.glob("*.json")):
        state = path.stat()  # times are told as they are mastered; the records hold pictures, too, and are long
        digest.update(f"\0{path.name}\0{state.st_size}\0{state.st_mtime_ns}".encode())
    return digest.hexdigest()


def _sources(folder: ProjectFolder) -> Iterator[Path]:
    yield folder.book_file
    yield from (folder.script / f"{entry.id}.txt" for entry in folder.project.chapters)
    yield from folder.lexicons
    yield folder.takes_lock
    yield folder.takes / "journal.jsonl"
    yield folder.takes / HEARINGS
    yield folder.pickups


def _read_kept(data: bytes | None, key: str) -> Listened | None:
    try:
        row = json.loads(data or b"{}")
        if row.get("key") != key:
            return None
        findings = tuple(_finding_of(one) for one in row["findings"])
        return Listened(takes=row["takes"], transcribed=0, unrecorded=row["unrecorded"], findings=findings)
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _finding_of(row: dict[str, object]) -> HeardFinding:
    kinds = {"code": ListeningCode(str(row["code"])), "remedy": Remedy(str(row["remedy"]))}
    return HeardFinding(**{**row, **kinds})  # type: ignore[arg-type]


def _as_json(listened: Listened) -> dict[str, object]:
    return {
        "takes": listened.takes,
        "transcribed": listened.transcribed,
        "unrecorded": listened.unrecorded,
        "findings": [dataclasses.asdict(finding) for finding in listened.findings],
    }


def _print_findings(findings: Sequence[HeardFinding]) -> None:
    """Print the table: where to listen, what was found, and what could be done."""
    if not findings:
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("chapter", "at", "paragraph", "code"):
        table.add_column(name, no_wrap=True)
    for name in ("what", "written", "heard"):
        table.add_column(name)
    table.add_column("remedy", no_wrap=True)
    for one in findings:
        cells = (one.chapter, _at(one), one.paragraph, one.code.value, one.message, one.written, one.heard, one.remedy)
        table.add_row(*(escape(cell) for cell in cells))
    Console(highlight=False, width=None if sys.stdout.isatty() else WIDE).print(table)


def _at(finding: HeardFinding) -> str:
    """Return `12:03.4` in the chapter; `take 0:03.4` where the chapter is not whole."""
    moment_s = finding.begin_s if finding.chapter_s is None else finding.chapter_s
    minutes, seconds = divmod(max(0.0, moment_s), 60)
    return f"{'take ' if finding.chapter_s is None else ''}{int(minutes)}:{seconds:04.1f}"


def _tell(listened: Listened) -> str:
    told = f"{listened.takes} takes, {listened.transcribed} hearings now; {len(listened.findings)} findings"
    return f"{told}; {listened.unrecorded} paragraphs are not recorded" if listened.unrecorded else told
