"""One file: its payloads one after the other, and what is wrong with the file itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import chain

from specloom.problems import Problem, Severity
from specloom.validate.check import Checker, Located
from specloom.validate.inputs import Form, Source
from specloom.validate.opening import MAX_TEXT, Broken, content, lines, pieces
from specloom.where import Where

_BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
# Texts, which `re` compiles when they are first asked for: most runs ask for none.
_LINE_END = r"\r\n?|\n"
_EVENT = rb"(?:\xef\xbb\xbf)?(?:[ \t\r\n]*)(?:event|data|id|retry)?:"


def check_file(
    checker: Checker, source: Source, start: int = 0, end: int | None = None
) -> Iterator[Problem]:
    """What there is to say of `source`; of a file of lines perhaps a part, whose lines count from one."""
    try:
        match source.form:
            case Form.JSON:
                yield from _check_json(checker, source, content(source))
            case Form.LINES:
                parts = pieces(source, start, end)
                yield from _check_lines(checker, source, parts, first=start == 0)
            case Form.STREAM:
                yield from _check_stream(checker, source, pieces(source))
            case Form.UNTOLD:
                yield from _check_untold(checker, source)
    except Broken as broken:
        checker.documents += 1
        yield Problem(Where(source.shown), broken.fact, broken.remedy, broken.code)


def _check_untold(checker: Checker, source: Source) -> Iterator[Problem]:
    """A file whose name does not say how it holds its payloads: its beginning must."""
    parts = pieces(source)
    begun = b""
    for part in parts:
        begun += part
        if len(begun.lstrip()) >= 8 and (b"\n" in begun.lstrip() or len(begun) > 1 << 16):
            break
    first, _, rest = begun.lstrip().partition(b"\n")
    everything = chain([begun], parts)
    if re.match(_EVENT, begun):
        yield from _check_stream(checker, source, everything)
    elif rest.strip() and _is_json(first):
        yield from _check_lines(checker, source, everything, first=True)
    else:
        yield from _check_json(checker, source, b"".join(everything))


def _is_json(line: bytes) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _check_stream(checker: Checker, source: Source, parts: Iterator[bytes]) -> Iterator[Problem]:
    from specloom.validate.streams import check_stream

    return check_stream(checker, source, parts)


def _check_json(checker: Checker, source: Source, found: bytes) -> Iterator[Problem]:
    file = source.shown
    if found.startswith(_BOM):
        yield from _mark(file)
        found = found.removeprefix(_BOM)
    refusal = None
    if not found or found.isspace():
        refusal = _empty(file, Severity.ERROR)
    elif found.startswith(_UTF16) or b"\0" in found:
        refusal = _no_text(file, found)
    else:
        try:
            text = found.decode()
        except UnicodeDecodeError as error:
            refusal = not_utf8(Located(file), found, error)
    if refusal is not None:
        checker.documents += 1
        yield refusal
        return
    yield from checker.text(text, Located(file), checker.type_of(source.path))


def _check_lines(
    checker: Checker, source: Source, parts: Iterator[bytes], *, first: bool
) -> Iterator[Problem]:
    file, type = source.shown, checker.type_of(source.path)
    before = checker.documents
    for number, line in enumerate(lines(parts), 1):
        checker.lines = number
        if line is None:
            checker.documents += 1
            yield _too_long(file, number)
            continue
        if first and number == 1:
            yield from _mark(file) if line.startswith(_BOM) else ()
            line = line.removeprefix(_BOM)
            if line.startswith(_UTF16) or b"\0" in line:
                checker.documents += 1
                yield _no_text(file, line)
                return
        if not line or line.isspace():
            continue
        try:
            text = line.decode()
        except UnicodeDecodeError as error:
            checker.documents += 1
            yield not_utf8(Located(file, number), line, error)
            continue
        yield from checker.text(text, Located(file, number), type)
    if first and checker.documents == before:
        yield _empty(file, Severity.WARNING)


def _mark(file: str) -> Iterator[Problem]:
    fact, remedy = "the file begins with a byte order mark", "save it as UTF-8 without one"
    yield Problem(Where(file), fact, remedy, "byte-order-mark", Severity.NOTE)


def _empty(file: str, severity: Severity) -> Problem:
    return Problem(Where(file), "the file is empty", "remove it, or fill it", "empty", severity)


def _too_long(file: str, line: int) -> Problem:
    fact = f"the line has more than {MAX_TEXT >> 20} MiB"
    return Problem(Where(file, "", line), fact, "split it", "too-large")


def _no_text(file: str, found: bytes) -> Problem:
    if found.startswith(_UTF16):
        return Problem(Where(file), "the file is UTF-16", "save it as UTF-8", "not-utf-8")
    fact = "the file is binary: a zero byte stands in it"
    return Problem(Where(file), fact, "name a file of JSON text", "binary")


def not_utf8(located: Located, found: bytes, error: UnicodeDecodeError) -> Problem:
    """The complaint about bytes that are no text."""
    before = re.split(_LINE_END, found[: error.start].decode())
    place = located.shift(len(before), len(before[-1]) + 1)
    fact = f"this is not UTF-8: byte 0x{found[error.start]:02x} makes no character here"
    return Problem(Where(located.file, "", *place), fact, "save it as UTF-8", "not-utf-8")
