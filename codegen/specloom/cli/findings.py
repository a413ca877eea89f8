"""How `specloom validate` speaks: findings as they come, a bar, a report, and one line in the end."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeAlias

from specloom.cli.console import Console
from specloom.cli.report import summary
from specloom.problems import Problem, Severity

if TYPE_CHECKING:
    from specloom.validate.inputs import Source
    from specloom.validate.session import Result, Session

Speak: TypeAlias = Callable[[Sequence[Problem]], object]


@contextmanager
def speaking(
    console: Console, session: Session, sources: Sequence[Source], *, silent: bool
) -> Iterator[Speak]:
    """While inside, findings are told as they come, or kept back while a bar is shown."""
    from specloom.validate import progress

    if silent or console.format != "text":
        yield _say_nothing
    elif progress.wanted(sources, quiet=console.quiet):
        kept: list[Problem] = []
        with progress.bar(sources, kept) as session.heed:
            yield kept.extend
        _tell(console, kept)
    else:
        session.heed = lambda _task, problems: _tell(console, problems)
        yield lambda problems: _tell(console, problems)


def _say_nothing(_problems: Sequence[Problem]) -> None:
    pass


def _tell(console: Console, problems: Sequence[Problem]) -> None:
    from specloom.report.findings import write_findings

    shown = [p for p in problems if not console.quiet or p.severity is Severity.ERROR]
    lines = write_findings(shown, color=console.colors(sys.stdout), remedies=console.verbosity > 0)
    sys.stdout.writelines(f"{line}\n" for line in lines)


def report_all(console: Console, sources: Sequence[Source], result: Result) -> None:
    """Everything at once, in a form for programs; JUnit's also counts the files that are good."""
    if console.format == "junit":
        from specloom.report.junit import write_junit

        files = [source.shown for source in sources]
        sys.stdout.write(write_junit(result.problems, files) + "\n")
    else:
        console.report(result.problems, result=True)


def summarise(console: Console, session: Session, result: Result) -> None:
    """One line for people; to stderr where another program reads stdout."""
    if console.quiet:
        return
    from specloom.validate.wording import count

    checked = f"{count(result.documents, 'payload')} in {count(result.files, 'file')}"
    found = summary(result.problems) or "nothing to complain about"
    parts = [f"{checked}: {found}"]
    if not session.settings.all_notes and any(p.severity is Severity.NOTE for p in result.problems):
        parts.append("a note is given once (-v repeats it)")
    if session.sieve is not None and session.sieve.held:
        parts.append(f"{count(session.sieve.held, 'known finding')} held back")
    if session.sieve is not None and session.sieve.gone and not result.stopped:
        parts.append(f"{count(session.sieve.gone, 'known finding')} gone (--write-baseline)")
    if result.stopped:
        parts.append(f"stopped after {count(session.limit or 0, 'error')} (--max-errors)")
    line = "; ".join(parts)
    if console.format == "text":
        console.say(line)
    else:
        sys.stdout.flush()  # where both go to one place, they come in order
        sys.stderr.write(f"{line}\n")
