"""Noticing that files change, with nothing but the standard library: look, wait a little, look again.

A file counts as changed when its content does: saving it unchanged, or touching it, is nothing. Editors write
in several steps, so a change is passed on once two looks in a row agree.
(Road not taken: the notification systems of the kernels. There is one for each, none works on every network
drive, and a spec is a handful of files.)
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

INTERVAL = 0.25
"""Seconds between two looks."""
_SETTLED = 2.0
"""Seconds after which a time stamp can be trusted: until then, another write may leave it as it is."""

Look = Mapping[Path, str]
"""What a look saw: a digest of every file."""


@dataclass(slots=True)
class Watcher:
    """Looks at the files that `find` names; `pause` and `clock` are the world's, or a test's."""

    find: Callable[[], Iterable[Path]]
    pause: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.time
    _known: dict[Path, tuple[tuple[int, int, int], str]] = field(default_factory=dict)

    def look(self) -> Look:
        """What is there now."""
        return {path: digest for path in self.find() if (digest := self._digest(path))}

    def wait(self, before: Look) -> tuple[Sequence[Path], Look]:
        """Wait until the files differ from `before` and are at rest: which ones do, and the new look."""
        while True:
            self.pause(INTERVAL)
            now = self.look()
            while now != before:
                self.pause(INTERVAL)
                again = self.look()
                if again == now:
                    changed = {p for p in {*before, *now} if before.get(p) != now.get(p)}
                    return sorted(changed), now
                now = again

    def _digest(self, path: Path) -> str:
        """A digest of the content; empty when there is no such file."""
        try:
            status = path.stat()
            stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
            if path in self._known and self._known[path][0] == stamp:
                return self._known[path][1]
            digest = hashlib.blake2b(path.read_bytes()).hexdigest()
        except FileNotFoundError:
            return ""
        except OSError as error:
            return f"{type(error).__name__} {error.errno}"
        if abs(self.clock() - status.st_mtime) > _SETTLED:
            self._known[path] = (stamp, digest)
        return digest


def follow(watcher: Watcher, act: Callable[[Sequence[Path]], object]) -> None:
    """Call `act` now, and with the changed files after each change, until something interrupts.

    The first look comes before `act` reads anything: what changes meanwhile is noticed after.
    """
    changed: Sequence[Path] = ()
    look = watcher.look()
    while True:
        act(changed)
        changed, look = watcher.wait(look)
