"""The corpus that every language is held to: vectors, examples and recordings."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

Json: TypeAlias = Any
ROOT = Path(__file__).resolve().parents[2]
VECTORS = ROOT / "tests" / "vectors"
SPEC = ROOT / "spec"


@dataclass(frozen=True)
class Example:
    """A payload of spec/examples; `pointer` says where it is refused, None that it is accepted."""

    name: str
    type: str
    payload: Json
    pointer: str | None


@dataclass(frozen=True)
class Recording:
    """A stream of spec/streams: its bytes, the union of its events, and the objects that it ends in."""

    name: str
    type: str
    path: Path
    final: Json


@dataclass(frozen=True)
class Corpus:
    """All of it, in a fixed order."""

    vectors: Sequence[Json]
    examples: Sequence[Example]
    recordings: Sequence[Recording]

    @property
    def accepted(self) -> int:
        """How many examples are accepted."""
        return sum(example.pointer is None for example in self.examples)

    @property
    def refused(self) -> int:
        """How many examples are refused."""
        return len(self.examples) - self.accepted

    def needs(self, id: str) -> Sequence[str]:
        """What a language may lack, and then skip the vector."""
        found = (vector for vector in self.vectors if vector["id"] == id)
        return [need for vector in found for need in vector.get("needs", ())]


def read_corpus(vectors: Path = VECTORS, spec: Path = SPEC) -> Corpus:
    """The corpus below two folders."""
    files = sorted(path for path in vectors.glob("*.json") if path.name != "schema.json")
    read = [vector for path in files for vector in _read(path)]
    events = next((vector["type"] for vector in read if vector["op"] == "stream"), "")
    return Corpus(
        vectors=read,
        examples=[*_examples(spec / "examples")],
        recordings=[
            Recording(path.parent.name, events, path, _read(path.parent / "final.json"))
            for path in sorted((spec / "streams").glob("*/events.sse"))
        ],
    )


def _examples(folder: Path) -> Iterator[Example]:
    for path in sorted(folder.glob("*/accept/*.json")):
        yield Example(_name(folder, path), path.parts[-3], _read(path), None)
    for path in sorted(folder.glob("*/reject/*.json")):
        given = _read(path)
        yield Example(_name(folder, path), path.parts[-3], given["payload"], given["pointer"])


def _name(folder: Path, path: Path) -> str:
    return path.relative_to(folder).with_suffix("").as_posix()


def _read(path: Path) -> Json:
    return json.loads(path.read_text("utf-8"))
