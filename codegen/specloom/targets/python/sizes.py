"""How large records are with all that would be read in place within them: measured once, inner ones first."""

from __future__ import annotations

from collections.abc import Iterator

from specloom.ir import Nullable, Record, Ref, Type
from specloom.targets.python.reading import Reading
from specloom.targets.python.types import takes_null

SMALL = 8
"""How many members a record may have to be read in place, those of small records inside counted with them."""


def bare(reading: Reading, type: Type) -> tuple[Type, bool]:
    """`type` less its nullability, and whether it had one; types with readers of their own stay."""
    if reading.named(type) is not None:
        return type, False
    type = reading.package.resolve(type)
    if isinstance(type, Nullable) and reading.named(type.inner) is None:
        inner = reading.package.resolve(type.inner)
        if not takes_null(inner, reading.package):
            return inner, True
    return type, False


def is_small(reading: Reading, record: Record) -> bool:
    """Whether a record may be read in place."""
    sizes = reading.sizes
    if record.name.spelled not in sizes:
        _measure(reading, record)
    return sizes[record.name.spelled] <= SMALL


def _measure(reading: Reading, record: Record) -> None:
    """Fills in the sizes of a record and of all that it holds; what holds itself counts for nothing there.

    Without recursion: records may hold each other a thousand deep.
    """
    sizes = reading.sizes
    held = {record.name.spelled: list(_held(reading, record))}
    waiting = [record]
    while waiting:
        outer = waiting[-1]
        news = [inner for inner in held[outer.name.spelled] if inner.name.spelled not in held]
        news = [inner for inner in news if inner.name.spelled not in sizes]
        if news:
            waiting.append(news[0])
            held[news[0].name.spelled] = list(_held(reading, news[0]))
            continue
        waiting.pop()
        inside = (sizes.get(inner.name.spelled, SMALL + 1) for inner in held[outer.name.spelled])
        sizes[outer.name.spelled] = len(outer.fields) + sum(s for s in inside if s <= SMALL)


def _held(reading: Reading, record: Record) -> Iterator[Record]:
    for field in record.fields:
        inner = bare(reading, field.type)[0]
        decl = reading.package.decls[inner.target] if isinstance(inner, Ref) else None
        if isinstance(decl, Record):
            yield decl
