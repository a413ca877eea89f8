"""Codecs: what turns JSON into objects and back, by the name that the spec gives a type."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Any, Generic, TypeVar

from ._encode import encode, encode_all
from ._fast import SURPRISES
from ._json import Loads, Text, parse
from ._problems import TOO_DEEP, DecodeError, EncodeError, Problem
from ._registry import CODECS_BY_CLASS, READ, WRITE, codec_of
from ._shapes import Misfit, RecordShape
from ._text import dump_tree, to_json

T = TypeVar("T")


class Codec(Generic[T]):
    """Decodes and encodes one type of the spec: a record, a union, a choice or an alias."""

    __slots__ = ("_read", "name", "shape")

    name: str
    shape: Any

    def __init__(
        self,
        name: str,
        shape: Any,
        read: Callable[[Any], T] | None = None,
        write: Callable[[T], str] | None = None,
    ) -> None:
        self.name = name
        self.shape = shape
        self._read = read
        if isinstance(shape, RecordShape):
            CODECS_BY_CLASS[shape.kind] = self
            if read is not None:
                READ[shape.kind] = read
            if write is not None:
                WRITE[shape.kind] = write

    def __repr__(self) -> str:
        return f"<Codec {self.name}>"

    def decode(self, obj: Any, strict: bool = False) -> T:
        """What a parsed JSON value means.

        Lenient decoding, the default, keeps what does not fit in the residue of its object. Strict decoding
        raises DecodeError with all problems. Either raises it for a value of another kind altogether.
        """
        if self._read is not None:
            try:
                return self._read(obj)
            except SURPRISES:
                pass
        return self.decode_carefully(obj, strict)

    def decode_fast(self, obj: Any) -> T:
        """`decode` by the fast reader alone, which raises one of SURPRISES for what it does not know."""
        return self._read(obj)  # type: ignore[misc]  # None is not to be called: that is one of them

    def decode_carefully(self, obj: Any, strict: bool) -> T:
        """`decode` by the shape alone, which takes longer and knows what to make of anything."""
        problems = self.problems(obj) if strict else []
        if not problems:
            try:
                taken: T = self.shape.take(obj)
                return taken
            except Misfit:
                problems = self.problems(obj)
            except RecursionError:
                problems = [TOO_DEEP]
        raise DecodeError(problems) from None

    def from_json(self, text: Text, strict: bool = False, loads: Loads | None = None) -> T:
        """`decode` for JSON text; `loads` (such as that of orjson) parses it in our place."""
        return self.decode(parse(text, loads), strict)

    def encode(self, value: T) -> Any:
        """The JSON value of an object; raises EncodeError if it must not be sent (see `Record.encode`)."""
        codec = codec_of(type(value))
        return encode(value) if codec is None else encode_record(value, codec)

    def to_json(self, value: T) -> str:
        """The JSON text of an object; raises EncodeError like `encode`."""
        codec = codec_of(type(value))
        return to_json(value) if codec is None else write_record(value, codec)

    def accepts(self, obj: Any) -> bool:
        """Whether the spec has nothing against a parsed JSON value: the verdict of `problems`, but fast."""
        if self._read is not None:
            try:
                self._read(obj)
            except SURPRISES:
                pass
            else:
                return True
        return not self.problems(obj)

    def problems(self, obj: Any) -> list[Problem]:
        """Everything that the spec has against a parsed JSON value; empty for a valid one."""
        problems: list[Problem] = []
        try:
            self.shape.check(obj, None, problems)
        except RecursionError:
            return [TOO_DEEP]
        return problems


class Codecs(Mapping[str, Codec[Any]]):
    """All codecs of the package; a module of them is loaded when its first one is asked for."""

    def __init__(self, homes: Mapping[str, str]) -> None:
        self._homes = homes

    def __getitem__(self, name: str) -> Codec[Any]:
        module = import_module(f"{__package__}._wire.{self._homes[name]}")
        codecs: Mapping[str, Codec[Any]] = module.CODECS
        return codecs[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._homes)

    def __len__(self) -> int:
        return len(self._homes)

    def __repr__(self) -> str:
        return f"<{len(self)} codecs>"


def read_as(name: str, obj: Any, strict: bool) -> Any:
    """`decode` of the codec called `name`."""
    from .codecs import CODECS

    return CODECS[name].decode(obj, strict)


def encode_record(record: Any, codec: Codec[Any]) -> Any:
    """The JSON value of a record; one that is closed is held to the spec."""
    if codec.shape.is_open:
        return encode(record)
    tree, problems = encode_all(record)
    problems = problems or codec.problems(tree)
    if problems:
        raise EncodeError(problems)
    return tree


def write_record(record: Any, codec: Codec[Any]) -> str:
    """The JSON text of a record; one that is closed is held to the spec."""
    return to_json(record) if codec.shape.is_open else dump_tree(encode_record(record, codec))


def list_problems(record: Any, codec: Codec[Any]) -> list[Problem]:
    """Everything that the spec has against a record as it is."""
    tree, problems = encode_all(record)
    return problems or codec.problems(tree)
