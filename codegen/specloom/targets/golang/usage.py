"""Samples of the generated Go in use, for the reference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from specloom.ir import ByTag, Delta, Operation, Package, Ref, Stream, Union
from specloom.names import ACRONYMS, camel
from specloom.targets.base import Language, Usage
from specloom.targets.golang.literals import quoted
from specloom.targets.golang.names import KEYWORDS, Names, exported_name

_MOST = 4
"""Variants that a sample tells apart."""


@dataclass(frozen=True)
class GoUsage:
    """Samples in the names of one package."""

    names: Names

    def read(self, name: str) -> str:
        """A value of the declaration `name`, read from JSON."""
        decl = self.names.package.decls[name]
        if isinstance(decl, Union) and isinstance(decl.told, ByTag):
            return self._tell_apart(decl)
        kind, (leniently, strictly) = self.names.types[name], self.names.decoders[name]
        return self._file(
            [],
            f"// read{kind} refuses what is not as the spec says; {leniently} keeps it.",
            f"func read{kind}(data []byte) ({self._type(name)}, error) {{",
            f"\treturn {self._of(strictly)}(data)",
            "}",
        )

    def _tell_apart(self, union: Union) -> str:
        spelled = union.name.spelled
        kind, (decode, _) = self.names.types[spelled], self.names.decoders[spelled]
        cases: list[str] = []
        for variant in union.variants[:_MOST]:
            if isinstance(variant.type, Ref):
                cases.append(f"\tcase *{self._type(variant.type.target)}:")
                cases.append(f"\t\treturn {quoted(variant.tag or '')}, nil")
        return self._file(
            [],
            f"func tell{kind}(data []byte) (string, error) {{",
            f"\tvalue, err := {self._of(decode)}(data)",
            "\tif err != nil {",
            '\t\treturn "", err',
            "\t}",
            "\tswitch value := value.(type) {",
            *cases,
            f"\tcase *{self._of(self.names.unknowns[spelled])}:",
            "\t\treturn value.Tag, nil",
            "\tdefault:",
            '\t\treturn "another variant", nil',
            "\t}",
            "}",
        )

    def grow(self, delta: Delta) -> str:
        """An object, gathered from its deltas."""
        root = self.names.roots[delta.delta]
        return self._file(
            [],
            f"func gather{root}(deltas []{self._type(delta.delta)}) ({self._type(delta.snapshot)}, error) {{",
            f"\taccumulator := {self._of(f'New{root}Accumulator')}(nil, {self._of('Lenient')})",
            "\tfor _, delta := range deltas {",
            "\t\tif err := accumulator.Push(delta); err != nil {",
            f"\t\t\treturn {self._type(delta.snapshot)}{{}}, err",
            "\t\t}",
            "\t}",
            "\treturn accumulator.Finish()",
            "}",
        )

    def follow(self, stream: Stream) -> str:
        """What a stream builds, event by event."""
        gatherer = self.names.gatherers[stream.event]
        single = len(self.names.package.streams) == 1
        read = f"Read{'' if single else self.names.types[stream.event]}StreamEvents"
        return self._file(
            ["io"],
            f"func follow(body io.Reader, show func(text string)) (*{self._of(gatherer)}, error) {{",
            f"\tstream := {self._of(f'New{gatherer}')}({self._of('Lenient')})",
            f"\tfor event, err := range {self._of(read)}(body) {{",
            "\t\tif err != nil {",
            "\t\t\treturn stream, err",
            "\t\t}",
            "\t\tchange, err := stream.Push(event)",
            "\t\tif err != nil {",
            "\t\t\treturn stream, err",
            "\t\t}",
            "\t\tfor _, appended := range change.Appended {",
            "\t\t\tshow(appended.Text)",
            "\t\t}",
            "\t}",
            "\treturn stream, stream.Finish()",
            "}",
        )

    def call(self, operation: Operation) -> str:
        """A call of the API: its path, its body and its response."""
        given = {param.wire: _free(camel(param.name.words, ACRONYMS)) for param in operation.params}
        parameters = [f"{name} string" for name in given.values()]
        for word, name in (("query", operation.query), ("body", operation.body)):
            if name is not None:
                parameters.append(f"{word} {self._type(name)}")
        decode = self._of(self.names.decoders[operation.response][0])
        filled = ", ".join(f"{quoted(wire)}: {name}" for wire, name in given.items())
        sent = [word for word in ("query", "body") if getattr(operation, word) is not None]
        return self._file(
            [],
            f"func call{exported_name(operation.name.words)}(",
            "\tsend func(method, path string, sent ...any) ([]byte, error),",
            *(f"\t{parameter}," for parameter in parameters),
            f") (answer {self._type(operation.response)}, err error) {{",
            f"\toperation := {self._of('Operations')}[{quoted(operation.name.spelled)}]",
            f"\tpath := operation.URLPath(map[string]string{{{filled}}})",
            f"\tdata, err := send({', '.join(['operation.Method', 'path', *sent])})",
            "\tif err != nil {",
            "\t\treturn answer, err",
            "\t}",
            f"\treturn {decode}(data)",
            "}",
        )

    def _type(self, decl: str) -> str:
        return self._of(self.names.types[decl])

    def _of(self, name: str) -> str:
        return f"{self.names.package_name}.{name}"

    def _file(self, imports: Sequence[str], *lines: str) -> str:
        own = quoted(self.names.package_name)
        if not imports:
            return "\n".join([f"import {own}", "", *lines]) + "\n"
        listed = [f"\t{quoted(path)}" for path in imports]
        return "\n".join(["import (", *listed, "", f"\t{own}", ")", "", *lines]) + "\n"


def _free(name: str) -> str:
    taken = ("answer", "body", "data", "err", "operation", "path", "query", "send", *KEYWORDS)
    return f"{name}_" if name in taken else name


def _use(package: Package) -> Usage:
    names = Names(package)
    _ = names.decoders  # names are given in one order, as when the package is written
    return GoUsage(names)


LANGUAGE = Language("Go", "go", _use)
