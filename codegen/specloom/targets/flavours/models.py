"""The one call of datamodel-code-generator, with what it made before kept between runs."""

from __future__ import annotations

import ast
import copy
import json
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

from specloom.cache import key_of, read_pack, write_pack
from specloom.targets.flavours.reading import FlavouredReading
from specloom.targets.python.blocks import LINE_LENGTH, lay_out


class FlavourError(Exception):
    """datamodel-code-generator refuses what it was given."""


def write_models(reading: FlavouredReading, opening: str) -> str:
    """The module of models, which begins with `opening`.

    A few seconds of work on a spec of a hundred types: kept, and told apart by all that it depends on.
    """
    document = json.dumps(reading.document)
    settings = {
        **reading.flavour.settings,
        "aliases": reading.attributes,
        "extra_template_data": {name: extras for name, extras in reading.extras.items() if extras},
        "custom_file_header": opening,
    }
    key = key_of([_tools(), json.dumps(settings), document])
    pack = f"{reading.flavour.name} {reading.package.name.spelled} {len(reading.package.decls)}"
    known = read_pack(pack).get(key)
    if known is not None and len(known) == 1:
        return known[0]
    made = lay_out(_generate(document, settings))
    write_pack(pack, {key: [made]})
    return made


def bound_by(models: str) -> Iterator[str]:
    """The names that a module defines, in order."""
    for statement in ast.parse(models).body:
        match statement:
            case ast.ClassDef(name=name):
                yield name
            case ast.Assign(targets=[ast.Name(id=name)]):
                yield name
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name
            case _:
                pass


def _tools() -> str:
    return f"2 {version('datamodel-code-generator')} {version('black')} {LINE_LENGTH}"


def _generate(document: str, settings: dict[str, Any]) -> str:
    import datamodel_code_generator as maker

    # A copy of its own for each class: what it says of one class it writes into what it was given.
    given = settings | {"formatters": settings["formatters"].split()}
    given["extra_template_data"] = {
        name: copy.deepcopy(extras) for name, extras in settings["extra_template_data"].items()
    }
    # Names were made for Python before; whatever else it would do to them, they are to stay.
    given["custom_class_name_generator"] = str
    try:
        made = maker.generate(document, **given)
    except maker.Error as error:
        raise FlavourError(str(error)) from error
    if not isinstance(made, str):
        raise FlavourError("it made several modules where one was expected")
    return made
