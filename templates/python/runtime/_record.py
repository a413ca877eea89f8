"""The base of all models: decoding, encoding, and what dataclasses would generate for each of them."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any, Self

from ._codec import Codec, encode_record, list_problems, write_record
from ._dataclass import field_names
from ._fast import SURPRISES
from ._json import NO_VALUE, Loads, Text, parse, scan
from ._problems import Problem
from ._registry import READ, WRITE, codec_of
from ._text import UNWRITTEN, escape_halves


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
        try:
            return READ[cls](obj)  # type: ignore[no-any-return]
        except SURPRISES:
            return cls._reread(obj, strict)

    @classmethod
    def _reread(cls, obj: Any, strict: bool) -> Self:
        codec = _codec(cls)
        if cls is codec.shape.kind:
            return codec.decode_carefully(obj, strict)  # type: ignore[no-any-return]
        return _adopt(cls, codec.decode(obj, strict))  # type: ignore[no-any-return]

    @classmethod
    def from_json(cls, text: Text, strict: bool = False, loads: Loads | None = None) -> Self:
        """`decode` for JSON text; `loads` (such as that of orjson) parses it in our place."""
        # `parse` and `decode` again, in one piece: this is where all of an API's responses come through.
        obj: Any
        if loads is None:
            try:
                whole: Any = text.decode() if type(text) is bytes else text
                obj, end = scan(whole, 0)
            except NO_VALUE:
                obj = parse(text)
            else:
                if end != len(whole):
                    obj = parse(text)
        else:
            try:
                obj = loads(text)
            except NO_VALUE:
                obj = parse(text, loads)
        try:
            return READ[cls](obj)  # type: ignore[no-any-return]
        except SURPRISES:
            return cls._reread(obj, strict)

    def encode(self) -> dict[str, Any]:
        """The JSON value of this object, sharing no list and no dictionary with it.

        Raises EncodeError for values that JSON cannot hold. What the spec closes, as it does the bodies of
        requests, is checked against it first.
        """
        tree: dict[str, Any] = encode_record(self, _codec(type(self)))
        return tree

    def to_json(self) -> str:
        """The JSON text of this object; raises EncodeError like `encode`."""
        try:
            text = WRITE[self.__class__](self)
        except UNWRITTEN:  # closed, or not as it should be
            return write_record(self, _codec(type(self)))
        return text if text.isascii() else escape_halves(text)

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
    return field_names(kind)


def _contents(kind: type) -> Callable[[Any], Any]:
    known = _CONTENTS.get(kind)
    if known is None:
        known = _CONTENTS[kind] = attrgetter(*_attributes(kind))
    return known


_CONTENTS: dict[type, Callable[[Any], Any]] = {}
