"""Server-sent events as the WHATWG standard reads them, from chunks of bytes that may be cut anywhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

_MARK = b"\xef\xbb\xbf"
_MOST_NAMES = 64
_new: Callable[[Any, Any], Any] = getattr(tuple, "__new__")  # noqa: B009


class ServerSentEvent(NamedTuple):
    """One event: its name ("message" if it gave none), its data, and the line on which it began."""

    name: str
    data: str
    line: int


class SseReader:
    """Takes chunks of bytes and gives the events that became complete with each.

    Whatever follows the last blank line when the input ends is no event: that is the standard's rule, and a
    stream that was cut off ends so. `id` and `retry` fields speak of reconnecting and are passed over.
    """

    __slots__ = ("_after_cr", "_begun", "_data", "_line", "_name", "_names", "_tail")

    def __init__(self) -> None:
        self._tail: list[bytes] = []  # pieces of the line that is not complete yet
        self._after_cr = (
            False  # the last chunk ended in CR: a LF at the start of the next belongs to it
        )
        self._line = 0
        self._begun = 0
        self._name = ""
        self._data: list[str] = []
        self._names: dict[bytes, str] = {}  # lines that only name an event, and what they name

    def feed(self, chunk: bytes) -> list[ServerSentEvent]:
        """The events that `chunk` completes, in order. Linear in all bytes fed, however they are cut."""
        if type(chunk) is not bytes:
            chunk = bytes(memoryview(chunk))
        if self._after_cr and chunk:
            self._after_cr = False
            chunk = chunk.removeprefix(b"\n")
        if b"\n" not in chunk and b"\r" not in chunk:
            if chunk:
                self._tail.append(chunk)
            return []
        if self._tail:
            chunk = b"".join([*self._tail, chunk])
            self._tail.clear()
        lines = chunk.splitlines()  # of bytes: at LF, CR and CRLF, and nowhere else
        if chunk[-1:] not in (b"\n", b"\r"):
            self._tail.append(lines.pop())
        self._after_cr = chunk[-1:] == b"\r"
        return self._take(lines)

    def _take(self, lines: list[bytes]) -> list[ServerSentEvent]:
        events: list[ServerSentEvent] = []
        names, last, at, whole = self._names, len(lines) - 2, 0, len(lines)
        while at < whole:
            # Nearly all events are a line with a name that was there before, one of data, and a blank one.
            if at < last and not self._begun and not lines[at + 2]:
                name = names.get(lines[at])
                data = lines[at + 1]
                if name is not None and data[:6] == b"data: ":
                    text = data[6:].decode("utf-8", "replace")
                    events.append(_new(ServerSentEvent, (name, text, self._line + 1)))
                    self._line += 3
                    at += 3
                    continue
            self._take_line(lines[at], events)
            at += 1
        return events

    def _take_line(self, line: bytes, events: list[ServerSentEvent]) -> None:
        self._line += 1
        if not line:
            if self._data:
                data = self._data[0] if len(self._data) == 1 else "\n".join(self._data)
                events.append(ServerSentEvent(self._name or "message", data, self._begun))
                self._data = []
            self._name = ""
            self._begun = 0
            return
        if self._line == 1:
            line = line.removeprefix(_MARK)
        if not self._begun:
            self._begun = self._line
        field, _, value = line.partition(b":")
        if field == b"event":
            self._name = str(value.removeprefix(b" "), "utf-8", "replace")
            if self._name and len(self._names) < _MOST_NAMES:
                self._names[line] = self._name
        elif field == b"data":
            self._data.append(str(value.removeprefix(b" "), "utf-8", "replace"))
