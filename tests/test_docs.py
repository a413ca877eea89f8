"""The documentation is true: what it says to run runs, in a copy of the project, and prints what it says."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from documentation import Block, agrees, blocks, commands
from goldens import ROOT

DOCUMENTS = ["README.md", "CONTRIBUTING.md", "spec/README.md", "docs/codecs.md"]
ALL_DOCUMENTS = sorted(
    path
    for folder in (".", "docs", "spec", "templates", "tests", "benchmarks", "codegen")
    for path in (ROOT / folder).glob("*.md" if folder == "." else "**/*.md")
    if "cases" not in path.parts
)
LITTER = shutil.ignore_patterns("__pycache__", ".*_cache", "node_modules", "target")
NO_PARTS = {".git", ".venv", ".hypothesis", ".cache", "dist", "build"}
PARTS = sorted(
    path.name
    for path in ROOT.iterdir()
    if path.name not in NO_PARTS and not path.name.endswith("_cache")
)


class Sandbox:
    """A copy of the project in which a document is carried out, block by block."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        for part in PARTS:
            source = ROOT / part
            if source.is_dir():
                shutil.copytree(source, folder / part, ignore=LITTER)
            else:
                shutil.copy2(source, folder / part)
        environment = folder / ".venv"  # the one that runs this test, as if `make` had just made it
        environment.mkdir()
        for path in Path(sys.prefix).iterdir():
            if path.name != ".ready":
                (environment / path.name).symlink_to(path)
        (environment / ".ready").touch()
        foreign = re.compile(r"CI$|MAKE|MFLAGS|PYTEST|HYPOTHESIS|COV|SPECLOOM")
        self.environment = {k: v for k, v in os.environ.items() if not foreign.match(k)} | {
            "PATH": os.pathsep.join([str(environment / "bin"), os.environ["PATH"]]),
            "PYTHONPATH": str(folder / "generated" / "python"),
            "PYTHONDONTWRITEBYTECODE": "1",
            "NO_COLOR": "1",
            "COLUMNS": "100",
        }

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment,
            text=True,
            encoding="utf-8",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )

    def carry_out(self, block: Block) -> None:
        """Do what a block says; fail when it cannot be done or prints something else."""
        match block.order.split(), block.language:
            case ["elsewhere:", *_], _:
                pass
            case ["into", file, pointer], "json":
                insert(self.folder / file, pointer, json.loads(f"{{{block.text}}}"))
            case ["file", file], _:
                (self.folder / file).parent.mkdir(parents=True, exist_ok=True)
                (self.folder / file).write_text(block.text, encoding="utf-8")
            case [], "console":
                self.converse(block)
            case [], "python":
                self.must(block, self.run(sys.executable, "-c", block.text))
            case [], "mermaid":
                pass
            case _:
                pytest.fail(f"{block}: nobody knows how to test this block")

    def converse(self, block: Block) -> None:
        for command in commands(block):
            run = self.run("bash", "-c", command.line)
            if not command.fails:
                self.must(block, run)
            elif not run.returncode:
                pytest.fail(f"{block}: `{command.line}` succeeds\n{run.stdout}", pytrace=False)
            if not agrees(command.output, run.stdout):
                pytest.fail(f"{block}: `{command.line}` prints\n{run.stdout}", pytrace=False)

    def must(self, block: Block, run: subprocess.CompletedProcess[str]) -> None:
        if run.returncode:
            pytest.fail(f"{block}: exit {run.returncode}\n{run.stdout}", pytrace=False)


def insert(path: Path, pointer: str, members: dict[str, Any]) -> None:
    """Add members to an object in a JSON file, as a person would by pasting them."""
    document = json.loads(path.read_text(encoding="utf-8"))
    place = document
    for key in pointer.split("/")[1:]:
        place = place[key]
    assert not members.keys() & place.keys(), f"{path.name}{pointer} has one of these already"
    place.update(members)
    path.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_a_document_says_is_so(name: str, tmp_path: Path) -> None:
    sandbox = Sandbox(tmp_path / "a project")
    found = blocks(ROOT / name)
    for block in found:
        if block.language not in ("", "pycon"):
            sandbox.carry_out(block)
    talk = "\n".join(block.text for block in found if block.language == "pycon")
    if talk:
        (tmp_path / name.replace("/", "_")).write_text(talk, encoding="utf-8")
        program = [sys.executable, "-m", "doctest", "-o", "ELLIPSIS"]
        run = sandbox.run(*program, str(tmp_path / name.replace("/", "_")))
        assert run.returncode == 0, run.stdout


@pytest.mark.parametrize("path", ALL_DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", text)
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_the_readme_lists_every_verb() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "specloom", "--help"], capture_output=True, text=True, check=True
    )
    offered = set(re.findall(r"^  ([a-z-]+)  ", run.stdout.split("Commands:")[1], re.MULTILINE))
    listed = re.findall(
        r"^\| `([a-z-]+)(?: [A-Z]+)?` \|", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE
    )
    assert offered == set(listed)


def test_documented_jobs_exist() -> None:
    jobs = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for name in DOCUMENTS:
        text = (ROOT / name).read_text("utf-8")
        mentioned = set(re.findall(r"(?:`|\$ )make ([a-z]+)", text))
        assert mentioned <= jobs, name


@pytest.mark.parametrize(
    ("documented", "actual", "verdict"),
    [
        ("one\n", "one\n", True),
        ("one\n", "two\n", False),
        ("one\n...\nthree\n", "one\n2\nthree\n", True),
        ("one\n", "one\nmore\n", False),
        ("", "anything", True),
    ],
)
def test_other_output_is_seen(documented: str, actual: str, verdict: bool) -> None:
    assert agrees(documented, actual) is verdict
