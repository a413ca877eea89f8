"""Operations as prose."""

from __future__ import annotations

from specloom.ir import Operation, Package
from specloom.plaintext import on_one_line
from specloom.prose.decls import docs_lines
from specloom.prose.words import indent, symbol, type_words


def access_lines(package: Package) -> list[str]:
    """Where the calls of the API are made, and what each of them carries."""
    lines = [f"server {on_one_line(package.server)}"] if package.server else []
    return lines if package.auth is None else [*lines, f"auth {package.auth}"]


def operation_lines(operation: Operation) -> list[str]:
    """Everything that is said of one call of the API."""
    call = on_one_line(f"{operation.method} {operation.path}")
    head = f"operation {symbol(operation.name.spelled)}: {call}"
    lines = [f"title {on_one_line(operation.title)}", *docs_lines(operation.docs)]
    for param in operation.params:
        lines.append(f"parameter {symbol(param.wire)}: {type_words(param.type)}")
        lines += indent(docs_lines(param.docs))
    if operation.query is not None:
        lines.append(f"query {symbol(operation.query)}")
    if operation.body is not None:
        presence = "required" if operation.body_required else "optional"
        lines.append(f"body {symbol(operation.body)}, {presence}")
    lines.append(
        f"response {symbol(operation.response)}{', one page of a list' * operation.paginated}"
    )
    if operation.events is not None:
        asked = "" if operation.trigger is None else f" when {symbol(operation.trigger)} is true"
        lines.append(f"stream of {symbol(operation.events)}{asked}")
    lines += [f"error {status}: {symbol(name)}" for status, name in operation.errors]
    lines += [f"header {symbol(name)}: {on_one_line(value)}" for name, value in operation.headers]
    return [head, *indent(lines)]
