"""The samples that the reference shows are Java that compiles without a warning."""

from __future__ import annotations

from pathlib import Path

from cases_of import emit, read_spec, write
from goldens import ROOT
from reference.site import samples
from specloom.targets.java.usage import LANGUAGE
from toolchains import find, run, say


def test_samples_compile(tmp_path: Path) -> None:
    maven = find("mvn")
    shipped = read_spec(ROOT / "spec")
    files = {
        str(file.path): file.text
        for file in emit(shipped, "java")
        if "src/test" not in str(file.path)
    }
    for sample in samples(LANGUAGE.usage(shipped), shipped).values():
        name = sample.partition("final class ")[2].partition(" ")[0]
        path = f"src/main/java/samples/{name}.java"
        assert path not in files
        files[path] = f"package samples;\n\n{sample}"
    done = run(
        [maven, "--batch-mode", "--quiet", "compile"],
        write(files, tmp_path),
        MAVEN_OPTS="-Xshare:auto -XX:TieredStopAtLevel=1",
    )
    assert done.returncode == 0, say(done)
