"""Programs of other languages that tests need: a missing one is a named skip, and an error under CI."""

from __future__ import annotations

import os
import shutil
from typing import NoReturn

import pytest


def find(program: str) -> str:
    """Where a program is."""
    found = shutil.which(program)
    if found is None:
        missing(f"{program} is not installed")
    return found


def missing(what: str) -> NoReturn:
    """Skips with a reason, or fails under CI."""
    if os.environ.get("CI"):
        pytest.fail(f"CI needs it: {what}")
    pytest.skip(what)
