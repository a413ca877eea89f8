"""The generated packages: names, types, how they install, and that the same spec gives the same bytes."""

from __future__ import annotations

import dataclasses
import json
import re
import socket
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import datamodel_code_generator
import msgspec
import pytest
import threads_api
from pydantic import MISSING

from cases_of import emit, folders, load, read_case
from example_files import accepts
from flavours.judging import FLAVOURS, Judge, home, package
from goldens import ROOT
from specloom.ir import Package
from specloom.targets import registry
from specloom.targets.flavours import models
from specloom.targets.flavours.flavour import COMMON, FlavourTarget

each_flavour = pytest.mark.parametrize("flavour", FLAVOURS)


def run(*command: str, cwd: Path) -> str:
    done = subprocess.run(
        [sys.executable, *command], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def target(flavour: str) -> FlavourTarget:
    found = registry.find(f"python-{flavour}")
    assert isinstance(found, FlavourTarget)
    return found


@pytest.fixture(scope="module")
def spec() -> Package:
    read, _ = load(ROOT / "spec")
    assert read is not None
    return read


# --- names ------------------------------------------------------------------------------------------


@each_flavour
def test_names_are_those_of_the_python_package(flavour: str) -> None:
    names = set(package(flavour).__all__)
    more = {n for n in names if re.match("(Known|Unknown)", n)}
    assert names - more == set(threads_api.CODECS)
    assert bool(more) == (flavour == "pydantic")
    assert all(hasattr(package(flavour), name) for name in names)


UNDERSCORED = {("pydantic", "ResponseFormatJSONSchemaJSONSchema", "schema")}
"""Attributes that a base class uses itself."""


@each_flavour
def test_attributes_are_those_of_the_python_package(flavour: str) -> None:
    compared = 0
    for name in threads_api.CODECS:
        ours, theirs = getattr(threads_api, name), getattr(package(flavour), name)
        if not dataclasses.is_dataclass(ours) or flavour == "typeddict":
            continue
        wanted = {field.name for field in dataclasses.fields(ours)} - {"residue"}
        wanted = {f"{n}_" if (flavour, name, n) in UNDERSCORED else n for n in wanted}
        compared += 1
        if flavour == "pydantic":
            assert set(theirs.model_fields) == wanted
        else:
            tag = theirs.__struct_config__.tag_field
            assert {f.name for f in msgspec.structs.fields(theirs)} | ({tag} & wanted) == wanted
    assert compared > 100 or flavour == "typeddict"


@each_flavour
def test_a_second_name_of_a_record_is_the_same_class(flavour: str) -> None:
    made = package(flavour)
    assert made.ModifyMessageRequest is made.ModifyRunRequest
    assert made.RunStepUsage is made.RunUsage


# --- null and absent --------------------------------------------------------------------------------


@pytest.mark.parametrize(("flavour", "absent"), [("pydantic", MISSING), ("msgspec", msgspec.UNSET)])
def test_null_and_absent_are_told_apart(flavour: str, absent: object) -> None:
    made: Any = Judge(flavour, "ModifyThreadRequest").type
    assert made().metadata is absent
    payloads: list[Any] = [{}, {"metadata": None}, {"metadata": {}}]
    for given in payloads:
        judge = Judge(flavour, "ModifyThreadRequest")
        assert judge.write(judge.read(given)) == given


# --- types ------------------------------------------------------------------------------------------

USES = """
from typing import assert_never, assert_type

import threads_api_msgspec as m
import threads_api_pydantic as p
import threads_api_typeddict as t


def of_structs(part: m.MessageContentPartParam) -> str:
    match part:
        case m.ImageFileContentBlock():
            return part.image_file.file_id
        case m.ImageURLContentBlock():
            return part.image_url.url
        case m.TextContentBlockParam():
            return part.text
        case _:
            assert_never(part)


def of_models(part: p.MessageContent) -> str:
    match part:
        case p.TextContentBlock():
            return part.text.value
        case p.ImageFileContentBlock() | p.ImageURLContentBlock() | p.RefusalContentBlock():
            return part.type
        case p.UnknownMessageContent():
            return part.type
        case _:
            assert_never(part)


def of_dictionaries(part: t.MessageContent) -> str:
    if part["type"] == "text":
        assert_type(part, t.TextContentBlock)
        return part["text"]["value"]
    if part["type"] == "refusal":
        return part["refusal"]
    return part["type"]


body: t.CreateMessageRequest = {"role": "user", "content": "Hello.", "metadata": None}
role: t.MessageRole = "a role of tomorrow"
p.ModifyMessageRequest(metadata=None)
m.ModifyMessageRequest(metadata=m.RunUsage)  # wrong
p.CreateMessageRequest(role="user")  # wrong
other: t.CreateMessageRequest = {"role": "user", "content": "Hello.", "more": 1}  # wrong
"""


def test_mypy_finds_nothing_in_the_packages_and_mistakes_in_their_use(tmp_path: Path) -> None:
    uses = tmp_path / "uses.py"
    uses.write_text(USES, encoding="utf-8")
    (tmp_path / "mypy.ini").write_text(
        f"[mypy]\nstrict = true\nmypy_path = {':'.join(map(home, FLAVOURS))}\n", encoding="utf-8"
    )
    roots = [f"{home(flavour)}/threads_api_{flavour}" for flavour in FLAVOURS]
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--cache-dir", str(tmp_path / "cache"), *roots, str(uses)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    complaints = re.findall(r"^(.+?):(\d+): error", done.stdout, re.MULTILINE)
    wrong = [n for n, line in enumerate(USES.splitlines(), 1) if "# wrong" in line]
    assert complaints == [("uses.py", str(number)) for number in wrong], done.stdout


@each_flavour
def test_black_would_leave_it_as_it_is(flavour: str) -> None:
    command = ("-m", "black", "--check", "-q", "-l", "100", "--config", "/dev/null", ".")
    run(*command, cwd=Path(home(flavour)))


# --- projects ---------------------------------------------------------------------------------------

BUILD = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"


@each_flavour
def test_a_wheel_holds_the_typed_package(flavour: str, tmp_path: Path) -> None:
    wheel = run("-c", BUILD, str(tmp_path), cwd=Path(home(flavour))).split()[-1]
    names = zipfile.ZipFile(tmp_path / wheel).namelist()
    root = f"threads_api_{flavour}"
    assert {f"{root}/{n}" for n in ("__init__.py", "models.py", "py.typed")} <= set(names)


@each_flavour
def test_what_the_readme_shows_runs(flavour: str) -> None:
    readme = Path(home(flavour), "README.md").read_text("utf-8")
    blocks = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    assert blocks
    package(flavour)
    for block in blocks:
        shown = re.search(r"^from \w+ import (\w+)$", block, re.MULTILINE)
        assert shown
        payload = next(iter(accepts(shown[1]).values()))
        given: dict[str, Any] = {"text": json.dumps(payload)}
        exec(block, given)
        assert "value" in given


# --- how they are made ------------------------------------------------------------------------------


@each_flavour
def test_nothing_but_the_spec_matters(
    flavour: str, spec: Package, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No network, no settings of the folder one is in, no earlier run: the committed bytes come out."""

    def refuse(*_: object) -> None:
        raise AssertionError("something is fetched")

    settings = "[tool.black]\nline-length = 40\n[tool.datamodel-codegen]\nuse-type-alias = false\n"
    (tmp_path / "pyproject.toml").write_text(settings, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SPECLOOM_CACHE", "")
    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    for file in emit(spec, f"python-{flavour}"):
        assert Path(home(flavour), file.path).read_text("utf-8") == file.text, file.path


def test_what_was_made_before_is_not_made_again(
    spec: Package, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPECLOOM_CACHE", str(tmp_path))
    first = emit(spec, "python-typeddict")
    monkeypatch.setattr(models, "_generate", lambda *_: pytest.fail("made again"))
    assert emit(spec, "python-typeddict") == first


def test_a_refusal_is_a_problem_and_no_trace(
    spec: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> str:
        raise datamodel_code_generator.Error("it is too late today")

    monkeypatch.setenv("SPECLOOM_CACHE", "")
    monkeypatch.setattr(datamodel_code_generator, "generate", refuse)
    output = target("msgspec").emit(spec, {"regenerate": "make generate"})
    assert [problem.code for problem in output.problems] == ["flavour-refused"]
    assert "it is too late today" in output.problems[0].fact
    assert output.files == []


def test_a_lost_name_is_a_problem(spec: Package, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPECLOOM_CACHE", "")
    monkeypatch.setattr(datamodel_code_generator, "generate", lambda *_, **__: "Thread = 1\n")
    output = target("msgspec").emit(spec, {"regenerate": "make generate"})
    assert "it did not make Annotation, " in output.problems[0].fact


@each_flavour
def test_every_option_is_one_that_is_documented(flavour: str) -> None:
    """`generate()` documents its options as the fields of its configuration."""
    settings = target(flavour).flavour.settings
    assert set(COMMON) < set(settings)
    assert set(settings) <= set(datamodel_code_generator.config.GenerateConfig.model_fields)


# --- other specs ------------------------------------------------------------------------------------

RETURNS_ANY = "payments_pydantic/models.py"
"""What datamodel-code-generator adds for rules about numbers or booleans returns Any where bool is said."""


def test_any_spec_becomes_packages_that_import_and_check(tmp_path: Path) -> None:
    """Names that are taken, and text that would break out of where it stands, are harmless."""
    packages = [read_case(path)[0] for path in folders().values()]
    packages.append(load(ROOT / "tests" / "other_spec")[0])
    for made in filter(None, packages):
        for flavour in FLAVOURS:
            for file in emit(made, f"python-{flavour}"):
                if file.path.suffix in (".py", ".typed"):
                    path = tmp_path / file.path
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_text(file.text, encoding="utf-8")
    names = sorted(path.name for path in tmp_path.iterdir())
    assert len(names) > 40
    run("-W", "error", "-c", f"import {', '.join(names)}", cwd=tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--cache-dir=.c", "."],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    complaints = [line for line in done.stdout.splitlines() if ": error:" in line]
    assert [line.split(":")[0] for line in complaints] == [RETURNS_ANY], done.stdout
    assert "[no-any-return]" in complaints[0]
