"""From the spec to Python: everything new, nothing changed, one description changed."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

from payloads import BUNDLE, SPEC
from processes import GENERATE, PYTHON, run, take_turns
from tables import Budget, Table, print_tables, show_time

WORDS = "Who speaks."
"""A description in the spec that is changed, and changed again."""


def tables() -> Iterator[Table]:
    """The table of runs of the generators."""
    missing = [name for name, found in _peers().items() if not found]
    table = Table(
        "Generate",
        ("work", "wall", "of processors", "budget", "verdict"),
        notes=[
            "Programs in processes of their own, in turns, the interpreter's start included.",
            "The first budget holds on two cores of one's own: the lower of the wall's time and half of the",
            "processors' is held to it.",
            "Ours writes models, codecs, accumulators and streams; the peers write models, from the bundle.",
            *([f"Not installed, hence missing: {', '.join(missing)}."] if missing else []),
        ],
    )
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        ours = _Ours(home)
        programs: dict[str, Callable[[], None]] = {
            "ours, empty cache": ours.from_nothing,
            "ours, nothing changed": ours.again,
            "ours, one description changed": ours.after_an_edit,
        }
        programs |= {name: make(home) for name, make in _makers().items() if _peers()[name]}
        budgets = {
            "ours, empty cache": Budget(3, shown="3 s"),
            "ours, nothing changed": Budget(0.25, shown="250 ms"),
            "ours, one description changed": Budget(0.6, shown="600 ms"),
        }
        for name, (wall, work) in take_turns(programs, rounds=3).items():
            budget = budgets.get(name)
            share = work / 2 if "empty" in name else work
            verdict = budget.verdict(min(wall, share)) if budget else ""
            table.add(name, show_time(wall), show_time(work), budget or "", verdict)
    yield table


class _Ours:
    def __init__(self, home: Path) -> None:
        self.spec, self.output, self.cache = home / "spec", home / "generated", home / "cache"
        shutil.copytree(SPEC, self.spec)
        self.edits = 0

    def from_nothing(self) -> None:
        """Generates with nothing there."""
        shutil.rmtree(self.output, ignore_errors=True)
        shutil.rmtree(self.cache, ignore_errors=True)
        self.again()

    def again(self) -> None:
        """Generates with whatever is there."""
        run(
            [*GENERATE, "--spec", str(self.spec), "-o", str(self.output)],
            {"SPECLOOM_CACHE": str(self.cache)},
        )

    def after_an_edit(self) -> None:
        """Generates once the description of one field is another."""
        self.edits += 1
        path = self.spec / "messages.schema.json"
        text = (SPEC / "messages.schema.json").read_text("utf-8")
        assert WORDS in text
        path.write_text(text.replace(WORDS, f"{WORDS} {'Again. ' * self.edits}", 1), "utf-8")
        self.again()


def _peers() -> dict[str, bool]:
    return {
        "datamodel-code-generator": find_spec("datamodel_code_generator") is not None,
        "quicktype": shutil.which("quicktype") is not None,
    }


def _makers() -> dict[str, Callable[[Path], Callable[[], None]]]:
    return {"datamodel-code-generator": _datamodel, "quicktype": _quicktype}


def _datamodel(home: Path) -> Callable[[], None]:
    command = [PYTHON, "-m", "datamodel_code_generator", "--input", str(BUNDLE)]
    command += ["--input-file-type", "jsonschema", "--output", str(home / "models.py")]
    command += ["--output-model-type", "pydantic_v2.BaseModel", "--disable-warnings"]
    return lambda: run(command)


def _quicktype(home: Path) -> Callable[[], None]:
    command = ["quicktype", "--lang", "python", "--src-lang", "schema"]
    command += ["--src", f"{BUNDLE}#/$defs/", "-o", str(home / "quick.py")]
    return lambda: run(command)


if __name__ == "__main__":
    print_tables(tables())
