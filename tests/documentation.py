"""The documentation as data: its fenced blocks, and what a comment before a block says to do with it.

```console          commands after `$`, run in order in a copy of the project; the lines after a command are
                    what it prints (`...` stands for anything); a command that ends in `  # fails` must fail
```python           a program by itself
```pycon            a conversation with the interpreter; those of one document share their names
```toml              a piece of a configuration, held to its schema
<!-- into FILE POINTER -->     the JSON members that follow go into the object at POINTER of FILE
<!-- file PATH -->             the text that follows is the file PATH
<!-- elsewhere: TEST -->       TEST does what the block says; it is not run again
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_FENCE = re.compile(
    r"^(?:<!-- (?P<order>[^\n]*?) -->\n+)?```(?P<language>\w*)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Block:
    """One fenced block: where it stands, its language, its text and the comment before it."""

    path: Path
    line: int
    language: str
    text: str
    order: str

    def __str__(self) -> str:
        return f"{self.path.name}:{self.line}"


@dataclass(frozen=True)
class Command:
    """One command of a console block, what it prints as documented, and whether it is said to fail."""

    line: str
    output: str
    fails: bool = False


def blocks(path: Path) -> list[Block]:
    """The fenced blocks of a document, in order."""
    text = path.read_text(encoding="utf-8")
    return [
        Block(
            path,
            text.count("\n", 0, found.start("text")) + 1,
            found["language"],
            found["text"],
            found["order"] or "",
        )
        for found in _FENCE.finditer(text)
    ]


def commands(block: Block) -> Iterator[Command]:
    """The commands of a console block. A line that ends in a backslash goes on."""
    for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        joined = part.replace("\\\n", "")
        line, _, output = joined.partition("\n")
        command, _, comment = line.partition("  #")
        yield Command(command.strip(), output, comment.strip().startswith("fails"))


def agrees(documented: str, actual: str) -> bool:
    """Whether a program printed what the document says; `...` stands for anything."""
    wanted = documented.rstrip()
    if not wanted:  # silence in a document promises nothing
        return True
    pattern = ".*?".join(re.escape(part) for part in wanted.split("..."))
    return re.fullmatch(pattern, actual.rstrip(), re.DOTALL) is not None
