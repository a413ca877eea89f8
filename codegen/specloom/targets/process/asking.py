"""What is asked of a program, and what becomes of its answer."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from specloom import ir
from specloom.ir import Package
from specloom.origin import mark
from specloom.plugins.plug import Plug
from specloom.problems import Problem, Severity
from specloom.running import Run, run_program
from specloom.schemas import find_mistakes
from specloom.serialise import write_package
from specloom.targets.base import File, Option, OptionValue, Output
from specloom.where import Where

if TYPE_CHECKING:
    from specloom.targets.process import ProcessTarget

_REPAIR = "see what it says to the same input, and mend it"


def ask_for_description(
    plug: Plug, command: Sequence[str], name: str | None
) -> tuple[ProcessTarget | None, Sequence[Problem]]:
    """The target that a program says it is with `--describe`, called `name` or as it calls itself."""
    from specloom.targets.process import ProcessTarget

    run = run_program([*command, "--describe"], b"", plug.folder, plug.timeout)
    said, problems = _read(run, plug, "description", f"{plug} --describe")
    if problems:
        return None, problems
    if ir.VERSION not in said["ir"]:
        versions = ", ".join(map(str, said["ir"]))
        fact = f"'{plug}' takes version {versions} of the IR, and this is version {ir.VERSION}"
        remedy = f"get a release of it that takes version {ir.VERSION}"
        return None, [Problem(plug.where, fact, remedy, "unknown-ir")]
    options = said.get("options", {}).items()
    listed = [Option(option, words["help"], words["default"]) for option, words in options]
    target = ProcessTarget(name or said["name"], said["summary"], listed, plug, command)
    return target, []


def ask_for_files(
    target: ProcessTarget, package: Package, options: Mapping[str, OptionValue]
) -> Output:
    """The files and the diagnostics that a program answers with, and what it says besides."""
    more = {"options": dict(options), "mark": mark(package, target.name)}
    question = json.dumps(write_package(package) | more)
    plug = target.plug
    run = run_program(target.command, question.encode(), plug.folder, plug.timeout)
    answer, problems = _read(run, plug, "answer", f"{plug}")
    if problems:
        return Output([], problems, run.said)
    files = [File(PurePosixPath(file["path"]), file["text"]) for file in answer["files"]]
    diagnostics = answer.get("diagnostics", [])
    return Output(files, [_problem(said, target) for said in diagnostics], run.said)


def _read(
    run: Run, plug: Plug, shape: str, named: str
) -> tuple[Mapping[str, Any], Sequence[Problem]]:
    """What a program printed, if that is JSON of the right shape."""

    def refuse(fact: str, remedy: str = _REPAIR) -> Problem:
        return Problem(plug.where, f"'{named}': {fact}", remedy, "bad-plugin")

    if run.failure:
        last = f", and said last: {run.said[-1].strip()}" if run.said else ""
        remedy = "set a longer `timeout` for it" if "within" in run.failure else _REPAIR
        return {}, [refuse(f"{run.failure}{last}", remedy)]
    if not run.output.strip():
        return {}, [refuse("it printed nothing, where JSON was expected")]
    try:
        document = json.loads(run.output.decode("utf-8"))
    except UnicodeDecodeError as error:
        return {}, [refuse(f"what it printed is not UTF-8 (byte {error.start})")]
    except json.JSONDecodeError as error:
        what = f"{error.msg[:1].lower()}{error.msg[1:]} (line {error.lineno}, column {error.colno})"
        return {}, [refuse(f"what it printed is not JSON: {what}")]
    except (RecursionError, ValueError):
        return {}, [refuse("what it printed is JSON that nobody can read")]
    mistakes = find_mistakes(document, "process", shape)
    return document, [refuse(f"in what it printed, {m.fact}", m.remedy) for m in mistakes[:_MANY]]


_MANY = 20
"""Mistakes that are enough to know that an answer is wrong."""


def _problem(said: Mapping[str, Any], target: ProcessTarget) -> Problem:
    """A diagnostic as a problem."""
    where = Where(**said["where"]) if "where" in said else target.plug.where
    return Problem(
        where,
        said["fact"],
        said.get("remedy", f"'{target.name}' says so"),
        said.get("code", target.name),
        Severity(said.get("severity", "error")),
    )
