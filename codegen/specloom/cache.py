"""What earlier runs worked out, kept between runs. Safe to delete at any time; never needed for a result.

A pack is one file of entries by key; whoever uses one puts everything that a result depends on into the
key. Packs lie under `$SPECLOOM_CACHE`, `$XDG_CACHE_HOME/specloom` or `~/.cache/specloom`; an empty
`SPECLOOM_CACHE` turns them off.

Among those who keep something: `targets/python/blocks` what black made of each block, `validate/memory` what
a spec says, and `cli/stamp` what a generation was made from and what it wrote, so that an unchanged one is
spared.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from specloom.digests import blake2b

Pack = Mapping[str, list[str]]


def read_pack(name: str) -> Pack:
    """The entries that were written last under `name`; none if there are none or they cannot be read."""
    path = _path(name)
    if path is None:
        return {}
    try:
        pack = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(pack, dict):
        return {}
    return {key: entry for key, entry in pack.items() if _is_entry(entry)}


def write_pack(name: str, pack: Pack) -> None:
    """Keep `pack` under `name` in place of what is there. Readers see the old or the new one, whole."""
    path = _path(name)
    if path is None:
        return
    import tempfile

    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, beside = tempfile.mkstemp(prefix=".new-", dir=path.parent)
        try:
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                json.dump(pack, file)
            Path(beside).replace(path)
        except OSError:
            Path(beside).unlink(missing_ok=True)


def key_of(parts: Iterable[str]) -> str:
    """A key for everything that `parts` say, in their order."""
    text = "".join(f"{len(part)}:{part}" for part in parts)
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _is_entry(entry: object) -> bool:
    return isinstance(entry, list) and all(isinstance(part, str) for part in entry)


def _path(name: str) -> Path | None:
    place = _folder()
    return None if place is None else place / f"{key_of([name])}.json"


def _folder() -> Path | None:
    chosen = os.environ.get("SPECLOOM_CACHE")
    if chosen is not None:
        return Path(chosen) if chosen else None
    base = os.environ.get("XDG_CACHE_HOME")
    if base and Path(base).is_absolute():
        return Path(base) / "specloom"
    with contextlib.suppress(RuntimeError):  # nobody knows where home is
        return Path.home() / ".cache" / "specloom"
    return None
