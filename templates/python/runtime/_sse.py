"""Server-sent events as the WHATWG standard reads them, from chunks of bytes that may be cut anywhere."""

from __future__ import annotations

from typing import NamedTuple

_MARK = "\ufeff"


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

    __slots__ = ("_after_cr", "_data", "_name", "_tail", "begun", "line")

    def __init__(self) -> None:
        self._tail: list[bytes] = []  # pieces of the line that is not complete yet
        # Whether the last chunk ended in CR: a LF at the start of the next belongs to it.
        self._after_cr = False
        self._name = ""
        self._data: list[str] = []
        self.line = 0
        """How many lines were taken."""
        self.begun = 0
        """The line on which the event began that is not complete yet; 0 if none has begun."""

    def feed(self, chunk: bytes) -> list[ServerSentEvent]:
        """The events that `chunk` completes, in order. Linear in all bytes fed, however they are cut."""
        taken = map(self.take, self.cut(chunk))
        return [event for event in taken if event is not None]

    def cut(self, chunk: bytes) -> list[str]:
        """The lines that `chunk` completes, each of which is to be taken next."""
        if type(chunk) is not bytes:
            chunk = bytes(memoryview(chunk))
        if self._after_cr and chunk:
            self._after_cr = False
            chunk = chunk.removeprefix(b"\n")
        end = max(chunk.rfind(b"\n"), chunk.rfind(b"\r")) + 1
        if not end:
            if chunk:
                self._tail.append(chunk)
            return []
        self._after_cr = chunk[-1:] == b"\r"
        whole = b"".join([*self._tail, chunk[:end]])
        self._tail = [chunk[end:]] if end < len(chunk) else []
        text = whole.decode("utf-8", "replace")
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        lines = text.split("\n")  # `splitlines` knows more line ends than the standard does
        lines.pop()
        return lines

    def take(self, line: str) -> ServerSentEvent | None:
        """The event that a line completes, if it does."""
        self.line += 1
        if not line:
            event = None
            if self._data:
                data = self._data[0] if len(self._data) == 1 else "\n".join(self._data)
                event = ServerSentEvent(self._name or "message", data, self.begun)
                self._data = []
            self._name = ""
            self.begun = 0
            return event
        if self.line == 1:
            line = line.removeprefix(_MARK)
        if not self.begun:
            self.begun = self.line
        field, _, value = line.partition(":")
        if field == "event":
            self._name = value.removeprefix(" ")
        elif field == "data":
            self._data.append(value.removeprefix(" "))
        return None
