"""The validator that says all that is wrong with a node, and where: jsonschema, slower than the quick one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import extend


def exact_validator(schema: Any) -> Any:
    """A validator for a shape without references."""
    return _Validator(_spell(schema))


def _spell(schema: Any) -> Any:
    """`schema` with what jsonschema takes otherwise than it is meant, or tells too little about."""
    if isinstance(schema, list):
        return [_spell(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    spelled = {key: _spell(value) for key, value in schema.items()}
    pattern = schema.get("pattern")
    if isinstance(pattern, str) and pattern.endswith("$"):
        # Python's `$` also matches before a final line end, JSON Schema's does not.
        spelled["pattern"] = pattern[:-1] + r"\Z"
    if "properties" in spelled:
        # Of a member that meets `false` jsonschema does not say where it stands; of `not` it does.
        members = spelled["properties"].items()
        spelled["properties"] = {
            name: {"not": True} if inner is False else inner for name, inner in members
        }
    return spelled


def _find_repeats(
    _validator: Any, unique: bool, instance: Any, _schema: Any
) -> Iterator[ValidationError]:
    """`uniqueItems` in linear time, with an error at each repeated item."""
    seen = set()
    for index, item in enumerate(instance if unique and isinstance(instance, list) else ()):
        key = json.dumps(item, sort_keys=True)
        if key in seen:
            yield ValidationError("repeated", path=[index], instance=item)
        seen.add(key)


_extend: Any = extend  # untyped in jsonschema
_Validator: Any = _extend(Draft202012Validator, {"uniqueItems": _find_repeats})
