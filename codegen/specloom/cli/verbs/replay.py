"""`specloom replay`: what a recorded stream comes to."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path
from typing import cast

import click

from specloom.cli.codes import Code, Stop
from specloom.cli.console import Console
from specloom.cli.flags import SomePath, reads_spec
from specloom.cli.project import Project, load_package
from specloom.ir import Package, Stream, Where
from specloom.problems import Problem


@click.command(short_help="Fold a recorded stream; print the objects it ends in.")
@click.argument("recording", metavar="STREAM", type=SomePath(allow_dash=True))
@click.option("--each", is_flag=True, help="Print a snapshot after every event, one JSON a line.")
@click.option(
    "--strict",
    is_flag=True,
    help="Stop at the first event that is illegal or out of order, and mind a missing end.",
)
@click.option(
    "--event", metavar="NAME", help="The union of events, if the spec has several streams."
)
@reads_spec
def command(
    console: Console, project: Project, recording: Path, each: bool, strict: bool, event: str | None
) -> int:
    """Fold the recorded STREAM and print the objects it ends in, as JSON by target.

    STREAM is a file of server-sent events or of one JSON event a line; `-` reads standard input. What is
    wrong with it goes to standard error, with its line, and makes the exit code 1; events that the spec
    does not know are noted there and do no harm. Without --strict, what is wrong is left out.
    """
    from specloom.replay.folding import Replay
    from specloom.replay.live import GenerationError, import_package
    from specloom.targets.python.gathering import stream_class

    package = load_package(console, project)
    stream = choose_stream(console, package, event)
    try:
        live = import_package(package)
    except GenerationError as failure:
        console.report(failure.problems)
        return int(Code.FINDINGS)
    replay = Replay(
        str(recording),
        live,
        stream,
        stream_class(package, stream),
        strict,
        console.result,
    )
    try:
        good = replay.run(read_chunks(recording), each)
    except OSError as error:
        fact = f"the recording cannot be read: {error.strerror or error}"
        unreadable = Problem(Where(str(recording)), fact, "name a file that can be", "unreadable")
        console.report([*replay.problems, unreadable])
        return int(Code.USAGE)
    if replay.problems:
        console.report(replay.problems)
    return int(Code.GOOD if good else Code.FINDINGS)


def choose_stream(console: Console, package: Package, event: str | None) -> Stream:
    """The stream to fold: the one there is, or the one named. Stops when that is none."""
    known = {stream.event: stream for stream in package.streams}
    if event is None and len(known) == 1:
        return next(iter(known.values()))
    if event in known:
        return known[event]
    if not known:
        console.warn("the spec declares no stream; add `x-stream` to its union of events")
    else:
        console.warn(f"say which stream with --event: {', '.join(sorted(known))}")
    raise Stop(Code.USAGE)


def read_chunks(recording: Path) -> Iterator[bytes]:
    """The bytes of a file or of standard input, a piece at a time."""
    from specloom.replay.recording import CHUNK

    if str(recording) == "-":
        source = cast(BufferedReader, sys.stdin.buffer)
        while chunk := source.read1(CHUNK):
            yield chunk
        return
    with recording.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk
