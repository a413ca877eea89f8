"""The samples that the reference shows are Go that compiles, vets and is laid out as gofmt has it."""

from __future__ import annotations

import shutil
from pathlib import Path

from golang.gobuild import find_go, read_spec, run, say, write
from goldens import ROOT
from specloom.targets.golang.usage import LANGUAGE


def test_samples_compile_and_are_laid_out(tmp_path: Path) -> None:
    go = find_go()
    shipped = read_spec(ROOT / "spec")
    module = write(shipped, tmp_path / "threads")
    usage = LANGUAGE.usage(shipped)
    samples = {f"read{name}": usage.read(name) for name in shipped.decls}
    samples |= {f"grow{delta.delta}": usage.grow(delta) for delta in shipped.deltas}
    samples |= {f"follow{number}": usage.follow(s) for number, s in enumerate(shipped.streams)}
    samples |= {f"call{o.name.spelled}": usage.call(o) for o in shipped.operations}
    folder = module / "samples"
    folder.mkdir()
    for name, sample in samples.items():
        text = f"package samples\n\n{sample}"
        (folder / f"{name.lower()}.go").write_text(text, encoding="utf-8")
    done = run([go, "vet", "./samples"], module)
    assert done.returncode == 0, say(done)
    gofmt = shutil.which("gofmt")
    assert gofmt is not None, "gofmt comes with go"
    assert run([gofmt, "-l", "samples"], module).stdout == ""
