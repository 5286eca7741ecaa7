"""The lexicons of a book, or PLS files by themselves: check, merge, explain, suggest, hear, cost of a change, share."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from pipeline.commands.lexicon_account import pull_lexicons, push_lexicons
from pipeline.commands.lexicon_book import audition_word, list_stale, suggest_words
from pipeline.commands.lexicon_files import lint_files, merge_files, show_word

EXAMPLE = """\
declaim lexicon lint alice                          every lexicon of the book, against its text and its engines
declaim lexicon show Cholmondeley alice             which rule wins and why
declaim lexicon stale alice --against changed.pls   what a changed lexicon would record again, and the cost
declaim lexicon push alice                          the account's dictionaries say what the lexicons say"""

ACTIONS: dict[str, tuple[str, Callable[[argparse.Namespace], int]]] = {
    "lint": (
        "check PLS files, or a book's lexicons against its text; exit code 1 for a faulty rule",
        lint_files,
    ),
    "merge": ("one PLS file of several; the first that knows a word wins", merge_files),
    "show": ("every rule that knows a word, which wins and why", show_word),
    "suggest": ("a PLS to review: names and rare words of a book with candidates", suggest_words),
    "audition": ("the candidates of a word, spoken by the book's narrator", audition_word),
    "stale": ("paragraphs whose chosen takes say something else than the lexicons now, and what they cost", list_stale),
    "push": ("a book's lexicons as versioned dictionaries of the ElevenLabs account; only what changed", push_lexicons),
    "pull": ("the pinned dictionaries of a book as PLS files below build/dictionaries/", pull_lexicons),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the actions and their arguments."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    made = {name: actions.add_parser(name, help=told, description=told) for name, (told, _) in ACTIONS.items()}
    made["lint"].add_argument("names", nargs="+", metavar="FILE|SLUG", help="PLS files, or one book")
    made["lint"].add_argument("--json", action="store_true", help="print one JSON object a finding")
    made["merge"].add_argument("files", nargs="+", type=Path, metavar="FILE", help="PLS files, the first to ask first")
    made["merge"].add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help="where to write")
    made["show"].add_argument("word", metavar="WORD")
    made["show"].add_argument("names", nargs="+", metavar="FILE|SLUG", help="PLS files, or one book")
    made["show"].add_argument("--locale", default="en", help="language of the text, for FILE (default: en)")
    for name in ("suggest", "audition", "stale", "push", "pull"):
        made[name].add_argument("slug", metavar="SLUG", help="the book")
    made["suggest"].add_argument("--limit", type=int, default=100, metavar="N", help="words at most (default: 100)")
    made["suggest"].add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="where to write the PLS (default: build/suggested.pls)"
    )
    made["suggest"].add_argument("--json", action="store_true", help="print one JSON object a word")
    made["audition"].add_argument("word", metavar="WORD")
    made["audition"].add_argument("--spend", action="store_true", help="with an engine that costs credits: spend them")
    made["stale"].add_argument("--against", type=Path, metavar="F.pls", help="as if this were the lexicon of that name")
    made["stale"].add_argument("--json", action="store_true", help="print one JSON object a line")


def run(arguments: argparse.Namespace) -> int:
    """Do what the action says."""
    return ACTIONS[arguments.action][1](arguments)
