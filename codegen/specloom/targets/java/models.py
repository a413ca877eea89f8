"""Views of the models: one Java type a declaration, every decision made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from specloom.ir import ByTag, Choice, Decl, Docs, JsonKind, ListOf, MapOf, Record, Ref, Union
from specloom.render import render
from specloom.targets.java.layout import Call, arrow, assign, clause, flat, header
from specloom.targets.java.literals import javadoc, prose, quoted
from specloom.targets.java.names import Names
from specloom.targets.java.records import Records
from specloom.targets.java.types import Typing
from specloom.targets.java.views import ChoiceView, OptionView, UnionView, VariantView

_KINDS = {
    JsonKind.STRING: "STRING",
    JsonKind.NUMBER: "NUMBER",
    JsonKind.BOOLEAN: "BOOLEAN",
    JsonKind.ARRAY: "ARRAY",
    JsonKind.OBJECT: "OBJECT",
    JsonKind.NULL: "NULL",
}


def notes(docs: Docs) -> Iterator[str]:
    """What else than its text is said of a declaration."""
    if docs.since:
        yield prose(f"Since version {docs.since} of the API.")
    if docs.deprecated:
        yield "The API asks not to use it any more."


@dataclass(frozen=True)
class Models:
    """The types of one package."""

    names: Names
    sent: frozenset[str]

    @property
    def typing(self) -> Typing:
        """The types of the package."""
        return Typing(self.names)

    def write(self, decl: Decl) -> str:
        """The source of one declaration, without what stands above it."""
        match decl:
            case Record():
                records = Records(self.names, tuple(self.memberships(decl.name.spelled)), self.sent)
                return render("java/record.java.j2", records.view(decl))
            case Union():
                return render("java/union.java.j2", self.union(decl))
            case Choice():
                return render("java/choice.java.j2", self.choice(decl))
            case _:
                raise AssertionError("an alias has no type of its own")

    def memberships(self, decl: str) -> Iterator[Union]:
        """The unions that a record or a choice is a variant of as it is."""
        for other in self.names.package.decls.values():
            if isinstance(other, Union) and any(
                self.typing.resolved(variant.type) == Ref(decl) for variant in other.variants
            ):
                yield other

    # --- unions ---------------------------------------------------------------------------------------

    def union(self, union: Union) -> UnionView:
        """The view of a union."""
        spelled = union.name.spelled
        name = self.names.types[spelled]
        variants = tuple(self.variant(union, number) for number in range(len(union.variants)))
        permitted = [
            f"{name}.{variant.type}" if variant.wraps else variant.type for variant in variants
        ]
        told = isinstance(union.told, ByTag)
        what = (
            "a tag that this version does not know" if told else "another kind than the spec names"
        )
        return UnionView(
            docs=javadoc([prose(union.docs.text), *notes(union.docs)]),
            header=clause(
                f"public sealed interface {name}", "permits", [*permitted, f"{name}.Unknown"]
            ),
            name=name,
            codec=f"Codecs.{self.names.codecs[spelled]}",
            tag=quoted(union.told.wire) if isinstance(union.told, ByTag) else "",
            accessor=self.names.tag_method(union) or "",
            unknown_docs=javadoc(
                [f"A value of {what}, kept as it came."],
                [("@param json", "the whole of it, not to be changed")],
                indent=2,
            ),
            variants=variants,
            is_tagged=told,
        )

    def variant(self, union: Union, number: int) -> VariantView:
        """The view of a variant."""
        variant, typing = union.variants[number], self.typing
        type = typing.resolved(variant.type)
        case = quoted(variant.tag) if variant.tag is not None else _KINDS[variant.kind]
        decl = self.names.package.decls[type.target] if isinstance(type, Ref) else None
        if isinstance(decl, Record | Choice):
            name = self.names.types[decl.name.spelled]
            read = f"case {case} -> {name}.read(json);"
            return VariantView(name, read, "", "", "", is_frozen=False, wraps=False)
        name = self.names.wrappers[union.name.spelled, number]
        inner = typing.boxed(type)
        return VariantView(
            type=name,
            read=f"case {case} -> new {name}({_applied(flat(typing.reader(type)), 'json')});",
            docs=javadoc(
                [f"A value of this kind: {prose(variant.name.spelled)}."],
                [("@param value", "the value")],
                indent=2,
            ),
            component=inner,
            write=_applied(flat(typing.writer(type)), "value"),
            is_frozen=isinstance(type, ListOf | MapOf),
            wraps=True,
        )

    # --- choices --------------------------------------------------------------------------------------

    def choice(self, choice: Choice) -> ChoiceView:
        """The view of a choice."""
        spelled = choice.name.spelled
        name = self.names.types[spelled]
        given = self.names.options(choice)
        options = tuple(self._option(name, value, constant) for value, constant in given.items())
        unions = [self.names.types[union.name.spelled] for union in self.memberships(spelled)]
        more = "Other values than these are kept." if choice.open else "The spec allows no others."
        return ChoiceView(
            docs=javadoc(
                [prose(choice.docs.text), *notes(choice.docs), more],
                [("@param value", "the value as it is sent")],
            ),
            header=header(Call(f"public record {name}", ["String value"]), unions),
            name=name,
            codec=f"Codecs.{self.names.codecs[spelled]}",
            options=options,
            is_variant=bool(unions),
        )

    def _option(self, name: str, value: str, constant: str) -> OptionView:
        text = quoted(value)
        declared = assign(f"public static final {name} {constant}", f"new {name}({text})", 2)
        return OptionView(
            name=constant,
            docs=javadoc([f"The value <code>{prose(value)}</code>."], indent=2),
            declaration=declared,
            case_of=arrow(f"case {text}", constant, 6),
            case_known=arrow(f"case {text}", f"Known.{constant}", 6),
        )


def _applied(function: str, argument: str) -> str:
    """A method reference, or a call that gives a function, applied to an argument."""
    if "(" in function:
        return f"{function}.apply({argument})"
    holder, method = function.split("::")
    if method == "toJson":
        return f"{argument}.toJson()"
    return f"{holder}.{method}({argument})"
