"""Methods of partial classes put into generated ones, with the names they use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, cast

from specloom.targets.python.imports import Import
from specloom.targets.python.pages import Page

if TYPE_CHECKING:
    import libcst as cst

    from specloom.targets.python.partials import Bindings, Partial


@dataclass
class Weaving:
    """Weaves the methods of all partials into the classes of a package."""

    partials: Sequence[Partial]
    exports: Mapping[str, Import]
    modules: frozenset[str]
    imports: dict[str, Import] = field(default_factory=dict)
    checked: set[str] = field(default_factory=set)

    def weave(self, page: Page, classes: Mapping[int, str]) -> Page:
        """`page` with methods in its classes, given by the number of their block."""
        sources = list(page.sources)
        woven: set[int] = set()
        self.imports, self.checked = {}, set()
        for number, name in classes.items():
            found = [partial for partial in self.partials if partial.methods.get(name)]
            if found:
                sources[number] = self._weave_class(sources[number], name, found)
                woven.add(number)
        if not woven:
            return page
        return replace(
            page,
            sources=tuple(sources),
            known={**self.imports, **page.known},
            woven=frozenset(woven),
            checked=frozenset(self.checked),
        )

    def _weave_class(self, source: str, name: str, partials: Sequence[Partial]) -> str:
        import libcst as cst

        module = cst.parse_module(source)
        whole = module.body[-1]
        assert isinstance(whole, cst.ClassDef)
        assert isinstance(whole.body, cst.IndentedBlock)
        methods: list[cst.BaseStatement] = []
        footer: list[cst.EmptyLine] = []
        for partial in partials:
            self.imports |= partial.bindings.imports
            self.checked |= partial.bindings.checked
            methods += [self._rename(m, partial.bindings) for m in partial.methods[name]]
            footer += partial.footers.get(name, [])
        body = whole.body.with_changes(body=[*whole.body.body, *methods], footer=footer)
        return module.with_changes(body=[*module.body[:-1], whole.with_changes(body=body)]).code

    def _rename(self, method: cst.FunctionDef, bindings: Bindings) -> cst.FunctionDef:
        """The method with names of the generated package as its modules know them: `models.Run` is `Run`."""
        renamer = _make_renamer(bindings, self.modules)
        renamed = method.visit(renamer)
        self.imports |= {n: self.exports[n] for n in renamer.found if n in self.exports}
        return cast("cst.FunctionDef", renamed)


def _make_renamer(bindings: Bindings, modules: frozenset[str]) -> Any:
    """A transformer; made in a function, since libcst is imported late."""
    import libcst as cst

    def stands_for_package(node: cst.BaseExpression) -> bool:
        match node:
            case cst.Name(value=value):
                return value in bindings.packages
            case cst.Attribute(value=value, attr=cst.Name(value=name)):
                return name in modules and stands_for_package(value)
            case _:
                return False

    class Renamer(cst.CSTTransformer):
        found: set[str]

        def __init__(self) -> None:
            super().__init__()
            self.found = set()

        def leave_Attribute(  # noqa: N802
            self, original_node: cst.Attribute, updated_node: cst.Attribute
        ) -> cst.BaseExpression:
            attribute = original_node.attr
            if stands_for_package(original_node.value) and not stands_for_package(original_node):
                self.found.add(attribute.value)
                return attribute
            return updated_node.with_changes(attr=attribute)  # what it is called is no name

        def leave_Arg(self, original_node: cst.Arg, updated_node: cst.Arg) -> cst.Arg:  # noqa: N802
            return updated_node.with_changes(keyword=original_node.keyword)

        def leave_Name(  # noqa: N802
            self, original_node: cst.Name, updated_node: cst.Name
        ) -> cst.BaseExpression:
            name = bindings.ours.get(original_node.value)
            if name is None:
                return updated_node
            self.found.add(name)
            return updated_node.with_changes(value=name)

    return Renamer()
