"""The work cut into tasks, done here or by several processes, its results in the order of the files."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from specloom.problems import Problem, Severity
from specloom.validate.check import Checker, Settings
from specloom.validate.files import check_file
from specloom.validate.inputs import STDIN, Form, Packing, Source

PART = 8 << 20
"""How many bytes of a file of lines make a task."""
BATCH = 2 << 20
BATCH_FILES = 200
"""How much of small files makes a task."""
WORTH_IT = 24 << 20
"""How many bytes there must be before processes, which take time to begin, are worth it."""
FILE = 4 << 10
"""How many bytes more could be read in the time that opening a file takes."""


class Task(NamedTuple):
    """Some files, or (with `end`) a part of one file of lines."""

    sources: tuple[Source, ...]
    start: int = 0
    end: int | None = None

    @property
    def size(self) -> int:
        """How many bytes on the disk."""
        if self.end is not None:
            return self.end - self.start
        return sum(source.size for source in self.sources)


class Outcome(NamedTuple):
    """What came of a task: `lines` of its part of a file."""

    task: Task
    problems: Sequence[Problem]
    documents: int
    lines: int


def cut(sources: Iterable[Source]) -> Iterator[Task]:
    """The tasks that `sources` make, in their order."""
    batch: list[Source] = []
    size = 0
    for source in sources:
        large = source.form is Form.LINES and source.packing is Packing.PLAIN and source.size > PART
        if batch and (large or size + source.size > BATCH or len(batch) == BATCH_FILES):
            yield Task(tuple(batch))
            batch, size = [], 0
        if large:
            yield from _parts(source)
        else:
            batch.append(source)
            size += source.size
    if batch:
        yield Task(tuple(batch))


def _parts(source: Source) -> Iterator[Task]:
    """Parts of a file of lines, each of whole lines."""
    start = 0
    try:
        with open(source.path, "rb") as file:  # noqa: PTH123 - paths are plain texts here
            while source.size - start > 2 * PART:
                file.seek(start + PART)
                file.readline(PART)
                end = file.tell()
                file.seek(end - 1)
                if file.read(1) != b"\n":  # lines as long as parts: leave it whole
                    break
                yield Task((source,), start, end)
                start = end
    except OSError:
        pass  # reading it says why
    yield Task((source,), start, None) if start == 0 else Task((source,), start, source.size)


def work(
    tasks: Sequence[Task], settings: Settings, jobs: int | None, limit: int | None
) -> Generator[Outcome, None, None]:
    """What comes of `tasks`, in their order; after `limit` errors a task is not carried on with."""
    count = _processes(tasks, jobs)
    if count == 1:
        checker = Checker(settings)
        for task in tasks:
            yield do(checker, task, limit)
        return
    import multiprocessing

    # Forking is quick and safe while there is one thread; elsewhere a fresh interpreter is.
    forks = sys.platform == "linux" and threading.active_count() == 1
    context = multiprocessing.get_context("fork" if forks else "spawn")
    with context.Pool(count, _begin, (settings, limit)) as pool:
        yield from pool.imap(_do, tasks)


def do(checker: Checker, task: Task, limit: int | None) -> Outcome:
    """Carry out one task."""
    before = checker.documents
    checker.lines = 0
    problems: list[Problem] = []
    errors = 0
    for problem in _check(checker, task):
        problems.append(problem)
        errors += problem.severity is Severity.ERROR
        if limit is not None and errors > limit:
            break
    return Outcome(task, problems, checker.documents - before, checker.lines)


def _check(checker: Checker, task: Task) -> Iterator[Problem]:
    for source in task.sources:
        yield from check_file(checker, source, task.start, task.end)


def shift(problem: Problem, lines: int) -> Problem:
    """`problem` that many lines further down."""
    where = replace(problem.where, line=problem.where.line + lines)
    return problem._replace(where=where)


def _processes(tasks: Sequence[Task], jobs: int | None) -> int:
    if len(tasks) < 2 or any(source.path == STDIN for task in tasks for source in task.sources):
        return 1
    weight = sum(task.size + FILE * len(task.sources) for task in tasks)
    if jobs is None and weight < WORTH_IT:
        return 1
    return max(1, min(jobs or _cpus(), len(tasks)))


def _cpus() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


_checker: Checker | None = None
_limit: int | None = None


def _begin(settings: Settings, limit: int | None) -> None:
    import signal

    global _checker, _limit  # what a worker process is given once
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is interrupted, and ends us
    _checker, _limit = Checker(settings), limit


def _do(task: Task) -> Outcome:
    assert _checker is not None, "the process has begun"
    return do(_checker, task, _limit)
