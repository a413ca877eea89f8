"""Members of deltas that act at a path into the snapshot."""

from __future__ import annotations

from specloom.ir import Delta, ListOf, MemberMerge, Package, Ref, Type, Union
from specloom.targets.typescript.layout import Doc, array, record, rows
from specloom.targets.typescript.literals import quoted


def has_addresses(delta: Delta) -> bool:
    """Whether some member of a delta acts at a path, or holds text that is parsed in the end."""
    return any(one.at or one.decode for merge in delta.records for one in merge.members)


def last_name(at: str) -> str:
    """The last member that a path names."""
    names = [token for token in at.split("/")[1:] if not _is_address(token)]
    return names[-1] if names else ""


def landing(one: MemberMerge, package: Package) -> Type | None:
    """The type that a path leads to, of the first variant that has it."""
    if one.at is None:
        return None
    found = _beginning(one, package)
    for token in one.at.split("/")[1:]:
        found = [inner for type in found for inner in _inside(type, token, package)]
    return found[0] if found else None


def path(one: MemberMerge, package: Package) -> Doc:
    """The steps of a path. Where they lead into a union, they say which variants have the member."""
    assert one.at is not None
    types = _beginning(one, package)
    steps: list[list[Doc]] = []
    for token in one.at.split("/")[1:]:
        if _is_address(token):
            steps.append([f"key: {quoted(token[1:-1])}"])
        else:
            steps.append([f"name: {quoted(token)}", *_told(types, token, package)])
        types = [inner for type in types for inner in _inside(type, token, package)]
    # prettier gives each object of an array its line if all have several members
    lay_out = rows if all(len(step) > 1 for step in steps) else array
    return lay_out([record(step) for step in steps])


def _beginning(one: MemberMerge, package: Package) -> list[Type]:
    """The snapshot into which a member's path leads."""
    roots = (delta for delta in package.deltas for merge in delta.records if one in merge.members)
    return [Ref(next(roots).snapshot)]


def _inside(type: Type, token: str, package: Package) -> list[Type]:
    """What one step of a path leads to from a type."""
    plain = package.bare(type)
    if _is_address(token):
        return [plain.item] if isinstance(plain, ListOf) else []
    found = (leaf.field(token) for leaf in package.records_of(plain))
    return [each.type for each in found if each is not None]


def _told(types: list[Type], token: str, package: Package) -> list[Doc]:
    """The tags of the variants that have a member, where there are variants."""
    for type in types:
        decl = package.decl_of(type)
        if isinstance(decl, Union):
            tags = [
                quoted(variant.tag or "")
                for variant in decl.variants
                if any(leaf.field(token) for leaf in package.records_of(variant.type))
            ]
            return [f"tag: {quoted(getattr(decl.told, 'wire', ''))}", ["on: ", array(tags)]]
    return []


def _is_address(token: str) -> bool:
    """Whether a step of a path names the member of the delta that holds a key."""
    return token[:1] == "{" and token[-1:] == "}"
