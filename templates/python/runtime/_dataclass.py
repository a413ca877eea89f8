"""`dataclass` as the standard library has it, but for the time at which the work is done.

The standard library's takes half a millisecond a class, and its import as long as all of this package.
Programs that read, change and write objects need none of what it makes. So a class is given its slots at
once, and the rest as soon as anything asks for it: the constructor, `fields`, `replace`, `asdict`. What it is
given then is what the standard library makes of the very same class.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from sys import version_info
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass", "field_names"]


def field_names(kind: type[Any]) -> list[str]:
    """The names of a dataclass's fields. Whatever is left for later may stay so."""
    fields = next(found for base in kind.__mro__ if (found := vars(base).get(_FIELDS)) is not None)
    return [*fields.slots] if isinstance(fields, _Later) else [*fields]


def later(**options: bool) -> Callable[[type], type]:
    """`dataclass` with slots; methods that use `super()` are not for it."""

    def decorate(plain: type) -> type:
        members = {name: x for name, x in vars(plain).items() if name not in _OF_INSTANCES}
        members["__qualname__"] = plain.__qualname__
        slots = tuple(plain.__annotations__)

        def finish() -> Mapping[str, Any]:
            from dataclasses import dataclass as at_once

            same = type(plain)(plain.__name__, plain.__bases__, dict(members))
            made = vars(at_once(**options)(same))
            for name in _made(**options):
                type.__setattr__(kind, name, made[name])
            return made

        held: dict[str, Any] = {name: x for name, x in members.items() if name not in slots}
        held["__slots__"] = slots
        held.update((name, _Later(name, slots, finish)) for name in _made(**options))
        kind = type(plain)(plain.__name__, plain.__bases__, held)
        return kind

    return decorate


class _Later:
    """What stands in a class for something that is not made yet; `finish` makes it, and all others too."""

    __slots__ = ("finish", "name", "slots")

    def __init__(
        self, name: str, slots: tuple[str, ...], finish: Callable[[], Mapping[str, Any]]
    ) -> None:
        self.name = name
        self.slots = slots
        self.finish = finish

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        made: Any = self.finish()[self.name]
        return made.__get__(instance, owner) if hasattr(made, "__get__") else made


def _made(
    repr: bool = True, eq: bool = True, frozen: bool = False, **others: bool
) -> Iterator[str]:
    """The names of what the standard library adds to a class."""
    yield from (_FIELDS, "__dataclass_params__", "__init__", "__match_args__")
    if repr:
        yield "__repr__"
    if eq:
        yield "__eq__"
    if frozen:
        yield from ("__setattr__", "__delattr__", "__getstate__", "__setstate__")
    if frozen and eq:
        yield "__hash__"
    if version_info >= (3, 13):
        yield "__replace__"


_FIELDS = "__dataclass_fields__"
_OF_INSTANCES = ("__dict__", "__weakref__")

if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    dataclass = later
