"""A subject in another process: requests go to its standard input, answers come from its standard output."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from conformance.corpus import Json


class SilentProgramError(Exception):
    """The program ended, or said what is no answer."""


class Program:
    """A program that answers one line of JSON with one line of JSON."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [*self._command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.communicate()

    def __call__(self, request: Json) -> Json:
        """The program's answer."""
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        line = ""
        try:
            # In ASCII, so that halves of surrogate pairs get through.
            process.stdin.write(json.dumps(request) + "\n")
            process.stdin.flush()
            line = process.stdout.readline()
            answer = json.loads(line)
        except (OSError, ValueError):
            answer = None
        if not isinstance(answer, dict):
            raise SilentProgramError(f"no answer to {json.dumps(request)[:500]}: {line[:500]!r}")
        return answer
