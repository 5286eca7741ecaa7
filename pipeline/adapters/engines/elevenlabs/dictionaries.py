"""Rules as the service takes them -> pronunciation dictionaries of the account and their versions. All of it is free.

Every change makes a new version; versions never change (https://elevenlabs.io/docs, pronunciation dictionaries, read
2025-04). A change is sent once: what came of it is looked up before anything is sent again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.adapters.engines.elevenlabs.client import Client
from pipeline.adapters.engines.elevenlabs.failures import Failure
from pipeline.errors import EngineError

ROOT = "/v1/pronunciation-dictionaries"
PAGE_SIZE, MOST_PAGES = 100, 50

Row = Mapping[str, str]
"""A rule: `type`, `string_to_replace`, and `alias` or `phoneme` and `alphabet`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountDictionary:
    """A dictionary of the account."""

    id: str
    name: str
    latest: str
    """Id of its latest version."""
    is_archived: bool


def create_dictionary(client: Client, *, name: str, rules: Sequence[Row]) -> tuple[str, str]:
    """Return the ids of a new dictionary and of its first version. Raises EngineError."""
    made = client.tell(f"{ROOT}/add-from-rules", {"name": name, "rules": [*rules]})
    return _text(made, "id"), _text(made, "version_id")


def add_rules(client: Client, dictionary: str, rules: Sequence[Row]) -> str:
    """Add rules to the latest version and return the id of the new version. Raises EngineError."""
    return _text(client.tell(f"{ROOT}/{dictionary}/add-rules", {"rules": [*rules]}), "version_id")


def remove_rules(client: Client, dictionary: str, strings: Sequence[str]) -> str:
    """Remove the rules of these strings and return the id of the new version. Raises EngineError."""
    return _text(client.tell(f"{ROOT}/{dictionary}/remove-rules", {"rule_strings": [*strings]}), "version_id")


def find_dictionary(client: Client, dictionary: str) -> AccountDictionary:
    """Return a dictionary, archived ones too. Raises EngineError where the account has none of that id."""
    return _dictionary(_ask(client, f"{ROOT}/{dictionary}"))


def list_named(client: Client, name: str) -> Iterator[AccountDictionary]:
    """Yield the account's dictionaries of that name. Raises EngineError."""
    query: dict[str, str | int] = {"page_size": PAGE_SIZE}
    for _ in range(MOST_PAGES):
        page = _ask(client, ROOT, **query)
        found = (_dictionary(row) for row in page.get("pronunciation_dictionaries") or ())
        yield from (each for each in found if each.name == name and not each.is_archived)
        if not page.get("has_more") or not page.get("next_cursor"):
            return
        query["cursor"] = str(page["next_cursor"])


def download_version(client: Client, dictionary: str, version: str) -> bytes | Failure:
    """Return the PLS file of a version, or how the service refused it."""
    return client.look(f"{ROOT}/{dictionary}/{version}/download")


def _ask(client: Client, path: str, **query: str | int) -> Any:
    """Return the JSON of a question whose path ended in a slash in 2025-04 and does not in the API's later clients."""
    try:
        return client.ask(f"{path}/", **query)
    except EngineError:
        return client.ask(path, **query)


def _dictionary(row: Any) -> AccountDictionary:
    return AccountDictionary(
        id=_text(row, "id"),
        name=str(row.get("name") or ""),
        latest=_text(row, "latest_version_id"),
        is_archived=row.get("archived_time_unix") is not None,
    )


def _text(row: Any, field: str) -> str:
    value = row.get(field) if isinstance(row, dict) else None
    if not isinstance(value, str) or not value:
        raise EngineError(f"{ROOT}: the service answered without {field}; look at the account's dictionaries")
    return value
