"""Shapes: what a value may be, as data that is interpreted. The careful twin of the fast readers.

A shape does two things. `check` appends every way in which a value breaks the spec: the strict reading.
`take` builds what a model holds for the value and is content as soon as the kinds fit: the lenient reading.
A value without problems is taken whole, so strict decoding is `check`, then `take`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ._kinds import is_object, kind_of
from ._problems import At, Problem, count, describe, pointer, shorten
from ._values import UNSET, UnknownVariant


class Misfit(Exception):  # noqa: N818
    """Raised by `take`: the value has another kind altogether."""


class Shape:
    """Anything that is decoded; as it stands, any JSON value."""

    __slots__ = ()

    expects: str = "a JSON value"

    def takes_null(self) -> bool:
        """Whether null is a value of this shape."""
        return True

    def check(self, value: Any, at: At, problems: list[Problem]) -> None:
        """Append what is wrong with `value`, which stands at `at`."""

    def take(self, value: Any) -> Any:
        """What a model holds for `value`; raises Misfit where its kind does not fit."""
        return value

    def refuse(self, value: Any, at: At, problems: list[Problem], expected: str = "") -> None:
        """Append that something else was expected than `value`."""
        problems.append(Problem(pointer(at), expected or self.expects, describe(value)))


class _Plain(Shape):
    """A shape whose values are told by their kind alone and never null."""

    __slots__ = ()

    def takes_null(self) -> bool:
        return False

    def check(self, value: Any, at: At, problems: list[Problem]) -> None:
        if self.fits(value):
            self.check_limits(value, at, problems)
        else:
            self.refuse(value, at, problems)

    def take(self, value: Any) -> Any:
        if not self.fits(value):
            raise Misfit
        return value

    def fits(self, value: Any) -> bool:
        """Whether the kind is right."""
        raise NotImplementedError

    def check_limits(self, value: Any, at: At, problems: list[Problem]) -> None:
        """Append which limits `value`, of the right kind, oversteps."""


class Flag(_Plain):
    """True or false."""

    __slots__ = ()
    expects = "true or false"

    def fits(self, value: Any) -> bool:
        return isinstance(value, bool)


class Text(_Plain):
    """A string; lengths count code points."""

    __slots__ = ("least", "most", "pattern")
    expects = "a string"

    def __init__(self, least: int = 0, most: int | None = None, pattern: str | None = None) -> None:
        self.least = least
        self.most = most
        self.pattern = pattern

    def fits(self, value: Any) -> bool:
        return isinstance(value, str)

    def check_limits(self, value: Any, at: At, problems: list[Problem]) -> None:
        if len(value) < self.least:
            self.refuse(value, at, problems, f"at least {count(self.least, 'character')}")
        if self.most is not None and len(value) > self.most:
            self.refuse(value, at, problems, f"at most {count(self.most, 'character')}")
        if self.pattern is not None and not re.search(self.pattern, value):
            spelled = self.pattern.replace("\\Z", "$")  # as in the spec
            self.refuse(value, at, problems, f"a string that matches {shorten(spelled, 200)}")


class Number(_Plain):
    """A number; infinities are none."""

    __slots__ = ("above", "below", "least", "most", "step")
    expects = "a number"

    def __init__(
        self,
        least: float | None = None,
        most: float | None = None,
        above: float | None = None,
        below: float | None = None,
        step: float | None = None,
    ) -> None:
        self.least = least
        self.most = most
        self.above = above
        self.below = below
        self.step = step

    def fits(self, value: Any) -> bool:
        if isinstance(value, float):
            return value - value == 0
        return isinstance(value, int) and not isinstance(value, bool)

    def check_limits(self, value: Any, at: At, problems: list[Problem]) -> None:
        if self.least is not None and value < self.least:
            self.refuse(value, at, problems, f"at least {self.least}")
        if self.most is not None and value > self.most:
            self.refuse(value, at, problems, f"at most {self.most}")
        if self.above is not None and value <= self.above:
            self.refuse(value, at, problems, f"more than {self.above}")
        if self.below is not None and value >= self.below:
            self.refuse(value, at, problems, f"less than {self.below}")
        if self.step is not None and not is_multiple(value, self.step):
            self.refuse(value, at, problems, f"a multiple of {self.step}")


class Whole(Number):
    """A number without a fraction; `1.0` is one, and is taken as 1."""

    __slots__ = ()
    expects = "an integer"

    def fits(self, value: Any) -> bool:
        if isinstance(value, float):
            return value.is_integer()
        return isinstance(value, int) and not isinstance(value, bool)

    def take(self, value: Any) -> Any:
        value = super().take(value)
        return int(value) if isinstance(value, float) else value


class Constant(_Plain):
    """One value and no other."""

    __slots__ = ("expects", "value")

    def __init__(self, value: str | int | bool) -> None:
        self.value = value
        self.expects = describe(value)

    def fits(self, value: Any) -> bool:
        return bool(value == self.value) and isinstance(value, bool) == isinstance(self.value, bool)

    def take(self, value: Any) -> Any:
        super().take(value)
        return self.value


class Choice(_Plain):
    """One of several strings; when `is_open` also any other."""

    __slots__ = ("expects", "is_open", "known")

    def __init__(self, known: Sequence[str], is_open: bool) -> None:
        self.known = {value: value for value in known}
        self.is_open = is_open
        self.expects = "a string" if is_open else _one_of(known)

    def fits(self, value: Any) -> bool:
        return isinstance(value, str) and (self.is_open or value in self.known)

    def take(self, value: Any) -> Any:
        value = super().take(value)
        return self.known.get(value, value)


class ListOf(_Plain):
    """A list of items of one shape."""

    __slots__ = ("item", "least", "most")
    expects = "a list"

    def __init__(self, item: Shape, least: int = 0, most: int | None = None) -> None:
        self.item = item
        self.least = least
        self.most = most

    def fits(self, value: Any) -> bool:
        return isinstance(value, list)

    def check_limits(self, value: Any, at: At, problems: list[Problem]) -> None:
        if len(value) < self.least:
            self.refuse(value, at, problems, f"at least {count(self.least, 'item')}")
        if self.most is not None and len(value) > self.most:
            self.refuse(value, at, problems, f"at most {count(self.most, 'item')}")
        for index, item in enumerate(value):
            self.item.check(item, (at, index), problems)

    def take(self, value: Any) -> Any:
        return [self.item.take(item) for item in super().take(value)]


class MapOf(_Plain):
    """An object whose keys are data; `key` holds the limits of these."""

    __slots__ = ("key", "least", "most", "value")
    expects = "an object"

    def __init__(
        self, value: Shape, least: int = 0, most: int | None = None, key: Text | None = None
    ) -> None:
        self.value = value
        self.least = least
        self.most = most
        self.key = key or Text()

    def fits(self, value: Any) -> bool:
        return isinstance(value, dict)

    def check_limits(self, value: Any, at: At, problems: list[Problem]) -> None:
        if len(value) < self.least:
            self.refuse(value, at, problems, f"at least {count(self.least, 'member')}")
        if self.most is not None and len(value) > self.most:
            self.refuse(value, at, problems, f"at most {count(self.most, 'member')}")
        for name, member in value.items():
            if not isinstance(name, str):
                self.refuse(name, at, problems, "members named by strings")
                continue
            found: list[Problem] = []
            self.key.check(name, (at, name), found)
            problems += [
                problem._replace(expected=f"a name of {problem.expected}") for problem in found
            ]
            self.value.check(member, (at, name), problems)

    def take(self, value: Any) -> Any:
        return {key: self.value.take(member) for key, member in super().take(value).items()}


class Nullable(Shape):
    """Another shape, or null."""

    __slots__ = ("inner",)

    def __init__(self, inner: Shape) -> None:
        self.inner = inner

    def check(self, value: Any, at: At, problems: list[Problem]) -> None:
        if value is None:
            return
        found: list[Problem] = []
        self.inner.check(value, at, found)
        plain = Problem(pointer(at), self.inner.expects, describe(value))
        problems += [
            problem._replace(expected=f"{plain.expected} or null") if problem == plain else problem
            for problem in found
        ]

    def take(self, value: Any) -> Any:
        return None if value is None else self.inner.take(value)


class Ref(Shape):
    """A shape by the name that the spec gives it; looked up when it is first needed."""

    __slots__ = ("name", "_found")

    def __init__(self, name: str) -> None:
        self.name = name
        self._found: Shape | None = None

    @property
    def shape(self) -> Shape:
        """The shape that is meant."""
        found = self._found
        if found is None:
            from .codecs import CODECS

            found = self._found = CODECS[self.name].shape
        return found

    @property
    def expects(self) -> str:  # type: ignore[override]
        return self.shape.expects

    def takes_null(self) -> bool:
        return self.shape.takes_null()

    def check(self, value: Any, at: At, problems: list[Problem]) -> None:
        self.shape.check(value, at, problems)

    def take(self, value: Any) -> Any:
        return self.shape.take(value)


class TagUnion(Shape):
    """Objects told apart by the member `tag`; when `is_open` also objects with another tag."""

    __slots__ = ("is_open", "tag", "variants")
    expects = "an object"

    def __init__(self, tag: str, is_open: bool, variants: Mapping[str, str]) -> None:
        self.tag = tag
        self.is_open = is_open
        self.variants = {value: Ref(name) for value, name in variants.items()}

    def takes_null(self) -> bool:
        return False

    def check(self, value: Any, at: At, problems: list[Problem]) -> None:
        if not is_object(value):
            self.refuse(value, at, problems)
        elif self.tag not in value:
            problems.append(Problem(pointer((at, self.tag)), _one_of(self.variants), "nothing"))
        elif not isinstance(tag := value[self.tag], str):
            self.refuse(tag, (at, self.tag), problems, _one_of(self.variants))
        elif tag in self.variants:
            self.variants[tag].check(value, at, problems)
        elif not self.is_open:
            self.refuse(tag, (at, self.tag), problems, _one_of(self.variants))

    def take(self, value: Any) -> Any:
        tag = value.get(self.tag) if is_object(value) else None
        if not isinstance(tag, str):
            return UnknownVariant(None, value)
        variant = self.variants.get(tag)
        return UnknownVariant(tag, value) if variant is None else variant.take(value)


class KindUnion(Shape):
    """Values told apart by their JSON kind."""

    __slots__ = ("expects", "kinds")

    def __init__(self, kinds: Mapping[str, Shape]) -> None:
        self.kinds = kinds
        self.expects = " or ".join(_KIND_WORDS[kind] for kind in kinds)

    def takes_null(self) -> bool:
        return "null" in self.kinds

    def check(self, value: Any, at: At, problems: list[Problem]) -> None:
        variant = self.kinds.get(kind_of(value))
        if variant is None:
            self.refuse(value, at, problems)
        else:
            variant.check(value, at, problems)

    def take(self, value: Any) -> Any:
        try:
            return self.kinds[kind_of(value)].take(value)
        except (KeyError, Misfit):
            return UnknownVariant(None, value)


class Member:
    """A declared member of a record.

    `gap` is what the attribute holds when the member is not there: UNSET, or None for an optional one that
    is never null.
    """

    __slots__ = ("attribute", "gap", "required", "shape")

    def __init__(self, shape: Shape, attribute: str, required: bool, gap: Any) -> None:
        self.shape = shape
        self.attribute = attribute
        self.required = required
        self.gap = gap


class RecordShape(Shape):
    """An object with declared members, built as an instance of `kind`."""

    __slots__ = ("is_open", "kind", "members", "plan", "rules")
    expects = "an object"

    def __init__(
        self,
        kind: type[Any],
        members: Mapping[str, Member],
        rules: Sequence[Rule] = (),
        *,
        is_open: bool = True,
    ) -> None:
        self.kind = kind
        self.members = members
        self.rules = rules
        self.is_open = is_open
        self.plan = tuple((wire, m.attribute or wire, m.gap) for wire, m in members.items())

    def takes_null(self) -> bool:
        return False

    def check(self, value: Any, at: At, problems: list[Problem]) -> None:
        if not is_object(value):
            self.refuse(value, at, problems)
            return
        for wire, member in self.members.items():
            if wire in value:
                member.shape.check(value[wire], (at, wire), problems)
            elif member.required:
                expected = member.shape.expects
                problems.append(Problem(pointer((at, wire)), expected, "nothing"))
        for key, found in value.items():
            if not isinstance(key, str):
                self.refuse(key, at, problems, "members named by strings")
            elif not self.is_open and key not in self.members:
                self.refuse(found, (at, key), problems, "no such member")
        for rule in self.rules:
            rule.check(value, at, problems)

    def take(self, value: Any) -> Any:
        if not is_object(value):
            raise Misfit
        made: Any = object.__new__(self.kind)
        residue = {key: raw for key, raw in value.items() if key not in self.members}
        for (wire, attribute, gap), member in zip(self.plan, self.members.values(), strict=True):
            held = gap
            if wire in value:
                raw = value[wire]
                try:
                    if raw is None and not member.shape.takes_null():
                        raise Misfit
                    held = member.shape.take(raw)
                except Misfit:
                    residue[wire] = raw
            setattr(made, attribute, held)
        made.residue = residue or None
        return made


class RequiredIf:
    """`member` must be there when `when` equals `equals`."""

    __slots__ = ("equals", "member", "when")

    def __init__(self, member: str, when: str, equals: str | int | bool) -> None:
        self.member = member
        self.when = when
        self.equals = equals

    def check(self, value: Mapping[Any, Any], at: At, problems: list[Problem]) -> None:
        """Append a problem if the rule is broken."""
        if self.member in value or self.when not in value:
            return
        if Constant(self.equals).fits(value[self.when]):
            expected = f"a member, because {self.when} is {describe(self.equals)}"
            problems.append(Problem(pointer((at, self.member)), expected, "nothing"))


class ExactlyOneOf:
    """Exactly one of `members` must be there."""

    __slots__ = ("members",)

    def __init__(self, members: tuple[str, ...]) -> None:
        self.members = members

    def check(self, value: Mapping[Any, Any], at: At, problems: list[Problem]) -> None:
        """Append a problem if the rule is broken."""
        there = [member for member in self.members if member in value]
        if len(there) != 1:
            expected = f"exactly one of the members {', '.join(map(repr, self.members))}"
            found = " and ".join(map(repr, there)) or "none of them"
            problems.append(Problem(pointer(at), expected, found))


Rule = RequiredIf | ExactlyOneOf


def need(shape: Shape, attribute: str = "") -> Member:
    """A required member; `attribute` where it is called otherwise than on the wire."""
    return Member(shape, attribute, True, UNSET)


def may(shape: Shape, attribute: str = "") -> Member:
    """An optional member that is never null."""
    return Member(shape, attribute, False, None)


def may_null(shape: Shape, attribute: str = "") -> Member:
    """An optional member that may be null."""
    return Member(shape, attribute, False, UNSET)


def is_multiple(value: float, step: float) -> bool:
    """Whether `value` is a multiple of `step`, both taken as the decimal numbers they are written as."""
    if isinstance(value, int) and isinstance(step, int):
        return value % step == 0
    from fractions import Fraction

    return (Fraction(repr(value)) / Fraction(repr(step))).denominator == 1


_KIND_WORDS = {
    "string": "a string",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "an object",
    "null": "null",
}


def _one_of(words: Sequence[str] | Mapping[str, Any]) -> str:
    listed = ", ".join(shorten(word) for word in list(words)[:12])
    if len(words) == 1:
        return listed
    return f"one of {listed}{', ...' if len(words) > 12 else ''}"


ANYTHING = Shape()
FLAG = Flag()
TEXT = Text()
WHOLE = Whole()
NUMBER = Number()
