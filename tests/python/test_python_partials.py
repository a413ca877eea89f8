"""Partial classes: methods that people write are woven into the generated classes."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from goldens import ROOT
from packages import zoo
from python.building import build, emit, read_spec
from specloom.ir import Package

SOURCE = '''\
# file: sdk/partials.py
"""What we add to the models."""

from __future__ import annotations

import json as js
from collections.abc import Iterator
from typing import TYPE_CHECKING

import {package}
from {package} import Den as Hole, rest as models
from {package} import UnknownVariant

if TYPE_CHECKING:
    from decimal import Decimal


class Colony({package}.Colony):
    """This text is left behind."""

    # Holes only.
    def dens(self, least: int = 0) -> Iterator[models.Den]:
        """The dens."""
        for home in self.homes:  # every one
            if isinstance(home, Hole):
                yield home
            elif isinstance(home, UnknownVariant):
                js.dumps(home.raw)

    @property
    def worth(self) -> Decimal | None:
        return None

    # The end.


class Animal(models.Animal):
    def age(self) -> {package}.rest.When:
        return models.decode_when("old") if self.home is None else {package}.Den()

    def __str__(self) -> str:
        return self.id
'''


def package(*words: str) -> Package:
    bare = replace(zoo(), deltas=(), streams=())
    return replace(bare, name=replace(bare.name, words=words))


def problems(*sources: str) -> list[str]:
    return [str(problem) for problem in emit(package("zoo", "api"), partials=[*sources]).problems]


def test_methods_are_woven_in(tmp_path: Path) -> None:
    module: Any = build(
        package("woven", "zoo"), tmp_path, partials=[SOURCE.format(package="woven_zoo")]
    )
    colony = module.Colony.decode({"homes": [{"type": "den", "depth": 1}, {"type": "tent"}]})
    assert [den.depth for den in colony.dens()] == [1]
    assert colony.worth is None
    animal = module.Animal.decode({"id": "rex", "home": None})
    assert str(animal) == "rex"
    assert animal.age() == "old"

    text = (tmp_path / "woven_zoo" / "rest.py").read_text(encoding="utf-8")
    assert "    # Holes only.\n    def dens(self, least: int = 0) -> Iterator[Den]:" in text
    assert "for home in self.homes:  # every one" in text
    assert "# The end." in text
    assert "This text is left behind" not in text
    assert "import json as js\n" in text
    assert "if TYPE_CHECKING:\n    from decimal import Decimal\n" in text
    animals = (tmp_path / "woven_zoo" / "animals.py").read_text(encoding="utf-8")
    assert "import json" not in animals
    # Needed when methods run, so imported when nothing can be in a circle any more.
    assert animals.rstrip().endswith("from .rest import decode_when")
    run = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file=", "woven_zoo"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout


def test_a_package_without_partials_is_as_before() -> None:
    one, other = emit(package("zoo", "api")), emit(
        package("zoo", "api"), partials=["import json\n"]
    )
    assert one.files == other.files


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        (
            "class Colony:\n    def homes(self): ...",
            "2:5: error: Colony has a member homes already",
        ),
        (
            "class Colony:\n    def encode(self): ...",
            "2:5: error: Colony has a member encode already",
        ),
        (
            "class Colony:\n    def __init__(self): ...",
            "2:5: error: decoding builds objects without",
        ),
        (
            "class Colony:\n    size: int = 0",
            "2:5: error: the partial of Colony holds more than methods",
        ),
        ("class Colonie:\n    pass", "1:1: error: there is no record that becomes a class Colonie"),
        ("class Home:\n    pass", "1:1: error: there is no record that becomes a class Home"),
        ("@final\nclass Colony: ...", "2:1: error: the partial of Colony is decorated"),
        (
            "class Colony(A, B): ...",
            "1:1: error: the partial of Colony is decorated, or has more than one",
        ),
        ("x = 1", "1:1: error: a partial holds imports and classes, and this is neither"),
        ("def f(): ...", "1:1: error: a partial holds imports and classes, and this is neither"),
        ("from os import *", "1:1: error: this imports whatever there is"),
        ("class Colony:\n    def f(self): super().f()", "2:5: error: Colony.f calls super()"),
        ("class (", "1:1: error: this is not Python that can be read"),
    ],
)
def test_what_cannot_be_woven_is_a_problem_with_its_place(source: str, complaint: str) -> None:
    (found,) = problems(f"# file: a.py\n{source}\n")
    assert found.startswith("a.py:")
    # Lines are those of the text without the line that names the file.
    assert found.removeprefix("a.py:").startswith(complaint), found
    assert problems(source + "\n")[0].startswith("<partial 1>:")


def test_two_partials_may_not_write_one_method_and_all_problems_come_at_once() -> None:
    one = "# file: a.py\nclass Colony:\n    def f(self): ...\n"
    other = "# file: b.py\nclass Colony:\n    def f(self): ...\n    def homes(self): ...\nx = 1\n"
    found = problems(one, other)
    assert len(found) == 3
    assert "b.py:2:5: error: Colony.f is written twice; first at a.py:2:5" in found[0]


def test_the_shipped_package_takes_partials() -> None:
    source = "class Message:\n    def shout(self) -> str:\n        return self.id.upper()\n"
    output = emit(read_spec(ROOT / "spec"), partials=[source])
    assert not output.problems
    texts = {file.path.as_posix(): file.text for file in output.files}
    text = texts["threads_api/messages.py"]
    assert "    def shout(self) -> str:\n" in text


# --- from the command -----------------------------------------------------------------------------------


def specloom(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "specloom", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_configuration_names_files_and_complaints_do_too(tmp_path: Path) -> None:
    spec = ROOT / "tests" / "cases" / "one_record" / "spec.json"
    sdk = tmp_path / "sdk"
    sdk.mkdir()
    (tmp_path / "specloom.toml").write_text(
        f'spec = "{spec.as_posix()}"\noutput = "out"\n[targets.python]\npartials = ["sdk/partials.py"]\n'
    )
    run = specloom(tmp_path, "generate", "-t", "python")
    assert run.returncode == 2
    assert "names sdk/partials.py, which cannot be read: No such file" in run.stderr

    (sdk / "partials.py").write_text("class Parcel:\n    def id(self): ...\n")
    run = specloom(tmp_path, "generate", "-t", "python")
    assert run.returncode == 1
    assert "sdk/partials.py:2:5: error: Parcel has a member id already" in run.stderr
    assert not (tmp_path / "out").exists()

    (sdk / "partials.py").write_text(
        "class Parcel:\n    def weigh(self) -> int:\n        return 1\n"
    )
    run = specloom(sdk, "generate", "-t", "python")
    assert run.returncode == 0, run.stderr
    (text,) = (path.read_text() for path in tmp_path.rglob("parcels/spec.py"))
    assert "    def weigh(self) -> int:\n" in text


def test_a_path_on_the_command_line_is_where_the_command_was_typed(tmp_path: Path) -> None:
    spec = ROOT / "tests" / "cases" / "one_record" / "spec.json"
    (tmp_path / "specloom.toml").write_text(
        f'spec = "{spec.as_posix()}"\noutput = "out"\n[targets.python]\npartials = ["gone.py"]\n'
    )
    sdk = tmp_path / "an sdk"
    sdk.mkdir()
    (sdk / "mine.py").write_text("class Parcel:\n    def weigh(self) -> int:\n        return 1\n")
    option = ("generate", "-t", "python", "--option", "python.partials=mine.py")
    run = specloom(sdk, *option)
    assert run.returncode == 0, run.stderr
    (text,) = (path.read_text() for path in tmp_path.rglob("parcels/spec.py"))
    assert "def weigh(self) -> int:" in text

    run = specloom(tmp_path, *option)
    assert run.returncode == 2
    assert run.stderr.startswith("(command line): error: option 'python.partials' names mine.py")
    run = specloom(tmp_path, "generate", "-t", "python")
    assert run.returncode == 2
    assert run.stderr.startswith("specloom.toml:1:1: error: option 'python.partials' names gone.py")
    assert specloom(tmp_path, "generate", "-t", "ir").returncode == 0  # whose options are its own
