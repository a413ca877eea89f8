"""The samples that the reference shows: each runs, on payloads of the spec, against the generated package."""

from __future__ import annotations

import json
import re
from typing import Any

import black
import pytest

from goldens import ROOT
from reference.site import packages, samples
from specloom.ir import Alias, ByTag, Ref, Union
from specloom.targets.python.usage import LANGUAGE

PACKAGES = packages()
SHIPPED = PACKAGES["shipped"]
EXAMPLES = ROOT / "spec" / "examples"


def only(sample: str) -> Any:
    """The function that a sample defines."""
    found: dict[str, Any] = {}
    exec(compile(sample, "sample", "exec", dont_inherit=True), found)
    names = [line.split("(")[0][4:] for line in sample.splitlines() if line.startswith("def ")]
    assert len(names) == 1, sample
    return found[names[0]]


def accepted(name: str) -> list[Any]:
    """The payloads that the spec accepts as a type, or as what that is another name of."""
    decl = SHIPPED.decls[name]
    if isinstance(decl, Alias) and isinstance(decl.type, Ref):
        return accepted(decl.type.target)
    return [json.loads(p.read_bytes()) for p in sorted((EXAMPLES / name / "accept").glob("*.json"))]


def read(name: str, payload: Any) -> Any:
    """A payload, read by the sample of its type, which takes text or what was parsed."""
    sample = LANGUAGE.usage(SHIPPED).read(name)
    return only(sample)(json.dumps(payload) if "text: str" in sample else payload)


def is_tagged(name: str) -> bool:
    decl = SHIPPED.decls[name]
    return isinstance(decl, Union) and isinstance(decl.told, ByTag)


@pytest.mark.parametrize("name", [name for name in SHIPPED.decls if not is_tagged(name)])
def test_a_type_is_read(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    for payload in accepted(name)[:2]:
        read(name, payload)
        assert capsys.readouterr().out == "", "an accepted payload has problems"
    for path in sorted((EXAMPLES / name / "reject").glob("*.json"))[:1]:
        rejected = json.loads(path.read_bytes())
        if isinstance(rejected["payload"], dict):  # of other kinds no object can be made
            read(name, rejected["payload"])
            assert rejected["pointer"] in capsys.readouterr().out


@pytest.mark.parametrize("name", [name for name in SHIPPED.decls if is_tagged(name)])
def test_variants_are_told_apart(name: str) -> None:
    union = SHIPPED.decls[name]
    assert isinstance(union, Union)
    assert isinstance(union.told, ByTag)
    shown = [variant.tag for variant in union.variants[:4]]
    for payload in accepted(name):
        told = read(name, payload)
        assert told == payload[union.told.wire] or payload[union.told.wire] not in shown


def test_deltas_are_gathered() -> None:
    for delta in SHIPPED.deltas:
        gathered = only(LANGUAGE.usage(SHIPPED).grow(delta))([{}])
        assert type(gathered).__name__ == delta.snapshot


def test_a_stream_is_followed(capsys: pytest.CaptureFixture[str]) -> None:
    recording = ROOT / "spec" / "streams" / "plain_text_reply"
    follow = only(LANGUAGE.usage(SHIPPED).follow(SHIPPED.streams[0]))
    stream = follow([(recording / "events.sse").read_bytes()])
    final = json.loads((recording / "final.json").read_text("utf-8"))
    assert stream.run.encode() == final["run"]
    (message,) = final["messages"].values()
    assert capsys.readouterr().out == message["content"][0]["text"]["value"]


@pytest.mark.parametrize("name", [operation.name.spelled for operation in SHIPPED.operations])
def test_an_operation_is_called(name: str) -> None:
    operation = next(o for o in SHIPPED.operations if o.name.spelled == name)
    asked: list[Any] = []

    def send(*call: Any, **sent: Any) -> bytes:
        asked.extend([call, list(sent)])
        return json.dumps(accepted(operation.response)[0]).encode()

    sent = {"query": operation.query, "body": operation.body}
    needed = {word: kind for word, kind in sent.items() if kind is not None}
    values = [f"{param.wire}_1" for param in operation.params]
    bodies = [read(kind, accepted(kind)[0]) for kind in needed.values()]
    answer = only(LANGUAGE.usage(SHIPPED).call(operation))(send, *values, *bodies)
    path = re.sub(r"\{([^{}]*)\}", r"\1_1", operation.path)
    assert asked == [(operation.method, path), list(needed)]
    assert answer.encode() == accepted(operation.response)[0]


@pytest.mark.parametrize("name", ["shipped", "other", "replies", "names_obstacle_course"])
def test_samples_are_laid_out(name: str) -> None:
    found = list(samples(LANGUAGE.usage(PACKAGES[name]), PACKAGES[name]).values())
    for sample in found[:: max(1, len(found) // 30)]:
        assert black.format_str(sample, mode=black.Mode(line_length=88)) == sample
