"""The generated package under mypy and pyright, both strict: exhaustive matches, and types people expect."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from goldens import ROOT
from python.building import read_spec
from specloom.ir import Record, Union

HOME = ROOT / "generated" / "python"


def unions() -> Mapping[str, list[str]]:
    """For every union of records the patterns that match its variants, and the last resort."""
    package = read_spec(ROOT / "spec")
    found: dict[str, list[str]] = {}
    for name, decl in package.decls.items():
        if isinstance(decl, Union):
            arms = [pattern_of(package.decls, variant.type) for variant in decl.variants]
            found[name] = [arm for inner in arms for arm in inner] + ["UnknownVariant()"]
    return found


def pattern_of(decls: Any, type: Any) -> list[str]:
    target = decls.get(getattr(type, "target", None))
    if isinstance(target, Record):
        return [f"{target.name.spelled}()"]
    if isinstance(target, Union):
        return [arm for variant in target.variants for arm in pattern_of(decls, variant.type)]
    return ["str()"] if target is not None or getattr(type, "item", None) is None else ["list()"]


def program(unions: Mapping[str, list[str]]) -> str:
    """A function for each union that does without a default."""
    lines = [
        "from typing import assert_never",
        "",
        "import threads_api",
        "from threads_api import *",
        "",
    ]
    for name, arms in unions.items():
        lines += [f"def take_{name}(value: threads_api.{name}) -> int:", "    match value:"]
        for arm in arms:
            lines += [f"        case {arm}:", "            return 1"]
        lines += ["        case _:", "            assert_never(value)", ""]
    return "\n".join(lines)


def complaints(text: str, folder: Path, checker: str) -> list[str]:
    (folder / "use.py").write_text(text, encoding="utf-8")
    if checker == "mypy":
        options = ["--strict", "--config-file=", "--no-error-summary"]
        command = ["mypy", *options, f"--cache-dir={folder / 'cache'}", "use.py"]
    else:
        settings = json.dumps({"typeCheckingMode": "strict", "extraPaths": [str(HOME)]})
        (folder / "pyrightconfig.json").write_text(settings, encoding="utf-8")
        command = ["basedpyright", "--level", "error", "use.py"]
    run = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        env={"MYPYPATH": str(HOME), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode in (0, 1), run.stdout + run.stderr
    # What is wrong inside of the package is the subject of test_products.
    lines = [line for line in run.stdout.splitlines() if "use.py:" in line]
    return [line for line in lines if "error:" in line or " - error" in line]


@pytest.mark.parametrize("checker", ["mypy", "pyright"])
def test_a_match_over_every_union_is_exhaustive_and_no_arm_is_spare(
    tmp_path: Path, checker: str
) -> None:
    whole = unions()
    assert len(whole) > 15
    assert complaints(program(whole), tmp_path, checker) == []
    without_first = {name: arms[1:] for name, arms in whole.items()}
    without_last = {name: arms[:-1] for name, arms in whole.items()}
    for lacking in (without_first, without_last):
        found = complaints(program(lacking), tmp_path, checker)
        assert len([line for line in found if "ssert_never" in line or "Never" in line]) == len(
            whole
        )


@pytest.mark.parametrize("checker", ["mypy", "pyright"])
def test_types_are_what_people_expect(tmp_path: Path, checker: str) -> None:
    good = """
        from collections.abc import AsyncIterator
        import threads_api
        from threads_api import *

        message: Message = Message.decode({})
        first: MessageContent = message.content[0]
        role: MessageRole = "somebody new"
        at: int | None = None if message.completed_at is UNSET else message.completed_at
        name: str = message.run_id or "none"
        again: Message = Message.from_json(b"{}", strict=True)
        tree: dict[str, object] = again.encode()
        request = CreateMessageRequest(role="user", content="hi")
        found: list[Problem] = request.problems()
        for event in iter_events([b""]):
            if isinstance(event, ThreadMessageDelta):
                text: str | None = event.data.id
        part: MessageContent = decode_message_content({})
        codec: Codec[object] = CODECS["Run"]
        module: type[Message] = threads_api.messages.Message

        async def gather(chunks: AsyncIterator[bytes]) -> None:
            async for event in aiter_events(chunks):
                assert not isinstance(event, DoneEvent) or event.data == "[DONE]"
        """
    assert complaints(textwrap.dedent(good), tmp_path, checker) == []
    bad = """
        from threads_api import *
        Thread(id=5, created_at=1, metadata=None)
        Thread(id="t")
        ListRunsQuery(order="sideways")
        Message.decode({}).nonsense
        x: int = Message.decode({}).completed_at
        DoneEvent(data="DONE")
        """
    assert len(complaints(textwrap.dedent(bad), tmp_path, checker)) >= 6
