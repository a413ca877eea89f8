"""The judge of the conformance kit: every duty of tests/vectors/README.md, as requests to a subject.

A subject is a function from a request to an answer, both JSON; docs/conformance.md says what they hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from conformance.corpus import Corpus, Example, Json, Recording
from oracle.values import equal

Subject = Callable[[Json], Json]

SIZES = (1, 7, 64, 4096)
"""How many bytes of a recording come at a time."""


class DisagreementError(Exception):
    """The subject does not do what the corpus says."""


@dataclass
class Report:
    """What a language passed, what it skipped, and (here alone) what went wrong, by name."""

    language: str
    vectors: int = 0
    skipped: list[str] = field(default_factory=list)
    accepted: int = 0
    refused: int = 0
    streams: int = 0
    wrong: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> Json:
        """The report as runners write it where SPECLOOM_REPORT says."""
        return {name: value for name, value in vars(self).items() if name != "wrong"}


def judge(language: str, subject: Subject, corpus: Corpus, lacks: Sequence[str] = ()) -> Report:
    """Puts the whole corpus to a subject. What needs something that it lacks is skipped."""
    report = Report(language)
    for vector in corpus.vectors:
        if set(lacks) & set(vector.get("needs", ())):
            report.skipped.append(vector["id"])
        elif _holds(report, vector["id"], partial(judge_vector, subject, vector)):
            report.vectors += 1
    for example in corpus.examples:
        if _holds(report, example.name, partial(judge_example, subject, example)):
            report.accepted += example.pointer is None
            report.refused += example.pointer is not None
    for recording in corpus.recordings:
        if _holds(report, recording.name, partial(judge_recording, subject, recording)):
            report.streams += 1
    return report


def _holds(report: Report, name: str, act: Callable[[], None]) -> bool:
    try:
        act()
    except DisagreementError as error:
        report.wrong[name] = str(error)
        return False
    return True


# --- vectors --------------------------------------------------------------------------------------------


def judge_vector(subject: Subject, vector: Json) -> None:
    """Carries out the duties that a vector of its kind asks for."""
    for duty in DUTIES[vector["op"]]:
        duty(subject, vector)


def _as_it_stands(subject: Subject, vector: Json) -> None:
    _agree(subject, _request(vector), vector, "as it stands")


def _with_emptied_inputs(subject: Subject, vector: Json) -> None:
    for watch, empty in ((False, True), (True, False), (True, True)):
        what = f"inputs emptied: {empty}, snapshots emptied between: {watch}"
        _agree(subject, _request(vector, watch=watch, empty=empty), vector, what)


def _composed_and_cut(subject: Subject, vector: Json) -> None:
    if "error" in vector or vector.get("diagnostics"):
        return
    deltas = vector["deltas"]
    for cut in range(len(deltas) + 1):
        parts = [_compose(subject, vector, deltas[:cut]), _compose(subject, vector, deltas[cut:])]
        _agree(subject, _request(vector, deltas=parts), vector, f"composed around {cut}")
    whole = [_compose(subject, vector, deltas)]
    _agree(subject, _request(vector, deltas=whole), vector, "composed")
    if "surrogates" in vector.get("needs", ()):
        return
    pieces = [
        piece
        for delta in deltas
        for piece in _value(subject, _made("chunk", vector, input=delta, size=1))
    ]
    _agree(subject, _request(vector, deltas=pieces), vector, "cut to single characters")


def _compose(subject: Subject, vector: Json, deltas: Sequence[Json]) -> Json:
    return _value(subject, _made("compose", vector, deltas=deltas))


def _lenient_too(subject: Subject, vector: Json) -> None:
    if vector["mode"] == "lenient":
        return
    request = _request(vector, mode="lenient")
    if "error" not in vector:
        _agree(subject, request, vector, "lenient, where strict succeeds")
        return
    answer = subject(request)
    _must(answer.get("error") is None, f"lenient: raises {answer.get('error')}")
    if vector["error"]["code"] == "truncated":
        return
    noted = zip(answer.get("diagnostics", ()), answer.get("pointers", ()), strict=True)
    first = next((each for each in noted if each[0] != "unknown_event"), None)
    wanted = (vector["error"]["code"], vector["error"]["pointer"])
    _must(first == wanted, f"lenient: notes {first} first, not {wanted}")


def _leads_there(subject: Subject, vector: Json) -> None:
    after = vector["after"]
    none = _value(subject, _made("diff", vector, before=after, after=after))
    _must(equal(none, {}), f"the difference of a snapshot to itself is {none}")
    if "error" in vector:
        return
    delta = _value(subject, _made("diff", vector, before=vector["before"], after=after))
    merged = _value(subject, _made("merge", vector, initial=vector["before"], deltas=[delta]))
    _must(equal(merged, after), f"the difference leads to {merged}")


def _read_or_written(subject: Subject, vector: Json) -> None:
    answer = subject(_request(vector))
    _must(not answer.get("changed"), "the input was changed")
    found, wanted = answer.get("pointers", ()), vector.get("pointers", ())
    _must(sorted(found) == sorted(wanted), f"lists {sorted(found)}, not {sorted(wanted)}")
    _must((answer.get("error") is not None) == ("error" in vector), f"raises {answer.get('error')}")
    if "error" not in vector:
        value = vector.get("expected", vector["input"])
        _must(equal(answer.get("value"), value), f"gives {answer.get('value')}")


DUTIES: dict[str, Sequence[Callable[[Subject, Json], None]]] = {
    "merge": (_as_it_stands, _with_emptied_inputs, _composed_and_cut, _lenient_too),
    "stream": (_as_it_stands, _with_emptied_inputs, _lenient_too),
    "compose": (_as_it_stands,),
    "chunk": (_as_it_stands,),
    "diff": (_as_it_stands, _leads_there),
    "events": (_as_it_stands,),
    "decode": (_read_or_written,),
    "encode": (_read_or_written,),
}


# --- examples and recordings ----------------------------------------------------------------------------


def judge_example(subject: Subject, example: Example) -> None:
    """What is accepted comes out as it went in; what is refused is refused at its place."""
    for request in _requests(example):
        answer = subject(request)
        what = f"{request['op']}, {request['mode']}"
        _must(not answer.get("changed"), f"{what}: the input was changed")
        if example.pointer is None:
            _must(answer.get("error") is None, f"{what}: raises {answer.get('error')}")
            _must(not answer.get("pointers"), f"{what}: lists {answer.get('pointers')}")
            _must(equal(answer.get("value"), example.payload), f"{what}: {answer.get('value')}")
        else:
            _must(answer.get("error") is not None, f"{what}: accepts it")
            listed = answer.get("pointers", ())
            _must(example.pointer in listed, f"{what}: {example.pointer} is not in {listed}")


def _requests(example: Example) -> Iterator[Json]:
    modes = ("strict", "lenient") if example.pointer is None else ("strict",)
    for mode in modes:
        yield {"op": "decode", "type": example.type, "mode": mode, "input": example.payload}
    if example.pointer is None:
        yield {"op": "encode", "type": example.type, "mode": "strict", "input": example.payload}


def judge_recording(subject: Subject, recording: Recording) -> None:
    """However many bytes come at a time, a recording ends in its objects."""
    for mode in ("strict", "lenient"):
        for size in SIZES:
            request = {"op": "read", "type": recording.type, "mode": mode, "size": size}
            request |= {"file": str(recording.path), "finish": recording.final["done"]}
            answer = subject(request)
            what = f"{mode}, {size} bytes at a time"
            _must(answer.get("error") is None, f"{what}: raises {answer.get('error')}")
            _must(equal(answer.get("value"), recording.final), f"{what}: {answer.get('value')}")


# --- requests and answers -------------------------------------------------------------------------------

GIVEN = ("op", "type", "mode", "initial", "deltas", "events", "before", "after", "input", "size")


def _request(vector: Json, **other: Json) -> Json:
    """What a vector gives, without what it expects."""
    given = {name: vector[name] for name in (*GIVEN, "finish") if name in vector}
    return given | {name: value for name, value in other.items() if value is not False}


def _made(op: str, vector: Json, **inputs: Json) -> Json:
    """A request of our own on the type of a vector."""
    return {"op": op, "type": vector["type"], "mode": "strict"} | inputs


def _value(subject: Subject, request: Json) -> Json:
    answer = subject(request)
    _must(answer.get("error") is None, f"{request['op']} raises {answer.get('error')}")
    return answer.get("value")


def _agree(subject: Subject, request: Json, vector: Json, what: str) -> None:
    answer = subject(request)
    _must(not answer.get("changed"), f"{what}: the inputs were changed")
    wanted = vector.get("error")
    _must(equal(answer.get("error"), wanted), f"{what}: raises {answer.get('error')}, not {wanted}")
    for name in ("diagnostics", "pointers"):
        found, listed = answer.get(name, []), vector.get(name, [])
        _must(equal(found, listed), f"{what}: {name} are {found}, not {listed}")
    if "expected" in vector:
        value = answer.get("value")
        _must(equal(value, vector["expected"]), f"{what}: gives {value}")


def _must(holds: bool, complaint: str) -> None:
    if not holds:
        raise DisagreementError(complaint)
