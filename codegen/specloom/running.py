"""Running a program of somebody's: what it prints, within bounds of time and size, whatever it does."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread, Timer
from typing import IO

MOST = 64 * 1024 * 1024
"""Bytes that a program may print: far more than any generated code, and far less than a machine holds."""
_CHUNK = 65536
_MOST_SAID = 64 * 1024
_GRACE = 2.0
"""Seconds for what is left in the pipes of a program that has ended."""


@dataclass(frozen=True, slots=True)
class Run:
    """How a program ended. `failure` says why what it printed is not to be used, if so."""

    output: bytes
    said: Sequence[str]
    failure: str = ""


def run_program(command: Sequence[str], given: bytes, folder: Path, timeout: int) -> Run:
    """Run `command` in `folder` with `given` on its standard input, for at most `timeout` seconds."""
    try:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,  # so that what is there can be read, however little
            start_new_session=True,  # so that what it starts can be ended with it
        )
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        return Run(b"", (), f"it cannot be run: {reason}")
    conversation = _Conversation(process)
    clock = Timer(timeout, conversation.end, ("late",))
    clock.daemon = True
    clock.start()
    try:
        conversation.hold(given)
    finally:
        clock.cancel()
        conversation.end("")
    return conversation.conclude(timeout)


@dataclass(slots=True)
class _Conversation:
    """One program, and the threads that talk with it."""

    process: subprocess.Popen[bytes]
    output: bytearray = field(default_factory=bytearray)
    said: bytearray = field(default_factory=bytearray)
    ended: str = ""

    def hold(self, given: bytes) -> None:
        """Say what there is to say, and listen until the program has ended."""
        process = self.process
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        talks = [
            (process.stdin, Thread(target=_write, args=(process.stdin, given), daemon=True)),
            (process.stdout, Thread(target=self.listen, args=(process.stdout,), daemon=True)),
            (process.stderr, Thread(target=self.overhear, args=(process.stderr,), daemon=True)),
        ]
        for _, thread in talks:
            thread.start()
        process.wait()
        for stream, thread in talks:
            thread.join(_GRACE)
            if thread.is_alive():
                self.end("open")
            else:
                stream.close()

    def listen(self, stream: IO[bytes]) -> None:
        """Gather what it prints, until that is too much."""
        while chunk := stream.read(_CHUNK):
            self.output += chunk
            if len(self.output) > MOST:
                self.end("much")
                return

    def overhear(self, stream: IO[bytes]) -> None:
        """Gather the last of what it says on its standard error."""
        while chunk := stream.read(_CHUNK):
            self.said += chunk
            del self.said[:-_MOST_SAID]

    def end(self, why: str) -> None:
        """End the program, and what it has started, if they are still there."""
        self.ended = self.ended or why
        with contextlib.suppress(OSError):
            if hasattr(os, "killpg"):
                os.killpg(self.process.pid, signal.SIGKILL)
            else:
                self.process.kill()

    def conclude(self, timeout: int) -> Run:
        """What became of it."""
        failures = {
            "late": f"it gave no answer within {timeout} second{'s' * (timeout != 1)}",
            "much": f"it printed more than {MOST // (1024 * 1024)} MiB",
            "open": "it ended, but something that it started goes on printing",
        }
        failure = failures.get(self.ended, "")
        if not failure and self.process.returncode:
            failure = _farewell(self.process.returncode)
        said = self.said.decode("utf-8", errors="replace").splitlines()
        return Run(bytes(self.output), [line for line in said if line.strip()], failure)


def _write(stream: IO[bytes], given: bytes) -> None:
    rest = memoryview(given)
    with contextlib.suppress(OSError):  # it need not listen to the end
        while rest:
            rest = rest[stream.write(rest) :]
    stream.close()


def _farewell(code: int) -> str:
    if code > 0:
        return f"it ended with exit code {code}"
    try:
        return f"it was ended by {signal.Signals(-code).name}"
    except ValueError:
        return f"it was ended by signal {-code}"
