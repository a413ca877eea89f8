"""What things are called in Python, and which names are taken.

A taken name gets an underscore after it, as PEP 8 has it. Every name of the generated package that is not
made from the spec stands in one of the lists below; whoever adds one adds it here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from keyword import kwlist

from specloom.ir import Alias, Module, Name, Package, Record, Ref
from specloom.names import pascal, snake, split_words, upper_snake

EXPORTS: Mapping[str, tuple[str, ...]] = {
    "_algebra": ("chunk", "compose", "diff", "merge"),
    "_codec": ("Codec",),
    "_delta_error": ("DeltaError", "Diagnostic"),
    "_operations": ("Operation",),
    "_problems": ("DecodeError", "EncodeError", "Problem"),
    "_record": ("Record",),
    "_sse": ("ServerSentEvent", "SseReader"),
    "_stream_state": ("Change",),
    "_values": ("UNSET", "UnknownVariant", "UnsetType"),
}
"""What the runtime files of a generated package export."""

# Exceptions are listed rather than taken from `builtins`, so that the output does not depend on the
# version of Python that runs specloom.
_BUILTIN_TYPES = frozenset(
    [
        "ArithmeticError",
        "AssertionError",
        "AttributeError",
        "BaseException",
        "BaseExceptionGroup",
        "BlockingIOError",
        "BrokenPipeError",
        "BufferError",
        "BytesWarning",
        "ChildProcessError",
        "ConnectionAbortedError",
        "ConnectionError",
        "ConnectionRefusedError",
        "ConnectionResetError",
        "DeprecationWarning",
        "EOFError",
        "Ellipsis",
        "EncodingWarning",
        "EnvironmentError",
        "Exception",
        "ExceptionGroup",
        "False",
        "FileExistsError",
        "FileNotFoundError",
        "FloatingPointError",
        "FutureWarning",
        "GeneratorExit",
        "IOError",
        "ImportError",
        "ImportWarning",
        "IndentationError",
        "IndexError",
        "InterruptedError",
        "IsADirectoryError",
        "KeyError",
        "KeyboardInterrupt",
        "LookupError",
        "MemoryError",
        "ModuleNotFoundError",
        "NameError",
        "None",
        "NotADirectoryError",
        "NotImplemented",
        "NotImplementedError",
        "OSError",
        "OverflowError",
        "PendingDeprecationWarning",
        "PermissionError",
        "ProcessLookupError",
        "PythonFinalizationError",
        "RecursionError",
        "ReferenceError",
        "ResourceWarning",
        "RuntimeError",
        "RuntimeWarning",
        "StopAsyncIteration",
        "StopIteration",
        "SyntaxError",
        "SyntaxWarning",
        "SystemError",
        "SystemExit",
        "TabError",
        "TimeoutError",
        "True",
        "TypeError",
        "UnboundLocalError",
        "UnicodeDecodeError",
        "UnicodeEncodeError",
        "UnicodeError",
        "UnicodeTranslateError",
        "UnicodeWarning",
        "UserWarning",
        "ValueError",
        "Warning",
        "WindowsError",
        "ZeroDivisionError",
    ]
)

_TAKEN_TYPES = _BUILTIN_TYPES.union(
    *EXPORTS.values(),
    (
        "CODECS",
        "OPERATIONS",
        "Any",
        "Final",
        "Literal",
        "TYPE_CHECKING",
        "TypeAlias",
        "Readers",
        "Surprise",
    ),
    ("AsyncIterable", "AsyncIterator", "Iterable", "Iterator", "EventReader", "Codecs", "Mapping"),
)

_TAKEN_FIELDS = frozenset(
    [
        *kwlist,
        *("decode", "encode", "from_json", "problems", "residue", "to_json"),  # members of Record
        *(
            "bool",
            "dict",
            "float",
            "int",
            "list",
            "str",
        ),  # else they would hide the builtins of annotations
        *("classmethod", "property", "staticmethod"),  # and the decorators of methods woven in
        "self",
    ]
)

_TAKEN_MODULES = frozenset(
    [
        *kwlist,
        *("accumulators", "codecs", "event_streams", "operations", "streams"),
        *("chunk", "compose", "diff", "events", "merge"),  # functions of the package itself
    ]
)


def exported(package: Package) -> Mapping[str, tuple[str, ...]]:
    """What people import from the runtime files that `package` needs."""
    unneeded = {*([] if package.operations else ["_operations"])}
    unneeded |= {*([] if package.streams else ["_sse"])}
    return {home: names for home, names in EXPORTS.items() if home not in unneeded}


_CLASS_NAME = re.compile(r"[A-Z][A-Za-z0-9]*")


def type_name(name: Name) -> str:
    """The class or alias for a declaration: as the spec spells it where Python can."""
    spelled = name.spelled
    if not (_CLASS_NAME.fullmatch(spelled) and split_words(spelled) == name.words):
        spelled = _begin_with_letter(pascal(name.words), "N")
    return _free(spelled, _TAKEN_TYPES)


def field_name(name: Name) -> str:
    """The attribute for a member."""
    return _free(_begin_with_letter(snake(name.words), "n"), _TAKEN_FIELDS)


def module_name(name: Name) -> str:
    """The module for a spec file."""
    return _free(_begin_with_letter(snake(name.words), "n"), _TAKEN_MODULES)


def function_name(name: Name) -> str:
    """The words joined, for functions that are made for a declaration: `decode_` and the like."""
    return snake(name.words)


def values_name(name: Name) -> str:
    """The constant that lists the known values of a choice."""
    return f"{_begin_with_letter(upper_snake(name.words), 'N')}_VALUES"


def _begin_with_letter(text: str, letter: str) -> str:
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
