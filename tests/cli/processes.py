"""The command in a process of its own: by itself, and on a terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any


def specloom_process(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """How `specloom` ended, and what it said."""
    return subprocess.run(
        [sys.executable, "-m", "specloom", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        **options,
    )


def on_a_terminal(*arguments: str, environment: dict[str, str] | None = None) -> str:
    """What `specloom` shows on a terminal."""
    import pty

    surroundings = {k: v for k, v in os.environ.items() if k != "NO_COLOR"} | {"TERM": "xterm"}
    main, side = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "specloom", *arguments],
        stdout=side,
        stderr=side,
        env=surroundings | (environment or {}),
    )
    os.close(side)
    pieces = []
    while True:
        try:
            piece = os.read(main, 65536)
        except OSError:  # how a terminal says that it is over
            break
        if not piece:
            break
        pieces.append(piece)
    process.wait(timeout=30)
    os.close(main)
    return b"".join(pieces).decode()
