"""Where the names come from that generated modules use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from specloom.ir import Choice, Record, Union
from specloom.targets.python.names import Names, decoder_name, exported, values_name


@dataclass(frozen=True, slots=True, order=True)
class Import:
    """`from <module> import <name> as <alias>`; without a name, `import <module>`."""

    module: str
    name: str
    alias: str


def _names_of(module: str, *names: str) -> dict[str, Import]:
    return {name: Import(module, name, name) for name in names}


_STANDARD = {
    "re": Import("re", "", "re"),
    "intern": Import("sys", "intern", "intern"),
    **_names_of("typing", "Any", "Final", "Literal", "TypeAlias"),
}

_OF_MODELS = {
    **_STANDARD,
    **_names_of("._codec", "read_as"),
    **_names_of("._dataclass", "dataclass"),
    **_names_of("._record", "Record"),
    **_names_of("._values", "UNSET", "UnknownVariant", "UnsetType"),
}

_OF_WIRE = {
    **_STANDARD,
    "s": Import("..", "_shapes", "s"),
    "q": Import(".._text", "quote", "q"),
    "w": Import(".._registry", "WRITE", "w"),
    **_names_of(".._codec", "Codec"),
    **_names_of(
        ".._fast", "Surprise", "Variants", "array", "extra", "items", "known", "new", "no", "only"
    ),
    **_names_of(".._fast", "limited_table", "table", "text_table", "texts", "variants"),
    **_names_of(".._shapes", "is_multiple"),
    **_names_of(".._text", "add_residue", "rewrite", "text_of_list"),
    "U": Import(".._values", "UNSET", "U"),
}

_OF_WHOLE = {
    **_names_of(
        "collections.abc", "AsyncIterable", "AsyncIterator", "Iterable", "Iterator", "Mapping"
    ),
    **_names_of("typing", "overload"),
    **_names_of("._codec", "Codec", "Codecs"),
    **_names_of("._events", "EventReader"),
    "_new": Import("._fast", "new", "_new"),
    "_Alike": Import("._templates", "Alike", "_Alike"),
    **_names_of("._operations", "Operation"),
    **_names_of(".codecs", "CODECS"),
}


_SHARED_CHECKS = [
    f"{noun}{suffix}"
    for noun in ("TEXT", "INTEGER", "NUMBER", "BOOLEAN", "LIST", "OBJECT")
    for suffix in ("", "_OR_NULL")
]


def _privately(module: str, *names: str) -> dict[str, Import]:
    """Imports under names of our own: types of a spec may be called the same."""
    return {f"_{name}": Import(module, name, f"_{name}") for name in names}


_OF_MERGING = {
    **_privately("._accumulate", "Accumulator", "Root", "S"),
    **_privately("._freezing", "COPY", "Copier", "freeze", "freeze_list"),
    **_privately("._pieces", "Step", "Way"),
    **_privately("._addresses", "AddressedFold"),
    **_privately("._checks", "ABSENT", "Branch", "Check", "Listing", *_SHARED_CHECKS),
    **_privately("._delta_error", "At"),
    **_privately("._fold", "Fold"),
    **_privately("._rules", "Member", "Rules"),
    **_privately("._stream", "StreamGatherer"),
    **_privately("._stream_state", "Patch", "Target"),
}


def for_merging(names: Names) -> Mapping[str, Import]:
    """What the modules that merge may use."""
    accumulators = {
        name: Import(".accumulators", name, name)
        for delta in names.package.deltas
        for name in [f"{names.types[delta.snapshot]}Accumulator"]
    }
    return dict(for_whole(names)) | _OF_MERGING | accumulators


def for_models(names: Names, module: str) -> Mapping[str, Import]:
    """What a module of models may use and does not define."""
    types = {
        names.types[decl]: Import(f".{home}", names.types[decl], names.types[decl])
        for decl, home in names.modules.items()
        if home != module
    }
    return types | _OF_MODELS


def for_wire(names: Names) -> Mapping[str, Import]:
    """What a module under `_wire` may use and does not define."""
    known = dict(_OF_WIRE)
    for decl in names.package.decls.values():
        home = names.modules[decl.name.spelled]
        known[f"_{home}"] = Import(".", home, f"_{home}")
        if isinstance(decl, Record):
            name = names.types[decl.name.spelled]
            known[name] = Import(f"..{home}", name, name)
        elif isinstance(decl, Choice):
            name = values_name(decl.name)
            known[name] = Import(f"..{home}", name, name)
    return known


def for_whole(names: Names) -> Mapping[str, Import]:
    """What the modules on the package as a whole may use."""
    return dict(for_models(names, "")) | _OF_WHOLE


def for_partials(names: Names) -> Mapping[str, Import]:
    """Everything that the package exports, for methods that people write."""
    known = dict(for_models(names, ""))
    for decl in names.package.decls.values():
        home = f".{names.modules[decl.name.spelled]}"
        if isinstance(decl, Choice):
            known |= _names_of(home, values_name(decl.name))
        elif isinstance(decl, Union):
            known |= _names_of(home, decoder_name(decl.name))
    for module, listed in exported(names.package).items():
        known |= _names_of(f".{module}", *listed)
    known |= _names_of(".codecs", "CODECS") | _names_of(".operations", "OPERATIONS")
    return known | _names_of(".event_streams", "aiter_events", "iter_events")


def write_imports(imports: Iterable[Import]) -> str:
    """Import statements as black lays them out: the standard library, then our own, each sorted."""
    grouped: dict[tuple[str, str], list[Import]] = {}
    for item in sorted(set(imports), key=_rank):
        grouped.setdefault((item.module, "" if item.name else item.alias), []).append(item)
    standard = [_statement(items) for items in grouped.values() if items[0].module[0] != "."]
    ours = [_statement(items) for items in grouped.values() if items[0].module[0] == "."]
    return "\n\n".join("\n".join(group) for group in (standard, ours) if group)


def _rank(item: Import) -> tuple[bool, bool, int, str, str]:
    local = item.module.startswith(".")
    dots = len(item.module) - len(item.module.lstrip("."))
    return local, bool(item.name), -dots, item.module, item.name


def _statement(items: Sequence[Import]) -> str:
    module, alias = items[0].module, items[0].alias
    if not items[0].name:
        return f"import {module}" if alias == module else f"import {module} as {alias}"
    names = [i.name if i.name == i.alias else f"{i.name} as {i.alias}" for i in items]
    line = f"from {module} import {', '.join(names)}"
    if len(line) <= 100:
        return line
    listed = "".join(f"    {name},\n" for name in names)
    return f"from {module} import (\n{listed})"
