"""The base of all models: decoding, encoding, and what dataclasses would generate for each of them."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any, Self

from ._codec import Codec, encode_record, list_problems, write_record
from ._json import Loads, Text, parse
from ._problems import Problem
from ._registry import CODECS_BY_CLASS, codec_of


class Record:
    """An object of the API.

    `residue` holds what the declared members cannot: members that the spec does not know and, after lenient
    decoding, declared members whose value did not fit. Such a member reads as UNSET if it is required and as
    absent if it is optional, and so does a required one that was missing. Encoding puts the residue back,
    except where the attribute was set since.

    Decoding keeps what it does not look into (residue, values of type `Any`) as it is handed over, without
    copying it.
    """

    __slots__ = ()

    residue: dict[str, Any] | None

    @classmethod
    def decode(cls, obj: Any, strict: bool = False) -> Self:
        """The object that a parsed JSON value means.

        Lenient decoding, the default, takes any JSON object. Strict decoding raises DecodeError, which lists
        every problem, unless the spec has nothing against the value.
        """
        made: Any = (CODECS_BY_CLASS.get(cls) or _codec(cls)).decode(obj, strict)
        if made.__class__ is not cls:
            made = _adopt(cls, made)
        return made  # type: ignore[no-any-return]

    @classmethod
    def from_json(cls, text: Text, strict: bool = False, loads: Loads | None = None) -> Self:
        """`decode` for JSON text; `loads` (such as that of orjson) parses it in our place."""
        return cls.decode(parse(text, loads), strict)

    def encode(self) -> dict[str, Any]:
        """The JSON value of this object, sharing no list and no dictionary with it.

        Raises EncodeError for values that JSON cannot hold. What the spec closes, as it does the bodies of
        requests, is checked against it first.
        """
        tree: dict[str, Any] = encode_record(self, _codec(type(self)))
        return tree

    def to_json(self) -> str:
        """The JSON text of this object; raises EncodeError like `encode`."""
        return write_record(self, _codec(type(self)))

    def problems(self) -> list[Problem]:
        """Everything that the spec has against this object as it is; empty if it is valid."""
        return list_problems(self, _codec(type(self)))

    def __eq__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        contents = _contents(type(self))
        return bool(contents(self) == contents(other))

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        parts = [f"{name}={getattr(self, name)!r}" for name in _attributes(type(self))[:-1]]
        if self.residue is not None:
            parts.append(f"residue={self.residue!r}")
        return f"{type(self).__qualname__}({', '.join(parts)})"


def _codec(kind: type[Record]) -> Codec[Any]:
    codec = codec_of(kind)
    if codec is None:
        raise TypeError(f"{kind.__qualname__} is not a model of this package")
    return codec


def _adopt(kind: type[Any], made: Any) -> Any:
    """`made` as an instance of `kind`, a subclass of its class."""
    adopted = object.__new__(kind)
    for name in _attributes(made.__class__):
        setattr(adopted, name, getattr(made, name))
    return adopted


def _attributes(kind: Any) -> list[str]:
    """The attributes of a model; the last one is `residue`."""
    return [*kind.__dataclass_fields__]


def _contents(kind: type) -> Callable[[Any], Any]:
    known = _CONTENTS.get(kind)
    if known is None:
        known = _CONTENTS[kind] = attrgetter(*_attributes(kind))
    return known


_CONTENTS: dict[type, Callable[[Any], Any]] = {}
