"""Laws of the generated package: what was decoded goes out unchanged, and strict decoding is the schema."""

from __future__ import annotations

import contextlib
import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import threads_api
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from goldens import ROOT
from packages import zoo
from python.building import build, read_spec
from python.values import Fitting, bent, same_json
from specloom.ir import Package, Record, Union
from specloom.targets.jsonschema.bundle import bundle

pytestmark = pytest.mark.filterwarnings("ignore::hypothesis.errors.NonInteractiveExampleWarning")

NOTHING: Any = object()

calmly = settings(suppress_health_check=[*HealthCheck], max_examples=250)


@dataclass
class Subject:
    """A generated package beside its spec."""

    package: Package
    module: Any

    def __post_init__(self) -> None:
        self.fitting = Fitting(self.package)
        self.document = bundle(self.package)

    def accepts(self, name: str, value: Any) -> bool:
        """What the bundle says of a value."""
        schema = {**self.document, "$ref": f"#/$defs/{name}"}
        try:
            return bool(jsonschema_rs.Draft202012Validator(schema).is_valid(value))
        except (UnicodeEncodeError, ValueError):  # halves of characters and huge numbers
            return Draft202012Validator(schema).is_valid(value)


@pytest.fixture(scope="module")
def subjects(tmp_path_factory: pytest.TempPathFactory) -> list[Subject]:
    folder = tmp_path_factory.mktemp("subjects")
    shipped = read_spec(ROOT / "spec")
    other = read_spec(ROOT / "tests" / "other_spec")
    animals = replace(zoo(), deltas=(), streams=())
    return [
        Subject(shipped, threads_api),
        Subject(other, build(other, folder)),
        Subject(animals, build(animals, folder)),
    ]


@st.composite
def cases(draw: st.DrawFn, subjects: list[Subject], straight: bool) -> tuple[Subject, str, Any]:
    """A subject, a name of its spec, and a value: one that fits, or one that was bent."""
    subject = draw(st.sampled_from(subjects))
    name = draw(st.sampled_from([*subject.package.decls]))
    fitting = subject.fitting.decl(name)
    return subject, name, draw(fitting if straight else bent(fitting))


@calmly
@given(st.data())
def test_a_valid_value_is_read_alike_by_all_and_goes_out_unchanged(
    subjects: list[Subject], data: st.DataObject
) -> None:
    subject, name, value = data.draw(cases(subjects, straight=True))
    before = copy.deepcopy(value)
    codec = subject.module.CODECS[name]
    assert subject.accepts(name, value)
    lenient, strict = codec.decode(value), codec.decode(value, strict=True)
    assert lenient == strict == codec.shape.take(value)
    assert same_json(codec.encode(strict), value)
    assert same_json(json.loads(codec.to_json(strict).encode()), value)
    assert same_json(codec.encode(codec.from_json(codec.to_json(strict))), value)
    assert codec.problems(codec.encode(strict)) == []
    assert same_json(value, before)


@settings(calmly, max_examples=600)
@given(st.data())
def test_strict_decoding_says_what_the_schema_says(
    subjects: list[Subject], data: st.DataObject
) -> None:
    subject, name, value = data.draw(cases(subjects, straight=False))
    codec = subject.module.CODECS[name]
    if subject.accepts(name, value):
        codec.decode(value, strict=True)
        assert codec.problems(value) == []
    else:
        with pytest.raises(subject.module.DecodeError) as caught:
            codec.decode(value, strict=True)
        assert caught.value.problems


@settings(calmly, max_examples=600)
@given(st.data())
def test_lenient_decoding_loses_nothing(subjects: list[Subject], data: st.DataObject) -> None:
    subject, name, value = data.draw(cases(subjects, straight=False))
    codec = subject.module.CODECS[name]
    decl = subject.package.decls[name]
    if not (isinstance(decl, Record) and decl.open) and not isinstance(decl, Union):
        return  # requests are held to the spec when they go out; a text has no residue
    if isinstance(decl, Record) and not isinstance(value, dict):
        with pytest.raises(subject.module.DecodeError):
            codec.decode(value)
        return
    made = codec.decode(value)
    if isinstance(made, subject.module.Record) and not codec_of(subject, made).shape.is_open:
        return
    assert same_json(codec.encode(made), value)
    assert same_json(json.loads(codec.to_json(made).encode()), value)


def codec_of(subject: Subject, made: Any) -> Any:
    codecs: Iterator[Any] = (subject.module.CODECS[name] for name in subject.package.decls)
    return next(codec for codec in codecs if getattr(codec.shape, "kind", None) is type(made))


@calmly
@given(st.data())
def test_what_the_fast_reader_takes_the_careful_one_takes_alike(
    subjects: list[Subject], data: st.DataObject
) -> None:
    subject, name, value = data.draw(cases(subjects, straight=data.draw(st.booleans())))
    codec = subject.module.CODECS[name]
    if codec._read is None:
        return
    fast = NOTHING
    with contextlib.suppress(*subject.module._fast.SURPRISES):
        fast = codec._read(value)
    if fast is NOTHING:
        return
    assert subject.accepts(name, value)
    careful = codec.shape.take(value)
    assert fast == careful
    assert repr(fast) == repr(careful)


@calmly
@given(st.data())
def test_the_fast_reader_takes_whatever_is_plain_and_valid(
    subjects: list[Subject], data: st.DataObject
) -> None:
    """The fast path may give up on oddities such as 1.0 for an integer, not on ordinary documents."""
    subject, name, value = data.draw(cases(subjects, straight=True))
    codec = subject.module.CODECS[name]
    if codec._read is not None:
        codec._read(value)


@example(value={}, name="Message")
@calmly
@given(
    value=st.dictionaries(st.sampled_from(["id", "content", "role", "metadata", "x"]), st.none()),
    name=st.sampled_from(["Message", "Run", "Thread"]),
)
def test_problems_of_an_object_are_those_of_what_it_was_read_from(value: Any, name: str) -> None:
    made = getattr(threads_api, name).decode(value)
    assert made.problems() == threads_api.CODECS[name].problems(value)


def test_the_laws_would_notice(subjects: list[Subject], tmp_path: Path) -> None:
    """Break it once: a schema that differs in one limit is told apart from the package."""
    zoo_subject = subjects[2]
    schema = copy.deepcopy(zoo_subject.document)
    schema["$defs"]["Animal"]["properties"]["legs"]["maximum"] = 749
    value = {"id": "a", "legs": 750, "mood": "calm", "home": None, "kind": "animal"}
    assert zoo_subject.accepts("Animal", value)
    assert zoo_subject.module.CODECS["Animal"].decode(value, strict=True).legs == 750
    validator = Draft202012Validator({**schema, "$ref": "#/$defs/Animal"})
    assert not validator.is_valid(value)
