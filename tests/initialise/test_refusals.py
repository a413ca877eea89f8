"""What stops `specloom init`, all of it at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from commands import Here
from initialise.repositories import written


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--dir", "nowhere"], "nowhere"),
        (["--dir", "spec/small.schema.json"], "small.schema.json"),
        (["--spec", "nowhere"], "there is no spec at 'nowhere'"),
        (["--spec", "spec", "--spec", "spec"], "two of the specs describe one package"),
        (["-t", "pyhton"], "did you mean 'python'?"),
        (["--requirement", "a\nb"], "not one line"),
        (["--requirement", " "], "not one line"),
    ],
)
def test_what_cannot_be_asked_for_exits_with_2(here: Here, arguments: list[str], said: str) -> None:
    result = here.run("init", *arguments)
    assert result.code == 2
    assert said in result.err
    assert written(here) == set()


def test_a_broken_spec_among_several_exits_with_3(here: Here) -> None:
    here.write_spec("{", "other/small.schema.json")
    result = here.run("init", "--spec", "spec", "--spec", "other")
    assert result.code == 3
    assert "other/small.schema.json:1:2: error" in result.err
    assert written(here) == {"other/small.schema.json"}


@pytest.mark.parametrize("kind", ["link", "file"])
def test_what_is_in_the_way_stops_all_of_it(here: Here, tmp_path: Path, kind: str) -> None:
    if kind == "link":
        (here.folder / "elsewhere").mkdir()
        (here.folder / ".specloom").symlink_to("elsewhere")
    else:
        here.write(".specloom", "a file")
    result = here.run("init")
    assert result.code == 1
    assert "'.specloom' is in the way: it is a link or no folder" in result.err
    assert not (here.folder / "specloom.toml").exists()
    assert list((here.folder / "elsewhere").glob("*")) == []


def test_a_link_to_a_file_is_there_already(here: Here) -> None:
    here.write("shared.mk", "all:\n")
    (here.folder / "Makefile").symlink_to("shared.mk")
    (here.folder / ".pre-commit-config.yaml").symlink_to("nowhere")
    result = here.run("init")
    assert result.code == 0
    assert "Makefile is yours" in result.out
    assert (here.folder / "shared.mk").read_text() == "all:\n"
    assert (here.folder / ".pre-commit-config.yaml").is_symlink()


def test_a_folder_that_cannot_be_written_is_left_as_it_was(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    result = here.run("init")
    assert result.code == 1
    assert "no space left on device; nothing has been changed" in result.err
    assert written(here) == set()
