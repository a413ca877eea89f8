"""The samples that the reference shows are Rust that compiles and is laid out as rustfmt has it."""

from __future__ import annotations

from pathlib import Path

from cases_of import read_spec
from goldens import ROOT
from reference.site import samples
from rust.rustbuild import find_cargo, run, workspace, write
from specloom.targets.rust.usage import LANGUAGE
from toolchains import say


def test_samples_compile_and_are_laid_out(tmp_path: Path) -> None:
    cargo = find_cargo()
    shipped = read_spec(ROOT / "spec")
    write(shipped, tmp_path / "threads")
    found = samples(LANGUAGE.usage(shipped), shipped)
    folder = tmp_path / "samples" / "src"
    folder.mkdir(parents=True)
    for name, sample in found.items():
        (folder / f"{name.lower()}.rs").write_text(sample, encoding="utf-8")
    modules = "".join(f"pub mod {name.lower()};\n" for name in sorted(found, key=str.lower))
    (folder / "lib.rs").write_text(modules, encoding="utf-8")
    (tmp_path / "samples" / "Cargo.toml").write_text(
        '[package]\nname = "samples"\nversion = "0.0.0"\nedition = "2021"\n\n'
        '[dependencies]\nserde_json = "1"\nthreads-api = { path = "../threads" }\n',
        encoding="utf-8",
    )
    root = workspace(tmp_path, ["threads", "samples"])
    done = run([cargo, "check", "--quiet", "-p", "samples"], root, RUSTFLAGS="-D warnings")
    assert done.returncode == 0, say(done)
    done = run([cargo, "fmt", "--check", "-p", "samples"], root)
    assert done.returncode == 0, say(done)
