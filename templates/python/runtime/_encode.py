"""Objects to JSON values: the general way, which finds everything that is wrong."""

from __future__ import annotations

from typing import Any

from ._kinds import is_list, is_object
from ._problems import TOO_DEEP, At, EncodeError, Problem, describe, pointer
from ._registry import codec_of
from ._values import UNSET, UnknownVariant

_PLAIN = frozenset((str, int, bool, type(None)))


def encode(value: Any) -> Any:
    """The JSON value of anything that a model may hold; raises EncodeError if there is none."""
    value, problems = encode_all(value)
    if problems:
        raise EncodeError(problems)
    return value


def encode_all(value: Any) -> tuple[Any, list[Problem]]:
    """The JSON value of anything that a model may hold, and what of it is no JSON value."""
    problems: list[Problem] = []
    try:
        return _tree(value, None, problems), problems
    except RecursionError:
        return None, [TOO_DEEP]


def _tree(value: Any, at: At, problems: list[Problem]) -> Any:
    kind: type[Any] = value.__class__
    if kind in _PLAIN:
        return value
    if kind is list:
        return [_tree(item, (at, index), problems) for index, item in enumerate(value)]
    if kind is dict:
        return _members(value, at, problems)
    if kind is UnknownVariant:
        return _tree(value.raw, at, problems)
    codec = codec_of(kind)
    if codec is not None:
        return _record(value, codec.shape.plan, at, problems)
    return _other(value, at, problems)


def _record(record: Any, plan: Any, at: At, problems: list[Problem]) -> dict[str, Any]:
    residue: dict[str, Any] = record.residue or {}
    tree: dict[str, Any] = {}
    for wire, attribute, gap in plan:
        member = getattr(record, attribute, UNSET)
        if member is gap or member is UNSET:
            if wire not in residue:
                continue
            member = residue[wire]
        tree[wire] = member if member.__class__ in _PLAIN else _tree(member, (at, wire), problems)
    if residue:
        known = {wire for wire, _, _ in plan}
        rest = {key: value for key, value in residue.items() if key not in known}
        tree.update(_members(rest, at, problems))
    return tree


def _members(members: dict[Any, Any], at: At, problems: list[Problem]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for key, value in members.items():
        if isinstance(key, str):
            tree[str.__str__(key)] = _tree(value, (at, key), problems)
        else:
            problems.append(Problem(pointer(at), "members named by strings", describe(key)))
    return tree


def _other(value: Any, at: At, problems: list[Problem]) -> Any:
    """Numbers with a fraction, and values of classes made from the plain ones (`StrEnum` and the like)."""
    if isinstance(value, float) and value - value == 0:
        return float(value)
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return int(value)
    if is_list(value):
        return _tree([*value], at, problems)
    if is_object(value):
        return _members(value, at, problems)
    problems.append(Problem(pointer(at), "a JSON value", describe(value)))
    return None
