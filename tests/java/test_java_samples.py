"""The samples that the reference shows are Java that compiles without a warning."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from cases_of import emit
from goldens import ROOT
from reference.site import read_spec, samples, write
from specloom.targets.java.usage import LANGUAGE
from toolchains import find


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
    done = subprocess.run(
        [maven, "--batch-mode", "--quiet", "compile"],
        cwd=write(files, tmp_path),
        env=os.environ | {"MAVEN_OPTS": "-Xshare:auto -XX:TieredStopAtLevel=1"},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-6000:]
