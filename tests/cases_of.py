"""Golden cases: what specloom makes of each spec under tests/cases, as the texts that are compared.

A case is a folder with `spec.json` and `why.md`. Beside them lies what comes out: `ir.txt`, `bundle.json` and
an `out` for some languages, or `problems.txt` alone when the spec is refused.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from goldens import ROOT
from specloom import documents
from specloom.ir import Package
from specloom.lower import lower
from specloom.problems import Problem, has_errors, in_order
from specloom.targets import registry
from specloom.targets.base import File

CASES = ROOT / "tests" / "cases"
GIVEN = frozenset({"spec.json", "why.md"})


def read_case(folder: Path) -> tuple[Package | None, Sequence[Problem]]:
    """The package that a case's spec means, and every problem; paths in problems are relative to the case."""
    with contextlib.chdir(folder):
        return load(Path("spec.json"))


def load(spec: Path) -> tuple[Package | None, Sequence[Problem]]:
    """The package that a spec means, as `specloom generate` reads it, and every problem."""
    read, problems = documents.load(spec)
    if read is None:
        return None, problems
    package, more = lower(read)
    found = in_order([*problems, *more])
    return (None if has_errors(found) else package), found


def emit(package: Package, target: str) -> Sequence[File]:
    """The files of one target, with its options as they are by default."""
    maker = registry.find(target)
    output = maker.emit(package, {option.name: option.default for option in maker.options})
    assert not has_errors(output.problems), output.problems
    return output.files


def outcome(folder: Path) -> dict[str, str]:
    """What specloom makes of a case, by the name of the file that holds it."""
    package, problems = read_case(folder)
    if package is None:
        return {"problems.txt": "".join(f"{problem}\n" for problem in problems)}
    made = {name: "".join(texts) for name, texts in _outputs(package)}
    if problems:  # warnings and notes do not stop a build
        made["problems.txt"] = "".join(f"{problem}\n" for problem in problems)
    return made


def _outputs(package: Package) -> Iterator[tuple[str, Iterator[str]]]:
    yield "ir.txt", (file.text for file in emit(package, "ir"))
    yield "bundle.json", (file.text for file in emit(package, "jsonschema"))
    yield "out.py", of_the_spec(emit(package, "python"))
    yield "out.java", java_of_the_spec(emit(package, "java"))


def of_the_spec(files: Sequence[File]) -> Iterator[str]:
    """The modules of a Python package that say what the spec says, models first, each under its path.

    The rest is the same for every spec (runtime files, beginning with an underscore) or follows from these
    modules (the package's own module, the list of codecs).
    """
    modules = [f for f in files if f.path.suffix == ".py" and f.path.name[0] != "_"]
    for file in sorted(modules, key=lambda file: (len(file.path.parts), file.path)):
        if file.path.name != "codecs.py":
            yield f"# ==== {file.path} ====\n\n{file.text}\n"


def java_of_the_spec(files: Sequence[File]) -> Iterator[str]:
    """The Java types that say what the spec says, and how its deltas and streams are gathered."""
    same = ("Codecs", "Operations", "package-info")
    types = [f for f in files if f.path.suffix == ".java" and "main" in f.path.parts]
    for file in types:
        if file.path.parts[-2] != "runtime" and file.path.stem not in same:
            yield f"// ==== {file.path.name} ====\n\n{file.text}\n"


def folders() -> Mapping[str, Path]:
    """Every case by its name."""
    return {path.name: path for path in sorted(CASES.iterdir()) if path.is_dir()}
