"""A server of the shipped API for tests, in memory: the generated models read, the generated encoders write.

A WSGI application that goes by the generated OPERATIONS: which paths there are, what a query and a body must
be, what answers them. It hands out the OpenAPI document as well.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from socketserver import ThreadingMixIn
from typing import Any
from urllib.parse import parse_qs
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from threads_api import (
    CODECS,
    OPERATIONS,
    DecodeError,
    ErrorObject,
    ErrorResponse,
    Operation,
    Record,
)

from goldens import ROOT
from openapi.handlers import handlers
from openapi.store import RefusalError, Store

BASE = "/v1"
KEY = "test"
DOCUMENT = ROOT / "generated" / "openapi" / "threads_api.openapi.json"
WHOLE_NUMBERS = {"limit"}
"""Members of queries that are no text."""

Environ = Mapping[str, Any]


@dataclass(frozen=True)
class Route:
    """A path, and the operation for each of its methods."""

    pattern: re.Pattern[str]
    operations: Mapping[str, Operation]


def routes() -> list[Route]:
    """All of them; a path without parameters comes before one that would match it as well."""
    operations = OPERATIONS.values()
    paths = sorted({operation.path for operation in operations}, key=lambda path: path.count("{"))
    return [
        Route(
            re.compile(BASE + re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path)),
            {operation.method: operation for operation in operations if operation.path == path},
        )
        for path in paths
    ]


ROUTES = routes()


class Server:
    """The application. `prepare` puts something into the store that it begins with."""

    def __init__(self, prepare: Callable[[Store], object] = id) -> None:
        self._prepare = prepare
        self.reset()

    def reset(self) -> None:
        """Begin anew."""
        store = Store()
        self._prepare(store)
        self._handlers = handlers(store)

    def __call__(self, environ: Environ, start: Callable[..., object]) -> Iterable[bytes]:
        kind = "application/json"
        try:
            status = 200
            body: Iterable[bytes] = self._answer(environ)
            if not isinstance(body, list):
                kind = "text/event-stream"
        except RefusalError as refusal:
            status = refusal.status
            body = [refuse(refusal).to_json().encode()]
        line = f"{status} {HTTPStatus(status).phrase}"
        start(line, [("Content-Type", kind), *allowed(environ, status)])
        return body

    def _answer(self, environ: Environ) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/openapi.json":
            return [DOCUMENT.read_bytes()]
        operation, params = find(environ)
        if environ.get("HTTP_AUTHORIZATION") != f"Bearer {KEY}":
            raise RefusalError(401, "a token is needed")
        for name, value in operation.headers.items():
            if environ.get(f"HTTP_{name.upper().replace('-', '_')}") != value:
                raise RefusalError(400, f"the header {name} must be {value}")
        if operation.query:
            params |= {"query": query_of(operation.query, environ)}
        elif environ.get("QUERY_STRING"):
            raise RefusalError(400, "this call takes no query")
        if operation.body:
            params |= {"body": body_of(operation, environ)}
        found = self._handlers[operation.name](**params)
        if isinstance(found, Record):
            return [CODECS[operation.response].to_json(found).encode()]
        return (sent_as(operation, event).encode() for event in found)


# --- what comes in --------------------------------------------------------------------------------------


def match(environ: Environ) -> tuple[Route, dict[str, Any]] | None:
    """The route of a call, and what its path says."""
    path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")
    found = ((route, route.pattern.fullmatch(path)) for route in ROUTES)
    return next(((route, matched.groupdict()) for route, matched in found if matched), None)


def find(environ: Environ) -> tuple[Operation, dict[str, Any]]:
    """The operation that is called, and its parameters."""
    matched = match(environ)
    if matched is None:
        raise RefusalError(404, "there is no such path")
    route, params = matched
    operation = route.operations.get(environ["REQUEST_METHOD"])
    if operation is None:
        raise RefusalError(405, "this path has other methods")
    return operation, params


def allowed(environ: Environ, status: int) -> list[tuple[str, str]]:
    """The header that goes with a method that a path does not have."""
    matched = match(environ) if status == HTTPStatus.METHOD_NOT_ALLOWED else None
    return [("Allow", ", ".join(matched[0].operations))] if matched else []


def query_of(kind: str, environ: Environ) -> Any:
    """The query, as an object of its type."""
    given = parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True)
    members: dict[str, Any] = {}
    for name, values in given.items():
        if name.endswith("[]"):
            members[name] = values
        elif len(values) > 1:
            raise RefusalError(400, f"{name} is there more than once", name)
        elif name in WHOLE_NUMBERS and re.fullmatch("-?[0-9]{1,9}", values[0], re.ASCII):
            members[name] = int(values[0])
        else:
            members[name] = values[0]
    return strictly(CODECS[kind].decode, members)


def body_of(operation: Operation, environ: Environ) -> Any:
    """The body, as an object of its type; None if there is none and need not be."""
    text = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    if not text and not operation.body_required:
        return None
    if environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower() != "application/json":
        raise RefusalError(415, "the body must be JSON")
    return strictly(CODECS[operation.body or ""].from_json, text)


def strictly(read: Callable[..., Any], value: Any) -> Any:
    """What `read` makes of `value`; the first problem refuses the call."""
    try:
        return read(value, strict=True)
    except DecodeError as error:
        raise RefusalError(400, str(error), error.problems[0].pointer) from None


# --- what goes out --------------------------------------------------------------------------------------


def sent_as(operation: Operation, event: Any) -> str:
    """An event as it is written into a stream."""
    wire = CODECS[operation.events or ""].encode(event)
    data = wire["data"]
    text = data if isinstance(data, str) else json.dumps(data)
    return f"event: {wire['event']}\ndata: {text}\n\n"


def refuse(refusal: RefusalError) -> ErrorResponse:
    """The body that says why a call is not served."""
    return ErrorResponse(
        error=ErrorObject(
            code=None, message=refusal.message, param=refusal.param, type="invalid_request_error"
        )
    )


# --- over the wire --------------------------------------------------------------------------------------


class _ThreadingServer(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _SilentHandler(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def serving(server: Server) -> Iterator[str]:
    """The address of `server` while it listens on this machine."""
    with make_server("127.0.0.1", 0, server, _ThreadingServer, _SilentHandler) as listening:
        thread = threading.Thread(target=listening.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.server_port}"
        listening.shutdown()
        thread.join()
