"""The command `specloom`. This module imports next to nothing, so that `specloom --version` is quick."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from typing import NoReturn


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command with `arguments` (default: the process's own), and leave with its exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if list(arguments) == ["--version"]:
        from specloom import __version__

        leave(0, f"specloom {__version__}\n")
    # A short life: what is made is mostly kept to its end, and looking for garbage takes a tenth of it.
    gc.set_threshold(300_000, 20, 100)
    from specloom.cli.run import run

    leave(run(arguments))


def leave(code: int, words: str = "") -> NoReturn:
    """End the process with `code` after some last words. What cannot be printed makes a good end bad."""
    try:
        sys.stdout.write(words)
        sys.stdout.flush()
    except OSError as error:
        if code == 0:
            code = 141 if isinstance(error, BrokenPipeError) else 1
        # Python flushes once more when it closes down, and would complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)
