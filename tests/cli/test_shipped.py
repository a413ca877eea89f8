"""The spec and the templates that come with the tool are found, wherever it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from goldens import ROOT


def test_the_shipped_spec_is_found_in_the_checkout() -> None:
    from specloom.shipped import find_shipped

    assert find_shipped("spec") == ROOT / "spec"
    assert find_shipped("templates") == ROOT / "templates"


def test_an_installed_tool_finds_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from specloom import shipped

    installed = tmp_path / "site-packages" / "specloom"
    (installed / "_data" / "spec").mkdir(parents=True)
    monkeypatch.setattr(shipped, "_PACKAGE", installed)
    assert shipped.find_shipped("spec") == installed / "_data" / "spec"
    assert shipped.find_shipped("templates") is None
