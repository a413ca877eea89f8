"""Server-sent events as the WHATWG standard reads them, from chunks of bytes that may be cut anywhere."""

from __future__ import annotations

from typing import NamedTuple

_MARK = b"\xef\xbb\xbf"


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

    __slots__ = ("_after_cr", "_begun", "_data", "_line", "_name", "_tail")

    def __init__(self) -> None:
        self._tail: list[bytes] = []  # pieces of the line that is not complete yet
        self._after_cr = (
            False  # the last chunk ended in CR: a LF at the start of the next belongs to it
        )
        self._line = 0
        self._begun = 0
        self._name = ""
        self._data: list[str] = []

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
        for line in lines:
            self._line += 1
            if not line:
                if self._data:
                    data = self._data[0] if len(self._data) == 1 else "\n".join(self._data)
                    events.append(ServerSentEvent(self._name or "message", data, self._begun))
                    self._data = []
                self._name = ""
                self._begun = 0
                continue
            if self._line == 1:
                line = line.removeprefix(_MARK)
            if not self._begun:
                self._begun = self._line
            if line[:6] == b"data: ":
                self._data.append(str(line[6:], "utf-8", "replace"))
                continue
            field, _, value = line.partition(b":")
            if field == b"event":
                self._name = str(value.removeprefix(b" "), "utf-8", "replace")
            elif field == b"data":
                self._data.append(str(value.removeprefix(b" "), "utf-8", "replace"))
        return events
