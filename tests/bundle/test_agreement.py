"""Two validators give one verdict on any document."""

from __future__ import annotations

from typing import Any

import jsonschema
import jsonschema_rs
from hypothesis import given
from hypothesis import strategies as st

from packages import ANIMAL, zoo
from specloom.targets.jsonschema.bundle import bundle

_WORDS = [
    "id",
    "type",
    "den",
    "nest",
    "burrow",
    "animal",
    "event",
    "born",
    "data",
    "tree",
    "\n",
    "",
]
_LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 900),
    st.floats(-2, 2),
    st.sampled_from(_WORDS),
    st.text(max_size=4),
)
_JSON = st.recursive(
    _LEAVES,
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(list(ANIMAL) + _WORDS + ["home", "names"]), inner, max_size=4
    ),
    max_leaves=8,
)
_VALIDATORS = {
    root: (jsonschema.Draft202012Validator(schema), jsonschema_rs.validator_for(schema))
    for root in zoo().decls
    for schema in [bundle(zoo(), root=root)]
}


@given(root=st.sampled_from(sorted(_VALIDATORS)), document=_JSON)
def test_two_validators_agree_on_any_document(root: str, document: Any) -> None:
    python, rust = _VALIDATORS[root]
    assert python.is_valid(document) == rust.is_valid(document)


@given(member=st.sampled_from(sorted(bundle(zoo())["$defs"]["Animal"]["properties"])), value=_JSON)
def test_two_validators_agree_on_any_member(member: str, value: Any) -> None:
    python, rust = _VALIDATORS["Animal"]
    document = {**ANIMAL, member: value}
    assert python.is_valid(document) == rust.is_valid(document)
