"""The verdict on a value, by the validator on the bundle; and the reasons, by the walk in `explain`.

Most payloads hold nothing that the spec does not know: one question to the closed bundle settles those. Only
what it refuses is put to the bundle proper and explained. What has been noted once need not be noted again,
so the closed bundle learns it: else a newer server, which adds a member to everything, would make all slow.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from specloom.plaintext import on_one_line
from specloom.problems import Severity
from specloom.validate.knowledge import Knowledge

if TYPE_CHECKING:
    from specloom.validate.explain import Complaint

UNKNOWN = frozenset(["unknown-member", "unknown-value", "unknown-variant"])
"""What a newer server may send: no error unless the reading is closed."""

MOST_LEARNED = 100
"""How many unknown things are learned; learning costs a compilation."""


class Judge:
    """Judges values by what is known of one spec."""

    def __init__(self, knowledge: Knowledge, unknown: Severity = Severity.NOTE) -> None:
        self.knowledge = knowledge
        self.unknown = unknown
        self._closed: dict[str, jsonschema_rs.Draft202012Validator] = {}
        self._open: dict[str, jsonschema_rs.Draft202012Validator] = {}
        self._known = knowledge
        self._learned = 0

    def knows_all(self, name: str, value: Any) -> bool:
        """Whether `value` is a `name` and holds nothing that the spec does not know."""
        validator = self._closed.get(name)
        if validator is None:
            schema = self._known.closed_schema(name)
            validator = self._closed[name] = jsonschema_rs.Draft202012Validator(schema)
        return validator.is_valid(value)

    def accepts(self, name: str, value: Any) -> bool:
        """The verdict: whether the bundle accepts `value` as a `name`."""
        return self._bundle(name).is_valid(value)

    def complaints(self, name: str, value: Any, fit: Any) -> list[Complaint]:
        """What is to be said of `value`, which is not wholly known; `fit` is the same for the validator."""
        from specloom.validate.explain import explain

        found = explain(self.knowledge.package, name, value, self.unknown)
        if self.accepts(name, fit):
            return [complaint for complaint in found if complaint.code in UNKNOWN]
        if all(complaint.code in UNKNOWN for complaint in found):
            found.append(self._unexplained(name, fit))
        return found

    def learn(self, complaint: Complaint) -> None:
        """From now on `knows_all` knows what `complaint` says is unknown."""
        if complaint.about is None or self._learned == MOST_LEARNED:
            return
        self._learned += 1
        self._known = self._known.with_more(complaint.code, *complaint.about)
        self._closed.clear()

    def likeliest(self, names: Sequence[str], value: Any, fit: Any) -> str:
        """Which of `names` the value is: one that takes it, else the one with the least against it."""
        if len(names) == 1:
            return names[0]
        for name in names:
            if self.knows_all(name, fit):
                return name
        weights = [self._weight(name, value, fit) for name in names]
        return names[weights.index(min(weights))]

    def _weight(self, name: str, value: Any, fit: Any) -> tuple[int, int]:
        found = self.complaints(name, value, fit)
        errors = sum(complaint.code not in UNKNOWN for complaint in found)
        return errors, len(found)

    def _bundle(self, name: str) -> jsonschema_rs.Draft202012Validator:
        validator = self._open.get(name)
        if validator is None:
            schema = self.knowledge.open_schema(name)
            validator = self._open[name] = jsonschema_rs.Draft202012Validator(schema)
        return validator

    def _unexplained(self, name: str, fit: Any) -> Complaint:
        """The validator's own words, should the walk ever find nothing where it refuses."""
        from specloom.pointers import step
        from specloom.validate.explain import Complaint

        error = next(iter(self._bundle(name).iter_errors(fit)))
        pointer = ""
        for token in error.instance_path:
            pointer = step(pointer, token)
        where = self.knowledge.package.decls[name].where
        fact = on_one_line(error.message)[:200]
        return Complaint(pointer, fact, "refused", Severity.ERROR, where)
