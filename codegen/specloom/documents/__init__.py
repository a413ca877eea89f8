"""The only reader of specs: JSON with positions, the dialect gate, and references that land.

Importing this is cheap; jsonschema and referencing are imported by the first `load`.
"""

from __future__ import annotations

from pathlib import Path

from specloom.documents.spec import Document, Spec
from specloom.problems import Problem, in_order

__all__ = ["Document", "Spec", "load"]


def load(path: Path) -> tuple[Spec | None, list[Problem]]:
    """The spec at `path`, a folder or one JSON file, and every problem found in it.

    None when nothing can be read. A spec that breaks the dialect, or has a file that is not JSON, is returned
    all the same: `Spec.broken` names what must not be looked into, so that lowering can report what is wrong
    with the rest in the same go.
    """
    from specloom.documents.files import read_spec

    documents, operations, unread, problems = read_spec(path)
    if not documents:
        return None, in_order(problems)

    from specloom.documents.gate import check_dialect
    from specloom.documents.references import Registry
    from specloom.documents.whole import check_aliases, check_package

    registry = Registry(documents, operations, unread)
    broken, misspelt = check_dialect(documents, operations, registry)
    round_about, cycles = check_aliases(documents, registry, broken)
    beyond = {(name, "") for name in unread}
    if unread and operations:  # they name types that may stand where nobody can look
        beyond.add((operations.name, ""))
    spec = Spec(path, documents, operations, broken | round_about | beyond, registry)
    package = check_package(documents, unread)
    return spec, in_order([*problems, *misspelt, *cycles, *package])
