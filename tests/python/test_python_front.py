"""The generated package as people meet it: cheap to import, ordinary dataclasses, clean to type checkers."""

from __future__ import annotations

import copy
import dataclasses
import doctest
import inspect
import pickle
import subprocess
import sys
from typing import Any

import pytest
import threads_api
from threads_api import (
    CODECS,
    OPERATIONS,
    UNSET,
    Message,
    Operation,
    RunStep,
    Text,
    TextContentBlock,
    Thread,
    UnknownVariant,
)

from goldens import ROOT
from python.building import read_spec
from specloom.ir import Choice, Record, Union

HOME = ROOT / "generated" / "python"


def python(program: str) -> str:
    """What a fresh interpreter prints."""
    run = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(HOME)!r})\n{program}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout.strip()


# --- importing ------------------------------------------------------------------------------------------


def test_importing_the_package_loads_nothing() -> None:
    loaded = python(
        "before = set(sys.modules); import threads_api; print(*sorted(set(sys.modules) - before))"
    )
    assert loaded.split() in (["threads_api"], ["__future__", "threads_api"])


def test_importing_a_model_loads_its_module_and_no_reader() -> None:
    loaded = python("from threads_api import Thread; print(*sorted(sys.modules))").split()
    ours = [name for name in loaded if name.startswith("threads_api.")]
    assert "threads_api.threads" in ours
    assert not [name for name in ours if name.startswith(("threads_api._wire", "threads_api.runs"))]
    heavy = {"black", "libcst", "jinja2", "pydantic", "specloom", "asyncio", "typing_extensions"}
    assert not heavy & set(loaded)


def test_everything_that_is_exported_is_there_and_listed() -> None:
    for name in threads_api.__all__:
        assert getattr(threads_api, name) is not None
    assert set(threads_api.__all__) <= set(dir(threads_api))
    namespace: dict[str, Any] = {}
    exec("from threads_api import *", namespace)
    assert set(threads_api.__all__) <= set(namespace)
    assert len(set(threads_api.__all__)) == len(threads_api.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'Nonsense'"):
        threads_api.Nonsense  # type: ignore[attr-defined]  # noqa: B018


def test_modules_are_there_without_being_imported_first() -> None:
    assert python("import threads_api; print(threads_api.messages.Message.__name__)") == "Message"
    assert python("import threads_api; print(threads_api.__version__)") == "2.0.0"


def test_every_name_of_the_spec_has_a_codec_and_is_exported() -> None:
    package = read_spec(ROOT / "spec")
    assert {*CODECS} == {*package.decls}
    assert len(CODECS) == len(package.decls)
    assert "Nonsense" not in CODECS
    for name, decl in package.decls.items():
        assert CODECS[name].name == name
        assert hasattr(threads_api, name)
        words = "_".join(decl.name.words)
        assert not isinstance(decl, Union) or callable(getattr(threads_api, f"decode_{words}"))
        if isinstance(decl, Choice):
            known = getattr(threads_api, f"{words.upper()}_VALUES")
            assert known == tuple(option.value for option in decl.options)


# --- dataclasses ----------------------------------------------------------------------------------------

VALUE: dict[str, Any] = {
    "id": "msg_1",
    "object": "thread.message",
    "created_at": 1,
    "thread_id": "t",
    "role": "user",
    "content": [{"type": "text", "text": {"value": "hi", "annotations": []}}, {"type": "new"}],
    "assistant_id": None,
    "run_id": None,
    "metadata": {"a": "b"},
    "unknown": [1],
}


@pytest.fixture
def message() -> Message:
    return Message.decode(VALUE)


def test_models_are_dataclasses_in_every_respect(message: Message) -> None:
    names = [field.name for field in dataclasses.fields(message)]
    assert names[:2] == ["id", "object"]
    assert names[-1] == "residue"
    assert dataclasses.replace(message, id="msg_2").encode() == VALUE | {"id": "msg_2"}
    assert dataclasses.asdict(message)["content"][0]["text"]["value"] == "hi"
    with pytest.raises(TypeError):
        hash(message)
    with pytest.raises(AttributeError):
        message.idd = 1  # type: ignore[attr-defined]
    with pytest.raises(TypeError):
        Message("msg_1")  # type: ignore[call-arg]


def test_reading_and_writing_does_without_the_module_dataclasses() -> None:
    """It takes as long to import as all else together, so it is loaded when it is needed."""
    program = f"""
from threads_api import Message, Text
message = Message.decode({VALUE | {"content": VALUE["content"][:1]}!r})
assert message == Message.from_json(message.to_json()) and repr(message) and not message.problems()
print("dataclasses" in sys.modules)
assert Text(value="a", annotations=[]).value == "a"
print("dataclasses" in sys.modules)
"""
    assert python(program).split() == ["False", "True"]


def test_what_is_made_later_is_what_the_standard_library_makes() -> None:
    for name, codec in CODECS.items():
        kind = getattr(codec.shape, "kind", None)
        if kind is None:
            continue
        members = {key: x for key, x in vars(kind).items() if key not in kind.__slots__}
        twin = type(name, (), {"__annotations__": kind.__annotations__})
        for field in dataclasses.fields(kind):
            if field.default is not dataclasses.MISSING:
                setattr(twin, field.name, field.default)
        twin.__module__ = kind.__module__
        standard: Any = dataclasses.dataclass(slots=True, kw_only=True, repr=False, eq=False)(twin)
        assert inspect.signature(kind) == inspect.signature(standard)
        assert kind.__slots__ == standard.__slots__
        assert kind.__match_args__ == standard.__match_args__
        assert repr(kind.__dataclass_params__) == repr(standard.__dataclass_params__)
        assert repr(dataclasses.fields(kind)) == repr(dataclasses.fields(standard))
        assert set(vars(standard)) <= {*members, *kind.__slots__, "__dict__", "__weakref__"}


def test_unknown_variants_are_frozen_dataclasses() -> None:
    unknown = UnknownVariant("a", {"b": 1})
    assert [field.name for field in dataclasses.fields(UnknownVariant)] == ["tag", "raw"]
    assert UnknownVariant.__match_args__ == ("tag", "raw")
    assert repr(unknown) == "UnknownVariant(tag='a', raw={'b': 1})"
    assert unknown == UnknownVariant(tag="a", raw={"b": 1}) != UnknownVariant("a", {})
    assert hash(UnknownVariant("a", 1)) == hash(UnknownVariant("a", 1))
    assert pickle.loads(pickle.dumps(unknown)) == copy.deepcopy(unknown) == unknown
    with pytest.raises(dataclasses.FrozenInstanceError):
        unknown.tag = "b"  # type: ignore[misc]


def test_a_subclass_may_have_a_constructor_of_its_own_and_be_a_dataclass() -> None:
    """In a fresh interpreter: here what is made later has been made long ago."""
    program = """
from dataclasses import dataclass, fields
from threads_api import Thread, ThreadDeleted

class Gone(ThreadDeleted):
    def __init__(self, id):
        super().__init__(id=id, deleted=True)

@dataclass(kw_only=True)
class Noted(Thread):
    note: str = "none"

print(Gone("t").to_json(), Noted(id="t", created_at=1, tool_resources=None, metadata=None).note)
print([field.name for field in fields(Noted)][-2:] == ["residue", "note"])
"""
    shown = '{"id":"t","deleted":true,"object":"thread.deleted"} none\nTrue'
    assert python(program) == shown


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_models_are_pickled_and_copied(message: Message, protocol: int) -> None:
    for twin in (
        pickle.loads(pickle.dumps(message, protocol)),
        copy.copy(message),
        copy.deepcopy(message),
    ):
        assert twin == message
        assert twin.encode() == VALUE
        assert twin.completed_at is UNSET
    assert copy.deepcopy(message).content is not message.content


def test_equality_and_repr(message: Message) -> None:
    assert message == Message.decode(VALUE)
    assert message != Message.decode(VALUE | {"unknown": [2]})
    assert Text(value="a", annotations=[]) != UnknownVariant("a", {})
    assert repr(Text(value="a", annotations=[])) == "Text(value='a', annotations=[])"
    assert repr(message).endswith("residue={'unknown': [1]})")


def test_unset() -> None:
    assert not UNSET
    assert repr(UNSET) == "UNSET"
    assert copy.deepcopy(UNSET) is UNSET
    assert pickle.loads(pickle.dumps(UNSET)) is UNSET


def test_match(message: Message) -> None:
    match message.content:
        case [TextContentBlock(text=Text(value=value)), UnknownVariant(tag=tag)]:
            assert (value, tag) == ("hi", "new")
        case _:
            pytest.fail("neither")


def test_aliases_serve_isinstance_and_construction() -> None:
    block = TextContentBlock(text=Text(value="", annotations=[]))
    assert isinstance(block, threads_api.MessageContent)
    assert threads_api.ModifyMessageRequest(metadata={}).encode() == {"metadata": {}}


def test_a_subclass_decodes_to_itself() -> None:
    class Mine(Thread):
        def shout(self) -> str:
            return self.id.upper()

    mine = Mine.from_json('{"id": "t", "object": "thread", "created_at": 1, "metadata": null}')
    assert mine.shout() == "T"
    assert mine.encode() == Thread.from_json(mine.to_json()).encode()
    assert mine.problems() == []
    assert mine == Mine.decode(mine.encode())


def test_what_is_no_model_of_the_package_says_so() -> None:
    class Stray(threads_api.Record):
        pass

    with pytest.raises(TypeError, match="Stray is not a model of this package"):
        Stray.decode({})


def test_every_class_and_attribute_is_documented() -> None:
    package = read_spec(ROOT / "spec")
    for name, decl in package.decls.items():
        if isinstance(decl, Record):
            assert getattr(threads_api, name).__doc__
    source = (HOME / "threads_api" / "threads.py").read_text(encoding="utf-8")
    assert '    id: str\n    """' in source


# --- operations and the README --------------------------------------------------------------------------


def test_operations_name_types_that_there_are() -> None:
    assert len(OPERATIONS) == 18
    for name, operation in OPERATIONS.items():
        assert operation.name == name
        named = [operation.query, operation.body, operation.response, operation.events]
        for type_name in [*named, *operation.errors.values()]:
            assert type_name is None or type_name in CODECS


def test_paths_are_filled_in_safely() -> None:
    operation = next(o for o in OPERATIONS.values() if o.params == ("thread_id", "run_id"))
    assert operation.path_for(thread_id="t/../x", run_id="ä?#").count("/") == operation.path.count(
        "/"
    )
    for wrong in ("", ".", ".."):
        with pytest.raises(ValueError, match="thread_id cannot be"):
            operation.path_for(thread_id=wrong, run_id="r")
    with pytest.raises(TypeError):
        operation.path_for(thread_id="t")
    assert isinstance(operation, Operation)


def test_the_readme_does_what_it_says() -> None:
    results = doctest.testfile(str(HOME / "README.md"), module_relative=False)
    assert results.attempted > 3
    assert results.failed == 0


def test_a_step_of_every_kind_is_read_by_its_class() -> None:
    details = {"type": "message_creation", "message_creation": {"message_id": "m"}}
    made = RunStep.decode({"step_details": details})
    assert type(made.step_details) is threads_api.MessageCreationStepDetails
