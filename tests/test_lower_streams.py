"""What a stream cannot mean: each refusal at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from marked import SPEC, brief, expect, spec_with


def event(name: str, tag: str, data: str) -> str:
    return (
        f'"{name}": {{"type": "object", ~, "required": ["event", "data"], "properties": {{'
        f'"event": {{"const": "{tag}", ~}}, "data": {{{data}, ~}}}}}}'
    )


THING = (
    '"Thing": {"type": "object", ~, "required": ["id"], '
    '"properties": {"id": {"type": "string", ~}, "text": {"type": "string", ~}}}'
)
DELTA = (
    '"Delta": {"type": "object", ~, "x-delta": {"of": "Thing"}, '
    '"properties": {"text": {"type": "string", ~, "x-merge": "append"}}}'
)
GROWTH = (
    '"Growth": {"type": "object", ~, "required": ["id", "delta"], "properties": {'
    '"id": {"type": "string", ~}, "number": {"type": "integer", ~}, "delta": {"$ref": "#/$defs/Delta", ~}}}'
)
EVENTS = [
    event("Born", "born", '"$ref": "#/$defs/Thing"'),
    event("Grown", "grown", '"$ref": "#/$defs/Growth"'),
    event("Gone", "gone", '"$ref": "#/$defs/Thing"'),
    event("Done", "done", '"const": "[DONE]"'),
]
REFS = ", ".join(f'{{"$ref": "#/$defs/{name}"}}' for name in ("Born", "Grown", "Gone", "Done"))
OUTSIDE = '"end": ["done"]'
GOOD = (
    '"of": "Thing", "id": "/data/id", "delta": "/data/delta", '
    '"create": ["born"], "patch": ["grown"], "close": ["gone"]'
)


def spec_of(target: str = GOOD, outside: str = OUTSIDE, mark: str = "") -> str:
    """A stream of four events with one target; the `x-stream` stands on a line of its own."""
    words = f'{{"targets": {{"things": {{{target}}}}}, {outside}}}'
    union = f'"Events": {{~, "oneOf": [{REFS}], "x-tag": "event",\n"x-stream": {mark}{words}}}'
    return spec_with(brief(", ".join([union, THING, DELTA, GROWTH, *EVENTS])))


def test_a_stream_that_is_well_declared(tmp_path: Path) -> None:
    expect(tmp_path, {SPEC: spec_of()})


@pytest.mark.parametrize(
    ("old", "new", "code", "says"),
    [
        ('"of": "Thing"', '"of": §"Nobody"', "stream-of", "holds 'Nobody', which is no record"),
        ('"of": "Thing"', '"of": §"Events"', "stream-of", "holds 'Events', which is no record"),
        (
            '"delta": "/data/delta", "create": ["born"], "patch": ["grown"]',
            '"create": ["born"], "patch": §["grown"]',
            "stream-patch",
            "the target things is patched, but nothing says by what",
        ),
        (
            '"/data/delta", "create": ["born"], "patch": ["grown"]',
            '"/data/id", "create": ["born"], "patch": §["grown"]',
            "stream-patch",
            "the event 'grown' holds no delta of Thing at '/data/id'",
        ),
        (
            '"/data/delta", "create": ["born"], "patch": ["grown"]',
            '"/data/nothing", "create": ["born"], "patch": §["grown"]',
            "stream-patch",
            "the event 'grown' holds no delta of Thing at '/data/nothing'",
        ),
        (
            '"patch": ["grown"]',
            '"patch": §["grown", "gone2"]',
            "stream-unknown",
            "'gone2' is no event of Events",
        ),
        (
            '"create": ["born"]',
            '"object": "/data/text", "create": §["born"]',
            "stream-object+stream-object",
            "holds no Thing at '/data/text'",
        ),
        (
            '"create": ["born"], "patch": ["grown"]',
            '"create": §["born", "grown"]',
            "stream-object",
            "the event 'grown' holds no Thing at '/data'",
        ),
    ],
)
def test_a_target_that_cannot_be(tmp_path: Path, old: str, new: str, code: str, says: str) -> None:
    target = GOOD.replace(old, new)
    mark = ""
    if code == "stream-unknown":  # what is named wrongly is wrong with the stream as a whole
        target, mark = target.replace("§", ""), "§"
    if code.endswith("+stream-object"):  # in each of the two lists
        target, code = target.replace('"close": ', '"close": §'), "stream-object"
        problems = expect(tmp_path, {SPEC: spec_of(target)}, code, code)
    else:
        problems = expect(tmp_path, {SPEC: spec_of(target, mark=mark)}, code)
    assert all(says in problem.fact for problem in problems)


@pytest.mark.parametrize("pointer", ["/data/number", "/data/nothing", "/id", "/data"])
def test_an_id_that_an_event_does_not_hold(tmp_path: Path, pointer: str) -> None:
    target = GOOD.replace('"id": "/data/id"', f'"id": §"{pointer}"')
    problems = expect(tmp_path, {SPEC: spec_of(target)}, "+".join(["stream-id"] * 3))
    assert sorted(problem.fact for problem in problems) == [
        f"the event {tag!r} holds no text at {pointer!r} that could be its id"
        for tag in ("born", "gone", "grown")
    ]


@pytest.mark.parametrize(
    ("target", "outside", "code", "says"),
    [
        (GOOD.replace(', "close": ["gone"]', ""), OUTSIDE, "stream-event", "'gone' has no step"),
        (GOOD, '"ignore": []', "stream-event", "the event 'done' has no step"),
        (GOOD, '"end": ["done", "over"]', "stream-unknown", "'over' is no event of Events"),
        (GOOD, '"end": ["done"], "error": ["gone"]', "stream-twice", "'gone' is named 2 times"),
        (
            GOOD.replace('["gone"]', '["gone", "born"]'),
            OUTSIDE,
            "stream-twice",
            "'born' is named 2 times",
        ),
    ],
)
def test_every_event_has_one_step(
    tmp_path: Path, target: str, outside: str, code: str, says: str
) -> None:
    [problem] = expect(tmp_path, {SPEC: spec_of(target, outside, "§")}, code)
    assert says in problem.fact


@pytest.mark.parametrize(
    "union", ['"type": "string"', '"oneOf": [{"type": "string"}, {"type": "integer"}]']
)
def test_a_stream_of_no_tagged_events(tmp_path: Path, union: str) -> None:
    """The dialect says so already."""
    targets = '{"targets": {"things": {"of": "Thing"}}}'
    text = f'"Events": {{~, {union}, §"x-stream": {targets}}}, {THING}'
    expect(tmp_path, {SPEC: spec_with(brief(text))}, "misplaced-keyword")


def test_without_a_data_member_ends_may_be_bare_texts(tmp_path: Path) -> None:
    """With one they may not: `[DONE]` is the data of an event then."""
    chunk = (
        '"Chunk": {"type": "object", ~, "x-delta": {"of": "Thing"}, "required": ["event"], "properties": {'
        '"event": {"const": "chunk", ~, "x-merge": "skip"}, '
        '"text": {"type": "string", ~, "x-merge": "append"}}}'
    )
    union = (
        '"Events": {~, "oneOf": [{"$ref": "#/$defs/Chunk"}], "x-tag": "event", "x-stream": MARK{DATA'
        '"targets": {"thing": {"of": "Thing", "delta": "", "patch": ["chunk"]}}, "end": ["[DONE]"]}}'
    )
    text = spec_with(brief(", ".join([union, chunk, THING])))
    expect(tmp_path, {SPEC: text.replace("MARK", "").replace("DATA", '"data": "", ')})
    expect(tmp_path, {SPEC: text.replace("MARK", "§").replace("DATA", "")}, "stream-unknown")
