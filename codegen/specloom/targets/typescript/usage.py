"""Samples of the generated TypeScript in use, for the reference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from specloom.ir import ByTag, Delta, Operation, Package, Stream, Union
from specloom.names import camel, pascal
from specloom.targets.base import Language, Usage
from specloom.targets.typescript.layout import Doc, brackets, call, lay, record
from specloom.targets.typescript.literals import member, own_key, quoted
from specloom.targets.typescript.names import Names

# fmt: off
_RESERVED = frozenset([
    "arguments", "await", "break", "case", "catch", "class", "const", "continue", "debugger", "default",
    "delete", "do", "else", "enum", "eval", "export", "extends", "false", "finally", "for", "function", "if",
    "implements", "import", "in", "instanceof", "interface", "let", "new", "null", "package", "private",
    "protected", "public", "return", "static", "super", "switch", "this", "throw", "true", "try", "typeof",
    "var", "void", "while", "with", "yield",
])
# fmt: on
"""What no parameter may be called."""

_MOST = 4
"""Variants that a sample tells apart."""


@dataclass(frozen=True)
class TypeScriptUsage:
    """Samples in the names of one package."""

    names: Names

    def read(self, name: str) -> str:
        """A value of the declaration `name`, read from JSON."""
        decl = self.names.package.decls[name]
        if isinstance(decl, Union) and isinstance(decl.told, ByTag) and decl.open:
            tag = member("value", decl.told.wire)
            if not tag.startswith("rt."):  # what only the package itself can read
                return self._tell_apart(decl, tag)
        kind = self.names.types[name]
        return self._file(
            [f"decode{kind}", f"problems{kind}", f"type {kind}"],
            _head(f"export function read{kind}", ["text: string"], kind),
            f"  const value = decode{kind}(JSON.parse(text));",
            f"  const [problem] = problems{kind}(value); // what does not fit is kept",
            "  if (problem) throw new Error(`${problem.pointer}: ${problem.expected}`);",
            "  return value;",
            "}",
        )

    def _tell_apart(self, union: Union, tag: str) -> str:
        kind = self.names.types[union.name.spelled]
        shown = union.variants[:_MOST]
        cases = [
            line
            for variant in shown
            for text in [quoted(variant.tag or "")]
            for line in (f"    case {text}:", f"      return {text};")
        ]
        if len(shown) == len(union.variants):
            imports, other = [f"decode{kind}", "tagOf"], f"tagOf({tag})"
        else:
            imports, other = [f"decode{kind}"], '"another variant"'
        return self._file(
            imports,
            f"export function tell{kind}(parsed: unknown): string {{",
            f"  const value = decode{kind}(parsed);",
            f"  switch ({tag}) {{",
            *cases,
            "    default:",
            f"      return {other};",
            "  }",
            "}",
        )

    def grow(self, delta: Delta) -> str:
        """An object, gathered from its deltas."""
        kind, change = self.names.types[delta.snapshot], self.names.types[delta.delta]
        gatherer = self.names.accumulators[delta.snapshot]
        return self._file(
            [gatherer, f"type {kind}", f"type {change}"],
            _head(f"export function gather{kind}", [f"deltas: Iterable<{change}>"], kind),
            f"  const accumulator = {gatherer}.empty();",
            "  for (const delta of deltas) accumulator.push(delta);",
            "  return accumulator.finish();",
            "}",
        )

    def follow(self, stream: Stream) -> str:
        """What a stream builds, event by event."""
        gatherer, read = self.names.gatherers[stream.event], self.names.readers[stream.event]
        return self._file(
            [gatherer, read, "type ByteStream"],
            "export async function follow(body: ByteStream, show: (text: string) => void) {",
            f"  const stream = new {gatherer}();",
            f"  for await (const event of {read}(body)) {{",
            "    for (const { text } of stream.push(event).appended) show(text);",
            "  }",
            "  return stream.finish();",
            "}",
        )

    def call(self, operation: Operation) -> str:
        """A call of the API: its path, its body and its response."""
        types = self.names.types
        answer = types[operation.response]
        given = {param.wire: _free(camel(param.name.words)) for param in operation.params}
        imports = ["OPERATIONS", "pathOf", f"decode{answer}", f"type {answer}"]
        parameters = ["send: Send", *(f"{name}: string" for name in given.values())]
        sent: list[Doc] = ["operation.method", "path"]
        for word, name in (("query", operation.query), ("body", operation.body)):
            if name is not None:
                kind = types[name]
                imports += [f"encode{kind}", f"type {kind}"]
                parameters.append(f"{word}: {kind}")
                sent.append(call(f"encode{kind}", [word]))
        filled = record(
            own_key(wire) if wire == name else f"{own_key(wire)}: {name}"
            for wire, name in given.items()
        )
        of_operation = member("OPERATIONS", operation.name.spelled)
        function = f"call{pascal(operation.name.words)}"
        return self._file(
            imports,
            "type Send = (method: string, path: string, ...sent: unknown[]) => Promise<unknown>;",
            "",
            _head(f"export async function {function}", parameters, f"Promise<{answer}>"),
            f"  const operation = {of_operation};",
            lay(["  const path = ", call("pathOf", ["operation", filled]), ";"], 2),
            lay(["  const answer = await ", call("send", sent), ";"], 2),
            f"  return decode{answer}(answer);",
            "}",
        )

    def _file(self, imports: Sequence[str], *lines: str) -> str:
        wanted = sorted(dict.fromkeys(imports), key=lambda name: name.startswith("type "))
        head = lay(["import ", record(wanted), f" from {quoted(self.names.project)};"])
        return "\n".join([head, "", *lines]) + "\n"


def _head(name: str, parameters: Sequence[str], result: str) -> str:
    return lay([name, brackets("(", list(parameters), ")"), f": {result} {{"])


def _free(name: str) -> str:
    taken = ("answer", "body", "operation", "path", "query", "send", *_RESERVED)
    return f"{name}_" if name in taken else name


def _use(package: Package) -> Usage:
    return TypeScriptUsage(Names(package))


LANGUAGE = Language("TypeScript", "ts", _use)
