"""Examples for the documentation of a package: a value read, an object gathered. Go's tests run them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from specloom.ir import (
    UNBOUNDED,
    Choice,
    Const,
    Field,
    Kind,
    ListOf,
    MapOf,
    Nullable,
    Package,
    Presence,
    Record,
    Ref,
    Scalar,
    Type,
)
from specloom.render import render
from specloom.targets.golang.literals import document, quoted
from specloom.targets.golang.pieces import Pieces
from specloom.targets.golang.whole import RootView

_PIECES = ("Hello, ", "world")
_SAMPLES = {Kind.STRING: "abc", Kind.INTEGER: 1, Kind.BOOLEAN: True, Kind.ANY: None}


class _NoExampleError(Exception):
    """A value cannot be made up."""


@dataclass(frozen=True, slots=True)
class DecodeView:
    """A document, what reads it, and a text in it."""

    decode: str
    document: str
    field: str
    output: str


@dataclass(frozen=True, slots=True)
class GatherView:
    """Deltas that make a text grow, and where it lies."""

    accumulator: str
    make: str
    decode: str
    deltas: tuple[str, ...]
    pointer: str
    output: str


@dataclass(frozen=True, slots=True)
class ExamplesView:
    """The examples of a package; at most one of a kind."""

    header: str
    package: str
    module: str
    decoding: tuple[DecodeView, ...]
    gathering: tuple[GatherView, ...]


@dataclass(frozen=True)
class Examples:
    """The examples of one package."""

    pieces: Pieces
    roots: Sequence[RootView]
    module: str
    header: str

    @property
    def package(self) -> Package:
        """The package."""
        return self.pieces.package

    def write(self) -> str:
        """The file of the examples; empty if nothing can be made up."""
        names = self.pieces.ways.models.names
        clause = names.package_name
        alias = "" if self.module.split("/")[-1] == clause else f"{clause} "
        decoding, gathering = tuple(self._decoding())[:1], tuple(self._gathering())[:1]
        view = ExamplesView(
            self.header, clause, f"{alias}{quoted(self.module)}", decoding, gathering
        )
        return render("go/example_test.go.j2", view) if decoding or gathering else ""

    # --- a value read -----------------------------------------------------------------------------------

    def _decoding(self) -> Iterator[DecodeView]:
        names = self.pieces.ways.models.names
        answers = [operation.response for operation in self.package.operations]
        for spelled in dict.fromkeys([*answers, *self.package.decls]):
            record, (decode, _) = self.package.decls[spelled], names.decoders[spelled]
            if not isinstance(record, Record) or "_" in decode:
                continue
            shown = next((f for f in record.fields if _is_plain_text(f) and _is_asked(f)), None)
            try:
                made = self._record(record, (spelled,))
            except _NoExampleError:
                continue
            if shown is not None:
                yield DecodeView(
                    decode,
                    document(made),
                    names.fields(record)[shown.wire],
                    made[shown.wire],
                )

    def _record(self, record: Record, above: tuple[str, ...]) -> dict[str, Any]:
        if record.rules:
            raise _NoExampleError
        return {f.wire: self._value(f.type, above) for f in record.fields if _is_asked(f)}

    def _value(self, type: Type, above: tuple[str, ...]) -> Any:
        match self.package.resolve(type):
            case Nullable():
                return None
            case Const(value=value):
                return value
            case Scalar(kind=kind, bounds=bounds) if bounds == UNBOUNDED and kind in _SAMPLES:
                return _SAMPLES[kind]
            case ListOf(min_items=None | 0):
                return []
            case MapOf(min_members=None | 0):
                return {}
            case Ref(target=target) if target not in above:
                decl = self.package.decls[target]
                if isinstance(decl, Choice):
                    return decl.options[0].value
                if isinstance(decl, Record):
                    return self._record(decl, (*above, target))
        raise _NoExampleError

    # --- an object gathered -----------------------------------------------------------------------------

    def _gathering(self) -> Iterator[GatherView]:
        for root, delta in zip(self.roots, self.package.deltas, strict=True):
            decode, _ = self.pieces.ways.models.names.decoders[delta.delta]
            if not root.has_pieces or "_" in root.accumulator:
                continue
            found = [self.pieces.example(delta.delta, piece) for piece in _PIECES]
            deltas = [delta for delta, _ in found]
            pointer = "".join(f"/{step}" for step in found[0][1])
            yield GatherView(
                accumulator=root.accumulator,
                make=root.make,
                decode=decode,
                deltas=tuple(document(delta) for delta in deltas),
                pointer=quoted(pointer),
                output="".join(_PIECES),
            )


def _is_asked(field: Field) -> bool:
    return field.presence is Presence.REQUIRED


def _is_plain_text(field: Field) -> bool:
    return field.type == Scalar(Kind.STRING)
