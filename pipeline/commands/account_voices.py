"""The account of the production engine -> its voices."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipeline.adapters.engines.elevenlabs.account import AccountVoice, find_voice, list_voices
from pipeline.adapters.engines.elevenlabs.client import Client, find_account
from pipeline.adapters.engines.elevenlabs.engine import NAME
from pipeline.adapters.engines.elevenlabs.wire import SETTING_NAMES


def list_account(words: str, *, as_json: bool) -> int:
    """Print the voices of the account that fit the words (all for none); return 1 where none does."""
    with Client(find_account()) as client:
        found = [_remote_row(voice) for voice in list_voices(client, search=words)]
    rows = [row for row in found if words.lower() in " ".join(str(value) for value in row.values()).lower()]
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        _print(rows)
    return 0 if rows else 1


def show_account(voice: str, *, as_json: bool) -> int:
    """Print one voice of the account with its stored settings and models. Raises EngineError where it has none."""
    with Client(find_account()) as client:
        row = _remote_row(find_voice(client, voice), is_whole=True)
    if as_json:
        print(json.dumps([row], ensure_ascii=False, indent=2))
    else:
        print("\n".join(f"{name:<12} {value}" for name, value in row.items()))
    return 0


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
        table.add_row(*(escape(str(row.get(column, row.get("languages", "")))) for column in columns))
    Console(highlight=False).print(table)
