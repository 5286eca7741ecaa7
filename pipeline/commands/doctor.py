"""The machine, the account, a book -> findings: what would stop the work, found without a cost."""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from pipeline.adapters.codecs.ffmpeg import find_ffmpeg
from pipeline.adapters.engines.elevenlabs.client import KEY_NAME, Client, find_account
from pipeline.adapters.engines.elevenlabs.engine import NAME
from pipeline.adapters.engines.registry import find_engine
from pipeline.adapters.environment import read_environment
from pipeline.adapters.project import ProjectFolder, load_project
from pipeline.commands.desk import Desk, prepare_desk
from pipeline.commands.lexicon_account import check_dictionaries
from pipeline.commands.preflight import check_account
from pipeline.commands.reading import read_chapters
from pipeline.errors import AudioError, EngineError
from pipeline.model import Cast, Finding, Request

EXAMPLE = """\
declaim doctor          this machine: ffmpeg, disk, and the account where a key is set
declaim doctor alice    and this book: its engines, credits, voices, models, every line that has no take"""

LEAST_FREE_GB = 2.0
"""An hour of takes and its release are about 0.3 GB; below this a book may fill the disk (our decision)."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument("slug", nargs="?", metavar="SLUG", help="a book (default: only the machine and the account)")
    parser.add_argument("--json", action="store_true", help="print a JSON list of findings")


def run(arguments: argparse.Namespace) -> int:
    """Print what was found; return 1 where anything was."""
    findings = [*_check_machine(arguments.projects)]
    if arguments.slug:
        folder = load_project(arguments.projects, arguments.slug)
        missing = [*_check_engines(folder.project.cast)]
        findings += missing or _check_book(folder, prepare_desk(folder, read_chapters(folder)))
    elif read_environment().get(KEY_NAME):
        findings += _check_service(None, (), ())
    if arguments.json:
        rows = [{"code": each.code, "where": each.where, "message": each.message} for each in findings]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for each in findings:
            print(f"{each.where}: {each.code}: {each.message}")
        print("nothing was found that would stop the work" if not findings else f"{len(findings)} findings")
    return 1 if findings else 0


def _check_machine(projects: Path) -> Iterator[Finding]:
    """Yield what this machine lacks."""
    try:
        find_ffmpeg()
    except AudioError as error:
        yield Finding(code="doctor.ffmpeg", where="ffmpeg", message=error.message)
    place = next(path for path in (projects, *projects.absolute().parents) if path.exists())
    free_gb = shutil.disk_usage(place).free / 1e9
    if free_gb < LEAST_FREE_GB:
        message = f"{free_gb:.1f} GB are free; a book needs {LEAST_FREE_GB:g} GB"
        yield Finding(code="doctor.disk", where=str(projects), message=message)


def _check_engines(cast: Cast) -> Iterator[Finding]:
    """Yield the engines of a cast that are not installed here; those that nobody uses are optional."""
    for name in sorted({voice.engine for voice in (cast.narrator, *(voice for _, voice in cast.speakers))}):
        try:
            find_engine(name).describe()
        except EngineError as error:
            yield Finding(code="doctor.engine", where=f"engine {name}", message=error.message)


def _check_book(folder: ProjectFolder, desk: Desk) -> Iterator[Finding]:
    """Yield what a book needs and the account has not; a book without lines of the service asks it nothing."""
    requests = tuple(request for request, _ in desk.requests.values() if request.voice.engine == NAME)
    slots = [(line.paragraph, line.line) for line in desk.plan.to_record]
    wanted = tuple(desk.requests[slot][0] for slot in slots if desk.requests[slot][0].voice.engine == NAME)
    if requests:
        yield from _check_service(folder, requests, wanted)


def _check_service(
    folder: ProjectFolder | None, requests: tuple[Request, ...], wanted: tuple[Request, ...]
) -> Iterator[Finding]:
    try:
        account = find_account(folder.path if folder else None)
    except EngineError as error:
        yield Finding(code="doctor.key", where="key", message=error.message)
        return
    with Client(account) as client:
        yield from check_account(client, requests, wanted=wanted)
        if folder:
            yield from check_dictionaries(folder, client)
