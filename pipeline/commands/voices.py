"""The engines' cards -> the voices a book can be cast with; a paragraph -> how each of them says it."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipeline.adapters.engines.registry import ENGINES, find_engine
from pipeline.adapters.project import load_project
from pipeline.commands.account_voices import list_account, show_account
from pipeline.commands.auditioning import Candidate, audition, find_candidates
from pipeline.commands.reading import read_chapters
from pipeline.commands.trace import find_paragraph
from pipeline.errors import EngineError

EXAMPLE = """\
declaim voices list                                            every voice that can be cast here
declaim voices list --engine kokoro --language en-GB           some of them
declaim voices show bm_george                                  language, settings, and its lines for book.toml
declaim voices list --engine elevenlabs                        those of the account, with their ids for book.toml
declaim voices search british --engine elevenlabs              some of them
declaim voices audition alice --paragraph c02-p017             a paragraph in every offline voice of its language
declaim voices audition alice --paragraph c02-p017 --voice joe --voice kokoro/bm_george"""

NOT_CAST = "tone"
"""An engine for tests: its voices are listed, and auditioned only by name."""


ACCOUNT_ENGINE = "elevenlabs"
ACCOUNT_VOICE = re.compile(r"[A-Za-z0-9]{20}")
"""Ids of voices as ElevenLabs' SDK tells them from names (elevenlabs 1.57.0)."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the verb."""
    actions = parser.add_subparsers(metavar="ACTION", dest="action", required=True)
    listing = actions.add_parser("list", help="every voice that can be cast here")
    searching = actions.add_parser("search", help="voices of the production account by words")
    searching.add_argument("words", nargs="+", metavar="WORD", help="of a name, an accent, a description")
    showing = actions.add_parser("show", help="one voice: language, settings, its lines for book.toml")
    showing.add_argument("voice", metavar="VOICE", help="`joe`, or `piper/joe`")
    trying = actions.add_parser("audition", help="speak a paragraph in each voice, into build/audition/")
    trying.add_argument("slug", help="the book")
    trying.add_argument("--paragraph", required=True, metavar="ID", help="the paragraph to speak")
    trying.add_argument(
        "--voice", action="append", default=[], metavar="V", help="only this one; may be repeated (default: all)"
    )
    trying.add_argument("--workers", type=int, metavar="N", help="worker processes (default: one for each core)")
    for action in (listing, searching, showing, trying):
        action.add_argument("--engine", choices=sorted(ENGINES), help="only the voices of this engine")
    listing.add_argument("--language", metavar="TAG", help="only voices of this language: en, en-GB")
    for action in (listing, searching, showing):
        action.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """List, show or audition; return 1 where a list is empty or a voice said the paragraph doubtfully."""
    if arguments.action == "search":
        return list_account(" ".join(arguments.words), as_json=arguments.json)
    if arguments.action == "show":
        is_of_account = arguments.engine == ACCOUNT_ENGINE or ACCOUNT_VOICE.fullmatch(arguments.voice)
        return show_account(arguments.voice, as_json=arguments.json) if is_of_account else _show(arguments)
    if arguments.action == "list" and arguments.engine == ACCOUNT_ENGINE:
        return list_account("", as_json=arguments.json)
    return _list(arguments) if arguments.action == "list" else _audition(arguments)


def known_voices(engine: str | None = None) -> tuple[tuple[Candidate, ...], tuple[str, ...]]:
    """Return the voices of one engine, or of all, and a line for each engine that cannot be used here, and why.

    Raises EngineError where one engine is asked for and cannot be used.
    """
    candidates: list[Candidate] = []
    absent: list[str] = []
    for name in [engine] if engine else sorted(ENGINES):
        try:
            card = find_engine(name).describe()
        except EngineError as error:
            if engine:
                raise
            absent.append(error.message)
            continue
        candidates += [Candidate(engine=card, voice=card.voice_card(voice)) for voice in card.voices]
    return tuple(candidates), tuple(absent)


def speaks(candidate: Candidate, language: str) -> bool:
    """Return whether a voice is of a language: `en` has every English, `en-GB` the British one only."""
    own = candidate.voice.language
    return own == language or own.startswith(f"{language}-")


def _list(arguments: argparse.Namespace) -> int:
    candidates, absent = known_voices(arguments.engine)
    wanted = [one for one in candidates if not arguments.language or speaks(one, arguments.language)]
    if arguments.json:
        print(json.dumps([_row(one) for one in wanted], ensure_ascii=False, indent=2))
    else:
        _print_table(wanted)
    for message in absent:
        print(message, file=sys.stderr)
    return 0 if wanted else 1


def _show(arguments: argparse.Namespace) -> int:
    candidates, _ = known_voices()
    one = find_candidates([arguments.voice], candidates)[0]
    if arguments.json:
        print(json.dumps(_row(one), ensure_ascii=False, indent=2))
        return 0
    print(f"{one.name}  {one.voice.language}  {one.voice.description}".rstrip())
    print(f"engine   {one.engine.name}, {one.engine.version}; delivers {one.engine.audio_format}")
    for setting in one.engine.settings:
        print(f"setting  {setting.name} = {setting.default:g}  ({setting.least:g} to {setting.most:g})")
    print(f'\n[cast.NAME]\nengine = "{one.engine.name}"\nvoice = "{one.voice.name}"')
    return 0


def _audition(arguments: argparse.Namespace) -> int:
    folder = load_project(arguments.projects, arguments.slug)
    _, paragraph = find_paragraph(read_chapters(folder), arguments.paragraph)
    candidates, absent = known_voices(arguments.engine)
    language = folder.project.metadata.language.split("-")[0]
    chosen = find_candidates(arguments.voice, candidates) or tuple(
        one for one in candidates if one.engine.is_local and one.engine.name != NOT_CAST and speaks(one, language)
    )
    remote = [one.name for one in chosen if not one.engine.is_local]
    if remote:
        raise EngineError(f"{', '.join(remote)}: an audition costs nothing, and these would; hear them at their shop")
    if not chosen:
        raise EngineError(f"no voice here speaks {language}; `declaim voices list` shows all; docs/voices.md: more")
    for message in absent:
        print(message, file=sys.stderr)
    auditions = audition(folder, paragraph, chosen, workers=arguments.workers)
    for one in auditions:
        print(f"{one.candidate.name:24} {one.spoken.sound.duration_s:6.1f} s  {one.path}")
        for finding in one.spoken.findings:
            print(f"{one.candidate.name}: {finding.message}", file=sys.stderr)
    print(f"hear them side by side: {auditions[0].path.parent / 'index.html'}")
    return 1 if any(one.spoken.findings for one in auditions) else 0


def _row(one: Candidate) -> dict[str, object]:
    return {
        "engine": one.engine.name,
        "voice": one.voice.name,
        "language": one.voice.language,
        "description": one.voice.description,
        "is_local": one.engine.is_local,
        "settings": {setting.name: setting.default for setting in one.engine.settings},
    }


def _print_table(candidates: Sequence[Candidate]) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("engine", "voice", "language", "what it is"):
        table.add_column(heading, no_wrap=heading != "what it is")
    for one in candidates:
        table.add_row(*map(escape, (one.engine.name, one.voice.name, one.voice.language, one.voice.description)))
    Console(highlight=False).print(table)
