"""Views of the pairs of delta and snapshot: one function each, straight through the members of the delta."""

from __future__ import annotations

from dataclasses import dataclass, field

from specloom.ir import (
    Const,
    Delta,
    Field,
    ListOf,
    MapOf,
    MemberMerge,
    MergeRule,
    Package,
    Presence,
    Record,
    RecordMerge,
    Ref,
    Type,
    Union,
    UnionMerge,
)
from specloom.names import upper_snake
from specloom.plaintext import on_one_line
from specloom.render import render
from specloom.targets.typescript import merge_kinds as kinds
from specloom.targets.typescript.addresses import has_addresses, landing, last_name, path
from specloom.targets.typescript.layout import (
    Doc,
    array,
    brackets,
    call,
    lay,
    opened,
    record,
    rows,
)
from specloom.targets.typescript.literals import comment, literal, member, own_key, quoted
from specloom.targets.typescript.names import Names
from specloom.targets.typescript.types import is_anything, takes_null

Pair = tuple[str, str]

_CALLS = {
    MergeRule.REPLACE: "f.replace",
    MergeRule.ONCE: "f.once",
    MergeRule.SUM: "f.sum",
}


@dataclass(frozen=True, slots=True)
class StepView:
    """What is done if a member is there: its source, and the call, empty for one that is passed over."""

    source: str
    call: str


@dataclass(frozen=True, slots=True)
class PairView:
    """A pair: the constants of its members, the function, the rules."""

    docs: str
    constants: tuple[str, ...]
    head: str
    steps: tuple[StepView, ...]
    name: str
    rules: str


@dataclass
class Weaving:
    """Turns merge declarations into TypeScript. Pairs are known by the constant of their rules."""

    names: Names
    pairs: dict[Pair, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    unions: dict[Pair, UnionMerge] = field(default_factory=dict)

    @property
    def package(self) -> Package:
        """What is being written."""
        return self.names.package

    def write(self) -> list[str]:
        """The blocks of all pairs."""
        found: dict[Pair, RecordMerge] = {}
        for delta in self.package.deltas:
            for union in delta.unions:
                self.unions.setdefault((union.delta, union.snapshot), union)
            for merge in delta.records:
                found.setdefault((merge.delta, merge.snapshot), merge)
        for pair in found:
            self.pairs[pair] = self._constant(self._words(pair, found))
        return [render("typescript/fold.ts.j2", self._pair(merge)) for merge in found.values()]

    def roots(self, snapshot: str) -> list[Delta]:
        """The root deltas of a snapshot."""
        return [delta for delta in self.package.deltas if delta.snapshot == snapshot]

    def is_composable(self, snapshot: str) -> bool:
        """Whether the deltas of a snapshot can be composed and derived."""
        roots = self.roots(snapshot)
        return len(roots) == 1 and not has_addresses(roots[0])

    def _words(self, pair: Pair, among: dict[Pair, RecordMerge]) -> tuple[str, ...]:
        """The words that a pair is called by: its delta's, and its snapshot's where there are several."""
        delta, snapshot = pair
        words = self.package.decls[delta].name.words
        if any(one == delta and other != snapshot for one, other in among):
            words = (*words, "into", *self.package.decls[snapshot].name.words)
        return words

    def _constant(self, words: tuple[str, ...]) -> str:
        name = upper_snake(words)
        name = name if name.isidentifier() else f"N{name}"
        while name in self.used:
            name += "_"
        self.used.add(name)
        return name

    # --- pairs ------------------------------------------------------------------------------------------

    def _pair(self, merge: RecordMerge) -> PairView:
        delta, snapshot = self.package.record(merge.delta), self.package.record(merge.snapshot)
        name = self.pairs[merge.delta, merge.snapshot]
        constants: list[str] = []
        steps: list[StepView] = []
        listed: list[str] = []
        for one in merge.members:
            mine = delta.field(one.member)
            assert mine is not None
            constant = self._constant((*_lower(name), *mine.name.words))
            words = self._member(one, mine, snapshot.field(one.into))
            constants.append(lay([f"const {constant} = rt.member(", opened(words), ");"]))
            listed.append(constant)
            source = member("d", one.member)
            steps.append(StepView(source, self._step(one, mine.type, constant)))
        function = f"fold{self._pascal(merge)}"
        calls = any(step.call for step in steps)
        parameters = [
            "f: rt.Fold",
            "s: rt.Live",
            "d: rt.Live",
            "at: rt.At" if calls else "_at: rt.At",
        ]
        return PairView(
            docs=comment(f"`{on_one_line(merge.delta)}` grows `{on_one_line(merge.snapshot)}`."),
            constants=tuple(constants),
            head=lay([f"function {function}", brackets("(", parameters, ")"), ": void {"]),
            steps=tuple(steps),
            name=name,
            rules=self._rules(name, function, listed, merge),
        )

    def _pascal(self, merge: RecordMerge) -> str:
        types = self.names.types
        several = sum(1 for one, _ in self.pairs if one == merge.delta) > 1
        return types[merge.delta] + (f"Into{types[merge.snapshot]}" if several else "")

    def _constants(self, merge: RecordMerge, delta: Record) -> list[Doc]:
        """What every delta says that does nothing."""
        skipped = {one.member for one in merge.members if one.rule is MergeRule.SKIP}
        return [
            f"{own_key(field.wire)}: {literal(type.value)}"
            for field in delta.fields
            if field.wire in skipped and field.presence is Presence.REQUIRED
            if isinstance(type := self.package.bare(field.type), Const)
        ]

    def _rules(self, name: str, function: str, members: list[str], merge: RecordMerge) -> str:
        delta, snapshot = self.package.record(merge.delta), self.package.record(merge.snapshot)
        made, blank = kinds.begun(snapshot, self.package), kinds.begun(delta, self.package)
        words: list[Doc] = [
            f"fold: {function}",
            ["members: ", array(members)],
            ["make: () => (", made, ")"],
        ]
        if blank != "{}":
            words.append(["blank: ", blank])
        constants = self._constants(merge, delta)
        if constants:
            words.append(["constants: ", record(constants)])
        if any(
            has_addresses(root) for root in self.package.deltas if _reaches(root, delta, snapshot)
        ):
            words.append("isComposable: false")
        return lay([f"const {name} = new rt.Rules(", opened(words), ");"])

    # --- members ----------------------------------------------------------------------------------------

    def _member(self, one: MemberMerge, mine: Field, theirs: Field | None) -> list[Doc]:
        """The words of a member."""
        words: list[Doc] = [f"member: {quoted(one.member)}"]
        into = last_name(one.at) if one.at is not None else one.into
        if into != one.member:
            words.append(f"into: {quoted(into)}")
        words.append(f'rule: "{one.rule}"')
        if one.rule is MergeRule.SKIP:
            return words
        mine_fits = kinds.fits(mine.type, self.package)
        words.append(["fits: ", mine_fits])
        target = theirs.type if theirs is not None else landing(one, self.package)
        if target is not None:
            holds = kinds.fits(target, self.package)
            if holds != mine_fits:
                words.append(["holds: ", holds])
        if takes_null(mine.type, self.package):
            words.append(f'null: "{one.null}"')
        if mine.presence is Presence.REQUIRED:
            words.append("isRequired: true")
        if one.rule is MergeRule.MERGE and target is not None:
            words += self._merged(one, self.package.bare(mine.type), self.package.bare(target))
        if one.at is not None:
            words.append(["path: ", path(one, self.package)])
        if one.decode is not None:
            words.append("isRaw: true")
        return words

    def _merged(self, one: MemberMerge, mine: Type, theirs: Type) -> list[Doc]:
        """What a merged member holds."""
        if isinstance(mine, MapOf):
            return self._map(mine, theirs)
        inner: list[Doc] = []
        if isinstance(mine, ListOf) and isinstance(theirs, ListOf):
            inner.append(["keys: ", kinds.key_names(one.key, mine.item, self.package)])
            if kinds.declares(one.key, theirs.item, self.package):
                inner.append(["ownKeys: ", kinds.key_names(one.key, theirs.item, self.package)])
            if one.dense:
                inner.append("isDense: true")
            mine, theirs = self.package.bare(mine.item), self.package.bare(theirs.item)
        assert isinstance(mine, Ref)
        assert isinstance(theirs, Ref)
        variants: list[tuple[str, str, str]] = [("", mine.target, theirs.target)]
        if isinstance(self.package.decls[mine.target], Union):
            union = self.unions[mine.target, theirs.target]
            inner.insert(0, f"tag: {quoted(union.tag)}")
            variants = list(union.variants)
        pairs: list[Doc] = [
            array([quoted(tag), self.pairs[left, right]]) for tag, left, right in variants
        ]
        inner.append(["variants: ", rows(pairs)])
        return [["inner: () => (", record(inner), ")"]]

    def _map(self, mine: MapOf, theirs: Type) -> list[Doc]:
        null = literal(takes_null(mine.value, self.package))
        words: list[Doc] = ["items: { fits: rt.isAnything, null: true }"]
        if not is_anything(mine.value, self.package):
            items = kinds.fits(mine.value, self.package)
            words = [["items: ", record([["fits: ", items], f"null: {null}"])]]
        decl = self.package.decl_of(theirs)
        if isinstance(decl, Record):
            words.append(["make: () => (", kinds.begun(decl, self.package), ")"])
        return words

    def _step(self, one: MemberMerge, mine: Type, constant: str) -> str:
        """The call for a member that is there: engines find members sooner by names that are spelt out."""
        if one.rule is MergeRule.SKIP:
            return ""
        source = member("d", one.member)
        if one.at is not None or one.decode is not None:
            return lay([call("rt.actAt", ["f", "s", "d", source, "at", constant]), ";"], 4)
        plain = self.package.bare(mine)
        match one.rule:
            case MergeRule.APPEND:
                function = "f.appendItems" if isinstance(plain, ListOf) else "f.appendText"
            case MergeRule.MERGE if isinstance(plain, ListOf):
                function = "f.mergeList"
            case MergeRule.MERGE:
                function = "f.mergeMap" if isinstance(plain, MapOf) else "f.mergeObject"
            case _:
                function = _CALLS[one.rule]
        same = one.into == one.member
        old = member("s", one.into) if same else call("f.old", ["s", constant])
        return lay([call(function, ["s", old, source, "at", constant]), ";"], 4)


def _reaches(root: Delta, delta: Record, snapshot: Record) -> bool:
    pair = (delta.name.spelled, snapshot.name.spelled)
    return any((merge.delta, merge.snapshot) == pair for merge in root.records)


def _lower(constant: str) -> list[str]:
    return [constant.lower()]
