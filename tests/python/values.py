"""JSON values drawn from a package: such that fit a type, and such that may not."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import strategies as st

from specloom.ir import (
    Alias,
    Bounds,
    ByTag,
    Choice,
    Const,
    ExactlyOneOf,
    Kind,
    ListOf,
    MapOf,
    Nullable,
    Package,
    Presence,
    Record,
    Ref,
    RequiredIf,
    Scalar,
    Type,
    Union,
)

Values = st.SearchStrategy[Any]

TEXT = st.text(max_size=6)
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=5,
)


class Fitting:
    """Strategies for the values of every type of a package, made once."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.made: dict[str, Values] = {}

    def decl(self, name: str) -> Values:
        """Values of a declaration."""
        if name not in self.made:
            decl = self.package.decls[name]
            self.made[name] = st.deferred(lambda: self._decl(decl))
        return self.made[name]

    def type(self, type: Type) -> Values:
        """Values of a type."""
        match type:
            case Scalar():
                return _scalar(type)
            case Const():
                return st.just(type.value)
            case Nullable():
                return st.none() | self.type(type.inner)
            case ListOf():
                least = type.min_items or 0
                most = min(type.max_items or least + 2, least + 2)
                return st.lists(self.type(type.item), min_size=least, max_size=most)
            case MapOf():
                least = type.min_members or 0
                keys = _texts(Bounds(max_length=type.key_max_length, pattern=type.key_pattern))
                return st.dictionaries(
                    keys, self.type(type.value), min_size=least, max_size=least + 2
                )
            case Ref():
                return self.decl(type.target)

    def _decl(self, decl: Record | Union | Choice | Alias) -> Values:
        match decl:
            case Record():
                return self._record(decl)
            case Union():
                known = st.one_of([self.type(variant.type) for variant in decl.variants])
                if not (decl.open and isinstance(decl.told, ByTag)):
                    return known
                tags = {variant.tag for variant in decl.variants}
                wire = decl.told.wire
                strange = st.tuples(
                    st.dictionaries(TEXT, ANYTHING, max_size=2),
                    TEXT.filter(lambda tag: tag not in tags),
                )
                return known | strange.map(lambda pair: {**pair[0], wire: pair[1]})
            case Choice():
                known = st.sampled_from([option.value for option in decl.options])
                return known | TEXT if decl.open else known
            case Alias():
                return self.type(decl.type)

    def _record(self, record: Record) -> Values:
        required = {
            field.wire: self.type(field.type)
            for field in record.fields
            if field.presence is Presence.REQUIRED
        }
        optional = {
            field.wire: self.type(field.type)
            for field in record.fields
            if field.presence is Presence.OPTIONAL
        }
        drawn = st.fixed_dictionaries(required, optional=optional)
        if record.open:
            declared = {field.wire for field in record.fields}
            names = TEXT.filter(lambda name: name not in declared)
            extra = st.dictionaries(names, ANYTHING, max_size=1)
            drawn = st.tuples(drawn, extra).map(lambda pair: {**pair[1], **pair[0]})
        return drawn.filter(lambda value: all(_obeys(value, rule) for rule in record.rules))


def _obeys(value: Any, rule: RequiredIf | ExactlyOneOf) -> bool:
    match rule:
        case RequiredIf():
            return value.get(rule.when) != rule.equals or rule.field in value
        case ExactlyOneOf():
            return sum(name in value for name in rule.fields) == 1


def _scalar(scalar: Scalar) -> Values:
    bounds = scalar.bounds
    low = bounds.minimum if bounds.minimum is not None else bounds.exclusive_minimum
    high = bounds.maximum if bounds.maximum is not None else bounds.exclusive_maximum
    match scalar.kind:
        case Kind.STRING:
            return _texts(bounds)
        case Kind.INTEGER:
            step = int(bounds.multiple_of or 1)
            least = None if low is None else -(-int(low) // step)
            most = None if high is None else int(high) // step
            return st.integers(least, most).map(lambda number: number * step)
        case Kind.NUMBER:
            floats = st.floats(low, high, allow_nan=False, allow_infinity=False)
            return floats.filter(
                lambda number: number not in (low, high) or bounds.minimum == number
            )
        case Kind.BOOLEAN:
            return st.booleans()
        case Kind.ANY:
            return ANYTHING


def _texts(bounds: Bounds) -> Values:
    if bounds.pattern is not None:
        drawn = st.from_regex(bounds.pattern.replace("$", r"\Z"))
        return drawn.filter(lambda text: len(text) <= (bounds.max_length or 1000))
    least = bounds.min_length or 0
    return st.text(min_size=least, max_size=min(bounds.max_length or least + 6, least + 6))


JUNK: list[Any] = [
    *(None, True, False, 0, 1, 1.0, 1.5, -1, 2, 2**70, 1e300, "", "x", "a\n", "\ud800", "é" * 70),
    *([], {}, [None], [1], ["a"], [{}], ["x"] * 4, {"type": "den"}, {"type": "nope"}, {"type": 5}),
    {str(number): "v" for number in range(17)},
    {"k" * 65: "v"},
]


@st.composite
def bent(draw: st.DrawFn, fitting: Values) -> Any:
    """A value of `fitting` with up to three places changed; it may fit all the same."""
    value = copy.deepcopy(draw(fitting))
    for _ in range(draw(st.integers(1, 3))):
        value = _bend(draw, value)
    return value


def _bend(draw: st.DrawFn, value: Any) -> Any:
    path = draw(st.sampled_from(list(_paths(value))))
    junk = copy.deepcopy(draw(st.sampled_from(JUNK)))
    if not path:
        return {**value, "zz": junk} if isinstance(value, dict) else junk
    inside = value
    for step in path[:-1]:
        inside = inside[step]
    act = draw(st.integers(0, 3))
    if act == 0:
        del inside[path[-1]]
    elif act == 1 and isinstance(inside, dict):
        inside[draw(st.sampled_from(["type", "id", "zz", "tree"]))] = junk
    else:
        inside[path[-1]] = junk
    return value


def _paths(value: Any, at: tuple[Any, ...] = ()) -> Any:
    yield at
    inside = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value) if isinstance(value, list) else ()
    )
    for step, inner in inside:
        yield from _paths(inner, (*at, step))


def same_json(one: Any, other: Any) -> bool:
    """Whether two JSON values are equal: true is not 1, and 1.0 is."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same_json(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same_json, one, other))
    return bool(one == other)
