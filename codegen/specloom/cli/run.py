"""One run of the command: from arguments to an exit code, whatever happens in between."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

import click

from specloom.cli.codes import Code, Stop
from specloom.cli.group import specloom
from specloom.plaintext import neutralise

_NAME = "specloom"
_COMPLETE = "_SPECLOOM_COMPLETE"
"""The variable in which a shell asks for completions."""


def run(arguments: Sequence[str]) -> int:
    """Run `specloom` with `arguments`; every way to end has its code (see `Code`)."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # what we print is UTF-8 with LF, on every system
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    try:
        code = _invoke(arguments)
        sys.stdout.flush()
        return code
    except Stop as stop:
        return stop.code
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        sys.stderr.write(f"{error.format_message()}\n")
        return Code.USAGE
    except click.ClickException as error:
        _say_usage(error)
        return Code.USAGE
    except (click.Abort, KeyboardInterrupt):
        sys.stderr.write("\nspecloom: interrupted\n")
        return Code.INTERRUPTED
    except BrokenPipeError:
        return Code.BROKEN_PIPE
    except RecursionError as error:
        return _confess(error, arguments, "something is nested too deeply")
    except Exception as error:  # noqa: BLE001 - the last line of defence against a traceback
        if isinstance(error, OSError) and error.filename is None:  # not a file: what we print into
            sys.stderr.write(f"specloom: the output cannot be written: {error.strerror or error}\n")
            return Code.FINDINGS
        return _confess(error, arguments, f"{type(error).__name__}: {error}")


def _invoke(arguments: Sequence[str]) -> int:
    # click's own main() would decide about interrupts and closed pipes by itself.
    instruction = os.environ.get(_COMPLETE)
    if instruction:
        from click.shell_completion import shell_complete

        return shell_complete(specloom, {}, _NAME, _COMPLETE, instruction)
    with specloom.make_context(_NAME, list(arguments)) as context:
        return int(specloom.invoke(context) or Code.GOOD)


def _say_usage(error: click.ClickException) -> None:
    context = getattr(error, "ctx", None)
    lines = [f"specloom: {error.format_message()}"]
    if isinstance(context, click.Context):
        lines.append(f"Try '{context.command_path} --help'.")
    sys.stderr.write(neutralise("\n".join(lines)) + "\n")


def _confess(error: BaseException, arguments: Sequence[str], what: str) -> int:
    wanted = os.environ.get("SPECLOOM_DEBUG") or {"-v", "-vv", "--verbose"} & set(arguments)
    if wanted:
        import traceback

        sys.stderr.write(neutralise("".join(traceback.format_exception(error))))
    advice = "" if wanted else " (SPECLOOM_DEBUG=1 shows where)"
    words = " ".join(what.split()) or type(error).__name__
    sys.stderr.write(
        neutralise(f"specloom: internal error: {words}; please report it to us{advice}") + "\n"
    )
    return Code.INTERNAL
