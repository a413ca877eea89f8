"""What people install works: the wheel in an empty environment, and what it generates in another."""

from __future__ import annotations

import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from goldens import ROOT
from installation import Environment, files, make_environment, run

pytestmark = pytest.mark.xdist_group("packaging")

OTHER_SPEC = ROOT / "tests" / "other_spec"


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
            if pointers != [case["pointer"]]:
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
