"""The Rust target: what it makes is compiled, linted, laid out and tested by Rust's own tools."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from cases_of import folders, read_case, read_spec
from golang.test_go import drafts
from goldens import ROOT
from oracle.running import Bench, read_vectors
from rust.rustbuild import emit, find_cargo, run, workspace, write
from specloom.ir import Package
from toolchains import say

HERE = Path(__file__).resolve().parent
COMPILED = (
    "names_obstacle_course",
    "hostile_text",
    "delta_with_every_rule",
    "delta_at_an_address",
    "presence_and_nullability",
    "recursion",
    "union_told_by_kind",
    "unicode",
)
PROTOCOLS = ("chat", "replies")
FOREIGN = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "description": "Names that are not of Latin letters.",
    "x-package": {"name": "foreign", "version": "1.0.0"},
    "$defs": {
        "Person": {
            "description": "Somebody.",
            "type": "object",
            "required": ["имя"],
            "properties": {
                "имя": {"description": "A name.", "type": "string"},
                "größe": {"description": "A height.", "type": "number"},
                "名前": {"description": "Another name.", "type": ["string", "null"]},
            },
        }
    },
}


@pytest.fixture(scope="module")
def cargo() -> str:
    return find_cargo()


@pytest.fixture(scope="module")
def shipped() -> Package:
    return read_spec(ROOT / "spec")


@pytest.fixture(scope="module")
def crates(shipped: Package, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One workspace of the shipped spec's crate, the telling cases and the other protocols."""
    root = tmp_path_factory.mktemp("rust")
    write(shipped, root / "shipped")
    (root / "shipped" / "tests").mkdir()
    shutil.copy(HERE / "api.rs", root / "shipped" / "tests")
    for name in COMPILED:
        package, _ = read_case(folders()[name])
        assert package is not None
        write(package, root / name, crate=f"case_{name}")
    for name in PROTOCOLS:
        write(read_spec(ROOT / "tests" / "protocols" / name), root / name)
    (root / "foreign.json").write_text(json.dumps(FOREIGN), "utf-8")
    write(read_spec(root / "foreign.json"), root / "foreign")
    return workspace(root, ["shipped", "foreign", *COMPILED, *PROTOCOLS])


# --- layout and compilers -------------------------------------------------------------------------------


def test_rustfmt_has_nothing_to_change(cargo: str, crates: Path) -> None:
    done = run([cargo, "fmt", "--all", "--check"], crates)
    assert done.returncode == 0, say(done)


def test_clippy_is_content(cargo: str, crates: Path) -> None:
    done = run([cargo, "clippy", "--workspace", "--", "-D", "warnings"], crates)
    assert done.returncode == 0, say(done)


def test_a_crate_whose_layout_is_off_is_noticed(
    cargo: str, shipped: Package, tmp_path: Path
) -> None:
    write(shipped, tmp_path)
    library = tmp_path / "src" / "lib.rs"
    library.write_text(library.read_text("utf-8") + "fn  off( ) { }\n", "utf-8")
    done = run([cargo, "fmt", "--check"], tmp_path)
    assert done.returncode == 1, say(done)
    assert "off" in done.stdout


# --- conformance ----------------------------------------------------------------------------------------


def test_the_public_names(cargo: str, crates: Path) -> None:
    """What beside the corpus, which tests/conformance runs, is to be tested of the shipped spec."""
    done = run([cargo, "test", "-p", "threads-api", "--test", "api"], crates)
    assert done.returncode == 0, say(done)
    assert "test result: ok. 15 passed" in done.stdout


def test_a_wrong_vector_is_noticed(cargo: str, crates: Path, tmp_path: Path) -> None:
    wrong = next(v for v in read_vectors() if v["op"] == "merge" and "error" not in v)
    wrong = wrong | {"expected": {"id": "another"}}
    (tmp_path / "wrong.json").write_text(json.dumps([wrong]), encoding="utf-8")
    command = [cargo, "test", "-p", "threads-api", "--lib", "vectors::vectors"]
    done = run(command, crates, SPECLOOM_VECTORS=tmp_path)
    assert done.returncode != 0
    assert f"1 vectors fail: [\"{wrong['id']}\"]" in done.stdout + done.stderr


def test_rules_the_shipped_spec_does_not_use(cargo: str, crates: Path, tmp_path: Path) -> None:
    """Sums, renames, text keys and removals: what the oracle says of them is what Rust says."""
    package, _ = read_case(folders()["delta_with_every_rule"])
    assert package is not None
    vectors: list[dict[str, Any]] = [*drafts(Bench(package))]
    (tmp_path / "drafts.json").write_text(json.dumps(vectors), encoding="utf-8")
    command = [cargo, "test", "-p", "case_delta_with_every_rule", "--lib", "--"]
    done = run(
        [*command, "--nocapture", "vectors::", "mutants::"], crates, SPECLOOM_VECTORS=tmp_path
    )
    assert done.returncode == 0, say(done)
    assert f"{len(vectors)} vectors passed, skipped: []" in done.stdout


# --- the files ------------------------------------------------------------------------------------------


def test_emitting_twice_gives_the_same_bytes(shipped: Package) -> None:
    assert emit(shipped) == emit(shipped)


def test_the_first_line_says_that_the_code_is_generated(shipped: Package) -> None:
    announced = re.compile(r"(//|#|<!--) @generated by specloom .* DO NOT EDIT\..*")
    for path, text in emit(shipped, regenerate="just generate").items():
        assert announced.fullmatch(text.splitlines()[0]), path
        assert "Regenerate with: just generate" in text, path


def test_the_name_of_the_crate_is_an_option(shipped: Package) -> None:
    assert '\nname = "threads-api"\n' in emit(shipped)["Cargo.toml"]
    assert '\nname = "my_threads"\n' in emit(shipped, crate="my_threads")["Cargo.toml"]


def test_serde_and_serde_json_are_all_it_needs(shipped: Package) -> None:
    files = emit(shipped)
    needed = files["Cargo.toml"].split("[dependencies]\n")[1].splitlines()
    assert [line.split(" = ")[0] for line in needed] == ["serde", "serde_json"]
    assert "derive" not in files["Cargo.toml"]
    assert "#![forbid(unsafe_code)]" in files["src/lib.rs"]
    ours = {"crate", "super", "std"}
    for path in files.keys() - {"src/lib.rs", "src/models/mod.rs", "src/runtime/mod.rs"}:
        if path.endswith(".rs"):
            found = re.findall(r"^(?:pub(?:\(crate\))? )?use (\w+)::", files[path], re.MULTILINE)
            assert {*found} <= ours | {"serde", "serde_json", "machine"}, path
