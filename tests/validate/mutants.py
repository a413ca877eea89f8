"""Examples of the shipped spec, changed in one to three places."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import strategies as st

from validate.shipped import Example, examples

EXAMPLES = examples()
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.sampled_from([1.0, 0.5, -1.5, 1e300, 2**63, 2**70, -(2**70), 257, 513, 1e-9]),
    st.sampled_from(["", "x", "text", "[DONE]", "function", "é" * 600, "a b", "x\n"]),
    st.sampled_from([[], {}, [None], {"type": "text"}, {"type": 5}, [[]], {"": ""}, {"a/b~c": 1}]),
).map(
    copy.deepcopy
)  # what is drawn is changed afterwards


@st.composite
def mutants(draw: st.DrawFn) -> tuple[str, Any]:
    """An example with one to three changes: values replaced, members and items removed, added, moved."""
    example: Example = draw(st.sampled_from(EXAMPLES))
    holder = [copy.deepcopy(example.payload)]
    for _ in range(draw(st.integers(1, 3))):
        _mutate(draw, holder)
    return example.type, holder[0]


def _mutate(draw: st.DrawFn, holder: list[Any]) -> None:
    places: list[tuple[Any, Any]] = []
    ahead: list[tuple[Any, Any]] = [(holder, 0)]
    while ahead:
        parent, key = ahead.pop()
        places.append((parent, key))
        value = parent[key]
        keys = (
            list(value)
            if isinstance(value, dict)
            else range(len(value)) if isinstance(value, list) else []
        )
        ahead.extend((value, inner) for inner in keys)
    parent, key = draw(st.sampled_from(places))
    match draw(st.sampled_from(["replace", "remove", "add", "swap"])):
        case "remove" if parent is not holder:
            del parent[key]
        case "add" if isinstance(parent[key], dict):
            parent[key][
                draw(st.sampled_from(["type", "id", "x", "index", "text", "vector_stores"]))
            ] = draw(LEAVES)
        case "add" if isinstance(parent[key], list):
            parent[key].append(draw(LEAVES))
        case "swap":
            other, name = draw(st.sampled_from(places))
            parent[key] = copy.deepcopy(other[name])
        case _:
            parent[key] = draw(LEAVES)
