"""The invariants of the design that the source shows: who may import, read, write and decide what."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import re
import subprocess
import sys
from collections.abc import Iterable

import jinja2
import pytest
from jinja2 import nodes

from goldens import ROOT
from sources import Source, calls, imports, sources
from specloom import ir

HEAVY = (
    "black",
    "datamodel_code_generator",
    "jinja2",
    "jsonschema",
    "libcst",
    "referencing",
    "rich",
)


def forbidden(among: Iterable[Source], *packages: str) -> list[str]:
    """Which of the modules import one of `packages`, as complaints."""
    return [
        f"{source.name} imports {name}"
        for source in among
        for name in dict.fromkeys(imports(source))
        if any(name == package or name.startswith(f"{package}.") for package in packages)
    ]


def within(*packages: str) -> list[Source]:
    found = [source for source in sources() if source.within(*packages)]
    assert found, f"no module in {packages}: the design moved and this test did not"
    return found


def outside(*packages: str) -> list[Source]:
    return [source for source in sources() if not source.within(*packages)]


# --- 1: who knows whom ----------------------------------------------------------------------------------


def test_the_ir_imports_the_standard_library_only() -> None:
    strange = [
        name
        for source in within("specloom.ir", "specloom.where")
        for name in imports(source)
        if name.split(".")[0] not in sys.stdlib_module_names
        and not name.startswith(("specloom.ir", "specloom.where"))
    ]
    assert strange == []


def test_lowering_never_imports_targets() -> None:
    assert (
        forbidden(
            within("specloom.lower"), "specloom.targets", "specloom.render", "specloom.output"
        )
        == []
    )


def test_targets_never_import_documents_or_lower() -> None:
    assert (
        forbidden(
            within("specloom.targets"), "specloom.documents", "specloom.lower", "specloom.cli"
        )
        == []
    )


def test_nothing_but_the_command_imports_the_command() -> None:
    assert forbidden(outside("specloom.cli", "specloom.__main__"), "specloom.cli") == []


MADE_OF = {
    "flavours": ("jsonschema.bundle", "python.blocks", "python.literals", "python.names"),
    "openapi": ("jsonschema.schemas",),
}
"""Targets that tell others anew, by what they may know of those: flavours are the bundle in Python names."""


def test_targets_do_not_know_each_other() -> None:
    homes = {
        source.name.split(".")[2]
        for source in within("specloom.targets")
        if source.name.count(".") > 1
    }
    shared = {"base", "registry"}
    for home in sorted(homes - shared):
        others = [f"specloom.targets.{other}" for other in homes - shared - {home}]
        known = [f"imports specloom.targets.{module}" for module in MADE_OF.get(home, ())]
        found = forbidden(within(f"specloom.targets.{home}"), *others)
        assert [complaint for complaint in found if not any(k in complaint for k in known)] == []


def test_the_command_imports_nothing_heavy_before_it_needs_it() -> None:
    program = (
        "import sys\n"
        "from specloom.cli import main\n"
        "sys.argv[1:] = ['--version']\n"
        "try:\n    main()\n"
        "except SystemExit as stop:\n    assert not stop.code, stop.code\n"
        f"print(*sorted(set({HEAVY!r}) & set(sys.modules)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert run.stdout.splitlines()[-1] == "", f"--version imports {run.stdout.splitlines()[-1]}"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("import specloom.lower.shape", "specloom.lower.shape"),
        ("from specloom import lower", "specloom.lower"),
        ("from ...lower import shape", "specloom.lower.shape"),
        ("def f():\n    from specloom.lower.shape import shape", "specloom.lower.shape"),
        ("import_module('specloom.lower')", "specloom.lower"),
    ],
)
def test_an_import_is_seen_however_it_is_made(text: str, name: str) -> None:
    path = ROOT / "codegen" / "specloom" / "targets" / "made" / "up.py"
    source = Source("specloom.targets.made.up", path, ast.parse(text))
    assert name in imports(source)
    assert forbidden([source], "specloom.lower")


# --- 2: who touches the world ---------------------------------------------------------------------------

WRITERS = {
    "write_text",
    "write_bytes",
    "unlink",
    "rmdir",
    "rmtree",
    "mkdir",
    "makedirs",
    "replace_file",
    "touch",
    "symlink_to",
}
READERS = {
    "read_text",
    "read_bytes",
    "open",
    "iterdir",
    "rglob",
    "glob",
    "scandir",
    "listdir",
    "walk_files",
}


def test_only_render_knows_jinja() -> None:
    assert forbidden(outside("specloom.render"), "jinja2") == []


def test_only_output_writes() -> None:
    allowed = within(
        "specloom.output", "specloom.cache"
    )  # the cache is a place of its own, not output
    strange = [
        f"{source.name}:{line} calls {name}"
        for source in sources()
        if source not in allowed
        for name, line in calls(source)
        if name in WRITERS
    ]
    assert strange == []


def test_lowering_and_targets_read_nothing() -> None:
    pure = [*within("specloom.ir", "specloom.lower"), *within("specloom.targets")]
    strange = [
        f"{source.name}:{line} calls {name}"
        for source in pure
        for name, line in calls(source)
        if name in READERS
    ]
    assert strange == []


def test_only_documents_knows_the_readers_of_specs() -> None:
    readers = ("specloom.documents", "specloom.validate")
    assert forbidden(outside(*readers, "specloom.schemas"), "jsonschema") == []
    assert forbidden(outside(*readers), "referencing") == []


# --- 3: the same bytes always ---------------------------------------------------------------------------


def test_nothing_that_makes_output_asks_the_world() -> None:
    makers = within("specloom.ir", "specloom.lower", "specloom.render", "specloom.targets")
    world = (
        "time",
        "datetime",
        "random",
        "secrets",
        "uuid",
        "socket",
        "getpass",
        "platform",
        "locale",
        "os.environ",
    )
    assert forbidden(makers, *world, "os.getenv", "tempfile") == []


def test_the_ir_is_frozen_and_comparable() -> None:
    kinds = [kind for _, kind in inspect.getmembers(ir, inspect.isclass)]
    records = [kind for kind in kinds if dataclasses.is_dataclass(kind)]
    assert len(records) > 25
    for record in records:
        params = record.__dataclass_params__  # type: ignore[attr-defined]
        assert params.frozen, record
        assert params.eq, record


# --- 6: templates lay out -------------------------------------------------------------------------------

DECISIONS = (nodes.And, nodes.Or, nodes.Compare, nodes.BinExpr, nodes.CondExpr, nodes.Concat)
LAYOUT_FILTERS = {"indent"}
"""Filters that only move text. Whatever else a template wants of a value is a decision of the view."""

TEMPLATES = sorted((ROOT / "templates").rglob("*.j2"))


def test_there_are_templates() -> None:
    assert TEMPLATES


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_template_never_decides(path: object) -> None:
    text = (ROOT / str(path)).read_text(encoding="utf-8")
    assert decisions(text) == []


def decisions(text: str) -> list[str]:
    """What a template does besides laying out."""
    tree = jinja2.Environment(autoescape=False, extensions=["jinja2.ext.loopcontrols"]).parse(text)
    found = [f"line {node.lineno}: {type(node).__name__}" for node in tree.find_all(DECISIONS)]
    found += [
        f"line {node.lineno}: filter {node.name}"
        for node in tree.find_all(nodes.Filter)
        if node.name not in LAYOUT_FILTERS
    ]
    return found


@pytest.mark.parametrize(
    "text",
    [
        "{% if a and b %}x{% endif %}",
        "{{ a or b }}",
        "{% if a == 1 %}x{% endif %}",
        "{{ a + 1 }}",
        "{{ a|upper }}",
    ],
)
def test_a_decision_in_a_template_is_seen(text: str) -> None:
    assert decisions(text)


# --- 8 and house rules ----------------------------------------------------------------------------------


def test_modules_are_small_rooms() -> None:
    lines = {source.name: length(source) for source in sources()}
    assert {name: n for name, n in lines.items() if n > 300} == {}


def length(source: Source) -> int:
    return len(source.path.read_text(encoding="utf-8").splitlines())


def test_public_things_have_docstrings() -> None:
    silent = [f"{source.name}.{name}" for source in sources() for name in undocumented(source.tree)]
    assert silent == []


def undocumented(tree: ast.Module) -> list[str]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    public = [
        node for node in tree.body if isinstance(node, kinds) and not node.name.startswith("_")
    ]
    return [node.name for node in public if not ast.get_docstring(node)]


def test_the_tool_knows_nothing_of_threads() -> None:
    words = re.compile(
        r"\b(thread_id|assistant|threads_api|run_step|tool_call|ThreadRun|MessageDelta)\b",
        re.IGNORECASE,
    )
    strange = [
        f"{source.name}:{number}: {line.strip()}"
        for source in sources()
        for number, line in enumerate(source.path.read_text(encoding="utf-8").splitlines(), 1)
        if words.search(line)
    ]
    assert strange == []
