"""Targets that Python packages bring along: a good one, and every way in which one can be broken."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from cases_of import CASES
from commands import Here
from goldens import ROOT, Goldens

MARKDOWN = ROOT / "tests" / "plugins" / "markdown"
HEAD = (
    "from pathlib import PurePosixPath\n"
    "from specloom.targets.base import File, Option, Output\n"
    "class Plugin:\n"
    "    name = folder = 'odd'\n"
    "    summary = 'made for a test'\n"
    "    options = ()\n"
    "    def emit(self, package, options):\n"
    "        return Output([File(PurePosixPath('a.txt'), package.name.spelled)])\n"
    "TARGET = Plugin()\n"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of packages with the example in it, as pip installs it."""
    folder = tmp_path_factory.mktemp("site")
    pip = [sys.executable, "-m", "pip", "install", "--target", str(folder), str(MARKDOWN)]
    flags = ["--quiet", "--no-index", "--no-deps", "--no-build-isolation", "--no-compile"]
    run = subprocess.run([*pip, *flags], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return folder


@pytest.fixture
def with_markdown(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(site))


def bring(here: Here, monkeypatch: pytest.MonkeyPatch, text: str, name: str = "odd") -> None:
    """A package that brings a target along, as it lies among installed ones."""
    number = len(list((here.folder / "site").glob("*.py")))
    module = re.sub(r"\W", "_", f"plugin_{here.folder.name}_{number}")
    here.write(f"site/{module}.py", text)
    about = f"site/{module}-2.5.dist-info"
    here.write(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: {module}\nVersion: 2.5\n")
    here.write(f"{about}/entry_points.txt", f"[specloom.targets]\n{name} = {module}:TARGET\n")
    monkeypatch.syspath_prepend(str(here.folder / "site"))


# --- the example ----------------------------------------------------------------------------------------


@pytest.mark.golden
@pytest.mark.usefixtures("with_markdown")
@pytest.mark.parametrize("case", ["union_told_by_tag", "hostile_text"])
def test_the_reference_is_as_expected(here: Here, case: str, goldens: Goldens) -> None:
    spec = CASES / case / "spec.json"
    result = here.run("generate", "-t", "markdown-pages", "--spec", str(spec))
    assert result.code == 0, result.err
    files = here.files("generated/markdown-pages")
    assert set(files) == {"README.md", "spec.md"}
    goldens.compare(MARKDOWN / "expected" / case / "spec.md", files["spec.md"])


@pytest.mark.usefixtures("with_markdown")
def test_links_lead_to_what_is_there(here: Here) -> None:
    assert here.run("generate", "-t", "markdown-pages", "--spec", str(ROOT / "spec")).code == 0
    pages = here.files("generated/markdown-pages")
    links = {link for text in pages.values() for link in re.findall(r"\]\(([^)]+)\)", text)}
    anchors = {
        f"{page}#{a}" for page, text in pages.items() for a in re.findall(r'id="(.+?)"', text)
    }
    assert len(links) > 50
    assert links <= anchors | set(pages)


@pytest.mark.usefixtures("with_markdown")
def test_it_is_listed_with_where_it_comes_from(here: Here) -> None:
    result = here.run("targets")
    assert result.code == 0, result.err
    assert (
        "a page of Markdown for every file of the spec (installed: specloom-markdown 1.0)"
        in result.out
    )
    assert "markdown-pages.title=: the title" in result.out


@pytest.mark.usefixtures("with_markdown")
def test_what_is_installed_is_generated_only_when_it_is_named(here: Here) -> None:
    here.write("specloom.toml", 'targets = ["ir"]\n')
    assert here.run("generate").code == 0
    assert not (here.folder / "generated/markdown-pages").exists()
    here.write("specloom.toml", '[targets.ir]\n[targets.markdown-pages]\ntitle = "Cats"\n')
    assert here.run("generate").code == 0
    assert "# Cats 1.0.0" in here.files()["markdown-pages/README.md"]


@pytest.mark.usefixtures("with_markdown")
def test_its_name_is_suggested(here: Here) -> None:
    result = here.run("generate", "-t", "markdwon-pages")
    assert result.code == 2
    assert "did you mean 'markdown-pages'" in result.err


# --- broken ones ----------------------------------------------------------------------------------------


def test_one_that_lies_among_installed_ones_is_found(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(here, monkeypatch, HEAD)
    assert here.run("generate", "-t", "odd").code == 0
    assert here.files() | {"FILES": ""} == {"odd/a.txt": "small_api", "FILES": ""}


BROKEN_TO_LOAD = {
    "import nothing_at_all": "ModuleNotFoundError: No module named 'nothing_at_all'",
    "1 / 0": "ZeroDivisionError: division by zero",
    "raise SystemExit(0)": "SystemExit: 0",
    "def": "SyntaxError",
    "x = 1": "AttributeError",
    f"{HEAD}TARGET = None": "its 'name' is no text",
    f"{HEAD}del Plugin.emit": "its 'emit' cannot be called",
    f"{HEAD}Plugin.emit = 7": "its 'emit' cannot be called",
    f"{HEAD}Plugin.options = ['x']": "'x' is no option that it may have",
    f"{HEAD}Plugin.options = [Option('path', 'h', '')]": "is no option that it may have",
    f"{HEAD}Plugin.options = property(lambda self: 1 / 0)": "ZeroDivisionError",
    f"{HEAD}Plugin.folder = 'python'": "it calls itself or its folder otherwise",
}


@pytest.mark.parametrize("text", BROKEN_TO_LOAD)
def test_one_that_cannot_be_loaded_is_a_problem(
    here: Here, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(here, monkeypatch, text)
    result = here.run("generate", "-t", "odd")
    assert result.code == 2
    assert BROKEN_TO_LOAD[text] in result.err
    assert "[bad-plugin]" in result.err
    assert "Traceback" not in result.err
    listed = here.run("targets")
    assert listed.code == 1
    assert "cannot be used (installed: plugin" in listed.out
    assert here.run("generate", "-t", "ir").code == 0  # nobody else minds


BROKEN_TO_EMIT = {
    "raise ValueError('no idea')": "failed: ValueError: no idea (",
    "raise SystemExit(3)": "failed: SystemExit: 3",
    "return self.emit(package, options)": "failed: RecursionError",
    "return None": "emit gave a NoneType, and no Output",
    "return Output(['x'])": "'x' is no File",
    "return Output([File('a.txt', 'x')])": "has no PurePosixPath for a path, or no text",
    "return Output([File(PurePosixPath('a.txt'), b'x')])": "has no PurePosixPath for a path",
    "return Output([], ['x'])": "'x' is no Problem",
    "return Output(7)": "emit gave 7 where a list of File belongs",
    "return Output(iter([]))": "where a list of File belongs",
}


@pytest.mark.parametrize("statement", BROKEN_TO_EMIT)
def test_one_that_fails_is_a_problem_and_nothing_is_written(
    here: Here, statement: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    head, _, tail = HEAD.partition("        return Output")
    bring(here, monkeypatch, f"{head}        {statement}\n{tail.partition(chr(10))[2]}")
    result = here.run("generate", "-t", "odd", "-t", "ir")
    assert result.code == 1
    assert BROKEN_TO_EMIT[statement] in result.err
    assert "[bad-plugin]" in result.err
    assert not (here.folder / "generated").exists()


def test_two_packages_with_one_target_are_told(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    bring(here, monkeypatch, HEAD)
    bring(here, monkeypatch, f"{HEAD}# another")
    result = here.run("generate", "-t", "odd")
    assert result.code == 2
    assert "several packages bring a target 'odd': plugin_" in result.err


def test_one_that_is_called_like_a_built_in_target_is_told(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(here, monkeypatch, HEAD.replace("'odd'", "'ir'"), "ir")
    assert here.run("generate", "-t", "ir").code == 0
    assert here.files()["ir/small.txt"].startswith("# Generated by specloom")
    result = here.run("targets")
    assert result.code == 1
    assert "is called 'ir', as one that is built in" in result.err
