"""What all tests share: the command, goldens and how they are blessed, and the manners of Hypothesis."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import hypothesis
import pytest

from commands import make_here
from goldens import Goldens
from installation import Environment, build, install_wheel

_GOLDENS = pytest.StashKey[Goldens]()

# Runs may share a slow machine: a deadline would only measure the neighbours. CI draws the same examples
# each time; people draw new ones.
hypothesis.settings.register_profile("people", deadline=None, print_blob=True)
hypothesis.settings.register_profile("ci", deadline=None, print_blob=True, derandomize=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "people")

# A job in the background heeds no Ctrl-C, nor do the programs that tests begin there and interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--bless", action="store_true", help="rewrite the goldens that moved, and say which"
    )


def pytest_configure(config: pytest.Config) -> None:
    blessing = bool(config.getoption("--bless"))
    if blessing and os.environ.get("CI"):
        raise pytest.UsageError("--bless is for people: under CI goldens are only compared")
    if blessing and config.getoption("numprocesses", default=None):
        raise pytest.UsageError(
            "--bless works in one process, so that it can say what moved: drop -n"
        )
    config.stash[_GOLDENS] = Goldens(blessing=blessing)


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    goldens = config.stash[_GOLDENS]
    if not goldens.blessing:
        return
    terminalreporter.section("blessed")
    for line in goldens.moved or ["no golden moved"]:
        terminalreporter.line(line)
    if goldens.moved:
        terminalreporter.line("Read `git diff tests` before you commit: blessing is reviewing.")


here = pytest.fixture(make_here)


@pytest.fixture(scope="session")
def goldens(pytestconfig: pytest.Config) -> Goldens:
    """Compares what came out with the files that hold what is expected."""
    return pytestconfig.stash[_GOLDENS]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, and with the wheel that was made from that sdist."""
    folder = tmp_path_factory.mktemp("built")
    build(folder)
    return folder


@pytest.fixture(scope="session")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """An environment with the wheel in it, that has never seen the checkout."""
    return install_wheel(built, tmp_path_factory.mktemp("with specloom") / "venv")
