"""What validating needs to know of a spec."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from specloom.ir import Package

Schema: TypeAlias = "dict[str, Any]"

_NOTES = frozenset(["description", "$comment", "deprecated", "default", "format"])
_BY_NAME = frozenset(["properties"])
_DATA = frozenset(["const", "enum"])


class Knowledge:
    """What a spec says, for validating.

    `closed` are the definitions of the bundle that knows nothing but the spec (no unknown members, variants
    or values), `refs` what each of them refers to, `clues` how types are told (see `telling`). `fetch` gives
    the package, which is only needed to explain.
    """

    def __init__(
        self,
        closed: Mapping[str, Schema],
        refs: Mapping[str, list[str]],
        clues: Mapping[str, Any],
        fetch: Callable[[], Package],
    ) -> None:
        self.closed, self.refs, self.clues, self.fetch = closed, refs, clues, fetch

    @cached_property
    def package(self) -> Package:
        """The package, fetched when it is first asked for."""
        return self.fetch()

    def closed_schema(self, name: str) -> Schema:
        """A schema for a `name` that holds nothing the spec does not know."""
        needed = {other: self.closed[other] for other in self._needs(name)}
        return self.closed[name] | {"$defs": needed}

    def with_more(self, code: str, name: str, word: str) -> Knowledge:
        """The same, but for a member, value or variant that the declaration `name` is said to have."""
        schema = dict(self.closed[name])
        match code:
            case "unknown-member":
                schema["properties"] = {**schema["properties"], word: True}
            case "unknown-value":
                schema["enum"] = [*schema["enum"], word]
            case _:
                tag = self.clues["tags"][name]
                variant = {
                    "type": "object",
                    "required": [tag],
                    "properties": {tag: {"const": word}},
                }
                schema["oneOf"] = [*schema["oneOf"], variant]
        return Knowledge({**self.closed, name: schema}, self.refs, self.clues, self.fetch)

    def open_schema(self, name: str) -> Schema:
        """The bundle for `name`: what gives the verdict."""
        from specloom.targets.jsonschema.bundle import bundle

        return bundle(self.package, root=name)

    def _needs(self, name: str) -> Iterator[str]:
        found = {name}
        ahead = [name]
        while ahead:
            name = ahead.pop()
            yield name
            news = [other for other in self.refs[name] if other not in found]
            found.update(news)
            ahead.extend(news)


class Given:
    """Fetches a package that is at hand; unlike a closure, it can be sent to another process."""

    def __init__(self, package: Package) -> None:
        self.package = package

    def __call__(self) -> Package:
        """The package."""
        return self.package


def know(package: Package) -> Knowledge:
    """What `package` says."""
    from specloom.targets.jsonschema.bundle import Reading, bundle, refers_to
    from specloom.validate.clues import find_clues

    schemas = bundle(package, Reading(closed=True, extra=False))["$defs"]
    return Knowledge(
        {name: _bare(schema) for name, schema in schemas.items()},
        {name: list(dict.fromkeys(refers_to(decl))) for name, decl in package.decls.items()},
        find_clues(package),
        Given(package),
    )


def _bare(schema: Any) -> Any:
    """`schema` without what informs only."""
    if isinstance(schema, list):
        return [_bare(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    bare = {}
    for word, value in schema.items():
        if word in _NOTES:
            continue
        if word in _BY_NAME:
            bare[word] = {name: _bare(inner) for name, inner in value.items()}
        else:
            bare[word] = value if word in _DATA else _bare(value)
    return bare
