"""What each event of a stream does, and what may follow it: read off the roles that the stream gives them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from specloom.ir import Package, Ref, Stream, StreamTarget, Union


class Verb(StrEnum):
    """What an event does to the object it speaks of, or to the stream."""

    CREATE = "create"
    REFRESH = "refresh"
    PATCH = "patch"
    CLOSE = "close"
    SET = "set"
    END = "end"
    ERROR = "error"
    IGNORE = "ignore"


_LIVING = (Verb.REFRESH, Verb.PATCH, Verb.CLOSE)

AFTER: Mapping[Verb, tuple[Verb, ...]] = {
    Verb.CREATE: _LIVING,
    Verb.REFRESH: _LIVING,
    Verb.PATCH: _LIVING,
    Verb.CLOSE: (),
    Verb.SET: (Verb.SET,),
}
"""What may befall an object after each of these; whatever else comes is an error in strict mode."""

BEFALLS = {
    Verb.CREATE: "begins it",
    Verb.REFRESH: "refreshes it",
    Verb.PATCH: "grows it",
    Verb.CLOSE: "closes it",
    Verb.SET: "sets it anew",
    Verb.END: "ends the stream",
    Verb.ERROR: "reports a failure",
    Verb.IGNORE: "changes nothing",
}
"""What an event does to what is spoken of."""

_ACTIONS = (Verb.CREATE, Verb.REFRESH, Verb.PATCH, Verb.CLOSE, Verb.SET)


@dataclass(frozen=True, slots=True)
class Step:
    """An event of a stream: its name, the record that declares it, and what it does to which target.

    `event` is None for texts that end a stream and are no events, `target` for what concerns the whole
    stream, `delta` for whatever does not grow an object.
    """

    tag: str
    verb: Verb
    event: str | None = None
    target: StreamTarget | None = None
    delta: str | None = None


@dataclass(frozen=True, slots=True)
class Following:
    """What may follow a step: for the same object, for any other, and for the stream itself."""

    same: tuple[Step, ...]
    others: tuple[tuple[StreamTarget, tuple[Step, ...]], ...]
    whole: tuple[Step, ...]


def read_steps(package: Package, stream: Stream) -> tuple[Step, ...]:
    """The events of a stream, in the order of its union; texts that are no events come last."""
    found = {step.tag: step for step in _steps(stream)}
    union = package.decls[stream.event]
    assert isinstance(union, Union)
    events: dict[str, str] = {}
    for variant in union.variants:
        if variant.tag is not None and isinstance(variant.type, Ref):
            events[variant.tag] = variant.type.target
    known = [tag for tag in events if tag in found]
    return tuple(
        Step(step.tag, step.verb, events.get(step.tag), step.target, step.delta)
        for step in (found[tag] for tag in dict.fromkeys([*known, *found]))
    )


def _steps(stream: Stream) -> Iterator[Step]:
    for target in stream.targets:
        for verb in _ACTIONS:
            for tag in _tags(target, verb):
                delta = dict(target.grows).get(tag) if verb is Verb.PATCH else None
                yield Step(tag, verb, None, target, delta)
    for verb, tags in (
        (Verb.END, stream.end),
        (Verb.ERROR, stream.error),
        (Verb.IGNORE, stream.ignore),
    ):
        yield from (Step(tag, verb) for tag in tags)


def _tags(target: StreamTarget, verb: Verb) -> tuple[str, ...]:
    return {
        Verb.CREATE: target.create,
        Verb.REFRESH: target.refresh,
        Verb.PATCH: target.patch,
        Verb.CLOSE: target.close,
        Verb.SET: target.set,
    }[verb]


def follow(step: Step, steps: tuple[Step, ...]) -> Following:
    """What may follow `step`, one of the `steps` of a stream."""
    if step.verb is Verb.END:
        return Following((), (), ())
    allowed = AFTER.get(step.verb, ())
    same = tuple(s for s in steps if s.target == step.target is not None and s.verb in allowed)
    others: dict[str, tuple[StreamTarget, tuple[Step, ...]]] = {}
    for other in steps:
        if other.target is not None and (other.target != step.target or step.target.id is not None):
            target, so_far = others.get(other.target.name.spelled, (other.target, ()))
            others[target.name.spelled] = (target, (*so_far, other))
    whole = tuple(s for s in steps if s.target is None)
    return Following(same, tuple(others.values()), whole)


def say_action(step: Step) -> str:
    """What an event does, as a sentence whose code stands between backticks."""
    target = step.target
    if target is None:
        return {
            Verb.END: "Ends the stream. Nothing may follow.",
            Verb.ERROR: "Reports that something failed. What was gathered stays.",
        }.get(step.verb, "Changes nothing that the stream builds.")
    one = f"one of `{target.name.spelled}`" if target.id is not None else f"`{target.name.spelled}`"
    which = f", the one that `{target.id}` names" if target.id is not None else ""
    whole = (
        f"the `{target.of}` at `{target.object}`" if target.object else f"the `{target.of}` it is"
    )
    place = f" at `{target.delta}`" if target.delta else ""
    match step.verb:
        case Verb.CREATE:
            return f"Begins {one}{which}, with {whole}."
        case Verb.REFRESH:
            return (
                f"Refreshes {one}{which}, from {whole}: what deltas grow stays as it was gathered."
            )
        case Verb.PATCH:
            return f"Grows {one}{which}, by the `{step.delta}`{place}."
        case Verb.CLOSE:
            return (
                f"Closes {one}{which}: {whole} takes the place of what was gathered, and is final."
            )
        case _:
            return f"Sets {one}: {whole} takes the place of the one before."
