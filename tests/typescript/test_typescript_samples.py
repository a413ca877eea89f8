"""The samples that the reference shows are TypeScript that compiles against the generated package."""

from __future__ import annotations

from pathlib import Path

from specloom.ir import Package
from specloom.targets.typescript.usage import LANGUAGE
from typescript.npm import STRICTLY, say, tool


def test_samples_compile_and_are_laid_out(package: Path, shipped: Package) -> None:
    usage = LANGUAGE.usage(shipped)
    samples = {f"read_{name}": usage.read(name) for name in shipped.decls}
    samples |= {f"grow_{delta.delta}": usage.grow(delta) for delta in shipped.deltas}
    samples |= {f"follow_{stream.event}": usage.follow(stream) for stream in shipped.streams}
    samples |= {f"call_{o.name.spelled}": usage.call(o) for o in shipped.operations}
    folder = package / "samples"
    folder.mkdir()
    for name, sample in samples.items():
        (folder / f"{name}.ts").write_text(sample, encoding="utf-8")
    files = [f"samples/{name}.ts" for name in samples]
    done = tool(package, "tsc", *STRICTLY, "--lib", "ES2022", *files)
    assert done.returncode == 0, say(done)
    done = tool(package, "prettier", "--check", "--print-width", "100", *files)
    assert done.returncode == 0, say(done)
