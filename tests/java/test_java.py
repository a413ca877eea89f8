"""The Java target: what it makes is laid out, compiled and tested by Java's own tools."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cases_of import folders, read_case, read_spec
from goldens import ROOT
from java.javabuild import class_path, compile_all, emit, formatter, write
from oracle.running import Bench, read_vectors
from specloom.ir import Docs, Field, Kind, Name, Package, Presence, Record, Scalar, Where
from specloom.targets.java import TARGET
from specloom.targets.java.names import RUNTIME
from toolchains import find, run, say

HERE = Path(__file__).resolve().parent
PROTOCOLS = ROOT / "tests" / "protocols"
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
MVN = ("-q", "-B", "-ntp")


@pytest.fixture(scope="module")
def shipped() -> Package:
    return read_spec(ROOT / "spec")


@pytest.fixture(scope="module")
def project(shipped: Package, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped spec as a project, built, its public names tested; tests/conformance runs the corpus."""
    folder = write(shipped, tmp_path_factory.mktemp("java") / "threads")
    beside = folder / "src" / "test" / "java" / "threadsapi" / "ApiTest.java"
    beside.write_text((HERE / "ApiTest.java").read_text("utf-8"), encoding="utf-8")
    done = run([find("mvn"), *MVN, "test", "-Dtest=ApiTest"], folder)
    assert done.returncode == 0, say(done)
    return folder


@pytest.fixture(scope="module")
def small(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Cases, protocols and a record too large for one, compiled together; each has a package of its own."""
    root = tmp_path_factory.mktemp("small")
    for name in COMPILED:
        package, _ = read_case(folders()[name])
        assert package is not None
        _write_tested(package, root / name, name)
    for path in sorted(PROTOCOLS.glob("*/*.schema.json")):
        name = path.parent.name
        _write_tested(read_spec(path.parent), root / name, name)
    _write_tested(large(), root / "large", "large")
    compile_all(sorted(root.rglob("*.java")), root / "classes")
    for table in root.rglob("schema.json"):
        place = root / "classes" / table.parts[-2] / "schema.json"
        place.write_bytes(table.read_bytes())
    return root


def _write_tested(package: Package, folder: Path, name: str) -> None:
    """A project with a program that runs vectors instead of the test that needs JUnit to run it."""
    write(package, folder, package=name)
    (tests := folder / "src/test/java" / name / "runtime" / "ConformanceTest.java").unlink()
    program = (HERE / "VectorMain.java").read_text("utf-8").replace("PACKAGE", name)
    tests.with_name("VectorMain.java").write_text(program, encoding="utf-8")


def large() -> Package:
    """A spec with a record of more members than a constructor takes."""
    package, _ = read_case(folders()["one_record"])
    assert package is not None
    (module,) = package.modules
    where, docs = Where("large"), Docs("A member.")
    kinds = (Scalar(Kind.INTEGER), Scalar(Kind.STRING), Scalar(Kind.NUMBER))
    fields = tuple(
        Field(Name(("m", str(n)), f"m_{n}"), f"m_{n}", kinds[n % 3], Presence.REQUIRED, docs, where)
        for n in range(300)
    )
    decl = Record(Name(("large",), "Large"), fields, open=True, docs=docs, where=where)
    return replace(package, modules=(replace(module, decls=(decl,)),))


def play(small: Path, name: str, *arguments: Path) -> list[str]:
    """What the program of a case says of vectors and recordings."""
    path = class_path(small / "classes")
    done = run(
        [find("java"), "-cp", path, f"{name}.runtime.VectorMain", *map(str, arguments)], small
    )
    assert done.returncode == 0, say(done)
    return done.stdout.splitlines()


# --- conformance ----------------------------------------------------------------------------------------


def test_a_wrong_vector_is_noticed(project: Path, tmp_path: Path) -> None:
    wrong = next(v for v in read_vectors() if v["op"] == "merge" and "error" not in v)
    wrong = wrong | {"expected": {"id": "another"}}
    (tmp_path / "wrong.json").write_text(json.dumps([wrong]), encoding="utf-8")
    command = [find("mvn"), *MVN, "surefire:test", "-Dtest=ConformanceTest#vectors"]
    done = run(command, project, SPECLOOM_VECTORS=tmp_path)
    assert done.returncode != 0
    assert "as it stands" in done.stdout


def test_rules_the_shipped_spec_does_not_use(small: Path, tmp_path: Path) -> None:
    """Sums, renames, text keys and removals: what the oracle says of them is what Java says."""
    package, _ = read_case(folders()["delta_with_every_rule"])
    assert package is not None
    vectors = [*drafts(Bench(package))]
    (tmp_path / "drafts.json").write_text(json.dumps(vectors), encoding="utf-8")
    said = play(small, "delta_with_every_rule", tmp_path / "drafts.json")
    assert said == [f"passed {len(vectors)}"]


def drafts(bench: Bench) -> Iterator[dict[str, Any]]:
    """Vectors for the case with every rule, their outcome as the oracle has it."""
    given = json.loads((HERE.parent / "golang" / "drafts.json").read_text("utf-8"))
    for number, deltas in enumerate(given):
        for mode in ("strict", "lenient"):
            vector = {"id": f"drafts/{number}-{mode}", "op": "merge", "type": "DraftDelta"}
            asked: dict[str, Any] = {**vector, "mode": mode, "deltas": deltas}
            outcome = bench.run(json.loads(json.dumps(asked)))
            asked |= {"expected": outcome.value, "diagnostics": outcome.diagnostics}
            asked["pointers"] = outcome.pointers
            yield asked if outcome.error is None else asked | {"error": outcome.error}


@pytest.mark.parametrize(
    "folder", sorted(PROTOCOLS.glob("*/streams/*")), ids=lambda path: path.name
)
def test_recordings_of_other_protocols_end_in_their_final_json(small: Path, folder: Path) -> None:
    said = play(small, folder.parents[1].name, folder)
    if folder.name == "broken":  # strict refuses what lenient passes over
        said = [line for line in said if ", STRICT: " not in line and ": " not in line]
    assert said == [f"played {folder.name}"]


# --- layout and names -----------------------------------------------------------------------------------


def test_google_java_format_has_nothing_to_change(project: Path, small: Path) -> None:
    files = [*project.rglob("*.java")]
    files += [file for file in small.rglob("*.java") if file.parent.name != "runtime"]
    listed = project / "sources.txt"
    listed.write_text("\n".join(map(str, files)), encoding="utf-8")
    done = run([find("java"), "-jar", str(formatter()), "-n", f"@{listed}"], project)
    assert done.returncode == 0, say(done)
    assert done.stdout.splitlines() == []


def test_the_names_of_the_run_time_are_those_it_makes_public() -> None:
    sources = (ROOT / "templates" / "java" / "runtime").glob("*.java")
    public = {s.stem for s in sources if re.search(r"^public ", s.read_text("utf-8"), re.MULTILINE)}
    assert public == RUNTIME


def test_no_two_files_differ_in_capitals_only() -> None:
    package, _ = read_case(folders()["names_obstacle_course"])
    assert package is not None
    paths = [*emit(package)]
    assert len({path.lower() for path in paths}) == len(paths)
    assert not {"con", "aux", "nul", "prn"} & {Path(path).stem.lower() for path in paths}


# --- the files ------------------------------------------------------------------------------------------


def test_emitting_twice_gives_the_same_bytes(shipped: Package) -> None:
    assert emit(shipped) == emit(shipped)


def test_the_first_line_says_that_the_code_is_generated(shipped: Package) -> None:
    announced = re.compile(r"// Code generated .* DO NOT EDIT\.")
    for path, text in emit(shipped).items():
        if path.endswith(".java"):
            assert announced.fullmatch(text.splitlines()[0]), path
        else:
            assert "DO NOT EDIT" in text[:600], path


def test_the_package_and_the_group_are_options(shipped: Package) -> None:
    assert "<groupId>threadsapi</groupId>" in emit(shipped)["pom.xml"]
    files = emit(shipped, package="com.example.threads", group="com.example")
    assert "<groupId>com.example</groupId>" in files["pom.xml"]
    message = files["src/main/java/com/example/threads/Message.java"]
    assert "\npackage com.example.threads;\n" in message
    assert "\nimport com.example.threads.runtime.Members;\n" in message
    assert "src/main/resources/com/example/threads/schema.json" in files


@pytest.mark.parametrize("chosen", ["com..x", "com.class", "1x", "a/b", "../up", "a b"])
def test_a_package_that_java_would_not_take_is_refused(shipped: Package, chosen: str) -> None:
    options = {one.name: one.default for one in TARGET.options} | {"package": chosen}
    output = TARGET.emit(shipped, options)
    assert not output.files
    assert [problem.code for problem in output.problems] == ["bad-option"]


def test_only_jackson_and_the_library_are_imported(shipped: Package) -> None:
    for path, text in emit(shipped).items():
        for name in re.findall(r"^import (?:static )?([\w.]+);", text, re.MULTILINE):
            known = ("java.", "com.fasterxml.jackson.", "threadsapi.")
            assert name.startswith((*known, "org.junit.") if "/test/" in path else known), path
