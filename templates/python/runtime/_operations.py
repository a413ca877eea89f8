"""The calls of an API, as data for whoever writes a client."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote

from ._dataclass import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One call of the API.

    `query`, `body`, `response`, `events` and the values of `errors` (by status) are names of types, as CODECS
    has them. Setting the member `trigger` of the body to true asks for `events` instead of `response`.
    """

    name: str
    title: str
    description: str
    method: str
    path: str
    params: tuple[str, ...] = ()
    query: str | None = None
    body: str | None = None
    body_required: bool = False
    response: str
    events: str | None = None
    trigger: str | None = None
    errors: Mapping[int, str]
    headers: Mapping[str, str]
    paginated: bool = False
    deprecated: bool = False

    def path_for(self, /, **params: str) -> str:
        """The path with its parameters filled in; ValueError for one that would lead elsewhere."""
        if params.keys() != set(self.params):
            raise TypeError(f"{self.name} takes the parameters {', '.join(self.params) or 'none'}")
        for name, value in params.items():
            if value in ("", ".", ".."):
                raise ValueError(f"{name} cannot be {value!r}")
        return re.sub(r"\{([^{}]*)\}", lambda place: quote(params[place[1]], safe=""), self.path)
