"""What things are called in Python. A name that is taken gets an underscore after it, as PEP 8 has it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from keyword import kwlist

from specloom.ir import Alias, Module, Name, Package, Record, Ref
from specloom.names import pascal, snake, split_words, upper_snake
from specloom.targets.python import taken

_CLASS_NAME = re.compile(r"[A-Z][A-Za-z0-9]*")


def exported(package: Package) -> Mapping[str, tuple[str, ...]]:
    """What people import from the runtime files that `package` needs."""
    unneeded = {*([] if package.operations else ["_operations"])}
    unneeded |= {*([] if package.streams else ["_sse", "_stream_state"])}
    unneeded |= {*([] if package.deltas else ["_algebra"])}
    unneeded |= {*([] if package.deltas or package.streams else ["_delta_error"])}
    return {home: names for home, names in taken.EXPORTS.items() if home not in unneeded}


def type_name(name: Name) -> str:
    """The class or alias for a declaration: as the spec spells it where Python can."""
    spelled = name.spelled
    if not (_CLASS_NAME.fullmatch(spelled) and split_words(spelled) == name.words):
        spelled = _begin_with_letter(pascal(name.words), "N")
    return _free(spelled, taken.TYPES)


@cache
def field_name(name: Name) -> str:
    """The attribute for a member."""
    return _free(_begin_with_letter(snake(name.words), "n"), taken.FIELDS)


def module_name(name: Name) -> str:
    """The module for a spec file."""
    return _free(_begin_with_letter(snake(name.words), "n"), taken.MODULES)


def function_name(name: Name) -> str:
    """The words joined, for functions that are made for a declaration: `decode_` and the like."""
    return re.sub(r"\W", "_", snake(name.words))


def decoder_name(name: Name) -> str:
    """The function that decodes a union."""
    return f"decode_{function_name(name)}"


def variants_name(name: Name) -> str:
    """The table of the readers of a union's variants."""
    return f"VARIANTS_OF_{function_name(name).upper()}"


def constant_name(name: Name) -> str:
    """The words joined, for constants that are made for a declaration."""
    return _begin_with_letter(upper_snake(name.words), "N")


def values_name(name: Name) -> str:
    """The constant that lists the known values of a choice."""
    return f"{constant_name(name)}_VALUES"


def _begin_with_letter(text: str, letter: str) -> str:
    text = re.sub(r"\W", "_", text)
    return text if text.isidentifier() else f"{letter}{text}"


def _free(text: str, taken: frozenset[str]) -> str:
    return f"{text}_" if text in taken else text


@dataclass(frozen=True)
class Names:
    """The Python names of everything in a package."""

    package: Package

    @cached_property
    def types(self) -> Mapping[str, str]:
        """Class or alias by the name of its declaration."""
        return {spelled: type_name(decl.name) for spelled, decl in self.package.decls.items()}

    @cached_property
    def modules(self) -> Mapping[str, str]:
        """Module by the name of a declaration in it."""
        return {
            decl.name.spelled: self.module_of(module)
            for module in self.package.modules
            for decl in module.decls
        }

    def module_of(self, module: Module) -> str:
        """The module for a spec file."""
        return module_name(module.name)

    @cached_property
    def import_name(self) -> str:
        """The import package."""
        return _free(_begin_with_letter(snake(self.package.name.words), "n"), frozenset(kwlist))

    @cached_property
    def project_name(self) -> str:
        """What is installed."""
        return self.import_name.replace("_", "-")

    def fields(self, record: Record) -> Mapping[str, str]:
        """Attribute by wire name; two that would be called the same are told apart by underscores."""
        given: dict[str, str] = {}
        for field in record.fields:
            name = field_name(field.name)
            while name in given.values():
                name += "_"
            given[field.wire] = name
        return given

    def is_class(self, decl: str) -> bool:
        """Whether the name stands for a class at run time, rather than for a type expression."""
        found = self.package.decls[decl]
        while isinstance(found, Alias) and isinstance(found.type, Ref):
            found = self.package.decls[found.type.target]
        return isinstance(found, Record)
