"""The invariants of the design that generation shows: same bytes, all problems, proofs, and no way out."""

from __future__ import annotations

import ast
import dataclasses
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from cases_of import emit, folders, load, read_case
from contents import everything
from goldens import ROOT
from specloom import ir
from specloom.targets import registry

OTHER_SPEC = ROOT / "tests" / "other_spec"
HOSTILE = ROOT / "tests" / "cases" / "hostile_text"

Json = Any


def package_of(path: Path) -> ir.Package:
    package, problems = load(path)
    assert package is not None, "\n".join(map(str, problems))
    return package


def packages() -> Iterator[ir.Package]:
    yield package_of(ROOT / "spec")
    yield package_of(OTHER_SPEC)
    for folder in folders().values():
        package, _ = read_case(folder)
        if package is not None:
            yield package


def write_spec(folder: Path, definitions: Json, **rest: Json) -> Path:
    """A spec of one document, as a file."""
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "description": "A spec of one document.",
        "x-package": {"name": "small", "version": "1.0.0"},
        "$defs": definitions,
    }
    path = folder / "spec.json"
    path.write_text(json.dumps(document | rest), encoding="utf-8")
    return path


def specloom(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "specloom", *arguments],
        cwd=cwd,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


# --- 3: a frozen package, the same bytes ----------------------------------------------------------------


def test_reading_twice_gives_equal_packages() -> None:
    assert package_of(OTHER_SPEC) == package_of(OTHER_SPEC)


@pytest.mark.parametrize("target", registry.names())
def test_emitting_twice_gives_the_same_bytes(target: str) -> None:
    package = package_of(OTHER_SPEC)
    before = repr(package)
    assert emit(package, target) == emit(package, target)
    assert repr(package) == before


def test_no_surroundings_reach_the_output(tmp_path: Path) -> None:
    """Another hash seed, folder, time zone and locale, with and without a cache: the same bytes."""
    surroundings = [
        {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C", "SPECLOOM_CACHE": ""},
        {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"},
    ]
    made = []
    for number, environment in enumerate(surroundings):
        folder = tmp_path / f"place {number}"
        (folder / "deep").mkdir(parents=True)
        spec = os.path.relpath(OTHER_SPEC, folder / "deep") if number else str(OTHER_SPEC)
        run = specloom("generate", "--spec", spec, "-o", "out", cwd=folder / "deep", **environment)
        assert run.returncode == 0, run.stderr
        made.append(everything(folder / "deep" / "out"))
    assert made[0] == made[1]


# --- 4: all problems, and nothing written ---------------------------------------------------------------


def test_every_problem_comes_at_once_and_nothing_is_written(tmp_path: Path) -> None:
    spec = write_spec(
        tmp_path,
        {
            "Silent": {"type": "object", "properties": {}},
            "Lost": {"description": "Points nowhere.", "$ref": "#/$defs/Nowhere"},
            "Misspelt": {"description": "Has a slip.", "type": "string", "maxLenght": 3},
            "Untold": {
                "description": "A string or a string.",
                "oneOf": [{"type": "string"}, {"type": "string"}],
            },
        },
    )
    run = specloom("generate", "--spec", str(spec), "-o", "out", cwd=tmp_path)
    assert run.returncode in (1, 3)
    codes = re.findall(r"^\S+spec\.json:1:\d+: error: .+ \[([a-z-]+)\]$", run.stderr, re.MULTILINE)
    assert sorted(codes) == ["dangling-ref", "no-description", "same-kind", "unknown-keyword"]
    assert "did you mean 'maxLength'" in run.stderr
    assert not (tmp_path / "out").exists()


# --- 5: names are lists of words ------------------------------------------------------------------------


def names_in(value: object) -> Iterator[ir.Name]:
    if isinstance(value, ir.Name):
        yield value
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from names_in(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from names_in(item)


def test_names_have_no_casing() -> None:
    names = [name for package in packages() for name in names_in(package)]
    assert len(names) > 1000
    odd = [
        name for name in names if not all(re.fullmatch("[a-z0-9]+", word) for word in name.words)
    ]
    assert odd == []
    assert [name for name in names if not name.words] == []


# --- 8: names are never invented ------------------------------------------------------------------------


def one_record(**properties: Json) -> Json:
    return {"R": {"description": "A record.", "type": "object", "properties": properties}}


A_STRING = {"description": "A string.", "type": "string"}


@pytest.mark.parametrize(
    ("definitions", "clash"),
    [
        (one_record(**{"a-b": A_STRING, "a_b": A_STRING}), ("a-b", "a_b")),
        (one_record(aB=A_STRING, a_b=A_STRING), ("aB", "a_b")),
        ({"HTTPRoute": A_STRING, "HttpRoute": A_STRING}, ("HTTPRoute", "HttpRoute")),
        (
            {"C": {"description": "A choice.", "type": "string", "enum": ["x-y", "x_y"]}},
            ("x-y", "x_y"),
        ),
    ],
)
def test_two_names_that_fold_to_one_are_a_problem(
    definitions: Json, clash: tuple[str, str], tmp_path: Path
) -> None:
    package, problems = load(write_spec(tmp_path, definitions))
    assert package is None
    said = [str(problem) for problem in problems]
    assert any(all(name in line for name in clash) for line in said), said


@pytest.mark.parametrize(
    "definitions",
    [
        one_record(**{"+": A_STRING}),
        one_record(**{"": A_STRING}),
        {"C": {"description": "A choice.", "type": "string", "enum": ["+1", "-1"]}},
    ],
)
def test_what_needs_a_name_and_has_none_is_a_problem(definitions: Json, tmp_path: Path) -> None:
    package, problems = load(write_spec(tmp_path, definitions))
    assert package is None
    assert any("x-name" in str(problem) or "x-value-names" in str(problem) for problem in problems)


# --- 9: every union carries its proof -------------------------------------------------------------------


def test_every_union_says_how_its_variants_are_told_apart() -> None:
    unions = [
        d for package in packages() for d in package.decls.values() if isinstance(d, ir.Union)
    ]
    assert len(unions) > 20
    for union in unions:
        tags = [variant.tag for variant in union.variants]
        kinds = [variant.kind for variant in union.variants]
        if isinstance(union.told, ir.ByTag):
            assert None not in tags
            assert len(set(tags)) == len(tags)
        else:
            assert tags == [None] * len(tags)
            assert len(set(kinds)) == len(kinds)
            assert not union.open


# --- 10: spec text is untrusted -------------------------------------------------------------------------


def tamed(value: Json, *, inside: str = "") -> Json:
    """A hostile spec with every free text replaced by a harmless one of its own; structure and names stay."""
    if isinstance(value, dict):
        keys = {
            key: harmless(key) if inside in ("properties", "x-value-names") else key
            for key in value
        }
        return {keys[key]: tamed(item, inside=key) for key, item in value.items()}
    if isinstance(value, list):
        return [tamed(item, inside=inside) for item in value]
    if isinstance(value, str) and inside in FREE:
        return harmless(value)
    return value


FREE = {"description", "default", "const", "enum", "required", "x-tag"}
_HARMLESS: dict[str, str] = {}


def harmless(text: str) -> str:
    """A word that stands for `text`: always the same, and no other text's."""
    if re.fullmatch("[a-z][A-Za-z_0-9]*|thread.*", text):
        return text
    return _HARMLESS.setdefault(text, f"harmless {len(_HARMLESS)}")


def hostile_package(change: Callable[[Json], Json], folder: Path) -> ir.Package:
    document = change(json.loads((HOSTILE / "spec.json").read_text(encoding="utf-8")))
    (folder / "spec.json").write_text(json.dumps(document), encoding="utf-8")
    return package_of(folder / "spec.json")


def shape(source: str) -> str:
    """A program without its texts: what is left is what it does."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str()):
                node.value = "text"
            case ast.JoinedStr():
                node.values = []
    return ast.dump(tree)


def test_hostile_text_does_not_change_what_python_does(tmp_path: Path) -> None:
    """The same spec with harmless texts gives programs of the same shape: every text stayed a text."""
    hostile = {f.path: f.text for f in emit(hostile_package(lambda d: d, tmp_path), "python")}
    tame = {f.path: f.text for f in emit(hostile_package(tamed, tmp_path), "python")}
    assert hostile.keys() == tame.keys()
    assert any(hostile[path] != tame[path] for path in hostile)
    for path, text in hostile.items():
        if path.suffix == ".py":
            assert shape(text) == shape(tame[path]), path


def test_hostile_text_stays_text_in_json(tmp_path: Path) -> None:
    def outline(value: Json) -> Json:
        if isinstance(value, dict):
            return sorted(json.dumps(outline(item)) for item in value.values())
        return (
            [outline(item) for item in value] if isinstance(value, list) else type(value).__name__
        )

    made = [
        json.loads(emit(hostile_package(change, tmp_path), "jsonschema")[0].text)
        for change in (lambda d: d, tamed)
    ]
    assert outline(made[0]) == outline(made[1])


@pytest.mark.parametrize("target", registry.names())
def test_hostile_text_cannot_steer_a_terminal_or_a_path(target: str, tmp_path: Path) -> None:
    steering = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
    for file in emit(hostile_package(lambda d: d, tmp_path), target):
        assert not steering.search(file.text), file.path
        assert not steering.search(str(file.path)), file.path
        assert not file.path.is_absolute()
        assert ".." not in file.path.parts


def test_a_package_name_cannot_leave_the_output(tmp_path: Path) -> None:
    document = json.loads((ROOT / "tests/cases/one_record/spec.json").read_text(encoding="utf-8"))
    (tmp_path / "here").mkdir()
    for name in ("../up", "/abs", "a/b", "..", "", "a b", "A", "class\n"):
        document["x-package"]["name"] = name
        (tmp_path / "here" / "spec.json").write_text(json.dumps(document), encoding="utf-8")
        run = specloom("generate", "--spec", "spec.json", "-o", "out", cwd=tmp_path / "here")
        assert run.returncode in (1, 3), f"{name!r}: {run.stderr}"
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["here", "spec.json"]


def test_a_shape_sees_code_that_got_in() -> None:
    quiet: Mapping[str, str] = {"good": 'x = "a"', "bad": 'x = ""; import os; "a"'}
    assert shape(quiet["good"]) == shape('x = "b"')
    assert shape(quiet["good"]) != shape(quiet["bad"])
