"""What the types of the TypeScript package allow and refuse: compiled by people who ask most of types."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from specloom.ir import ByTag, Package, Union
from specloom.targets.typescript.literals import member, quoted
from specloom.targets.typescript.names import Names
from toolchains import say
from typescript.npm import compile_source

HERE = Path(__file__).resolve().parent


def unions(package: Package) -> Iterator[tuple[Union, str]]:
    """The unions by tag, each with its tag member."""
    for decl in package.decls.values():
        if isinstance(decl, Union) and isinstance(decl.told, ByTag):
            yield decl, decl.told.wire


def switch(package: Package, union: Union, tag: str, *, dropped: int | None = None) -> str:
    """A function that has an arm for each variant (but one), and asks that nothing else is left."""
    names = Names(package)
    name = names.types[union.name.spelled]
    unknown = names.unknowns.get(union.name.spelled)
    rest = f"m.{unknown}" if unknown else "never"
    arms = "".join(
        f"    case {quoted(variant.tag or '')}:\n      return {number};\n"
        for number, variant in enumerate(union.variants)
        if number != dropped
    )
    directive = "      // @ts-expect-error an arm is missing\n" if dropped is not None else ""
    return (
        f"export function {name}{'' if dropped is None else dropped}(value: m.{name}): number {{\n"
        f"  switch ({member('value', tag)}) {{\n{arms}    default: {{\n{directive}"
        f"      const rest: {rest} = value;\n      return rest === value ? -1 : -2;\n    }}\n  }}\n}}\n"
    )


HEAD = 'import type * as m from "threads-api";\n'


def test_switches_over_every_union_are_exhaustive(shipped: Package, package: Path) -> None:
    found = list(unions(shipped))
    assert len(found) > 10
    source = HEAD + "".join(switch(shipped, union, tag) for union, tag in found)
    done = compile_source(package, "exhaustive.ts", source)
    assert done.returncode == 0, say(done)


def test_no_arm_of_any_union_can_be_dropped(shipped: Package, package: Path) -> None:
    """Each function lacks one arm; its last statement must not compile."""
    source = HEAD + "".join(
        switch(shipped, union, tag, dropped=number)
        for union, tag in unions(shipped)
        for number in range(len(union.variants))
    )
    done = compile_source(package, "dropped.ts", source)
    assert done.returncode == 0, say(done)


def test_a_dropped_arm_is_an_error_of_the_compiler(shipped: Package, package: Path) -> None:
    """The same without the directive, to see the error itself."""
    union = next(union for union, _ in unions(shipped) if union.name.spelled == "MessageContent")
    source = HEAD + switch(shipped, union, "type", dropped=2)
    source = re.sub(r".*@ts-expect-error.*\n", "", source)
    done = compile_source(package, "broken.ts", source)
    assert done.returncode != 0
    assert "TextContentBlock" in done.stdout


def test_types_allow_and_refuse_what_they_should(package: Path) -> None:
    done = compile_source(package, "types.ts", (HERE / "types.ts").read_text("utf-8"))
    assert done.returncode == 0, say(done)


def test_the_body_of_a_response_is_a_body(package: Path) -> None:
    source = (HERE / "fetching.ts").read_text("utf-8")
    for libraries in ("ES2022,DOM", "ES2022,DOM,DOM.AsyncIterable"):
        done = compile_source(package, "fetching.ts", source, libraries)
        assert done.returncode == 0, say(done)
