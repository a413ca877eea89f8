"""The command `specloom`. This module imports next to nothing, so that `specloom --version` is quick."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NoReturn


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command with `arguments` (default: the process's own), and leave with its exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if list(arguments) == ["--version"]:
        from specloom import __version__

        try:
            print(f"specloom {__version__}", flush=True)
        except BrokenPipeError:
            leave(141)
        sys.exit(0)
    from specloom.cli.run import run

    leave(run(arguments))


def leave(code: int) -> NoReturn:
    """End the process with `code`; a reader who has gone away is no error."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        code = 141  # what the shell shows for a program that a closed pipe ends
    except OSError as error:  # a full disk behind the pipe: the output is not complete
        sys.stderr.write(f"specloom: the output cannot be written: {error.strerror or error}\n")
        code = code or 1
    else:
        sys.exit(code)
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nor when Python closes down
    sys.exit(code)
