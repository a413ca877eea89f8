"""What a flavour is, and the target that it makes. Cheap to import: whatever is heavy waits for `emit`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from specloom.ir import Package
from specloom.targets.base import Option, OptionValue, Output

Settings = Mapping[str, str | bool | Mapping[str, str]]
"""Options of datamodel-code-generator's `generate()`."""

Extras = Mapping[str, Mapping[str, bool]]
"""What its template for one class is told besides."""

COMMON: Settings = {
    "input_file_type": "jsonschema",  # said, so that nothing is inferred from the text
    "target_python_version": "3.11",  # the oldest that generated/python supports too
    "allow_remote_refs": False,  # nothing is fetched: the bundle needs nothing else
    "disable_timestamp": True,  # same spec, same bytes
    "formatters": "",  # its own formatters read the settings of the folder we run in; we lay out ourselves
    "skip_root_model": True,  # the bundle's root is no type
    "keep_model_order": True,  # otherwise the order hangs on which model refers to which
    "use_type_alias": True,  # unions and choices are types, not classes with a member `root`
    "enum_field_as_literal": "all",  # values are plain texts, as in the Python target
    "strict_nullable": True,  # what is not nullable takes no null
    "use_schema_description": True,  # docstrings of classes
    "use_standard_collections": True,  # list, dict
    "use_union_operator": True,  # A | B
    "treat_dot_as_module": False,  # a dot in a name makes no module
}
"""What all flavours ask of datamodel-code-generator; every option is pinned, the defaults move."""


@dataclass(frozen=True, slots=True)
class Flavour:
    """One way to write models.

    `unknown_variants` and `unknown_values` say whether its open unions and open choices can be spelled out
    beside what the spec knows; where not, unions are closed and choices are any text. `taken` are the names
    that its modules import: a type of the spec called so gets an underscore.
    `closed` is what the template for a closed record is told. A record with a member whose name matches
    `unnameable` becomes a map of anything.
    """

    name: str
    summary: str
    requires: Sequence[str]
    settings: Settings
    unknown_variants: bool
    unknown_values: bool
    taken: frozenset[str]
    closed: Extras = field(default_factory=dict)
    unnameable: str = "(?!)"

    @property
    def word(self) -> str:
        """The flavour in one word."""
        return self.name.removeprefix("python-")


@dataclass(frozen=True, slots=True)
class FlavourTarget:
    """Writes a project that installs by itself."""

    flavour: Flavour
    options: Sequence[Option] = field(
        default=(
            Option(
                "regenerate",
                "the command that the first line of each file names",
                "make generate",
            ),
        )
    )

    @property
    def name(self) -> str:
        """What `-t` takes."""
        return self.flavour.name

    @property
    def folder(self) -> str:
        """The folder under the output folder."""
        return self.flavour.name

    @property
    def summary(self) -> str:
        """One line for `specloom targets`."""
        return self.flavour.summary

    def emit(self, package: Package, options: Mapping[str, OptionValue]) -> Output:
        """All files of the project."""
        from specloom.targets.flavours.emit import emit

        return emit(package, self.flavour, str(options["regenerate"]))
