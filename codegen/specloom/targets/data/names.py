"""What things are called in a target that is data: cased, free of reserved words, each once in its scope."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from unicodedata import category, normalize

from specloom.ir import Choice, Module, Name, Operation, Package, Record, Union
from specloom.names import camel, kebab, pascal, snake, upper_snake
from specloom.targets.data.manifest import Naming


@dataclass(frozen=True)
class Names:
    """The names of everything in a package."""

    package: Package
    naming: Naming

    @cached_property
    def types(self) -> Mapping[str, str]:
        """Type by the name of its declaration."""
        named = {spelled: decl.name for spelled, decl in self.package.decls.items()}
        return self._give(named, self.naming.types, self.naming.taken)

    def fields(self, record: Record) -> Mapping[str, str]:
        """Field by its name on the wire."""
        return self._give({f.wire: f.name for f in record.fields}, self.naming.fields)

    def variants(self, union: Union) -> Mapping[str, str]:
        """What a variant is called within its union, by the spelling of its name.

        What is no record has a name that no type has: in some languages the one would hide the other.
        """
        outer = {*self.naming.taken, *self.types.values()}
        named = {}
        for variant in union.variants:
            name = variant.name
            is_record = isinstance(self.package.decl_of(variant.type), Record)
            if not is_record and self._cased(name, self.naming.types) in outer:
                name = Name((*name.words, "value"), f"{name.spelled}_value")
            named[variant.name.spelled] = name
        return self._give(named, self.naming.types)

    def options(self, choice: Choice) -> Mapping[str, str]:
        """Name by value."""
        return self._give({o.value: o.name for o in choice.options}, self.naming.values)

    def params(self, operation: Operation) -> Mapping[str, str]:
        """Path parameter by its name on the wire."""
        return self._give({p.wire: p.name for p in operation.params}, self.naming.fields)

    @cached_property
    def operations(self) -> Mapping[str, str]:
        """Operation by the name the spec gives it."""
        named = {o.name.spelled: o.name for o in self.package.operations}
        return self._give(named, self.naming.fields)

    @cached_property
    def modules(self) -> Mapping[str, str]:
        """The name that the file of a module gets, by the file of the spec."""
        named = {module.file: module.name for module in self.package.modules}
        return self._give(named, self.naming.files)

    def file_of_type(self, spelled: str) -> str:
        """The name that the file of a type gets."""
        if self.naming.files == self.naming.types:
            return self.types[spelled]  # as languages want it that look for a type in its file
        return self._cased(self.package.decls[spelled].name, self.naming.files)

    def file_of_module(self, module: Module) -> str:
        """The name that the file of a module gets."""
        return self.modules[module.file]

    @cached_property
    def whole(self) -> str:
        """The name of the package, as files are called."""
        return self._cased(self.package.name, self.naming.files)

    def _give(
        self, named: Mapping[str, Name], casing: str, taken: Iterable[str] = ()
    ) -> Mapping[str, str]:
        """A name each, in the order of the alphabet, so that they stay what they are when others move."""
        used = set(taken)
        given = {}
        for key in sorted(named):
            plain = self._cased(named[key], casing)
            number = 1
            while (name := self._escape(plain, number)) in used:
                number += 1
            used.add(name)
            given[key] = name
        return {key: given[key] for key in named}

    def _escape(self, plain: str, number: int) -> str:
        text = plain if number == 1 else f"{plain}{number}"
        is_reserved = text in self.naming.reserved
        return self.naming.escape.replace("{name}", text) if is_reserved else text

    def _cased(self, name: Name, casing: str) -> str:
        spelled = normalize("NFKC", name.spelled)
        words = name.words or ("empty",)
        text = spelled if casing == "spelled" else _CASINGS[casing](words, self.naming.acronyms)
        text = "".join(char if self._may_stand(char, casing) else "_" for char in text)
        return f"_{text}" if not text or text[0].isdecimal() else text

    def _may_stand(self, char: str, casing: str) -> bool:
        if self.naming.letters == "ascii" and not char.isascii():
            return False
        return char == "_" or category(char) in _LETTERS or (char == "-" and casing == "kebab")


_LETTERS = frozenset(["Lu", "Ll", "Lt", "Lm", "Lo", "Nd"])
_CASINGS: Mapping[str, Callable[[tuple[str, ...], frozenset[str]], str]] = {
    "pascal": pascal,
    "camel": camel,
    "snake": lambda words, _: snake(words),
    "upper_snake": lambda words, _: upper_snake(words),
    "kebab": lambda words, _: kebab(words),
}
