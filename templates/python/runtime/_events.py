"""Server-sent events to typed ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ._codec import Codec
from ._json import parse
from ._problems import DecodeError, Problem
from ._sse import ServerSentEvent, SseReader
from ._templates import Alike, Templates
from ._values import UnknownVariant


class EventReader:
    """Takes chunks of bytes and gives the typed events that became complete with each.

    `tag` and `data` are the members of an event that hold its name and its data; without `data`, the data
    is the event. `literals` are the bare texts, such as `[DONE]`, that the events of these names have for
    data, which is JSON otherwise; without `data`, bare texts by themselves, which end a stream and are
    given as an UnknownVariant. `alike` is for events that are like one before them (see `_templates`).
    """

    __slots__ = (
        "_codec",
        "_data",
        "_literals",
        "_number",
        "_reader",
        "_strict",
        "_tag",
        "_templates",
    )

    def __init__(
        self,
        codec: Codec[Any],
        tag: str,
        data: str,
        literals: Mapping[str, str],
        strict: bool,
        alike: Alike,
    ) -> None:
        self._codec = codec
        self._tag = tag
        self._data = data
        self._literals = literals
        self._strict = strict
        self._number = 0
        self._reader = SseReader()
        self._templates = Templates(codec.decode_fast, alike)

    def feed(self, chunk: bytes) -> Iterator[Any]:
        """The events that `chunk` completes, in order.

        Data that is not JSON raises DecodeError if reading is strict; else the event is an UnknownVariant
        that holds the text.
        """
        reader, known = self._reader, self._templates.by_line
        lines = reader.cut(chunk)
        at, last = 0, len(lines) - 2
        while at < last:
            # Nearly all events are a line with a name, one of data like that of the last one, and a blank one.
            template = known.get(lines[at])
            if template is not None and not lines[at + 2] and not reader.begun:
                event = template.read(lines[at + 1])
                if event is not None:
                    at += 3
                    reader.line += 3
                    self._number += 1
                    yield event
                    continue
            sent = reader.take(lines[at])
            at += 1
            if sent is not None:
                yield self._decode(sent)
        for line in lines[at:]:
            sent = reader.take(line)
            if sent is not None:
                yield self._decode(sent)

    def _decode(self, event: ServerSentEvent) -> Any:
        self._number += 1
        name, text, line = event
        if not self._data and text in self._literals:
            return UnknownVariant(name, text)
        template = self._templates.by_name.get(name)
        known = None if template is None else template.read(f"data: {text}")
        if known is not None:
            return known
        literal = self._literals.get(name)
        try:
            value = text if text == literal else parse(text)
        except DecodeError as error:
            if self._strict and literal is None:
                problem = error.problems[0]
                place = f"/{self._data}" if self._data else ""
                raise self._error([Problem(place, *problem[1:])], line) from None
            if literal is None:
                return UnknownVariant(name, self._wrap(name, text))
            value = text
        try:
            made = self._codec.decode(self._wrap(name, value), self._strict)
        except DecodeError as error:
            raise self._error(error.problems, line) from None
        if literal is None and value is not text:
            self._templates.learn(name, text, self._wrap)
        return made

    def _wrap(self, name: str, value: Any) -> Any:
        return {self._tag: name, self._data: value} if self._data else value

    def _error(self, problems: Any, line: int) -> DecodeError:
        return DecodeError(problems, f"event {self._number}, line {line}")
