"""A plan as a unified diff that `git apply` takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from specloom.output.manifest import unify
from specloom.output.plan import Act, Change

_NO_NEWLINE = "\\ No newline at end of file\n"


def diff(changes: Iterable[Change], label: str) -> Iterator[str]:
    """The lines of a unified diff from what is on disk to what should be; `label` leads each path."""
    from difflib import unified_diff

    prefix = f"{label.rstrip('/')}/" if label not in ("", ".") else ""
    for change in sorted(changes, key=lambda change: change.path):
        if change.act is Act.KEEP:
            continue
        old = "/dev/null" if change.before is None else f"a/{prefix}{change.path}"
        new = "/dev/null" if change.after is None else f"b/{prefix}{change.path}"
        yield f"diff --git a/{prefix}{change.path} b/{prefix}{change.path}\n"
        if change.before is None:
            yield "new file mode 100644\n"
        if change.after is None:
            yield "deleted file mode 100644\n"
        for line in unified_diff(_lines(change.before), _lines(change.after), old, new):
            yield line if line.endswith("\n") else f"{line}\n{_NO_NEWLINE}"


def _lines(content: bytes | None) -> list[str]:
    # not splitlines(): a form feed or U+2028 ends no line of a file
    text = unify(content or b"").decode("utf-8", errors="replace")
    lines = [f"{line}\n" for line in text.split("\n")]
    last = lines.pop()[:-1]
    return [*lines, last] if last else lines
