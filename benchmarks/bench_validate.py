"""Whether documents are what the spec says: verdicts on parsed ones, and the command on files."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ours import CODECS
from payloads import Json, as_sent, bundle, example, text_delta
from processes import PYTHON, run, take_turns
from tables import RATIOS, Budget, Table, add_ratio, print_tables, show_time
from timing import compare

DOCUMENTS: dict[str, tuple[str, Json]] = {
    "Run": ("Run", example("Run", "full")),
    "Message": ("Message", example("Message", "full")),
    "an event among 25": (
        "AssistantStreamEvent",
        {"event": "thread.message.delta", "data": text_delta(" found")},
    ),
}
FILES = 1_000
LINES = 20_000
BUDGET = Budget(1.5)

Verdict = Callable[[Any], bool]


def tables() -> Iterator[Table]:
    """The tables of verdicts and of the command."""
    table = Table(
        "Validate",
        RATIOS,
        notes=[
            "One parsed document, verdict only. Ours is the generated package's `accepts`; the peers read",
            "the bundle, so that all have the same rules, open choices and variants included.",
        ],
    )
    for title, (name, document) in DOCUMENTS.items():
        _compare(table, title, name, document)
    yield table
    yield _command()


def _compare(table: Table, title: str, name: str, document: Json) -> None:
    verdicts = {"ours": CODECS[name].accepts, **dict(_peers(name))}
    broken = _broken(document)
    for peer, verdict in verdicts.items():
        assert verdict(document), f"{peer} refuses a good {name}"
        assert not verdict(broken), f"{peer} accepts a bad {name}"
    contenders: dict[str, Any] = {
        peer: lambda verdict=verdict: verdict(document) for peer, verdict in verdicts.items()
    }
    timings = compare(contenders)
    for peer in verdicts:
        if peer != "ours":
            times = timings.time("ours"), timings.time(peer)
            budget = BUDGET if peer == "jsonschema-rs" else None
            add_ratio(table, title, peer, times, timings.ratio("ours", peer), budget)


def _broken(document: Json) -> Json:
    """The document with one leaf of the wrong kind, as deep down as its first id."""
    copy = json.loads(json.dumps(document))
    inside = copy.get("data", copy)
    inside["id"] = 5
    return copy


def _peers(name: str) -> Iterator[tuple[str, Verdict]]:
    schema = {**bundle(), "$ref": f"#/$defs/{name}"}
    if find_spec("jsonschema_rs"):
        import jsonschema_rs

        yield "jsonschema-rs", jsonschema_rs.Draft202012Validator(schema).is_valid
    if find_spec("fastjsonschema"):
        yield "fastjsonschema", _fastjsonschema(schema)
    if find_spec("jsonschema"):
        import jsonschema

        yield "jsonschema", jsonschema.Draft202012Validator(schema).is_valid


def _fastjsonschema(schema: Json) -> Verdict:
    import fastjsonschema

    # It knows draft 7 and finds definitions under another name; the words in use mean the same there.
    text = json.dumps(schema).replace('"#/$defs/', '"#/definitions/')
    older = json.loads(text)
    older["definitions"] = older.pop("$defs")
    older["$schema"] = "http://json-schema.org/draft-07/schema#"
    older = {
        "$schema": older["$schema"],
        "definitions": older["definitions"],
        "$ref": older["$ref"],
    }
    check = fastjsonschema.compile(older, use_default=False)
    refusal = fastjsonschema.JsonSchemaValueException

    def verdict(document: Any) -> bool:
        try:
            check(document)
        except refusal:
            return False
        return True

    return verdict


def _command() -> Table:
    table = Table(
        "Validate: the command",
        ("work", "wall", "of processors", "budget", "verdict"),
        notes=["`specloom validate` in a process of its own, the interpreter's start included."],
    )
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        small = as_sent(example("Message", "full"))
        (home / "small").mkdir()
        for number in range(FILES):
            (home / "small" / f"{number}.json").write_bytes(small)
        line = as_sent(example("Run", "full")) + b"\n"
        (home / "lines.jsonl").write_bytes(line * LINES)
        size = len(line) * LINES / 1e6
        command = [PYTHON, "-m", "specloom", "validate", "-q"]
        times = take_turns(
            {
                "small": lambda: run([*command, "--type", "Message", str(home / "small")]),
                "lines": lambda: run(
                    [*command, "--jobs", "1", "--type", "Run", str(home / "lines.jsonl")]
                ),
            },
            rounds=3,
        )
    wall, work = times["small"]
    budget = Budget(0.35, shown="350 ms")
    title = f"{FILES} small files"
    table.add(title, show_time(wall), show_time(work), budget, budget.verdict(min(wall, work)))
    wall, work = times["lines"]
    speed = size / min(wall, work)
    title = f"JSONL of {size:.0f} MB, one job: {speed:.0f} MB a second"
    met = "met" if speed >= 20 else "MISSED"
    table.add(title, show_time(wall), show_time(work), "20 MB a second", met)
    return table


if __name__ == "__main__":
    print_tables(tables())
