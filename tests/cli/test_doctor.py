"""`specloom doctor` and `specloom targets`: what is there, and what is missing."""

from __future__ import annotations

import re

import pytest

from commands import Here


def test_doctor_says_what_is_there(here: Here) -> None:
    result = here.run("doctor")
    assert result.code == 0, result
    for word in (
        "specloom",
        "python",
        "jsonschema",
        "config",
        "spec",
        "templates",
        "node",
        "cargo",
    ):
        assert re.search(rf"^ *{word} +\S", result.out, re.MULTILINE), word


def test_doctor_says_what_is_missing(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(here.folder))
    monkeypatch.setattr("specloom.cli.verbs.doctor.find_shipped", {}.get)
    here.write("node", "#!/bin/sh\necho broken >&2\nexit 3\n").chmod(0o755)
    result = here.run("doctor")
    assert result.code == 1
    assert "lacks templates" in result.err
    assert re.search("^  node +does not run: broken$", result.out, re.MULTILINE)
    assert re.search("^  go +not found$", result.out, re.MULTILINE)


def test_targets_are_listed_with_their_options(here: Here) -> None:
    result = here.run("targets")
    assert result.code == 0
    assert re.search("^ir +what the spec means", result.out, re.MULTILINE)
    assert "jsonschema.closed=false: " in result.out
