"""Values <-> rows: what JSON holds of the frozen dataclasses of the model, lossless.

A row is a JSON object without the fields that are at their default, so that a row written before a field was added
reads the same afterwards. An infinite level is the word that `float` reads, because JSON has no infinity.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import cache
from typing import TypeVar, cast

Row: typing.TypeAlias = dict[str, object]
Reader: typing.TypeAlias = Callable[[object], object]
V = TypeVar("V")

_INFINITIES = {"inf": float("inf"), "-inf": float("-inf")}


def row_of(value: object) -> Row:
    """Return the row of a dataclass value. Raises TypeError where it is none."""
    kind: object = type(value)
    given = ((name, default, getattr(value, name)) for name, default in _fields_of(kind))
    return {name: _plain(entry) for name, default, entry in given if entry != default}


def value_of(kind: type[V], row: object) -> V:
    """Return the value of that dataclass that a row tells.

    Raises ValueError, saying which field, where the row is none: a field is missing or of another type. Names that
    the dataclass does not have are passed over: a newer Declaim may have written them.
    """
    hint: object = kind
    reader: Reader = _reader_of(hint)
    return cast(V, reader(row))


def _plain(value: object) -> object:
    if isinstance(value, float) and value in _INFINITIES.values():
        return str(value)
    if value is None or isinstance(value, str | int | float):
        return value
    return [_plain(entry) for entry in value] if isinstance(value, Sequence) else row_of(value)


@cache
def _fields_of(kind: object) -> tuple[tuple[str, object], ...]:
    """Return the names of a dataclass's fields, each with its default; one that does not compare is no part of it."""
    if not (isinstance(kind, type) and dataclasses.is_dataclass(kind)):
        raise TypeError(f"not a dataclass: {kind!r}")
    return tuple((field.name, field.default) for field in dataclasses.fields(kind) if field.compare)


@cache
def _reader_of(hint: object) -> Reader:
    """Return the function that reads a JSON value as that type; made once for each type."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return _dataclass_reader(hint)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint
    if origin is Sequence or (origin is tuple and arguments[-1] is Ellipsis):
        return _sequence_reader(_reader_of(arguments[0]))
    if origin is tuple:
        return _pair_reader(tuple(_reader_of(argument) for argument in arguments))
    if origin in {types.UnionType, typing.Union}:
        return _union_reader(tuple(_reader_of(argument) for argument in arguments))
    return _SIMPLE_READERS[hint]


def _dataclass_reader(kind: type) -> Reader:
    hints = typing.get_type_hints(kind)
    readers = [(field.name, _reader_of(hints[field.name])) for field in dataclasses.fields(kind)]

    def read(row: object) -> object:
        if not isinstance(row, dict):
            raise _mismatch(kind.__name__, row)
        try:
            return kind(**{name: reader(row[name]) for name, reader in readers if name in row})
        except TypeError as error:
            raise ValueError(str(error)) from error

    return read


def _sequence_reader(reader: Reader) -> Reader:
    def read(entries: object) -> object:
        if not isinstance(entries, list):
            raise _mismatch("a list", entries)
        return tuple([reader(entry) for entry in entries])

    return read


def _pair_reader(readers: tuple[Reader, ...]) -> Reader:
    def read(entries: object) -> object:
        if not isinstance(entries, list) or len(entries) != len(readers):
            raise _mismatch(f"a list of {len(readers)}", entries)
        return tuple([reader(entry) for reader, entry in zip(readers, entries, strict=True)])

    return read


def _union_reader(readers: tuple[Reader, ...]) -> Reader:
    def read(value: object) -> object:
        for reader in readers[:-1]:
            try:
                return reader(value)
            except ValueError:
                continue
        return readers[-1](value)

    return read


def _read_float(value: object) -> object:
    if isinstance(value, str) and value in _INFINITIES:
        return _INFINITIES[value]
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _mismatch("a number", value)
    return float(value)


def _read_int(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int):
        raise _mismatch("a whole number", value)
    return value


def _read_bool(value: object) -> object:
    if not isinstance(value, bool):
        raise _mismatch("true or false", value)
    return value


def _read_str(value: object) -> object:
    if not isinstance(value, str):
        raise _mismatch("a text", value)
    return value


def _read_none(value: object) -> object:
    if value is not None:
        raise _mismatch("null", value)
    return value


def _mismatch(wanted: str, value: object) -> ValueError:
    return ValueError(f"{wanted} is wanted, not {value!r:.60}")


_SIMPLE_READERS: dict[object, Reader] = {
    float: _read_float,
    int: _read_int,
    bool: _read_bool,
    str: _read_str,
    types.NoneType: _read_none,
}
