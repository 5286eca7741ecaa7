"""Arguments -> the verb's command -> exit code: the table of verbs, and the one place that catches errors."""

from __future__ import annotations

import argparse
import gc
import importlib
import logging
import os
import sys
import tempfile
import traceback
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import NoReturn, Protocol

from pipeline.errors import DeclaimError

VERBS = {
    "new": "make a project from a manuscript",
    "ingest": "import the manuscript (again), write the script, print the account of words",
    "extract": "what would be narrated of a file, and where every other word went; no project needed",
    "script": "check script files, give ids to new blocks",
    "say": "one line of stdin -> the line as it is spoken",
    "lexicon": "how words are said: check, merge, explain, suggest, hear, and what a change costs",
    "plan": "what would be recorded and why, what it costs",
    "record": "record what has no take, or another take of a paragraph",
    "takes": "the takes of a paragraph: list, play, add a person's, choose, restore, lock; sharing them",
    "listen": "what was said against what was written: every take heard by machine, few findings",
    "pickups": "what proof-listeners found: import, list, record again, dismiss",
    "master": "bring chapters to level",
    "release": "write the release folder",
    "check": "measure audio files or a release against a delivery profile",
    "preview": "the chapters that changed, to be heard before anything is spent: takes, else the embedded voice",
    "build": "everything that is not up to date, from the script to the release",
    "voices": "the voices a book can be cast with: list, search, show, audition",
    "trace": "one paragraph through every stage",
    "doctor": "what would stop the work, found without a cost: machine, account, book",
    "ledger": "what was spent, by chapter, day and voice, and whether the account agrees",
    "status": "a line a book: words, recorded, stale, missing, hours, cost, release",
    "emulator": "a local stand-in for the ElevenLabs API, to try everything without an account",
}
"""Every verb, in the order of work; each is the module of that name in `pipeline/commands/`."""

OBJECTS_BETWEEN_COLLECTIONS = 100_000
"""A command makes values, no cycles, and ends: at Python's 700 a fourth of planning a long book went into looking for
garbage that is not there."""
EXIT_BUG = 70
"""`EX_SOFTWARE` of sysexits.h: an internal error."""
EXIT_INTERRUPTED = 130
"""128 + SIGINT, as shells report it."""


class Command(Protocol):
    """What a module in `pipeline/commands/` offers."""

    EXAMPLE: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the verb's arguments."""

    def run(self, arguments: argparse.Namespace) -> int:
        """Do it; return 0, or 1 where a check found something."""


def main(argv: Sequence[str] | None = None) -> NoReturn:
    """Run one verb and leave the process with its exit code."""
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    words = list(sys.argv[1:] if argv is None else argv)
    code = run_verb(words)
    sys.stdout.flush()
    sys.exit(code)


def run_verb(words: Sequence[str]) -> int:
    """Return the exit code of a command line; every error of the tree becomes a message on stderr and its code."""
    try:
        arguments = _parser(words).parse_args(words)
        logging.basicConfig(level=logging.INFO if arguments.verbose else logging.WARNING, format="%(message)s")
        command: Command = arguments.command
        return command.run(arguments)
    except DeclaimError as error:
        print(f"declaim: {error}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        # The reader of our stdout has gone (`| head`): not an error, and nothing more can be said there.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print(
            "\ndeclaim: stopped; everything recorded so far is kept, the same command goes on from here",
            file=sys.stderr,
        )
        return EXIT_INTERRUPTED
    except Exception:  # noqa: BLE001 - the edge of the program: a bug becomes a report, not a traceback
        print(f"declaim: this is a bug in Declaim; please report it with {_write_report(words)}", file=sys.stderr)
        return EXIT_BUG


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="declaim",
        description="Declaim, the audiobook press: from a manuscript under version control to a released audiobook.",
        epilog="`declaim VERB --help` shows an example of each. Exit codes: 0 done, 1 a check found something, "
        "2 wrong usage, 3 and up one per class of error.",
    )
    parser.add_argument("--version", action="version", version=f"declaim {version('declaim')}")
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    asked = next((word for word in words if word in VERBS), None)
    for verb, help_line in VERBS.items():
        # Only the verb that was asked for is imported: starting up costs as little as the verb needs.
        if verb == asked:
            _add_verb(verbs, verb, help_line)
        else:
            verbs.add_parser(verb, help=help_line, add_help=False)
    return parser


def _add_verb(verbs: argparse._SubParsersAction[argparse.ArgumentParser], verb: str, help_line: str) -> None:
    command: Command = importlib.import_module(f"pipeline.commands.{verb}")
    parser = verbs.add_parser(
        verb,
        help=help_line,
        description=f"{help_line[0].upper()}{help_line[1:]}.",
        epilog=f"example:\n{_indented(command.EXAMPLE)}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_arguments(parser)
    _add_global_options(parser)
    parser.set_defaults(command=command)


def _add_global_options(parser: argparse.ArgumentParser, *, is_action: bool = False) -> None:
    """Give a verb, and each action below it, the options that all have: they may stand anywhere behind the verb."""
    projects = argparse.SUPPRESS if is_action else Path("projects")
    verbose = argparse.SUPPRESS if is_action else False
    told = "folder of the books (projects)"
    parser.add_argument("--projects", type=Path, default=projects, metavar="DIR", help=told)
    told = "a line on stderr for each file made"
    parser.add_argument("-v", "--verbose", action="store_true", default=verbose, help=told)
    for group in parser._actions:  # noqa: SLF001 - argparse has no public way to the actions of a verb
        if isinstance(group, argparse._SubParsersAction):  # noqa: SLF001
            for action in group.choices.values():
                _add_global_options(action, is_action=True)


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.strip().splitlines())


def _write_report(words: Sequence[str]) -> str:
    """Write the traceback where it can be picked up, and return the path."""
    with tempfile.NamedTemporaryFile("w", prefix="declaim-bug-", suffix=".txt", delete=False) as file:
        file.write(f"declaim {version('declaim')}, Python {sys.version}\ndeclaim {' '.join(words)}\n\n")
        traceback.print_exc(file=file)
    return file.name


if __name__ == "__main__":
    main()
