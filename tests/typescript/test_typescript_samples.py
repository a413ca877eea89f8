"""The samples that the reference shows are TypeScript that compiles against the generated package."""

from __future__ import annotations

from pathlib import Path

from reference.site import samples
from specloom.ir import Package
from specloom.targets.typescript.usage import LANGUAGE
from toolchains import say
from typescript.npm import STRICTLY, tool


def test_samples_compile_and_are_laid_out(package: Path, shipped: Package) -> None:
    found = samples(LANGUAGE.usage(shipped), shipped)
    folder = package / "samples"
    folder.mkdir()
    for name, sample in found.items():
        (folder / f"{name}.ts").write_text(sample, encoding="utf-8")
    files = [f"samples/{name}.ts" for name in found]
    done = tool(package, "tsc", *STRICTLY, "--lib", "ES2022", *files)
    assert done.returncode == 0, say(done)
    done = tool(package, "prettier", "--check", "--print-width", "100", *files)
    assert done.returncode == 0, say(done)
