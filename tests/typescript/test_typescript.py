"""The TypeScript target: what it makes is laid out, compiled and tested by the tools of its people."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from cases_of import folders, read_case, read_spec
from goldens import ROOT
from specloom.ir import Package
from toolchains import find, run, say
from typescript.npm import compile_source, emit, lend_tools, tool, write

HERE = Path(__file__).resolve().parent
PROTOCOLS = ROOT / "tests" / "protocols"


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages of every case that means something, of the protocols and of the other spec."""
    root = tmp_path_factory.mktemp("others")
    found = {name: read_case(folder)[0] for name, folder in folders().items()}
    for folder in (*sorted(PROTOCOLS.iterdir()), ROOT / "tests" / "other_spec"):
        if folder.is_dir():
            found[folder.name] = read_spec(folder)
    meant = {name: one for name, one in found.items() if one is not None}
    assert len(meant) > 15
    for name, one in meant.items():
        write(one, root / name)
    lend_tools((root / "stream" / "package.json").read_text("utf-8"), root)
    return root


# --- layout and compilers -------------------------------------------------------------------------------


def test_prettier_has_nothing_to_change(package: Path) -> None:
    done = tool(package, "prettier", "--check", ".")
    assert done.returncode == 0, say(done)


def test_prettier_has_nothing_to_change_in_other_packages(others: Path) -> None:
    done = tool(
        others, "prettier", "--check", "--print-width", "100", "*/src/**/*.ts", "*/README.md"
    )
    assert done.returncode == 0, say(done)


def test_every_case_compiles(others: Path) -> None:
    """All in one run: keywords as names and hostile texts, strict as each package asks for."""
    asked = json.loads(
        re.sub(r"^//.*\n", "", (others / "stream" / "tsconfig.json").read_text("utf-8"))
    )
    asked["compilerOptions"] |= {"rootDir": ".", "noEmit": True}
    (others / "tsconfig.json").write_text(
        json.dumps(asked | {"include": ["*/src"]}), encoding="utf-8"
    )
    (others / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    done = tool(others, "tsc", "-p", "tsconfig.json")
    assert done.returncode == 0, say(done)


def test_the_examples_of_the_readme_compile(package: Path) -> None:
    samples = re.findall(r"```ts\n(.*?)```", (package / "README.md").read_text("utf-8"), re.DOTALL)
    assert len(samples) == 3
    for number, sample in enumerate(samples):
        done = compile_source(package, f"sample{number}.ts", sample)
        assert done.returncode == 0, say(done)


# --- what the package does ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["chat", "replies"])
def test_other_protocols_fold(others: Path, name: str) -> None:
    folder = others / name
    if not (folder / "node_modules").exists():
        (folder / "node_modules").symlink_to(others / "node_modules")
    done = tool(folder, "tsc", "-p", "tsconfig.json")
    assert done.returncode == 0, say(done)
    tests = ["test/streams.test.js", "test/runtime.test.js"]
    done = run([find("node"), "--test", *tests], folder, SPECLOOM_SPEC=PROTOCOLS / name)
    assert done.returncode == 0, say(done)
    assert "no folder of streams" not in done.stdout
    done = run([find("node"), str(HERE / f"{name}.mjs"), str(folder)], folder)
    assert done.returncode == 0, say(done)


def test_the_package_bears_bad_input(package: Path) -> None:
    done = run([find("node"), str(HERE / "bad_input.mjs"), str(package)], package)
    assert done.returncode == 0, say(done)


def test_a_broken_rule_fails_a_vector(package: Path, tmp_path: Path) -> None:
    """The tests of the package can fail: what is appended is replaced, vectors notice and are not counted."""
    broken = shutil.copytree(package, tmp_path / "broken", symlinks=True)
    path = broken / "dist" / "runtime" / "ledger.js"
    text = path.read_text("utf-8")
    assert "name, old + text, old)" in text
    path.write_text(text.replace("old + text, old)", "text, old)"), encoding="utf-8")
    reporters = [
        f"--test-reporter{word}"
        for name in ("spec", "./test/report.js")
        for word in (f"={name}", "-destination=stdout")
    ]
    done = run([find("node"), "--test", *reporters, "test/conformance.test.js"], broken)
    assert done.returncode == 1
    passed, failed = (
        re.search(rf"^ℹ {word} (\d+)$", done.stdout, re.MULTILINE) for word in ("pass", "fail")
    )
    assert passed is not None
    assert failed is not None
    assert int(failed[1]) > 0
    assert f"passed: {passed[1]} vectors, 0 accepted" in done.stdout


# --- what is written ------------------------------------------------------------------------------------


def test_emitting_twice_gives_the_same(shipped: Package) -> None:
    assert emit(shipped) == emit(shipped)


def test_each_file_says_where_it_comes_from(shipped: Package) -> None:
    for path, text in emit(shipped, regenerate="make it so").items():
        head = "\n".join(text.splitlines()[:2])
        assert "Code generated by specloom" in head, path
        assert "threads_api 2.0.0" in head, path
        assert "Regenerate with: make it so" in head, path


def test_the_package_can_be_named(shipped: Package) -> None:
    files = emit(shipped, package="@acme/threads")
    assert json.loads(files["package.json"])["name"] == "@acme/threads"
    assert 'from "@acme/threads"' in files["README.md"]


def test_nothing_is_needed_at_run_time(shipped: Package) -> None:
    described = json.loads(emit(shipped)["package.json"])
    assert "dependencies" not in described
    assert described["type"] == "module"
    sources = [text for path, text in emit(shipped).items() if path.startswith("src/")]
    imported = {found for text in sources for found in re.findall(r'from "([^"]+)"', text)}
    assert imported
    assert all(path.startswith((".", "..")) for path in imported)


def test_no_lock_file_comes_of_installing(shipped: Package) -> None:
    assert "package-lock=false" in emit(shipped)[".npmrc"]
    assert "package-lock.json" in emit(shipped)[".gitignore"]
