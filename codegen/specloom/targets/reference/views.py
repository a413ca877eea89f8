"""What the templates of the site print. Every text is HTML already."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link in a list; `current` is the attribute that marks the page one is on."""

    address: str
    text: str
    current: str = ""


@dataclass(frozen=True, slots=True)
class FrameView:
    """What stands around every page."""

    mark: str
    title: str
    root: str
    brand: str
    version: str
    summary: str
    sections: tuple[LinkView, ...]
    side_title: str
    side: tuple[LinkView, ...]


@dataclass(frozen=True, slots=True)
class VariantView:
    """A variant of a union, folded up; `anchor` is an attribute, `hint` text: a title holds no links."""

    anchor: str
    title: str
    hint: str
    type: str
    docs: str
    members: tuple[MemberView, ...]


@dataclass(frozen=True, slots=True)
class MemberView:
    """A member of a record; `anchor` is an attribute."""

    anchor: str
    name: str
    type: str
    presence: str
    docs: str
    notes: tuple[str, ...]
    choices_title: str
    choices: tuple[VariantView, ...]


@dataclass(frozen=True, slots=True)
class RuleView:
    """A row of how a delta merges."""

    path: str
    type: str
    into: str
    rule: str
    docs: str


@dataclass(frozen=True, slots=True)
class MergeView:
    """A delta beside what it grows."""

    delta: str
    snapshot: str
    rules: tuple[RuleView, ...]


@dataclass(frozen=True, slots=True)
class ComparedView:
    """A member as it is sent and as it is received."""

    name: str
    sent: str
    received: str


@dataclass(frozen=True, slots=True)
class PairView:
    """What is sent beside what is received."""

    sent: str
    received: str
    rows: tuple[ComparedView, ...]
    more: str


@dataclass(frozen=True, slots=True)
class EventView:
    """An event of a stream."""

    anchor: str
    tag: str
    title: str
    docs: str
    action: str
    same_title: str
    same: tuple[str, ...]
    others: tuple[str, ...]
    whole: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SampleView:
    """A sample in one language; the first one is `open`."""

    title: str
    fence: str
    text: str
    open: str


@dataclass(frozen=True, slots=True)
class TypePageView:
    """The page of a declaration."""

    frame: FrameView
    name: str
    nature: str
    status: tuple[str, ...]
    docs: str
    meaning: str
    openness: str
    members: tuple[MemberView, ...]
    rules: tuple[str, ...]
    variants: tuple[VariantView, ...]
    values: tuple[str, ...]
    merges: tuple[MergeView, ...]
    grown_by: tuple[str, ...]
    pairs: tuple[PairView, ...]
    events: tuple[EventView, ...]
    streams: tuple[str, ...]
    samples: tuple[SampleView, ...]
    graph: str
    uses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartView:
    """What an operation takes or gives: its role, its type, and the members of that."""

    title: str
    type: str
    docs: str
    members: tuple[MemberView, ...]
    choices: tuple[VariantView, ...]


@dataclass(frozen=True, slots=True)
class OperationPageView:
    """The page of an operation."""

    frame: FrameView
    title: str
    name: str
    method: str
    address: str
    status: tuple[str, ...]
    docs: str
    params: tuple[MemberView, ...]
    parts: tuple[PartView, ...]
    headers: tuple[tuple[str, str], ...]
    samples: tuple[SampleView, ...]


@dataclass(frozen=True, slots=True)
class TargetView:
    """What a stream builds, and the events of its life."""

    anchor: str
    name: str
    docs: str
    rows: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class StreamPageView:
    """The page of a stream."""

    frame: FrameView
    name: str
    docs: str
    wire: str
    targets: tuple[TargetView, ...]
    rows: tuple[tuple[str, str], ...]
    events: tuple[EventView, ...]
    samples: tuple[SampleView, ...]


@dataclass(frozen=True, slots=True)
class EntryView:
    """A line of a list of pages."""

    name: str
    hint: str
    docs: str


@dataclass(frozen=True, slots=True)
class SectionView:
    """A list of pages."""

    anchor: str
    title: str
    docs: str
    entries: tuple[EntryView, ...]


@dataclass(frozen=True, slots=True)
class ListPageView:
    """The first page, and the one of all names."""

    frame: FrameView
    title: str
    docs: str
    sections: tuple[SectionView, ...]
