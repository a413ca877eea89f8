"""Specs that are refused, and text that would steer a terminal."""

from __future__ import annotations

from commands import with_definitions

BAD = with_definitions(Lost={"description": "Points nowhere.", "$ref": "#/$defs/Nowhere"})
DOUBLE = with_definitions(
    HTTPRoute={"description": "One.", "type": "string"},
    HttpRoute={"description": "Two.", "type": "string"},
)
HOSTILE = "\x1b]0;owned\x07 \x1b[2J \u202e \x9b31m"
