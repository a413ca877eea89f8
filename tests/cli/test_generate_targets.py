"""`specloom generate` with a target that misbehaves, and how options reach one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

import pytest

from commands import Here
from specloom.ir import Package, Where
from specloom.problems import Problem, Severity
from specloom.targets import registry
from specloom.targets.base import File, Option, OptionValue, Output


@dataclass(frozen=True)
class Stub:
    """A target that makes what it is told to."""

    made: Output
    name: str = "stub"
    folder: str = "stub"
    summary: str = "made for a test"
    options: tuple[Option, ...] = (
        Option("text", "A text.", "x"),
        Option("number", "A number.", 1),
        Option("flag", "A flag.", False),
        Option("words", "Words.", ["a"]),
    )

    def emit(self, package: Package, options: Mapping[str, OptionValue]) -> Output:
        """What it was told to make, and a file that shows the options."""
        shown = File(PurePosixPath("options.txt"), repr(dict(options)) + "\n")
        return Output([*self.made.files, shown], self.made.problems)


def install(stub: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "BUILT_IN", {"stub": "stub"})
    monkeypatch.setattr(registry, "find", {"stub": stub}.__getitem__)


@pytest.mark.parametrize("path", ["../escape", "/etc/escape", "nul", "a/../../b"])
def test_a_path_that_leaves_the_output_is_refused(
    here: Here, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(Stub(Output([File(PurePosixPath(path), "x")])), monkeypatch)
    for flags in ([], ["--check"], ["--dry-run"], ["--list-files"]):
        result = here.run("generate", *flags)
        assert result.code == 1
        assert "[bad-path]" in result.err
        assert result.out == ""
    assert not (here.folder / "generated").exists()


@pytest.mark.parametrize(("severity", "code"), [(Severity.ERROR, 1), (Severity.WARNING, 0)])
def test_a_targets_own_problems_count(
    here: Here, severity: Severity, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = Problem(Where("spec/x.json", "", 3, 4), "it will not do", "mend it", "odd", severity)
    install(Stub(Output([], [problem])), monkeypatch)
    result = here.run("generate")
    assert result.code == code
    assert f"spec/x.json:3:4: {severity}: it will not do; mend it [odd]" in result.err
    assert (here.folder / "generated").exists() is (code == 0)


@pytest.mark.parametrize(
    ("text", "option", "value"),
    [
        ("text=", "text", ""),
        ("text=a=b", "text", "a=b"),
        ("number=-3", "number", -3),
        ("flag=true", "flag", True),
        ("flag=FALSE", "flag", False),
        ("words=b, c", "words", ["b", "c"]),
        ("words=", "words", []),
    ],
)
def test_an_option_reaches_the_target(
    here: Here, text: str, option: str, value: OptionValue, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(Stub(Output([])), monkeypatch)
    assert here.run("generate", "--option", f"stub.{text}").code == 0
    wanted = {"text": "x", "number": 1, "flag": False, "words": ["a"]} | {option: value}
    assert here.files()["stub/options.txt"] == f"{wanted!r}\n"


@pytest.mark.parametrize("text", ["number=x", "number=", "number=1.5", "flag=1", "flag="])
def test_an_option_of_the_wrong_kind_is_refused(
    here: Here, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(Stub(Output([])), monkeypatch)
    result = here.run("generate", "--option", f"stub.{text}")
    assert result.code == 2
    assert "[bad-option]" in result.err
