"""The stamp: a generation is spared when nothing changed, and whatever changes is seen."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from commands import Here, make_here
from goldens import ROOT
from specloom.cli import project, stamp
from specloom.cli.project import Loaded, load
from specloom.shipped import find_shipped

folder = pytest.fixture(make_here)

OVERRIDE = "python/alias.py.j2"
CONFIG = """
[targets.ir]
[targets.python]
partials = ["cats.py"]
[targets.example]
path = "example"
"""
PARTIAL = """
from small_api import models


class Cat(models.Cat):
    def purr(self) -> str:
        return self.name
"""
ANSWER = "ir: 1 file, unchanged\n"


@pytest.fixture
def here(
    folder: Here, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> Here:
    monkeypatch.setenv("SPECLOOM_CACHE", str(tmp_path_factory.mktemp("cache")))
    folder.write_spec()
    return folder


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The specs that were read: one for each full run."""
    seen: list[Path] = []

    def watch(spec: Path) -> Loaded:
        seen.append(spec)
        return load(spec)

    monkeypatch.setattr(project, "load", watch)
    return seen


def generate(here: Here, *more: str) -> str:
    result = here.run("generate", *(more or ("-t", "ir")))
    assert (result.code, result.err) == (0, "")
    return result.out


# --- nothing changed --------------------------------------------------------------------------------------


def test_an_unchanged_generation_is_spared_and_says_the_same(here: Here, runs: list[Path]) -> None:
    generate(here)
    before = here.files()
    again = [
        generate(here),
        generate(here, "-t", "ir", "--check"),
        generate(here, "-t", "ir", "-q"),
    ]
    rehearsed = generate(here, "-t", "ir", "--dry-run")
    assert again == [ANSWER, "generated: up to date, 1 file\n", ""]
    assert rehearsed == ""
    assert len(runs) == 1
    os.environ["SPECLOOM_CACHE"] = ""
    full = [generate(here), generate(here, "-t", "ir", "--check"), generate(here, "-t", "ir", "-q")]
    assert (full, len(runs), here.files()) == (again, 4, before)


def test_a_check_leaves_a_stamp_too_unless_it_finds_drift(here: Here, runs: list[Path]) -> None:
    assert here.run("generate", "-t", "ir", "--check").code == 1
    assert here.run("generate", "-t", "ir", "--check").code == 1
    assert here.run("generate", "-t", "ir", "--dry-run").out.startswith("write ")
    assert len(runs) == 3
    generate(here)
    shutil.rmtree(os.environ["SPECLOOM_CACHE"])
    for _ in range(3):
        assert here.run("generate", "-t", "ir", "--check").code == 0
    assert len(runs) == 5


def test_packages_have_stamps_of_their_own(here: Here, runs: list[Path]) -> None:
    here.write(
        "specloom.toml",
        'targets = ["ir"]\n[packages.a]\nspec = "spec"\n[packages.b]\nspec = "other"',
    )
    here.write_spec(path="other/small.schema.json")
    generate(here, "-q")
    assert len(runs) == 2
    assert generate(here, "-q") == ""
    assert len(runs) == 2
    here.write_spec(changed(here), path="other/small.schema.json")
    assert here.run("generate").out == "a ir: 1 file, unchanged\nb ir: 1 file, 1 updated\n"
    assert len(runs) == 3


def test_line_ends_of_a_checkout_count_as_unchanged(here: Here, runs: list[Path]) -> None:
    generate(here)
    for path in (here.folder / "generated").rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert generate(here) == ANSWER
    assert len(runs) == 1


def test_nothing_heavy_is_imported_when_nothing_changed(here: Here) -> None:
    heavy = ["black", "jinja2", "jsonschema", "jsonschema_rs", "libcst", "referencing", "rich"]
    heavy += ["datamodel_code_generator", "specloom.documents", "specloom.ir", "specloom.lower"]
    heavy += ["specloom.render", "specloom.targets", "tempfile"]
    program = (
        "import sys\nfrom specloom.cli import main\n"
        "try:\n    main(['generate', '-t', 'python', '-t', 'ir'])\nfinally:\n"
        f"    print(sorted(set({heavy!r}) & set(sys.modules)), file=sys.stderr)"
    )
    first, second = (
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        for _ in range(2)
    )
    assert "black" in first.stderr
    assert (second.stdout.count("unchanged"), second.stderr) == (2, "[]\n")


# --- whatever changes is seen -----------------------------------------------------------------------------


def changed(here: Here) -> str:
    text = (here.folder / "spec/small.schema.json").read_text()
    return text.replace("A small spec.", "A tiny spec.")


def edit(path: Path) -> None:
    """Another content of the same size, with the times that it had."""
    about, content = path.stat(), path.read_bytes()
    path.write_bytes(content.swapcase())
    assert path.read_bytes() != content
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))


@pytest.fixture
def rich(here: Here) -> Here:
    """A project with one of everything that files can come from."""
    here.write("specloom.toml", CONFIG)
    here.write("cats.py", PARTIAL)
    here.write(f"sheets/{OVERRIDE}", (ROOT / "templates" / OVERRIDE).read_text())
    shutil.copytree(ROOT / "tests/plugins/kotlin", here.folder / "example")
    return here


CHANGES: dict[str, Callable[[Path], object]] = {
    "the spec": lambda home: (home / "spec/small.schema.json").write_text(
        (home / "spec/small.schema.json").read_text() + "\n"
    ),
    "a file more in the spec": lambda home: (home / "spec/more.schema.json").write_text(
        (home / "spec/small.schema.json")
        .read_text()
        .replace('"x-package": {"name": "small_api", "version": "1.0.0"}, ', "")
        .replace("Cat", "Dog")
        .replace("Mood", "Wish")
    ),
    "operations": lambda home: (home / "spec/operations.json").write_text(
        json.dumps({"description": "No calls.", "operations": {}})
    ),
    "the configuration": lambda home: (home / "specloom.toml").write_text(
        CONFIG.replace("[targets.python]", '[targets.python]\nregenerate = "make again"')
    ),
    "a partial class": lambda home: (home / "cats.py").write_text(PARTIAL.replace("purr", "meow")),
    "a template": lambda home: (home / "sheets" / OVERRIDE).write_text(
        (home / "sheets" / OVERRIDE).read_text() + "{# again #}"
    ),
    "a template more": lambda home: shutil.copy(
        ROOT / "templates/python/codecs.py.j2", home / "sheets/python/codecs.py.j2"
    ),
    "a target of a folder": lambda home: next((home / "example/templates").glob("*.j2")).write_text(
        "x"
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_of_an_input_is_seen(rich: Here, runs: list[Path], what: str) -> None:
    line = ["--templates", "sheets"]
    assert rich.run("generate", *line).code == 0
    assert generate(rich, *line, "--check").startswith("generated: up to date")
    assert len(runs) == 1
    CHANGES[what](rich.folder)
    assert rich.run("generate", *line).code in (0, 1)
    assert len(runs) == 2


@pytest.mark.parametrize(
    "more",
    [
        ["--option", "python.regenerate=make again"],
        ["-t", "jsonschema"],
        ["--spec", "spec/small.schema.json"],
        ["--templates", "sheets"],
        ["-o", "elsewhere"],
    ],
)
def test_other_flags_are_another_generation(rich: Here, runs: list[Path], more: list[str]) -> None:
    generate(rich, "-t", "ir")
    generate(rich, "-t", "ir", *more)
    assert len(runs) == 2


@pytest.mark.parametrize("what", ["version", "package", "interpreter", "code", "templates"])
def test_another_tool_is_seen(
    here: Here, runs: list[Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, what: str
) -> None:
    home, sheets, place = (tmp_path / name for name in ("home", "sheets", "place"))
    for path in (
        home / "deep/module.py",
        sheets / "ir/sheet.j2",
        place / "black-1.0.dist-info/RECORD",
    ):
        path.parent.mkdir(parents=True)
        path.write_text("some text")
    shipped = {"templates": sheets}
    monkeypatch.setattr(stamp, "_HOME", home)
    monkeypatch.setattr(stamp, "find_shipped", lambda name: shipped.get(name) or find_shipped(name))
    monkeypatch.syspath_prepend(place)
    generate(here)
    generate(here)
    assert len(runs) == 1
    if what == "version":
        monkeypatch.setattr(stamp, "__version__", "99.0")
    elif what == "package":
        (place / "black-1.0.dist-info").rename(place / "black-1.1.dist-info")
    elif what == "interpreter":
        monkeypatch.setattr(sys, "version", "99")
    else:
        edit({"code": home / "deep/module.py", "templates": sheets / "ir/sheet.j2"}[what])
    generate(here)
    generate(here)
    assert len(runs) == 2


def _link(path: Path) -> None:
    path.rename(path.with_suffix(".moved"))
    path.symlink_to(path.with_suffix(".moved"))


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    ("harm", "path"),
    [
        (edit, "ir/small.txt"),
        (Path.unlink, "ir/small.txt"),
        (_link, "ir/small.txt"),
        (_folder, "ir/small.txt"),
        (_link, "ir"),
        (edit, "FILES"),
        (Path.unlink, "FILES"),
        (shutil.rmtree, "."),
    ],
)
def test_what_was_written_is_looked_at(
    here: Here, runs: list[Path], harm: Callable[[Path], object], path: str
) -> None:
    generate(here)
    harm(here.folder / "generated" / path)
    checked = here.run("generate", "-t", "ir", "--check")
    assert (checked.code, len(runs)) == (1, 2)
    os.environ["SPECLOOM_CACHE"] = ""
    assert here.run("generate", "-t", "ir", "--check") == checked


def test_what_is_to_be_said_is_said_each_time(here: Here, runs: list[Path]) -> None:
    spec = here.folder / "spec/small.schema.json"
    spec.write_bytes(b"\xef\xbb\xbf" + spec.read_bytes())
    first, second = (here.run("generate", "-t", "ir") for _ in range(2))
    assert "byte order mark" in first.err
    assert (first.err, len(runs)) == (second.err, 2)


def test_a_spec_that_changes_meanwhile_leaves_no_stamp(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (here.folder / "spec/small.schema.json").read_text()

    def edited_first(spec: Path) -> Loaded:
        here.write_spec(changed(here))
        return load(spec)

    monkeypatch.setattr(project, "load", edited_first)
    generate(here)
    monkeypatch.setattr(project, "load", load)
    here.write_spec(before)
    assert here.run("generate", "-t", "ir").out == "ir: 1 file, 1 updated\n"


@pytest.mark.skipif(os.name == "nt", reason="the program is a script of a POSIX shell")
def test_a_program_is_asked_each_time(here: Here, runs: list[Path]) -> None:
    answers = {"--describe": {"name": "own", "summary": "Own.", "ir": [1]}, "": {"files": []}}
    lines = [f"case \"$1\" in\n--describe) echo '{json.dumps(answers['--describe'])}';;"]
    lines.append(f"*) cat >/dev/null; echo '{json.dumps(answers[''])}';;\nesac")
    program = here.write("own.sh", "\n".join(["#!/bin/sh", *lines]))
    program.chmod(0o755)
    for _ in range(2):
        generate(here, "-t", "./own.sh")
    assert len(runs) == 2


# --- the stamp itself -------------------------------------------------------------------------------------


def _garble(text: str) -> str:
    return text.replace("small.txt", "other.txt")


@pytest.mark.parametrize(
    "damage",
    [lambda _: "", lambda _: "{}", lambda text: text[:-9], _garble, lambda _: '{"a": ["b"]}'],
)
def test_a_damaged_stamp_is_as_good_as_none(
    here: Here, runs: list[Path], damage: Callable[[str], str]
) -> None:
    generate(here)
    (file,) = Path(os.environ["SPECLOOM_CACHE"]).iterdir()
    file.write_text(damage(file.read_text()))
    assert generate(here) == ANSWER
    assert generate(here) == ANSWER
    assert len(runs) == 2


def test_a_cache_that_cannot_be_written_is_done_without(here: Here, runs: list[Path]) -> None:
    os.environ["SPECLOOM_CACHE"] = str(here.write("in the way", "") / "below")
    generate(here)
    assert generate(here) == ANSWER
    assert len(runs) == 2


def test_two_runs_at_once_do_not_disturb_each_other(here: Here) -> None:
    program = (
        "import sys\nfrom specloom.cli import main\n"
        "try:\n    main(['generate', '-q', '-t', 'ir', '-t', 'jsonschema'])\nfinally:\n"
        "    print('specloom.lower' in sys.modules)"
    )
    command = [sys.executable, "-c", program]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert "True\n" in [run.communicate()[0] for run in both]
    assert [run.returncode for run in both] == [0, 0]
    assert subprocess.run(command, capture_output=True, check=True).stdout == b"False\n"
    assert set(here.files()) == {"FILES", "ir/small.txt", "jsonschema/small_api.schema.json"}
