"""A person's look at takes, and decisions on them."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence

from pipeline.adapters.project import load_project
from pipeline.adapters.run_lock import hold_project
from pipeline.commands import sharing
from pipeline.commands.reading import read_chapters
from pipeline.commands.recording_session import Desk, prepare_desk, write_choices
from pipeline.errors import TakesError
from pipeline.model import Take
from pipeline.recording.choice import accept_reading, choose_takes, lock_paragraphs, refuse_takes
from pipeline.recording.plan import chosen_after
from pipeline.recording.records import reject_line

EXAMPLE = """\
declaim takes list alice --paragraph c02-p017     every take made for it; * stands
declaim takes choose alice t1jd9f2k07q4c2x        this take stands for its line from now on
declaim takes reject alice t1jd9f2k07q4c2x        never use it; the line is recorded again
declaim takes pull alice                          fetch the takes that stand from the shelf in book.toml"""

ACTIONS = {
    "list": "every take, the paragraphs in script order; * stands, ! is missing",
    "choose": "let these takes stand for the lines they were made for",
    "reject": "refuse these takes: what they stood for is recorded again",
    "accept": "keep the takes of these paragraphs although they would be read otherwise now",
    "lock": "keep the takes of these paragraphs whatever changes",
    "unlock": "let the takes of these paragraphs follow the script again",
}

SHARING = {
    "push": ("put the takes that the shelf lacks on it", sharing.push),
    "pull": ("fetch the takes that stand and are not here", sharing.pull),
    "gc": ("move audio that no takes.lock of any ref names to takes/trash", sharing.collect_garbage),
    "merge": ("merge three versions of takes.lock into the second, as a git merge driver", sharing.merge),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the verb."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, told in ACTIONS.items():
        action = actions.add_parser(name, help=told, description=told)
        action.add_argument("slug", help="the book")
        if name == "list":
            action.add_argument("--paragraph", action="append", default=[], metavar="ID", help="only this one")
            action.add_argument("--json", action="store_true", help="print one JSON object a take")
        else:
            noun = "TAKE" if name in {"choose", "reject"} else "PARAGRAPH"
            action.add_argument("names", nargs="+", metavar=noun)
    shared = {name: actions.add_parser(name, help=told, description=told) for name, (told, _) in SHARING.items()}
    for name in ("push", "pull", "gc"):
        shared[name].add_argument("slug", help="the book")
    for name in ("push", "pull"):
        shared[name].add_argument("--shelf", metavar="URL", help="instead of takes.shelf in book.toml")
    told = "read back what is on the shelf and replace what is damaged there"
    shared["push"].add_argument("--verify", action="store_true", help=told)
    shared["pull"].add_argument("--all", action="store_true", help="every take on the shelf, not only those that stand")
    shared["gc"].add_argument("--dry-run", action="store_true", help="only list what would go")
    shared["gc"].add_argument("--days", type=int, default=sharing.TRASH_DAYS, help="spare younger takes (30)")
    shared["merge"].add_argument("files", nargs=3, metavar="FILE", help="base, ours, theirs: %%O %%A %%B")


def run(arguments: argparse.Namespace) -> int:
    """Do what the action says."""
    if arguments.action in SHARING:
        _, action = SHARING[arguments.action]
        return action(arguments)
    folder = load_project(arguments.projects, arguments.slug)
    if arguments.action == "list":
        desk = prepare_desk(folder, read_chapters(folder))
        for row in list_takes(desk, only=frozenset(arguments.paragraph)):
            print(json.dumps(row, ensure_ascii=False) if arguments.json else _format(row))
        return 0
    with hold_project(folder.path, verb="takes"):
        decide(arguments.action, prepare_desk(folder, read_chapters(folder)), arguments.names)
    return 0


def decide(action: str, desk: Desk, names: Sequence[str]) -> None:
    """Write a decision on takes (choose, reject) or on paragraphs (accept, lock, unlock). Raises TakesError."""
    DECISIONS[action](desk, names)
    print(f"{action}: {', '.join(names)}", file=sys.stderr)


def list_takes(desk: Desk, *, only: frozenset[str]) -> Iterator[dict[str, object]]:
    """Yield what a person wants to know of each take made for a paragraph (every one where only is empty)."""
    standing = {entry.take for chosen in chosen_after(desk.plan, {}) for entry in chosen.takes}
    present = desk.store.present()
    order = {p.lines.paragraph: place for place, p in enumerate(desk.plan.paragraphs)}
    takes = [take for take in desk.index.takes.values() if not only or take.paragraph in only]
    for take in sorted(takes, key=lambda take: (order.get(take.paragraph, len(order)), take.line, take.recorded_at)):
        yield {
            "take": take.id,
            "paragraph": take.paragraph,
            "line": take.line,
            "stands": take.id in standing,
            "rejected": take.id in desk.index.rejected,
            "present": take.object in present,
            "duration_s": round(take.sound.duration_s, 3),
            "active_rms_db": _finite(take.sound.active_rms_db),
            "recorded_at": take.recorded_at,
            "voice": f"{take.request.voice.engine}/{take.request.voice.voice}",
            "findings": [finding.code for finding in take.findings],
            "text": take.request.text,
        }


def _finite(level_db: float) -> float | str:
    return level_db if level_db > float("-inf") else "-inf"


def _format(row: dict[str, object]) -> str:
    mark = "!" if not row["present"] else "*" if row["stands"] else "-" if row["rejected"] else " "
    findings = f" {row['findings']}" if row["findings"] else ""
    place = f"{row['paragraph']} line {row['line']}"
    return f"{mark} {row['take']}  {place}  {row['duration_s']:>7} s  {row['voice']}  {str(row['text'])[:48]}{findings}"


def _choose(desk: Desk, names: Sequence[str]) -> None:
    write_choices(desk, choose_takes(desk.plan, _takes_named(desk, names)))


def _reject(desk: Desk, names: Sequence[str]) -> None:
    takes = refuse_takes(desk.plan, _takes_named(desk, names))
    desk.store.note([reject_line(take.id) for take in takes])


def _accept(desk: Desk, names: Sequence[str]) -> None:
    write_choices(desk, accept_reading(desk.plan, names))


def _lock(desk: Desk, names: Sequence[str]) -> None:
    write_choices(desk, lock_paragraphs(desk.plan, names, is_locked=True))


def _unlock(desk: Desk, names: Sequence[str]) -> None:
    write_choices(desk, lock_paragraphs(desk.plan, names, is_locked=False))


def _takes_named(desk: Desk, names: Sequence[str]) -> list[Take]:
    unknown = [name for name in names if name not in desk.index.takes]
    if unknown:
        raise TakesError(f"no such take: {', '.join(unknown)}; `declaim takes list` shows them")
    return [desk.index.takes[name] for name in names]


DECISIONS: dict[str, Callable[[Desk, Sequence[str]], None]] = {
    "choose": _choose,
    "reject": _reject,
    "accept": _accept,
    "lock": _lock,
    "unlock": _unlock,
}
