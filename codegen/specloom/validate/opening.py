"""The bytes of a file, unpacked, in pieces: files of any size pass through without being held."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator, Iterator
from io import FileIO
from typing import TYPE_CHECKING, Any, BinaryIO

from specloom.validate.inputs import STDIN, Packing, Source, unreadable

if TYPE_CHECKING:
    from typing import Protocol

    class _Unpacker(Protocol):
        @property
        def eof(self) -> bool: ...

        @property
        def unused_data(self) -> bytes: ...

        def decompress(self, data: bytes, /) -> bytes: ...


PIECE = 1 << 20
PACKED_PIECE = 1 << 16
"""Of packed bytes, which may grow a thousandfold."""
MAX_TEXT = 256 << 20
"""The most bytes that one payload may have: more would not fit into memory as values."""

_MAGIC = {Packing.GZIP: b"\x1f\x8b", Packing.ZSTD: b"\x28\xb5\x2f\xfd"}
_NAMES = {Packing.GZIP: "gzip", Packing.ZSTD: "zstd"}


class Broken(Exception):  # noqa: N818 - it is what becomes a finding
    """Nothing more can be read from a file."""

    def __init__(self, fact: str, remedy: str, code: str) -> None:
        super().__init__(fact)
        self.fact, self.remedy, self.code = fact, remedy, code


def pieces(source: Source, start: int = 0, end: int | None = None) -> Iterator[bytes]:
    """The unpacked bytes of `source`, or a part of them; raises Broken where they end too soon."""
    raw = _raw(source, start, end)
    first = next(raw, b"")
    packing = source.packing
    if packing is Packing.PLAIN and start == 0:
        packing = _told(source, first)
    if packing is Packing.PLAIN:
        yield first
        yield from raw
    else:
        yield from _unpack(packing, first, raw)


def _raw(source: Source, start: int, end: int | None) -> Iterator[bytes]:
    size = PIECE if source.packing is Packing.PLAIN else PACKED_PIECE
    try:
        if source.path == STDIN:
            yield from _read(sys.stdin.buffer, size, None)
        else:
            with _open(source.path) as file:
                if start:
                    file.seek(start)
                yield from _read(file, size, None if end is None else end - start)
    except OSError as error:
        raise Broken(*unreadable(error)) from error


def _open(path: str) -> FileIO:
    return open(path, "rb", buffering=0)  # noqa: PTH123 - thousands of small files


def _read(file: BinaryIO | FileIO, size: int, wanted: int | None) -> Iterator[bytes]:
    """The bytes of `file`, or as many as `wanted`; of a pipe what it has by now, not what it may have."""
    read: Any = getattr(file, "read1", file.read)
    while piece := read(size if wanted is None else min(size, wanted)):
        if wanted is not None:
            wanted -= len(piece)
        yield piece


def _told(source: Source, first: bytes) -> Packing:
    """How the bytes are packed; standard input has no name that could say so."""
    for packing, magic in _MAGIC.items():
        if first.startswith(magic):
            if source.path == STDIN:
                return packing
            fact = f"the file is packed with {_NAMES[packing]}, and its name does not say so"
            raise Broken(fact, f"name it so that it ends in .{packing}", "packed")
    return Packing.PLAIN


def content(source: Source) -> bytes:
    """All bytes of a file that holds one payload."""
    if source.packing is not Packing.PLAIN or not 0 < source.size <= PIECE:
        return _join(pieces(source))
    try:
        found = _read_at_once(source)
    except OSError as error:
        raise Broken(*unreadable(error)) from error
    if len(found) != source.size:  # it is being written to, or comes in parts
        return _join(pieces(source))
    _told(source, found)
    return found


def _read_at_once(source: Source) -> bytes:
    """The bytes of a small file by three calls of the system: a file object makes seven."""
    file = os.open(source.path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        return os.read(file, source.size + 1)
    finally:
        os.close(file)


def _unpack(packing: Packing, first: bytes, raw: Iterator[bytes]) -> Iterator[bytes]:
    """Any number of packed members, one after the other."""
    data = _next_member(packing, first, raw)
    while data:
        data = yield from _unpack_one(packing, data, raw)


def _unpack_one(
    packing: Packing, data: bytes, raw: Iterator[bytes]
) -> Generator[bytes, None, bytes]:
    """The bytes of one member; in the end what follows it."""
    unpacker = _unpacker(packing)
    while data:
        try:
            unpacked = unpacker.decompress(data)
        except MemoryError:
            raise
        except Exception as error:
            raise _broken(packing) from error
        if unpacked:
            yield unpacked
        if unpacker.eof:
            return _next_member(packing, unpacker.unused_data, raw)
        data = next(raw, b"")
    fact = f"the {_NAMES[packing]} data breaks off"
    raise Broken(fact, "copy the file anew, all of it", "broken-packing")


def _next_member(packing: Packing, data: bytes, raw: Iterator[bytes]) -> bytes:
    """The bytes from the next member on; zeros may stand before it."""
    magic = _MAGIC[packing]
    data = data.lstrip(b"\0")
    while len(data) < len(magic) and (more := next(raw, b"")):
        data = (data + more).lstrip(b"\0")
    if data and not data.startswith(magic):
        raise _broken(packing)
    return data


def _broken(packing: Packing) -> Broken:
    fact = f"the {_NAMES[packing]} data is broken"
    return Broken(fact, "pack the file anew", "broken-packing")


def _unpacker(packing: Packing) -> _Unpacker:
    if packing is Packing.GZIP:
        import zlib

        return zlib.decompressobj(wbits=31)
    try:
        import zstandard
    except ImportError as error:
        remedy = "install it: pip install 'specloom[zstd]'"
        raise Broken("zstd needs the package zstandard", remedy, "no-zstandard") from error
    unpacker: _Unpacker = zstandard.ZstdDecompressor().decompressobj()
    return unpacker


def _join(parts: Iterator[bytes]) -> bytes:
    gathered, size = [], 0
    for part in parts:
        size += len(part)
        if size > MAX_TEXT:
            fact = f"the payload has more than {MAX_TEXT >> 20} MiB"
            raise Broken(fact, "split it, or make it a .jsonl file", "too-large")
        gathered.append(part)
    return b"".join(gathered)


def lines(parts: Iterator[bytes]) -> Iterator[bytes | None]:
    """The lines of a file without their ends; None for one that is too long to be held."""
    begun: list[bytes] = []
    size = 0
    for part in parts:
        first, *rest = part.split(b"\n")
        size += len(first)
        if size <= MAX_TEXT:
            begun.append(first)
        else:
            begun.clear()
        if not rest:
            continue
        yield b"".join(begun) if size <= MAX_TEXT else None
        yield from rest[:-1]
        begun, size = [rest[-1]], len(rest[-1])
    if size:
        yield b"".join(begun) if size <= MAX_TEXT else None
