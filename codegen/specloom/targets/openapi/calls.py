"""Calls: parameters, bodies and answers.

What OpenAPI has no word for is said twice, in prose for people and in an `x-` word for programs: `x-trigger`
is the member of the body that asks for events, `x-events` the type of the events in a stream, `x-paginated`
tells that the answer is one page of a list. Calls that answer with the same stream share its description.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeAlias, assert_never

from specloom.ir import (
    ExactlyOneOf,
    Field,
    Operation,
    Package,
    Param,
    Presence,
    Record,
    RecordRule,
    Ref,
    RequiredIf,
)
from specloom.plaintext import neutralise
from specloom.targets.jsonschema.schemas import SchemaWriter
from specloom.targets.openapi.events import describe_event

Node: TypeAlias = dict[str, Any]
"""An object of the document."""

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def shape_of(path: str) -> str:
    """A path without the names of its parameters."""
    return _PLACEHOLDER.sub("{}", path)


def tag_of(operation: Operation, package: Package) -> str:
    """What a call is about: the spec file of what it answers with."""
    return package.homes[operation.response].name.spelled


@dataclass(frozen=True)
class CallWriter:
    """Writes the calls of a package."""

    package: Package
    writer: SchemaWriter

    def call(self, operation: Operation, path: str) -> Node:
        """A call, its parameters named as in `path`."""
        call: Node = {
            "operationId": operation.name.spelled,
            "tags": [tag_of(operation, self.package)],
            "summary": operation.title,
            "description": "\n\n".join(self._paragraphs(operation)),
        }
        if operation.docs.since is not None:
            call["x-since"] = operation.docs.since
        if operation.docs.deprecated:
            call["deprecated"] = True
        if operation.paginated:
            call["x-paginated"] = True
        if operation.trigger is not None:
            call["x-trigger"] = operation.trigger
        parameters = list(self._parameters(operation, path))
        if parameters:
            call["parameters"] = parameters
        if operation.body is not None:
            body = self._holding(operation.body)
            call["requestBody"] = body | {"required": True} if operation.body_required else body
        call["responses"] = {
            "200": self._answer(operation),
            **{str(status): self._holding(name) for status, name in operation.errors},
        }
        return call

    def _paragraphs(self, operation: Operation) -> Iterator[str]:
        prose = self.writer.prose
        yield prose(operation.docs.text)
        if operation.trigger is not None:
            yield prose(
                f"The answer is a stream of events if `{operation.trigger}` in the body is true."
            )
        rules = [_say(rule) for rule in self._query(operation).rules] if operation.query else []
        if rules:
            yield prose(" ".join(rules))

    # --- what is sent ---------------------------------------------------------------------------------

    def _parameters(self, operation: Operation, path: str) -> Iterator[Node]:
        for param, name in zip(operation.params, _PLACEHOLDER.findall(path), strict=True):
            yield self._path_parameter(param, name)
        if operation.query is not None:
            yield from map(self._query_parameter, self._query(operation).fields)
        for name, value in operation.headers:
            schema = {"type": "string", "const": value}
            yield {"name": name, "in": "header", "required": True, "schema": schema}

    def _query(self, operation: Operation) -> Record:
        record = self.package.decl_of(Ref(operation.query or ""))
        assert isinstance(record, Record)
        return record

    def _path_parameter(self, param: Param, name: str) -> Node:
        parameter: Node = {
            "name": name,
            "in": "path",
            "description": self.writer.prose(param.docs.text),
            "required": True,
            "schema": self.writer.type(param.type),
        }
        return parameter | ({"deprecated": True} if param.docs.deprecated else {})

    def _query_parameter(self, field: Field) -> Node:
        schema = self.writer.field(field)
        parameter: Node = {"name": field.wire, "in": "query"}
        parameter |= {
            word: schema.pop(word) for word in ("description", "deprecated") if word in schema
        }
        if field.presence is Presence.REQUIRED:
            parameter["required"] = True
        return parameter | {"schema": schema}

    # --- what comes back ------------------------------------------------------------------------------

    def streams(self) -> Node:
        """The answers that may be streams, each under the name of the first call that gives it."""
        return {
            name: self._stream(response, events)
            for (response, events), name in self._firsts.items()
        }

    @cached_property
    def _firsts(self) -> dict[tuple[str, str], str]:
        firsts: dict[tuple[str, str], str] = {}
        for operation in self.package.operations:
            if operation.events is not None:
                firsts.setdefault((operation.response, operation.events), operation.name.spelled)
        return firsts

    def _answer(self, operation: Operation) -> Node:
        if operation.events is None:
            return self._holding(operation.response)
        answers = replace(self.writer, home="/components/responses")
        return answers.ref(self._firsts[operation.response, operation.events])

    def _stream(self, response: str, events: str) -> Node:
        answer = self._holding(response)
        answer["content"]["text/event-stream"] = {
            "schema": describe_event(self.package, events, self.writer),
            "x-events": self.writer.ref(events),
        }
        return answer

    def _holding(self, name: str) -> Node:
        """A body or an answer that holds a declaration as JSON."""
        schema = self.writer.ref(name)
        return {
            "description": self.writer.prose(self.package.decls[name].docs.text),
            "content": {"application/json": {"schema": schema}},
        }


def _say(rule: RecordRule) -> str:
    match rule:
        case RequiredIf():
            equals = neutralise(json.dumps(rule.equals, ensure_ascii=False))
            return f"`{rule.field}` is required when `{rule.when}` is {equals}."
        case ExactlyOneOf():
            return f"Exactly one of {', '.join(f'`{field}`' for field in rule.fields)} is required."
        case _:
            assert_never(rule)
