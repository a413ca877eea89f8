"""Checking and listing, which write nothing, and the diff that says what would change."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from contents import everything
from output.trees import A, B, acts, put, tree
from specloom import output
from specloom.output import Act, Mode


def test_checking_says_what_would_change_and_writes_nothing(root: Path) -> None:
    put(root, A)
    (root / "a/one.txt").write_text("drifted\n")
    before = everything(root)
    outcome = put(root, tree("a", {"one.txt": "1\n", "new": "n"}), mode=Mode.CHECK)
    assert outcome.drift
    assert acts(outcome) == {
        "a/one.txt": Act.UPDATE,
        "a/new": Act.WRITE,
        "a/deep/two.txt": Act.REMOVE,
        "FILES": Act.UPDATE,
    }
    assert everything(root) == before


def test_checking_makes_no_folder(root: Path) -> None:
    assert put(root, A, mode=Mode.CHECK).drift
    assert not root.exists()


def test_listing_looks_at_nothing(root: Path) -> None:
    outcome = put(root, A, B, mode=Mode.LIST)
    assert {change.path for change in outcome.changes} == {
        "a/one.txt",
        "a/deep/two.txt",
        "b/three.txt",
    }
    assert not root.exists()


HARD_TEXTS = [
    "one\ntwo\nthree\n",
    "one\nTWO\nthree\n",
    "no newline at the end",
    "no newline\nat the end",
    "",
    "\n",
    "\n\n",
    "form\x0cfeed\nand\u2028separator\n",
    "tab\t and trailing space \n",
    "--- a/x\n+++ b/x\n",
]


@pytest.mark.parametrize("old", [*HARD_TEXTS, None])
@pytest.mark.parametrize("new", [*HARD_TEXTS, None])
def test_the_diff_is_one_that_git_applies(root: Path, old: str | None, new: str | None) -> None:
    put(root, tree("a", {} if old is None else {"x y": old}))
    wanted = tree("a", {} if new is None else {"x y": new})
    patch = "".join(output.diff(put(root, wanted, mode=Mode.CHECK).changes, ""))
    if old == new:
        assert patch == ""
        return
    applied = subprocess.run(
        ["git", "apply", "--unidiff-zero", "--whitespace=nowarn", "-"],
        cwd=root,
        input=patch.encode(),
        capture_output=True,
        check=False,
    )
    assert applied.returncode == 0, (applied.stderr, patch)
    assert not put(root, wanted, mode=Mode.CHECK).drift


def test_the_diff_names_paths_as_the_user_would() -> None:
    change = output.Change("a/x", Act.UPDATE, b"1\n", b"2\n", "a")
    lines = "".join(output.diff([change], "generated/")).splitlines()
    assert lines[:3] == [
        "diff --git a/generated/a/x b/generated/a/x",
        "--- a/generated/a/x",
        "+++ b/generated/a/x",
    ]
