"""The clients of docs/codecs.md, run as they stand against a server that the generated models play.

What in that document needs no server is run by tests/test_docs.py.
"""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from documentation import Block, blocks
from goldens import ROOT
from openapi.server import BASE, KEY, Server, serving

CLIENTS = [
    block
    for block in blocks(ROOT / "docs" / "codecs.md")
    if block.order.startswith("elsewhere: tests/openapi/test_codecs_documentation.py")
]
PRINTS = {"requests": "Nothing to ask: 🌧 it rains.", "httpx": "{'content': [{'index': 0, "}


def test_there_is_a_client_of_each_library() -> None:
    used = [library for library in PRINTS for c in CLIENTS if f"import {library}\n" in c.text]
    assert used == [*PRINTS]
    assert len(CLIENTS) == len(PRINTS)


@pytest.mark.parametrize(("client", "library"), [*zip(CLIENTS, PRINTS, strict=True)], ids=str)
def test_a_client_talks_to_a_server(client: Block, library: str) -> None:
    with serving(Server()) as address:
        settings = {
            "THREADS_API_URL": f"{address}{BASE}",
            "THREADS_API_KEY": KEY,
            "PYTHONPATH": str(ROOT / "generated" / "python"),
            "PYTHONIOENCODING": "utf-8",
        }
        run = subprocess.run(
            [sys.executable, "-W", "error", "-c", client.text],
            env=os.environ | settings,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
    assert run.returncode == 0, run.stderr
    assert PRINTS[library] in run.stdout
