"""Target `python-msgspec`: msgspec structs."""

from __future__ import annotations

from specloom.targets.flavours.flavour import COMMON, Flavour, FlavourTarget

TARGET = FlavourTarget(
    Flavour(
        name="python-msgspec",
        summary="a typed Python package of msgspec structs (fast; unions are closed)",
        requires=("msgspec>=0.19,<1",),
        settings={
            **COMMON,
            "output_model_type": "msgspec.Struct",
            "use_msgspec_tagged_unions": True,  # a union's structs are told apart by one look at the tag
            "keyword_only": True,  # members in the order of the spec, required or not
            "use_annotated": True,  # bounds and descriptions as Meta, which msgspec.json.schema shows
        },
        unknown_variants=False,  # a union of structs takes tagged structs only
        unknown_values=False,  # a union takes one kind of text only: Literal or str
        taken=frozenset(["Annotated", "ClassVar", "Meta", "Struct", "UNSET", "UnsetType"]),
        closed={"base_class_kwargs": {"forbid_unknown_fields": True}},
        unnameable=r'["\\\x00-\x1f]',  # msgspec copies names into JSON as they are
    )
)
