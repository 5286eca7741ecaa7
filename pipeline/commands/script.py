"""Script files -> what a reader of them could misread, or ids for the blocks that people typed."""

from __future__ import annotations

import argparse
import json
import sys

from pipeline.adapters.disk import read_file, write_file
from pipeline.adapters.project import ProjectFolder, load_project
from pipeline.adapters.run_lock import hold_project
from pipeline.errors import ScriptError
from pipeline.script.import_lock import ImportLock, format_import_lock, parse_import_lock
from pipeline.script.lint import INFORMATION, give_ids, lint_scripts

HELP = "check script files, give ids to new blocks"
EXAMPLE = """\
declaim script lint alice     file:line, code and message of what could be misread; exit code 1 if a fault is found
declaim script fix alice      gives an id to every block that was typed without one"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument("action", choices=("lint", "fix"), help="check, or give ids to blocks without one")
    parser.add_argument("slug", metavar="SLUG", help="the book")
    parser.add_argument("--json", action="store_true", help="the result as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Check or fix the script of a book; return 1 where a check found more than information."""
    folder = load_project(arguments.projects, arguments.slug)
    return _lint(folder, arguments) if arguments.action == "lint" else _fix(folder, arguments)


def _lint(folder: ProjectFolder, arguments: argparse.Namespace) -> int:
    speakers = [name for name, _ in folder.project.cast.speakers]
    found = lint_scripts(_read_scripts(folder), lock=_read_lock(folder), speakers=speakers)
    if arguments.json:
        rows = [
            {"code": f.code, "where": f.where, "message": f.message, "information": f.code in INFORMATION}
            for f in found
        ]
        print(json.dumps({"findings": rows}, ensure_ascii=False, indent=2))
    else:
        for finding in found:
            print(f"{finding.where}: {finding.code} {finding.message}")
    return 1 if any(finding.code not in INFORMATION for finding in found) else 0


def _fix(folder: ProjectFolder, arguments: argparse.Namespace) -> int:
    """Give ids; the lock is written first, so that an id is known before a file has it."""
    with hold_project(folder.path, verb="script fix"):
        lock = _read_lock(folder)
        fixed = give_ids(_read_scripts(folder), lock=lock)
        if fixed.lock != lock:
            write_file(folder.import_lock, format_import_lock(fixed.lock).encode())
        for chapter, text in fixed.scripts:
            write_file(folder.script / f"{chapter}.txt", text.encode())
    if arguments.json:
        files = [f"{chapter}.txt" for chapter, _ in fixed.scripts]
        print(json.dumps({"given": list(fixed.given), "files": files}, indent=2))
    else:
        for identity in fixed.given:
            print(identity)
        print(f"{len(fixed.given)} ids given in {len(fixed.scripts)} files", file=sys.stderr)
    return 0


def _read_lock(folder: ProjectFolder) -> ImportLock:
    data = read_file(folder.import_lock)
    return ImportLock() if data is None else parse_import_lock(_decoded(data, "import.lock"), name="import.lock")


def _read_scripts(folder: ProjectFolder) -> dict[str, str]:
    """Return the texts of all script files by chapter, in the order of book.toml, then what it does not name."""
    order = [entry.id for entry in folder.project.chapters]
    present = {path.stem: path for path in sorted(folder.script.glob("*.txt"))}
    names = [*(chapter for chapter in order if chapter in present), *(name for name in present if name not in order)]
    return {name: _decoded(read_file(present[name]) or b"", f"{name}.txt") for name in names}


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = 1 + data[: error.start].count(b"\n")
        raise ScriptError(f"{name}:{line}: this is not UTF-8; save the file in that encoding") from error
