"""`generate --watch`: what counts as a change, when it is passed on, and that nothing ends it but Ctrl-C."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from commands import DOCUMENT, Here, with_definitions
from specloom.watch import Watcher, follow

LONG_AGO = 1_000_000_000


class EndOfStoryError(Exception):
    """Nothing more happens."""


class World:
    """A folder whose clock is the story's: at each pause the next thing happens, in the end nothing more."""

    def __init__(self, folder: Path, *story: Callable[[Path], object]) -> None:
        self.folder = folder
        self.story = list(story)
        self.time = float(LONG_AGO)
        self.waited = 0.0

    def pause(self, seconds: float) -> None:
        self.waited += seconds
        self.time += seconds
        if not self.story:
            raise EndOfStoryError
        self.story.pop(0)(self.folder)

    def find(self) -> Iterator[Path]:
        yield from self.folder.glob("*.json")

    def watcher(self) -> Watcher:
        return Watcher(self.find, self.pause, lambda: self.time)

    def play(self, during: Callable[[Path], object] | None = None) -> list[list[str]]:
        """The names that each call of `act` was given; `during` happens while the first one runs."""
        calls: list[list[str]] = []

        def act(changed: Sequence[Path]) -> None:
            calls.append([path.name for path in changed])
            if during is not None and len(calls) == 1:
                during(self.folder)

        with pytest.raises(EndOfStoryError):
            follow(self.watcher(), act)
        return calls


def write(name: str, text: str, *, at: int = LONG_AGO) -> Callable[[Path], object]:
    """Write a file, with a time stamp."""

    def happen(folder: Path) -> None:
        (folder / name).write_text(text, encoding="utf-8")
        os.utime(folder / name, (at, at))

    return happen


def remove(name: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).unlink()


def nothing(folder: Path) -> None:
    pass


# --- what counts, and when ------------------------------------------------------------------------------


def test_it_acts_at_once_and_then_waits(tmp_path: Path) -> None:
    write("a.json", "1")(tmp_path)
    assert World(tmp_path, nothing, nothing).play() == [[]]


def test_a_change_is_passed_on_once(tmp_path: Path) -> None:
    write("a.json", "1")(tmp_path)
    world = World(tmp_path, nothing, write("a.json", "2"), nothing, nothing, nothing)
    assert world.play() == [[], ["a.json"]]


def test_a_burst_is_one_change(tmp_path: Path) -> None:
    burst = [write("a.json", str(n), at=LONG_AGO + n) for n in range(5)]
    world = World(tmp_path, *burst, write("b.json", "1"), nothing, nothing)
    assert world.play() == [[], ["a.json", "b.json"]]


def test_what_an_editor_does_in_between_is_not_seen(tmp_path: Path) -> None:
    """Written to another file, removed, renamed: in the end it changed, or it did not."""
    write("a.json", "1")(tmp_path)
    world = World(tmp_path, remove("a.json"), write("a.json", "2"), nothing, nothing)
    assert world.play() == [[], ["a.json"]]
    world = World(tmp_path, remove("a.json"), write("a.json", "2"), nothing, nothing)
    assert world.play() == [[]]


def test_new_files_and_lost_ones_are_changes(tmp_path: Path) -> None:
    write("a.json", "1")(tmp_path)
    world = World(tmp_path, write("b.json", "1"), nothing, remove("a.json"), nothing, nothing)
    assert world.play() == [[], ["b.json"], ["a.json"]]


def test_touching_a_file_is_no_change(tmp_path: Path) -> None:
    write("a.json", "1")(tmp_path)
    world = World(tmp_path, write("a.json", "1", at=LONG_AGO + 60), nothing, nothing)
    assert world.play() == [[]]


def test_a_write_within_one_tick_of_the_time_stamp_is_seen(tmp_path: Path) -> None:
    """The same size and time stamp, because the file system counts in seconds."""
    write("a.json", "1")(tmp_path)
    world = World(tmp_path, write("a.json", "2"), nothing, nothing)
    assert world.play() == [[], ["a.json"]]


def test_a_file_is_not_read_again_for_nothing(tmp_path: Path) -> None:
    """Once its time stamp is old, a look costs one question to the system."""
    write("a.json", "1", at=LONG_AGO - 60)(tmp_path)
    world = World(tmp_path, write("a.json", "2", at=LONG_AGO - 60), nothing, nothing)
    assert world.play() == [[]]  # it could only be seen by reading


def test_what_changes_while_acting_is_noticed_after(tmp_path: Path) -> None:
    write("a.json", "1")(tmp_path)
    world = World(tmp_path, nothing, nothing, nothing)
    assert world.play(during=write("a.json", "2")) == [[], ["a.json"]]


def test_a_file_that_cannot_be_read_is_a_state_like_any_other(tmp_path: Path) -> None:
    write("a.json", "1")(tmp_path)

    def become_a_folder(folder: Path) -> None:
        (folder / "a.json").unlink()
        (folder / "a.json").mkdir()

    assert World(tmp_path, become_a_folder, nothing, nothing).play() == [[], ["a.json"]]


def test_it_does_not_spin(tmp_path: Path) -> None:
    world = World(tmp_path, *[nothing] * 10)
    world.play()
    assert world.waited >= 2


# --- the command ----------------------------------------------------------------------------------------


class Running:
    """`specloom generate --watch` as a process of its own."""

    def __init__(self, folder: Path, *flags: str) -> None:
        command = [sys.executable, "-m", "specloom", "generate", "-t", "ir", "--watch", *flags]
        self.process = subprocess.Popen(
            command,
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        self.lines: queue.Queue[str] = queue.Queue()
        self.listener = threading.Thread(target=self._listen)
        self.listener.start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            for line in lines:
                self.lines.put(line)

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        self.listener.join()

    def until(self, words: str) -> str:
        """What it says until a line with `words`."""
        said = ""
        while words not in said:
            said += self.lines.get(timeout=30)
        return said

    def interrupt(self) -> tuple[int, str]:
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(timeout=30)
        self.listener.join()
        said = ""
        while not self.lines.empty():
            said += self.lines.get()
        return code, said


@pytest.fixture
def watching(here: Here) -> Iterator[Running]:
    running = Running(here.folder)
    try:
        yield running
    finally:
        running.end()


def renamed(word: str) -> object:
    cat = DOCUMENT["$defs"]["Cat"]
    mood = DOCUMENT["$defs"]["Mood"]
    return with_definitions(Cat={**cat, "description": f"A {word}."}, Mood=mood)


WAITING = "Ctrl-C ends"


def test_it_generates_when_the_spec_changes_and_ends_cleanly(here: Here, watching: Running) -> None:
    assert "ir: 1 file, 1 new" in watching.until(WAITING)
    here.write_spec(renamed("tomcat"))
    said = watching.until(WAITING)
    assert "changed: spec/small.schema.json" in said
    assert "ir: 1 file, 1 updated" in said
    assert "A tomcat." in here.files()["ir/small.txt"]
    code, said = watching.interrupt()
    assert code == 0
    assert said.strip() == "stopped"


def test_it_waits_for_a_broken_spec_to_be_mended(here: Here, watching: Running) -> None:
    watching.until(WAITING)
    before = here.files()
    here.write_spec('{"half": ')
    said = watching.until(WAITING)
    assert "spec/small.schema.json:1:" in said
    assert here.files() == before
    here.write_spec(renamed("kitten"))
    watching.until(WAITING)
    assert "A kitten." in here.files()["ir/small.txt"]


def test_it_begins_with_a_broken_spec(here: Here) -> None:
    here.write_spec("{")
    watching = Running(here.folder)
    try:
        assert "error" in watching.until(WAITING)
        here.write_spec(renamed("kitten"))
        assert "1 new" in watching.until(WAITING)
    finally:
        watching.end()


def test_the_configuration_is_watched_too(here: Here, watching: Running) -> None:
    watching.until(WAITING)
    here.write("specloom.toml", 'outptu = "out"\n')
    assert "did you mean 'output'?" in watching.until(WAITING)
    here.write("specloom.toml", 'output = "out"\n')
    watching.until(WAITING)
    assert set(here.files("out")) == {"FILES", "ir/small.txt"}


@pytest.mark.parametrize("flag", ["--check", "--dry-run", "--list-files"])
def test_watching_writes_and_nothing_else(here: Here, flag: str) -> None:
    result = here.run("generate", "--watch", flag)
    assert result.code == 2
    assert "exclude one another" in result.err
