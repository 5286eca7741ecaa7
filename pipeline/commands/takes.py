"""A person's look at takes, and decisions on them."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from pipeline.adapters.project import ProjectFolder, load_project
from pipeline.adapters.run_lock import hold_project
from pipeline.commands import sharing
from pipeline.commands.adding import HUMAN, Wish, add_recording, tell_added
from pipeline.commands.reading import ChapterLines, paragraphs_of, read_chapters
from pipeline.commands.recording_session import Desk, prepare_desk, write_choices
from pipeline.commands.takes_listed import format_take, list_takes, write_audio
from pipeline.errors import TakesError
from pipeline.model import Take
from pipeline.recording.choice import accept_reading, choose_takes, lock_paragraphs, refuse_takes
from pipeline.recording.records import reject_line

EXAMPLE = """\
declaim takes list alice --paragraph c02-p017     every take made for it; * stands
declaim takes choose alice t1jd9f2k07q4c2x        this take stands for its line from now on
declaim takes reject alice t1jd9f2k07q4c2x        never use it; the line is recorded again
declaim takes restore alice t1jd9f2k07q4c2x       it was better after all, wherever it has gone
declaim takes play alice c02-p017 --to p017.wav   what stands for it, to listen to
declaim takes add alice c02-p017 jane.wav --narrator "Jane Doe"
                                                  a person's recording stands for the paragraph, whatever the cast
declaim takes lock alice --chapter 2              keep what stands for the second chapter, whatever changes
declaim takes pull alice                          fetch the takes that stand from the shelf in book.toml"""

ACTIONS = {
    "list": "every take, the paragraphs in script order; * stands, = is locked, - is refused, ! is missing",
    "play": "a take, or what stands for a paragraph, as a file to listen to",
    "add": "let a person's recording stand for a paragraph, or for one line of it",
    "choose": "let these takes stand for the lines they were made for",
    "restore": "let takes stand again that were refused, replaced, or moved to takes/trash",
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
        elif name == "play":
            action.add_argument("paragraph", metavar="PARAGRAPH")
            action.add_argument("--take", default="", metavar="TAKE", help="this one instead of what stands")
            action.add_argument("--to", type=Path, required=True, metavar="FILE", help="a .wav, or as it was delivered")
        elif name == "add":
            action.add_argument("paragraph", metavar="PARAGRAPH")
            action.add_argument("file", type=Path, metavar="FILE", help="WAV, FLAC or MP3, any rate, mono or stereo")
            action.add_argument("--line", type=int, metavar="N", help="only this line; `declaim trace` counts them")
            action.add_argument("--narrator", default=HUMAN, metavar="NAME", help="who speaks: a gain for each (human)")
            action.add_argument("--lock", action="store_true", help="lock the paragraph, whatever changes in its text")
        elif name in {"lock", "unlock"}:
            action.add_argument("names", nargs="*", metavar="PARAGRAPH")
            action.add_argument("--chapter", metavar="N", help="the whole N-th chapter, or the one of that id")
        else:
            noun = "PARAGRAPH" if name == "accept" else "TAKE"
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
    chapters = read_chapters(folder)
    if arguments.action == "list":
        for row in list_takes(prepare_desk(folder, chapters), only=frozenset(arguments.paragraph)):
            print(json.dumps(row, ensure_ascii=False) if arguments.json else format_take(row))
        return 0
    if arguments.action == "play":
        write_audio(prepare_desk(folder, chapters), arguments.paragraph, take=arguments.take, to=arguments.to)
        return 0
    with hold_project(folder.path, verb=f"takes {arguments.action}"):
        if arguments.action == "add":
            return _add(arguments, folder, chapters)
        desk = prepare_desk(folder, chapters)
        decide(arguments.action, desk, _names(arguments, desk, chapters))
    return 0


def _add(arguments: argparse.Namespace, folder: ProjectFolder, chapters: Sequence[ChapterLines]) -> int:
    """Add a person's recording; return 1 where something was found, so that it does not stand yet."""
    added = add_recording(
        folder,
        chapters,
        Wish(
            paragraph=arguments.paragraph,
            file=arguments.file,
            line=arguments.line,
            narrator=arguments.narrator,
            locks=arguments.lock,
        ),
    )
    print(tell_added(added))
    for finding in added.take.findings:
        print(f"{finding.where}: {finding.code} {finding.message}", file=sys.stderr)
    for remark in added.remarks:
        print(remark, file=sys.stderr)
    return 1 if added.take.findings else 0


def _names(arguments: argparse.Namespace, desk: Desk, chapters: Sequence[ChapterLines]) -> Sequence[str]:
    """Return what is decided on: the names given, and of a chapter every paragraph that has takes, in script order."""
    if getattr(arguments, "chapter", None) is None:
        if not arguments.names:
            raise TakesError(f"{arguments.action} what? Name paragraphs, or a chapter with --chapter N")
        return list(arguments.names)
    inside = paragraphs_of(chapters, chapter=arguments.chapter, paragraphs=[]) or frozenset()
    spoken = (planned.lines for planned in desk.plan.paragraphs if planned.lines.lines)
    own = [lines.paragraph for lines in spoken if lines.paragraph in inside]
    return list(dict.fromkeys([*arguments.names, *own]))


def decide(action: str, desk: Desk, names: Sequence[str]) -> None:
    """Write a decision on takes (choose, reject) or on paragraphs (accept, lock, unlock). Raises TakesError."""
    DECISIONS[action](desk, names)
    print(f"{action}: {', '.join(names)}", file=sys.stderr)


def _choose(desk: Desk, names: Sequence[str]) -> None:
    write_choices(desk, choose_takes(desk.plan, _takes_named(desk, names)))


def _restore(desk: Desk, names: Sequence[str]) -> None:
    """Let takes stand again: their audio leaves the trash where it is there; what is nowhere here has to be pulled."""
    takes = _takes_named(desk, names)
    after = choose_takes(desk.plan, takes)
    wanted = {take.object for take in takes}
    missing = wanted - desk.store.present() - desk.store.bring_back(wanted)
    if missing:
        gone = ", ".join(take.id for take in takes if take.object in missing)
        raise TakesError(f"{gone}: the audio is neither here nor in takes/trash; `declaim takes pull --all` fetches it")
    write_choices(desk, after)


def _reject(desk: Desk, names: Sequence[str]) -> None:
    takes = refuse_takes(desk.plan, _takes_named(desk, names))
    now = desk.store.now()
    desk.store.note([reject_line(take.id, at=now) for take in takes])


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
    "restore": _restore,
    "reject": _reject,
    "accept": _accept,
    "lock": _lock,
    "unlock": _unlock,
}
