"""Golden cases: every spec under tests/cases gives exactly what lies beside it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cases_of import GIVEN, folders, outcome
from goldens import Goldens


@pytest.mark.golden
@pytest.mark.parametrize("folder", folders().values(), ids=folders())
def test_case(folder: Path, goldens: Goldens) -> None:
    goldens.compare_folder(folder, outcome(folder), GIVEN)


@pytest.mark.parametrize("folder", folders().values(), ids=folders())
def test_a_case_says_why_it_is_there(folder: Path) -> None:
    why = (folder / "why.md").read_text(encoding="utf-8")
    assert len(why.split()) > 8


# --- the driver itself ----------------------------------------------------------------------------------


@pytest.fixture
def case(tmp_path: Path) -> Path:
    (tmp_path / "spec.json").write_text("{}")
    (tmp_path / "out.txt").write_text("one\ntwo\n")
    return tmp_path


def compare(case: Path, text: str, *, blessing: bool = False) -> Goldens:
    goldens = Goldens(blessing=blessing)
    goldens.compare_folder(case, {"out.txt": text}, frozenset({"spec.json"}))
    return goldens


def test_the_driver_takes_equal_bytes(case: Path) -> None:
    compare(case, "one\ntwo\n")


@pytest.mark.parametrize("text", ["one\ntwo", "one\r\ntwo\r\n", "one\nthree\n", ""])
def test_the_driver_sees_other_bytes(case: Path, text: str) -> None:
    with pytest.raises(pytest.fail.Exception, match=r"out\.txt: differs"):
        compare(case, text)


def test_the_driver_sees_what_is_missing(case: Path) -> None:
    (case / "out.txt").unlink()
    (case / "spec.json").unlink()
    with pytest.raises(pytest.fail.Exception, match=r"(?s)out\.txt: missing.*spec\.json: missing"):
        compare(case, "one\ntwo\n")


def test_the_driver_sees_what_nobody_expects(case: Path) -> None:
    (case / "deep").mkdir()
    (case / "deep" / "stray.txt").write_text("")
    with pytest.raises(pytest.fail.Exception, match=r"stray\.txt: nothing is expected here"):
        compare(case, "one\ntwo\n")


def test_blessing_writes_removes_and_says_so(case: Path) -> None:
    (case / "stray.txt").write_text("")
    blessed = compare(case, "one\n2\n", blessing=True)
    assert (case / "out.txt").read_text() == "one\n2\n"
    assert not (case / "stray.txt").exists()
    assert [line.split(":")[0] for line in blessed.moved] == ["moved", "gone"]
    assert blessed.moved[0].endswith("(+1 -1 lines)")
    assert compare(case, "one\n2\n", blessing=True).moved == []


def test_blessing_is_refused_under_ci() -> None:
    command = [sys.executable, "-m", "pytest", "--bless", "--collect-only", "-q", __file__]
    environment = os.environ | {"CI": "true"}
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == pytest.ExitCode.USAGE_ERROR
    assert "--bless is for people" in run.stderr
