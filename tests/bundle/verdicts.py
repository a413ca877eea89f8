"""Two validators that must agree, and the readings of a bundle."""

from __future__ import annotations

from typing import Any

import jsonschema
import jsonschema_rs

from packages import zoo
from specloom.targets.jsonschema.bundle import Reading, bundle

AS_IT_IS = Reading()
READINGS = [
    AS_IT_IS,
    Reading(closed=True),
    Reading(extra=False),
    Reading(closed=True, extra=False),
]


def accepts(root: str, document: Any, reading: Reading = AS_IT_IS) -> bool:
    """The verdict on a document of the zoo."""
    return agreed(bundle(zoo(), reading, root), document)


def agreed(schema: dict[str, Any], document: Any) -> bool:
    """The verdict of both validators, which must agree."""
    python = jsonschema.Draft202012Validator(schema).is_valid(document)
    rust = jsonschema_rs.validator_for(schema).is_valid(document)
    assert python == rust, (document, python, rust)
    return python
