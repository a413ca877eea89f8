"""The merge pass: `x-delta` and `x-merge` become proved pairs of delta and snapshot (design: merge.md).

Every pair of types reachable from a root delta is visited once. A declaration that does not hold is refused
with both of its ends named: the delta's member and the snapshot's.
"""

from __future__ import annotations

from collections.abc import Mapping

from specloom.documents.spec import Landing
from specloom.ir import (
    ByTag,
    Decl,
    Delta,
    Field,
    ListOf,
    MapOf,
    MemberMerge,
    MergeRule,
    NullRule,
    Package,
    Record,
    RecordMerge,
    Ref,
    Type,
    Union,
    UnionMerge,
    Where,
)
from specloom.lower.declared import Declared, Keys, is_address
from specloom.lower.merging import Words, judge, judge_null
from specloom.problems import Problem


def read(
    package: Package, definitions: Mapping[str, Landing]
) -> tuple[tuple[Delta, ...], list[Problem]]:
    """Every root delta of the spec with its pairs, and what is wrong with their declarations.

    `package` is the spec lowered so far, `definitions` its definitions as written, by name.
    """
    deltas: list[Delta] = []
    problems: list[Problem] = []
    for name, landing in definitions.items():
        if "x-delta" not in landing.schema or name not in package.decls:
            continue
        where = landing.document.where(f"{landing.pointer}/x-delta")
        of = landing.schema["x-delta"].get("of")
        if not isinstance(package.decls.get(of), Record) or not isinstance(
            package.decls[name], Record
        ):
            fact = f"{name} is declared a delta of {of!r}, which is no record of this spec"
            problems.append(Problem(where, fact, "name the record it grows", "delta-of"))
            continue
        pairing = Pairing(package, definitions)
        pairing.pair_records(name, of, ())
        deltas.append(
            Delta(name, of, tuple(pairing.records.values()), tuple(pairing.unions.values()), where)
        )
        problems.extend(pairing.problems)
    return tuple(deltas), problems


class Pairing(Declared):
    """The walk from one root delta over everything it reaches."""

    def __init__(self, package: Package, definitions: Mapping[str, Landing]) -> None:
        super().__init__(package, definitions)
        self.records: dict[tuple[str, str], RecordMerge] = {}
        self.unions: dict[tuple[str, str], UnionMerge] = {}
        self.problems: list[Problem] = []

    def refuse(self, where: Where, fact: str, remedy: str, code: str) -> None:
        """Notes a declaration that does not hold."""
        self.problems.append(Problem(where, fact, remedy, code))

    def pair_records(self, delta: str, snapshot: str, keys: Keys) -> None:
        """Pairs two records member by member; `keys` are the delta's members that address it in a list."""
        if (delta, snapshot) in self.records:
            return
        mine, theirs = self.record(delta), self.record(snapshot)
        self.records[delta, snapshot] = RecordMerge(delta, snapshot, ())
        members: list[MemberMerge] = []
        taken: dict[str, str] = {}
        for field in mine.fields:
            merge = self.pair_member(mine, field, theirs, keys)
            if merge is None:
                continue
            if merge.into and merge.at is None and merge.rule is not MergeRule.SKIP:
                if merge.into in taken:
                    fact = (
                        f"{delta}.{field.wire} and {delta}.{taken[merge.into]} both go into "
                        f"{snapshot}.{merge.into} ({theirs.where})"
                    )
                    remedy = "let one of them go elsewhere with `to`"
                    self.refuse(merge.where, fact, remedy, "merge-collision")
                taken[merge.into] = field.wire
            members.append(merge)
        self.records[delta, snapshot] = RecordMerge(delta, snapshot, tuple(members))

    def pair_member(
        self, mine: Record, field: Field, theirs: Record, keys: Keys
    ) -> MemberMerge | None:
        """The merge of one member, or None where it was refused."""
        words, where = self.words(mine, field)
        ends = f"{mine.name.spelled}.{field.wire}"
        there = {other.wire: other for other in theirs.fields}
        target = there.get(words.to or field.wire)
        addresses = self.addresses(mine) if words.at is None else set[str]()
        if target is None and (field.wire in keys or field.wire in addresses):
            return MemberMerge(field.wire, "", MergeRule.SKIP, where)
        rule = words.rule or self.default_rule(field.type, self.default_keys(mine))
        if rule is None:
            into = f"{theirs.name.spelled} ({theirs.where})"
            fact = f"{ends} is a list that does not say how it merges into {into}"
            remedy = "declare its `x-merge`: merge by a key, append or replace"
            self.refuse(where, fact, remedy, "merge-undeclared")
            return None
        if rule is MergeRule.SKIP:
            return MemberMerge(field.wire, target.wire if target else "", rule, where)
        if target is None and words.at is None:
            missing = f"{theirs.name.spelled}.{words.to or field.wire}"
            fact = f"{ends} has no counterpart {missing} ({theirs.where})"
            remedy = "add it to the snapshot, or say where it goes: `to`, `at`, `skip`"
            self.refuse(where, fact, remedy, "merge-counterpart")
            return None
        into, landings, other = "", list[Type](), ""
        if words.at is not None:
            landings = self.check_template(mine, theirs, words.at, where)
            other = f"{theirs.name.spelled}{words.at} ({theirs.where})"
        elif target is not None:
            into, landings = target.wire, [target.type]
            other = f"{theirs.name.spelled}.{into} ({target.where})"
        if not landings:
            return None
        # Where a path leads into a union, one variant that the rule suits is enough.
        judged = (list(judge(self.package, rule, words, field.type, type)) for type in landings)
        refusals = min(judged, key=len)
        gone = target is not None and target.presence == "required"
        refusals += judge_null(self.package, rule, words, field.type, landings[0], gone)
        ends = f"{ends}, which goes into {other},"
        for fact, remedy in refusals:
            self.refuse(where, f"{ends} {fact}", remedy, "merge-rule")
        if refusals:
            return None
        key: Keys = ()
        dense = False
        if rule is MergeRule.MERGE:
            key = words.key or self.default_keys(mine)
            key, dense = self.pair_types(field, landings[0], words, where, key, ends)
        return MemberMerge(
            field.wire,
            into,
            rule,
            where,
            key,
            dense,
            words.null or NullRule.KEEP,
            words.at,
            words.decode,
        )

    def check_template(self, mine: Record, theirs: Record, at: str, where: Where) -> list[Type]:
        """The types an `at` template leads to; none after a refusal."""
        unfit = [
            token
            for token in at.split("/")
            if is_address(token) and self.key_kind(mine, (token[1:-1],)) != "integer"
        ]
        for token in unfit:
            fact = (
                f"the path {at!r} into {theirs.name.spelled} ({theirs.where}) names {token}, "
                f"which is no integer that {mine.name.spelled} requires"
            )
            remedy = "name such a member of the delta between the braces"
            self.refuse(where, fact, remedy, "merge-at")
        landings, astray = self.follow(theirs, at)
        if astray:
            fact = (
                f"the path {at!r} leads nowhere: {theirs.name.spelled} ({theirs.where}) "
                f"has nothing at {astray!r}"
            )
            self.refuse(where, fact, "correct the path", "merge-at")
        return [] if unfit else landings

    def pair_types(
        self, field: Field, snapshot: Type, words: Words, where: Where, key: Keys, ends: str
    ) -> tuple[Keys, bool]:
        """Pairs what two merged members hold; the key and density if they are lists."""
        mine, theirs = self.package.bare(field.type), self.package.bare(snapshot)
        if not isinstance(mine, ListOf):
            self.pair_uses(mine, theirs, (), where, ends)
            return (), False
        assert isinstance(theirs, ListOf)
        kinds = {self.key_kind(record, key) for record in self.package.records_of(mine.item)}
        if None in kinds or len(kinds) != 1:
            named = " or ".join(key) or "no key"
            fact = f"{ends} merges by {named}, which not every entry requires as one kind of key"
            remedy = "name with `key` an integer or a string that every variant requires"
            self.refuse(where, fact, remedy, "merge-key")
            return key, False
        declared = any(
            any(other.wire in key for other in record.fields)
            for record in self.package.records_of(theirs.item)
        )
        dense = words.dense if words.dense is not None else (not declared and kinds == {"integer"})
        if dense and kinds != {"integer"}:
            fact = f"{ends} is declared dense, but its keys are strings"
            self.refuse(
                where, fact, "leave out `dense`: only integer keys can be counted", "merge-dense"
            )
        self.pair_uses(
            self.package.bare(mine.item), self.package.bare(theirs.item), key, where, ends
        )
        return key, dense

    def pair_uses(self, mine: Type, theirs: Type, keys: Keys, where: Where, ends: str) -> None:
        """Pairs two uses: records, or tagged unions variant by variant."""
        if isinstance(mine, MapOf):
            return
        left, right = self.decl(mine), self.decl(theirs)
        if isinstance(left, Record) and isinstance(right, Record):
            self.pair_records(left.name.spelled, right.name.spelled, keys)
        elif isinstance(left, Union) and isinstance(right, Union) and isinstance(left.told, ByTag):
            self.pair_unions(left, right, left.told.wire, keys, where)
        else:
            names = [decl.name.spelled if decl else "a value" for decl in (left, right)]
            fact = f"{ends} pairs {names[0]} with {names[1]}, which are not of one kind"
            remedy = "pair records with records, tagged unions with tagged unions"
            self.refuse(where, fact, remedy, "merge-kind")

    def decl(self, type: Type) -> Decl | None:
        """The record, union or choice that a bare type refers to."""
        return self.package.decls[type.target] if isinstance(type, Ref) else None

    def pair_unions(self, left: Union, right: Union, tag: str, keys: Keys, where: Where) -> None:
        """Pairs the variants of two tagged unions."""
        names = (left.name.spelled, right.name.spelled)
        if names in self.unions:
            return
        there = {variant.tag: variant.type for variant in right.variants}
        pairs: list[tuple[str, str, str]] = []
        for variant in left.variants:
            other = there.get(variant.tag)
            if (
                right.told != left.told
                or not isinstance(other, Ref)
                or not isinstance(variant.type, Ref)
            ):
                fact = (
                    f"{names[0]} has the variant {variant.tag!r}, "
                    f"which {names[1]} ({right.where}) has not"
                )
                self.refuse(where, fact, "add the variant to the snapshot's union", "merge-variant")
                continue
            pairs.append((variant.tag or "", variant.type.target, other.target))
        self.unions[names] = UnionMerge(*names, tag, tuple(pairs))
        for _, delta, snapshot in pairs:
            self.pair_records(delta, snapshot, (*keys, tag) if tag in keys else keys)
