"""What people install works: the wheel in an empty environment, and what it generates in another.

Nothing is fetched: environments are made without pip, and see the packages of the one that runs this test
through a .pth file where they need them.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from goldens import ROOT

pytestmark = pytest.mark.xdist_group("packaging")

OTHER_SPEC = ROOT / "tests" / "other_spec"


@dataclass(frozen=True)
class Environment:
    """A virtual environment of its own."""

    folder: Path

    @property
    def bin(self) -> Path:
        return self.folder / ("Scripts" if os.name == "nt" else "bin")

    @property
    def site(self) -> Path:
        places = {"base": str(self.folder), "platbase": str(self.folder)}
        return Path(sysconfig.get_path("purelib", "venv", places))

    def lend_packages(self) -> None:
        """Let it see the packages of the environment that runs this test (but none of its .pth files)."""
        (self.site / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")

    def take_packages_back(self) -> None:
        (self.site / "lent.pth").unlink()

    def install(self, what: Path) -> None:
        pip = [sys.executable, "-m", "pip", "--python", str(self.bin / "python"), "install"]
        flags = ["--quiet", "--no-index", "--no-deps", "--no-build-isolation", "--no-compile"]
        run(*pip, *flags, str(what), cwd=self.folder)

    def python(self, *arguments: str, cwd: Path) -> str:
        return run(str(self.bin / "python"), *arguments, cwd=cwd)


def run(*command: str, cwd: Path) -> str:
    """What a command prints; fails with all it said when it fails."""
    foreign = ("PYTHON", "PIP_", "PYTEST", "SPECLOOM", "VIRTUAL_ENV")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(foreign)}
    environment["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    ran = subprocess.run(
        command,
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert (
        ran.returncode == 0
    ), f"{' '.join(command)}: exit {ran.returncode}\n{ran.stdout}{ran.stderr}"
    return ran.stdout


def make_environment(folder: Path) -> Environment:
    run(sys.executable, "-m", "venv", "--without-pip", str(folder), cwd=ROOT)
    return Environment(folder)


def files(folder: Path) -> dict[str, bytes]:
    """Every file in a folder by its path, but for what Python leaves there."""
    found = (
        path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    )
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, and with the wheel that was made from that sdist."""
    folder = tmp_path_factory.mktemp("built")
    run(
        sys.executable,
        "-m",
        "build",
        "--no-isolation",
        "--outdir",
        str(folder),
        str(ROOT),
        cwd=folder,
    )
    return folder


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """An environment with the wheel in it, that has never seen the checkout."""
    environment = make_environment(tmp_path_factory.mktemp("with specloom") / "venv")
    (wheel,) = built.glob("*.whl")
    environment.install(wheel)
    environment.lend_packages()
    return environment


@pytest.fixture(scope="module")
def generated(installed: Environment, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the installed command makes of the spec that it carries."""
    folder = tmp_path_factory.mktemp("empty folder")
    run(str(installed.bin / "specloom"), "generate", "-o", "out", cwd=folder)
    return folder / "out"


def test_the_wheel_carries_spec_and_templates(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("spec", "templates"):
        for name in files(ROOT / folder):
            assert f"specloom/_data/{folder}/{name}" in names
    tops = {name.split("/")[0] for name in names}
    assert [top for top in tops if top != "specloom" and not top.endswith(".dist-info")] == []
    assert "specloom/py.typed" in names
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)


def test_the_sdist_carries_what_its_tests_need(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"Makefile", "LICENSE", "spec/README.md", "tests/test_packaging.py"} <= names
    assert not any(name.startswith((".venv", ".git/", "build/")) for name in names)


def test_the_installed_command_is_not_the_checkout(installed: Environment, tmp_path: Path) -> None:
    place = installed.python("-c", "import specloom; print(specloom.__file__)", cwd=tmp_path)
    assert Path(place.strip()).is_relative_to(installed.folder)


def test_the_installed_command_makes_what_the_checkout_holds(generated: Path) -> None:
    made, held = files(generated), files(ROOT / "generated")
    assert set(made) == set(held) & set(made)
    assert {name for name in made if made[name] != held[name]} == set()


EXAMPLES = """
import json, sys
from pathlib import Path
import threads_api

def plain(value):
    # equal means equal in JSON: 1.0 is 1, true is not
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return (type(value), value) if isinstance(value, bool) else value

assert Path(threads_api.__file__).is_relative_to(sys.prefix), threads_api.__file__
wrong, counted = [], {"accept": 0, "reject": 0}
for path in sorted(Path(sys.argv[1]).glob("*/*/*.json")):
    codec = threads_api.CODECS[path.parts[-3]]
    case = json.loads(path.read_text(encoding="utf-8"))
    counted[path.parts[-2]] += 1
    if path.parts[-2] == "accept":
        for strict in (False, True):
            again = codec.encode(codec.decode(case, strict=strict))
            if plain(again) != plain(case):
                wrong.append(f"{path}: comes back changed (strict={strict})")
    else:
        try:
            codec.decode(case["payload"], strict=True)
        except threads_api.DecodeError as error:
            pointers = [problem.pointer for problem in error.problems]
            if case["pointer"] not in pointers:
                wrong.append(f"{path}: refused at {pointers}, not at {case['pointer']!r}")
        else:
            wrong.append(f"{path}: accepted")
print(json.dumps({"wrong": wrong, **counted}))
"""


def test_the_generated_package_installs_by_itself_and_keeps_the_examples(
    generated: Path, tmp_path: Path
) -> None:
    import json

    environment = make_environment(tmp_path / "venv")
    environment.lend_packages()  # for the build backend only
    environment.install(generated / "python")
    environment.take_packages_back()
    said = environment.python("-I", "-c", EXAMPLES, str(ROOT / "spec" / "examples"), cwd=tmp_path)
    result = json.loads(said)
    assert result["wrong"] == []
    assert result["accept"] > 100
    assert result["reject"] > 100


LIBRARY = """
from library_api import CODECS, Book, Loan, LendRequest, LoanState, UnknownVariant, decode_item

text = {"object": "loan", "id": "loan_1", "state": "open", "returned_at": None, "remarks": "",
        "item": {"kind": "book", "title": "Ada", "authors": ["N. Gold"], "sequel": {"kind": "book",
        "title": "Bob", "authors": ["N. Gold"]}}, "reader": {"card": 7, "name": "Kim"},
        "fine": None, "new": [1]}
loan = Loan.decode(text, strict=True)
assert isinstance(loan.item, Book), loan.item
assert loan.item.sequel.title == "Bob"
assert loan.encode() == text
assert isinstance(decode_item({"kind": "map"}), UnknownVariant)
assert [p.pointer for p in CODECS["LendRequest"].problems({"card": 0, "shelf": "x"})] != []
assert LendRequest(card=7, barcode="123").encode() == {"card": 7, "barcode": "123"}
assert "Checkout" in CODECS and "ShelfMark" in CODECS
print("good")
"""


def test_a_spec_of_another_domain_makes_a_package_too(tmp_path: Path) -> None:
    flags = ["--spec", str(OTHER_SPEC), "-o", str(tmp_path / "out")]
    run(sys.executable, "-m", "specloom", "generate", *flags, cwd=tmp_path)
    package = tmp_path / "out" / "python"
    assert run(sys.executable, "-c", LIBRARY, cwd=package).strip() == "good"
    assert "thread" not in "".join(
        path.read_text(encoding="utf-8").lower()
        for path in (tmp_path / "out").rglob("*")
        if path.is_file() and path.suffix in {".txt", ".json", ".toml"}
    )
