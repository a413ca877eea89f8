"""Descriptions in the OpenAPI document hold no markup."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from openapi.described import is_valid
from packages import by_tag, member, package, record, zoo
from specloom.ir import Const, Docs
from specloom.targets.openapi import TARGET
from specloom.targets.openapi.prose import describe_in_prose


@pytest.mark.parametrize(
    ("text", "prose"),
    [
        ("<script>alert(1)</script>", "&lt;script>alert(1)&lt;/script>"),
        ("`<b>` \\<b> <!-- --> <?x?> <http://x>", None),
        ("![x](http://x)", "!&#91;x](http://x)"),
        ("\\![x][y]", "\\!&#91;x][y]"),
        ("1 < 2, a[0], [a link](https://x)", "1 < 2, a[0], [a link](https://x)"),
    ],
)
def test_descriptions_hold_no_html_and_no_images(text: str, prose: str | None) -> None:
    made = describe_in_prose(text)
    assert prose in (None, made)
    assert not re.search(r"<[A-Za-z/!?]|!\[", made)


def test_every_text_becomes_prose() -> None:
    text = "<img src=x>"
    hostile = Docs(text)
    a = replace(record("A", member("tag", Const("a"), docs=hostile)), docs=hostile)
    union = replace(by_tag("U", "tag", {"a": "A"}), docs=hostile)
    made = package(a, union)
    (post,) = zoo().operations
    param = replace(post.params[0], docs=hostile)
    call = replace(
        post, params=(param,), query="A", body="A", response="A", events="U", trigger=None
    )
    call = replace(call, errors=((404, "A"),), docs=hostile)
    made = replace(made, operations=(call,), docs=hostile)
    made = replace(made, modules=(replace(made.modules[0], docs=hostile),))
    (file,) = TARGET.emit(made, {"closed": False}).files
    is_valid(json.loads(file.text))
    assert file.text.count("&lt;img src=x>") == 11
    assert "<img" not in file.text
