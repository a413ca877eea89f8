"""The kit judges rightly: the oracle passes, what does otherwise is found out, and programs are heard."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from conformance.__main__ import judge_program
from conformance.corpus import Corpus, Json, read_corpus
from conformance.judge import Subject, judge
from conformance.program import Program, SilentProgramError
from goldens import ROOT
from oracle.running import Bench
from oracle.values import ABSENT
from test_streams import read_events
from test_vectors_oracle import shipped

CORPUS = read_corpus()


def ask_oracle(request: Json) -> Json:
    """The oracle as a subject."""
    given = json.loads(json.dumps(request))
    if request["op"] == "read":
        given |= {"op": "stream", "events": read_events(Path(request["file"]).parent)}
    watch, empty = request.get("watch", False), request.get("empty", False)
    outcome = Bench(shipped()).run(given, watch=watch, empty=empty)
    answer = {"diagnostics": outcome.diagnostics, "pointers": outcome.pointers}
    if outcome.error is not None:
        answer["error"] = outcome.error
    if outcome.value is not ABSENT:
        answer["value"] = outcome.value
    return answer


def some(count: int) -> Corpus:
    """A part of the corpus in which every kind of vector, example and recording occurs."""
    ops = {vector["op"] for vector in CORPUS.vectors}
    chosen = [
        vector
        for op in sorted(ops)
        for refused in (True, False)
        for vector in [v for v in CORPUS.vectors if v["op"] == op and ("error" in v) is refused][
            :count
        ]
    ]
    accepted = [example for example in CORPUS.examples if example.pointer is None]
    refused = [example for example in CORPUS.examples if example.pointer is not None]
    return replace(
        CORPUS,
        vectors=chosen,
        examples=accepted[:count] + refused[:count],
        recordings=CORPUS.recordings[:1],
    )


def test_the_oracle_passes() -> None:
    report = judge("the oracle", ask_oracle, CORPUS)
    assert report.wrong == {}
    assert (report.vectors, report.skipped) == (len(CORPUS.vectors), [])
    assert (report.accepted, report.refused) == (CORPUS.accepted, CORPUS.refused)
    assert report.streams == len(CORPUS.recordings)


def test_what_is_lacking_is_skipped_by_name() -> None:
    report = judge("the oracle", ask_oracle, CORPUS, ["bigint"])
    wanted = [vector["id"] for vector in CORPUS.vectors if "bigint" in vector.get("needs", ())]
    assert report.skipped == wanted != []
    assert report.vectors == len(CORPUS.vectors) - len(wanted)


# --- subjects that do otherwise -------------------------------------------------------------------------


def altered(when: Callable[[Json], bool], **changes: Json) -> Subject:
    """The oracle, whose answers to some requests are changed."""

    def subject(request: Json) -> Json:
        answer = ask_oracle(request)
        return answer | changes if when(request) else answer

    return subject


FAULTS: dict[str, tuple[str, Subject]] = {
    "a value": (
        "as it stands: gives",
        altered(lambda r: r["op"] == "merge", value={"x": 1}),
    ),
    "an error": (
        "raises None, not",
        altered(lambda r: r["op"] == "stream", error=None),
    ),
    "another error": (
        "as it stands: raises",
        altered(lambda r: r["op"] == "compose", error={"code": "conflict", "pointer": ""}),
    ),
    "a changed input": (
        "the inputs were changed",
        altered(lambda r: r["op"] == "compose", changed=True),
    ),
    "a kept input": (
        "inputs emptied: True",
        altered(lambda r: r.get("empty", False), value={"x": 1}),
    ),
    "a shared snapshot": (
        "snapshots emptied between: True",
        altered(lambda r: r.get("watch", False) and not r.get("empty"), value={"x": 1}),
    ),
    "a composition": (
        "composed around 0",
        altered(lambda r: r["op"] == "compose" and not r["deltas"], value={"role": "user"}),
    ),
    "a piece": (
        "cut to single characters",
        altered(lambda r: r["op"] == "chunk" and r["size"] == 1, value=[]),
    ),
    "a lenient value": (
        "lenient, where strict succeeds",
        altered(lambda r: r["op"] == "merge" and r["mode"] == "lenient", value=None),
    ),
    "a lenient note": (
        "lenient: notes None first",
        altered(lambda r: r["mode"] == "lenient", diagnostics=[], pointers=[]),
    ),
    "a lenient error": (
        "lenient: raises",
        altered(lambda r: r["op"] == "stream" and r["mode"] == "lenient", error={}),
    ),
    "a difference": (
        "the difference of a snapshot to itself",
        altered(lambda r: r["op"] == "diff" and r["before"] == r["after"], value={"x": 1}),
    ),
    "a pointer of a problem": (
        "lists ['/x'], not",
        altered(lambda r: r["op"] == "decode", pointers=["/x"]),
    ),
    "what is written": (
        "encode, strict: 0",
        altered(lambda r: r["op"] == "encode", value=0),
    ),
    "an accepted example": (
        "decode, strict: raises",
        altered(lambda r: r["op"] == "decode", error={}),
    ),
    "a refused example": (
        "decode, strict: accepts it",
        altered(lambda r: r["op"] == "decode", error=None),
    ),
    "the place of a refusal": (
        "is not in ['/x']",
        altered(lambda r: r["op"] == "decode", error={}, pointers=["/x"]),
    ),
    "a cut recording": (
        "7 bytes at a time",
        altered(lambda r: r["op"] == "read" and r["size"] == 7, value={}),
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_does_otherwise_is_found_out(fault: str) -> None:
    complaint, subject = FAULTS[fault]
    report = judge("faulty", subject, some(6))
    assert any(complaint in wrong for wrong in report.wrong.values()), report.wrong


# --- programs -------------------------------------------------------------------------------------------


def test_a_program_is_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One that answers every request with nothing: nothing passes, and each failure has a name."""
    source = "import sys\nfor line in sys.stdin: print('{}', flush=True)"
    monkeypatch.setenv("SPECLOOM_REPORT", str(tmp_path / "report.json"))
    assert judge_program("Nothing", [sys.executable, "-c", source], ["bigint", "surrogates"]) == 1
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert (report["language"], report["streams"], report["accepted"]) == ("Nothing", 0, 0)
    said = capsys.readouterr().out
    assert "append/" in said
    assert "skipped: surrogates/" in said


@pytest.mark.parametrize("source", ["", "print(5)", "print('{')"])
def test_a_program_that_says_nothing_is_an_error(source: str) -> None:
    with (
        pytest.raises(SilentProgramError, match="no answer to"),
        Program([sys.executable, "-c", source]) as program,
    ):
        program({"op": "merge"})


# --- the page -------------------------------------------------------------------------------------------


def test_the_page_says_what_requests_hold() -> None:
    page = (ROOT / "docs" / "conformance.md").read_text("utf-8")
    asked: set[str] = set()

    def listen(request: Json) -> Json:
        asked.update({request["op"], *request})
        return ask_oracle(request)

    judge("the oracle", listen, some(6))
    assert {word for word in asked if f"`{word}`" not in page} == set()
