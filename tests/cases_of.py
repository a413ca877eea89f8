"""Golden cases: what specloom makes of each spec under tests/cases, as the texts that are compared.

A case is a folder with `spec.json` and `why.md`. Beside them lies what comes out: `ir.txt`, `bundle.json` and
the `out` of each language, or `problems.txt` alone when the spec is refused.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

from goldens import ROOT
from specloom import documents
from specloom.ir import Package
from specloom.lower import lower
from specloom.problems import Problem, has_errors, in_order
from specloom.targets import registry
from specloom.targets.base import File, OptionValue

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


@cache
def read_spec(path: Path) -> Package:
    """The package that the sound spec at `path` means; it is frozen, so all tests may share it."""
    package, problems = load(path)
    assert package is not None, problems
    return package


def emit(package: Package, target: str, /, **given: OptionValue) -> Sequence[File]:
    """The files of one target, with its options as they are by default but for those `given`."""
    maker = registry.find(target)
    options = {option.name: option.default for option in maker.options} | given
    output = maker.emit(package, options)
    assert not has_errors(output.problems), output.problems
    return output.files


def texts(files: Sequence[File]) -> dict[str, str]:
    """The texts of files, by path."""
    return {str(file.path): file.text for file in files}


def write(files: Mapping[str, str], folder: Path) -> Path:
    """Puts files into `folder`."""
    for path, text in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8", newline="")
    return folder


def outcome(folder: Path) -> dict[str, str]:
    """What specloom makes of a case, by the name of the file that holds it."""
    package, problems = read_case(folder)
    if package is None:
        return {"problems.txt": "".join(f"{problem}\n" for problem in problems)}
    made = {name: "".join(pieces) for name, pieces in _outputs(package)}
    if problems:  # warnings and notes do not stop a build
        made["problems.txt"] = "".join(f"{problem}\n" for problem in problems)
    return made


def _outputs(package: Package) -> Iterator[tuple[str, Iterator[str]]]:
    yield "ir.txt", (file.text for file in emit(package, "ir"))
    yield "bundle.json", (file.text for file in emit(package, "jsonschema"))
    for look in LOOKS:
        yield look.name, look.of(emit(package, look.target))


@dataclass(frozen=True, slots=True)
class Look:
    """The golden of a language: those of its files that say what the spec says, each under its path.

    The rest is the same for every spec (runtime files) or follows from these (lists of all there is).
    """

    name: str
    target: str
    comment: str
    says: Callable[[PurePosixPath], bool]

    def of(self, files: Sequence[File]) -> Iterator[str]:
        """The text of the golden, in pieces."""
        said = [file for file in files if self.says(file.path)]
        for file in sorted(said, key=lambda file: (len(file.path.parts), file.path)):
            yield f"{self.comment} ==== {file.path} ====\n\n{file.text}\n"


def _in_python(path: PurePosixPath) -> bool:
    return path.suffix == ".py" and path.name[0] != "_" and path.name != "codecs.py"


def _in_typescript(path: PurePosixPath) -> bool:
    match path.parts:
        case ("src", "models" | "checks", name):
            return name != "index.ts"
        case ("src", name):
            return name in ("accumulators.ts", "streams.ts", "operations.ts")
        case _:
            return False


def _in_go(path: PurePosixPath) -> bool:
    if path.suffix != ".go" or path.stem.endswith("_test") or path.name.startswith("runtime_"):
        return False
    lists = ("accumulators", "codecs", "doc", "operations", "rules", "shapes", "streams")
    return path.stem not in lists


def _in_rust(path: PurePosixPath) -> bool:
    return path.parent.name == "models" and path.name != "mod.rs"


def _in_java(path: PurePosixPath) -> bool:
    if path.suffix != ".java" or "main" not in path.parts or path.parts[-2] == "runtime":
        return False
    return path.stem not in ("Codecs", "Operations", "package-info")


LOOKS = (
    Look("out.py", "python", "#", _in_python),
    Look("out.ts", "typescript", "//", _in_typescript),
    Look("out.go", "go", "//", _in_go),
    Look("out.rs", "rust", "//", _in_rust),
    Look("out.java", "java", "//", _in_java),
)


def folders() -> Mapping[str, Path]:
    """Every case by its name."""
    return {path.name: path for path in sorted(CASES.iterdir()) if path.is_dir()}
