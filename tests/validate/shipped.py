"""The shipped spec as validation sees it, and its examples."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from goldens import ROOT
from specloom import documents
from specloom.ir import Package
from specloom.lower import lower
from specloom.validate.explain import explain
from specloom.validate.judge import UNKNOWN, Judge
from specloom.validate.knowledge import Knowledge, know

SPEC = ROOT / "spec"
OTHER = ROOT / "tests" / "other_spec"


class Example(NamedTuple):
    """A payload under spec/examples; `pointer` is where it is wrong, None when it is good."""

    type: str
    case: str
    payload: Any
    pointer: str | None


@cache
def package_of(spec: Path = SPEC) -> Package:
    """What a spec means."""
    read, problems = documents.load(spec)
    assert read is not None, problems
    package, problems = lower(read)
    assert package is not None, problems
    return package


@cache
def knowledge_of(spec: Path = SPEC) -> Knowledge:
    """What is known of a spec."""
    return know(package_of(spec))


@cache
def judge_of(spec: Path = SPEC) -> Judge:
    """The judge of payloads of a spec."""
    return Judge(knowledge_of(spec))


@cache
def examples() -> tuple[Example, ...]:
    """Every example of the shipped spec."""
    return tuple(_examples())


def _examples() -> Iterator[Example]:
    for path in sorted((SPEC / "examples").glob("*/*/*.json")):
        document = json.loads(path.read_text("utf-8"))
        name, case = path.parts[-3], f"{path.parts[-2]}/{path.stem}"
        if path.parts[-2] == "accept":
            yield Example(name, case, document, None)
        else:
            yield Example(name, case, document["payload"], document["pointer"])


def said(package: Package, name: str, value: Any) -> list[tuple[str, str, str]]:
    """Pointer, fact and severity of everything there is to say."""
    return [(c.pointer, c.fact, str(c.severity)) for c in explain(package, name, value)]


def errors_of(judge: Judge, name: str, value: Any) -> list[str]:
    """The pointers of what is wrong with `value`, unknown things aside."""
    found = explain(judge.knowledge.package, name, value)
    return [complaint.pointer for complaint in found if complaint.code not in UNKNOWN]
