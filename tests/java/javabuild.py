"""Generated Java projects, written to a folder, and the tools of Java on them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import cases_of
from goldens import ROOT
from specloom.ir import Package
from specloom.targets.base import OptionValue
from toolchains import find, missing, run, say

FORMATTER = "com.google.googlejavaformat:google-java-format:1.28.0:jar:all-deps"
REPOSITORY = Path.home() / ".m2" / "repository"
JARS = (
    "com/fasterxml/jackson/core/jackson-*/*/jackson-*.jar",
    "org/junit/**/junit-*.jar",
    "org/opentest4j/**/*.jar",
    "org/apiguardian/**/*.jar",
)
"""What `mvn test` has put into the local repository and the compiler alone needs as well."""


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
            missing(f"google-java-format cannot be had: {say(done)}")
    return jar


def class_path(*folders: Path) -> str:
    """Folders of classes, and every jar that a compiler needs to know."""
    jars = [jar for pattern in JARS for jar in sorted(REPOSITORY.glob(pattern))]
    return os.pathsep.join(map(str, [*folders, *jars]))


def emit(package: Package, /, **given: OptionValue) -> dict[str, str]:
    """What the target makes of a package, by path."""
    return cases_of.texts(cases_of.emit(package, "java", **given))


def write(package: Package, folder: Path, /, **given: OptionValue) -> Path:
    """Puts the project into `folder`."""
    return cases_of.write(emit(package, **given), folder)


def compile_all(sources: Iterable[Path], classes: Path) -> None:
    """Compiles with every warning an error."""
    classes.mkdir(parents=True, exist_ok=True)
    listed = classes / "sources.txt"
    listed.write_text("\n".join(map(str, sources)), encoding="utf-8")
    flags = ["-proc:none", "-encoding", "UTF-8", "--release", "17", "-Xlint:all", "-Werror"]
    places = ["-cp", class_path(), "-d", str(classes)]
    done = run([find("javac"), *flags, *places, f"@{listed}"], classes)
    assert done.returncode == 0, say(done)
