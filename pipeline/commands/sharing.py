"""Takes of a project <-> its shelf, its trash, and other people's takes.lock: `takes push|pull|gc|merge`."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipeline.adapters.disk import read_file, write_file
from pipeline.adapters.git import read_versions
from pipeline.adapters.progress import show_progress
from pipeline.adapters.project import ProjectFolder, load_project
from pipeline.adapters.run_lock import hold_project
from pipeline.adapters.shelf import Shelf, damaged_objects, lacking_objects, pull_takes, push_takes
from pipeline.adapters.takes import TakeStore
from pipeline.errors import ProjectError, TakesError
from pipeline.model import ChosenTakes
from pipeline.recording.garbage import find_garbage, find_objects
from pipeline.recording.lock import format_lock, parse_lock
from pipeline.recording.lock_merge import merge_locks
from pipeline.recording.records import fold_journal

TRASH_DAYS = 30
"""A take that no lock names may still be wanted for a month: an undo, a branch that is not pushed yet."""


def push(arguments: argparse.Namespace) -> int:
    """Put the takes that the shelf lacks on it."""
    folder = load_project(arguments.projects, arguments.slug)
    with hold_project(folder.path, verb="takes push"):
        store, shelf = TakeStore(folder.takes), _shelf(folder, arguments.shelf)
        wanted = lacking_objects(store, shelf)
        if arguments.verify:
            kept = sorted(store.present() - set(wanted))
            with show_progress("reading back", len(kept)) as advance:
                damaged = damaged_objects(kept, shelf, advance=advance)
            for name in damaged:
                print(f"{name}: was damaged on the shelf", file=sys.stderr)
            wanted = sorted((*wanted, *damaged))
        with show_progress("pushing", len(wanted)) as advance:
            moved = push_takes(store, folder.takes, shelf, wanted, advance=advance)
    print(f"pushed {moved.objects} objects and {moved.lines} records")
    return 0


def pull(arguments: argparse.Namespace) -> int:
    """Fetch the takes that stand and are not here; with --all everything on the shelf."""
    folder = load_project(arguments.projects, arguments.slug)
    with hold_project(folder.path, verb="takes pull"):
        store, shelf = TakeStore(folder.takes), _shelf(folder, arguments.shelf)
        only = None if arguments.all else _objects(_lock_of(folder))
        wanted = frozenset(shelf.objects() if only is None else only) - store.present()
        with show_progress("pulling", len(wanted)) as advance:
            moved = pull_takes(store, folder.takes, shelf, only=only, advance=advance)
    print(f"pulled {moved.objects} objects and {moved.lines} records")
    return 0


def collect_garbage(arguments: argparse.Namespace) -> int:
    """Move objects that no takes.lock of any ref names to takes/trash; --dry-run only lists them."""
    folder = load_project(arguments.projects, arguments.slug)
    with hold_project(folder.path, verb="takes gc"):
        store = TakeStore(folder.takes)
        # In history a lock may stand as a merge left it; every object in it counts, whatever is around it.
        named = _objects(_lock_of(folder)).union(*map(find_objects, read_versions(folder.takes_lock)))
        limit = (datetime.now(UTC) - timedelta(days=arguments.days)).isoformat()
        index = fold_journal(store.journal())
        garbage = find_garbage(index, present=store.present(), named=named, recorded_before=limit)
        for name in garbage:
            print(f"{name}  {store.object_path(name).stat().st_size} bytes")
            if not arguments.dry_run:
                store.discard(name)
    done = "would go" if arguments.dry_run else "went"
    print(f"{len(garbage)} objects {done} to {folder.takes / 'trash'}", file=sys.stderr)
    return 0


def merge(arguments: argparse.Namespace) -> int:
    """Merge three versions of a takes.lock into the second: a git merge driver (`%O %A %B`)."""
    base, ours, theirs = (parse_lock(_text(Path(name))) for name in arguments.files)
    write_file(Path(arguments.files[1]), format_lock(merge_locks(base, ours, theirs)).encode())
    return 0


def _shelf(folder: ProjectFolder, url: str | None) -> Shelf:
    chosen = url or folder.project.shelf
    if not chosen:
        raise ProjectError(
            f"{folder.book_file}: takes.shelf is empty; name where takes are shared, such as s3://bucket/{folder.project.slug},"
            " or give --shelf URL"
        )
    return Shelf(chosen, cache=folder.build / "shelf")


def _lock_of(folder: ProjectFolder) -> tuple[ChosenTakes, ...]:
    return parse_lock(_text(folder.takes_lock))


def _text(path: Path) -> str:
    data = read_file(path)
    try:
        return "" if data is None else data.decode()
    except UnicodeDecodeError as error:
        raise TakesError(f"{path}: this is no takes.lock") from error


def _objects(chosen: tuple[ChosenTakes, ...]) -> frozenset[str]:
    return frozenset(take.object for entry in chosen for take in entry.takes)
