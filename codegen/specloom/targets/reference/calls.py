"""How the calls of an API are made: where they go, and what each of them carries."""

from __future__ import annotations

from collections.abc import Iterator

from specloom.ir import Auth, Operation, Package


def say_access(package: Package) -> str:
    """Where all calls go and how they show who makes them; code stands between backticks."""
    server = f"All paths come after `{package.server}`." if package.server else ""
    match package.auth:
        case Auth.BEARER:
            return (
                f"{server} Every call carries a bearer token in the header `Authorization`.".strip()
            )
        case None:
            return server


def address_of(operation: Operation, package: Package) -> str:
    """Where a call goes: the server, as far as the spec says it, and the path."""
    return f"{package.server}{operation.path}"


def headers_of(operation: Operation, package: Package) -> Iterator[tuple[str, str]]:
    """The headers of a call and what they hold: who makes it, and what the operation asks for."""
    if package.auth is Auth.BEARER:
        yield "Authorization", "Bearer <token>"
    yield from operation.headers
