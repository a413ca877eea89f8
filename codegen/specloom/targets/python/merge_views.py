"""Views of merging: what the templates of accumulators may name."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ConstantView:
    """A named constant: a check, a listing, a branch."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class MemberView:
    """One member of a delta: its wire name as a literal, what the fold does, its row in the rules."""

    wire: str
    call: str
    row: str


@dataclass(frozen=True, slots=True)
class PairView:
    """A delta record with the snapshot record it grows."""

    stem: str
    delta: str
    snapshot: str
    docs: str
    state: str
    members: tuple[MemberView, ...]
    new: str
    known: str
    known_names: str
    rules: str
    constants: tuple[ConstantView, ...]


@dataclass(frozen=True, slots=True)
class RootView:
    """A root delta of an accumulator."""

    delta: str
    stem: str
    rules: str


@dataclass(frozen=True, slots=True)
class CopyView:
    """A record that deltas grow: its attributes, and how those are copied that can change within."""

    stem: str
    model: str
    members: tuple[str, ...]
    inner: str


@dataclass(frozen=True, slots=True)
class AccumulatorView:
    """The public accumulator of a snapshot; `carriers` are the events that hold its deltas, and where.

    `pieces` are the statements of the short way (see the module of that name), about the delta `unwrapped`;
    `variables` are those that they use and `ways` the texts that they lead to.
    """

    name: str
    docs: str
    snapshot: str
    delta: str
    roots: tuple[RootView, ...]
    carriers: tuple[ConstantView, ...]
    state: str
    unwrapped: str
    ways: tuple[str, ...]
    variables: tuple[str, ...]
    pieces: tuple[str, ...]
