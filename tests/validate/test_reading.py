"""Bytes of files: packed or not, cut anywhere; lines and events come out the same."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from specloom.validate import opening, sse
from specloom.validate.inputs import STDIN, Form, Packing, Source
from specloom.validate.opening import Broken, content, lines, pieces
from specloom.validate.sse import Event, read_events


def cuts(text: bytes, at: list[int]) -> Iterator[bytes]:
    places = sorted({min(n, len(text)) for n in at} | {0, len(text)})
    for start, end in pairwise(places):
        yield text[start:end]


def source(path: Path, packing: Packing = Packing.PLAIN) -> Source:
    return Source(str(path), Form.JSON, packing, path.stat().st_size)


# --- lines ------------------------------------------------------------------------------------------------


@given(
    st.binary(max_size=40).map(lambda b: b.replace(b"\x01", b"\n")), st.lists(st.integers(0, 40))
)
def test_lines_do_not_depend_on_how_the_bytes_arrive(text: bytes, at: list[int]) -> None:
    wanted = text.split(b"\n")
    assert list(lines(cuts(text, at))) == (wanted if wanted[-1] else wanted[:-1])


def test_a_line_too_long_is_passed_over_without_being_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MAX_TEXT", 10)
    text = b"short\n" + b"x" * 100 + b"\nagain\n" + b"y" * 11
    assert list(lines(cuts(text, list(range(0, 200, 4))))) == [b"short", None, b"again", None]


# --- packing ----------------------------------------------------------------------------------------------

PACKERS = {
    Packing.GZIP: gzip.compress,
    Packing.ZSTD: zstandard.ZstdCompressor(write_checksum=True).compress,
}


@pytest.mark.parametrize("packing", PACKERS)
def test_packed_files_are_unpacked_member_after_member(packing: Packing, tmp_path: Path) -> None:
    pack = PACKERS[packing]
    path = tmp_path / "some"
    path.write_bytes(pack(b"one " * 50_000) + pack(b"two") + pack(b""))
    assert content(source(path, packing)) == b"one " * 50_000 + b"two"


@pytest.mark.parametrize("packing", PACKERS)
@pytest.mark.parametrize("size", [1, 3, 4, 7, 64])
def test_members_may_be_cut_anywhere(
    packing: Packing, size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "PACKED_PIECE", size)
    pack = PACKERS[packing]
    path = tmp_path / "some"
    path.write_bytes(pack(b"one" * 100) + pack(b"two" * 100))
    assert content(source(path, packing)) == b"one" * 100 + b"two" * 100


def test_zeros_may_stand_between_members_of_gzip(tmp_path: Path) -> None:
    path = tmp_path / "some"
    path.write_bytes(gzip.compress(b"one") + b"\0\0\0" + gzip.compress(b"two") + b"\0" * 600)
    assert content(source(path, Packing.GZIP)) == b"onetwo"


@pytest.mark.parametrize("packing", PACKERS)
@pytest.mark.parametrize("harm", ["short", "garbage", "flip", "tail"])
def test_broken_packing_is_told_after_what_could_be_read(
    packing: Packing, harm: str, tmp_path: Path
) -> None:
    packed = PACKERS[packing](bytes(range(256)) * 4000)
    broken = {
        "short": packed[:-6],
        "garbage": b"hello, world",
        "flip": packed[:30] + bytes([packed[30] ^ 255]) + packed[31:],
        "tail": packed + b"garbage",
    }[harm]
    path = tmp_path / "some"
    path.write_bytes(broken)
    with pytest.raises(Broken) as failure:
        content(source(path, packing))
    assert failure.value.code == "broken-packing"
    assert ("breaks off" in failure.value.fact) == (harm == "short")


def test_packed_bytes_under_a_plain_name_are_told(tmp_path: Path) -> None:
    path = tmp_path / "some.json"
    for pack, name in ((gzip.compress, "gzip"), (PACKERS[Packing.ZSTD], "zstd")):
        path.write_bytes(pack(b"{}"))
        with pytest.raises(Broken, match=f"packed with {name}"):
            content(source(path))


def test_standard_input_tells_its_packing_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        buffer = io.BytesIO(gzip.compress(b"hello"))

    monkeypatch.setattr(sys, "stdin", Stdin())
    assert b"".join(pieces(Source(STDIN, Form.JSON))) == b"hello"


def test_zstd_without_its_package_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "zstandard", None)
    path = tmp_path / "some"
    path.write_bytes(PACKERS[Packing.ZSTD](b"{}"))
    with pytest.raises(Broken) as failure:
        content(source(path, Packing.ZSTD))
    assert failure.value.code == "no-zstandard"
    assert "specloom[zstd]" in failure.value.remedy


def test_a_payload_beyond_memory_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "MAX_TEXT", 1 << 20)
    path = tmp_path / "bomb"
    path.write_bytes(zlib_bomb(64 << 20))
    with pytest.raises(Broken) as failure:
        content(source(path, Packing.GZIP))
    assert failure.value.code == "too-large"


def zlib_bomb(size: int) -> bytes:
    packer = zlib.compressobj(wbits=31)
    return packer.compress(b"\0" * size) + packer.flush()


def test_a_part_of_a_file_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "some"
    path.write_bytes(b"0123456789")
    assert b"".join(pieces(source(path), 3, 7)) == b"3456"
    assert b"".join(pieces(source(path), 3)) == b"3456789"


@pytest.mark.parametrize("earlier", [1, 6, 9, 40])
def test_a_file_that_grows_or_shrinks_while_it_is_looked_at_is_read_whole(
    earlier: int, tmp_path: Path
) -> None:
    path = tmp_path / "some"
    path.write_bytes(b"one two")
    assert content(Source(str(path), Form.JSON, size=earlier)) == b"one two"


def test_what_cannot_be_opened_is_broken(tmp_path: Path) -> None:
    path = tmp_path / "gone"
    for size in (0, 5):
        with pytest.raises(Broken) as failure:
            content(Source(str(path), Form.JSON, Packing.PLAIN, size))
        assert failure.value.code == "no-such-path"
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Broken, match="not a directory"):
        content(Source(str(tmp_path / "file" / "below"), Form.JSON))


# --- events -----------------------------------------------------------------------------------------------


def frames(text: bytes) -> list[tuple[bytes, bytes]]:
    """(name, data) of each whole event, in the simplest way."""
    text = text.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    found, name, data = [], b"", list[bytes]()
    for line in text.split(b"\n")[:-1]:
        field, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        if line == b"":
            if data:
                found.append((name, b"\n".join(data)))
            name, data = b"", []
        elif field == b"event":
            name = value
        elif field == b"data":
            data.append(value)
    return found


LINES = st.sampled_from(
    [
        b"",
        b"",
        b"event: a",
        b"event:b",
        b"data: x",
        b"data:y",
        b"data",
        b"data:  z",
        b": note",
        b"id: 5",
        b"event",
    ]
)
ENDS = st.sampled_from([b"\n", b"\r\n", b"\r"])


@st.composite
def streams(draw: st.DrawFn) -> bytes:
    end = draw(ENDS)
    body = end.join(draw(st.lists(LINES, max_size=12)))
    return (
        draw(st.sampled_from([b"", b"\xef\xbb\xbf"]))
        + body
        + draw(st.sampled_from([b"", end, end + end]))
    )


@given(streams(), st.lists(st.integers(0, 80)))
def test_events_do_not_depend_on_how_the_bytes_arrive(text: bytes, at: list[int]) -> None:
    events = [e for e in read_events(cuts(text, at)) if e.whole]
    assert [(e.name, e.text) for e in events] == frames(text)


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_events_may_be_cut_at_every_byte(end: bytes) -> None:
    text = end.join([b"event: a", b"data: x", b"data: y", b"", b"", b"data: z", b"", b""])
    wanted = frames(text)
    assert wanted == [(b"a", b"x\ny"), (b"", b"z")]
    for place in range(len(text) + 1):
        events = [(e.name, e.text) for e in read_events(cuts(text, [place]))]
        assert events == wanted, place


@given(streams())
def test_events_know_their_lines(text: bytes) -> None:
    rows = (
        text.removeprefix(b"\xef\xbb\xbf")
        .replace(b"\r\n", b"\n")
        .replace(b"\r", b"\n")
        .split(b"\n")
    )
    for event in read_events(iter([text])):
        for (line, column), data in zip(event.starts, event.data, strict=True):
            assert rows[line - 1][column - 1 :] == data
            assert rows[line - 1].startswith(b"data")
        if event.name:
            line, column = event.name_at
            assert rows[line - 1][column - 1 :] == event.name
        assert event.line <= min([line for line, _ in event.starts], default=event.line)
        assert rows[event.line - 1] != b""


def test_an_event_that_the_end_cuts_off_is_marked() -> None:
    def marks(text: bytes) -> list[bool]:
        return [event.whole for event in read_events(iter([text]))]

    assert marks(b"data: 1\n\ndata: 2\n\n") == [True, True]
    assert marks(b"data: 1\n\ndata: 2\n") == [True, False]
    assert marks(b"data: 1\n\nevent: x") == [True, False]
    assert marks(b"data: 1\n\n: only a comment") == [True]


def test_an_event_beyond_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sse, "MAX_TEXT", 20)
    assert [e.text for e in read_events(iter([b"data: 12345678901234\n\n"]))] == [b"12345678901234"]
    for text in (b"data: " + b"x" * 30, b"data: 1234567890\n" * 3):
        with pytest.raises(Broken, match="more than"):
            list[Event](read_events(cuts(text, list(range(0, 60, 5)))))
