"""The TypeScript package in bundles and browsers."""

from __future__ import annotations

import base64
import html
import json
import os
import re
import subprocess
from pathlib import Path

from goldens import ROOT
from toolchains import find_browser, say

HERE = Path(__file__).resolve().parent
RECORDING = ROOT / "spec" / "streams" / "parallel_function_calls"


def bundle(package: Path, source: str, *flags: str) -> str:
    """A source that imports the package by its name, as one script."""
    (package / "entry.ts").write_text(source, encoding="utf-8")
    command = [str(package / "node_modules" / ".bin" / "esbuild"), "entry.ts", "--bundle"]
    done = subprocess.run(
        [*command, "--target=es2022", "--log-level=warning", *flags],
        cwd=package,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, say(done)
    assert done.stderr == ""
    return done.stdout


def test_a_bundle_holds_what_is_used(package: Path) -> None:
    """Whoever reads one type pays for that type."""
    all_of_it = bundle(package, 'export * from "threads-api";', "--format=esm", "--minify")
    one = bundle(
        package, 'export { decodeMessage } from "threads-api";', "--format=esm", "--minify"
    )
    assert len(one) < len(all_of_it) / 4
    assert "thread.message" in one
    assert "thread.run.step.delta" not in one
    assert "vector_store" not in one


def test_a_browser_folds_a_stream(package: Path, tmp_path: Path) -> None:
    browser = find_browser()
    recording = base64.b64encode((RECORDING / "events.sse").read_bytes()).decode()
    script = bundle(
        package,
        (HERE / "browser.ts").read_text("utf-8"),
        "--format=iife",
        f'--define:RECORDING="{recording}"',
    )
    page = tmp_path / "page.html"
    head = '<!doctype html><html><head><meta charset="utf-8"></head><body>'
    page.write_text(f"{head}<script>{script}</script></body></html>", encoding="utf-8")
    flags = ["--headless", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        flags.append("--no-sandbox")
    done = subprocess.run(
        [browser, *flags, "--virtual-time-budget=10000", "--dump-dom", page.as_uri()],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    found = re.search(r"(FOLDED|FAILED) (.*) END", html.unescape(done.stdout), re.DOTALL)
    assert found is not None, say(done)
    assert found[1] == "FOLDED", found[2]
    assert json.loads(found[2]) == json.loads((RECORDING / "final.json").read_text("utf-8"))
