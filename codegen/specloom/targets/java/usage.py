"""Samples of the generated Java in use, for the reference."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from specloom.ir import ByTag, Delta, Operation, Package, Ref, Stream, Union
from specloom.names import pascal
from specloom.targets.base import Language, Usage
from specloom.targets.java.literals import quoted
from specloom.targets.java.names import Names, member_name

_MOST = 4
"""Variants that a sample tells apart."""


@dataclass(frozen=True)
class JavaUsage:
    """Samples in the names of one package."""

    names: Names

    def read(self, name: str) -> str:
        """A value of the declaration `name`, read from JSON."""
        decl = self.names.package.decls[name]
        if isinstance(decl, Union) and isinstance(decl.told, ByTag):
            return self._tell_apart(decl)
        kind, codec = self._type(name), f"Codecs.{self.names.codecs[name]}"
        return self._file(
            ["Codecs", "runtime.Mode", *([] if kind is None else [kind])],
            f"final class Read{pascal(decl.name.words)} {{",
            f"  static {kind or 'Object'} read(String json) {{",
            f"    var value = {codec}.decode(json, Mode.LENIENT);",
            f"    for (var problem : {codec}.problemsOf(value)) {{",
            "      System.err.println(problem.pointer()); // what does not fit is kept",
            "    }",
            "    return value;",
            "  }",
            "}",
        )

    def _tell_apart(self, union: Union) -> str:
        kind = self.names.types[union.name.spelled]
        shown = [(v, v.type) for v in union.variants[:_MOST] if isinstance(v.type, Ref)]
        kinds = [self._type(type.target) or "" for _, type in shown]
        lines = []
        for variant, (one, _) in zip(kinds, shown, strict=True):
            lines.append(f"    if (value instanceof {variant}) {{")
            lines.append(f"      return {quoted(one.tag or '')};")
            lines.append("    }")
        return self._file(
            [kind, *kinds, "runtime.Mode"],
            f"final class Tell{pascal(union.name.words)} {{",
            "  static String tell(String json) {",
            f"    {kind} value = {kind}.fromJson(json, Mode.LENIENT);",
            *lines,
            '    return "another variant, or one of a newer server";',
            "  }",
            "}",
        )

    def grow(self, delta: Delta) -> str:
        """An object, gathered from its deltas."""
        types, gatherer = self.names.types, self.names.roots[delta.delta]
        kind, change = types[delta.snapshot], types[delta.delta]
        return self._file(
            [kind, change, gatherer, "runtime.Mode"],
            f"final class Gather{kind} {{",
            f"  static {kind} gather(Iterable<{change}> deltas) {{",
            f"    var accumulator = new {gatherer}(Mode.LENIENT);",
            "    deltas.forEach(accumulator::push);",
            "    return accumulator.finish();",
            "  }",
            "}",
        )

    def follow(self, stream: Stream) -> str:
        """What a stream builds, event by event."""
        gatherer = self.names.gatherers[stream.event]
        return self._file(
            [gatherer, "runtime.Mode"],
            "final class Follow {",
            f"  static {gatherer} follow(InputStream body, Consumer<String> show) {{",
            f"    var stream = new {gatherer}(Mode.LENIENT);",
            f"    try (var events = {gatherer}.read(body)) {{",
            "      events.forEach(",
            "          event -> stream.push(event).appended().forEach(one -> show.accept(one.text())));",
            "    }",
            "    return stream;",
            "  }",
            "}",
            standard=("java.io.InputStream", "java.util.function.Consumer"),
        )

    def call(self, operation: Operation) -> str:
        """A call of the API: its path, its body and its response."""
        taken = {"answer", "body", "operation", "path", "query", "send"}
        given = {param.wire: member_name(param.name.words, taken) for param in operation.params}
        parameters = ["Sender send", *(f"String {name}" for name in given.values())]
        imports, sent = ["Codecs", "Operations", "runtime.Mode"], ["operation.method()", "path"]
        for word, name in (("query", operation.query), ("body", operation.body)):
            if name is not None:
                kind = self._type(name)
                imports += [] if kind is None else [kind]
                parameters.append(f"{kind or 'String'} {word}")
                codec = f"Codecs.{self.names.codecs[name]}"
                sent.append(word if kind is None else f"{codec}.encodeToString({word})")
        answer = self._type(operation.response)
        codec = f"Codecs.{self.names.codecs[operation.response]}"
        filled = ", ".join(f"{quoted(wire)}, {name}" for wire, name in given.items())
        return self._file(
            [*imports, *([] if answer is None else [answer])],
            f"final class Call{pascal(operation.name.words)} {{",
            "  interface Sender {",
            "    String send(String method, String path, String... sent);",
            "  }",
            "",
            f"  static {answer or 'Object'} call(",
            f"      {', '.join(parameters)}) {{",
            f"    var operation = Operations.{self.names.operations[operation.name.spelled]};",
            f"    var path = operation.pathWith(Map.of({filled}));",
            "    var answer =",
            f"        send.send({', '.join(sent)});",
            f"    return {codec}.decode(answer, Mode.LENIENT);",
            "  }",
            "}",
            standard=("java.util.Map",),
        )

    def _type(self, name: str) -> str | None:
        """The type that has a name of its own, aliases followed; None for maps, lists and scalars."""
        decl = self.names.package.decl_of(Ref(name))
        return None if decl is None else self.names.types[decl.name.spelled]

    def _file(self, imports: Iterable[str], *lines: str, standard: tuple[str, ...] = ()) -> str:
        own = [f"{self.names.package_name}.{name}" for name in imports]
        listed = [f"import {name};" for name in sorted({*own, *standard})]
        return "\n".join([*listed, "", *lines]) + "\n"


def _use(package: Package) -> Usage:
    names = Names(package)
    _ = (
        names.wrappers,
        names.roots,
    )  # names are given in one order, as when the package is written
    return JavaUsage(names)


LANGUAGE = Language("Java", "java", _use)
