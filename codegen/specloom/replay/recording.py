"""Recorded streams: server-sent events, or one JSON event a line, told apart by how they begin."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from specloom.ir import Stream

CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Recorded:
    """One event of a recording: the line it begins on, and what it says; `fault` if it cannot be read."""

    line: int
    event: Any
    fault: str = ""


def read_recording(chunks: Iterable[bytes], stream: Stream, live: Any) -> Iterator[Recorded]:
    """The events of a recording in order; `live` is the package generated from its spec."""
    rest = iter(chunks)
    begun: list[bytes] = []
    head = b""
    for chunk in rest:
        begun.append(chunk)
        head = b"".join(begun).removeprefix(b"\xef\xbb\xbf").lstrip()
        if head:
            break
    chunks = _chain(begun, rest)
    if head.startswith((b"{", b"[", b'"')):
        return _read_lines(chunks)
    return _read_events(chunks, stream, live)


def _chain(begun: list[bytes], rest: Iterator[bytes]) -> Iterator[bytes]:
    yield from begun
    yield from rest


def _read_events(chunks: Iterable[bytes], stream: Stream, live: Any) -> Iterator[Recorded]:
    reader = live.SseReader()
    for chunk in chunks:
        for found in reader.feed(chunk):
            yield _event(found.name, found.data, found.line, stream)


def _event(name: str, text: str, line: int, stream: Stream) -> Recorded:
    if not stream.data and text in stream.end:
        return Recorded(line, text)
    data, fault = _parse(text)
    if fault:  # whether anybody wants it to be JSON is not for us to say
        data = text
    return Recorded(line, {stream.tag: name, stream.data: data} if stream.data else data, fault)


def _parse(text: str | bytes) -> tuple[Any, str]:
    """The value of a JSON text, or None and why it has none."""
    try:
        return json.loads(text, parse_constant=_refuse, parse_float=_finite), ""
    except (ValueError, RecursionError) as error:
        why = "it is nested too deep" if isinstance(error, RecursionError) else str(error)
        return None, f"it is not JSON: {why}"


def _read_lines(chunks: Iterable[bytes]) -> Iterator[Recorded]:
    for line, raw in enumerate(_split(chunks), 1):
        text = raw.removeprefix(b"\xef\xbb\xbf") if line == 1 else raw
        if not text.strip():
            continue
        yield Recorded(line, *_parse(text))


def _split(chunks: Iterable[bytes]) -> Iterator[bytes]:
    tail: list[bytes] = []
    for chunk in chunks:
        first, *others = chunk.split(b"\n")
        tail.append(first)
        for line in others:
            yield b"".join(tail)
            tail = [line]
    yield b"".join(tail)


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no number")


def _finite(digits: str) -> float:
    number = float(digits)
    if number - number != 0:
        raise ValueError(f"the number {digits[:40]} is out of range")
    return number
