"""What files are called: which belong to a spec, and which tools leave behind."""

from __future__ import annotations

SUFFIX = ".schema.json"
"""How the documents of a spec end."""
OPERATIONS = "operations.json"


def is_litter(name: str) -> bool:
    """Whether a tool left a file or folder of this name behind: caches of compilers and checkers."""
    return name.startswith(".") or name == "__pycache__"
