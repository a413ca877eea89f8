"""Running a program of somebody's: what it prints, within bounds of time and size, whatever it does."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
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
    clock = threading.Timer(timeout, conversation.end, ("late",))
    clock.daemon = True
    clock.start()
    try:
        conversation.hold(given)
    finally:
        clock.cancel()
        if process.returncode is None:  # somebody has lost patience
            conversation.end("")
    return conversation.conclude(timeout)


@dataclass(slots=True)
class _Conversation:
    """One program, and those who write to it and listen to it at the same time."""

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
            (
                process.stdin,
                threading.Thread(target=_write, args=(process.stdin, given), daemon=True),
            ),
            (
                process.stdout,
                threading.Thread(target=self.listen, args=(process.stdout,), daemon=True),
            ),
            (
                process.stderr,
                threading.Thread(target=self.overhear, args=(process.stderr,), daemon=True),
            ),
        ]
        for _, talk in talks:
            talk.start()
        process.wait()
        for stream, talk in talks:
            talk.join(_GRACE)
            if talk.is_alive():
                self.end("open")
            stream.close()  # whoever still reads from it then comes to an end

    def listen(self, stream: IO[bytes]) -> None:
        """Gather what it prints, until that is too much."""
        for chunk in _chunks(stream):
            self.output += chunk
            if len(self.output) > MOST:
                self.end("much")
                return

    def overhear(self, stream: IO[bytes]) -> None:
        """Gather the last of what it says on its standard error."""
        for chunk in _chunks(stream):
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
    with contextlib.suppress(OSError, ValueError):  # it need not listen to the end
        while rest:
            rest = rest[stream.write(rest) :]
    stream.close()


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    """What comes out of a pipe, until that is closed on either side."""
    with contextlib.suppress(OSError, ValueError):
        while chunk := stream.read(_CHUNK):
            yield chunk


def _farewell(code: int) -> str:
    if code > 0:
        return f"it ended with exit code {code}"
    try:
        return f"it was ended by {signal.Signals(-code).name}"
    except ValueError:
        return f"it was ended by signal {-code}"
