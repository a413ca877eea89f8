"""The samples that the reference shows are Go that compiles, vets and is laid out as gofmt has it."""

from __future__ import annotations

from pathlib import Path

from cases_of import read_spec
from golang.gobuild import run, write
from goldens import ROOT
from reference.site import samples
from specloom.targets.golang.usage import LANGUAGE
from toolchains import find, say


def test_samples_compile_and_are_laid_out(tmp_path: Path) -> None:
    go = find("go")
    shipped = read_spec(ROOT / "spec")
    module = write(shipped, tmp_path / "threads")
    found = samples(LANGUAGE.usage(shipped), shipped)
    folder = module / "samples"
    folder.mkdir()
    for name, sample in found.items():
        text = f"package samples\n\n{sample}"
        (folder / f"{name.lower()}.go").write_text(text, encoding="utf-8")
    done = run([go, "vet", "./samples"], module)
    assert done.returncode == 0, say(done)
    assert run([find("gofmt"), "-l", "samples"], module).stdout == ""
