"""A whole run: all files, with what is known held back, repeated notes left out and a limit on errors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from specloom.problems import Problem, Severity
from specloom.validate.check import MOST_NOTES, Settings
from specloom.validate.inputs import Source
from specloom.validate.work import Outcome, Task, cut, shift, work

if TYPE_CHECKING:
    from specloom.validate.baseline import Sieve


class Result:
    """What came of a run; `stopped`: there were more errors than asked for, the rest was not looked at."""

    def __init__(self, files: int) -> None:
        self.files = files
        self.documents = 0
        self.stopped = False
        self.problems: list[Problem] = []


class Session:
    """One run. `heed` is told of each task that is done, and of the problems that it brought."""

    def __init__(
        self,
        settings: Settings,
        limit: int | None = None,
        jobs: int | None = None,
        sieve: Sieve | None = None,
    ) -> None:
        self.settings, self.limit, self.jobs, self.sieve = settings, limit, jobs, sieve
        self.heed: Callable[[Task, Sequence[Problem]], object] = lambda _task, _problems: None
        self._told: set[tuple[str, str]] = set()
        self._errors = 0

    def run(self, sources: Sequence[Source]) -> Result:
        """Look at `sources`."""
        result = Result(len(sources))
        tasks = list(cut(sources))
        known = self.sieve.baseline.size if self.sieve else 0
        limit = None if self.limit is None else self.limit + known
        lines = 0
        with closing(work(tasks, self.settings, self.jobs, limit)) as outcomes:
            for outcome in outcomes:
                lines = lines if outcome.task.start else 0
                fresh = self.take(outcome, lines, result)
                lines += outcome.lines
                result.problems.extend(fresh)
                self.heed(outcome.task, fresh)
                if result.stopped:
                    break
        return result

    def take(self, outcome: Outcome, lines: int, result: Result) -> list[Problem]:
        """The problems of a task that are to be reported; `lines` come before its part of the file."""
        result.documents += outcome.documents
        fresh = []
        for problem in outcome.problems:
            if lines:
                problem = shift(problem, lines)
            if self.sieve is not None and not self.sieve.lets_through(problem):
                continue
            if problem.severity is Severity.NOTE and not self.is_news(problem):
                continue
            if problem.severity is Severity.ERROR and self.limit is not None:
                if self._errors == self.limit:
                    result.stopped = True
                    break
                self._errors += 1
            fresh.append(problem)
        return fresh

    def is_news(self, problem: Problem) -> bool:
        """Whether no other process gave this note before."""
        if self.settings.all_notes:
            return True
        key = (problem.code, problem.fact)
        if key in self._told or len(self._told) >= MOST_NOTES:
            return False
        self._told.add(key)
        return True
