"""Server-sent events with the lines they stand on, as the HTML standard reads them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from specloom.validate.opening import MAX_TEXT, Broken

_BOM = b"\xef\xbb\xbf"
NAMELESS = "message"
"""The name of an event that gives itself none."""


@dataclass(slots=True)
class Event:
    """One event. Lines count from one; `starts` are (line, column) where each line of the data begins.

    `whole` is false for one that the end of the file cuts off.
    """

    line: int
    name: bytes = b""
    name_at: tuple[int, int] = (0, 0)
    data: list[bytes] = field(default_factory=list)
    starts: list[tuple[int, int]] = field(default_factory=list)
    whole: bool = True

    @property
    def text(self) -> bytes:
        """The data."""
        return b"\n".join(self.data)


def read_events(parts: Iterator[bytes]) -> Iterator[Event]:
    """The events in the bytes of a file; one without data is none. What the end cuts off comes last."""
    event = Event(1)
    size = 0
    for number, line in enumerate(_lines(parts), 1):
        if line == b"":
            if event.data:
                yield event
            event, size = Event(number + 1), 0
            continue
        if line.startswith(b":"):
            event.line += event.line == number  # a comment before it is no part of an event
            continue
        size += len(line)
        if size > MAX_TEXT:
            fact = f"the event on line {event.line} has more than {MAX_TEXT >> 20} MiB"
            raise Broken(fact, "split it", "too-large")
        _take(event, line, number)
    if event.data or event.name:
        event.whole = False
        yield event


def _take(event: Event, line: bytes, number: int) -> None:
    name, colon, value = line.partition(b":")
    column = len(name) + len(colon) + 1
    if value.startswith(b" "):
        value = value[1:]
        column += 1
    if name == b"data":
        event.data.append(value)
        event.starts.append((number, column))
    elif name == b"event":
        event.name, event.name_at = value, (number, column)


def _lines(parts: Iterator[bytes]) -> Iterator[bytes]:
    """Lines that end in LF, CR or CRLF; what follows the last end is a line of its own."""
    begun: list[bytes] = []
    size = 0
    for part in _without_mark(parts):
        begun.append(part)
        size += len(part)
        if b"\n" not in part and b"\r" not in part and not begun[-2:][0].endswith(b"\r"):
            if size > MAX_TEXT:
                raise Broken(f"a line has more than {MAX_TEXT >> 20} MiB", "split it", "too-large")
            continue
        text = b"".join(begun)
        # A CR at the very end may be half of a CRLF whose LF is still to come.
        held = b"\r" if text.endswith(b"\r") else b""
        text = text[: len(text) - len(held)].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        *done, rest = text.split(b"\n")
        yield from done
        begun, size = [rest + held], len(rest)
    text = b"".join(begun)
    if text:
        yield text.removesuffix(b"\r")


def _without_mark(parts: Iterator[bytes]) -> Iterator[bytes]:
    """The bytes without the mark that a stream may begin with."""
    start = b""
    for part in parts:
        start += part
        if len(start) >= len(_BOM):
            yield start.removeprefix(_BOM)
            break
    else:
        yield start
    yield from parts
