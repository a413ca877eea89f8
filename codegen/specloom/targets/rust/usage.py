"""Samples of the generated Rust in use, for the reference."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from specloom.ir import ByTag, Delta, Operation, Package, Ref, Stream, Union
from specloom.targets.base import Language, Usage
from specloom.targets.rust.literals import quoted
from specloom.targets.rust.names import Names, field_name, raw

_WIDTH = 100
_ARRAY_WIDTH = 60  # what rustfmt takes for a short one
_MOST = 4
"""Variants that a sample tells apart."""


@dataclass(frozen=True)
class RustUsage:
    """Samples in the names of one package."""

    names: Names

    def read(self, name: str) -> str:
        """A value of the declaration `name`, read from JSON."""
        package = self.names.package
        decl, kind = package.decls[name], self.names.types[name]
        function = field_name(decl.name.words)
        if isinstance(decl, Union) and isinstance(decl.told, ByTag):
            return self._tell_apart(decl)
        if package.decl_of(Ref(name)) is None:
            return self._file(
                ["DecodeError", "Mode", "CODECS"],
                "/// A map, a list or a scalar has no type of its own: it is read through its codec.",
                *_head(f"read_{function}", ["value: Value"], "Result<Value, DecodeError>"),
                "    let codec = CODECS",
                "        .iter()",
                f"        .find(|codec| codec.name == {quoted(name)})",
                '        .expect("the spec has this type");',
                "    codec.decode(value, Mode::Lenient)",
                "}",
                standard=["use serde_json::Value;"],
            )
        return self._file(
            ["DecodeError", "JsonModel", kind, "Mode"],
            *_head(f"read_{function}", ["json: &str"], f"Result<{kind}, DecodeError>"),
            *_let("value", f"{kind}::from_json(json, Mode::Lenient)?;"),
            "    for problem in value.problems() {",
            '        eprintln!("{}", problem.pointer); // what does not fit is kept',
            "    }",
            "    Ok(value)",
            "}",
        )

    def _tell_apart(self, union: Union) -> str:
        kind = self.names.types[union.name.spelled]
        shown = list(zip(self.names.variants(union), union.variants, strict=True))[:_MOST]
        return self._file(
            ["DecodeError", "JsonModel", kind, "Mode"],
            *_head(
                f"tell_{field_name(union.name.words)}",
                ["json: &str"],
                "Result<&'static str, DecodeError>",
            ),
            *_let("value", f"{kind}::from_json(json, Mode::Lenient)?;"),
            "    Ok(match value {",
            *(f"        {kind}::{one}(_) => {quoted(v.tag or '')}," for one, v in shown),
            '        _ => "another variant, or one of a newer server",',
            "    })",
            "}",
        )

    def grow(self, delta: Delta) -> str:
        """An object, gathered from its deltas."""
        types, gatherer = self.names.types, self.names.roots[delta.delta]
        kind, change = types[delta.snapshot], types[delta.delta]
        function = field_name(self.names.package.decls[delta.snapshot].name.words)
        return self._file(
            ["DeltaError", kind, gatherer, change, "Mode"],
            *_head(f"gather_{function}", [f"deltas: &[{change}]"], f"Result<{kind}, DeltaError>"),
            f"    let mut accumulator = {gatherer}::empty(Mode::Lenient);",
            "    for delta in deltas {",
            "        accumulator.push(delta)?;",
            "    }",
            "    accumulator.finish()",
            "}",
        )

    def follow(self, stream: Stream) -> str:
        """What a stream builds, event by event."""
        gatherer = self.names.gatherers[stream.event]
        parameters = ["body: impl Read", "show: impl Fn(&str)"]
        return self._file(
            ["Mode", gatherer],
            *_head("follow", parameters, f"Result<{gatherer}, Box<dyn Error>>"),
            f"    let mut stream = {gatherer}::new(Mode::Lenient);",
            f"    for event in {gatherer}::events(body) {{",
            "        for appended in stream.push(&event?)?.appended {",
            "            show(&appended.text);",
            "        }",
            "    }",
            "    Ok(stream)",
            "}",
            standard=["use std::error::Error;", "use std::io::Read;"],
        )

    def call(self, operation: Operation) -> str:
        """A call of the API: its path, its body and its response."""
        types, spelled = self.names.types, operation.name.spelled
        given = {p.wire: _free(field_name(p.name.words)) for p in operation.params}
        parameters = ["send: impl Fn(&str, &str, &[String]) -> String"]
        parameters += [f"{name}: &str" for name in given.values()]
        imports = ["operation", "JsonModel", "Mode", types[operation.response]]
        sent = []
        for word, name in (("query", operation.query), ("body", operation.body)):
            if name is not None:
                imports.append(types[name])
                parameters.append(f"{word}: &{types[name]}")
                sent.append(f"{word}.to_json()?")
        filled = [f"({quoted(wire)}, {name})" for wire, name in given.items()]
        answer = f"Result<{types[operation.response]}, Box<dyn Error>>"
        return self._file(
            imports,
            *_head(f"call_{field_name(operation.name.words)}", parameters, answer),
            f'    let operation = operation({quoted(spelled)}).ok_or("no such operation")?;',
            *_array("values", filled),
            f"    let path = operation.url_path({'&values' if filled else '&[]'});",
            *_array("sent", sent),
            f"    let answer = send(operation.method, &path, {'&sent' if sent else '&[]'});",
            f"    Ok({types[operation.response]}::from_json(answer, Mode::Lenient)?)",
            "}",
            standard=["use std::error::Error;"],
        )

    def _file(self, imports: Iterable[str], *lines: str, standard: Sequence[str] = ()) -> str:
        crate = self.names.crate.replace("-", "_")
        wanted = sorted(dict.fromkeys(imports), key=_rank)
        head = [f"use {crate}::{{{', '.join(wanted)}}};"]
        if len(head[0]) > _WIDTH - 2:  # rustfmt keeps room for the bracket and what comes after it
            head = [f"use {crate}::{{", *_filled(wanted), "};"]
        return "\n".join([*standard, *([""] * bool(standard)), *head, "", *lines]) + "\n"


def _head(name: str, parameters: Sequence[str], result: str) -> list[str]:
    line = f"pub fn {name}({', '.join(parameters)}) -> {result} {{"
    if len(line) <= _WIDTH:
        return [line]
    return [f"pub fn {name}(", *(f"    {one}," for one in parameters), f") -> {result} {{"]


def _let(name: str, expression: str) -> list[str]:
    line = f"    let {name} = {expression}"
    return [line] if len(line) <= _WIDTH else [f"    let {name} =", f"        {expression}"]


def _array(name: str, items: Sequence[str]) -> list[str]:
    """A variable that holds an array, if that is not empty."""
    line = f"[{', '.join(items)}]"
    if len(line) <= _ARRAY_WIDTH:
        return [f"    let {name} = {line};"] * bool(items)
    return [f"    let {name} = [", *(f"        {item}," for item in items), "    ];"]


def _filled(words: Sequence[str]) -> list[str]:
    """Words on as few lines as hold them."""
    lines = [""]
    for word in words:
        if lines[-1] and len(lines[-1]) + len(word) + 6 > _WIDTH:
            lines.append("")
        lines[-1] += f"{' ' if lines[-1] else '    '}{word},"
    return lines


def _rank(name: str) -> tuple[int, str]:
    """Where a name comes among those imported: functions, then types, then constants."""
    return (0 if name.islower() else 2 if name.isupper() else 1, name)


def _free(name: str) -> str:
    taken = ("answer", "body", "operation", "path", "query", "send", "sent", "values")
    return f"{name}_" if name in taken else raw(name)


def _use(package: Package) -> Usage:
    names = Names(package)
    _ = names.gatherers  # names are given in one order, as when the crate is written
    return RustUsage(names)


LANGUAGE = Language("Rust", "rust", _use)
