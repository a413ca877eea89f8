"""The view of deltas: for every pair of records what each member calls, and the tables of the algebra."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from specloom import names
from specloom.ir import (
    Choice,
    Const,
    Delta,
    Field,
    Kind,
    ListOf,
    MapOf,
    MemberMerge,
    MergeRule,
    Nullable,
    Package,
    Presence,
    Record,
    RecordMerge,
    Ref,
    Scalar,
    Type,
    Union,
    UnionMerge,
)

KINDS = {
    Kind.STRING: ("TEXT", "str"),
    Kind.INTEGER: ("INTEGER", "int"),
    Kind.NUMBER: ("NUMBER", "int, float"),
    Kind.BOOLEAN: ("BOOLEAN", "bool"),
    Kind.ANY: ("", "str, int, float, bool, list, dict"),
}


class Spelling(Protocol):
    """How the target writes names; the models' own view provides it."""

    def class_of(self, decl: str) -> str:
        """The class of a record."""

    def attr_of(self, record: str, wire: str) -> str:
        """The attribute of a record's member."""


@dataclass(frozen=True, slots=True)
class MemberView:
    """One member of a delta: its wire name as a literal, what the fold does, its row in the rules."""

    wire: str
    call: str
    row: str


@dataclass(frozen=True, slots=True)
class CheckView:
    """A named constant: a check, a listing, a branch."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class PairView:
    """A delta record with the snapshot record it grows."""

    stem: str
    delta: str
    snapshot: str
    docs: str
    members: tuple[MemberView, ...]
    new: str
    known: str
    checks: tuple[CheckView, ...]


@dataclass(frozen=True, slots=True)
class AccumulatorView:
    """A root delta: the public accumulator of its snapshot."""

    name: str
    snapshot: str
    delta: str
    stem: str
    events: tuple[CheckView, ...]


@dataclass(frozen=True, slots=True)
class MergingView:
    """Everything `accumulators.py` shows."""

    pairs: tuple[PairView, ...]
    accumulators: tuple[AccumulatorView, ...]


def view_merging(package: Package, spelling: Spelling) -> MergingView:
    """The view of all deltas of a package."""
    weaving = Weaving(package, spelling)
    pairs: dict[tuple[str, str], PairView] = {}
    for delta in package.deltas:
        weaving.unions = {(union.delta, union.snapshot): union for union in delta.unions}
        for record in delta.records:
            pairs.setdefault((record.delta, record.snapshot), weaving.pair(record))
    return MergingView(
        tuple(pairs.values()), tuple(weaving.accumulator(delta) for delta in package.deltas)
    )


class Weaving:
    """Turns merge declarations into Python expressions."""

    def __init__(self, package: Package, spelling: Spelling) -> None:
        self.package = package
        self.spelling = spelling
        self.unions: dict[tuple[str, str], UnionMerge] = {}
        self.several = {
            record.delta
            for delta in package.deltas
            for record in delta.records
            for other in package.deltas
            for twin in other.records
            if twin.delta == record.delta and twin.snapshot != record.snapshot
        }

    def stem(self, delta: str, snapshot: str) -> str:
        """The words that a pair's functions and tables are named by."""
        stem = names.snake(self.package.decls[delta].name.words)
        if delta in self.several:
            stem += "_into_" + names.snake(self.package.decls[snapshot].name.words)
        return stem

    def accumulator(self, delta: Delta) -> AccumulatorView:
        """The public class for a root delta."""
        events = tuple(
            CheckView(
                self.spelling.class_of(record.name.spelled),
                repr(self.spelling.attr_of(record.name.spelled, field.wire)),
            )
            for record in self.records()
            for field in record.fields
            if self.package.resolve(field.type) == Ref(delta.delta)
        )
        snapshot = self.spelling.class_of(delta.snapshot)
        return AccumulatorView(
            f"{snapshot}Accumulator",
            snapshot,
            self.spelling.class_of(delta.delta),
            self.stem(delta.delta, delta.snapshot),
            events,
        )

    def records(self) -> Iterator[Record]:
        """Every record of the package."""
        for decl in self.package.decls.values():
            if isinstance(decl, Record):
                yield decl

    def record(self, name: str) -> Record:
        """A record by name."""
        decl = self.package.decls[name]
        assert isinstance(decl, Record)
        return decl

    # --- pairs ------------------------------------------------------------------------------------------

    def pair(self, merge: RecordMerge) -> PairView:
        """One pair: the fold's lines, the rules' rows, and the constants they need."""
        delta, snapshot = self.record(merge.delta), self.record(merge.snapshot)
        stem = self.stem(merge.delta, merge.snapshot)
        fields = {field.wire: field for field in delta.fields}
        there = {field.wire: field for field in snapshot.fields}
        members: list[MemberView] = []
        checks: list[CheckView] = []
        for member in merge.members:
            field = fields[member.member]
            target = there.get(member.into)
            constant = f"_{stem}_{names.snake(field.name.words)}".upper()
            call, row, needed = self.member(member, field, target, snapshot, constant)
            checks.extend(needed)
            members.append(MemberView(repr(member.member), call, row))
        return PairView(
            stem=stem,
            delta=self.spelling.class_of(merge.delta),
            snapshot=self.spelling.class_of(merge.snapshot),
            docs=f"`{merge.delta}` grows `{merge.snapshot}`.",
            members=tuple(members),
            new=self.empty(snapshot),
            known="".join(f"{member.member!r}, " for member in merge.members),
            checks=tuple(checks),
        )

    def member(
        self,
        member: MemberMerge,
        field: Field,
        target: Field | None,
        snapshot: Record,
        constant: str,
    ) -> tuple[str, str, list[CheckView]]:
        """What a member calls, its row in the rules, and the constants both need."""
        if target is None or member.rule is MergeRule.SKIP:
            return "", f'Member("skip", {member.into!r}, "")', []
        attr = self.spelling.attr_of(snapshot.name.spelled, target.wire)
        nullable = isinstance(self.package.resolve(field.type), Nullable)
        wire = repr(member.member)
        head = f'x, "{attr}", d[{wire}], (at, {wire})'
        extras = [f'null="{member.null}"'] if member.null != "keep" else []
        mine, theirs = self.bare(field.type), self.bare(target.type)
        needed: list[CheckView] = []
        tail = ", nullable=True" if nullable else ""
        suffix = "_OR_NULL" if nullable else ""
        match member.rule:
            case MergeRule.APPEND if isinstance(mine, Scalar):
                call = f"fold.append_text({head}{tail})"
                check = "TEXT" + suffix
            case MergeRule.APPEND:
                needed.append(CheckView(constant, self.check(theirs, nullable)))
                call = f"fold.append_items({head}, {constant}, {target.wire!r})"
                check = constant
            case MergeRule.MERGE:
                verb, value, facts = self.merged(member, mine, theirs, nullable)
                needed.append(CheckView(constant, value))
                more = f", {target.wire!r}" if verb == "merge_members" else tail
                call = f"fold.{verb}({head}, {constant}{more})"
                check = ("LIST" if isinstance(mine, ListOf) else "OBJECT") + suffix
                extras += facts
            case _:
                check, constants = self.named_check(theirs, nullable, constant)
                needed += constants
                null = f', null="{member.null}"' if member.null != "keep" else ""
                if member.rule is MergeRule.REPLACE and (constants or null):
                    null = f", {target.wire!r}{null}"
                call = f"fold.{member.rule}({head}, {check}{null})"
        if field.presence is Presence.REQUIRED:
            extras.append("required=True")
        row = ", ".join([f'"{member.rule}"', repr(target.wire), f'"{attr}"', check, *extras])
        return call, f"Member({row})", needed

    def merged(
        self, member: MemberMerge, mine: Type, theirs: Type, nullable: bool
    ) -> tuple[str, str, list[str]]:
        """For rule merge: the method, its constant, and what the rules' row says of the inside."""
        if isinstance(mine, MapOf):
            return "merge_members", self.check(theirs, nullable), []
        if isinstance(mine, ListOf):
            assert isinstance(theirs, ListOf)
            left, right = self.bare(mine.item), self.bare(theirs.item)
            listing, facts = self.listing(member, left, right)
            return "merge_list", listing, facts
        left, right = mine, theirs
        assert isinstance(left, Ref)
        assert isinstance(right, Ref)
        if isinstance(self.package.decls[left.target], Union):
            listing, facts = self.listing(member, left, right)
            return "merge_union", listing, facts
        branch = self.branch(left.target, right.target)
        rules = f'inner=lambda: {{"": _RULES_{self.stem(left.target, right.target).upper()}}}'
        return "merge_record", branch, [rules]

    def listing(self, member: MemberMerge, left: Type, right: Type) -> tuple[str, list[str]]:
        """The constant of a keyed list or a union, and what the rules' row says of it."""
        assert isinstance(left, Ref)
        assert isinstance(right, Ref)
        pairs: list[tuple[str, str, str]] = [("", left.target, right.target)]
        tag = "None"
        union = self.package.decls[left.target]
        if isinstance(union, Union):
            merge = self.unions[left.target, right.target]
            pairs, tag = list(merge.variants), repr(merge.tag)
        branches = ", ".join(f"{key!r}: {self.branch(mine, theirs)}" for key, mine, theirs in pairs)
        rules = ", ".join(
            f"{key!r}: _RULES_{self.stem(mine, theirs).upper()}" for key, mine, theirs in pairs
        )
        kept = any(
            field.wire in member.key
            for _, _, theirs in pairs
            for field in self.record(theirs).fields
        )
        named = any(
            field.wire in member.key and self.kinds(self.bare(field.type)) == "str"
            for _, mine, _ in pairs
            for field in self.record(mine).fields
        )
        value = (
            f"Listing(key={member.key!r}, tag={tag}, branches={{{branches}}}, dense={member.dense}, "
            f"kept={kept}, named={named})"
        )
        facts = [f"inner=lambda: {{{rules}}}"]
        facts += [f"tag={tag}"] if tag != "None" else []
        facts += (
            [f"key={member.key!r}", f"dense={member.dense}", f"kept={kept}"] if member.key else []
        )
        return value, facts

    def branch(self, delta: str, snapshot: str) -> str:
        """The expression of a variant's fold, maker and model."""
        stem = self.stem(delta, snapshot)
        return f"Branch(_fold_{stem}, _new_{stem}, {self.spelling.class_of(snapshot)})"

    # --- values -----------------------------------------------------------------------------------------

    def bare(self, type: Type) -> Type:
        """A type with aliases followed and null set aside."""
        type = self.package.resolve(type)
        return self.bare(type.inner) if isinstance(type, Nullable) else type

    def named_check(
        self, theirs: Type, nullable: bool, constant: str
    ) -> tuple[str, list[CheckView]]:
        """The check of a scalar by its shared name, of anything else as a constant of its own."""
        shared = ""
        if isinstance(theirs, Scalar):
            shared = KINDS[theirs.kind][0]
        elif isinstance(theirs, Const):
            shared = {str: "TEXT", bool: "BOOLEAN", int: "INTEGER"}[type(theirs.value)]
        elif isinstance(theirs, Ref) and isinstance(self.package.decls[theirs.target], Choice):
            shared = "TEXT"
        if shared:
            return shared + ("_OR_NULL" if nullable else ""), []
        return constant, [CheckView(constant, self.check(theirs, nullable))]

    def check(self, theirs: Type, nullable: bool) -> str:
        """The expression of a check for a type that is no plain scalar."""
        expected = {ListOf: "an array", MapOf: "an object", Ref: "an object"}.get(
            type(theirs), "a value"
        )
        return f'Check("{expected}", ({self.kinds(theirs)},), {nullable})'

    def kinds(self, type: Type) -> str:
        """The Python classes a JSON value of a bare type has."""
        match type:
            case Scalar(kind=kind):
                return KINDS[kind][1]
            case Const(value=value):
                return value.__class__.__name__
            case ListOf():
                return "list"
            case MapOf():
                return "dict"
            case _:
                decl = self.package.decl_of(type)
                if isinstance(decl, Record):
                    return "dict"
                if isinstance(decl, Union):
                    found = (self.kinds(self.bare(variant.type)) for variant in decl.variants)
                    return ", ".join(
                        dict.fromkeys(part for kinds in found for part in kinds.split(", "))
                    )
                return "str"

    def empty(self, record: Record) -> str:
        """The expression of a new record in which every required member with a neutral value has it."""
        parts = []
        for field in record.fields:
            if field.presence is Presence.OPTIONAL or isinstance(self.bare(field.type), Const):
                continue
            attr = self.spelling.attr_of(record.name.spelled, field.wire)
            parts.append(f"{attr}={self.neutral(field.type)}")
        return f"{self.spelling.class_of(record.name.spelled)}({', '.join(parts)})"

    def neutral(self, type: Type) -> str:
        """The neutral value of a required member, or the mark of absence where it has none."""
        type = self.package.resolve(type)
        match type:
            case Nullable():
                return "None"
            case Scalar(kind=Kind.STRING):
                return '""'
            case ListOf():
                return "[]"
            case MapOf():
                return "{}"
            case Ref(target=target):
                decl = self.package.decls[target]
                if isinstance(decl, Record) and self.completable(decl, ()):
                    return self.empty(decl)
            case _:
                pass
        return "ABSENT"

    def completable(self, record: Record, seen: tuple[str, ...]) -> bool:
        """Whether every required member of a record has a neutral value."""
        if record.name.spelled in seen:
            return False
        for field in record.fields:
            type = self.package.resolve(field.type)
            if field.presence is Presence.OPTIONAL or isinstance(
                type, Nullable | Const | ListOf | MapOf
            ):
                continue
            decl = self.package.decl_of(type)
            if isinstance(decl, Record) and self.completable(decl, (*seen, record.name.spelled)):
                continue
            if not (isinstance(type, Scalar) and type.kind is Kind.STRING):
                return False
        return True
