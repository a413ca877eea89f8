"""The view of deltas: for every pair of records what each member calls, and the tables of the algebra."""

from __future__ import annotations

from specloom.ir import (
    Field,
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
from specloom.names import snake
from specloom.render import render
from specloom.targets.python.copies import write_copies
from specloom.targets.python.literals import quoted
from specloom.targets.python.merge_values import Values, template_path
from specloom.targets.python.merge_views import (
    AccumulatorView,
    ConstantView,
    MemberView,
    PairView,
    RootView,
)
from specloom.targets.python.names import Names
from specloom.targets.python.pieces import Pieces, variables
from specloom.targets.python.shapes import tuple_of


def write_merging(package: Package, names: Names) -> list[str]:
    """The blocks of the module of accumulators: all folds, then what names them, then the public classes."""
    weaving = Weaving(package, names)
    pairs: dict[tuple[str, str], PairView] = {}
    for delta in package.deltas:
        weaving.unions = {(union.delta, union.snapshot): union for union in delta.unions}
        for record in delta.records:
            if (record.delta, record.snapshot) not in pairs:
                pairs[record.delta, record.snapshot] = weaving.pair(record)
    return [
        *(render("python/fold.py.j2", pair) for pair in pairs.values()),
        *(render("python/merge_rules.py.j2", pair) for pair in pairs.values()),
        *write_copies(weaving),
        *(
            render("python/accumulator.py.j2", weaving.accumulator(snapshot))
            for snapshot in dict.fromkeys(delta.snapshot for delta in package.deltas)
        ),
    ]


class Weaving(Values):
    """Turns merge declarations into Python expressions."""

    def __init__(self, package: Package, names: Names) -> None:
        super().__init__(package, names)
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
        stem = snake(self.package.decls[delta].name.words)
        if delta in self.several:
            stem += "_into_" + snake(self.package.decls[snapshot].name.words)
        return stem

    def accumulator(self, of: str) -> AccumulatorView:
        """The public class for a snapshot."""
        roots = [delta.delta for delta in self.package.deltas if delta.snapshot == of]
        carriers = [
            (
                self.class_of(record.name.spelled),
                self.attr_of(record.name.spelled, field.wire),
            )
            for record in self.records()
            for field in record.fields
            if self.package.resolve(field.type) in [Ref(root) for root in roots]
        ]
        snapshot = self.class_of(of)
        state = self.state(of)
        pieces = Pieces(self, [d for d in self.package.deltas if d.snapshot == of])
        lines = pieces.lines() if state == "_Fold" else []
        unwrapped = "delta"
        for kind, attr in carriers:
            unwrapped = f"delta.{attr} if delta.__class__ is {kind} else {unwrapped}"
        return AccumulatorView(
            name=f"{snapshot}Accumulator",
            docs=f"Gathers a `{snapshot}` from its deltas.",
            snapshot=snapshot,
            delta=" | ".join(self.class_of(root) for root in roots),
            roots=tuple(
                RootView(self.class_of(root), self.stem(root, of), self.rules_of(root, of))
                for root in roots
            ),
            carriers=tuple(ConstantView(kind, quoted(attr)) for kind, attr in carriers),
            state=state if state != "_Fold" else "",
            unwrapped=unwrapped,
            ways=tuple(pieces.ways),
            variables=tuple(variables(lines)),
            pieces=tuple(lines),
        )

    def state(self, snapshot: str) -> str:
        """The class of the state that folds into a snapshot: a larger one where deltas carry addresses."""
        members = [
            member
            for delta in self.package.deltas
            if any(pair.snapshot == snapshot for pair in delta.records)
            for pair in delta.records
            for member in pair.members
        ]
        return (
            "_AddressedFold" if any(member.at or member.decode for member in members) else "_Fold"
        )

    def rules_of(self, delta: str, snapshot: str) -> str:
        """The constant that holds the rules of a pair."""
        return f"_RULES_{self.stem(delta, snapshot).upper()}"

    # --- pairs ------------------------------------------------------------------------------------------

    def pair(self, merge: RecordMerge) -> PairView:
        """One pair: the fold's lines, the rules' rows, and the constants they need."""
        delta, snapshot = self.package.record(merge.delta), self.package.record(merge.snapshot)
        stem = self.stem(merge.delta, merge.snapshot)
        fields = {field.wire: field for field in delta.fields}
        there = {field.wire: field for field in snapshot.fields}
        members: list[MemberView] = []
        constants: list[ConstantView] = []
        for member in merge.members:
            field = fields[member.member]
            target = there.get(member.into)
            constant = f"_{stem}_{snake(field.name.words)}".upper()
            call, row, needed = self.member(member, field, target, snapshot, constant)
            constants.extend(needed)
            members.append(MemberView(quoted(member.member), call, row))
        known = dict.fromkeys(
            name for member in merge.members for name in (member.member, member.into) if name
        )
        return PairView(
            stem=stem,
            delta=self.class_of(merge.delta),
            snapshot=self.class_of(merge.snapshot),
            docs=f"`{merge.delta}` grows `{merge.snapshot}`.",
            state=self.state(merge.snapshot),
            members=tuple(members),
            new=self.empty(snapshot),
            known=f"_KNOWN_{stem.upper()}",
            known_names=", ".join(map(quoted, known)),
            rules=self.rules_of(merge.delta, merge.snapshot),
            constants=tuple(constants),
        )

    def member(
        self,
        member: MemberMerge,
        field: Field,
        target: Field | None,
        snapshot: Record,
        constant: str,
    ) -> tuple[str, str, list[ConstantView]]:
        """What a member calls, its row in the rules, and the constants both need."""
        if member.at is not None or member.decode is not None:
            return self.member_at(member, field, constant)
        if target is None or member.rule is MergeRule.SKIP:
            return "", f'_Member("skip", {quoted(member.into)}, "")', []
        attr = self.attr_of(snapshot.name.spelled, target.wire)
        nullable = isinstance(self.package.resolve(field.type), Nullable)
        wire = quoted(member.member)
        mine, theirs = self.package.bare(field.type), self.package.bare(target.type)
        needed: list[ConstantView] = []
        check = self.check(mine, nullable, f"{constant}_CHECK", needed)
        call = [f'x, "{attr}", d[{wire}], (at, {wire}), {check}']
        extras = [f'null="{member.null}"'] if member.null != "keep" else []
        verb = str(member.rule)
        renamed = target.wire != member.member
        match member.rule:
            case MergeRule.APPEND:
                verb = "append_text" if isinstance(mine, Scalar) else "append_items"
            case MergeRule.MERGE if not isinstance(mine, MapOf):
                verb, value, facts = self.merged(member, mine, theirs)
                needed.append(ConstantView(constant, value))
                call.append(constant)
                extras += facts
            case MergeRule.MERGE:
                verb, renamed = "merge_members", True
            case MergeRule.REPLACE:
                renamed = not self.is_scalar(theirs) or member.null == "remove"
            case _:
                pass
        if renamed:
            call.append(quoted(target.wire))
        if member.rule is MergeRule.REPLACE and member.null != "keep":
            call.append(f'null="{member.null}"')
        if field.presence is Presence.REQUIRED:
            extras.append("required=True")
        row = ", ".join([f'"{member.rule}"', quoted(target.wire), f'"{attr}"', check, *extras])
        return f"fold.{verb}({', '.join(call)})", f"_Member({row})", needed

    def member_at(
        self, member: MemberMerge, field: Field, constant: str
    ) -> tuple[str, str, list[ConstantView]]:
        """A member that acts at a path: what it calls; in the rules it counts for nothing."""
        needed: list[ConstantView] = []
        nullable = isinstance(self.package.resolve(field.type), Nullable)
        mine = self.package.bare(field.type)
        check = self.check(mine, nullable, f"{constant}_CHECK", needed)
        path = tuple_of([quoted(member.into)]) if member.at is None else template_path(member.at)
        rule = str(member.rule)
        if member.rule is MergeRule.APPEND:
            rule = "append_text" if isinstance(mine, Scalar) else "append_items"
        if member.decode is not None:
            rule = "decode"
        wire = quoted(member.member)
        call = f"fold.act_at(x, d, {path}, d[{wire}], (at, {wire}), {check}, {quoted(rule)})"
        return call, '_Member("skip", "", "")', needed

    def merged(self, member: MemberMerge, mine: Type, theirs: Type) -> tuple[str, str, list[str]]:
        """For rule merge: the method, its constant, and what the rules' row says of the inside."""
        if isinstance(mine, ListOf):
            assert isinstance(theirs, ListOf)
            left, right = self.package.bare(mine.item), self.package.bare(theirs.item)
            listing, facts = self.listing(member, left, right)
            return "merge_list", listing, facts
        left, right = mine, theirs
        assert isinstance(left, Ref)
        assert isinstance(right, Ref)
        if isinstance(self.package.decls[left.target], Union):
            listing, facts = self.listing(member, left, right)
            return "merge_union", listing, facts
        branch = self.branch(left.target, right.target)
        rules = f'inner=lambda: {{"": {self.rules_of(left.target, right.target)}}}'
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
            pairs, tag = list(merge.variants), quoted(merge.tag)
        branches = ", ".join(
            f"{quoted(key)}: {self.branch(mine, theirs)}" for key, mine, theirs in pairs
        )
        rules = ", ".join(
            f"{quoted(key)}: {self.rules_of(mine, theirs)}" for key, mine, theirs in pairs
        )
        kept = any(
            field.wire in member.key
            for _, _, theirs in pairs
            for field in self.package.record(theirs).fields
        )
        named = any(
            field.wire in member.key and self.kinds(self.package.bare(field.type)) == "str"
            for _, mine, _ in pairs
            for field in self.package.record(mine).fields
        )
        key = tuple_of(map(quoted, member.key))
        value = (
            f"_Listing(key={key}, tag={tag}, branches={{{branches}}}, "
            f"dense={member.dense}, kept={kept}, named={named})"
        )
        facts = [f"inner=lambda: {{{rules}}}"]
        facts += [f"tag={tag}"] if tag != "None" else []
        if member.key:
            facts += [f"key={key}", f"dense={member.dense}", f"kept={kept}"]
            facts += ["named=True"] if named else []
        return value, facts

    def branch(self, delta: str, snapshot: str) -> str:
        """The expression of a variant's fold, maker and model."""
        stem = self.stem(delta, snapshot)
        return f"_Branch(_fold_{stem}, _new_{stem}, {self.class_of(snapshot)})"
