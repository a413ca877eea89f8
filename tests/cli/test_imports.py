"""What the command does not import, so that it starts quickly."""

from __future__ import annotations

import shlex
import subprocess
import sys

import pytest

from commands import Here
from goldens import ROOT

SPEC = ROOT / "spec"
RECORDED = shlex.join(["-q", "--spec", str(SPEC), f"{SPEC}/streams/plain_text_reply/events.sse"])
LIGHT = {
    "--version": {"click", "jinja2", "jsonschema", "black", "libcst", "rich", "referencing"},
    "-h": {"jinja2", "jsonschema", "black", "libcst", "rich", "referencing"},
    "completion bash": {"jinja2", "jsonschema", "black", "libcst", "rich", "referencing"},
    "lint": {"jinja2", "jsonschema", "black", "libcst", "rich", "datamodel_code_generator"},
    "generate -t ir": {
        "jinja2",
        "jsonschema",
        "black",
        "libcst",
        "rich",
        "datamodel_code_generator",
    },
    f"validate {RECORDED}": {"black", "libcst", "rich", "datamodel_code_generator"},
    f"replay {RECORDED}": {"black", "libcst", "rich", "datamodel_code_generator"},
}


@pytest.mark.parametrize("line", LIGHT)
def test_nothing_heavy_is_imported_unasked(here: Here, line: str) -> None:
    program = (
        "import sys\nfrom specloom.cli import main\n"
        f"try:\n    main({shlex.split(line)!r})\nfinally:\n"
        f"    print(sorted({LIGHT[line]!r} & set(sys.modules)), file=sys.stderr)"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stderr) == (0, "[]\n")


def test_version_is_quick() -> None:
    """The budget is 80 ms, nearly all of it Python's own start; what can be counted is what is imported."""
    program = (
        "import sys\nbefore = set(sys.modules)\nfrom specloom.cli import main\n"
        "try:\n    main(['--version'])\nfinally:\n"
        "    print(*sorted(set(sys.modules) - before), file=sys.stderr)"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    imported = run.stderr.split()
    assert "specloom.cli" in imported
    assert [name for name in imported if name.startswith("specloom.cli.")] == []
    assert len(imported) < 40, imported
