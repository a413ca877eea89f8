"""Declarations made wrong one at a time, to see whether anything notices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from oracle.shapes import field_of, fits, takes_null
from specloom.ir import Delta, MemberMerge, MergeRule, NullRule, Package


def changes(merge: MemberMerge, *, nullable: bool, counted: bool) -> Iterator[MemberMerge]:
    """A declaration made wrong in each way that changes what it means."""
    senseless = {merge.rule, MergeRule.MERGE} | (set() if counted else {MergeRule.SUM})
    for rule in MergeRule:
        if rule not in senseless:
            yield replace(merge, rule=rule, into="" if rule is MergeRule.SKIP else merge.into)
    for null in NullRule:
        if nullable and null is not merge.null:
            yield replace(merge, null=null)
    if merge.key:
        yield replace(merge, dense=not merge.dense)


def wrong_deltas(package: Package, delta: Delta) -> Iterator[tuple[str, Delta]]:
    """A root delta with one declaration made wrong. Tags are left out: variants are told before rules act."""
    tags = {union.tag for union in delta.unions}
    for record in delta.records:
        for merge in record.members:
            field = field_of(package, record.delta, merge.member)
            assert field is not None
            nullable = takes_null(package, field.type)
            counted = fits(package, field.type, 1)
            meant = merge.rule is not MergeRule.SKIP and merge.member not in tags
            for change in changes(merge, nullable=nullable, counted=counted) if meant else ():
                members = tuple(change if one is merge else one for one in record.members)
                records = tuple(
                    replace(record, members=members) if one is record else one
                    for one in delta.records
                )
                what = (
                    f"{record.delta}.{merge.member}: {change.rule}, {change.null}, {change.dense}"
                )
                yield what, replace(delta, records=records)
