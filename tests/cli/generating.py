"""Two targets for the small spec, and that spec changed."""

from __future__ import annotations

from commands import DOCUMENT, Here, with_definitions

ALL = ["-t", "ir", "-t", "jsonschema"]
"""These two, whatever other targets there are."""

FILES = {"FILES", "ir/small.txt", "jsonschema/small_api.schema.json"}


def changed_spec(here: Here) -> None:
    """Say something else of the cat."""
    cat = DOCUMENT["$defs"]["Cat"]
    here.write_spec(
        with_definitions(Cat={**cat, "description": "A tomcat."}, Mood=DOCUMENT["$defs"]["Mood"])
    )
