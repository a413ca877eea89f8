"""Reports for other programs, held against what those publish about their forms."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest
import xmlschema
from hypothesis import given
from hypothesis import strategies as st

import specloom
from specloom.cli.report import FORMATS, report
from specloom.ir import Where
from specloom.problems import Problem, Severity
from specloom.report.findings import write_findings
from specloom.report.fingerprints import fingerprints
from specloom.report.gitlab import write_gitlab
from specloom.report.junit import write_junit
from specloom.report.sarif import write_sarif
from validate.publishers import complaints_of_code_climate, junit, sarif, validator

HERE = Path(__file__).parent
FINDINGS = Path(specloom.__file__).parent / "schemas" / "findings.schema.json"
GITLAB = validator(HERE / "gitlab-code-quality.schema.json")
JSON = validator(FINDINGS)

ERROR = Problem(
    Where("a b/ü.json", "/content/0", 41, 17),
    "expected a string, found 5",
    "see spec",
    "wrong-type",
)
NOTE = Problem(
    Where("a.jsonl", "", 2, 1),
    'X has no member "<&>"',
    "see\nspec",
    "unknown-member",
    Severity.NOTE,
)
WARNING = Problem(Where("(standard input)"), "empty", "fill it", "empty", Severity.WARNING)
ALL = [ERROR, NOTE, WARNING]

TEXT = st.text(st.characters(codec=None), min_size=1, max_size=12)
PROBLEMS = st.lists(
    st.builds(
        Problem,
        st.builds(
            Where, TEXT, st.just("") | TEXT.map("/{}".format), st.integers(1, 9), st.integers(1, 9)
        ),
        TEXT,
        TEXT,
        st.sampled_from(["wrong-type", "missing-member"]),
        st.sampled_from(list(Severity)),
    ),
    max_size=4,
)


def in_json(problems: list[Problem]) -> Any:
    stream = io.StringIO()
    report(problems, stream, "json")
    return json.loads(stream.getvalue())


# --- SARIF ------------------------------------------------------------------------------------------------


def test_sarif_says_rule_place_and_fingerprint() -> None:
    log = json.loads(write_sarif(ALL))
    sarif().validate(log)
    (run,) = log["runs"]
    assert run["tool"]["driver"]["name"] == "specloom"
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == [
        "empty",
        "unknown-member",
        "wrong-type",
    ]
    first, second, third = run["results"]
    assert (first["ruleId"], first["ruleIndex"], first["level"]) == ("wrong-type", 2, "error")
    assert first["message"] == {"text": "expected a string, found 5; see spec"}
    assert first["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "a%20b/%C3%BC.json"},
                "region": {"startLine": 41, "startColumn": 17},
            },
            "logicalLocations": [{"fullyQualifiedName": "/content/0", "kind": "value"}],
        }
    ]
    assert "logicalLocations" not in second["locations"][0]
    assert "locations" not in third
    assert len({r["partialFingerprints"]["specloomFinding/v1"] for r in run["results"]}) == 3


def test_sarif_names_a_file_elsewhere_by_its_uri() -> None:
    problem = Problem(Where("/tmp/a b.json"), "x", "y", "z")
    (result,) = json.loads(write_sarif([problem]))["runs"][0]["results"]
    assert (
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        == "file:///tmp/a%20b.json"
    )


@given(PROBLEMS)
def test_sarif_is_sarif_whatever_the_words(problems: list[Problem]) -> None:
    sarif().validate(json.loads(write_sarif(problems)))


def test_the_sarif_schema_refuses_what_is_no_sarif() -> None:
    harms: list[dict[str, Any]] = [
        {"level": "fatal"},
        {"message": {}},
        {"extra": 1},
        {"ruleIndex": -2},
    ]
    for harm in harms:
        log = json.loads(write_sarif(ALL))
        log["runs"][0]["results"][0] |= harm
        with pytest.raises(jsonschema.ValidationError):
            sarif().validate(log)


# --- JUnit ------------------------------------------------------------------------------------------------


def test_junit_has_a_case_for_each_file_also_the_good_ones() -> None:
    text = write_junit(ALL, ["good.json", "a b/ü.json"])
    junit().validate(text)
    root = ET.fromstring(text)
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("4", "1", "0")
    cases = {case.get("name"): case for case in root.iter("testcase")}
    assert list(cases) == ["good.json", "a b/ü.json", "a.jsonl", "(standard input)"]
    assert list(cases["good.json"]) == []
    (failure,) = cases["a b/ü.json"]
    assert failure.tag == "failure"
    assert (failure.get("type"), failure.get("message")) == ("wrong-type", ERROR.fact)
    assert (
        failure.text
        == "a b/ü.json:41:17 /content/0: error: expected a string, found 5; see spec [wrong-type]"
    )
    (out,) = cases["a.jsonl"]
    assert out.tag == "system-out"
    assert 'X has no member "<&>"' in str(out.text)


@given(PROBLEMS, st.lists(TEXT, max_size=3))
def test_junit_is_junit_whatever_the_words(problems: list[Problem], files: list[str]) -> None:
    text = write_junit(problems, files)
    junit().validate(text)
    root = ET.fromstring(text)
    assert len(list(root.iter("testcase"))) == len({*files, *(p.where.file for p in problems)})


def test_the_junit_schema_refuses_what_is_no_junit() -> None:
    text = write_junit(ALL)
    for harm in (
        text.replace("<testcase ", "<test "),
        text.replace(' tests="', ' test="'),
        text.replace("failure message", "failure massage"),
    ):
        with pytest.raises((xmlschema.XMLSchemaValidationError, ET.ParseError)):
            junit().validate(harm)


# --- GitLab -----------------------------------------------------------------------------------------------


def test_gitlab_says_place_severity_and_fingerprint() -> None:
    issues = json.loads(write_gitlab(ALL))
    GITLAB.validate(issues)
    assert [issue["severity"] for issue in issues] == ["major", "info", "minor"]
    assert issues[0]["location"] == {"path": "a b/ü.json", "lines": {"begin": 41, "end": 41}}
    assert issues[0]["check_name"] == "wrong-type"
    assert issues[0]["description"] == "/content/0: expected a string, found 5; see spec"


@given(PROBLEMS)
def test_gitlab_fingerprints_are_unique(problems: list[Problem]) -> None:
    issues = json.loads(write_gitlab(problems))
    assert len({issue["fingerprint"] for issue in issues}) == len(problems)
    for issue in issues:
        issue["location"]["path"] = "some/file"  # any text here, which a path is not
    GITLAB.validate(issues)


def test_gitlab_issues_are_issues_of_code_climate() -> None:
    issues = json.loads(write_gitlab(ALL))
    assert complaints_of_code_climate(issues) == ""
    for harm in ({"type": "bug"}, {"severity": "bad"}, {"more": 1}, {"categories": ["Odd"]}):
        issues[0] = json.loads(write_gitlab(ALL))[0] | harm
        assert "error TS" in complaints_of_code_climate(issues)


def test_the_gitlab_schema_refuses_what_is_no_report() -> None:
    for harm in (
        {"severity": "bad"},
        {"location": {"path": "./a", "lines": {"begin": 1}}},
        {"fingerprint": ""},
    ):
        issues = json.loads(write_gitlab(ALL))
        issues[0] |= harm
        with pytest.raises(jsonschema.ValidationError):
            GITLAB.validate(issues)


# --- JSON and text ----------------------------------------------------------------------------------------


@given(PROBLEMS)
def test_the_json_form_keeps_to_its_schema(problems: list[Problem]) -> None:
    document = in_json(problems)
    for node in document["problems"]:
        node["pointer"] = ""  # any text here, which a pointer is not
    JSON.validate(document)


def test_the_json_schema_describes_every_member_and_no_other() -> None:
    document = in_json(ALL)
    JSON.validate(document)
    schema: Any = JSON.schema
    members = schema["$defs"]["problem"]["properties"]
    assert all(list(node) == list(members) for node in document["problems"])
    for member in members:
        less = {key: value for key, value in document["problems"][0].items() if key != member}
        assert not JSON.is_valid({"problems": [less]})
    assert not JSON.is_valid({"problems": [document["problems"][0] | {"more": 1}]})
    assert not JSON.is_valid({"problems": [document["problems"][0] | {"pointer": "a~2"}]})


def test_findings_are_one_line_each_however_wild_the_words() -> None:
    wild = Problem(
        Where("a\nb", "/x\x1b[31m", 1, 2), "one\ntwo\x07", "three\r", "c", Severity.WARNING
    )
    assert list(write_findings([ERROR, wild], remedies=True)) == [
        "a b/ü.json:41:17 /content/0: expected a string, found 5",
        "    see spec [wrong-type]",
        "a\\nb:1:2 /x\\u001b[31m: warning: one\\ntwo\\u0007",
        "    three\\u000d [c]",
    ]
    assert list(write_findings([ERROR, NOTE], color=True)) == [
        "\x1b[1ma b/ü.json:41:17 /content/0\x1b[0m: \x1b[31mexpected a string, found 5\x1b[0m",
        '\x1b[1ma.jsonl:2:1\x1b[0m: \x1b[36mnote: \x1b[0mX has no member "<&>"',
    ]


def test_fingerprints_stay_when_lines_move_and_differ_for_every_finding() -> None:
    moved = Problem(Where("a b/ü.json", "/content/0", 99, 1), "another value", "see", "wrong-type")
    assert fingerprints([ERROR]) == fingerprints([moved])
    assert len(set(fingerprints([ERROR, moved, NOTE]))) == 3


@pytest.mark.parametrize("format", FORMATS)
def test_every_form_takes_no_problems_at_all(format: str) -> None:
    stream = io.StringIO()
    report([], stream, format)
    if format == "junit":
        junit().validate(stream.getvalue())
    elif format not in ("text", "github"):
        json.loads(stream.getvalue())
