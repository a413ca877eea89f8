"""One file for each thing that the manifest asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from specloom.ir import Package
from specloom.origin import mark
from specloom.render import filler
from specloom.serialise import write_package
from specloom.targets.base import File, OptionValue, Output
from specloom.targets.data.gathering import Gatherer
from specloom.targets.data.manifest import FileRule

if TYPE_CHECKING:
    from specloom.targets.data import DataTarget


def emit(target: DataTarget, package: Package, options: Mapping[str, OptionValue]) -> Output:
    """The files that `target` makes of `package`."""
    gatherer = Gatherer(package, target.manifest)
    shared = {
        "package": gatherer.whole(),
        "options": dict(options),
        "mark": gatherer.writer.phrase(mark(package, target.name)),
        "capabilities": target.manifest.capabilities,
        "ir": write_package(package),
    }
    writer = gatherer.writer
    fill = filler(target.sheets, {"literal": writer.text, "comment": writer.comment}).fill
    files = [
        File(PurePosixPath(path), fill(rule.template, {**shared, **more}))
        for rule in target.manifest.files
        for path, more in _things(rule, gatherer, shared["package"])
    ]
    files += [File(PurePosixPath(path), text) for path, text in target.runtime.items()]
    return Output(files)


def _things(
    rule: FileRule, gatherer: Gatherer, whole: Any
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The path of every file that `rule` asks for, and what its template sees besides the package."""
    names = gatherer.names
    path = rule.path.replace("{package}", names.whole)
    if rule.each == "package":
        yield path, {}
        return
    for module, view in zip(gatherer.package.modules, whole.modules, strict=True):
        place = path.replace("{module}", view.name)
        if rule.each == "module":
            yield place, {"module": view}
            continue
        for decl, type in zip(module.decls, view.types, strict=True):
            if rule.each in ("type", type.kind):
                file = names.file_of_type(decl.name.spelled)
                yield place.replace("{type}", file), {"module": view, "type": type}
