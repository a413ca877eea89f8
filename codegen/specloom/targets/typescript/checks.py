"""Views of the checks: one function a declaration, straight through its members."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from specloom.ir import (
    Alias,
    ByTag,
    Choice,
    Decl,
    ExactlyOneOf,
    JsonKind,
    Module,
    Record,
    RecordRule,
    Ref,
    RequiredIf,
    Union,
)
from specloom.render import render
from specloom.targets.typescript.checking import ITSELF, Checking
from specloom.targets.typescript.layout import array, brackets, call, clause, lay, record
from specloom.targets.typescript.literals import literal, member, quoted
from specloom.targets.typescript.names import Names, constant_name


@dataclass(frozen=True, slots=True)
class RecordView:
    """The check of a record. `known` is the constant of the members of a closed one."""

    head: str
    known: str
    has_place: bool
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BranchView:
    """One way for a union."""

    when: str
    then: str


@dataclass(frozen=True, slots=True)
class UnionView:
    """The check of a union. `otherwise` is what happens if no branch is right: nothing in an open one."""

    head: str
    told: str
    branches: tuple[BranchView, ...]
    otherwise: str


@dataclass(frozen=True, slots=True)
class OtherView:
    """A check of one statement."""

    head: str
    statement: str


@dataclass(frozen=True, slots=True)
class ConstantView:
    """A named constant."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class ModuleView:
    """A file of checks."""

    header: str
    imports: tuple[str, ...]
    patterns: tuple[ConstantView, ...]
    blocks: tuple[str, ...]


def write_checks(module: Module, names: Names, header: str) -> str:
    """The checks of one spec file."""
    home = names.module_of(module)
    checking = Checking(names, home)
    blocks = [block for decl in module.decls for block in _blocks(decl, checking)]
    view = ModuleView(
        header=header,
        imports=tuple(_imports(checking)),
        patterns=tuple(
            ConstantView(
                name, lay([f"const {name} = ", call("new RegExp", [quoted(pattern), '"u"']), ";"])
            )
            for pattern, name in checking.patterns.items()
        ),
        blocks=tuple(blocks),
    )
    return render("typescript/checks.ts.j2", view)


def _imports(checking: Checking) -> Iterator[str]:
    if checking.values:
        yield _import(sorted(checking.values), f"../models/{checking.home}.js")
    homes = sorted({home for home, _ in checking.foreign})
    for home in homes:
        functions = sorted(name for where, name in checking.foreign if where == home)
        yield _import(functions, f"./{home}.js")


def _import(names: list[str], path: str) -> str:
    return lay(["import ", record(names), f' from "{path}";'])


def _blocks(decl: Decl, checking: Checking) -> list[str]:
    name = checking.names.types[decl.name.spelled]
    match decl:
        case Record():
            written = render("typescript/check_record.ts.j2", _record(decl, name, checking))
        case Union():
            written = render("typescript/check_union.ts.j2", _union(decl, name, checking))
        case Choice():
            statement = lay([checking.choice(decl, ITSELF), ";"], 2)
            written = render(
                "typescript/check_other.ts.j2",
                OtherView(_head(f"export const check{name}"), statement),
            )
        case Alias():
            statement = checking.statement(decl.type, name)
            written = render(
                "typescript/check_other.ts.j2",
                OtherView(_head(f"export const check{name}"), statement),
            )
    helpers = [
        render(
            "typescript/check_other.ts.j2",
            OtherView(_head(f"const {helper.name}"), helper.statement),
        )
        for helper in checking.helpers
    ]
    checking.helpers.clear()
    return [*helpers, written]


def _head(declared: str) -> str:
    """The first line of a check, up to its brace."""
    return lay([f"{declared}: rt.Check = ", brackets("(", ITSELF, ")"), " => {"])


def _record(decl: Record, name: str, checking: Checking) -> RecordView:
    found = (checking.member(field, name) for field in decl.fields)
    statements = [statement for statement in found if statement is not None]
    known = ""
    if not decl.open:
        constant = constant_name(decl.name, "MEMBERS")
        listed = array([quoted(field.wire) for field in decl.fields])
        known = lay([f"const {constant}: ReadonlySet<string> = new Set(", listed, ");"])
        statements.append(lay([call("rt.closed", ["v", "here", "found", constant]), ";"], 2))
    has_place = bool(statements)
    for rule in decl.rules:
        statements.append(_rule(rule))
        has_place = has_place or isinstance(rule, RequiredIf)
    return RecordView(_head(f"export const check{name}"), known, has_place, tuple(statements))


def _rule(rule: RecordRule) -> str:
    match rule:
        case RequiredIf():
            asked = f"{member('v', rule.when)} === {literal(rule.equals)}"
            missing = f"{member('v', rule.field)} === undefined"
            then = call("rt.missing", ["here", quoted(rule.field), "found"])
            return lay(clause(f"{asked} && {missing}", then), 2)
        case ExactlyOneOf():
            names = array([quoted(wire) for wire in rule.fields])
            return lay([call("rt.exactlyOne", ["v", "at", "key", "found", names]), ";"], 2)


def _union(decl: Union, name: str, checking: Checking) -> UnionView:
    if isinstance(decl.told, ByTag):
        wire = quoted(decl.told.wire)
        told = lay(call("rt.tag", ["value", wire, "at", "key", "found"]), 2, 8)
        branches = []
        for variant in decl.variants:
            assert isinstance(variant.type, Ref)
            then = lay(call(checking.named(variant.type.target), ITSELF), 6, 7)
            branches.append(BranchView(quoted(variant.tag or ""), then))
        otherwise = ""
        if not decl.open:
            branches.insert(0, BranchView("undefined", ""))
            tags = array([quoted(variant.tag or "") for variant in decl.variants])
            otherwise = lay(call("rt.foreign", ["value", "at", "key", "found", wire, tags]), 6, 7)
        return UnionView(_head(f"export const check{name}"), told, tuple(branches), otherwise)
    branches = [
        BranchView(quoted(str(v.kind)), lay(checking.check(v.type, ITSELF, name), 6, 7))
        for v in decl.variants
    ]
    expected = quoted(" or ".join(_NOUNS[variant.kind] for variant in decl.variants))
    otherwise = lay(call("rt.misfit", [*ITSELF, expected]), 6, 7)
    return UnionView(
        _head(f"export const check{name}"), "rt.kindOf(value)", tuple(branches), otherwise
    )


_NOUNS = {
    JsonKind.STRING: "a string",
    JsonKind.NUMBER: "a number",
    JsonKind.BOOLEAN: "true or false",
    JsonKind.ARRAY: "a list",
    JsonKind.OBJECT: "an object",
    JsonKind.NULL: "null",
}
