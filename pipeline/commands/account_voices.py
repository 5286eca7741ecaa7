"""An engine -> its voices: those of this machine, or those of the account."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table

from pipeline.adapters.engines.elevenlabs.account import AccountVoice, find_voice, list_voices
from pipeline.adapters.engines.elevenlabs.client import Client, find_account
from pipeline.adapters.engines.elevenlabs.engine import NAME
from pipeline.adapters.engines.elevenlabs.wire import SETTING_NAMES
from pipeline.adapters.engines.registry import ENGINES, find_engine
from pipeline.errors import EngineError

EXAMPLE = """\
declaim voices list                              the voices of every engine of this machine
declaim voices list --engine elevenlabs          those of the account, with their ids for book.toml
declaim voices search british --engine elevenlabs
declaim voices show JBFqnCBsd6RMkjVDRZzb         settings, models, what its owner charges"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument("action", choices=("list", "search", "show"), help="what to do")
    parser.add_argument("words", nargs="*", metavar="WORD", help="what to search for; the voice to show")
    parser.add_argument("--engine", choices=sorted(ENGINES), help="only this one (show: elevenlabs)")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Print voices; return 1 where none fits."""
    if arguments.action == "show":
        rows = [_show(" ".join(arguments.words), arguments.engine or NAME)]
    else:
        words = " ".join(arguments.words) if arguments.action == "search" else ""
        rows = _rows(arguments.engine, words)
    if arguments.json:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    elif arguments.action == "show":
        print("\n".join(f"{name:<12} {value}" for name, value in rows[0].items()))
    else:
        _print(rows)
    return 0 if rows else 1


def _rows(engine: str | None, words: str) -> list[dict[str, object]]:
    """Return the voices of an engine, or of all that need no account."""
    if engine == NAME:
        with Client(find_account()) as client:
            return [_remote_row(voice) for voice in list_voices(client, search=words)]
    names = [engine] if engine else [name for name in sorted(ENGINES) if name != NAME]
    rows: list[dict[str, object]] = [
        {"engine": name, "voice": voice, "name": voice, "category": "local", "languages": " ".join(card.languages)}
        for name in names
        for card in [find_engine(name).describe()]
        for voice in card.voices
    ]
    return [row for row in rows if words.lower() in " ".join(str(value) for value in row.values()).lower()]


def _show(voice: str, engine: str) -> dict[str, object]:
    if engine == NAME:
        with Client(find_account()) as client:
            return _remote_row(find_voice(client, voice), is_whole=True)
    card = find_engine(engine).describe()
    if voice not in card.voices:
        raise EngineError(f"engine {engine} has no voice {voice!r}; it has {', '.join(card.voices)}")
    return {"engine": engine, "voice": voice, "languages": " ".join(card.languages), **card.defaults}


def _remote_row(voice: AccountVoice, *, is_whole: bool = False) -> dict[str, object]:
    row: dict[str, object] = {
        "engine": NAME,
        "voice": voice.id,
        "name": voice.name,
        "category": voice.category + (f", {voice.rate:g} times the credits" if voice.rate != 1 else ""),
        "labels": ", ".join(voice.labels.values()),
    }
    return row | (_settings(voice.settings) | {"models": " ".join(voice.models)} if is_whole else {})


def _settings(stored: Mapping[str, object]) -> dict[str, object]:
    """Return the settings stored with the voice under the names that book.toml has for them."""
    return {ours: stored[theirs] for ours, theirs in SETTING_NAMES.items() if theirs in stored}


def _print(rows: Sequence[Mapping[str, object]]) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    columns = ("engine", "voice", "name", "category", "labels")
    for column in columns:
        table.add_column(column, no_wrap=column in {"engine", "voice"})
    for row in rows:
        table.add_row(*(str(row.get(column, row.get("languages", ""))) for column in columns))
    Console(highlight=False).print(table)
