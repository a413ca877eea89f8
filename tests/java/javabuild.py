"""Generated Java projects, written to a folder, and the tools of Java on them."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest

from cases_of import load
from goldens import ROOT
from specloom.ir import Package
from specloom.targets.base import OptionValue
from specloom.targets.java import TARGET

FORMATTER = "com.google.googlejavaformat:google-java-format:1.28.0:jar:all-deps"
REPOSITORY = Path.home() / ".m2" / "repository"
JARS = (
    "com/fasterxml/jackson/core/jackson-*/*/jackson-*.jar",
    "org/junit/**/junit-*.jar",
    "org/opentest4j/**/*.jar",
    "org/apiguardian/**/*.jar",
)
"""What `mvn test` has put into the local repository and the compiler alone needs as well."""


def find(tool: str) -> str:
    """A command; a missing one is a named skip, and an error where nothing may be missing."""
    found = shutil.which(tool)
    if found is None:
        if os.environ.get("CI"):
            pytest.fail(f"CI needs {tool}: it is not on the path")
        pytest.skip(f"{tool} is not installed")
    return found


@cache
def formatter() -> Path:
    """The jar of google-java-format, through Maven."""
    group, artifact, version, kind, classifier = FORMATTER.split(":")
    name = f"{artifact}-{version}-{classifier}.{kind}"
    jar = REPOSITORY.joinpath(*group.split("."), artifact, version, name)
    if not jar.exists():
        command = [find("mvn"), "-q", "-B", "-ntp", "dependency:get", f"-Dartifact={FORMATTER}"]
        done = run([*command, "-Dtransitive=false"], ROOT)
        if done.returncode or not jar.exists():
            if os.environ.get("CI"):
                pytest.fail(f"CI needs google-java-format: {say(done)}")
            pytest.skip("google-java-format cannot be had")
    return jar


def class_path(*folders: Path) -> str:
    """Folders of classes, and every jar that a compiler needs to know."""
    jars = [jar for pattern in JARS for jar in sorted(REPOSITORY.glob(pattern))]
    return os.pathsep.join(map(str, [*folders, *jars]))


def read_spec(path: Path) -> Package:
    """The package that the spec at `path` means."""
    package, problems = load(path)
    assert package is not None, problems
    return package


def emit(package: Package, /, **given: OptionValue) -> dict[str, str]:
    """What the target makes of a package, by path."""
    output = TARGET.emit(package, {one.name: one.default for one in TARGET.options} | given)
    assert not output.problems
    return {str(file.path): file.text for file in output.files}


def write(package: Package, folder: Path, /, **given: OptionValue) -> Path:
    """Puts the project into `folder`."""
    for path, text in emit(package, **given).items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8", newline="")
    return folder


def compile_all(sources: Iterable[Path], classes: Path) -> None:
    """Compiles with every warning an error."""
    classes.mkdir(parents=True, exist_ok=True)
    listed = classes / "sources.txt"
    listed.write_text("\n".join(map(str, sources)), encoding="utf-8")
    flags = ["-proc:none", "-encoding", "UTF-8", "--release", "17", "-Xlint:all", "-Werror"]
    places = ["-cp", class_path(), "-d", str(classes)]
    done = run([find("javac"), *flags, *places, f"@{listed}"], classes)
    assert done.returncode == 0, say(done)


def run(
    command: Sequence[str], folder: Path, extra: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """A command in a folder; the vectors and the spec are this repository's if nothing else is said."""
    environment = os.environ | {
        "SPECLOOM_VECTORS": str(ROOT / "tests" / "vectors"),
        "SPECLOOM_SPEC": str(ROOT / "spec"),
    }
    return subprocess.run(
        [*command],
        cwd=folder,
        env=environment | dict(extra or {}),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )


def say(done: subprocess.CompletedProcess[str]) -> str:
    """What a command wrote, for a failure: its end."""
    return (done.stdout + done.stderr)[-6000:]
