"""Samples of the generated Python in use, for the reference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from specloom.ir import ByTag, Delta, Operation, Package, Ref, Stream, Union
from specloom.targets.base import Language, Usage
from specloom.targets.python.gathering import stream_class
from specloom.targets.python.literals import quoted
from specloom.targets.python.names import Names, decoder_name, field_name, function_name

_WIDTH = 88
_MOST = 4
"""Variants that a sample tells apart."""


@dataclass(frozen=True)
class PythonUsage:
    """Samples in the names of one package."""

    names: Names

    def read(self, name: str) -> str:
        """A value of the declaration `name`, read from JSON."""
        decl = self.names.package.decls[name]
        if isinstance(decl, Union) and isinstance(decl.told, ByTag):
            return self._tell_apart(decl)
        kind, function = self.names.types[name], f"read_{function_name(decl.name)}"
        if self.names.is_class(name):
            lines = [
                *_head(function, ["text: str"], kind),
                f"    value = {kind}.from_json(text)",
                "    for problem in value.problems():  # what does not fit is kept",
                "        print(problem.pointer, problem.expected)",
                "    return value",
            ]
            return self._file([kind], lines)
        lines = [
            *_head(function, ["parsed: object"], kind),
            f"    codec = CODECS[{quoted(name)}]",
            "    for problem in codec.problems(parsed):  # what does not fit is kept",
            "        print(problem.pointer, problem.expected)",
            f"    value: {kind} = codec.decode(parsed)",
            "    return value",
        ]
        return self._file([kind, "CODECS"], lines)

    def _tell_apart(self, union: Union) -> str:
        decode = decoder_name(union.name)
        shown = union.variants[:_MOST]
        kinds = [self.names.types[v.type.target] for v in shown if isinstance(v.type, Ref)]
        lines = [
            *_head(f"tell_{function_name(union.name)}", ["value: object"], "str"),
            f"    match {decode}(value):",
        ]
        for kind, variant in zip(kinds, shown, strict=True):
            lines += [f"        case {kind}():", f"            return {quoted(variant.tag or '')}"]
        lines += [
            "        case UnknownVariant():",
            '            return "what a newer server sends"',
        ]
        if len(shown) < len(union.variants):
            lines += ["        case _:", '            return "another variant"']
        return self._file([*kinds, "UnknownVariant", decode], lines)

    def grow(self, delta: Delta) -> str:
        """An object, gathered from its deltas."""
        kind = self.names.types[delta.snapshot]
        decl = self.names.package.decls[delta.snapshot]
        lines = [
            *_head(f"gather_{function_name(decl.name)}", ["deltas: Iterable[object]"], kind),
            f"    accumulator = {kind}Accumulator.empty()",
            "    for delta in deltas:  # objects, or parsed JSON",
            "        accumulator.push(delta)",
            "    return accumulator.finish()",
        ]
        return self._file(
            [kind, f"{kind}Accumulator"], lines, "from collections.abc import Iterable"
        )

    def follow(self, stream: Stream) -> str:
        """What a stream builds, event by event."""
        package = self.names.package
        gatherer = stream_class(package, stream)
        several = f", event={quoted(stream.event)}" if len(package.streams) > 1 else ""
        lines = [
            *_head("follow", ["chunks: Iterable[bytes]"], gatherer),
            f"    stream = {gatherer}()",
            f"    for event in iter_events(chunks{several}):",
            "        change = stream.push(event)",
            "        for _pointer, text in change.appended:",
            '            print(text, end="")',
            "    return stream",
        ]
        return self._file([gatherer, "iter_events"], lines, "from collections.abc import Iterable")

    def call(self, operation: Operation) -> str:
        """A call of the API: its path, its body and its response."""
        given = {param.wire: _free(field_name(param.name)) for param in operation.params}
        parameters = ["send: Callable[..., bytes]", *(f"{name}: str" for name in given.values())]
        sent, imports = [], ["OPERATIONS"]
        for word, name in (("query", operation.query), ("body", operation.body)):
            if name is not None:
                kind = self.names.types[name]
                imports.append(kind)
                parameters.append(f"{word}: {kind}")
                sent.append(f"{word}={self._encoded(name, word, imports)}")
        answer = self.names.types[operation.response]
        values = ", ".join(_argument(wire, name) for wire, name in given.items())
        pieces = ["operation.method", f"operation.path_for({values})", *sent]
        lines = [
            *_head(f"call_{function_name(operation.name)}", parameters, answer),
            f"    operation = OPERATIONS[{quoted(operation.name.spelled)}]",
            *_broken("    answer = send(", pieces, ")"),
            *self._decoded(operation.response, imports),
        ]
        return self._file([*imports, answer], lines, "from collections.abc import Callable")

    def _encoded(self, name: str, value: str, imports: list[str]) -> str:
        if self.names.is_class(name):
            return f"{value}.to_json()"
        imports.append("CODECS")
        return f"CODECS[{quoted(name)}].to_json({value})"

    def _decoded(self, name: str, imports: list[str]) -> list[str]:
        kind = self.names.types[name]
        if self.names.is_class(name):
            return [f"    return {kind}.from_json(answer)"]
        imports.append("CODECS")
        codec = f"CODECS[{quoted(name)}]"
        return [f"    result: {kind} = {codec}.from_json(answer)", "    return result"]

    def _file(self, imports: Sequence[str], lines: Sequence[str], *first: str) -> str:
        wanted = sorted(set(imports), key=_rank)
        head = _broken(f"from {self.names.import_name} import ", wanted, "", "(", ")")
        return "\n".join([*first, *([""] if first else []), *head, "", "", *lines]) + "\n"


def _rank(name: str) -> tuple[int, str]:
    """Where a name comes among those imported: constants, then classes, then functions."""
    return (0 if name.isupper() else 1 if name[:1].isupper() else 2, name)


def _free(name: str) -> str:
    return (
        f"{name}_" if name in ("answer", "body", "operation", "query", "result", "send") else name
    )


def _argument(wire: str, name: str) -> str:
    return f"{wire}={name}" if wire == name else f"**{{{quoted(wire)}: {name}}}"


def _head(name: str, parameters: Sequence[str], result: str) -> list[str]:
    return _broken(f"def {name}(", parameters, f") -> {result}:")


def _broken(
    before: str, parts: Sequence[str], after: str, left: str = "", right: str = ""
) -> list[str]:
    """`parts` on one line if they fit, else on a line each, in brackets."""
    line = f"{before}{', '.join(parts)}{after}"
    if len(line) <= _WIDTH or not parts:
        return [line]
    margin = " " * (len(before) - len(before.lstrip()))
    rows = [f"{margin}    {part}," for part in parts]
    return [f"{before}{left}", *rows, f"{margin}{right}{after}"]


def _use(package: Package) -> Usage:
    return PythonUsage(Names(package))


LANGUAGE = Language("Python", "python", _use)
