"""Files that hold what is expected, compared byte for byte, and rewritten by `make bless`."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
_DIFF_LINES = 60


class Goldens:
    """Compares what came out with what is expected, or makes it the expectation when blessing."""

    def __init__(self, *, blessing: bool) -> None:
        self.blessing = blessing
        self.moved: list[str] = []

    def compare(self, path: Path, actual: str) -> None:
        """Fail unless `path` holds `actual`; when blessing, make it so."""
        complaint = self._settle(path, actual)
        if complaint:
            pytest.fail(complaint, pytrace=False)

    def compare_folder(
        self, folder: Path, actual: Mapping[str, str], given: frozenset[str]
    ) -> None:
        """Fail unless `folder` holds the files `actual`, and besides them those `given`, and nothing else.

        All complaints come at once.
        """
        complaints = [self._settle(folder / name, text) for name, text in sorted(actual.items())]
        present = {
            path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
        }
        complaints += [f"{_show(folder / name)}: missing" for name in sorted(given - present)]
        for name in sorted(present - given - set(actual)):
            complaints.append(self._remove(folder / name))
        if any(complaints):
            pytest.fail("\n".join(filter(None, complaints)), pytrace=False)

    def _settle(self, path: Path, actual: str) -> str | None:
        wanted = actual.encode("utf-8", errors="surrogatepass")
        found = path.read_bytes() if path.is_file() else None
        if found == wanted:
            return None
        if self.blessing:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(wanted)
            self.moved.append(
                f"{'new' if found is None else 'moved'}: {_show(path)}{_count(found, wanted)}"
            )
            return None
        if found is None:
            return f"{_show(path)}: missing; `make bless` writes it"
        return f"{_show(path)}: differs; `make bless` rewrites it\n{_diff(found, wanted)}"

    def _remove(self, path: Path) -> str | None:
        if self.blessing:
            path.unlink()
            self.moved.append(f"gone: {_show(path)}")
            return None
        return f"{_show(path)}: nothing is expected here; `make bless` removes it"


def _show(path: Path) -> str:
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path)


def _lines(content: bytes) -> list[str]:
    return content.decode("utf-8", errors="backslashreplace").split("\n")


def _count(found: bytes | None, wanted: bytes) -> str:
    if found is None:
        return ""
    changes = list(difflib.unified_diff(_lines(found), _lines(wanted), n=0, lineterm=""))[2:]
    added = sum(line.startswith("+") for line in changes)
    removed = sum(line.startswith("-") for line in changes)
    return f" (+{added} -{removed} lines)"


def _diff(found: bytes, wanted: bytes) -> str:
    lines = list(
        difflib.unified_diff(_lines(found), _lines(wanted), "expected", "actual", lineterm="")
    )
    if len(lines) > _DIFF_LINES:
        lines = [*lines[:_DIFF_LINES], f"... and {len(lines) - _DIFF_LINES} more lines"]
    return "\n".join(ascii(line)[1:-1] if not line.isprintable() else line for line in lines)
