"""Portfolios and results as JSON: one generic reader and writer over the dataclasses.

The JSON of a value is its fields by name; tuples are arrays, mappings objects (keys as
text), fractions text ("1/5"), enumerations their value. Fields at their default may be
left out when reading. The same type hints give the JSON Schema.
"""

import dataclasses
import types
from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from possibles.engine.errors import InvalidInput
from possibles.engine.finance import exact

Json = Any
Value = TypeVar("Value")


def to_json(value: object) -> Json:
    """Return a value as plain JSON data."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in dataclasses.fields(value)]
        return {name: to_json(getattr(value, name)) for name in names}
    if isinstance(value, Mapping):
        return {str(key): to_json(item) for key, item in value.items()}
    if isinstance(value, tuple | list | frozenset):
        return [to_json(item) for item in value]
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Fraction):
        return str(value)
    return value


def from_json(kind: type[Value], data: Json, *, path: str = "$") -> Value:
    """Return a value of `kind` read from JSON data.

    Raises
    ------
    InvalidInput
        With the JSON path of the fault in `keys`.
    """
    return cast("Value", _read(kind, data, path))


def _read(kind: Any, data: Json, path: str) -> object:
    origin, args = get_origin(kind), get_args(kind)
    if origin in {Union, types.UnionType}:
        inner = [arg for arg in args if arg is not type(None)]
        return None if data is None else _read(inner[0], data, path)
    if origin is tuple:
        return _read_tuple(args, data, path)
    if origin is not None and issubclass(origin, Mapping):
        _expect(isinstance(data, dict), path)
        return {
            _read_key(args[0], key, path): _read(args[1], item, f"{path}.{key}")
            for key, item in data.items()
        }
    if dataclasses.is_dataclass(kind):
        return _read_dataclass(cast("type", kind), data, path)
    return _read_plain(kind, data, path)


def _read_tuple(args: tuple[Any, ...], data: Json, path: str) -> tuple[object, ...]:
    _expect(isinstance(data, list), path)
    if len(args) == 2 and args[1] is Ellipsis:
        return tuple(
            _read(args[0], item, f"{path}[{i}]") for i, item in enumerate(data)
        )
    _expect(len(data) == len(args), path)
    pairs = enumerate(zip(args, data, strict=True))
    return tuple(_read(arg, item, f"{path}[{i}]") for i, (arg, item) in pairs)


def _read_dataclass(kind: type, data: Json, path: str) -> object:
    _expect(isinstance(data, dict), path)
    hints = get_type_hints(kind)
    names = {field.name for field in dataclasses.fields(kind)}
    unknown = sorted(set(data) - names)
    if unknown:
        raise InvalidInput(
            "unknown fields", keys=[f"{path}.{name}" for name in unknown]
        )
    values = {
        name: _read(hints[name], item, f"{path}.{name}") for name, item in data.items()
    }
    try:
        return kind(**values)
    except TypeError as error:
        raise InvalidInput(f"missing fields: {error}", keys=(path,)) from error


def _read_plain(kind: Any, data: Json, path: str) -> object:
    if kind is Fraction:
        _expect(isinstance(data, str | int) and not isinstance(data, bool), path)
        return exact(data)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        _expect(data in [member.value for member in kind], path)
        return kind(data)
    whole = isinstance(data, int) and not isinstance(data, bool)
    _expect(whole if kind is int else isinstance(data, kind), path)
    return data


def _read_key(kind: Any, key: str, path: str) -> object:
    if kind is int:
        try:
            return int(key)
        except ValueError as error:
            raise InvalidInput("a key must be a whole number", keys=(path,)) from error
    return _read_plain(kind, key, path)


def _expect(is_right: bool, path: str) -> None:
    if not is_right:
        raise InvalidInput("a value has the wrong type", keys=(path,))


def to_schema(kind: type, *, title: str) -> Json:
    """Return the JSON Schema (2020-12) of a dataclass."""
    definitions: dict[str, Json] = {}
    reference = _describe(kind, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **reference,
        "$defs": dict(sorted(definitions.items())),
    }


def _describe(kind: Any, definitions: dict[str, Json]) -> Json:
    origin, args = get_origin(kind), get_args(kind)
    if origin in {Union, types.UnionType}:
        inner = [arg for arg in args if arg is not type(None)]
        return {"anyOf": [_describe(inner[0], definitions), {"type": "null"}]}
    if origin is tuple:
        return _describe_tuple(args, definitions)
    if origin is not None and issubclass(origin, Mapping):
        return {
            "type": "object",
            "additionalProperties": _describe(args[1], definitions),
        }
    if dataclasses.is_dataclass(kind):
        return _describe_dataclass(cast("type", kind), definitions)
    if kind is Fraction:
        return {"type": ["string", "integer"], "description": "exact, as in 1/5 or 0.2"}
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return {"enum": [member.value for member in kind]}
    names = {int: "integer", str: "string", bool: "boolean", float: "number"}
    return {"type": names[kind]}


def _describe_tuple(args: tuple[Any, ...], definitions: dict[str, Json]) -> Json:
    if len(args) == 2 and args[1] is Ellipsis:
        return {"type": "array", "items": _describe(args[0], definitions)}
    items = [_describe(arg, definitions) for arg in args]
    return {"type": "array", "prefixItems": items, "minItems": len(items),
            "maxItems": len(items)}  # fmt: skip


def _describe_dataclass(kind: type, definitions: dict[str, Json]) -> Json:
    reference = {"$ref": f"#/$defs/{kind.__name__}"}
    if kind.__name__ in definitions:
        return reference
    definitions[kind.__name__] = {}
    hints = get_type_hints(kind)
    fields = dataclasses.fields(kind)
    required = [
        field.name
        for field in fields
        if field.default is dataclasses.MISSING
        and field.default_factory is dataclasses.MISSING
    ]
    summary = (kind.__doc__ or "").split("\n", maxsplit=1)[0]
    definitions[kind.__name__] = {
        "type": "object",
        "description": summary,
        "properties": {f.name: _describe(hints[f.name], definitions) for f in fields},
        "required": required,
        "additionalProperties": False,
    }
    return reference
