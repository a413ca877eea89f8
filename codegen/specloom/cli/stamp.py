"""The stamp of a generation: what it was made from and what it wrote, so that the next one can be spared.

A generation that had nothing to complain of leaves a stamp in the cache. Its key is made of all that the
files came from: the spec, the configuration and the flags, templates and targets of the project, this tool's
own code and templates, the interpreter and the versions of all packages. It holds a digest of each file that
was written. When all of that is the same, nothing is made or written again, and the same is said. Times of
files are not looked at. There is no stamp where somebody's program or package is among the targets: nobody
knows what those look at.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from specloom import __version__
from specloom.cache import key_of, read_pack, write_pack
from specloom.cli.project import Project
from specloom.cli.sources import path_of, read_source
from specloom.fingerprint import Unclear, fingerprint, folder_files, installation, spec_files
from specloom.output.standing import digests_of, stands
from specloom.plugins.plug import looks_like_path
from specloom.shipped import find_shipped

if TYPE_CHECKING:
    from specloom.output import Change, Tree
    from specloom.targets.base import OptionValue, Target

_EDITION = "1"
"""To be raised when what a stamp holds changes."""
_HOME = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Stamp:
    """The stamp of one project's generation into `root`, as the flags are."""

    project: Project
    root: Path
    chosen: Sequence[str]
    settings: Sequence[str]
    templates: Path | None

    def recall(self, key: str) -> Mapping[str, int] | None:
        """The targets and how many files each has, if nothing has changed since the last generation."""
        entry = read_pack(self._name).get(key)
        if entry is None or len(entry) != 2 or key_of(entry[:1]) != entry[1]:
            return None
        kept = json.loads(entry[0])  # its own digest stands beside it: it is what we wrote
        if kept["texts"] != _digest_of_files(kept["paths"]) or not stands(self.root, kept["files"]):
            return None
        targets: dict[str, int] = kept["targets"]
        return targets

    def remember(
        self,
        key: str,
        targets: Sequence[tuple[Target, Mapping[str, OptionValue]]],
        trees: Sequence[Tree],
        changes: Sequence[Change],
    ) -> None:
        """Keep that `trees` are what comes of `key`, unless something changed since that was taken."""
        if not key or key != self.key() or not _are_pure(target for target, _ in targets):
            return
        texts = [text for target, options in targets for text in _texts_of(target, options)]
        kept = {
            "targets": {tree.target: len(tree.files) for tree in trees},
            "files": digests_of(changes),
            "paths": [path_of(text) for text in texts],
            "texts": key_of(texts),
        }
        text = json.dumps(kept, separators=(",", ":"))
        write_pack(self._name, {key: [text, key_of([text])]})

    def key(self) -> str:
        """A digest of all that the files come from; empty where that cannot be told."""
        try:
            return fingerprint([*self._facts(), *installation()], [*self._files()])
        except (Unclear, OSError, UnicodeError):
            return ""

    @property
    def _name(self) -> str:
        whole = os.path.abspath(self.root)  # noqa: PTH100 - resolving links would merge two places
        return f"generated {whole} {' '.join(self.chosen)}"

    def _facts(self) -> Iterator[str]:
        yield from (_EDITION, __version__, str(self.project.spec), self.project.name)
        yield repr(self.project.config)
        yield from (str(self.templates), str(self.chosen), str(self.settings))

    def _files(self) -> Iterator[str]:
        yield from spec_files(self.project.spec)
        yield from folder_files(_HOME)
        for folder in (find_shipped("templates"), *self._places()):
            yield from folder_files(folder) if folder is not None else ()

    def _places(self) -> Iterator[Path]:
        """Folders of templates and of targets that are not built in."""
        config = self.project.config
        templates = self.templates or config.templates
        yield from [templates] if templates else []
        yield from (plug.place for plug in config.plugs.values() if plug.path)
        yield from (Path(name) for name in self.chosen if looks_like_path(name))
        home = Path(config.where.file).parent
        yield from (home / name for name in config.targets or () if looks_like_path(name))


def _are_pure(targets: Iterable[Target]) -> bool:
    """Whether all targets are built in, or are data of the folders that the key is made of."""
    from specloom.targets.data import DataTarget
    from specloom.targets.registry import BUILT_IN

    return all(target.name in BUILT_IN or isinstance(target, DataTarget) for target in targets)


def _texts_of(target: Target, options: Mapping[str, OptionValue]) -> Iterator[str]:
    """The texts of files that are values of options."""
    for option in target.options:
        texts = options[option.name]
        if option.reads and isinstance(texts, list):
            yield from texts


def _digest_of_files(paths: Iterable[str]) -> str:
    """The digest of the texts of files, as they are values of options; empty if one cannot be read."""
    try:
        return key_of(read_source(Path(path)) for path in paths)
    except (OSError, ValueError):
        return ""
