"""Files that speak of the package as a whole: codecs, accumulators, operations."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from specloom.ir import Alias, Delta, Operation, Package, Ref
from specloom.names import snake
from specloom.render import render
from specloom.targets.rust.literals import doc, option, quoted, texts
from specloom.targets.rust.models import broken
from specloom.targets.rust.names import Names
from specloom.targets.rust.rules import Rules


@dataclass(frozen=True, slots=True)
class CodecsView:
    """Every type by name."""

    header: str
    codecs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RootView:
    """A root delta."""

    key: str
    docs: str
    accumulator: str
    delta: str
    row: str


@dataclass(frozen=True, slots=True)
class RootsView:
    """All of them."""

    header: str
    roots: tuple[RootView, ...]


@dataclass(frozen=True, slots=True)
class OperationsView:
    """The calls of the API."""

    header: str
    operations: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Whole:
    """The files of one package that are not about one spec file."""

    names: Names
    rules: Rules
    sent: frozenset[str]
    header: str

    @property
    def package(self) -> Package:
        """The package."""
        return self.names.package

    def write_codecs(self) -> str:
        """The codecs, by the names of the spec."""
        codecs = tuple(self._codec(spelled) for spelled in self.package.decls)
        return render("rust/codecs.rs.j2", CodecsView(self.header, codecs))

    def _codec(self, spelled: str) -> str:
        decl, name = self.package.decls[spelled], self.names.types[spelled]
        if not isinstance(decl, Alias):
            return f"Codec::of::<{name}>({quoted(spelled)}, &shapes::{self.names.shapes[spelled]}),"
        target = self.package.decl_of(decl.type)
        sent = json.dumps(target is not None and target.name.spelled in self.sent)
        return f"Codec::of_alias::<{name}>({quoted(spelled)}, &shapes::{self.names.shapes[spelled]}, {sent}),"

    # --- deltas ---------------------------------------------------------------------------------------

    def write_accumulators(self) -> str:
        """The accumulators."""
        roots = tuple(self._root(delta) for delta in self.package.deltas)
        return render("rust/accumulators.rs.j2", RootsView(self.header, roots))

    def _root(self, delta: Delta) -> RootView:
        types = self.names.types
        snapshot, name = types[delta.snapshot], types[delta.delta]
        rules = self.rules.name(delta.delta, delta.snapshot)
        return RootView(
            key=quoted(delta.delta),
            docs=doc(f"Gathers a `{snapshot}` from its deltas."),
            accumulator=broken(
                f"pub type {self.names.roots[delta.delta]} =", f"Accumulator<{name}>;", 4
            ),
            delta=name,
            row=f"{name} => {snapshot} by {rules};",
        )

    # --- operations -----------------------------------------------------------------------------------

    def write_operations(self) -> str:
        """The calls of the API, as data."""
        operations = tuple(tuple(_operation(one)) for one in self.package.operations)
        return render("rust/operations.rs.j2", OperationsView(self.header, operations))


def sent(package: Package) -> frozenset[str]:
    """The types that are checked before they are sent: bodies and queries of operations."""
    found: set[str] = set()
    for operation in package.operations:
        for name in (operation.body, operation.query):
            if name is not None:
                decl = package.decl_of(Ref(name))
                found |= {name} if decl is None else {name, decl.name.spelled}
    return frozenset(found)


def _operation(one: Operation) -> Iterator[str]:
    yield f"name: {quoted(one.name.spelled or snake(one.name.words))}"
    yield f"title: {quoted(one.title)}"
    yield f"description: {quoted(one.docs.text)}"
    yield f"method: {quoted(one.method)}"
    yield f"path: {quoted(one.path)}"
    yield f"params: {texts(param.wire for param in one.params)}"
    yield f"query: {option(one.query)}"
    yield f"body: {option(one.body)}"
    yield f"body_required: {json.dumps(one.body_required)}"
    yield f"response: {quoted(one.response)}"
    yield f"events: {option(one.events)}"
    yield f"trigger: {option(one.trigger)}"
    errors = ", ".join(f"({status}, {quoted(name)})" for status, name in one.errors)
    yield f"errors: &[{errors}]"
    headers = ", ".join(f"({quoted(name)}, {quoted(value)})" for name, value in one.headers)
    yield f"headers: &[{headers}]"
    yield f"paginated: {json.dumps(one.paginated)}"
    yield f"deprecated: {json.dumps(one.docs.deprecated)}"
