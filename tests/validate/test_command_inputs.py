"""What `specloom validate` reads: files, folders, standard input, and whatever may be wrong with them."""

from __future__ import annotations

import gzip
import io
import json
import sys

import pytest

from commands import Here
from validate.cats import CAT, cat, lines, make_cats
from validate.shipped import OTHER

cats = pytest.fixture(autouse=True)(make_cats)


def feed(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


# --- inputs -----------------------------------------------------------------------------------------------

BAD: dict[str, tuple[bytes, str]] = {
    "bigint.json": (b"[" + b"9" * 5000 + b"]", "bigint.json:1:2: the number has 5000 digits"),
    "binary.json": (
        b"\x7fELF\0\1\2",
        "binary.json:1:1: the file is binary: a zero byte stands in it",
    ),
    "binary.jsonl": (
        b"\x7fELF\0\1\2\n\xff\n",
        "binary.jsonl:1:1: the file is binary: a zero byte stands in it",
    ),
    "blank.json": (b" \r\n", "blank.json:1:1: the file is empty"),
    "bom.json": (
        b"\xef\xbb\xbf" + CAT.encode(),
        "bom.json:1:1: note: the file begins with a byte order mark",
    ),
    "deep.json": (
        b"[" * 100_000 + b"]" * 100_000,
        "deep.json:1:201: values nest deeper than 200 levels",
    ),
    "double.json": (
        b'{"object": "cat",\n "name": "a", "name": "b"}',
        "double.json:2:15: the member `name` is there twice",
    ),
    "empty.json": (b"", "empty.json:1:1: the file is empty"),
    "empty.jsonl": (b"", "empty.jsonl:1:1: warning: the file is empty"),
    "empty.sse": (b"", "empty.sse:1:1: the stream has no events"),
    "huge.json": (b"[1e400]", "huge.json:1:2: the number is too large"),
    "latin.json": (
        '{"object":\n "cät"}'.encode("latin-1"),
        "latin.json:2:4: this is not UTF-8: byte 0xe4 makes no character here",
    ),
    "lines.jsonl": (
        b"\xff\n" + CAT.encode(),
        "lines.jsonl:1:1: this is not UTF-8: byte 0xff makes no character here",
    ),
    "nan.json": (b'{"a":\n NaN}', "nan.json:2:2: NaN is not JSON"),
    "packed.json": (
        gzip.compress(b"{}", mtime=0),
        "packed.json:1:1: the file is packed with gzip, and its name does not say so",
    ),
    "short.json.gz": (
        gzip.compress(CAT.encode(), mtime=0)[:-9],
        "short.json.gz:1:1: the gzip data breaks off",
    ),
    "text.json": (b"hello", "text.json:1:1: a value should be here, found `hello`"),
    "utf16.json": (CAT.encode("utf-16"), "utf16.json:1:1: the file is UTF-16"),
    "wrong.json.gz": (b"hello", "wrong.json.gz:1:1: the gzip data is broken"),
}


def test_each_bad_file_gets_its_finding_and_the_others_are_checked(here: Here) -> None:
    for name, (content, _) in BAD.items():
        (here.folder / name).write_bytes(content)
    (here.folder / "a_link.json").symlink_to("nowhere")
    (here.folder / "loop").mkdir()
    (here.folder / "loop" / "again").symlink_to("..")
    here.write("z.json", cat(name=5))
    result = here.run("validate", "gone.json", ".")
    wanted = [
        "gone.json:1:1: there is no such file or folder",
        "a_link.json:1:1: there is no such file",
        "loop/again:1:1: note: this folder was looked at already, under another path",
        *(row for _, row in sorted((name, row) for name, (_, row) in BAD.items())),
        "z.json:1:27 /name: expected a string, found 5",
    ]
    found = [row for row in lines(result) if not row.startswith("spec/")]
    assert found[:-1] == wanted
    assert result.code == 1


def test_lines_before_a_break_are_checked(here: Here) -> None:
    text = "".join(f"{cat(name=n)}\n" for n in range(20_000))
    (here.folder / "a.jsonl.gz").write_bytes(gzip.compress(text.encode())[:-4000])
    result = here.run("validate", "a.jsonl.gz", "--max-errors", "0")
    assert lines(result)[0] == "a.jsonl.gz:1:27 /name: expected a string, found 0"
    assert lines(result)[-2] == "a.jsonl.gz:1:1: the gzip data breaks off"
    assert len(lines(result)) > 1000


def test_duplicate_keys_can_be_allowed(here: Here) -> None:
    here.write("a.json", '{"object": "cat", "name": 1, "name": "b"}')
    assert here.run("validate", "a.json").code == 1
    result = here.run("validate", "a.json", "--allow-duplicate-keys")
    assert (result.code, lines(result)[0]) == (
        0,
        "a.json:1:30: note: the member `name` is there twice",
    )
    here.write("a.json", '{"object": "cat", "name": "b", "name": 1}')
    assert lines(here.run("validate", "a.json", "--allow-duplicate-keys"))[1] == (
        "a.json:1:40 /name: expected a string, found 1"
    )


def test_half_a_character_is_a_note_and_the_rest_is_checked(here: Here) -> None:
    here.write("a.json", '{"object": "cat", "name": "\\ud83d", "mood": 1, "\\ude00": 2}')
    assert lines(here.run("validate", "a.json"))[:-1] == [
        "a.json:1:27: note: the text holds half of a surrogate pair",
        "a.json:1:45 /mood: expected a string, found 1",
        'a.json:1:48 /\\ude00: note: Cat has no member "\\ude00"',
    ]


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (cat(name=5).encode(), ":1:27 /name"),
        (f"{CAT}\n{cat(name=5)}\n".encode(), ":2:27 /name"),
        (json.dumps(json.loads(cat(name=5)), indent=1).encode(), ":3:10 /name"),
        # without the time: names of tests are the same in every process
        (gzip.compress(f"{CAT}\n{cat(name=5)}\n".encode(), mtime=0), ":2:27 /name"),
        (f"data: {cat(name=5)}\n\n".encode(), ":1:33 /name"),
        (f"\n: hello\ndata: {cat(name=5)}\n\n".encode(), ":3:33 /name"),
    ],
)
def test_standard_input_is_read_as_it_begins(
    here: Here, monkeypatch: pytest.MonkeyPatch, content: bytes, place: str
) -> None:
    feed(monkeypatch, content)
    result = here.run("validate", "-")
    assert lines(result)[0] == f"(standard input){place}: expected a string, found 5"


def test_how_to_read_standard_input_can_be_said(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed(monkeypatch, f"{CAT}\n".encode())
    assert here.run("validate", "-", "--as", "jsonl").code == 0
    feed(monkeypatch, f"{CAT}\n{CAT}".encode())
    assert "text follows the end" in here.run("validate", "-", "--as", "json").out


def test_a_recorded_stream_is_checked_as_one(here: Here) -> None:
    delta = json.dumps({"id": "loan_1", "delta": {"notes": 5}})
    here.write("desk.sse", f"event: loan.changed\ndata: {delta}\n\nevent: loan.ch")
    result = here.run("validate", "desk.sse", "--spec", str(OTHER), "--max-errors", "0")
    assert [row.partition(": ")[2] for row in lines(result)[:-1]][-2:] == [
        'the Loan "loan_1" has not been created',
        "the recording breaks off inside this event",
    ]
    assert result.code == 1
