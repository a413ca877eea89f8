"""The skeleton of a target that is data: it works from the first minute, and is there to be changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from specloom.render import read_runtime, render
from specloom.schemas import read_schema

SPEC = "test/spec.json"
EXPECTED = "test/expected"
"""What the skeleton is to make of its test's spec; written by the first run."""


@dataclass(frozen=True, slots=True)
class _View:
    name: str


def write_scaffold(name: str) -> Mapping[str, str]:
    """Every file of the skeleton of a target called `name`, by its path."""
    view = _View(name)
    rendered = {
        "target.toml": render("scaffold/target.toml.j2", view),
        "README.md": render("scaffold/readme.md.j2", view),
        "target.schema.json": read_schema("target"),
    }
    return rendered | dict(read_runtime("scaffold/runtime"))
