"""The Go target: what it makes is laid out, vetted, tested and fuzzed by Go's own tools."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from cases_of import folders, read_case, read_spec
from golang.gobuild import emit, run, write
from goldens import ROOT
from oracle.running import Bench, read_vectors
from specloom.ir import Package
from toolchains import find, say

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
FUZZED = ("Message", "RunStepDelta", "AssistantStreamEvent", "CreateRunRequest")


@pytest.fixture(scope="module")
def go() -> str:
    return find("go")


@pytest.fixture(scope="module")
def shipped() -> Package:
    return read_spec(ROOT / "spec")


@pytest.fixture(scope="module")
def module(shipped: Package, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write(shipped, tmp_path_factory.mktemp("go") / "threads")
    shutil.copy(HERE / "api_test.go", folder)
    return folder


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The module of every case that means something."""
    root = tmp_path_factory.mktemp("cases")
    for name, folder in folders().items():
        package, _ = read_case(folder)
        if package is not None:
            write(package, root / name)
    return root


# --- layout and compilers -------------------------------------------------------------------------------


def test_gofmt_has_nothing_to_change(go: str, module: Path, cases: Path) -> None:
    gofmt = shutil.which("gofmt") or str(Path(go).resolve().parent / "gofmt")
    done = run([gofmt, "-l", str(module), str(cases), str(HERE)], module)
    assert done.returncode == 0, say(done)
    assert done.stdout.splitlines() == []


def test_vet_is_content(go: str, module: Path) -> None:
    done = run([go, "vet", "./..."], module)
    assert done.returncode == 0, say(done)


@pytest.mark.parametrize("case", COMPILED)
def test_a_case_compiles(go: str, cases: Path, case: str) -> None:
    done = run([go, "vet", "./..."], cases / case)
    assert done.returncode == 0, say(done)


# --- conformance ----------------------------------------------------------------------------------------


def verdicts(text: str) -> Counter[tuple[str, str]]:
    """How many tests below each top-level test passed, failed or were skipped."""
    found = re.findall(r"^ +--- (PASS|FAIL|SKIP): (\w+)/", text, re.MULTILINE)
    return Counter((verdict, test) for verdict, test in found)


def test_short_ways_and_the_public_names(go: str, module: Path, shipped: Package) -> None:
    """What beside the corpus, which tests/conformance runs, is to be tested of the shipped spec."""
    corpus = "TestVectors|TestExamples|TestStreams"
    done = run([go, "test", "-v", "-skip", corpus, "./..."], module)
    assert done.returncode == 0, say(done)
    passed = verdicts(done.stdout)
    assert passed["PASS", "TestShortWaysOfDeltas"] == len(shipped.deltas)
    assert passed["PASS", "TestShortWaysOfEvents"] == len(shipped.streams)
    assert "--- SKIP" not in done.stdout


def test_a_wrong_vector_is_noticed(go: str, module: Path, tmp_path: Path) -> None:
    wrong = next(v for v in read_vectors() if v["op"] == "merge" and "error" not in v)
    wrong = wrong | {"expected": {"id": "another"}}
    (tmp_path / "wrong.json").write_text(json.dumps([wrong]), encoding="utf-8")
    done = run([go, "test", "-run", "TestVectors", "./..."], module, SPECLOOM_VECTORS=tmp_path)
    assert done.returncode != 0
    assert wrong["id"] in done.stdout


def test_rules_the_shipped_spec_does_not_use(go: str, cases: Path, tmp_path: Path) -> None:
    """Sums, renames, text keys and removals: what the oracle says of them is what Go says."""
    package, _ = read_case(folders()["delta_with_every_rule"])
    assert package is not None
    vectors = [*drafts(Bench(package))]
    assert {vector["type"] for vector in vectors} == {"DraftDelta"}
    (tmp_path / "drafts.json").write_text(json.dumps(vectors), encoding="utf-8")
    where = cases / "delta_with_every_rule"
    pattern = "TestVectors|TestShortWays|^Example"
    done = run([go, "test", "-v", "-run", pattern, "./..."], where, SPECLOOM_VECTORS=tmp_path)
    assert done.returncode == 0, say(done)
    assert verdicts(done.stdout) == {
        ("PASS", "TestVectors"): len(vectors),
        ("PASS", "TestShortWaysOfDeltas"): 1,
    }
    assert "--- PASS: ExampleDraftAccumulator" in done.stdout


def drafts(bench: Bench) -> list[dict[str, Any]]:
    """Vectors for the case with every rule, their outcome as the oracle has it."""
    given = json.loads((HERE / "drafts.json").read_text("utf-8"))
    made = []
    for number, deltas in enumerate(given):
        for mode in ("strict", "lenient"):
            vector: dict[str, Any] = {
                "id": f"drafts/{number}-{mode}",
                "op": "merge",
                "type": "DraftDelta",
            }
            vector |= {"mode": mode, "deltas": deltas}
            outcome = bench.run(json.loads(json.dumps(vector)))
            vector |= {"expected": outcome.value, "diagnostics": outcome.diagnostics}
            vector["pointers"] = outcome.pointers
            if outcome.error is not None:
                vector["error"] = outcome.error
            made.append(vector)
    return made


# --- races and strange input ----------------------------------------------------------------------------


def test_there_is_no_race(go: str, module: Path) -> None:
    if run([go, "env", "CGO_ENABLED"], module).stdout.strip() != "1" or not shutil.which("cc"):
        pytest.skip("the race detector needs cgo and a C compiler")
    pattern = "TestVectors/(lists|stream)|TestStreams|TestAnAccumulator|TestAStream"
    done = run([go, "test", "-race", "-run", pattern, "./..."], module)
    assert done.returncode == 0, say(done)


def test_every_decoder_has_a_fuzz_target(module: Path, shipped: Package) -> None:
    text = (module / "fuzz_test.go").read_text("utf-8")
    targets = re.findall(r"^func FuzzDecode\w+\(", text, re.MULTILINE)
    assert len(targets) == len(set(targets)) == len(shipped.decls)


@pytest.mark.parametrize("name", FUZZED)
def test_fuzzing_finds_nothing(go: str, module: Path, name: str) -> None:
    # A number of runs, not of seconds: up to Go 1.26 a fuzz test that is at work when its seconds are over
    # may fail with "context deadline exceeded" (golang/go#75804).
    # Inputs that are merely new are not made small first: that takes longer than the 5,000 runs.
    command = [go, "test", "-run", "NONE", "-fuzz", f"^FuzzDecode{name}$", "-fuzztime", "5000x"]
    done = run([*command, "-fuzzminimizetime", "0x", "-parallel", "1", "."], module)
    assert done.returncode == 0, say(done)


# --- the files ------------------------------------------------------------------------------------------


def test_emitting_twice_gives_the_same_bytes(shipped: Package) -> None:
    assert emit(shipped) == emit(shipped)


def test_the_first_line_says_that_the_code_is_generated(shipped: Package) -> None:
    announced = re.compile(r"// Code generated .* DO NOT EDIT\.")
    for path, text in emit(shipped).items():
        if path.endswith((".go", ".mod")):
            assert announced.fullmatch(text.splitlines()[0]), path


def test_the_module_path_is_an_option(shipped: Package) -> None:
    assert "\nmodule threadsapi\n" in emit(shipped)["go.mod"]
    assert "\nmodule example.com/threads\n" in emit(shipped, module="example.com/threads")["go.mod"]


def test_only_the_standard_library_is_imported(shipped: Package) -> None:
    for path, text in emit(shipped).items():
        for block in re.findall(r'^import (?:\(([^)]*)\)|("[^"]*"))', text, re.MULTILINE):
            for found in re.findall(r'"([^"]*)"', "".join(block)):
                assert "." not in found.split("/")[0], path
