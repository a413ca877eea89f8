"""The command as a whole: how it ends, what it says where, and what it does not import."""

from __future__ import annotations

import io
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

import specloom
from commands import Here, make_here, with_definitions
from specloom.cli import project, verbs
from specloom.cli.group import specloom as root
from specloom.cli.report import report
from specloom.ir import Where
from specloom.problems import Problem

here = pytest.fixture(make_here)

VERBS = root.list_commands(click.Context(root))
BAD = with_definitions(Lost={"description": "Points nowhere.", "$ref": "#/$defs/Nowhere"})
DOUBLE = with_definitions(
    HTTPRoute={"description": "One.", "type": "string"},
    HttpRoute={"description": "Two.", "type": "string"},
)


def specloom_process(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "specloom", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        **options,
    )


# --- the root -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [["--version"], ["--version", "-q"]])
def test_version(arguments: list[str]) -> None:
    run = specloom_process(*arguments)
    if arguments == ["--version"]:
        assert (run.returncode, run.stdout) == (0, f"specloom {specloom.__version__}\n")


def test_version_through_click_says_the_same(here: Here) -> None:
    assert here.run("--version").out == f"specloom {specloom.__version__}\n"


@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help_lists_every_verb(here: Here, flag: str) -> None:
    result = here.run(flag)
    assert result.code == 0
    assert "Exit codes" in result.out
    assert all(re.search(rf"^  {verb} +\S", result.out, re.MULTILINE) for verb in VERBS)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_and_the_common_flags(here: Here, verb: str) -> None:
    result = here.run(verb, "-h")
    assert result.code == 0
    for flag in ("-q", "-v", "--color", "--format", "-h"):
        assert flag in result.out


def test_these_verbs_are_there() -> None:
    promised = "bundle completion doctor fmt generate ir lint show targets"
    assert set(promised.split()) <= set(VERBS)
    assert sorted(VERBS) == VERBS


def test_a_module_is_a_verb(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    here.write(
        "more/say_hello.py", "import click\ncommand = click.Command('x', callback=lambda: 7)\n"
    )
    monkeypatch.setattr(verbs, "__path__", [*verbs.__path__, str(here.folder / "more")])
    assert "say-hello" in root.list_commands(click.Context(root))
    assert here.run("say-hello").code == 7


def test_no_arguments_is_a_question_answered_with_help(here: Here) -> None:
    result = here.run()
    assert result.code == 2
    assert "Commands:" in result.err
    assert result.out == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["genrate"], "did you mean 'generate'?"),
        (["xyzzy"], "the verbs are bundle, completion"),
        (["generate", "--chek"], "--chek"),
        (["show"], "NAME"),
        (["show", "Cat", "Dog"], "Dog"),
        (["generate", "--format", "xml"], "xml"),
        (["generate", "--color", "blue"], "blue"),
        (["generate", "-t", "pyhton", "-t", "jsonschma"], "did you mean 'jsonschema'?"),
        (["generate", "--check", "--dry-run"], "exclude one another"),
        (["generate", "--option", "nonsense"], "TARGET.NAME=VALUE"),
        (["generate", "--option", "ir.nonsense=1"], "has no option 'nonsense'"),
        (["generate", "--option", "jsonschema.closed=maybe"], "give true or false"),
        (["generate", "--option", "jsonschma.closed=true"], "no target 'jsonschma'"),
        (["show", "Cta"], "did you mean 'Cat'?"),
        (["show", "Xyzzy"], "does not define 'Xyzzy'"),
        (["bundle", "--root", "cat"], "did you mean 'Cat'?"),
        (["completion", "tcsh"], "tcsh"),
        (["lint", "--config", "missing.toml"], "missing.toml"),
        (["lint", "--fail-on", "maybe"], "maybe"),
    ],
)
def test_what_cannot_be_asked_for_exits_with_2(here: Here, arguments: list[str], said: str) -> None:
    result = here.run(*arguments)
    assert result.code == 2
    assert said in result.err
    assert result.out == ""
    assert not (here.folder / "generated").exists()


# --- how it ends ----------------------------------------------------------------------------------------

READERS = [["generate"], ["show", "Cat"], ["ir"], ["bundle"], ["lint"], ["generate", "--check"]]


@pytest.mark.parametrize("arguments", READERS)
def test_a_spec_that_cannot_be_loaded_exits_with_3(here: Here, arguments: list[str]) -> None:
    here.write_spec("{")
    result = here.run(*arguments)
    assert result.code == 3
    assert re.search(
        r"^spec/small\.schema\.json:1:2: error: .+; .+ \[[a-z-]+\]$",
        result.err + result.out,
        re.MULTILINE,
    )


@pytest.mark.parametrize("arguments", READERS)
def test_a_spec_that_breaks_the_dialect_exits_with_3(here: Here, arguments: list[str]) -> None:
    here.write_spec(BAD)
    result = here.run(*arguments)
    assert result.code == 3
    assert "Nowhere" in result.err + result.out


@pytest.mark.parametrize("arguments", READERS)
def test_a_spec_that_cannot_be_lowered_exits_with_1(here: Here, arguments: list[str]) -> None:
    here.write_spec(DOUBLE)
    result = here.run(*arguments)
    assert result.code == 1
    assert "HTTPRoute" in result.err + result.out
    assert not (here.folder / "generated").exists()


@pytest.mark.parametrize("spec", ["missing", "empty", "."])
def test_a_spec_that_is_not_there_exits_with_3(here: Here, spec: str) -> None:
    (here.folder / "empty").mkdir()
    result = here.run("lint", "--spec", spec)
    assert result.code == 3
    assert "Traceback" not in result.err
    assert f"{spec}:1:1: error:" in result.out


def test_what_fails_inside_exits_with_4_and_one_line(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(spec: Path) -> project.Loaded:
        raise LookupError(f"a\n  \x1b[31mbug in {spec}")

    monkeypatch.setattr(project, "load", fail)
    monkeypatch.setattr("specloom.cli.verbs.lint.load", fail)
    result = here.run("lint")
    assert result.code == 4
    assert result.err == (
        "specloom: internal error: LookupError: a \\u001b[31mbug in spec; please report it to us "
        "(SPECLOOM_DEBUG=1 shows where)\n"
    )
    loud = here.run("lint", "-v")
    assert loud.code == 4
    assert "Traceback (most recent call last)" in loud.err
    monkeypatch.setenv("SPECLOOM_DEBUG", "1")
    assert "Traceback" in here.run("lint").err


def test_endless_recursion_is_one_line_too(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    def fall(spec: Path) -> project.Loaded:
        return fall(spec)

    monkeypatch.setattr("specloom.cli.verbs.lint.load", fall)
    result = here.run("lint")
    assert result.code == 4
    assert len(result.err.splitlines()) == 1


def test_an_interrupt_exits_with_130(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(spec: Path) -> project.Loaded:
        raise KeyboardInterrupt

    monkeypatch.setattr("specloom.cli.verbs.lint.load", interrupt)
    result = here.run("lint")
    assert (result.code, result.err) == (130, "\nspecloom: interrupted\n")


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_ctrl_c_ends_a_real_process_quietly(here: Here) -> None:
    program = (
        "import time, specloom.cli.verbs.lint as lint\n"
        "lint.load = lambda spec: (print('ready', flush=True), time.sleep(60))\n"
        "from specloom.cli import main\nmain(['lint'])\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (130, "\nspecloom: interrupted\n")


@pytest.mark.skipif(os.name != "posix", reason="pipes")
@pytest.mark.parametrize("arguments", ["ir", "--version", "bundle", "-h", "targets"])
def test_a_reader_who_goes_away_is_no_error(here: Here, arguments: str) -> None:
    # the pipe is closed before anything is written
    reading, writing = os.pipe()
    os.close(reading)
    run = subprocess.run(
        [sys.executable, "-m", "specloom", arguments],
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writing)
    assert (run.returncode, run.stderr) == (141, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("arguments", ["ir", "bundle", "-h"])
def test_output_that_cannot_be_written_is_an_error(here: Here, arguments: str) -> None:
    with Path("/dev/full").open("w") as full:
        run = subprocess.run(
            [sys.executable, "-m", "specloom", arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert run.returncode == 1
    assert re.fullmatch("specloom: .*cannot be written.*\n", run.stderr), run.stderr


# --- problems -------------------------------------------------------------------------------------------


def test_findings_are_the_result_of_lint_and_asides_of_the_others(here: Here) -> None:
    here.write_spec(BAD)
    lint, generate = here.run("lint"), here.run("generate")
    assert "Nowhere" in lint.out
    assert lint.err == ""
    assert "Nowhere" in generate.err
    assert generate.out == ""


def test_problems_as_json(here: Here) -> None:
    here.write_spec(BAD)
    found = json.loads(here.run("lint", "--format", "json").out)["problems"]
    assert found
    assert set(found[0]) == {
        "file",
        "line",
        "column",
        "pointer",
        "severity",
        "code",
        "fact",
        "remedy",
    }
    assert json.loads(here.run("lint", "--format", "json", "--spec", "missing").out)["problems"]


def test_no_problems_as_json_are_an_empty_list(here: Here) -> None:
    assert json.loads(here.run("lint", "--format", "json").out) == {"problems": []}


def test_problems_as_annotations(here: Here) -> None:
    here.write_spec(BAD)
    lines = here.run("lint", "--format", "github").out.splitlines()
    assert lines
    pattern = r"::error file=spec/small\.schema\.json,line=\d+,col=\d+,title=[a-z-]+::.+"
    assert all(re.fullmatch(pattern, line) for line in lines)


def test_annotations_are_escaped() -> None:
    where = Where("a,b:c%.json", "", 3, 4)
    stream = io.StringIO()
    inside = Where("a.json", "/a/b", 3, 4)
    problems = [Problem(where, "100%\nsure", "a::b\r", "odd"), Problem(inside, "c", "d", "odd")]
    report(problems, stream, "github")
    assert stream.getvalue() == (
        "::error file=a%2Cb%3Ac%25.json,line=3,col=4,title=odd::100%25%0Asure; a::b%0D\n"
        "::error file=a.json,line=3,col=4,title=odd::/a/b: c; d\n"
    )


def test_the_text_form_counts(here: Here) -> None:
    here.write_spec(DOUBLE)
    assert re.search(r"^1 error$", here.run("lint").out, re.MULTILINE)


def test_lint_without_findings_says_so_and_quiet_does_not(here: Here) -> None:
    assert here.run("lint").out == "spec: nothing to complain about\n"
    assert here.run("lint", "-q").out == ""


@pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 0), ("note", 1)])
def test_lint_fails_on_what_it_is_told_to(here: Here, fail_on: str, code: int) -> None:
    file = here.write_spec()
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())  # a byte order mark is a note
    result = here.run("lint", "--fail-on", fail_on)
    assert result.code == code
    assert "note: the file begins with a byte order mark" in result.out


def test_quiet_leaves_errors_only(here: Here) -> None:
    file = here.write_spec()
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert here.run("lint", "-q").out == ""


@pytest.mark.parametrize(
    ("flag", "environment", "colored"),
    [
        ("auto", {}, False),  # not a terminal
        ("always", {}, True),
        ("always", {"NO_COLOR": "1"}, True),  # asked for in person
        ("never", {"FORCE_COLOR": "1"}, False),
    ],
)
def test_color(
    here: Here,
    flag: str,
    environment: dict[str, str],
    colored: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for key, value in environment.items():
        monkeypatch.setenv(key, value)
    here.write_spec(BAD)
    assert ("\x1b[" in here.run("lint", "--color", flag).out) is colored


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo terminal")
@pytest.mark.parametrize(
    ("environment", "colored"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)]
)
def test_color_on_a_terminal(here: Here, environment: dict[str, str], colored: bool) -> None:
    here.write_spec(BAD)
    shown = on_a_terminal("lint", environment=environment)
    assert "Nowhere" in shown
    assert ("\x1b[" in shown) is colored


def on_a_terminal(*arguments: str, environment: dict[str, str] | None = None) -> str:
    """What `specloom` shows on a terminal."""
    import pty

    surroundings = {k: v for k, v in os.environ.items() if k != "NO_COLOR"} | {"TERM": "xterm"}
    main, side = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "specloom", *arguments],
        stdout=side,
        stderr=side,
        env=surroundings | (environment or {}),
    )
    os.close(side)
    pieces = []
    while True:
        try:
            piece = os.read(main, 65536)
        except OSError:  # how a terminal says that it is over
            break
        if not piece:
            break
        pieces.append(piece)
    process.wait(timeout=30)
    os.close(main)
    return b"".join(pieces).decode()


HOSTILE = "\x1b]0;owned\x07 \x1b[2J \u202e \x9b31m"


def test_hostile_text_steers_no_terminal(here: Here) -> None:
    here.write_spec(
        with_definitions(
            Cat={"type": "string", "description": f"A cat. {HOSTILE}"},
            **{f"Bad{HOSTILE}": {"type": "string", "description": "x", HOSTILE: 1}},
        )
    )
    for arguments in (
        ["lint"],
        ["generate"],
        ["lint", "--format", "github"],
        ["lint", "--format", "json"],
    ):
        result = here.run(*arguments)
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", result.out + result.err)
    for name in (f"Ca{HOSTILE}", "\ud800"):
        result = here.run("show", name)
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", result.out + result.err)


@pytest.mark.parametrize("verb", [["show", "Cat"], ["ir"], ["bundle"]])
def test_hostile_text_is_printed_harmlessly(here: Here, verb: list[str]) -> None:
    here.write_spec(with_definitions(Cat={"type": "string", "description": f"A cat. {HOSTILE}"}))
    result = here.run(*verb)
    assert result.code == 0
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", result.out)
    if verb != ["show", "Cat"]:
        assert HOSTILE in json.dumps(json.loads(result.out), ensure_ascii=False) or HOSTILE in str(
            list(_texts(json.loads(result.out)))
        ).encode().decode("unicode_escape")


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)


# --- what it imports ------------------------------------------------------------------------------------

SPEC = Path(__file__).parents[1] / "spec"
RECORDED = shlex.join(["-q", "--spec", str(SPEC), f"{SPEC}/streams/plain_text_reply/events.sse"])
LIGHT = {
    "--version": {"click", "jinja2", "jsonschema", "black", "libcst", "rich", "referencing"},
    "-h": {"jinja2", "jsonschema", "black", "libcst", "rich", "referencing"},
    "completion bash": {"jinja2", "jsonschema", "black", "libcst", "rich", "referencing"},
    "lint": {"jinja2", "black", "libcst", "rich", "datamodel_code_generator"},
    "generate -t ir": {"jinja2", "black", "libcst", "rich", "datamodel_code_generator"},
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


# --- completion -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_completion_script_is_one_that_the_shell_reads(here: Here, shell: str) -> None:
    script = here.run("completion", shell).out
    assert "_SPECLOOM_COMPLETE" in script
    if shutil.which(shell):
        checked = subprocess.run([shell, "-n"], input=script, text=True, check=False)
        assert checked.returncode == 0


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("specloom gen", {"generate"}),
        ("specloom generate -t js", {"jsonschema"}),
        ("specloom show C", {"Cat"}),
        ("specloom lint --fail-on w", {"warning"}),
        ("specloom generate --dry", {"--dry-run"}),
    ],
)
def test_completion_offers_what_fits(here: Here, line: str, offered: set[str]) -> None:
    words = line.split()
    environment = {
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(words) - 1),
        "_SPECLOOM_COMPLETE": "bash_complete",
    }
    run = specloom_process(env=os.environ | environment)
    assert {row.split(",")[1] for row in run.stdout.split()} == offered, run.stderr


# --- doctor and targets ---------------------------------------------------------------------------------


def test_doctor_says_what_is_there(here: Here) -> None:
    result = here.run("doctor")
    assert result.code == 0, result
    for word in (
        "specloom",
        "python",
        "jsonschema",
        "config",
        "spec",
        "templates",
        "node",
        "cargo",
    ):
        assert re.search(rf"^ *{word} +\S", result.out, re.MULTILINE), word


def test_doctor_says_what_is_missing(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(here.folder))
    monkeypatch.setattr("specloom.cli.verbs.doctor.find_shipped", {}.get)
    here.write("node", "#!/bin/sh\necho broken >&2\nexit 3\n").chmod(0o755)
    result = here.run("doctor")
    assert result.code == 1
    assert "lacks templates" in result.err
    assert re.search("^  node +does not run: broken$", result.out, re.MULTILINE)
    assert re.search("^  go +not found$", result.out, re.MULTILINE)


def test_targets_are_listed_with_their_options(here: Here) -> None:
    result = here.run("targets")
    assert result.code == 0
    assert re.search("^ir +what the spec means", result.out, re.MULTILINE)
    assert "jsonschema.closed=false: " in result.out
