"""What this repository offers to others: hooks for pre-commit and an action for GitHub, run as they would."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from consumers import Consumer, Ended
from goldens import ROOT
from installation import Environment
from specloom import __version__

pytestmark = pytest.mark.xdist_group("packaging")

SPEC = "spec/orders.schema.json"
HOOKS: Sequence[Mapping[str, Any]] = yaml.safe_load(
    (ROOT / ".pre-commit-hooks.yaml").read_text("utf-8")
)
ACTION: Mapping[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))


@pytest.fixture
def consumer(tmp_path: Path, installed: Environment) -> Consumer:
    consumer = Consumer(tmp_path / "a shop", installed)
    consumer.must("specloom init --target ir")
    consumer.must("make generate && git add --all && git commit --quiet --message 'Generate'")
    return consumer


# --- hooks ----------------------------------------------------------------------------------------------


def run_hook(consumer: Consumer, name: str) -> Ended | None:
    """What pre-commit does: the entry, with the staged files that match; None when it has nothing to do."""
    (hook,) = (hook for hook in HOOKS if hook["id"] == name)
    staged = consumer.must("git diff --staged --name-only --diff-filter=ACMR").splitlines()
    matching = [path for path in staged if re.search(hook.get("files", ""), path)]
    if not matching:
        return None
    names = matching if hook.get("pass_filenames", True) else []
    return consumer.run(" ".join([hook["entry"], *(f"'{path}'" for path in names)]))


def test_the_hooks_are_those() -> None:
    assert [hook["id"] for hook in HOOKS] == [
        "specloom-generate-check",
        "specloom-lint",
        "specloom-validate",
    ]
    for hook in HOOKS:
        assert {"id", "name", "description", "entry", "language"} <= set(hook)
        assert hook["language"] == "python"  # pre-commit installs this repository as a package


def test_the_hook_for_generated_code(consumer: Consumer) -> None:
    consumer.replace(SPEC, '["open", "paid"]', '["open", "paid", "refunded"]')
    consumer.must("git add spec")
    red = run_hook(consumer, "specloom-generate-check")
    assert red is not None
    assert red.code == 1
    assert '+  value "refunded"' in red.said
    consumer.must("make generate && git add generated")
    green = run_hook(consumer, "specloom-generate-check")
    assert green is not None
    assert green.code == 0


def test_the_hook_for_the_spec(consumer: Consumer) -> None:
    consumer.must("touch README.md && git add README.md")
    assert run_hook(consumer, "specloom-lint") is None
    consumer.replace(SPEC, '"minimum": 1', '"minimun": 1')
    consumer.must("git add spec")
    red = run_hook(consumer, "specloom-lint")
    assert red is not None
    assert red.code == 3
    assert "minimum" in red.said


def test_the_hook_for_payloads(consumer: Consumer) -> None:
    consumer.must("cp payloads/second.json 'payloads/the third.json' && git add payloads")
    red = run_hook(consumer, "specloom-validate")
    assert red is not None
    assert red.code == 1
    assert "payloads/the third.json:4:12 /state: " in red.said
    assert "second.json" not in red.said  # it is not staged
    consumer.must("sed -i s/refunded/paid/ 'payloads/the third.json' && git add payloads")
    green = run_hook(consumer, "specloom-validate")
    assert green is not None
    assert green.code == 0


# --- the action -----------------------------------------------------------------------------------------


class Runner:
    """As much of GitHub's runner as a composite action of plain steps needs."""

    def __init__(self, consumer: Consumer, built: Path) -> None:
        self.consumer = consumer
        self.temp = consumer.folder.parent / "runner temp"
        self.temp.mkdir()
        self.outputs: dict[str, str] = {}
        self.surroundings = {
            "RUNNER_TEMP": str(self.temp),
            # nothing is fetched: pip finds the wheel that was built from this checkout
            "PIP_NO_INDEX": "1",
            "PIP_NO_DEPS": "1",
            "PIP_FIND_LINKS": built.as_uri(),
        }

    def use(self, **inputs: str) -> Ended:
        """`uses: <this repository>` with these inputs."""
        given = {
            name: entry.get("default", "") for name, entry in ACTION["inputs"].items()
        } | inputs
        said = ""
        for step in ACTION["runs"]["steps"]:
            ended = self.run(step, given)
            said += ended.said
            if ended.code:
                return Ended(ended.code, said)
        return Ended(0, said)

    def run(self, step: Mapping[str, Any], given: Mapping[str, str]) -> Ended:
        known = {
            **{f"inputs.{name}": value for name, value in given.items()},
            **self.outputs,
            "github.action_path": str(ROOT),
        }
        results = self.temp / "output"
        results.write_text("")
        assert step["shell"] == "bash"
        env = {name: fill_in(text, known) for name, text in step["env"].items()}
        ran = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=self.consumer.folder,
            env={
                **self.consumer.environment(),
                "PATH": os.environ["PATH"],  # specloom is not on it
                **self.surroundings,
                **env,
                "GITHUB_OUTPUT": str(results),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        for line in results.read_text().splitlines():
            name, _, value = line.partition("=")
            self.outputs[f"steps.{step['id']}.outputs.{name}"] = value
        if step.get("id") == "tool" and ran.returncode == 0:
            Environment(self.temp / "specloom").lend_packages()  # what pip would have fetched
        return Ended(ran.returncode, ran.stdout)


def fill_in(text: str, known: Mapping[str, str]) -> str:
    """A text with its expressions replaced; one that nobody knows is an error."""
    return re.sub(r"\$\{\{ ([\w.]+) \}\}", lambda found: known[found[1]], str(text))


def test_the_inputs_are_documented() -> None:
    assert set(ACTION["inputs"]) == {"paths", "spec", "package", "type", "closed", "version"}
    assert all(entry["description"] for entry in ACTION["inputs"].values())
    assert [name for name, entry in ACTION["inputs"].items() if entry.get("required")] == ["paths"]


def test_inputs_reach_the_shell_as_variables_only() -> None:
    """An expression inside a script would run whatever somebody puts into a pull request."""
    assert not [step for step in ACTION["runs"]["steps"] if "${{" in step["run"]]


def test_the_action_annotates_and_fails_and_then_passes(consumer: Consumer, built: Path) -> None:
    runner = Runner(consumer, built)
    paths = "  payloads/first.json\n\n  payloads/with space/*.json  \n"
    consumer.must("mkdir 'payloads/with space' && mv payloads/second.json 'payloads/with space'")
    red = runner.use(paths=paths, version=__version__)
    assert red.code == 1, red.said
    (line,) = (line for line in red.said.splitlines() if line.startswith("::error"))
    assert line.startswith("::error file=payloads/with space/second.json,line=4,col=12,")
    place = (runner.temp / "specloom").resolve()
    assert Path(runner.outputs["steps.tool.outputs.command"]).is_relative_to(place)

    # without another installation: the steps that follow it, with other inputs
    validate = ACTION["runs"]["steps"][1]
    given = {name: entry.get("default", "") for name, entry in ACTION["inputs"].items()}

    def again(**inputs: str) -> Ended:
        return runner.run({**validate, "id": ""}, {**given, **inputs})

    assert again(paths="payloads/first.json").code == 0
    assert again(paths="payloads/first.json", type="Order", spec="spec").code == 0
    assert again(paths="payloads/first.json", type="Line").code == 1
    assert again(paths="payloads/first.json", spec="@shipped", type="Thread").code == 1
    consumer.replace("payloads/first.json", '"id"', '"colour": "red", "id"')
    assert again(paths="payloads/first.json").code == 0
    assert again(paths="payloads/first.json", closed="true").code == 1
    odd = again(paths="payloads/first.json", closed="yes")
    assert odd.code == 2
    assert "closed is true or false, not 'yes'" in odd.said
    assert again(paths="--help").code == 1  # a file of that name, which is not there
    several = '[packages.shop]\nspec = "spec"\n[packages.ours]\nspec = "@shipped"\n'
    (consumer.folder / "specloom.toml").write_text(several, encoding="utf-8")
    assert again(paths="payloads/first.json").code == 2
    assert again(paths="payloads/first.json", package="shop").code == 0


def test_the_action_comes_with_its_own_version(consumer: Consumer, built: Path) -> None:
    """Without `version`, the checkout that the action is part of is installed."""
    runner = Runner(consumer, built)
    runner.surroundings["PIP_NO_BUILD_ISOLATION"] = "0"
    from_here = runner.consumer.installed.site / "lent.pth"
    runner.surroundings["PYTHONPATH"] = from_here.read_text(encoding="utf-8").strip()
    ended = runner.use(paths="payloads/first.json")
    assert ended.code == 0, ended.said


def test_an_old_python_is_told(consumer: Consumer, built: Path, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    for name in ("python3", "python"):
        (tmp_path / "bin" / name).write_text("#!/bin/sh\nexit 1\n")
        (tmp_path / "bin" / name).chmod(0o755)
    runner = Runner(consumer, built)
    install = ACTION["runs"]["steps"][0]
    given = {"version": ""}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
        ended = runner.run(install, given)
    assert ended.code == 1
    assert "::error title=specloom::Python 3.11 or later is needed" in ended.said
