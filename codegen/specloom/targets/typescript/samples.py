"""Views of the examples in a package's README, in the words of its spec."""

from __future__ import annotations

from collections.abc import Iterator

from specloom.ir import ByTag, Record, Ref, Union
from specloom.targets.typescript.layout import lay, record
from specloom.targets.typescript.literals import member, quoted
from specloom.targets.typescript.names import Names


def write_samples(names: Names, project: str) -> tuple[tuple[str, ...], ...]:
    """The examples that make sense for a package, each as its lines."""
    return tuple(
        tuple(sample)
        for sample in (
            list(_round_trip(names, project)),
            list(_switch(names, project)),
            list(_follow(names, project)),
        )
        if sample
    )


def _import(what: list[str], project: str) -> str:
    return lay(["import ", record(what), f" from {quoted(project)};"])


def _round_trip(names: Names, project: str) -> Iterator[str]:
    package = names.package
    wanted = [*(delta.snapshot for delta in package.deltas), *package.decls]
    spelled = next((name for name in wanted if isinstance(package.decls[name], Record)), None)
    if spelled is None:
        return
    name = names.types[spelled]
    yield _import([f"decode{name}", f"encode{name}", f"problems{name}"], project)
    yield ""
    yield "export function roundTrip(text: string): string {"
    yield f"  const value = decode{name}(JSON.parse(text));"
    yield f"  if (problems{name}(value).length > 0) return text;"
    yield f"  return JSON.stringify(encode{name}(value));"
    yield "}"


def _switch(names: Names, project: str) -> Iterator[str]:
    package = names.package
    unions = [package.decls[spelled] for spelled in names.unknowns]
    small = (u for u in unions if isinstance(u, Union) and 1 < len(u.variants) < 6)
    union = next(small, None)
    if union is None or not isinstance(union.told, ByTag):
        return
    name = names.types[union.name.spelled]
    tag = member("value", union.told.wire)
    if tag.startswith("rt."):
        return
    yield _import(["tagOf", f"type {name}"], project)
    yield ""
    yield f"export function nameOf(value: {name}): string {{"
    yield f"  switch ({tag}) {{"
    for variant in union.variants:
        assert isinstance(variant.type, Ref)
        yield f"    case {quoted(variant.tag or '')}:"
    yield f"      return {tag};"
    yield "    default:"
    yield f"      return tagOf({tag});"
    yield "  }"
    yield "}"


def _follow(names: Names, project: str) -> Iterator[str]:
    if not names.package.streams:
        return
    event = names.package.streams[0].event
    gatherer, read = names.gatherers[event], names.readers[event]
    yield _import([gatherer, read, "type ByteStream"], project)
    yield ""
    yield "export async function follow(body: ByteStream, show: (text: string) => void) {"
    yield f"  const stream = new {gatherer}();"
    yield f"  for await (const event of {read}(body)) {{"
    yield "    for (const { text } of stream.push(event).appended) show(text);"
    yield "  }"
    yield "  return stream.finish();"
    yield "}"
