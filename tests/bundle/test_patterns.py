"""A pattern means the same to every validator."""

from __future__ import annotations

import jsonschema_rs
import pytest

from bundle.verdicts import agreed
from specloom.targets.jsonschema.patterns import portable

PATTERNS = ["^a$", "a$", "^[$]$", r"^\$$", "^(a|b$)+$", "[^$a]$", "^$", r"^[\]$]+$", "a", r"\\$"]
TEXTS = ["a", "a\n", "\n", "", "$", "$\n", "]", "]$\n", "b\n", "x\ny", "\\", "\\\n"]


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("text", TEXTS)
def test_a_pattern_means_the_same_everywhere(pattern: str, text: str) -> None:
    schema = {"type": "string", "pattern": portable(pattern)}
    plain = {"type": "string", "pattern": pattern}
    assert agreed(schema, text) is jsonschema_rs.validator_for(plain).is_valid(text)


def test_a_pattern_without_an_end_is_kept_as_it_is() -> None:
    assert portable("^[a-z$]") == "^[a-z$]"
    assert portable(None) is None
