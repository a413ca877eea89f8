"""Nothing is half written: places that cannot be, full disks, interrupts, runs side by side."""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path

import pytest

from contents import everything
from output.trees import A, acts, codes, put, tree
from specloom.output import Mode
from specloom.output.manifest import read_manifest


@pytest.mark.parametrize("mode", [Mode.WRITE, Mode.CHECK])
def test_an_output_that_is_a_file_is_an_error(root: Path, mode: Mode) -> None:
    root.write_text("a file")
    assert codes(put(root, A, mode=mode)) == ["bad-output"]
    assert root.read_text() == "a file"


def test_an_output_inside_a_file_is_an_error(root: Path) -> None:
    root.write_text("a file")
    assert codes(put(root / "deeper" / "out", A)) == ["bad-output"]
    assert codes(put(root / "deeper", A, mode=Mode.CHECK)) == ["bad-output"]


def test_an_output_that_is_a_dangling_link_is_an_error(root: Path) -> None:
    root.symlink_to(root.parent / "nowhere")
    assert codes(put(root, A)) == ["bad-output"]


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder nobody can write to")
def test_a_folder_that_nobody_can_write_to_is_an_error() -> None:
    outcome = put(Path("/proc/specloom"), A)
    assert codes(outcome) == ["cannot-write"]
    assert "nothing has been changed" in outcome.problems[0].fact


def full_after(count: int, method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the disk fill up at the `count`th call of a method of Path."""
    real = getattr(Path, method)
    calls = 0

    def failing(self: Path, *args: object, **kwargs: object) -> object:
        nonlocal calls
        calls += 1
        if calls == count:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self))
        return real(self, *args, **kwargs)

    monkeypatch.setattr(Path, method, failing)


@pytest.mark.parametrize("method", ["write_bytes", "replace", "unlink", "mkdir"])
@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_full_disk_leaves_everything_as_it_was(
    root: Path, method: str, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = tree("a", {"x": "old", "y": "y", "stale/one": "1", "stale/two": "2", "stale/three": "3"})
    put(root, old)
    before, folders = everything(root), {path for path in root.rglob("*") if path.is_dir()}
    new = tree("a", {"x": "new", "new/one": "1", "newer/deep/two": "2"})
    with monkeypatch.context() as patch:
        full_after(count, method, patch)
        outcome = put(root, new)
    assert codes(outcome) == ["cannot-write"]
    assert everything(root) == before
    assert {path for path in root.rglob("*") if path.is_dir()} == folders
    assert codes(put(root, new)) == []


def test_a_full_disk_at_first_leaves_no_folder(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full_after(2, "write_bytes", monkeypatch)
    assert codes(put(root / "deep", A)) == ["cannot-write"]
    assert not root.exists()


def test_an_interrupt_leaves_everything_as_it_was(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(root, A)
    before = everything(root)
    real = Path.replace
    calls = 0

    def interrupted(self: Path, target: Path) -> Path:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise KeyboardInterrupt
        return real(self, target)

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        put(root, tree("a", {"one.txt": "changed", "more": "m"}))
    assert everything(root) == before


def test_runs_at_the_same_time_lose_nothing(root: Path) -> None:
    root.mkdir()
    trees = [tree(f"t{n}", {f"f{m}": f"{n} {m}" for m in range(20)}) for n in range(8)]
    threads = [
        threading.Thread(target=put, args=(root, each), kwargs={"whole": False}) for each in trees
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(read_manifest((root / "FILES").read_bytes()).entries) == 160
    assert acts(put(root, *trees)) == {}
