"""How problems are told: where they go, in which form, and how many."""

from __future__ import annotations

import io
import json
import re

import pytest

from cli.specs import BAD, DOUBLE
from commands import Here
from specloom.cli.report import report
from specloom.ir import Where
from specloom.problems import Problem


def test_findings_are_the_result_of_lint_and_asides_of_the_others(here: Here) -> None:
    here.write_spec(BAD)
    lint, generate = here.run("lint"), here.run("generate")
    assert "Nowhere" in lint.out
    assert lint.err == ""
    assert "Nowhere" in generate.err
    assert generate.out == ""


def test_problems_as_json(here: Here) -> None:
    here.write_spec(BAD)
    found = json.loads(here.run("lint", "--format", "json").out)["problems"]
    assert found
    assert set(found[0]) == {
        "file",
        "line",
        "column",
        "pointer",
        "severity",
        "code",
        "fact",
        "remedy",
    }
    assert json.loads(here.run("lint", "--format", "json", "--spec", "missing").out)["problems"]


def test_no_problems_as_json_are_an_empty_list(here: Here) -> None:
    assert json.loads(here.run("lint", "--format", "json").out) == {"problems": []}


def test_problems_as_annotations(here: Here) -> None:
    here.write_spec(BAD)
    lines = here.run("lint", "--format", "github").out.splitlines()
    assert lines
    pattern = r"::error file=spec/small\.schema\.json,line=\d+,col=\d+,title=[a-z-]+::.+"
    assert all(re.fullmatch(pattern, line) for line in lines)


def test_annotations_are_escaped() -> None:
    where = Where("a,b:c%.json", "", 3, 4)
    stream = io.StringIO()
    inside = Where("a.json", "/a/b", 3, 4)
    problems = [Problem(where, "100%\nsure", "a::b\r", "odd"), Problem(inside, "c", "d", "odd")]
    report(problems, stream, "github")
    assert stream.getvalue() == (
        "::error file=a%2Cb%3Ac%25.json,line=3,col=4,title=odd::100%25%0Asure; a::b%0D\n"
        "::error file=a.json,line=3,col=4,title=odd::/a/b: c; d\n"
    )


def test_the_text_form_counts(here: Here) -> None:
    here.write_spec(DOUBLE)
    assert re.search(r"^1 error$", here.run("lint").out, re.MULTILINE)


def test_lint_without_findings_says_so_and_quiet_does_not(here: Here) -> None:
    assert here.run("lint").out == "spec: nothing to complain about\n"
    assert here.run("lint", "-q").out == ""


@pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 0), ("note", 1)])
def test_lint_fails_on_what_it_is_told_to(here: Here, fail_on: str, code: int) -> None:
    file = here.write_spec()
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())  # a byte order mark is a note
    result = here.run("lint", "--fail-on", fail_on)
    assert result.code == code
    assert "note: the file begins with a byte order mark" in result.out


def test_quiet_leaves_errors_only(here: Here) -> None:
    file = here.write_spec()
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert here.run("lint", "-q").out == ""
