"""How `specloom validate` works: baselines, limits, processes, what is kept, and what it costs."""

from __future__ import annotations

import io
import json
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

import pytest

from commands import Here, Result
from specloom.validate import work
from specloom.validate.check import Checker
from specloom.validate.judge import Judge
from validate.cats import CAT, CATS, cat, lines, make_cats
from validate.shipped import SPEC

cats = pytest.fixture(autouse=True)(make_cats)

UNNEEDED = {
    "hashlib",
    "jsonschema",
    "specloom.documents",
    "specloom.ir",
    "specloom.lower",
    "specloom.tomlplaces",
    "specloom.validate.explain",
    "tempfile",
    "zlib",
}
"""What a run has no use for when the spec is known and the payloads are in order."""


# --- baseline, limit, jobs --------------------------------------------------------------------------------


def test_a_baseline_keeps_known_findings_quiet_and_new_ones_fail(here: Here) -> None:
    here.write("pay/a.json", cat(name=1))
    here.write("pay/b.jsonl", f"{cat(name=1)}\n{cat(name=2)}\n")
    written = here.run("validate", "pay", "--baseline", "known.json", "--write-baseline")
    assert written == Result(0, "known.json: 3 known findings\n", "")
    quiet = here.run("validate", "pay", "--baseline", "known.json")
    assert (quiet.code, "3 known findings held back" in quiet.out) == (0, True)

    here.write("pay/a.json", f"\n\n{cat(name=7)}")  # moved, and another value: still known
    here.write("pay/b.jsonl", f"{CAT}\n{cat(name=1)}\n{cat(name=2)}\n{cat(name=3)}\n")
    found = here.run("validate", "pay", "--baseline", "known.json")
    assert (found.code, lines(found)[:-1]) == (
        1,
        ["pay/b.jsonl:4:27 /name: expected a string, found 3"],
    )

    here.write("pay/a.json", cat(mood=1))
    found = here.run("validate", "pay/a.json", "--baseline", "known.json")
    assert lines(found)[0] == "pay/a.json:1:42 /mood: expected a string, found 1"
    assert "3 known findings gone" in found.out


def test_a_baseline_holds_for_whatever_folder_one_stands_in(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.write("pay/a.json", cat(name=1))
    here.run("validate", "pay", "--baseline", "ci/known.json", "--write-baseline")
    assert json.loads((here.folder / "ci/known.json").read_text())["findings"] == [
        {"file": "../pay/a.json", "code": "wrong-type", "pointer": "/name", "count": 1}
    ]
    monkeypatch.chdir(here.folder / "pay")
    assert (
        here.run("validate", "a.json", "--spec", "../spec", "--baseline", "../ci/known.json").code
        == 0
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"baseline": 2, "findings": []}',
        '{"baseline": 1}',
        '{"baseline": 1, "findings": [{"file": 1, "code": "", "pointer": "", "count": 1}]}',
    ],
)
def test_what_is_no_baseline_is_a_usage_error(here: Here, text: str) -> None:
    here.write("a.json", CAT)
    here.write("known.json", text)
    assert here.run("validate", "a.json", "--baseline", "known.json").code == 2
    assert here.run("validate", "a.json", "--baseline", "gone.json").code == 2


def test_a_baseline_that_cannot_be_written_is_said(here: Here) -> None:
    here.write("a.json", CAT)
    result = here.run("validate", "a.json", "--baseline", "a.json/known.json", "--write-baseline")
    assert (result.code, "cannot be written" in result.err) == (2, True)


def test_the_run_stops_after_enough_errors(here: Here) -> None:
    here.write("a.jsonl", f"{cat(name=1)}\n" * 9)
    result = here.run("validate", "a.jsonl", "--max-errors", "3")
    assert [row.split(":")[1] for row in lines(result)[:3]] == ["1", "2", "3"]
    assert (
        lines(result)[3] == "4 payloads in 1 file: 3 errors; stopped after 3 errors (--max-errors)"
    )
    assert "stopped" not in here.run("validate", "a.jsonl", "--max-errors", "9").out
    assert "stopped" not in here.run("validate", "a.jsonl", "--max-errors", "0").out


def test_known_findings_do_not_count_towards_the_limit(here: Here) -> None:
    here.write("a.jsonl", f"{cat(name=1)}\n" * 5)
    here.run("validate", "a.jsonl", "--baseline", "known.json", "--write-baseline")
    here.write("a.jsonl", f"{cat(name=1)}\n" * 5 + f"{cat(mood=1)}\n")
    result = here.run("validate", "a.jsonl", "--baseline", "known.json", "--max-errors", "1")
    assert lines(result)[:-1] == ["a.jsonl:6:42 /mood: expected a string, found 1"]


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_several_processes_say_what_one_says(
    here: Here, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    monkeypatch.setattr(work, "PART", 2000)
    monkeypatch.setattr(work, "BATCH_FILES", 3)
    if method == "spawn":
        monkeypatch.setattr(sys, "platform", "elsewhere")
    rows = [CAT, cat(name=5), cat(age=1), "", cat(mood="odd"), "{", cat(other="x" * 300)]
    here.write("many.jsonl", "\n".join(rows * 40))
    for number in range(10):
        here.write(f"some/{number}.json", rows[number % len(rows)])
    one = here.run("validate", "many.jsonl", "some", "--jobs", "1")
    two = here.run("validate", "many.jsonl", "some", "--jobs", "2")
    assert one == two
    assert "many.jsonl:272:" in one.out
    assert one.out.count("\n") > 80
    stopped = here.run("validate", "many.jsonl", "some", "--jobs", "2", "--max-errors", "7")
    assert (
        lines(stopped)[:9]
        == lines(here.run("validate", "many.jsonl", "some", "--max-errors", "7"))[:9]
    )


@pytest.mark.parametrize(("files", "worth_it"), [(4, False), (40, True)])
def test_many_files_are_worth_processes_however_small_they_are(
    here: Here, monkeypatch: pytest.MonkeyPatch, files: int, worth_it: bool
) -> None:
    begun: list[str] = []
    context = multiprocessing.get_context

    def begin(method: str) -> object:
        begun.append(method)
        return context(method)

    monkeypatch.setattr(multiprocessing, "get_context", begin)
    monkeypatch.setattr(work, "_cpus", lambda: 2)
    monkeypatch.setattr(work, "BATCH_FILES", 2)
    monkeypatch.setattr(work, "WORTH_IT", 20 * work.FILE)
    for number in range(files):
        here.write(f"some/{number}.json", CAT)
    assert here.run("validate", "some").code == 0
    assert bool(begun) is worth_it


def test_parts_of_a_file_are_whole_lines(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    from specloom.validate.inputs import find_sources

    monkeypatch.setattr(work, "PART", 1000)
    here.write("a.jsonl", "".join(f"{n}{'x' * (n % 90)}\n" for n in range(300)))
    (source,), _ = find_sources(["a.jsonl"])
    tasks = list(work.cut([source]))
    content = (here.folder / "a.jsonl").read_bytes()
    parts = [content[task.start : task.end] for task in tasks]
    assert len(parts) > 5
    assert b"".join(parts) == content
    assert all(part.endswith(b"\n") for part in parts)


# --- what is kept between runs ----------------------------------------------------------------------------


def test_a_second_run_neither_reads_nor_lowers_the_spec(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.write("a.json", cat(name=1))
    first = here.run("validate", "a.json")

    def never(_path: Path) -> None:
        raise AssertionError("the spec is read again")

    monkeypatch.setattr("specloom.documents.load", never)
    assert here.run("validate", "a.json") == first


def test_a_second_run_imports_no_more_than_it_needs(here: Here) -> None:
    """Payloads in order are a matter of the validator: no IR, no reader of specs, no complaints' words."""
    here.write("a.json", CAT)
    program = (
        "import sys\nfrom specloom.cli import main\n"
        "try:\n    main(['validate', '-q', '--type', 'Cat', 'a.json'])\nfinally:\n"
        f"    print(sorted({UNNEEDED!r} & set(sys.modules)), file=sys.stderr)"
    )
    runs = [
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        for _ in range(2)
    ]
    assert "specloom.lower" in runs[0].stderr  # the first run reads the spec
    assert runs[1].stderr == "[]\n"


def test_a_spec_that_changed_is_read_again(here: Here) -> None:
    here.write("a.json", CAT)
    assert here.run("validate", "a.json").code == 0
    changed = json.loads(json.dumps(CATS))
    changed["$defs"]["Cat"]["properties"]["name"]["maxLength"] = 2
    here.write_spec(changed)
    assert (
        lines(here.run("validate", "a.json"))[0]
        == "a.json:1:27 /name: expected at most 2 characters, found 3"
    )


@pytest.mark.parametrize("harm", ["delete one", "garble", "off"])
def test_what_is_kept_may_be_lost_at_any_time(
    here: Here, monkeypatch: pytest.MonkeyPatch, harm: str
) -> None:
    here.write("a.json", cat(name=1))
    first = here.run("validate", "a.json")
    folder = Path(os.environ["SPECLOOM_CACHE"])
    for path in sorted(folder.iterdir(), key=lambda path: path.stat().st_size):
        if harm == "garble":
            path.write_text(path.read_text().replace('"', "'"))
        elif harm == "delete one":
            saved = path.read_bytes()
            path.unlink()
            assert here.run("validate", "a.json") == first
            path.write_bytes(saved)
    if harm == "off":
        monkeypatch.setenv("SPECLOOM_CACHE", "")
    assert here.run("validate", "a.json") == first


# --- on a terminal, and what it costs ---------------------------------------------------------------------


def test_a_bar_is_shown_to_people_only(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    from specloom.validate import progress

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    here.write("a.jsonl", f"{cat(name=1)}\n" * 3)
    monkeypatch.setattr(progress, "WORTH_IT", 1)
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    result = here.run("validate", "a.jsonl")
    assert "validate" in terminal.getvalue()
    assert len(lines(result)) == 4
    monkeypatch.setenv("CI", "true")
    silent = Terminal()
    monkeypatch.setattr(sys, "stderr", silent)
    assert here.run("validate", "a.jsonl") == result
    assert silent.getvalue() == ""


def messages(count: int) -> Iterator[str]:
    """Payloads that hold nothing unknown, over and over."""
    found = [
        json.dumps(json.loads(path.read_text("utf-8")))
        for name in ("Message", "Run", "RunStep", "Thread")
        for path in sorted((SPEC / "examples" / name / "accept").glob("*.json"))
        if "unknown" not in path.name
    ]
    return islice(cycle(found), count)


def test_a_good_payload_costs_one_question_to_the_validator(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Good payloads are many: explaining, counting lines and parsing twice are for the others."""

    def never(*_: object) -> None:
        raise AssertionError("this is for payloads that are not good")

    asked: list[str] = []
    knows_all = Judge.knows_all

    def ask(judge: Judge, name: str, value: object) -> bool:
        asked.append(name)
        return knows_all(judge, name, value)

    monkeypatch.setattr(Judge, "knows_all", ask)
    monkeypatch.setattr(Judge, "complaints", never)
    monkeypatch.setattr(Checker, "doubtful", never)
    for number, message in enumerate(messages(200)):
        here.write(f"many/{number}.json", message)
    here.write("many.jsonl", "".join(f"{message}\n" for message in messages(300)))
    result = here.run("validate", "many", "many.jsonl", "--spec", str(SPEC))
    assert result.out == "500 payloads in 201 files: nothing to complain about\n"
    assert len(asked) == 500


def test_memory_does_not_grow_with_the_file(here: Here) -> None:
    program = (
        "import resource, sys\n"
        "from specloom.cli.run import run\n"
        "code = run(['validate', '-q', sys.argv[1], '--jobs', '1', '--max-errors', '10'])\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, code)"
    )

    def peak(name: str) -> int:
        run = subprocess.run(
            [sys.executable, "-c", program, name], capture_output=True, text=True, check=True
        )
        size, code = run.stdout.split()
        assert code == "0", run.stdout
        return int(size)

    here.write("small.jsonl", f"{CAT}\n" * 50_000)
    with (here.folder / "large.jsonl").open("w") as file:
        file.writelines(f"{cat(age=number % 7)}\n" for number in range(400_000))
    assert peak("large.jsonl") < peak("small.jsonl") + 20_000
