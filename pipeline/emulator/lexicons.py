"""Pronunciation dictionaries over HTTP: create, change, list, download. Each change is a new version."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from pipeline.emulator.catalogue import Era
from pipeline.emulator.gate import RefusedError, read_body, read_number
from pipeline.emulator.pronunciation import (
    Dictionary,
    DictionaryVersion,
    Rule,
    add_rules,
    read_pls,
    read_rule,
    remove_rules,
    show_rule,
    write_pls,
)
from pipeline.emulator.world import World

PAGE_SIZE = 30
MAX_PAGE_SIZE = 100
NAME_SORTS = {"name"}


async def create_from_file(request: Request, world: World) -> Response:
    """POST add-from-file: multipart with `name` and a PLS `file`."""
    form = await request.form()
    file, name = form.get("file"), form.get("name")
    if not isinstance(file, UploadFile) or not isinstance(name, str):
        raise RefusedError("invalid_parameters", "name and file are required.")
    try:
        rules = read_pls(await file.read())
    except ValueError as error:
        raise RefusedError("invalid_pls_file", str(error)) from error
    return _create(world, name, rules, dict(form))


async def create_from_rules(request: Request, world: World) -> Response:
    """POST add-from-rules: JSON with `name` and `rules`."""
    body = await read_body(request)
    return _create(world, str(body.get("name", "")), _read_rules(body), body)


def _create(world: World, name: str, rules: tuple[Rule, ...], given: Mapping[str, object]) -> Response:
    if not name:
        raise RefusedError("invalid_parameters", "name must not be empty.")
    description = given.get("description")
    dictionary = Dictionary(
        dictionary_id=world.new_id(),
        name=name,
        description=str(description) if description else None,
        created_at=int(world.now()),
        versions=(DictionaryVersion(version_id=world.new_id(), rules=add_rules((), rules)),),
    )
    world.dictionaries[dictionary.dictionary_id] = dictionary
    return JSONResponse(
        {
            "id": dictionary.dictionary_id,
            "name": name,
            "created_by": "emulated-user",
            "creation_time_unix": dictionary.created_at,
            "version_id": dictionary.latest.version_id,
            "version_rules_num": len(dictionary.latest.rules),
            "description": dictionary.description,
            "permission_on_resource": dictionary.access,
        }
    )


async def add_to(request: Request, world: World) -> Response:
    """POST {id}/add-rules: a rule for a string that has one replaces it."""
    dictionary, body = _dictionary(request, world), await read_body(request)
    return _change(world, dictionary, add_rules(dictionary.latest.rules, _read_rules(body)))


async def remove_from(request: Request, world: World) -> Response:
    """POST {id}/remove-rules: by string; a string without a rule still makes a version."""
    dictionary, body = _dictionary(request, world), await read_body(request)
    strings = body.get("rule_strings")
    if not isinstance(strings, list):
        raise RefusedError("invalid_parameters", "rule_strings must be a list.")
    return _change(world, dictionary, remove_rules(dictionary.latest.rules, [str(string) for string in strings]))


async def replace_in(request: Request, world: World) -> Response:
    """POST {id}/set-rules: all rules at once (later API)."""
    dictionary, body = _dictionary(request, world), await read_body(request)
    return _change(world, dictionary, add_rules((), _read_rules(body)))


def _change(world: World, dictionary: Dictionary, rules: tuple[Rule, ...]) -> Response:
    changed = dictionary.with_rules(world.new_id(), rules)
    world.dictionaries[changed.dictionary_id] = changed
    version = changed.latest
    return JSONResponse(
        {"id": changed.dictionary_id, "version_id": version.version_id, "version_rules_num": len(version.rules)}
    )


async def show_dictionary(request: Request, world: World) -> Response:
    """GET {id}: metadata; the rules too from 2026 on."""
    dictionary = _find(request, world.dictionaries.get)
    shown = _show(dictionary, world)
    if world.options.era is Era.YEAR_2026:
        shown["rules"] = [show_rule(rule) for rule in dictionary.latest.rules]
    return JSONResponse(shown)


async def edit_dictionary(request: Request, world: World) -> Response:
    """PATCH {id}: rename, archive (later API)."""
    dictionary = _find(request, world.dictionaries.get)
    body = await read_body(request)
    dictionary = replace(dictionary, name=str(body.get("name") or dictionary.name))
    world.dictionaries[dictionary.dictionary_id] = dictionary
    if body.get("archived") is True:
        world.archived_at[dictionary.dictionary_id] = world.now()
    elif body.get("archived") is False:
        world.archived_at.pop(dictionary.dictionary_id, None)
    return JSONResponse(_show(dictionary, world))


async def list_dictionaries(request: Request, world: World) -> Response:
    """GET: a page of metadata."""
    query = request.query_params
    found = [dictionary for name, dictionary in world.dictionaries.items() if world.dictionary(name)]
    by_name = query.get("sort") in NAME_SORTS
    is_falling = query.get("sort_direction", "descending").lower().startswith("desc")
    found.sort(key=lambda row: (row.name if by_name else "", row.created_at), reverse=is_falling)
    size = min(read_number(request, "page_size", PAGE_SIZE), MAX_PAGE_SIZE)
    start = read_number(request, "cursor", 0)
    has_more = start + size < len(found)
    return JSONResponse(
        {
            "pronunciation_dictionaries": [_show(row, world) for row in found[start : start + size]],
            "next_cursor": str(start + size) if has_more else None,
            "has_more": has_more,
        }
    )


async def download_version(request: Request, world: World) -> Response:
    """GET {id}/{version}/download: the rules as PLS."""
    version = _dictionary(request, world).version(request.path_params["version_id"])
    if version is None:
        raise RefusedError("pronunciation_dictionary_not_found", "There is no such version.")
    return Response(write_pls(version.rules), media_type="application/pls+xml")


def _show(dictionary: Dictionary, world: World) -> dict[str, object]:
    archived_at = world.archived_at.get(dictionary.dictionary_id)
    is_archived = archived_at is not None and archived_at <= world.now()
    return {
        "id": dictionary.dictionary_id,
        "latest_version_id": dictionary.latest.version_id,
        "latest_version_rules_num": len(dictionary.latest.rules),
        "name": dictionary.name,
        "permission_on_resource": dictionary.access,
        "created_by": "emulated-user",
        "creation_time_unix": dictionary.created_at,
        "archived_time_unix": int(archived_at) if archived_at is not None and is_archived else None,
        "description": dictionary.description,
    }


def _dictionary(request: Request, world: World) -> Dictionary:
    return _find(request, world.dictionary)


def _find(request: Request, look_up: Callable[[str], Dictionary | None]) -> Dictionary:
    name = request.path_params["dictionary_id"]
    dictionary = look_up(name)
    if dictionary is None:
        raise RefusedError("pronunciation_dictionary_not_found", f"Pronunciation dictionary {name} was not found.")
    return dictionary


def _read_rules(body: Mapping[str, object]) -> tuple[Rule, ...]:
    rows = body.get("rules")
    if not isinstance(rows, Iterable):
        raise RefusedError("invalid_parameters", "rules must be a list.")
    try:
        return tuple(read_rule(row) for row in rows)
    except ValueError as error:
        raise RefusedError("invalid_parameters", str(error)) from error
