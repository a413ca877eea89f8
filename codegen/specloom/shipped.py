"""What travels with the tool: the spec and the templates, installed or in a checkout.

A wheel carries both under `_data/` beside this module; a checkout has them at its root. Nobody else in the
tool may guess where they are.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

_PACKAGE = Path(__file__).resolve().parent


def find_shipped(name: Literal["spec", "templates"]) -> Path | None:
    """The folder `name` that came with the tool, or None when the installation lacks it."""
    for candidate in (_PACKAGE / "_data" / name, _PACKAGE.parents[1] / name):
        if candidate.is_dir():
            return candidate
    return None
