"""Files that speak of the package as a whole: codecs, accumulators, operations."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from specloom.ir import Alias, Delta, Operation, Package, Ref
from specloom.names import snake
from specloom.render import render
from specloom.targets.golang.literals import comment, quoted, texts
from specloom.targets.golang.names import Names
from specloom.targets.golang.pieces import Pieces
from specloom.targets.golang.rules import Rules
from specloom.targets.golang.shapes import Shapes
from specloom.targets.golang.types import Typing


@dataclass(frozen=True, slots=True)
class CodecView:
    """One type that can be read by name."""

    key: str
    docs: str
    strict_docs: str
    decode: str
    strict: str
    type: str
    shape: str
    reader: str
    writer: str
    sending: str


@dataclass(frozen=True, slots=True)
class CodecsView:
    """All of them."""

    header: str
    package: str
    uses_json: bool
    codecs: tuple[CodecView, ...]


@dataclass(frozen=True, slots=True)
class RootView:
    """A root delta."""

    key: str
    growth: str
    snapshot: str
    delta: str
    rules: str
    accumulator: str
    make: str
    merge: str
    compose: str
    diff: str
    chunk: str
    has_pieces: bool


@dataclass(frozen=True, slots=True)
class RootsView:
    """All of them."""

    header: str
    package: str
    roots: tuple[RootView, ...]


@dataclass(frozen=True, slots=True)
class OperationsView:
    """The calls of the API."""

    header: str
    package: str
    operations: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Whole:
    """The files of one package that are not about one spec file."""

    names: Names
    shapes: Shapes
    rules: Rules
    pieces: Pieces
    sent: frozenset[str]
    header: str

    @property
    def package(self) -> Package:
        """The package."""
        return self.names.package

    def write_codecs(self) -> str:
        """The codecs, by the names of the spec, and the decoders."""
        codecs = tuple(self._codec(spelled) for spelled in self.package.decls)
        uses_json = any("json." in f"{codec.type} {codec.reader}" for codec in codecs)
        view = CodecsView(self.header, self.names.package_name, uses_json, codecs)
        return render("go/codecs.go.j2", view)

    def _codec(self, spelled: str) -> CodecView:
        typing, name = Typing(self.names), self.names.types[spelled]
        decl = self.package.decls[spelled]
        type = decl.type if isinstance(decl, Alias) else None
        decode, strict = self.names.decoders[spelled]
        target = self.package.decl_of(type) if type is not None else decl
        return CodecView(
            key=quoted(spelled),
            docs=comment(f"{decode} reads leniently: what does not fit is kept as it came."),
            strict_docs=comment(
                f"{strict} refuses what is not as the spec says, with a *DecodeError."
            ),
            decode=decode,
            strict=strict,
            type=typing.name(type) if type is not None else name,
            shape=self.shapes.shape(type) if type is not None else f"shape{name}",
            reader=typing.reader(type) if type is not None else f"decode{name}",
            writer=typing.writer(type) if type is not None else self._writer(spelled),
            sending=json.dumps(target is not None and target.name.spelled in self.sent),
        )

    def _writer(self, spelled: str) -> str:
        return Typing(self.names).writer(Ref(spelled))

    # --- deltas ---------------------------------------------------------------------------------------

    @cached_property
    def roots(self) -> tuple[RootView, ...]:
        """What is made for each root delta."""
        return tuple(self._root(delta) for delta in self.package.deltas)

    def write_accumulators(self) -> str:
        """The accumulators and the functions on deltas."""
        view = RootsView(self.header, self.names.package_name, self.roots)
        return render("go/accumulators.go.j2", view)

    def _root(self, delta: Delta) -> RootView:
        word = self.names.roots[delta.delta]
        late = self.names.late
        return RootView(
            key=quoted(delta.delta),
            growth=f"growthOf{self.names.types[delta.delta]}",
            snapshot=self.names.types[delta.snapshot],
            delta=self.names.types[delta.delta],
            rules=self.rules.name(delta.delta, delta.snapshot),
            accumulator=late(f"{word}Accumulator"),
            make=late(f"New{word}Accumulator"),
            merge=late(f"Merge{word}"),
            compose=late(f"Compose{word}"),
            diff=late(f"Diff{word}"),
            chunk=late(f"Chunk{word}"),
            has_pieces=self.pieces.ways.leads(delta.delta),
        )

    # --- operations -----------------------------------------------------------------------------------

    def write_operations(self) -> str:
        """The calls of the API, as data."""
        operations = tuple(tuple(_operation(one)) for one in self.package.operations)
        view = OperationsView(self.header, self.names.package_name, operations)
        return render("go/operations.go.j2", view)


def _operation(one: Operation) -> Iterator[str]:
    yield f"Name = {quoted(snake(one.name.words) if not one.name.spelled else one.name.spelled)}"
    yield f"Title = {quoted(one.title)}"
    yield f"Description = {quoted(one.docs.text)}"
    yield f"Method = {quoted(one.method)}"
    yield f"Path = {quoted(one.path)}"
    yield f"Params = {texts(param.wire for param in one.params)}"
    yield f"Query = {quoted(one.query or '')}"
    yield f"Body = {quoted(one.body or '')}"
    yield f"Response = {quoted(one.response)}"
    yield f"Events = {quoted(one.events or '')}"
    yield f"Trigger = {quoted(one.trigger or '')}"
    errors = ", ".join(f"{status}: {quoted(name)}" for status, name in one.errors)
    yield f"Errors = map[int]string{{{errors}}}"
    headers = ", ".join(f"{quoted(name)}: {quoted(value)}" for name, value in one.headers)
    yield f"Headers = map[string]string{{{headers}}}"
    for word, is_so in (
        ("BodyRequired", one.body_required),
        ("Paginated", one.paginated),
        ("Deprecated", one.docs.deprecated),
    ):
        if is_so:
            yield f"{word} = true"
