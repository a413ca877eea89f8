"""A package made by hand that has one of everything, for tests of what comes after lowering."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from specloom.ir import (
    Alias,
    Auth,
    Bounds,
    ByKind,
    ByTag,
    Choice,
    Const,
    Decl,
    Delta,
    Docs,
    ExactlyOneOf,
    Field,
    Json,
    JsonKind,
    Kind,
    ListOf,
    MapOf,
    MemberMerge,
    MergeRule,
    Module,
    Name,
    Nullable,
    NullRule,
    Operation,
    Option,
    Package,
    Param,
    Presence,
    Record,
    RecordMerge,
    RecordRule,
    Ref,
    RequiredIf,
    Scalar,
    Stream,
    StreamTarget,
    Type,
    Union,
    UnionMerge,
    Variant,
    Where,
)

HERE = Where("zoo.schema.json", "/$defs/X", 3, 5)
TEXT = Scalar(Kind.STRING)
COUNT = Scalar(Kind.INTEGER)

ANIMAL: Mapping[str, Any] = {"id": "x", "mood": "calm", "home": None, "kind": "animal"}
"""What the Animal of the zoo accepts."""


def name(spelled: str, *words: str) -> Name:
    return Name(words or tuple(spelled.lower().split("_")), spelled)


def member(
    wire: str,
    type: Type,
    *,
    optional: bool = False,
    default: Json = None,
    has_default: bool = False,
    docs: Docs | None = None,
) -> Field:
    presence = Presence.OPTIONAL if optional else Presence.REQUIRED
    docs = docs or Docs(f"The {wire}.")
    return Field(name(wire), wire, type, presence, docs, HERE, default, has_default)


def record(
    spelled: str, *fields: Field, open: bool = True, rules: tuple[RecordRule, ...] = ()
) -> Record:
    return Record(name(spelled), fields, open, Docs(f"A {spelled}."), HERE, rules)


def by_tag(spelled: str, tag: str, variants: Mapping[str, str], *, open: bool = True) -> Union:
    """A union of records, from the constant of each to its name."""
    options = tuple(
        Variant(name(value), Ref(target), JsonKind.OBJECT, value)
        for value, target in variants.items()
    )
    return Union(name(spelled), ByTag(tag), options, open, Docs(f"Any {spelled}."), HERE)


def package(*decls: Decl) -> Package:
    module = Module(name("zoo"), Docs("Animals."), decls, "zoo.schema.json")
    return Package(name("zoo_api"), "1.2.0", Docs("An API of animals."), (module,))


DECLS: tuple[Decl, ...] = (
    record(
        "Animal",
        member("id", Scalar(Kind.STRING, None, Bounds(min_length=1, max_length=64))),
        member("code", Scalar(Kind.STRING, None, Bounds(pattern="^[a-z]+$")), optional=True),
        member(
            "legs", Scalar(Kind.INTEGER, "int32", Bounds(minimum=0, maximum=750)), optional=True
        ),
        member(
            "weight",
            Scalar(Kind.NUMBER, None, Bounds(exclusive_minimum=0, exclusive_maximum=1e6)),
            optional=True,
        ),
        member("pairs", Scalar(Kind.INTEGER, None, Bounds(multiple_of=2)), optional=True),
        member("tame", Scalar(Kind.BOOLEAN), optional=True, default=False, has_default=True),
        member("anything", Scalar(Kind.ANY), optional=True),
        member("anything_or_null", Nullable(Scalar(Kind.ANY)), optional=True),
        member("names", ListOf(TEXT, 1, 3), optional=True, default=("Rex",), has_default=True),
        member("maybe_names", Nullable(ListOf(Nullable(TEXT))), optional=True),
        member("notes", Nullable(Ref("Notes")), optional=True),
        member("mood", Ref("Mood")),
        member("size", Ref("Size"), optional=True),
        member("home", Nullable(Ref("Home"))),
        member("when", Ref("When"), optional=True),
        member("kind", Const("animal")),
        member("one", Const(1), optional=True),
        member("yes", Const(True), optional=True),
        member("maybe_const", Nullable(Const("x")), optional=True),
        member(
            "odd name!", TEXT, optional=True, docs=Docs("Strange.\nIn two lines.", "1.1.0", True)
        ),
    ),
    record("Den", member("type", Const("den")), member("depth", COUNT, optional=True)),
    record(
        "Nest",
        member("type", Const("nest")),
        member("eggs", COUNT, optional=True),
        member("tree", TEXT, optional=True),
        member("cliff", TEXT, optional=True),
        open=False,
        rules=(ExactlyOneOf(("tree", "cliff")),),
    ),
    by_tag("Home", "type", {"den": "Den", "nest": "Nest"}),
    by_tag("ClosedHome", "type", {"den": "Den"}, open=False),
    Choice(
        name("Mood"),
        (Option(name("calm"), "calm"), Option(name("+1", "thumbs", "up"), "+1")),
        True,
        Docs("How it feels."),
        HERE,
    ),
    Choice(
        name("Size"),
        (Option(name("big"), "big"), Option(name("small"), "small")),
        False,
        Docs("How big."),
        HERE,
    ),
    Union(
        name("When"),
        ByKind(),
        (
            Variant(name("text"), TEXT, JsonKind.STRING),
            Variant(name("number"), Scalar(Kind.NUMBER), JsonKind.NUMBER),
            Variant(name("den"), Ref("Den"), JsonKind.OBJECT),
        ),
        False,
        Docs("A time."),
        HERE,
    ),
    Alias(
        name("Notes"),
        MapOf(TEXT, 1, 16, 64, "^[a-z_]+$"),
        Docs("Notes by key."),
        HERE,
    ),
    Alias(name("Beast"), Ref("Animal"), Docs("A second name."), HERE),
    Alias(name("Free"), MapOf(Scalar(Kind.ANY)), Docs("Any object."), HERE),
    record(
        "CreateAnimal",
        member("mode", Ref("Size")),
        member("reason", TEXT, optional=True),
        open=False,
        rules=(RequiredIf("reason", "mode", "big"),),
    ),
    record("SearchQuery", member("limit", COUNT, optional=True), open=False),
    record("Failure", member("message", TEXT)),
    record("AnimalDelta", member("homes", ListOf(Ref("HomeDelta")), optional=True)),
    record(
        "DenDelta",
        member("index", COUNT),
        member("type", Const("den")),
        member("depth", COUNT, optional=True),
        member("song", TEXT, optional=True),
    ),
    record("NestDelta", member("index", COUNT), member("type", Const("nest"))),
    by_tag("HomeDelta", "type", {"den": "DenDelta", "nest": "NestDelta"}),
    record("Colony", member("homes", ListOf(Ref("Home")))),
    record("Born", member("event", Const("born")), member("data", Ref("Animal"))),
    record("Grew", member("event", Const("grew")), member("data", Ref("AnimalDelta"))),
    record("Done", member("event", Const("done")), member("data", Const("[DONE]"))),
    by_tag("Event", "event", {"born": "Born", "grew": "Grew", "done": "Done"}),
)


def zoo() -> Package:
    """The package that has one of everything."""
    return Package(
        name("zoo_api"),
        "1.2.0",
        Docs("An API of animals."),
        (
            Module(name("animals"), Docs("Animals."), DECLS[:7], "animals.schema.json"),
            Module(name("rest"), Docs("And the rest."), DECLS[7:], "rest.schema.json"),
        ),
        (_operation(),),
        (_delta(),),
        (_stream(),),
        "https://zoo.example/v2",
        Auth.BEARER,
    )


def _operation() -> Operation:
    return Operation(
        name("createAnimal", "create", "animal"),
        "Create animal",
        "POST",
        "/zoos/{zoo_id}/animals",
        (Param(name("zoo_id"), "zoo_id", TEXT, Docs("Which zoo.")),),
        "SearchQuery",
        "CreateAnimal",
        True,
        "Animal",
        "Event",
        "stream",
        ((404, "Failure"), (429, "Failure")),
        True,
        (("Zoo-Beta", "v1"),),
        Docs("Puts an animal into a zoo.", deprecated=True),
        HERE,
    )


def _delta() -> Delta:
    index = MemberMerge("index", "", MergeRule.SKIP, HERE)
    once = MemberMerge("type", "type", MergeRule.ONCE, HERE)
    return Delta(
        "AnimalDelta",
        "Colony",
        (
            RecordMerge(
                "AnimalDelta",
                "Colony",
                (
                    MemberMerge(
                        "homes", "homes", MergeRule.MERGE, HERE, ("index", "id"), dense=True
                    ),
                ),
            ),
            RecordMerge(
                "DenDelta",
                "Den",
                (
                    index,
                    once,
                    MemberMerge("depth", "deep", MergeRule.SUM, HERE, null=NullRule.REMOVE),
                    MemberMerge("song", "song", MergeRule.APPEND, HERE, decode="json"),
                ),
            ),
            RecordMerge("NestDelta", "Nest", (index, once)),
        ),
        (
            UnionMerge(
                "HomeDelta",
                "Home",
                "type",
                (("den", "DenDelta", "Den"), ("nest", "NestDelta", "Nest")),
            ),
        ),
        HERE,
    )


def _stream() -> Stream:
    targets = (
        StreamTarget(name("colony"), "Colony", "/data", set=("born",)),
        StreamTarget(name("animals"), "Animal", "/data", "/data/id", "/data", (), (), ("grew",)),
    )
    return Stream("Event", "event", "data", targets, ("done",), (), ("noise",), HERE)
