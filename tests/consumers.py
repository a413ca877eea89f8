"""A repository of somebody who installed specloom: a folder in git, with nothing of the checkout in reach."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from goldens import ROOT
from installation import Environment

SHOP = ROOT / "tests" / "consumer" / "shop"
_FOREIGN = re.compile(r"CI$|MAKE|MFLAGS|PYTHON|PYTEST|PIP_|SPECLOOM|VIRTUAL_ENV|GIT_|GITHUB_|XDG_")


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it said on both channels, in order."""

    code: int
    said: str


class Consumer:
    """A repository, and people who work in it."""

    def __init__(self, folder: Path, installed: Environment) -> None:
        self.folder = folder
        self.installed = installed
        self.home = folder.parent / "home"
        self.home.mkdir()
        shutil.copytree(SHOP, folder)
        self.must("git init --quiet")

    def environment(self) -> Mapping[str, str]:
        """The world as the consumer knows it: the installed command first, and no settings of ours."""
        kept = {name: value for name, value in os.environ.items() if not _FOREIGN.match(name)}
        people = {"NAME": "A Consumer", "EMAIL": "consumer@shop.example"}
        return kept | {
            "PATH": os.pathsep.join([str(self.installed.bin), os.environ["PATH"]]),
            "HOME": str(self.home),
            "SPECLOOM_CACHE": str(
                self.installed.folder / "cache"
            ),  # one for all: it only saves time
            "NO_COLOR": "1",
            "LC_ALL": "C.UTF-8",
            "GIT_CONFIG_NOSYSTEM": "1",
            **{
                f"GIT_{who}_{what}": v
                for who in ("AUTHOR", "COMMITTER")
                for what, v in people.items()
            },
        }

    def run(self, line: str, **more: str) -> Ended:
        """Run a line of shell; `more` goes into its environment."""
        ran = subprocess.run(
            ["bash", "-c", line],
            cwd=self.folder,
            env={**self.environment(), **more},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            check=False,
        )
        return Ended(ran.returncode, ran.stdout)

    def must(self, line: str) -> str:
        """What a line says, which has to succeed."""
        ended = self.run(line)
        assert ended.code == 0, f"{line}: exit {ended.code}\n{ended.said}"
        return ended.said

    def must_fail(self, line: str) -> str:
        """What a line says, which has to fail by its own decision."""
        ended = self.run(line)
        assert ended.code in (1, 2), f"{line}: exit {ended.code}\n{ended.said}"  # make says 2
        assert "Traceback" not in ended.said
        return ended.said

    def replace(self, path: str, old: str, new: str) -> None:
        """Change one place in a file."""
        file = self.folder / path
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{path} has {old!r} {text.count(old)} times"
        file.write_text(text.replace(old, new), encoding="utf-8")
