"""The vectors notice wrong rules: every rule of every member is changed in turn, and some vector fails.

What is changed is the generated code itself, once as calls of the folds and once as rows of the rules that
composing and deriving go by. A mutant is compiled in memory and takes the place of the accumulators.
"""

from __future__ import annotations

import ast
import copy
import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest
import threads_api
from threads_api import _accumulate, accumulators

from python import test_vectors
from python.test_vectors import read_vectors

SOURCE = Path(str(accumulators.__file__)).read_text("utf-8")
WHOLE = "threads_api.accumulators"


class Mutant(NamedTuple):
    """A change: what it is called, the member it concerns, and what it does to the tree of the module.

    It is made when its test runs: copying the tree for all of them would take every worker a minute before
    the first test.
    """

    name: str
    member: str
    change: Callable[[ast.Module], None]


OTHERS = {
    "append_text": ("once", "replace", ""),
    "once": ("append_text", "replace", ""),
    "replace": ("append_text", "once", "sum", ""),
    "merge_record": ("replace", ""),
    "merge_union": ("replace", ""),
    "merge_list": ("replace", ""),
    "merge_members": ("replace", ""),
}
"""What each method of a fold is changed to; nothing: the call is left out."""

ROWS = {
    "append": ("once", "replace", "skip"),
    "once": ("append", "replace", "skip"),
    "replace": ("append", "once", "sum", "skip"),
    "merge": ("replace", "skip"),
    "skip": (),
}
"""The same for the rows of the rules, where addresses do nothing."""


def changed(tree: ast.Module, change: Callable[[ast.Module], None]) -> ast.Module:
    """A copy of a tree with a change."""
    twin = copy.deepcopy(tree)
    change(twin)
    return ast.fix_missing_locations(twin)


def folds(tree: ast.Module) -> Iterator[tuple[str, ast.If]]:
    """The members of every fold: a name for each, and the `if` that deals with it."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("_fold_"):
            for statement in node.body:
                if isinstance(statement, ast.If) and isinstance(statement.test, ast.Compare):
                    wire = ast.literal_eval(statement.test.left)
                    yield f"{node.name.removeprefix('_fold_')}.{wire}", statement


def rows(tree: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    """The rows of all rules: a name for each, and the call that makes it."""
    for node in tree.body:
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target).startswith("_RULES_"):
            assert isinstance(node.value, ast.Call)
            table = node.value.args[0]
            assert isinstance(table, ast.Dict)
            for key, value in zip(table.keys, table.values, strict=True):
                assert isinstance(key, ast.Constant)
                assert isinstance(value, ast.Call)
                stem = ast.unparse(node.target).removeprefix("_RULES_").lower()
                yield f"{stem}.{key.value!s}", value


def method_of(statement: ast.If) -> str:
    """The method that a member calls; nothing for an address."""
    call = statement.body[-1]
    if isinstance(call, ast.Expr) and isinstance(call.value, ast.Call):
        assert isinstance(call.value.func, ast.Attribute)
        return call.value.func.attr
    return ""


def is_text(statement: ast.If) -> bool:
    """Whether a member is checked to be text or a constant, so that it could be appended."""
    said = ast.unparse(statement.body[-1])
    return said.endswith(("_TEXT)", "_TEXT_OR_NULL)", "_CHECK)"))


def recall(statement: ast.If, method: str) -> None:
    """Makes a member call another method, or none."""
    call = statement.body[-1]
    assert isinstance(call, ast.Expr)
    assert isinstance(call.value, ast.Call)
    if not method:
        statement.body.pop()
        return
    arguments = call.value.args[:5]
    if method_of(statement).startswith("merge"):
        arguments.append(ast.Constant(ast.literal_eval(arguments[1])))
    call.value = ast.Call(
        ast.Attribute(ast.Name("fold", ast.Load()), method, ast.Load()), arguments, []
    )


def fold_mutants(tree: ast.Module) -> Iterator[Mutant]:
    for number, (name, statement) in enumerate(folds(tree)):
        method = method_of(statement)
        wire = name.split(".")[1]
        if not method:

            def leak(twin: ast.Module, number: int = number, wire: str = wire) -> None:
                kept = f'x.residue = {{**(x.residue or {{}}), "{wire}": d["{wire}"]}}'
                [*folds(twin)][number][1].body.extend(ast.parse(kept).body)

            yield Mutant(f"fold {name}: an address that is kept", wire, leak)
        for other in OTHERS[method] if method else ():
            if other == "append_text" and not is_text(statement):
                continue
            if other == "sum" and is_text(statement):
                continue

            def swap(twin: ast.Module, number: int = number, other: str = other) -> None:
                recall([*folds(twin)][number][1], other)

            title = f"fold {name}: {method} as {other or 'nothing'}"
            yield Mutant(title, wire, swap)


def row_mutants(tree: ast.Module) -> Iterator[Mutant]:
    for number, (name, row) in enumerate(rows(tree)):
        rule = ast.literal_eval(row.args[0])
        said = ast.unparse(row)
        for other in ROWS[rule]:
            if other == "sum" and "_INTEGER" not in said:
                continue
            if other == "append" and "_INTEGER" in said:
                continue

            def swap(twin: ast.Module, number: int = number, other: str = other) -> None:
                [*rows(twin)][number][1].args[0] = ast.Constant(other)

            yield Mutant(f"rules {name}: {rule} as {other}", name.split(".")[1], swap)
        if "dense=True" in said:

            def loosen(twin: ast.Module, number: int = number) -> None:
                call = [*rows(twin)][number][1]
                call.keywords = [word for word in call.keywords if word.arg != "dense"]

            yield Mutant(f"rules {name}: gaps allowed", name.split(".")[1], loosen)


@cache
def original() -> ast.Module:
    return ast.parse(SOURCE)


@cache
def mutants() -> list[Mutant]:
    return [*fold_mutants(original()), *row_mutants(original())]


def equivalent(mutant: Mutant) -> str:
    """Why a mutant does what the original does; nothing if it should not."""
    _, _, change = mutant.name.partition(": ")
    if mutant.member == "type" and change in ("once as replace", "once as nothing", "once as skip"):
        return "a variant's tag is settled before its members, and its object is born with it"
    return ""


def load(tree: ast.Module) -> ModuleType:
    """The module of a tree, in the package but not in its place."""
    module = ModuleType(WHOLE)
    module.__package__ = "threads_api"
    exec(compile(tree, "<mutant>", "exec"), module.__dict__)
    return module


@cache
def trials() -> list[tuple[str, Callable[[Any], None], Any]]:
    """(text of the vector, test, vector) for everything that goes through the accumulators."""
    tests: list[tuple[Callable[[Any], None], tuple[str, ...]]] = [
        (test_vectors.test_merge, ("merge",)),
        (test_vectors.test_algebra, ("compose", "diff", "chunk")),
        (test_vectors.test_merge_composed, ("merge",)),
    ]
    return [
        (json.dumps(parameter.values[0]), test, parameter.values[0])
        for test, ops in tests
        for parameter in read_vectors(*ops)
    ]


def is_noticed(module: ModuleType, member: str, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether some vector fails; those that speak of the member come first."""
    kinds = {
        "MessageDelta": module.MessageAccumulator,
        "RunStepDelta": module.RunStepAccumulator,
    }
    monkeypatch.setattr(test_vectors, "ACCUMULATORS", kinds)
    likely = sorted(trials(), key=lambda trial: f'"{member}"' not in trial[0])
    for _, test, vector in likely:
        try:
            test(vector)
        except Exception:  # noqa: BLE001 - whatever a wrong rule brings about
            return True
    return False


@pytest.fixture(autouse=True)
def registry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Mutants register themselves; afterwards it is as before."""
    monkeypatch.setattr(_accumulate, "BY_MODEL", dict(_accumulate.BY_MODEL))


def test_the_original_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not is_noticed(load(original()), "value", monkeypatch)


@pytest.mark.parametrize("stem", sorted({mutant.name.split(".")[0] for mutant in mutants()}))
def test_wrong_rules_are_noticed(stem: str, monkeypatch: pytest.MonkeyPatch) -> None:
    survivors = [
        mutant.name
        for mutant in mutants()
        if mutant.name.split(".")[0] == stem
        and not equivalent(mutant)
        and not is_noticed(load(changed(original(), mutant.change)), mutant.member, monkeypatch)
    ]
    assert survivors == []


def test_every_member_is_changed() -> None:
    """No member of any delta record is without mutants."""
    tree = ast.parse(SOURCE)
    concerned = {mutant.name.partition(":")[0] for mutant in mutants()}
    assert concerned >= {f"fold {name}" for name, _ in folds(tree)}
    said = {f"rules {name}" for name, row in rows(tree) if ast.literal_eval(row.args[0]) != "skip"}
    assert concerned >= said
    assert len(mutants()) > 150
    assert threads_api.MessageAccumulator is accumulators.MessageAccumulator
